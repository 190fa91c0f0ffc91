"""The frame of a chart: rows by columns of figures, from which picture, title, words and list of figures come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.base.display import MISSING, MISSING_WORDS, list_es, number_es, with_unit
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.situations import NOT_DUE, SITUATION_WORDS, Situation
from helpers.figures.subjects import FigureRow, Measure, figure_of, why_missing
from helpers.views.charts.drawing.chart_marks import Mark

Known = tuple[FigureRow, Figure]
"""A row with its figure."""


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
    not_due : frozenset
        Places (row, column) without a figure because nothing was programmed; they do not count as missing.
    """

    rows: tuple[FigureRow, ...]
    columns: tuple[Column, ...]
    figures: tuple[tuple[Figure | None, ...], ...]
    not_due: frozenset[tuple[int, int]] = frozenset()

    @property
    def data(self) -> pd.DataFrame:
        """One line per figure, for seaborn: position of the row, column, and value as a float, never printed.

        A missing figure has no line.
        """
        lines = [
            (at, column.name, height(figure))
            for at, figures in enumerate(self.figures)
            for column, figure in zip(self.columns, figures, strict=False)
            if figure is not None
        ]
        return pd.DataFrame(lines, columns=["row", "column", "value"]).astype({"row": int, "value": float})

    @property
    def every(self) -> tuple[Figure, ...]:
        """Every figure of the chart, row by row."""
        return tuple(figure for figures in self.figures for figure in figures if figure is not None)

    @property
    def head(self) -> str:
        """The unit of all figures, in brackets after a space; empty if there are several."""
        units = {figure.unit for figure in self.every}
        return f" ({units.pop()})" if len(units) == 1 else ""

    def known(self, column: int = 0, *, with_totals: bool = False) -> list[Known]:
        """Return the rows that have a figure in a column, with it, in order; without totals unless asked."""
        pairs = zip(self.rows, self.figures, strict=True)
        found = [(row, figures[column]) for row, figures in pairs if figures]
        return [(row, one) for row, one in found if one is not None and (with_totals or row.style != "total")]

    def both(self, first: int, second: int) -> list[tuple[FigureRow, Figure, Figure]]:
        """Return the rows, without totals, that have a figure in each of two columns, with both."""
        others = dict(self.known(second))
        return [(row, one, others[row]) for row, one in self.known(first) if row in others]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Each row with its figures, for the list below the picture."""
        return tuple(
            Mark(row.label, tuple((column.name, figure) for column, figure in self._said(figures)), row.style)
            for row, figures in zip(self.rows, self.figures, strict=True)
        )

    @property
    def spoken(self) -> str:
        """Every value in words, row by row; a group's name precedes its rows in brackets."""
        return "; ".join(self._spoken_rows())

    def _spoken_rows(self) -> Iterator[str]:
        for at, (row, figures) in enumerate(zip(self.rows, self.figures, strict=True)):
            if not figures:
                yield f"[{row.label}]"
            elif len(self.columns) == 1 and not self.columns[0].words:
                yield f"{row.label}, {self._value(at, 0)}"
            else:
                values = [
                    f"{column.words or column.name} {self._value(at, self.columns.index(column))}"
                    for column, _ in self._said(figures)
                ]
                yield f"{row.label}: {', '.join(values)}"

    def _said(self, figures: Sequence[Figure | None]) -> Iterator[tuple[Column, Figure | None]]:
        for column, figure in zip(self.columns, figures, strict=False):
            if figure is not None or not column.is_optional:
                yield column, figure

    def _value(self, row: int, column: int) -> str:
        blank = SITUATION_WORDS[Situation.NOTHING_DUE] if (row, column) in self.not_due else MISSING_WORDS
        figure = self.figures[row][column]
        return blank if figure is None else printed(figure)

    def missing(self) -> tuple[str, ...]:
        """Return one note of the figures that should be there; a column that all rows lack is named without them."""
        found = []
        for at, column in enumerate(self.columns):
            rows = [here for here, figures in enumerate(self.figures) if figures and not column.is_optional]
            places = [here for here in rows if self.figures[here][at] is None and (here, at) not in self.not_due]
            blank = [self.rows[here].label for here in places]
            words = (column.words or column.name) if len(self.columns) > 1 else ""
            if blank:
                is_whole = words and len(blank) == len(rows) > 1
                found.append(words if is_whole else f"{list_es(blank)} ({words})" if words else list_es(blank))
        return missing_note(found)


def frame_of(book: Book, rows: Sequence[FigureRow], columns: Mapping[Column, Measure]) -> ChartFrame:
    """Look up the figures of some rows in some measures.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    figures = tuple(
        () if row.is_heading else tuple(figure_of(book, row, measure) for measure in columns.values()) for row in rows
    )
    return ChartFrame(tuple(rows), tuple(columns), figures)


def windows_frame(
    book: Book, indicator: str, periods: Sequence[Period | str], rows: Sequence[FigureRow]
) -> ChartFrame:
    """Look up the figures of some rows over some windows, one column per window; as `frame_of`."""
    windows = [Period.parse(str(period)) for period in periods]
    frame = frame_of(book, rows, {Column(short(window), window.words): (indicator, window) for window in windows})
    not_due = {
        (at, column)
        for at, (row, figures) in enumerate(zip(rows, frame.figures, strict=True))
        for column, (window, figure) in enumerate(zip(windows, figures, strict=True))
        if figure is None and why_missing(book, indicator, window, row.level, row.code) in NOT_DUE
    }
    return ChartFrame(frame.rows, frame.columns, frame.figures, frozenset(not_due))


def tick(period: Period) -> str:
    """Return the label of a window on an axis: `ene`, `2023`, or another window above its year (`T2`, `2024`)."""
    if period.is_month:
        return period.window
    return str(period.year) if period.window == "anual" else f"{period.window}\n{period.year}"


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
    named = list(dict.fromkeys(labels))
    return (f"{MISSING}: {MISSING_WORDS} de {list_es(named)}.",) if named else ()


def height(figure: Figure) -> float:
    """Return a figure's rounded value as a coordinate of the drawing; never a number to print."""
    return float(figure.rounded)
