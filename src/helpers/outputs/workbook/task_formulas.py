"""The formulas that score a task in a window, each the same for its whole column, over the task's row of «Tareas»."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from helpers.figures.series import YEAR, Series, Share, is_unplanned
from helpers.outputs.workbook.method_constants import GUARD, HUNDRED
from helpers.outputs.workbook.sheet_model import ROW
from helpers.outputs.workbook.task_places import TASKS, Key, TaskPlaces, Window, amount_key

UNREPORTED = "sin dato"
UNSCHEDULED = "sin programa"
UNPLANNED = "ejecutada sin programa"
KEPT, ADDED = "no", "sí"
"""Values of «Acumulable»: a goal kept every month, and one that adds up."""


def reason(year: Series, share: Share) -> str:
    """Return the word for a task that takes no part in a window; empty for one that does."""
    if share.unreported:
        return UNREPORTED
    if share.is_scheduled:
        return ""
    return UNPLANNED if is_unplanned(year, share) else UNSCHEDULED


@dataclass(frozen=True)
class LeafFormulas:
    """The formulas of one window.

    Attributes
    ----------
    places : TaskPlaces
    window : Window
    cap : str
        Name of the cell with the cap; empty if over-fulfilment counts in full.
    decimals : str
        Cell of «Método» with the number of decimals that the indicator is printed with.
    """

    places: TaskPlaces
    window: Window
    cap: str
    decimals: str

    def all(self) -> Mapping[str, str]:
        """Return the formulas that score the tasks, by key of the window's columns, with `{row}` for the row.

        The column of the grade has none here.
        """
        known: Mapping[str, Callable[[], str]] = {
            Key.GOALS: lambda: f"={self._total(Key.GOALS)}",
            Key.REPORTS: lambda: f"={self._total(Key.REPORTS)}",
            Key.COUNTED: lambda: f"={self._counted()}",
            Key.EXACT: lambda: self._share_of(self._here(Key.COUNTED)),
            Key.PUBLISHED: lambda: self._printed(Key.EXACT),
            Key.RAW: lambda: self._share_of(self._done()),
            Key.RAW_PUBLISHED: lambda: self._printed(Key.RAW),
        }
        return {key: known[key]() for key in self.window.keys if key in known}

    def _share_of(self, done: str) -> str:
        """Return the formula of `done` over the goal in per cent; empty text for a task that takes no part."""
        return f'=IF(ISNUMBER({self._here(Key.COUNTED)}),{done}/{self._goal}*{HUNDRED},"")'

    def _done(self) -> str:
        """Return the formula, without `=`, of what was done, without cap."""
        done = self._report
        if self.window.period.is_month:
            return done
        return f"IF(AND({self._is_kept()},{self._goal}>0),{self._sum_of_kept('')},{done})"

    def _printed(self, key: str) -> str:
        """Return the formula of a column's value as it is printed; empty text for a task without value."""
        value = self._here(key)
        return f'=IF(ISNUMBER({value}),ROUND(ROUND({value},{GUARD}),{self.decimals}),"")'

    def _counted(self) -> str:
        """Return the formula, without `=`, of the amount that counts, or of the word for a task that takes no part."""
        goal, report = self._goal, self._report
        whole = f"MIN({report},{goal}*{self._share})" if self.cap else report
        otherwise = f'IF({self._is_unplanned()},"{UNPLANNED}","{UNSCHEDULED}")'
        if self.window.period.is_month:
            # Goals that are kept every month and goals that add up have the same formula here.
            return f'IF({goal}>0,IF(ISBLANK({report}),"{UNREPORTED}",{whole}),{otherwise})'
        scheduled = f"IF({self._is_kept()},{self._sum_of_kept(self.cap)},{whole})"
        return f'IF({self._is_unreported()},"{UNREPORTED}",IF({goal}>0,{scheduled},{otherwise}))'

    def _is_unplanned(self) -> str:
        """Return the condition of execution without programme in the window or, if any task has one, for the year."""
        if not any(year.is_by_year for year in self.places.years):
            return f"{self._report}>0"
        by_month = f"SUM({self._area(Key.GOALS, 1, YEAR)})>0"
        return f"AND({self._report}>0,OR({by_month},{self._year(Key.GOALS)}=0))"

    def _total(self, side: str) -> str:
        """Return the formula, without `=`, of a side's sum; with `only_known`, goals count in months with a report."""
        added = f"SUM({self._months(side)})"
        if side == Key.GOALS and self.window.only_known:
            known = f"IF({self._sum_of_known()}>0,{self._sum_of_known()},{added})"
            # Execution is given for the whole year only, so that no month can be missing.
            added = f"IF(ISNUMBER({self._year(Key.REPORTS)}),{added},{known})" if self._is_whole else known
        return f"IF(ISNUMBER({self._year(side)}),{self._year(side)},{added})" if self._is_whole else added

    def _is_unreported(self) -> str:
        """Return the condition of a task without data.

        Some month with a goal has no report, or only the goal or only the report is given for the whole year.
        """
        by_month = f'COUNTIFS({self._months(Key.GOALS)},">0",{self._months(Key.REPORTS)},"")>0'
        if self.window.only_known:
            by_month = f"AND({by_month},{self._sum_of_known()}=0)"
        if not self._is_whole:
            return by_month
        goal, report = self._year(Key.GOALS), self._year(Key.REPORTS)
        silent = f'OR({self._task("acumulable")}="{KEPT}",AND(ISBLANK({report}),COUNT({self._months(Key.REPORTS)})=0))'
        alike = f"AND(ISBLANK({goal}),{by_month})"
        return f"IF(ISNUMBER({goal})=ISNUMBER({report}),{alike},AND({self._goal}>0,{silent}))"

    def _sum_of_known(self) -> str:
        """Return the formula, without `=`, that sums what was programmed for the months with a report."""
        goals, reports = self._months(Key.GOALS), self._months(Key.REPORTS)
        return f'SUMIFS({goals},{goals},">0",{reports},"<>")'

    def _is_kept(self) -> str:
        """Return the condition of a goal kept every month; in a year, not if goal or report is given for the year."""
        kept = f'{self._task("acumulable")}="{KEPT}"'
        if not self._is_whole:
            return kept
        return f"AND({kept},ISBLANK({self._year(Key.GOALS)}),ISBLANK({self._year(Key.REPORTS)}))"

    def _sum_of_kept(self, cap: str) -> str:
        """Return the formula, without `=`, that sums each month's own result, so that no month makes up for another.

        A month counts up to its goal times the capped share; with an empty `cap`, all that was done counts.
        """
        goals, reports = self._months(Key.GOALS), self._months(Key.REPORTS)
        if not cap:
            return f"SUMPRODUCT(({goals}>0)*{reports})"
        most = f"{goals}*{self._share}"
        return f"SUMPRODUCT(({goals}>0)*(({reports}<={most})*{reports}+({reports}>{most})*{most}))"

    @property
    def _goal(self) -> str:
        """Return the cell of what was programmed; for a month, its cell on «Tareas»."""
        return self._months(Key.GOALS) if self.window.period.is_month else self._here(Key.GOALS)

    @property
    def _report(self) -> str:
        """The cell of what was executed; for a month, its cell on «Tareas»."""
        return self._months(Key.REPORTS) if self.window.period.is_month else self._here(Key.REPORTS)

    @property
    def _share(self) -> str:
        """Return the cap as a share, without `=`: its percentage over 100."""
        # Division first: 100/100 is exactly 1, so that a goal met exactly gives exactly 100 in binary numbers.
        return f"({self.cap}/{HUNDRED})"

    @property
    def _is_whole(self) -> bool:
        """Whether the window is the whole year."""
        return (self.window.period.first, self.window.period.last) == (1, YEAR)

    def _here(self, key: str) -> str:
        """Return the cell of one of the window's columns in the formula's row."""
        return f"{self.window.letter(key)}{ROW}"

    def _task(self, key: str) -> str:
        """Return the cell of a column of «Tareas» in the formula's row."""
        return f"'{TASKS}'!${self.places.letter(key)}{ROW}"

    def _year(self, side: str) -> str:
        """Return the cell with a side's amount for the whole year."""
        return self._task(amount_key(side, YEAR))

    def _months(self, side: str) -> str:
        """Return the cells of a side's months in the window; one cell for a month."""
        return self._area(side, self.window.period.first, self.window.period.last)

    def _area(self, side: str, *months: int) -> str:
        """Return the cells of a side's months from one to another, both counted from 1; one cell for the same month."""
        first, last = (self.places.letter(amount_key(side, month - 1)) for month in months)
        end = "" if first == last else f":${last}{ROW}"
        return f"'{TASKS}'!${first}{ROW}{end}"
