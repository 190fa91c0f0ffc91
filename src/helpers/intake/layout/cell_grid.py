"""A table as it lies in a file: cells with their addresses, before headers and types are recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from helpers.figures.records import SourceCell


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
        The text shown, without outer blanks; empty for an empty cell.
    value : Decimal, date or None
        The number or date that a spreadsheet stores; None for text.
    fault : str
        Why the cell cannot be used (an error, or a formula without a result), in Spanish; else empty.
    is_percentage : bool
        Whether the cell's format shows a per cent sign; `value` is in points.
    """

    text: str = ""
    value: Decimal | date | None = None
    fault: str = ""
    is_percentage: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether the cell has neither text nor a fault."""
        return not self.text and not self.fault


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, with the row number that a spreadsheet shows."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, index: int) -> Cell:
        """Return the cell of a column, counted from 0; a blank cell beyond the end of the row."""
        return self.cells[index] if index < len(self.cells) else BLANK


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged area, whose value stands in its first cell.

    Attributes
    ----------
    first_line, last_line : int
        Row numbers as shown, both included.
    first, last : int
        Columns from 0, both included.
    """

    first_line: int
    last_line: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet or CSV that are not blank.

    Attributes
    ----------
    file : str
        Path from the root.
    sheet : str
        Empty for a CSV.
    lines : tuple of Line
    merged : tuple of Merged
    written : Mapping of int to int
        For a CSV, the number of cells of each row, blank ones included, by row number; empty for a workbook, whose rows
        have no fixed end.
    """

    file: str
    sheet: str
    lines: tuple[Line, ...]
    merged: tuple[Merged, ...] = ()
    written: Mapping[int, int] = field(default_factory=dict)

    def place(self, line: int | str = "", index: int | None = None) -> SourceCell:
        """Return the address of a cell, of a row (without `index`) or of the sheet (without `line`).

        Parameters
        ----------
        line : int or str
            Row number as shown.
        index : int or None
            Column, counted from 0.
        """
        return SourceCell(self.file, self.sheet, f"{'' if index is None else letter(index)}{line}")


def letter(index: int) -> str:
    """Return the letters of a column, counted from 0: A, …, Z, AA."""
    name, left = "", index + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
