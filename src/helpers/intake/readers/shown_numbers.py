"""Numbers as their cells show them: percentages in points, codes with zeros and spaces, dates."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from helpers.base.numerals import from_double
from helpers.intake.layout.cell_grid import Cell

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_MASK = re.compile(r"0[0 \-./]*0")
_TOO_LONG = 10**28


def number_cell(value: float | int, number_format: str, *, since_1904: bool = False) -> Cell:
    """Make the cell of a number stored in a spreadsheet.

    Parameters
    ----------
    number_format : str
        In Excel's notation: `0.0%`, `000 0 000`, `dd/mm/yyyy`.
    since_1904 : bool
        Dates count from 1904 instead of 1900.

    Returns
    -------
    Cell
        A percentage is in points (0.476 shown as 47.6 % becomes 47.6); an infinite or undefined number has a fault.
    """
    if not math.isfinite(value):
        return Cell(str(value), fault="tiene un número que la hoja no puede mostrar; escriba el valor")
    if _is_date(number_format):
        return _moment(value, number_format, since_1904)
    return decimal_cell(from_double(value), number_format)


def decimal_cell(value: Decimal, number_format: str) -> Cell:
    """Make the cell of an exact number; `number_format` as in `number_cell`, but not a date's."""
    is_percentage, mask = _looks(number_format)
    if is_percentage:
        value = value.scaleb(2)
    text = f"{value:f}" if abs(value) < _TOO_LONG else str(value)
    if mask and value >= 0 and value == value.to_integral_value():
        text = _masked(text.partition(".")[0], mask)
    return Cell(text, value, is_percentage=is_percentage)


@lru_cache(maxsize=1024)
def _is_date(number_format: str) -> bool:
    return bool(number_format) and is_date_format(number_format)


@lru_cache(maxsize=1024)
def _looks(number_format: str) -> tuple[bool, str]:
    """Return whether a format shows a percentage, and its mask if it shows a code (`000 0 000`); else an empty mask."""
    positive = number_format.split(";")[0]
    if "%" in _LITERAL.sub("", positive):
        return True, ""
    mask = _LITERAL.sub(lambda part: part[1] or part[2] or "", positive)
    return False, mask if _MASK.fullmatch(mask) and mask.count("0") > 1 and "." not in mask else ""


def _masked(digits: str, mask: str) -> str:
    """Fill the digits into a mask from the right; remaining digits stay in front."""
    filled = digits.zfill(mask.count("0"))
    shown, rest = [], list(filled)
    for sign in reversed(mask):
        shown.append(rest.pop() if sign == "0" else sign)
    return "".join(rest) + "".join(reversed(shown))


def _moment(value: float | int, number_format: str, since_1904: bool) -> Cell:
    epoch = CALENDAR_MAC_1904 if since_1904 else CALENDAR_WINDOWS_1900
    try:
        moment = from_excel(value, epoch, timedelta=is_timedelta_format(number_format))
    except (ValueError, OverflowError):
        return decimal_cell(from_double(value), "")
    return moment_cell(moment)


def moment_cell(moment: datetime | date | time | timedelta) -> Cell:
    """Make the cell of a date, without its time; a time or duration alone becomes text."""
    if isinstance(moment, datetime):
        moment = moment.date()
    if isinstance(moment, date):
        return Cell(moment.isoformat(), moment)
    return Cell(str(moment))
