"""Exact arithmetic: fractions from the input cell to the rounded figure, never a binary float.

A figure is a `Fraction` until it is printed. It is rounded half up, where the method says. `plain_text` writes the
full-precision values of the CSV files.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

MOST_DIGITS = 4_000
"""Most digits, before or after the decimal point, of a number read back from a file."""
_UNROUNDED = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
WHOLE_DIGITS, FRACTION_DIGITS = 18, 40
"""Most digits of a number before and after its decimal point.

Eighteen digits are a million times the country's yearly product in cents. A spreadsheet difference that should be zero
(5.55111512312578e-17) has 31 decimals.
"""
FULL_PRECISION = 34
"""Significant digits written for a fraction without a finite decimal expansion (as many as IEEE 754 decimal128 has)."""


def exact(value: Decimal | Fraction | int | str) -> Fraction:
    """Return a number as a fraction, without loss.

    Parameters
    ----------
    value : Decimal, Fraction, int or str
        A string is a plain decimal (``"92.16"``) or a fraction (``"1/3"``).

    Raises
    ------
    TypeError
        For a float: its decimal digits are not the ones that somebody typed.
    ValueError
        For a string that is not a number or has too many digits (see `bounded_decimal`).
    ZeroDivisionError
        For a string whose denominator is zero.
    """
    if isinstance(value, str):
        return Fraction(value if "/" in value else bounded_decimal(value))
    if isinstance(value, float):
        raise TypeError(f"binary float {value!r} where an exact number is needed")
    return Fraction(value)


def bounded_decimal(text: str) -> Decimal:
    """Read a number as a file states it, and refuse one that is too large to compute with.

    Twelve characters such as `1e999999999` would fill the memory once written out.

    Raises
    ------
    ValueError
        For a text that is not a finite number (`1_0` is none), or has more than `MOST_DIGITS` digits before or after
        the point.
    """
    if "_" in text or not text.isascii():
        raise ValueError(f"{text!r} is no number in plain digits")
    try:
        number = Decimal(text)
    except ArithmeticError as problem:
        raise ValueError(f"{text!r} is no number") from problem
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS or abs(_exponent(number)) > MOST_DIGITS:
        raise ValueError(f"{text!r} is beyond {MOST_DIGITS} digits")
    return number


def stated_number(text: str) -> Decimal | None:
    """Read a number as `bounded_decimal` does; None for a text that is no number, or one too large."""
    try:
        return bounded_decimal(text)
    except ValueError:
        return None


def is_within_limits(value: Decimal) -> bool:
    """Tell whether a number is finite and has at most 18 digits before and 40 after its decimal point."""
    if not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    return len(digits) + int(exponent) <= WHOLE_DIGITS and -int(exponent) <= FRACTION_DIGITS


def _exponent(number: Decimal) -> int:
    return int(number.as_tuple().exponent)


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """Round half away from zero.

    The work is done on integers, so that no working precision can disturb a tie: 23.525 gives 23.53, −1.715 gives
    −1.72.

    Parameters
    ----------
    value : Fraction
    decimals : int
        Decimals to keep; negative ones round to tens, hundreds…

    Returns
    -------
    Decimal
        With exactly those decimals; zero has no sign.
    """
    return _decimal(_units(value, decimals), decimals)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Round half away from zero, as `round_half_up` does, for further computation.

    Parameters
    ----------
    value : Fraction
    decimals : int
        Decimals to keep; negative ones round to tens, hundreds…

    Returns
    -------
    Fraction
        The rounded value.
    """
    units = _units(value, decimals)
    return Fraction(units, 10**decimals) if decimals >= 0 else Fraction(units * 10**-decimals)


def _units(value: Fraction, decimals: int) -> int:
    """Number of units of the last decimal, rounded half away from zero.

    Two roots of 40 digits whose product ends, such as those of 2 and 8, miss it by far less than 10^-30, and so may
    fall below a tie that it is. No other value comes as near to a tie without being one.
    """
    if value.denominator > _BEYOND_ROOTS:
        value = Fraction(round(value * _BEYOND_ROOTS), _BEYOND_ROOTS)
    above, below = _scaled(value, decimals)
    units = (2 * abs(above) + below) // (2 * below)
    return units if above >= 0 else -units


def _scaled(value: Fraction, decimals: int) -> tuple[int, int]:
    """Numerator and denominator of a value counted in units of the last decimal."""
    above, below = value.as_integer_ratio()
    return (above * 10**decimals, below) if decimals >= 0 else (above, below * 10**-decimals)


def shown_decimals(number: Decimal) -> int:
    """Return the decimals that a number shows, its final zeros included; 0 for tens, hundreds…"""
    return max(0, -int(number.as_tuple().exponent))


def truncate(value: Fraction, decimals: int) -> Decimal:
    """Cut a number towards zero.

    Parameters
    ----------
    value : Fraction
    decimals : int
        Decimals to keep; negative ones cut to tens, hundreds…

    Returns
    -------
    Decimal
        With exactly those decimals; zero has no sign.
    """
    above, below = _scaled(value, decimals)
    units = abs(above) // below
    return _decimal(units if above >= 0 else -units, decimals)


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Add fractions, without loss. An empty sum is zero."""
    return sum(values, Fraction(0))


def percentage(part: Fraction, whole: Fraction) -> Fraction:
    """Return `part` as an unrounded percentage of `whole`: 1 of 8 gives 25/2.

    Raises
    ------
    ZeroDivisionError
        Where `whole` is zero.
    """
    return part / whole * 100


ROOT_DIGITS = 40
"""Significant digits of a square root without an exact value; far more than any figure prints."""
_BEYOND_ROOTS = 10**30
"""A value with a larger denominator comes from rounded roots: its parts below one of this number are their rounding."""


def square_root(value: Fraction) -> Fraction:
    """Return the square root, rounded half up to 40 significant digits; exact where it has no more digits.

    Raises
    ------
    ArithmeticError
        For a negative number.
    """
    if value < 0:
        raise ArithmeticError(f"square root of {value}")
    context = Context(prec=ROOT_DIGITS + 10, rounding=ROUND_HALF_UP)
    root = context.sqrt(context.divide(Decimal(value.numerator), Decimal(value.denominator)))
    return Fraction(Context(prec=ROOT_DIGITS, rounding=ROUND_HALF_UP).plus(root))


def is_terminating(value: Fraction) -> bool:
    """Tell whether a fraction has a finite decimal expansion."""
    return _places(value.denominator) is not None


def _places(denominator: int) -> int | None:
    """Number of decimals of a reduced fraction with this denominator; None where the expansion does not end."""
    powers = []
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        powers.append(power)
    return max(powers) if denominator == 1 else None


def plain_text(value: Fraction | Decimal | int) -> str:
    """Write a number with a decimal point, no separators and no exponent.

    Returns
    -------
    str
        A `Decimal` with the decimals that it has. A fraction or an integer exactly, where the decimal expansion ends;
        otherwise 34 significant digits, the last one rounded half up.
    """
    if isinstance(value, Decimal):
        return format(value, "f")
    above, below = value.as_integer_ratio()
    places = _places(below)
    if places is not None:
        return format(_decimal(above * 10**places // below, places), "f")
    context = Context(prec=FULL_PRECISION, rounding=ROUND_HALF_UP)
    return format(context.divide(Decimal(above), Decimal(below)), "f")


def _decimal(units: int, decimals: int) -> Decimal:
    """A number of units of the last decimal as a `Decimal`; zero has no sign.

    Not by way of a text: Python writes no integer of more than 4,300 digits, and a long product of amounts has them.
    """
    return Decimal(units).scaleb(-decimals, _UNROUNDED)
