"""Tables and key figures of a Book: whoever shows a figure takes it from here, with its id and its rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from helpers.book import Book
from helpers.cells import (
    NOT_APPLICABLE,
    SHOWS,
    Cell,
    Missing,
    Number,
    chip,
    number,
    received,
    shown,
    value_cell,
)
from helpers.display import unit_heading
from helpers.errors import UsageError
from helpers.grid import Card, Column, KeyFigures, Table, TableRow
from helpers.periods import Period
from helpers.subjects import FigureRow, find, indicator_name, missing_words
from helpers.trace import Figure, figure_id

if TYPE_CHECKING:
    import pandas as pd

_NOT_APPLICABLE = Missing("No corresponde.", NOT_APPLICABLE)


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures: what it measures, when, and what of it is shown.

    Attributes
    ----------
    header : str
        Without unit: that of the figures is added.
    show : str
        `valor`, `calificacion`, `desempeno`, `semaforo` or `grado`.
    group : str
        Heading over several columns.
    level, code : str
        Only where columns, and not rows, say of whom.
    """

    header: str
    indicator: str = ""
    period: Period | str = ""
    show: str = "valor"
    group: str = ""
    level: str = ""
    code: str = ""

    def __post_init__(self) -> None:
        """Refuse a way of showing that nobody knows."""
        if self.show not in SHOWS:
            known = ", ".join(SHOWS)
            raise UsageError(f"La columna «{self.header}» pide mostrar «{self.show}»; puede ser {known}.")


def figure_table(
    book: Book,
    *,
    id: str,
    title: str,
    columns: Sequence[FigureColumn],
    rows: Sequence[FigureRow],
    stub: str,
    notes: Sequence[str | Markup] = (),
    wide: bool = False,
) -> Table:
    """A table of figures: rows say of whom, columns what and when (or the other way round).

    Parameters
    ----------
    stub : str
        Heading of the first column: `Acción de corto plazo`.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has; one that is only missing here and there shows `s/d`.
    """
    grid = [[_figure(book, row, column) for column in columns] for row in rows]
    units = [_units(figures) for figures in zip(*grid, strict=True)] or [set() for _ in columns]
    table_rows = tuple(
        TableRow((row.label, *_cells(book, row, columns, figures, units)), row.style, row.depth)
        for row, figures in zip(rows, grid, strict=True)
    )
    heads = (_head(column, used) for column, used in zip(columns, units, strict=True))
    return Table(id, title, (Column(stub), *heads), table_rows, tuple(notes), wide)


def _place(row: FigureRow, column: FigureColumn) -> tuple[str, Period | str, str, str]:
    return (
        row.indicator or column.indicator,
        row.period or column.period,
        row.level or column.level,
        row.code or column.code,
    )


def _figure(book: Book, row: FigureRow, column: FigureColumn) -> Figure | None:
    return None if row.is_heading else find(book, *_place(row, column))


def _units(figures: Sequence[Figure | None]) -> set[str]:
    return {figure.unit for figure in figures if figure is not None}


def _cells(
    book: Book,
    row: FigureRow,
    columns: Sequence[FigureColumn],
    figures: Sequence[Figure | None],
    units: Sequence[set[str]],
) -> list[Cell]:
    if row.is_heading:
        return []
    return [
        # A column of several units cannot name one in its heading.
        _missing(book, row, column) if figure is None else shown(figure, column.show, unit=len(used) > 1)
        for column, figure, used in zip(columns, figures, units, strict=True)
    ]


def _missing(book: Book, row: FigureRow, column: FigureColumn) -> Missing:
    indicator, window, level, _ = _place(row, column)
    if level == "grupo" and not book.select(indicator, window, level):
        return Missing("El método no lo obtiene por grupo de acciones.", NOT_APPLICABLE)
    return Missing(missing_words(book, *_place(row, column)[:2], row.label))


def _head(column: FigureColumn, units: set[str]) -> Column:
    if column.show != "valor":
        return Column(column.header, column.group)
    unit = unit_heading(next(iter(units))) if len(units) == 1 else ""
    header = column.header if unit in column.header else f"{column.header} {unit}"
    return Column(header, column.group, numeric=True)


@dataclass(frozen=True)
class KeyFigure:
    """What a card asks for.

    Attributes
    ----------
    label : str
        The indicator's name where empty.
    detail : str
        A remark; where empty, the figure's grade if it has one.
    """

    indicator: str
    period: Period | str
    level: str
    code: str
    label: str = ""
    detail: str | Markup = ""


def key_figures(book: Book, items: Sequence[KeyFigure]) -> KeyFigures:
    """The cards of some figures; one that is missing says so.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    return KeyFigures(tuple(_card(book, item) for item in items))


def _card(book: Book, item: KeyFigure) -> Card:
    label = item.label or indicator_name(book, item.indicator)
    figure = find(book, item.indicator, item.period, item.level, item.code)
    if figure is None:
        wanted = figure_id(item.indicator, item.period, item.level, item.code)
        return Card(label, Missing(f"Sin dato: «{wanted}».", "sin dato"), item.detail)
    return Card(label, number(figure, unit=True), item.detail or (chip(figure) if figure.grade else ""))


def listing_table(
    rows: Sequence[Mapping[str, str]],
    *,
    id: str,
    title: str,
    columns: Mapping[str, str],
    numbers: Collection[str] = (),
    notes: Sequence[str | Markup] = (),
    wide: bool = False,
) -> Table:
    """A descriptive table as received, its first column naming the rows.

    Parameters
    ----------
    rows : sequence of mappings
        `book.listing("acciones")`, or some of it.
    columns : Mapping[str, str]
        Field and heading, in the order printed.
    numbers : collection of str
        Fields that hold numbers; a text among them stays as it is.
    """
    table_rows = tuple(
        TableRow(tuple(received(row.get(field, ""), field in numbers) for field in columns)) for row in rows
    )
    heads = tuple(Column(header, numeric=field in numbers) for field, header in columns.items())
    return Table(id, title, heads, table_rows, tuple(notes), wide)


def frame_table(
    frame: pd.DataFrame,
    *,
    id: str,
    title: str,
    headers: Mapping[str, str] | None = None,
    notes: Sequence[str | Markup] = (),
    wide: bool = False,
) -> Table:
    """A working frame of decimals, fractions, integers and text.

    Parameters
    ----------
    headers : Mapping[str, str] or None
        Columns to show and their headings; all, by their own names, where None.

    Raises
    ------
    TypeError
        For a float: no figure of a report is binary.
    """
    shown = headers or {str(name): str(name) for name in frame.columns}
    lines = frame[list(shown)].itertuples(index=False, name=None)
    rows = tuple(TableRow(tuple(value_cell(value) for value in line)) for line in lines)
    heads = tuple(
        Column(header, numeric=any(isinstance(row.cells[at], Number) for row in rows))
        for at, header in enumerate(shown.values())
    )
    return Table(id, title, heads, rows, tuple(notes), wide)
