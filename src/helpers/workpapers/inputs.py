"""The cells that a Book rests on: which there are, what stands in them and who uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from helpers.book import Book
from helpers.records import SourceCell
from helpers.trace import Figure, Operation


@dataclass(frozen=True, slots=True)
class Input:
    """What was read at one place.

    Attributes
    ----------
    cells : tuple of SourceCell
        One; several where a figure was read as the sum of them, since a Book keeps only that sum.
    number : Fraction or None
        The number read; None where only the cell's presence counts.
    text : str
        What stands in a cell that is counted, where the Book knows it.
    """

    cells: tuple[SourceCell, ...]
    number: Fraction | None = None
    text: str = ""


@dataclass(frozen=True)
class Inputs:
    """Every input of a Book, in the order of files and cells.

    Attributes
    ----------
    users : Mapping[Input, tuple[Figure, ...]]
        Inputs with the figures that use them.
    read, counted : Mapping
        The input or inputs of each figure that is read or counted.
    """

    users: Mapping[Input, tuple[Figure, ...]]
    read: Mapping[str, Input]
    counted: Mapping[str, tuple[Input, ...]]


def collect(book: Book) -> Inputs:
    """Gather the inputs of a Book."""
    read = {figure.id: Input(figure.sources, figure.value) for figure in book if is_read(figure)}
    texts = {node.cell: node.code for node in book.nodes}
    counted = {
        figure.id: tuple(Input((cell,), text=texts.get(cell, "")) for cell in figure.sources)
        for figure in book
        if figure.operation is Operation.COUNT
    }
    users: dict[Input, list[Figure]] = {}
    for figure in book:
        for item in (read[figure.id],) if figure.id in read else counted.get(figure.id, ()):
            users.setdefault(item, []).append(figure)
    return Inputs({item: tuple(users[item]) for item in _in_order(users)}, read, counted)


def is_read(figure: Figure) -> bool:
    """Whether a figure comes from cells and not from other figures; a sum of cells too."""
    return not figure.operands and figure.operation is not Operation.COUNT


def _in_order(items: Iterable[Input]) -> list[Input]:
    return sorted(items, key=lambda item: [_place(cell) for cell in item.cells])


def _place(cell: SourceCell) -> tuple[str, str, int, int, str]:
    """File, sheet, row and column: `E7` goes before `E10`, and `Z7` before `AA7`."""
    column = cell.cell.rstrip("0123456789")
    row = cell.cell[len(column) :]
    return (cell.file, cell.sheet, int(row or 0), len(column), column)
