"""Numbers as the files of a run state them: read, and rounded to the decimals of a printed number."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from helpers.base.exact import bounded_decimal

_DIGITS = 400


def rounded_once(value: str, printed: str) -> str:
    """Return the value rounded half up to the printed number's decimals; a Spanish phrase if either is no number."""
    with localcontext(prec=_DIGITS, rounding=ROUND_HALF_UP):
        try:
            rounded = Decimal(value).quantize(Decimal(printed))
        except InvalidOperation:
            return f"un número redondeado de «{value}»"
    return format(rounded if rounded else abs(rounded), "f")  # no minus sign before zero


def stated_number(text: str) -> Decimal | None:
    """Return a number as a file states it; None for a text that is no number, or one too large to compute with."""
    try:
        return bounded_decimal(text)
    except ValueError:
        return None
