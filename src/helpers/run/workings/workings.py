"""What the calculation cells of a section notebook use: input tables, figures as frames, rounding and comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from numbers import Rational

import numpy as np
import pandas as pd

from helpers.base.exact import exact, rounded
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation, figure_id
from helpers.run.workings.frame_functions import PLACE, Frame
from helpers.run.workings.run_cells import RunCells
from helpers.run.workings.shown_rows import Letters, ShownRows, as_text, cells_read, letters_read, part_to_show
from helpers.views.elements.section_checks import Repeated, SectionCheck, figures_check, grades_check, value_text

ORIGIN = "origen"
UNGRADED = "sin calificación"
STEP_ABOVE, FROM_BOOK = "calculada arriba", "del Libro: {}"
NONE_HERE = "el Libro no tiene aquí ninguna cifra calculada que comparar."


class Workings:
    """The second calculation of one section.

    Every frame has one row for each node, with the index `nivel`, `codigo`, and one column for each window
    (`2024-T2`). A value is exact: a `Fraction`, or an `int` where it comes from whole physical quantities; NaN means
    that there is no data, which is not zero.

    Parameters
    ----------
    book : Book
        The run's figures, to compare with, and to take values from that other sections compute.
    table : Callable
        Returns an input table by its name, as in `input_frames`.

    Attributes
    ----------
    leida : Callable
        Returns an input table as `tabla` does, but the shared frame and not a copy: it must not be changed.
    pasos : dict of str to Repeated
        Every figure that this section has computed again, by its id: the repeated value beside the Book's.
    calificadas : dict of str to tuple
        Every figure that this section has graded again, by its id: the repeated grade and the Book's, in words.
    """

    def __init__(self, book: Book, table: Callable[[str], pd.DataFrame]) -> None:
        self._book, self.leida = book, table
        self.celdas = RunCells()
        self.pasos: dict[str, Repeated] = {}
        self.calificadas: dict[str, tuple[str, str]] = {}

    def tabla(self, name: str) -> pd.DataFrame:
        """Return a copy of an input table as a frame: exact numbers, other values as text, None where missing.

        `origen` names each row's file and row. A table that was not supplied has its columns and no rows.
        """
        return self.leida(name).copy()

    def igual_para_todos(self, indicator: str, levels: Iterable[str], values: pd.Series) -> pd.DataFrame:
        """Return a frame with the same values in every row, one for each node that has the indicator in the Book.

        Parameters
        ----------
        levels : iterable of str
            Levels of the nodes.
        values : Series
            The value of each window.
        """
        rows = self.cifras(indicator, levels, values.index).index
        return pd.DataFrame([list(values)] * len(rows), index=rows, columns=values.index, dtype=object)

    def cifras(self, indicator: str, levels: Iterable[str] = (), windows: Iterable[str] = ()) -> pd.DataFrame:
        """Return an indicator's values as a frame: those that this section has repeated, otherwise the Book's.

        Where the method rounds at each level, the values are rounded, as they enter the next calculation.

        Parameters
        ----------
        levels, windows : iterable of str
            Rows and columns to keep; all that the Book has if empty.
        """
        kept, columns = set(levels), list(windows)
        figures = [
            figure
            for (window, level), figures in self._by_indicator.get(indicator, {}).items()
            if (not kept or level in kept) and (not columns or window in columns)
            for figure in figures
        ]
        found = {(figure.level, figure.code, figure.period.code): self._handed_on(figure) for figure in figures}
        return frame_of(found, columns)

    def repetir(self, indicator: str, repeated: pd.DataFrame, **inputs: pd.DataFrame) -> SectionCheck:
        """Return the exact check of repeated values against the Book's; `cifras` gives the repeated values from now on.

        Values that are missing, or whose place has no figure in the Book, are not compared. A figure that was read from
        an input cell is not repeated: there is nothing to calculate. A float raises TypeError.

        Parameters
        ----------
        inputs : DataFrame
            What the calculation started from, shown beside each value.
        """
        steps = []
        places = repeated.index.tolist()
        for window in repeated.columns:
            beside = {name: _column(frame, window) for name, frame in inputs.items()}
            for place, value in zip(places, repeated[window].tolist(), strict=True):
                figure = self._book.get(indicator, str(window), *place)
                if figure is None or pd.isna(value) or figure.operation is Operation.INPUT:
                    continue
                steps.append(Repeated(figure.id, _exact(value), figure.value, self._inputs(beside, window, place)))
        self.pasos |= {step.figure: step for step in steps}
        self.celdas.repeated(step.figure for step in steps)
        return figures_check(self._book.indicator_name(indicator), steps, empty=NONE_HERE)

    def calificar(self, indicator: str, grades: pd.DataFrame, valor: pd.DataFrame) -> SectionCheck:
        """Return the check of repeated grades against the Book's of the same places.

        Parameters
        ----------
        grades : DataFrame
            The words of each grade, joined by ` · `, or `sin calificación`. What is missing is not compared.
        valor : DataFrame
            The printed value that was graded, shown beside it.
        """
        rows: list[tuple[str, str, str, object]] = []
        for window in grades.columns:
            beside = _column(valor, window)
            for place, words in zip(grades.index.tolist(), grades[window].tolist(), strict=True):
                figure = self._book.get(indicator, str(window), *place)
                if figure is not None and not pd.isna(words):
                    given = " · ".join(filter(None, astuple(figure.grade))) if figure.grade else UNGRADED
                    rows.append((figure.id, words, given, beside.get(place)))
        self.calificadas |= {figure: (words, given) for figure, words, given, _ in rows}
        return grades_check(f"{self._book.indicator_name(indicator)}, calificación", rows)

    def muestra(self, rows: pd.DataFrame, *columns: str) -> ShownRows:
        """Return columns of a table to show, and the cells of their numbers.

        All rows are shown if there are at most 120, and otherwise the first 20. If `rows` has a column `origen`, a last
        column `origen` names the cells that the shown numbers were read from; for a line without numbers, it names the
        file and the row.
        """
        self.celdas.shown(rows, columns)
        part = part_to_show(rows)
        shown = part[list(columns)].to_numpy().tolist()
        if ORIGIN not in rows.columns:
            return as_text(columns, shown, len(rows))
        origins = (cells_read(origin, columns, self._letters) for origin in part[ORIGIN])
        lines = [(*line, origin) for line, origin in zip(shown, origins, strict=True)]
        return as_text((*columns, ORIGIN), lines, len(rows))

    def origenes(self, indicator: str, parts: pd.DataFrame) -> ShownRows:
        """Return values that a calculation starts from, each with the cell or the figure that it comes from.

        Parameters
        ----------
        parts : DataFrame
            `nivel`, `codigo` and, for the parts of a whole, `todo`, as index or columns; one column for each window.
            Other columns and missing values are left out.
        """
        self.celdas.shown(parts, (), indicator)
        known = {window for window, _ in self._by_indicator.get(indicator, ())}
        windows = [name for name in parts.columns if name in known]
        table = parts if set(PLACE) <= set(parts.columns) else parts.reset_index()
        keys = [name for name in ("todo", *PLACE) if name in table.columns]
        listed = [
            (*row[: len(keys)], window, value)
            for row in table[[*keys, *windows]].itertuples(index=False, name=None)
            for window, value in zip(windows, row[len(keys) :], strict=True)
            if not pd.isna(value)
        ]
        shown = [(*row, self.origen(indicator, row[-2], row[-4:-2])) for row in part_to_show(listed)]
        return as_text((*keys, "ventana", "valor", "de dónde sale"), shown, len(listed))

    def origen(self, indicator: str, window: str, place: Sequence[str]) -> str:
        """Return where a value comes from: input cells, a step above, or another section.

        UnknownFigure if the Book lacks it.
        """
        figure = self._book[figure_id(indicator, Period.parse(window), *place)]
        if figure.operation is Operation.INPUT:
            return ", ".join(str(source) for source in figure.sources)
        return STEP_ABOVE if figure.id in self.pasos else FROM_BOOK.format(figure.id)

    def redondear(self, values: Frame, decimals: int = 2) -> Frame:
        """Return the values rounded half up, away from zero (−2,345 gives −2,35).

        A missing value stays missing; a float raises TypeError.
        """
        return values.map(lambda value: value if pd.isna(value) else rounded(_exact(value), decimals))

    @cached_property
    def _letters(self) -> Letters:
        """The letters of the columns from which the run has read numbers."""
        return letters_read(self._book)

    @cached_property
    def _by_indicator(self) -> Mapping[str, Mapping[tuple[str, str], tuple[Figure, ...]]]:
        """The Book's figures by indicator, and each indicator's by window and level."""
        found: dict[str, dict[tuple[str, str], tuple[Figure, ...]]] = {}
        for (indicator, window, level), figures in self._book.by_place.items():
            found.setdefault(indicator, {})[window, level] = figures
        return found

    def _inputs(
        self, beside: Mapping[str, Mapping[tuple[str, str], object]], window: str, place: tuple[str, str]
    ) -> tuple[tuple[str, object], ...]:
        """Return name and value of each input of one value, in the order of `beside`; None where it has no value.

        A value that was read becomes a text that also names its cell in the input file.
        """
        found: list[tuple[str, object]] = []
        for name, values in beside.items():
            value = values.get(place)
            figure = self._book.get(name, window, *place)
            if value is not None and figure is not None and figure.operation is Operation.INPUT:
                value = f"{value_text(value)} ({self.origen(name, window, place)})"
            found.append((name, value))
        return tuple(found)

    def _handed_on(self, figure: Figure) -> Fraction:
        """Return a figure's repeated value or else the Book's, rounded if the method rounds at each level."""
        step = self.pasos.get(figure.id)
        value = step.value if step else figure.value
        is_rounding = self._book.method["redondeo"]["donde"] == "cada_nivel"
        return rounded(value, figure.decimals) if is_rounding else value


def _column(frame: pd.DataFrame, window: str) -> dict[tuple[str, str], object]:
    """Return a frame's values of a window by node; empty if it has no such column."""
    return dict(zip(frame.index.tolist(), frame[window].tolist(), strict=True)) if window in frame else {}


def frame_of(values: Mapping[tuple[str, str, str], Fraction], windows: Sequence[str] = ()) -> pd.DataFrame:
    """Return values by (level, code, window) as a frame: rows (`nivel`, `codigo`), a column per window, NaN if none.

    The columns are the given windows in their order; without any, those of the values as first met.
    """
    columns = list(windows) or list(dict.fromkeys(window for _, _, window in values))
    rows = tuple(dict.fromkeys((level, code) for level, code, _ in values))
    cells = np.empty((len(rows), len(columns)), dtype=object)
    for line, row in zip(cells, rows, strict=True):
        line[:] = [values.get((*row, column), float("nan")) for column in columns]
    return pd.DataFrame(cells, index=_index_of(rows).view(), columns=columns)


@lru_cache(maxsize=64)
def _index_of(rows: tuple[tuple[str, str], ...]) -> pd.MultiIndex:
    """Return the index of these nodes; made once for all frames that have them, so pandas need not compare their rows.

    Each frame gets a view of it, as a cell may rename the rows of one frame.
    """
    return pd.MultiIndex.from_tuples(rows, names=PLACE) if rows else pd.MultiIndex.from_arrays([[], []], names=PLACE)


def _exact(value: object) -> Fraction:
    """Return a repeated value as a fraction; a float would not be exact and is refused.

    Raises
    ------
    TypeError
        For a float.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    raise TypeError(f"{value!r} is not exact")
