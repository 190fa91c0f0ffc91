"""A task's year added up from January on: what it contributes in a window is then a difference of two sums."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate

from helpers.periods import Period
from helpers.series import EXACT, YEAR, ZERO, Series, Share, capped, share_of


class Running:
    """Gives the same as `share_of`, for tasks that are asked for in many windows: a year has up to nineteen.

    Parameters
    ----------
    series : Series
    cap : Decimal or None
        The largest share of the programmed that counts.
    """

    __slots__ = ("cap", "counted", "executed", "has_year", "lacking", "programmed", "series")

    def __init__(self, series: Series, cap: Decimal | None) -> None:
        goals, reports = series.programmed[:YEAR], series.executed[:YEAR]
        months = tuple(zip(goals, reports, strict=True))
        self.series, self.cap = series, cap
        self.has_year = series.programmed[YEAR] is not None or series.executed[YEAR] is not None
        self.programmed, self.executed = _sums(goals), _sums(reports)
        # Only a goal that is kept counts month by month.
        self.counted = _sums(capped(done, goal, cap) for goal, done in months) if series.keeps else ()
        self.lacking = tuple(accumulate((_is_lacking(goal, done) for goal, done in months), initial=0))

    def share(self, window: Period) -> Share:
        """What the task contributes in a window."""
        before, last = window.first - 1, window.last
        if self.has_year and last - before == YEAR:
            return share_of(self.series, window, self.cap)
        programmed = EXACT.subtract(self.programmed[last], self.programmed[before])
        executed = EXACT.subtract(self.executed[last], self.executed[before])
        if self.counted:
            counted = EXACT.subtract(self.counted[last], self.counted[before])
        else:
            counted = capped(executed, programmed, self.cap)
        return Share(programmed, executed, counted, self.lacking[last] > self.lacking[before])


def _sums(amounts: Iterable[Decimal | None]) -> tuple[Decimal, ...]:
    """Nothing, and then the sum up to each month."""
    return tuple(accumulate((amount or ZERO for amount in amounts), EXACT.add, initial=ZERO))


def _is_lacking(goal: Decimal | None, done: Decimal | None) -> bool:
    return done is None and goal is not None and goal > 0
