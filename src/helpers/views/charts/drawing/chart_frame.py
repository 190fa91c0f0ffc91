"""The frame of a chart: rows by columns of figures, from which picture, title, words and list of figures come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from helpers.base.display import MISSING, MISSING_WORDS, list_es, number_es, upper_first, with_unit
from helpers.base.name_phrases import after, article_of
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.replay import why_missing
from helpers.figures.situations import NOT_DUE, SITUATION_WORDS, Situation, measures_plan, situation
from helpers.figures.subjects import FigureRow, Measure, figure_of
from helpers.views.elements.cells import Missing, Number, absent, number

NO_LACK = (*NOT_DUE, Situation.LATE)
"""Situations in which the absence of a figure is no lack of data."""
HEADING, REFERENCE = "grupo", "subtotal"
"""Styles of a mark that is a heading for the next ones, and of a reference line."""
Named = tuple[str, Figure | None]
"""A figure and its name within a mark (`abr`, `Ejecución`; empty if it is the only one)."""


@dataclass(frozen=True)
class Mark:
    """A bar, a point, a line or a row of cells: its label and the figures that it shows.

    Attributes
    ----------
    figures : tuple
        Named figures in the order drawn; None for a figure that the chart shows as missing. Empty in a heading.
    style : str
        Style as in a table row: `grupo`, `total`, `subtotal` or empty.
    not_due : Mapping
        Why there is no figure of a name where none was due.
    """

    label: str
    figures: tuple[Named, ...] = ()
    style: str = ""
    not_due: Mapping[str, Situation] = field(default_factory=dict)

    @property
    def cells(self) -> tuple[tuple[str, Number | Missing], ...]:
        """The name of each figure, with the figure as a number with its unit and id, or why there is none."""
        whys = {name: self.not_due.get(name, Situation.NO_DATA) for name, _ in self.figures}
        return tuple((name, number(one, unit=True) if one else absent(whys[name])) for name, one in self.figures)


def figures_of(marks: Sequence[Mark]) -> Iterator[Figure]:
    """Yield every figure of some marks, in the order drawn, without the missing ones."""
    return (figure for mark in marks for _, figure in mark.figures if figure is not None)


Known = tuple[FigureRow, Figure]
"""A row with its figure."""
Pair = tuple[FigureRow, Figure, Figure]
"""A row with two of its figures."""


@dataclass(frozen=True)
class Column:
    """A measure of the chart: a bar of each row, a window of each line.

    Attributes
    ----------
    name : str
        In the legend and in the list of figures; empty if the chart has only one column.
    words : str
        In the alternative text; `name` if empty.
    is_optional : bool
        Whether a row without a figure simply lacks it, so that no `sin dato` is said.
    """

    name: str = ""
    words: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class ChartFrame:
    """Rows by columns of figures, None where a figure is missing; a group heading has no figures.

    Attributes
    ----------
    not_due : Mapping
        Why there is no figure at the places (row, column) where none was due; they do not count as missing.
    """

    rows: tuple[FigureRow, ...]
    columns: tuple[Column, ...]
    figures: tuple[tuple[Figure | None, ...], ...]
    not_due: Mapping[tuple[int, int], Situation] = field(default_factory=dict)

    @property
    def data(self) -> pd.DataFrame:
        """One line per figure that is not missing, for seaborn.

        Positions of row (`row`) and column (`place`), the column's name, and the value as a coordinate, never printed.
        """
        lines = [
            (at, place, column.name, height(figure))
            for at, figures in enumerate(self.figures)
            for place, (column, figure) in enumerate(zip(self.columns, figures, strict=False))
            if figure is not None
        ]
        types = {"row": int, "place": int, "column": str, "value": float}
        return pd.DataFrame(lines, columns=list(types)).astype(types)

    @property
    def every(self) -> tuple[Figure, ...]:
        """Every figure of the chart, row by row."""
        return tuple(figure for figures in self.figures for figure in figures if figure is not None)

    @property
    def drawn(self) -> int:
        """The number of rows, without headings and totals."""
        return sum(not row.is_heading and row.style != "total" for row in self.rows)

    @property
    def head(self) -> str:
        """The unit of all figures, in brackets after a space; empty if there are several."""
        units = {figure.unit for figure in self.every}
        return f" ({units.pop()})" if len(units) == 1 else ""

    def known(self, column: int = 0) -> list[Known]:
        """Return the rows, without totals, that have a figure in a column, each with that figure, in order."""
        pairs = zip(self.rows, self.figures, strict=True)
        found = [(row, figures[column]) for row, figures in pairs if figures and row.style != "total"]
        return [(row, one) for row, one in found if one is not None]

    def both(self, first: int, second: int) -> list[Pair]:
        """Return the rows, without totals, that have a figure in each of two columns, each with both figures."""
        others = dict(self.known(second))
        return [(row, one, others[row]) for row, one in self.known(first) if row in others]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Each row with its figures, for the list below the picture."""
        found = []
        for at, (row, figures) in enumerate(zip(self.rows, self.figures, strict=True)):
            named = tuple((column.name, figure) for column, figure in self._said(figures))
            whys = {self.columns[place].name: why for (here, place), why in self.not_due.items() if here == at}
            found.append(Mark(row.label, named, row.style, whys))
        return tuple(found)

    @property
    def spoken(self) -> str:
        """Every value in words, row by row, or why a required one is missing; a group's name, in `[]`, comes first."""
        return "; ".join(self._spoken_rows())

    def _spoken_rows(self) -> Iterator[str]:
        for at, (row, figures) in enumerate(zip(self.rows, self.figures, strict=True)):
            if not figures:
                yield f"[{row.label}]"
            elif len(self.columns) == 1 and not self.columns[0].words:
                yield f"{row.label}, {self._value(at, 0)}"
            else:
                said = self._said(figures)
                values = [f"{one.words or one.name} {self._value(at, self.columns.index(one))}" for one, _ in said]
                yield f"{row.label}: {', '.join(values)}"

    def _said(self, figures: Sequence[Figure | None]) -> Iterator[tuple[Column, Figure | None]]:
        """Yield each column with its figure of a row (None if missing), without the optional columns that lack one."""
        for column, figure in zip(self.columns, figures, strict=False):
            if figure is not None or not column.is_optional:
                yield column, figure

    def _value(self, row: int, column: int, blank: str = MISSING_WORDS) -> str:
        """Return a figure as printed; without one, why none was due, or else `blank`."""
        why, figure = self.not_due.get((row, column)), self.figures[row][column]
        return printed(figure) if figure else SITUATION_WORDS[why].partition(",")[0] if why else blank

    @property
    def labels(self) -> list[list[str]]:
        """Every value as a label of the drawing, row by row; `s/d` for a missing one."""
        return [[self._value(at, place, MISSING) for place in range(len(row))] for at, row in enumerate(self.figures)]

    def missing(self) -> tuple[str, ...]:
        """Return one note that names the missing figures by row, or columns that all rows lack; empty without any."""
        lacking: list[tuple[str, str]] = []
        for at, column in enumerate(self.columns):
            rows = [here for here, figures in enumerate(self.figures) if figures and not column.is_optional]
            places = [here for here in rows if self.figures[here][at] is None and (here, at) not in self.not_due]
            blank = list(dict.fromkeys(_of(self.rows[here].label) for here in places))
            words = (column.words or column.name) if len(self.columns) > 1 else ""
            is_whole = words and len(blank) == len(rows) > 1
            lacking += [(_of(words), "")] if is_whole else [(row, words) for row in blank]
        alike = by_key((list_es(words), row) for row, words in by_key(lacking).items())
        return _note(f"{list_es(rows)} ({words})" if words else list_es(rows) for words, rows in alike.items())


def frame_of(book: Book, rows: Sequence[FigureRow], columns: Mapping[Column, Measure]) -> ChartFrame:
    """Look up the figures of rows in some measures; headings have none. The frame says why one is missing if not due.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    asked = tuple(columns.values())
    figures = tuple(() if row.is_heading else tuple(figure_of(book, row, one) for one in asked) for row in rows)
    not_due = {
        (at, place): why
        for at, (row, own) in enumerate(zip(rows, figures, strict=True))
        for place, ((indicator, window), figure) in enumerate(zip(asked, own, strict=False))
        if figure is None
        if (why := why_missing(book, row.indicator or indicator, row.period or window, row.level, row.code)) in NO_LACK
    }
    return ChartFrame(tuple(rows), tuple(columns), figures, not_due)


def windows_frame(book: Book, indicator: str, windows: Sequence[Period], rows: Sequence[FigureRow]) -> ChartFrame:
    """Look up the figures of some rows over some windows, one column per window; as `frame_of`."""
    return frame_of(book, rows, {Column(short(window), window.words): (indicator, window) for window in windows})


def tick(period: Period) -> str:
    """Return the label of a window on an axis: `ene`, `2023`, or another window above its year (`T2`, `2024`)."""
    other = period.window if period.is_month else f"{period.window}\n{period.year}"
    return str(period.year) if period.window == "anual" else other


def short(period: Period) -> str:
    """Return the label of a window on one line: `ene`, `2023`, `T2 2024`."""
    return " ".join(tick(period).split())


def printed(figure: Figure | None) -> str:
    """Return a figure's rounded value with its unit for a label; `s/d` if there is none."""
    return MISSING if figure is None else with_unit(figure.rounded, figure.unit)


def bare(figure: Figure | None) -> str:
    """Return a figure's rounded value without its unit; `s/d` if there is none."""
    return MISSING if figure is None else number_es(figure.rounded)


def missing_note(labels: Sequence[str]) -> tuple[str, ...]:
    """Return one note, `s/d: sin dato de …`, that names each label once; empty if there are none."""
    return _note(map(_of, labels))


def _note(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return one note, `s/d: sin dato …`, that names each phrase once; empty without any."""
    named = list_es(list(dict.fromkeys(phrases)))
    return (f"{MISSING}: {MISSING_WORDS} {named}.",) if named else ()


def _of(label: str) -> str:
    """A label after `de`, contracted with its article if it has one; that of a total, which is no name, in quotes."""
    return after("de", label) if article_of(label) else f"de «{label}»" if label.startswith("Total ") else f"de {label}"


def height(figure: Figure) -> float:
    """Return a figure's rounded value as a coordinate of the drawing; never a number to print."""
    return float(figure.rounded)


def drawn_rows(
    book: Book, rows: Sequence[FigureRow], *measures: Measure, is_ranking: bool = False
) -> tuple[tuple[FigureRow, ...], tuple[str, ...]]:
    """Split rows into those that a chart draws and notes that name the others.

    A row is drawn if it has a figure of some measure or should have one (it shows `s/d`); it is left out if nothing was
    expected from it. Headings, and rows of an indicator that does not measure the plan, are always drawn.

    Parameters
    ----------
    is_ranking : bool
        Whether the chart is a ranking. A ranking also leaves out rows whose late form excludes them from the means.

    Returns
    -------
    tuple
        The rows to draw, in their order, and one note per reason for leaving rows out.
    """
    judged = [(row, _left_out(book, row, measures, is_ranking=is_ranking)) for row in rows]
    left = by_key((kind, row.label) for row, kind in judged if kind is not None)
    notes = (f"{upper_first(SITUATION_WORDS[kind])}: {list_es(names)}." for kind, names in left.items())
    return tuple(row for row, kind in judged if kind is None), tuple(notes)


def _left_out(book: Book, row: FigureRow, measures: Sequence[Measure], *, is_ranking: bool) -> Situation | None:
    """The reason for leaving a row out; None if it is drawn."""
    for measure in measures:
        if row.is_heading or not measures_plan(book, row.indicator or measure[0]):
            return None
        kind = situation(book, row.level, row.code, row.period or measure[1])
        if kind is Situation.LATE and is_ranking:
            return kind
        if figure_of(book, row, measure) is not None or kind not in NO_LACK:
            return None
    return situation(book, row.level, row.code, row.period or measures[-1][1])
