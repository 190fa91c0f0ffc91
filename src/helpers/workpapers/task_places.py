"""Where the tasks of a Book lie: a row for each task's year, the same on all their sheets, and columns by window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from helpers.periods import Period
from helpers.records import SourceCell
from helpers.series import KNOWN_SERIES, PLACES, Series
from helpers.trace import Figure, Operation
from helpers.workpapers.sheet import FIRST_LINE

TASKS = "Tareas"
LEVEL = "tarea"
RAW_SUFFIX = "_bruto"
"""Of the indicator that keeps a task's share over the cap."""
KNOWN = ("tarea", "version", "descripcion", "unidad", "operacion", "acp", "acumulable")
"""Columns of «Tareas» before the amounts that some Books have and others not."""
NAMED = ("tarea",)
"""Columns of a sheet of working that say which task a row is; what else is known of it is in that row of «Tareas»."""
COUNTED, MEASURE, EXACT, PUBLISHED = "cuenta", "medida", "exacto", "publicado"
RAW, RAW_PUBLISHED = "bruto", "bruto_publicado"


@dataclass(frozen=True, slots=True)
class Place:
    """The cells of a task's figure: row, letters of value, as printed, and numerator; the denominator's sheet too."""

    sheet: str
    row: int
    exact: str
    published: str
    above: str = ""
    below: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Window:
    """A window's columns on its sheet of working.

    Attributes
    ----------
    indicator : str
    period : Period
    sheet : str
    first : int
        Place of the first column, from 0.
    keys : tuple of str
        What the columns are, in order.
    figures, raw : Mapping[int, Figure]
        By row: the tasks' figures, and those that keep what is over the cap.
    versions : frozenset of str
        The versions of the plan that rule in it.
    cap : Fraction or None
    is_beside : bool
        The tasks are measured by a version that does not rule, and only those that come out otherwise have a figure.
    """

    indicator: str
    period: Period
    sheet: str
    first: int
    keys: tuple[str, ...]
    figures: Mapping[int, Figure]
    raw: Mapping[int, Figure]
    versions: frozenset[str]
    cap: Fraction | None
    is_beside: bool = False

    def works_out(self, row: int, version: str) -> bool:
        """Whether a row has formulas: its version rules, and where others are only beside it, it has a figure."""
        return version in self.versions and (not self.is_beside or row in self.figures)

    def letter(self, key: str) -> str:
        return xl_col_to_name(self.first + self.keys.index(key))

    @property
    def only_known(self) -> bool:
        """Whether the months without data are left out of its tasks."""
        return any(figure.operands[0].role == KNOWN_SERIES for figure in self.figures.values())

    @cached_property
    def counting(self) -> tuple[str, str, str]:
        """Letters of the value that counts, as printed, and of its numerator."""
        return self.letter(EXACT), self.letter(PUBLISHED if PUBLISHED in self.keys else EXACT), self.letter(COUNTED)

    @cached_property
    def over(self) -> tuple[str, str]:
        """Letters of the value over the cap, exact and as printed."""
        return self.letter(RAW), self.letter(RAW_PUBLISHED if RAW_PUBLISHED in self.keys else RAW)


@dataclass(frozen=True)
class TaskPlaces:
    """Rows and columns of everything about tasks.

    Attributes
    ----------
    years : tuple of Series
        In the order of their rows: by version, unit, action and operation.
    windows : tuple of Window
    stated : Mapping[str, Mapping[int, Figure]]
        What the plan states of a task, its weight or its budget: by indicator and row, one of the figures read there.
    stated_rows : Mapping[str, int]
        Row of every figure read there, by its id: each window has one of its own for the same cell.
    """

    years: tuple[Series, ...] = ()
    windows: tuple[Window, ...] = ()
    stated: Mapping[str, Mapping[int, Figure]] = field(default_factory=dict)
    stated_rows: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row of each task's year, by its id."""
        return {year.id: row for row, year in enumerate(self.years, start=FIRST_LINE)}

    def year(self, row: int) -> Series:
        return self.years[row - FIRST_LINE]

    def holds(self, row: int) -> bool:
        return FIRST_LINE <= row <= self.last

    @property
    def last(self) -> int:
        """The last row."""
        return FIRST_LINE + len(self.years) - 1

    @cached_property
    def _by_line(self) -> Mapping[tuple[str, str, int], int]:
        return {(year.plan.file, year.plan.sheet, year.plan.row): self.rows[year.id] for year in self.years}

    def row_of(self, cell: SourceCell) -> int | None:
        """The row of the task whose line of the plan a cell is in."""
        return self._by_line.get((cell.file, cell.sheet, line_number(cell)))

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        amounts = (amount_key(side, place) for side in SIDES for place in range(PLACES))
        return {key: xl_col_to_name(place) for place, key in enumerate((*KNOWN, *self.stated, *amounts))}

    def letter(self, key: str) -> str:
        """The letter of a column of «Tareas»: one of `KNOWN`, what the plan states, or an amount's."""
        return self._letters[key]

    @cached_property
    def _by_window(self) -> Mapping[tuple[str, Period], tuple[Window, bool]]:
        counting = {(window.indicator, window.period): (window, False) for window in self.windows}
        return counting | {
            (f"{window.indicator}{RAW_SUFFIX}", window.period): (window, True) for window in self.windows if window.raw
        }

    def measure(self, window: Window) -> tuple[str, str]:
        """Sheet and letter of what a window's tasks are measured against: of a month, its goal on «Tareas» itself."""
        key = next((key for key in (MEASURE, SIDES[0]) if key in window.keys), None)
        if key is not None:
            return window.sheet, window.letter(key)
        return TASKS, self.letter(amount_key(SIDES[0], window.period.first - 1))

    def window_of(self, figure: Figure) -> Window:
        """The window that a task's figure is worked out in."""
        return self._by_window[figure.indicator, figure.period][0]

    @cached_property
    def _places(self) -> dict[str, Place | None]:
        """Those found so far: each task is an operand of several figures."""
        return {}

    def place(self, figure: Figure) -> Place | None:
        """Where a figure lies; None where it does not lie among the tasks."""
        if figure.id not in self._places:
            self._places[figure.id] = self._find(figure)
        return self._places[figure.id]

    def _find(self, figure: Figure) -> Place | None:
        if figure.operation is Operation.LEAF:
            window, is_over = self._by_window[figure.indicator, figure.period]
            row = self.rows[figure.operands[0].series]
            if is_over:
                return Place(window.sheet, row, *window.over)
            return Place(window.sheet, row, *window.counting, self.measure(window))
        row = self.stated_rows.get(figure.id)
        if row is None:
            return None
        letter = self.letter(figure.indicator)
        return Place(TASKS, row, letter, letter)


SIDES = ("programado", "ejecutado")


def amount_key(side: str, place: int) -> str:
    """What the column of a month's amount, or of the year's, is called."""
    return f"{side}_{place}"


def line_number(cell: SourceCell) -> int:
    """The line of a cell's file; 0 where the address does not say."""
    digits = cell.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() else 0
