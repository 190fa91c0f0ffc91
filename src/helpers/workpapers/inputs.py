"""The cells that a Book rests on: which there are, what stands in them and who uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from helpers.book import Book
from helpers.exact import exact
from helpers.records import SourceCell
from helpers.trace import Figure, Operation
from helpers.workpapers.task_places import TaskPlaces


@dataclass(frozen=True, slots=True)
class Input:
    """What was read at one place.

    Attributes
    ----------
    cells : tuple of SourceCell
        One; several where a Book keeps only their sum.
    number : Fraction or None
        The number read; None where only the cell's presence counts.
    text : str
        What stands in a cell that is counted, where the Book knows it.
    """

    cells: tuple[SourceCell, ...]
    number: Fraction | None = None
    text: str = ""

    @property
    def words(self) -> str:
        """What is said of a cell that is counted: its text, or where it is."""
        return self.text or str(self.cells[0])


@dataclass(frozen=True)
class Inputs:
    """Every input of a Book but those of the tasks' sheet, by file, sheet, column and row.

    Attributes
    ----------
    users : Mapping[Input, tuple[Figure, ...]]
        Inputs with the figures that use them.
    read, counted : Mapping
        The inputs of each figure that is read or counted.
    """

    users: Mapping[Input, tuple[Figure, ...]]
    read: Mapping[str, tuple[Input, ...]]
    counted: Mapping[str, tuple[Input, ...]]


def collect(book: Book, tasks: TaskPlaces) -> Inputs:
    """Gather the inputs of a Book."""
    read = {figure.id: _read(figure) for figure in book if is_read(figure) and tasks.place(figure) is None}
    texts = {node.cell: node.code for node in book.nodes}
    counted = {
        figure.id: tuple(Input((cell,), text=texts.get(cell, "")) for cell in figure.sources)
        for figure in book
        if figure.operation is Operation.COUNT and not counts_tasks(figure, tasks)
    }
    users: dict[Input, list[Figure]] = {}
    for figure in book:
        for item in dict.fromkeys(read.get(figure.id) or counted.get(figure.id, ())):
            users.setdefault(item, []).append(figure)
    return Inputs({item: tuple(users[item]) for item in _in_order(users)}, read, counted)


def is_read(figure: Figure) -> bool:
    """Whether a figure comes from cells and not from other figures or the method alone; a sum of cells too."""
    return not figure.operands and figure.operation not in {Operation.COUNT, Operation.FORMULA}


def counts_tasks(figure: Figure, tasks: TaskPlaces) -> bool:
    """Whether a count is of tasks, each by its line of the plan."""
    rows = [tasks.row_of(cell) for cell in figure.sources]
    return bool(rows) and None not in rows and len(set(rows)) == len(rows)


def _read(figure: Figure) -> tuple[Input, ...]:
    if not figure.amounts:
        return (Input(figure.sources, figure.value),)
    pairs = zip(figure.sources, figure.amounts, strict=True)
    return tuple(Input((cell,), exact(amount)) for cell, amount in pairs)


def _in_order(items: Iterable[Input]) -> list[Input]:
    return sorted(items, key=lambda item: [_place(cell) for cell in item.cells])


def _place(cell: SourceCell) -> tuple[str, str, int, str, int]:
    """File, sheet, column and row, so that what is added down a column stands together: `E7` before `E10`."""
    column = cell.cell.rstrip("0123456789")
    row = cell.cell[len(column) :]
    return (cell.file, cell.sheet, len(column), column, int(row or 0))
