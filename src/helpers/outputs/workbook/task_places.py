"""Where the tasks of a Book are: one row per task and year, the same on all their sheets, and columns per window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from xlsxwriter.utility import xl_col_to_name

from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import SourceCell
from helpers.figures.series import KNOWN_SERIES, PLACES, Series
from helpers.outputs.workbook.sheet_model import FIRST_LINE

TASKS = "Tareas"
LEVEL = "tarea"
RAW_SUFFIX = "_bruto"
"""Suffix of the indicator with a task's share before the cap."""
KNOWN = {
    "tarea": ("Tarea", 16), "version": ("Versión del plan", 14), "descripcion": ("Descripción", 50),
    "unidad": ("Unidad", 14), "unidad_nombre": ("Nombre de la unidad", 36), "operacion": ("Operación", 14),
    "acp": ("ACP", 8), "acp_nombre": ("Nombre de la ACP", 36), "acumulable": ("Acumulable", 11),
}  # fmt: skip
"""Columns of «Tareas» that every Book has, with heading and width."""
NAMED = ("tarea", "descripcion")
"""Columns that identify a task on a scoring sheet; the same row of «Tareas» has the rest."""


class Key(StrEnum):
    """A column of a window: the amounts, what counts, the share as such and as printed, its grade, and without cap."""

    GOALS = "programado"
    REPORTS = "ejecutado"
    COUNTED = "cuenta"
    EXACT = "exacto"
    PUBLISHED = "publicado"
    GRADE = "calificacion"
    RAW = "bruto"
    RAW_PUBLISHED = "bruto_publicado"


SIDES = (Key.GOALS, Key.REPORTS)


@dataclass(frozen=True, slots=True)
class Place:
    """The cells of a task's figure: row, and letters of exact value, printed value and numerator.

    `below` is sheet and letter of the denominator. It and `above` are empty for a figure without terms, such as a
    weight.
    """

    sheet: str
    row: int
    exact: str
    published: str
    above: str = ""
    below: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Window:
    """A window with scored tasks and its columns on its sheet.

    Attributes
    ----------
    indicator : str
    period : Period
    sheet : str
    first : int
        Index of the first column, from 0.
    keys : tuple of Key
        The columns' keys, in order.
    figures, raw : Mapping[int, Figure]
        By row: the tasks' figures, and those that also count what exceeds the cap.
    versions : frozenset of str
        The versions of the plan by which its tasks are measured.
    cap : Fraction or None
        Largest percentage of a task that counts.
    is_beside : bool
        Tasks are measured by a version that is not in force; only those with another result have a figure.
    """

    indicator: str
    period: Period
    sheet: str
    first: int
    keys: tuple[Key, ...]
    figures: Mapping[int, Figure]
    raw: Mapping[int, Figure]
    versions: frozenset[str]
    cap: Fraction | None
    is_beside: bool = False

    def works_out(self, row: int, version: str) -> bool:
        """Return whether the row of a task of a version of the plan has formulas in this window.

        It has if the window measures tasks by that version (`versions`). A window of a version that is not in force
        (`is_beside`) has formulas only in rows with a figure in it.
        """
        return version in self.versions and (not self.is_beside or row in self.figures)

    def letter(self, key: str) -> str:
        """Return the letter of one of the window's columns; a key that is not in `keys` raises ValueError."""
        return xl_col_to_name(self.first + self.keys.index(key))

    @property
    def only_known(self) -> bool:
        """Whether months without data are left out, with what was programmed for them."""
        return any(figure.operands[0].role == KNOWN_SERIES for figure in self.figures.values())

    @cached_property
    def counting(self) -> tuple[str, str, str]:
        """Letters of the value that counts, of its printed value (else again the value), and of its numerator."""
        printed = Key.PUBLISHED if Key.PUBLISHED in self.keys else Key.EXACT
        return self.letter(Key.EXACT), self.letter(printed), self.letter(Key.COUNTED)

    @cached_property
    def over(self) -> tuple[str, str]:
        """Letters of the value without cap, exact and as printed; twice the same if it is not printed."""
        return self.letter(Key.RAW), self.letter(Key.RAW_PUBLISHED if Key.RAW_PUBLISHED in self.keys else Key.RAW)


@dataclass(frozen=True)
class TaskPlaces:
    """The rows and columns of the tasks' sheets.

    Attributes
    ----------
    years : tuple of Series
        In the order of their rows: by version, unit, action and operation.
    windows : tuple of Window
    stated : Mapping[str, Mapping[int, Figure]]
        What the plan states of a task (weight or budget), by indicator and row: one of the figures read from that cell.
    stated_rows : Mapping[str, int]
        Row of every figure read from such a cell, by its id; each window has its own figure for the same cell.
    """

    years: tuple[Series, ...] = ()
    windows: tuple[Window, ...] = ()
    stated: Mapping[str, Mapping[int, Figure]] = field(default_factory=dict)
    stated_rows: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row of each task's series, from 1, by the series' id; the same on all tasks' sheets."""
        return {year.id: row for row, year in enumerate(self.years, start=FIRST_LINE)}

    def year(self, row: int) -> Series:
        """Return the series of the task on a row of the tasks' sheets, counted from 1; the row must have one."""
        return self.years[row - FIRST_LINE]

    def holds(self, row: int) -> bool:
        """Return whether a row of the tasks' sheets, counted from 1, has a task."""
        return FIRST_LINE <= row <= self.last

    @property
    def last(self) -> int:
        """The last row with a task; the row of the header if there are no tasks."""
        return FIRST_LINE + len(self.years) - 1

    @cached_property
    def _by_line(self) -> Mapping[tuple[str, str, int], int]:
        """Row of each task by file, sheet and row of its line of the plan."""
        return {(year.plan.file, year.plan.sheet, year.plan.row): self.rows[year.id] for year in self.years}

    def row_of(self, cell: SourceCell) -> int | None:
        """Return the row of the task whose line of the plan contains an input cell; None if it is of no task."""
        return self._by_line.get((cell.file, cell.sheet, line_number(cell)))

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        """Letter of each column of «Tareas», by its key."""
        amounts = (amount_key(side, place) for side in SIDES for place in range(PLACES))
        return {key: xl_col_to_name(place) for place, key in enumerate((*KNOWN, *self.stated, *amounts))}

    def letter(self, key: str) -> str:
        """Return the letter of a column of «Tareas» by its key.

        The keys are those of `KNOWN`, the indicators in `stated`, and `amount_key`; another raises KeyError.
        """
        return self._letters[key]

    @cached_property
    def _by_window(self) -> Mapping[tuple[str, Period], tuple[Window, bool]]:
        """The window by indicator and period, and whether the indicator is the one without cap."""
        counting = {(window.indicator, window.period): (window, False) for window in self.windows}
        return counting | {
            (f"{window.indicator}{RAW_SUFFIX}", window.period): (window, True) for window in self.windows if window.raw
        }

    def measure(self, window: Window) -> tuple[str, str]:
        """Return sheet and letter of the column that a window's tasks are measured against.

        That is what was programmed; for a month, its goal on «Tareas».
        """
        if Key.GOALS in window.keys:
            return window.sheet, window.letter(Key.GOALS)
        return TASKS, self.letter(amount_key(Key.GOALS, window.period.first - 1))

    def window_of(self, figure: Figure) -> Window:
        """Return the window in which a task's figure is computed, found by its indicator and period alone.

        Raises
        ------
        KeyError
            If no window has them.
        """
        return self._by_window[figure.indicator, figure.period][0]

    @cached_property
    def _places(self) -> dict[str, Place | None]:
        """Cache of places, because each task is an operand of several figures."""
        return {}

    def place(self, figure: Figure) -> Place | None:
        """Return the cells of a figure on the tasks' sheets: a task's result, or its weight or budget in the plan.

        None for any other figure; a task's result of another Book raises KeyError.
        """
        if figure.id not in self._places:
            self._places[figure.id] = self._find(figure)
        return self._places[figure.id]

    def _find(self, figure: Figure) -> Place | None:
        """Return a figure's cells, as in `place`, without the cache."""
        if figure.operation is Operation.LEAF:
            window, is_over = self._by_window[figure.indicator, figure.period]
            row = self.rows[figure.operands[0].series]
            if is_over:
                return Place(window.sheet, row, *window.over)
            return Place(window.sheet, row, *window.counting, self.measure(window))
        stated = self.stated_rows.get(figure.id)
        if stated is None:
            return None
        letter = self.letter(figure.indicator)
        return Place(TASKS, stated, letter, letter)


def amount_key(side: str, place: int) -> str:
    """Return the key of a column of «Tareas» with amounts, such as `programado_0` for January.

    Parameters
    ----------
    side : str
        `programado` or `ejecutado`.
    place : int
        The month from 0, or `YEAR` for the amount of the whole year.
    """
    return f"{side}_{place}"


def line_number(cell: SourceCell) -> int:
    """Return the row number in a cell's address, 7 for `E7`; 0 if it has none."""
    digits = cell.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits.isdecimal() else 0
