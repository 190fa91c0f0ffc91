"""What a draft proposes because no table and no person provided it: the mark, offices in general words, and dates.

The dates are one fortnight after another, from one month after the end of the period.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

MARK = "(propuesta)"
"""What marks an option, an office or a date that no table and no person provided."""
PLANNING, FINANCES = "la unidad de planificación", "la unidad administrativa y financiera"
"""General names of the units responsible for matters that concern no single unit; every institution has them."""
HEAD = "la Máxima Autoridad Ejecutiva"
MONTHS, MIDDLE, FRIDAY = 12, 15, 4
FIXED = frozenset({(1, 1), (1, 22), (5, 1), (6, 21), (8, 6), (11, 2), (12, 25)})
"""National holidays by month and day (Decreto Supremo 2750 of 2016); those of a department do not count."""
FROM_EASTER = (-48, -47, -2, 60)
"""Days from Easter Sunday to both days of Carnival, Good Friday and Corpus Christi."""


def fortnights(end: date) -> Iterator[date]:
    """Yield proposed dates without end, each later than the one before.

    They are the last day of the month after `end`, the 15th and the last day of the next month, and so on. A Saturday,
    a Sunday or a national holiday of Bolivia gives the working day before it.

    Parameters
    ----------
    end : date
        Last day of the report's period.
    """
    year, month = _next(end.year, end.month)
    yield _working_day(_last_day(year, month))
    while True:
        year, month = _next(year, month)
        yield _working_day(date(year, month, MIDDLE))
        yield _working_day(_last_day(year, month))


def week_before(day: date) -> date:
    """Return the day a week before a date, or the working day before it."""
    return _working_day(day - timedelta(weeks=1))


def _next(year: int, month: int) -> tuple[int, int]:
    return (year, month + 1) if month < MONTHS else (year + 1, 1)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _working_day(day: date) -> date:
    """Return the day itself, or the last working day before it."""
    while day.weekday() > FRIDAY or _is_holiday(day):
        day -= timedelta(days=1)
    return day


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in FROM_EASTER
