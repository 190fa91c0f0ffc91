"""Numbers in Spanish words, and money as resolutions write it: «Un millón doscientos mil 50/100 Bolivianos».

num2words 0.5.14 writes «veintiuno mil» and «veintiuno millones», has no form for resolutions, and brings docopt, which
nobody maintains; the grammar is small enough to be kept and tested here.
"""

from __future__ import annotations

from decimal import Decimal

from helpers.base.display import upper_first

_TO_29 = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece",
    "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós",
    "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_TENS = ("", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = (
    "", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos",
    "ochocientos", "novecientos",
)  # fmt: skip
_MILLIONS = (("millón", "millones"), ("billón", "billones"), ("trillón", "trillones"))
"""Name of each group of six digits after the first one. A Spanish «billón» is a million millions."""
LARGEST = 10 ** (6 * (len(_MILLIONS) + 1)) - 1


def cardinal(number: int, *, before_noun: bool = False) -> str:
    """Write a whole number in Spanish words.

    Parameters
    ----------
    number : int
        0 to `LARGEST`.
    before_noun : bool
        True where a masculine noun follows: `veintiún`, `ciento un` instead of `veintiuno`, `ciento uno`.

    Raises
    ------
    ValueError
        For a negative number or one beyond trillions (long scale).
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} has no words here")
    if number == 0:
        return _TO_29[0]
    groups = _split(number, 10**6)
    words = [_group(group, place) for place, group in reversed(list(enumerate(groups))) if place and group]
    if groups[0]:
        words.append(_below_million(groups[0], short=before_noun))
    return " ".join(words)


def money_words(amount: Decimal) -> str:
    """Write an amount of bolivianos as resolutions do: `Un millón doscientos mil 50/100 Bolivianos`.

    Raises
    ------
    ValueError
        For a fraction of a cent, or an amount beyond trillions (long scale).
    """
    cents = abs(amount) * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"{amount} has fractions of a cent")
    whole, rest = divmod(int(cents), 100)
    sign = "menos " if amount < 0 else ""
    return upper_first(f"{sign}{cardinal(whole, before_noun=True)} {rest:02}/100 Bolivianos")


def _split(number: int, base: int) -> list[int]:
    """Groups of digits of a number, the lowest first."""
    groups = []
    while number:
        number, group = divmod(number, base)
        groups.append(group)
    return groups


def _group(number: int, place: int) -> str:
    """A group of six digits with its name: `dos millones`; `place` 1 is millions."""
    one, many = _MILLIONS[place - 1]
    return f"un {one}" if number == 1 else f"{_below_million(number, short=True)} {many}"


def _below_million(number: int, *, short: bool) -> str:
    """Words of 1 to 999,999; `short` as `before_noun` in `cardinal`."""
    thousands, rest = divmod(number, 1000)
    words = []
    if thousands:
        words.append("mil" if thousands == 1 else f"{_below_thousand(thousands, short=True)} mil")
    if rest:
        words.append(_below_thousand(rest, short=short))
    return " ".join(words)


def _below_thousand(number: int, *, short: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cien"
    return " ".join(filter(None, (_HUNDREDS[hundreds], _below_hundred(rest, short=short) if rest else "")))


def _below_hundred(number: int, *, short: bool) -> str:
    if number < len(_TO_29):
        word, joined = _TO_29[number], ""
    else:
        tens, ones = divmod(number, 10)
        word, joined = (_TO_29[ones], f"{_TENS[tens]} y ") if ones else (_TENS[tens], "")
    if short and word == "uno":
        word = "un"
    elif short and word == "veintiuno":
        word = "veintiún"
    return joined + word
