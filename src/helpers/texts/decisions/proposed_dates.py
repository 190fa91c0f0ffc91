"""The dates that the draft proposes: one fortnight after another, from one month after the end of the period."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

MONTHS, MIDDLE, FRIDAY = 12, 15, 4


def fortnights(end: date) -> Iterator[date]:
    """Yield proposed dates without end, each later than the one before.

    They are the last day of the month after `end`, the 15th and the last day of the next month, and so on. A Saturday
    or Sunday gives the Friday before it.

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


def _next(year: int, month: int) -> tuple[int, int]:
    return (year, month + 1) if month < MONTHS else (year + 1, 1)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))
