"""Numbers that the files of a run state, rounded to the decimals of a printed number."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

_DIGITS = 400


def rounded_once(value: str, printed: str) -> str:
    """Return the value rounded half up to the printed number's decimals; a Spanish phrase if either is no number."""
    with localcontext(prec=_DIGITS, rounding=ROUND_HALF_UP):
        try:
            rounded = Decimal(value).quantize(Decimal(printed))
        except InvalidOperation:
            return f"un número redondeado de «{value}»"
    return format(rounded if rounded else abs(rounded), "f")  # no minus sign before zero
