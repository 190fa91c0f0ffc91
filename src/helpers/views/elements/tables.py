"""Tables and key figures of the Book. Every figure that a notebook shows is built here, with its id and its rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from helpers.base.display import date_es, number_es, unit_heading, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, find
from helpers.views.elements.cells import (
    Cell,
    chip,
    missing_cell,
    number,
    received,
)
from helpers.views.elements.grid import Card, Column, Table, TableRow
from helpers.views.elements.outside_notes import outside_notes

DAY, AMOUNT = "fecha", "importe"
"""Columns of the contract's tables with a date and an amount of money."""
REVERTED = {"devengado": "Devengado negativo: se revirtió más de lo que se devengó."}
"""Note on negative numbers of an indicator, where the column has none of its own."""


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures of an indicator and period.

    Attributes
    ----------
    header : str
        Heading without the unit, which the table adds.
    is_grade : bool
        Whether each cell is the traffic light of the figure instead of its number.
    group : str
        Heading above several columns.
    level, code : str
        The node, only if columns rather than rows stand for nodes.
    note, if_negative : str
        Notes below the table. `note` explains the column, in one paragraph with those of the other columns;
        `if_negative` is printed only if the column has negative numbers, which it explains.
    """

    header: str
    indicator: str = ""
    period: Period | str = ""
    is_grade: bool = False
    group: str = ""
    level: str = ""
    code: str = ""
    note: str = ""
    if_negative: str = ""


def with_notes(columns: Iterable[FigureColumn], notes: Mapping[str, str]) -> list[FigureColumn]:
    """Return columns with the notes that explain them, given by heading; notes for other headings are left out."""
    return [replace(column, note=notes.get(column.header, column.note)) for column in columns]


def columns_by_window(windows: Iterable[Period], measures: Iterable[tuple[str, str]]) -> list[FigureColumn]:
    """Return the same columns for each window, under the window's name.

    Parameters
    ----------
    measures : iterable of tuple
        Heading and indicator of each column.
    """
    repeated = list(measures)
    return [
        FigureColumn(name, indicator, window, group=upper_first(window.words))
        for window in windows
        for name, indicator in repeated
    ]


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
    """Return a table of figures. Usually each row is a node and each column an indicator and period, or the reverse.

    Parameters
    ----------
    columns, rows : sequence
        Each cell takes indicator, period, level and code from its row, or from its column if the row leaves it empty.
    stub : str
        Heading of the first column: `Acción de corto plazo`.
    notes : sequence of str
        Notes below the table. Those of the columns are added, and those that name late forms or whom a mean leaves out.
    wide : bool
        Whether the table is printed on a landscape page.

    Returns
    -------
    Table
        A heading includes the unit if the column has a single one; otherwise each cell includes its own. A missing
        figure is printed as `n/p` if nothing was programmed, `—` if it does not apply, else `s/d`.

    Raises
    ------
    UnknownFigure
        For a figure that the Book lacks, of an indicator that `is_known` does not know: it is misspelt, not missing.
    """
    grid = [[None if row.is_heading else find(book, *place(row, column)) for column in columns] for row in rows]
    units = [_units(figures) for figures in zip(*grid, strict=True)] or [set() for _ in columns]
    table_rows = tuple(
        TableRow((row.label, *_cells(book, row, columns, figures, units)), row.style, row.depth)
        for row, figures in zip(rows, grid, strict=True)
    )
    heads = (_head(column, used) for column, used in zip(columns, units, strict=True))
    explained = _column_notes(columns, grid)
    outside = outside_notes(book, rows, grid)
    return Table(id, title, (Column(stub), *heads), table_rows, (*notes, *explained, *outside), wide)


def _column_notes(columns: Sequence[FigureColumn], grid: Sequence[Sequence[Figure | None]]) -> tuple[str, ...]:
    """The notes that explain columns, as one paragraph, then those on the negative numbers that a column has."""
    negative = []
    for at, column in enumerate(columns):
        is_negative = any((one := line[at]) is not None and one.rounded < 0 for line in grid)
        negative += [column.if_negative or REVERTED.get(column.indicator, "")] if is_negative else []
    notes = " ".join(filter(None, dict.fromkeys(column.note for column in columns)))
    return tuple(filter(None, (notes, *dict.fromkeys(negative))))


def place(row: FigureRow, column: FigureColumn) -> tuple[str, Period | str, str, str]:
    """Return indicator, period, level and code of a cell: each is the row's, or the column's if the row has none."""
    return (
        row.indicator or column.indicator,
        row.period or column.period,
        row.level or column.level,
        row.code or column.code,
    )


def _units(figures: Sequence[Figure | None]) -> set[str]:
    return {figure.unit for figure in figures if figure is not None}


def _cells(
    book: Book,
    row: FigureRow,
    columns: Sequence[FigureColumn],
    figures: Sequence[Figure | None],
    units: Sequence[set[str]],
) -> list[Cell]:
    """The cells of a row, without its label: traffic lights in a column of grades, else numbers; empty for a heading.

    Numbers have their unit in a column of several units. In place of a missing figure stands why it is missing.
    """
    if row.is_heading:
        return []
    return [
        # A column of several units cannot name one in its heading.
        missing_cell(book, place(row, column), row.label)
        if figure is None
        else chip(figure)
        if column.is_grade
        else number(figure, unit=len(used) > 1)
        for column, figure, used in zip(columns, figures, units, strict=True)
    ]


def _head(column: FigureColumn, units: set[str]) -> Column:
    """A column with its heading, followed by the unit if its figures have a single one."""
    if column.is_grade:
        return Column(column.header, column.group)
    unit = unit_heading(next(iter(units))) if len(units) == 1 else ""
    header = column.header if unit in column.header else f"{column.header} {unit}"
    return Column(header, column.group, numeric=True)


def card(figure: Figure, label: str, detail: Cell = "") -> Card:
    """Return the card of a figure with its unit; without a detail it shows the figure's grade, if it has one."""
    return Card(label, number(figure, unit=True), detail or (chip(figure) if figure.grade else ""))


def listing_table(
    rows: Sequence[Mapping[str, str]],
    *,
    id: str,
    title: str,
    columns: Mapping[str, str],
    numbers: Collection[str] = (),
    notes: Sequence[str | Markup] = (),
) -> Table:
    """Return a table of input rows as received, without columns that are blank in all of them; a blank is `s/d`.

    The first column names the rows. A `fecha` is printed in words, an `importe` with two decimals or more.

    Parameters
    ----------
    rows : sequence of mappings
        `book.listing("acciones")`, or part of it.
    columns : Mapping[str, str]
        Heading by field, in the order printed; a row may lack a field.
    numbers : collection of str
        Fields that hold numbers. They are printed in es-BO format; text in such a field stays unchanged.
    """
    numbers = {*numbers, AMOUNT}
    used = {field: header for field, header in columns.items() if any(row.get(field) for row in rows)}
    table_rows = tuple(TableRow(tuple(_received(row.get(field, ""), field, numbers) for field in used)) for row in rows)
    heads = tuple(Column(header, numeric=field in numbers) for field, header in used.items())
    return Table(id, title, heads, table_rows, tuple(notes))


def _received(text: str, field: str, numbers: Collection[str]) -> Cell:
    """A value of an input table, as `listing_table` prints it."""
    if field == DAY and text:
        return date_es(text)
    return received(text, field in numbers, least=2 if field == AMOUNT else 0)


def cut_note(shown: int, whole: int, what: str) -> tuple[str, ...]:
    """Return the note on a table that prints some rows only, `what` saying what they are; empty if it prints all."""
    return (f"Aquí, {number_es(shown)} de {number_es(whole)} {what}",) if shown < whole else ()
