"""A task's year as received: the amounts programmed and executed in each month, with their cells.

Figures of tasks refer to these records instead of keeping months themselves: a year has up to nineteen windows, and
each figure would otherwise repeat the same cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.records import SourceCell

YEAR = 12
"""Index of the amount that is given for the whole year and not by month."""
PLACES = YEAR + 1
"""Number of amounts: twelve months and the year."""
ROLES = PROGRAMMED, EXECUTED = "programado", "ejecutado"
"""The two kinds of amounts in a task's year."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, with the column letters of the months and of the year.

    A letter is empty where the file lacks the column.
    """

    file: str
    sheet: str
    row: int
    letters: tuple[str, ...]

    def cell(self, place: int) -> SourceCell:
        """Return the cell of an amount by its index: 0 to 11 for the months, 12 for the year.

        Where the file lacks that column, the address is only the row's number.
        """
        return SourceCell(self.file, self.sheet, f"{self.letters[place]}{self.row}")


Amounts = tuple[Decimal | None, ...]
"""Twelve months and the year; None where the cell is empty."""


@dataclass(frozen=True, slots=True)
class Series:
    """One task in one version of the plan, with its amounts by month or for the year.

    Attributes
    ----------
    version, task, unit, operation, action : str
        Codes; `unit` is the code of a node.
    description : str
    keeps : bool
        True for a goal to be kept every month (`acumulable: no`), False for one that is added up.
    programmed, executed : Amounts
    plan : Line
        The line with the programmed amounts.
    reports : tuple of Line or None
        The line of each executed amount; forms of several periods may have reported them.
    id : str
        `<version>/<task>`, by which figures refer to it.
    measure : str
        The plan's unit of measure; empty if it states none.
    """

    version: str
    task: str
    unit: str
    operation: str
    action: str
    description: str
    keeps: bool
    programmed: Amounts
    executed: Amounts
    plan: Line
    reports: tuple[Line | None, ...]
    id: str = field(init=False, compare=False, repr=False)
    measure: str = ""

    def __post_init__(self) -> None:
        # Computed once: every window needs it.
        object.__setattr__(self, "id", f"{self.version}/{self.task}")

    @property
    def is_by_year(self) -> bool:
        """Whether the whole programme is for the year (`is_by_year`)."""
        return is_by_year(self.programmed)

    def places(self, amounts: Amounts, window: Period) -> range:
        """Return the indexes of a window's amounts.

        They are its months, 0 to 11. For the whole year, where `amounts` has an amount of the year, they are only that
        amount's index, 12: it stands in place of the months.
        """
        return range(PLACES)[_span(amounts, window)]

    def cells(self, window: Period) -> tuple[tuple[str, Decimal, SourceCell], ...]:
        """Return role, amount and cell of every amount that the task's figure in a window depends on.

        Programmed amounts come first, then executed ones, each in the order of the months; empty cells are left out.
        """
        standing = zip(ROLES, self.standing(window), strict=True)
        return tuple((role, *self.at(role, place)) for role, places in standing for place in places)

    def standing(self, window: Period) -> tuple[list[int], list[int]]:
        """Return the indexes of the filled amounts in a window: of the programmed ones, and of the executed ones.

        They are 0 to 11 for the months and 12 for the year's amount (see `places`).
        """
        return self._filled(self.places(self.programmed, window), self.places(self.executed, window))

    def filled(self) -> tuple[list[int], list[int]]:
        """Return the indexes of all filled amounts of the year: of the programmed ones, and of the executed ones."""
        return self._filled(range(PLACES), range(PLACES))

    def _filled(self, planned: range, reported: range) -> tuple[list[int], list[int]]:
        """Indexes with an amount among those given; an executed amount also needs its line."""
        goals, done, reports = self.programmed, self.executed, self.reports
        return (
            [place for place in planned if goals[place] is not None],
            [place for place in reported if done[place] is not None and reports[place] is not None],
        )

    def at(self, role: str, place: int) -> tuple[Decimal, SourceCell]:
        """Return amount and cell at an index of one role.

        Raises
        ------
        LookupError
            Where there is no amount.
        """
        if role == PROGRAMMED:
            return not_none(self.programmed[place]), self.plan.cell(place)
        return not_none(self.executed[place]), not_none(self.reports[place]).cell(place)


def is_by_year(programmed: Amounts) -> bool:
    """Tell whether everything is programmed for the year as a whole: a part of the year then has no programme."""
    return bool(programmed[YEAR]) and not any(programmed[:YEAR])


class Share(NamedTuple):
    """What a task contributes in a window, exact. A tuple, because each task has one in each window.

    Attributes
    ----------
    programmed, executed : Decimal
        Sums over the window.
    counted : Decimal
        The executed amount that counts, limited by the cap.
    unreported : bool
        True where an amount was programmed for a month (or the year) without report. Where months without data are left
        out, True only if no programmed month has a report. Where only one of programme and execution is by month: True
        for a programmed goal to be kept every month, and for any other programmed goal if nothing was reported.
    """

    programmed: Decimal
    executed: Decimal
    counted: Decimal
    unreported: bool

    @property
    def is_scheduled(self) -> bool:
        """Whether anything was programmed in the window."""
        return self.programmed > 0


EXACT = Context(prec=600, traps=[Inexact])
"""Context for sums of amounts as typed. They never need rounding here; if one did, `Inexact` would be raised."""
ZERO = Decimal(0)


KNOWN_SERIES = "serie_con_dato"
"""Operand role of a task's series when months without data are left out; role `serie` takes the whole window."""


def share_of(series: Series, window: Period, cap: Decimal | None, *, only_known: bool = False) -> Share:
    """Add up a task's amounts in a window.

    Parameters
    ----------
    series : Series
    window : Period
    cap : Decimal or None
        Largest share of the programmed amount that counts (1 for 100 %); None for no limit. It applies to each month of
        a goal to be kept every month, and to the whole window of any other goal.
    only_known : bool
        Leave out the months without report, their programmed amounts too. Where no programmed month has a report, the
        task is unreported and nothing is left out. No effect where only one of programme and execution is by month.

    Raises
    ------
    decimal.Inexact
        Where a sum would need rounding.
    """
    goals = series.programmed[_span(series.programmed, window)]
    reports = series.executed[_span(series.executed, window)]
    # The programme may be given by month and the execution by year, or the reverse.
    is_like_for_like = len(goals) == len(reports)
    is_lacking = is_like_for_like and _lacks_report(goals, reports)
    if only_known and is_lacking:
        known = tuple(goal if done is not None else None for goal, done in zip(goals, reports, strict=True))
        is_lacking = not any(goal is not None and goal > 0 for goal in known)
        goals = goals if is_lacking else known
    programmed, executed = _total(goals), _total(reports)
    if series.keeps and is_like_for_like:
        counted = _total([capped(done, goal, cap) for goal, done in zip(goals, reports, strict=True)])
    else:
        counted = capped(executed, programmed, cap)
    if is_like_for_like:
        is_unreported = is_lacking
    else:
        # A yearly amount does not tell in which months a goal to be kept every month was kept.
        is_unreported = programmed > 0 and (series.keeps or all(done is None for done in reports))
    return Share(programmed, executed, counted, is_unreported)


def is_unplanned(series: Series, share: Share) -> bool:
    """Tell whether a task executed something with nothing programmed, in the window or for the year as a whole."""
    return share.executed > 0 and not share.is_scheduled and not series.is_by_year


def _span(amounts: Amounts, window: Period) -> slice:
    """Slice of a window's amounts: its months, or the year's amount for the whole year where there is one."""
    is_by_year = window.first == 1 and window.last == YEAR and amounts[YEAR] is not None
    return slice(YEAR, PLACES) if is_by_year else slice(window.first - 1, window.last)


def _total(amounts: Sequence[Decimal | None]) -> Decimal:
    """Sum of the given amounts, exact; zero for none."""
    given = [amount for amount in amounts if amount is not None]
    return given[0] if len(given) == 1 else reduce(EXACT.add, given, ZERO)


def capped(executed: Decimal | None, programmed: Decimal | None, cap: Decimal | None) -> Decimal:
    """Return the executed amount that counts.

    Parameters
    ----------
    executed, programmed : Decimal or None
        None where the cell is empty.
    cap : Decimal or None
        Largest share of `programmed` that counts (1 for 100 %); None for no limit.

    Returns
    -------
    Decimal
        Zero where nothing was executed or programmed.
    """
    if executed is None or programmed is None or programmed <= 0:
        return ZERO
    return executed if cap is None else min(executed, EXACT.multiply(programmed, cap))


def _lacks_report(goals: Amounts, reports: Amounts) -> bool:
    """Whether an amount was programmed without a report for the same month (or the year)."""
    if None not in reports:
        return False
    return any(goal is not None and goal > 0 and done is None for goal, done in zip(goals, reports, strict=True))


def cap_share(percentage: Fraction | None) -> Decimal | None:
    """Return a cap in percent as a share: 100 gives 1, and None (no cap) gives None."""
    return None if percentage is None else Decimal(percentage.numerator) / Decimal(percentage.denominator) / 100
