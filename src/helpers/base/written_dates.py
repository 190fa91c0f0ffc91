"""Dates as people write them in cells and in sentences."""

from __future__ import annotations

import re
from datetime import date, datetime

from helpers.base.periods import MONTH_NAMES

MONTHS_BY_NAME = {name: number for number, name in enumerate(MONTH_NAMES, 1)} | {"setiembre": 9}
"""Number of each month by its name; Bolivia spells one of them in two ways."""
DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\. ?m\.| ?[AP]M)?$")
_IN_WORDS = re.compile(
    r"(\d{1,2})(?:\.?[º°])?(?: de |[ \-/.]+)([a-z]{3,10})\.?(?:,? del? |[ \-/.]+)(\d{4})", re.IGNORECASE
)
_ANY = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]\d{{4}}|{_IN_WORDS.pattern}", re.IGNORECASE
)


def read_date(text: str) -> date | None:
    """Read a date: `2024-06-30`, `30/06/2024`, `30-jun-2024`, `30 de junio de 2024`, with or without a time.

    The day comes before the month, as is usual in Bolivia; a year has four digits.

    Returns
    -------
    date or None
        None for any other text.
    """
    clean = _TIME.sub("", " ".join(text.split()))
    for form in DATE_FORMS:
        try:
            return datetime.strptime(clean, form).date()
        except ValueError:
            continue
    words = _IN_WORDS.fullmatch(clean)
    return _in_words(*words.groups()) if words else None


def dates_in(text: str) -> list[date]:
    """Return all the dates in a sentence, in order and with repetitions, in the forms that `read_date` reads."""
    pieces = (piece[0] for piece in _ANY.finditer(" ".join(text.split())))
    return [day for piece in pieces if (day := read_date(piece)) is not None]


def _in_words(day: str, month: str, year: str) -> date | None:
    """Return the date of a day, a month's name or the first letters of it, and a year; None if there is no such date.

    Upper and lower case are the same; `set` is September, because Bolivia also writes «setiembre».
    """
    name = month.lower()
    number = next((place for full, place in MONTHS_BY_NAME.items() if full.startswith(name)), 0)
    try:
        return date(int(year), number, int(day)) if number else None
    except ValueError:
        return None
