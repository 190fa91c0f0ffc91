"""The input cells of a Book: their content and the figures that use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from helpers.base.exact import exact
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import SourceCell
from helpers.outputs.workbook.sheet_model import FIRST_LINE
from helpers.outputs.workbook.task_places import TaskPlaces


@dataclass(frozen=True, slots=True)
class Input:
    """The content of one source cell.

    Attributes
    ----------
    cells : tuple of SourceCell
        Usually one; several if the Book keeps only their sum.
    number : Fraction or None
        The number read, in the unit of its column; None if only the presence of the cell counts.
    text : str
        The text of a counted cell, if the Book knows it.
    """

    cells: tuple[SourceCell, ...]
    number: Fraction | None = None
    text: str = ""

    @property
    def words(self) -> str:
        """The text of a cell of which only the presence counts; its address if the Book does not know the text."""
        return self.text or str(self.cells[0])


@dataclass(frozen=True)
class Inputs:
    """All inputs of a Book except those on the tasks' sheet, sorted by file, sheet, column and row.

    Attributes
    ----------
    users : Mapping[Input, tuple[Figure, ...]]
        Inputs with the figures that use them.
    by_figure : Mapping
        By the id of a figure, the inputs that the figure reads or counts.
    """

    users: Mapping[Input, tuple[Figure, ...]]
    by_figure: Mapping[str, tuple[Input, ...]]

    @cached_property
    def rows(self) -> Mapping[Input, int]:
        """The row, from 1, of each input on «Insumos», the one sheet that lists all of `users` in order."""
        return {item: row for row, item in enumerate(self.users, start=FIRST_LINE)}


def collect(book: Book, tasks: TaskPlaces) -> Inputs:
    """Collect the input cells that a Book's figures read or count, with the figures that use each.

    Parameters
    ----------
    book : Book
    tasks : TaskPlaces
        The tasks' sheets. Inputs that stand there are left out here.

    Returns
    -------
    Inputs
        Sorted by file, sheet, column and row.
    """
    texts = {node.cell: node.code for node in book.nodes}
    by_figure = {figure.id: _read(figure) for figure in book if figure.is_read and tasks.place(figure) is None} | {
        figure.id: tuple(Input((cell,), text=texts.get(cell, "")) for cell in figure.sources)
        for figure in book
        if figure.operation is Operation.COUNT and not counts_tasks(figure, tasks)
    }
    users = by_key((item, figure) for figure in book for item in dict.fromkeys(by_figure.get(figure.id, ())))
    return Inputs({item: tuple(users[item]) for item in _in_order(users)}, by_figure)


def counts_tasks(figure: Figure, tasks: TaskPlaces) -> bool:
    """Return whether a figure counts tasks: its sources are lines of the plan, each of another task.

    False for a figure without sources.
    """
    rows = [tasks.row_of(cell) for cell in figure.sources]
    return bool(rows) and None not in rows and len(set(rows)) == len(rows)


def _read(figure: Figure) -> tuple[Input, ...]:
    """Return the inputs of a figure: one for each cell or, if the Book keeps only their sum, one for all."""
    if not figure.amounts:
        return (Input(figure.sources, figure.value),)
    pairs = zip(figure.sources, figure.amounts, strict=True)
    return tuple(Input((cell,), exact(amount)) for cell, amount in pairs)


def _in_order(items: Iterable[Input]) -> list[Input]:
    """Sort inputs by file, sheet, column and row."""
    return sorted(items, key=lambda item: [_place(cell) for cell in item.cells])


def _place(cell: SourceCell) -> tuple[str, str, int, str, int]:
    """Return a sort key: file, sheet, column, row. Cells of a column are then consecutive, and `E7` is before `E10`."""
    column = cell.cell.rstrip("0123456789")
    row = cell.cell[len(column) :]
    return (cell.file, cell.sheet, len(column), column, int(row or 0))
