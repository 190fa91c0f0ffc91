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
    only_known : bool
        Months without data are left out.
    """

    __slots__ = ("cap", "counted", "executed", "has_year", "known", "lacking", "only_known", "programmed", "series")

    def __init__(self, series: Series, cap: Decimal | None, *, only_known: bool = False) -> None:
        goals, reports = series.programmed[:YEAR], series.executed[:YEAR]
        months = tuple(zip(goals, reports, strict=True))
        self.series, self.cap, self.only_known = series, cap, only_known
        self.has_year = series.programmed[YEAR] is not None or series.executed[YEAR] is not None
        self.programmed, self.executed = _sums(goals), _sums(reports)
        self.known = _sums(None if _is_lacking(goal, done) else goal for goal, done in months) if only_known else ()
        # Only a goal that is kept counts month by month.
        self.counted = _sums(capped(done, goal, cap) for goal, done in months) if series.keeps else ()
        self.lacking = tuple(accumulate((_is_lacking(goal, done) for goal, done in months), initial=0))

    def share(self, window: Period) -> Share:
        """What the task contributes in a window."""
        before, last = window.first - 1, window.last
        if self.has_year and last - before == YEAR:
            return share_of(self.series, window, self.cap, only_known=self.only_known)
        programmed, is_lacking = self._programmed(before, last)
        executed = EXACT.subtract(self.executed[last], self.executed[before])
        if self.counted:
            counted = EXACT.subtract(self.counted[last], self.counted[before])
        else:
            counted = capped(executed, programmed, self.cap)
        return Share(programmed, executed, counted, is_lacking)

    def _programmed(self, before: int, last: int) -> tuple[Decimal, bool]:
        """What was programmed in a window, of what counts there, and whether the task is unreported."""
        is_lacking = self.lacking[last] > self.lacking[before]
        if is_lacking and self.only_known:
            known = EXACT.subtract(self.known[last], self.known[before])
            if known > 0:
                return known, False
        return EXACT.subtract(self.programmed[last], self.programmed[before]), is_lacking


def _sums(amounts: Iterable[Decimal | None]) -> tuple[Decimal, ...]:
    """Nothing, and then the sum up to each month."""
    return tuple(accumulate((amount or ZERO for amount in amounts), EXACT.add, initial=ZERO))


def _is_lacking(goal: Decimal | None, done: Decimal | None) -> bool:
    return done is None and goal is not None and goal > 0
