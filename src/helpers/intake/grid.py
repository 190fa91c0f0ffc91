"""A table as it lies in a file: cells with their addresses, before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from helpers.records import SourceCell


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
        As shown, without outer blanks; empty where nothing stands.
    value : Decimal, date or None
        What a spreadsheet keeps as a number or a date; None for text.
    fault : str
        Why the cell cannot be used (an error or a formula without result), in Spanish; else empty.
    is_percentage : bool
        Shown with a per cent sign by its format; the value is in points.
    """

    text: str = ""
    value: Decimal | date | None = None
    fault: str = ""
    is_percentage: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text and not self.fault


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, with the number that a spreadsheet shows."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, index: int) -> Cell:
        """The cell of a column, counted from 0; blank beyond the end of the row."""
        return self.cells[index] if index < len(self.cells) else BLANK


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells merged into one, whose value stands in the first; lines as shown, columns from 0, both ends in."""

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
        Named from the root.
    sheet : str
        Empty for a CSV.
    lines : tuple of Line
    merged : tuple of Merged
    written : Mapping of int to int
        Of a CSV, by row number, how many cells the row has, blank ones too; empty for a workbook, whose rows have
        no end.
    """

    file: str
    sheet: str
    lines: tuple[Line, ...]
    merged: tuple[Merged, ...] = ()
    written: Mapping[int, int] = field(default_factory=dict)

    def place(self, line: int | str = "", index: int | None = None) -> SourceCell:
        """The address of a cell, of a row (without `index`) or of the sheet (without `line`)."""
        return SourceCell(self.file, self.sheet, f"{'' if index is None else letter(index)}{line}")


def letter(index: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does: A, …, Z, AA."""
    name, left = "", index + 1
    while left:
        left, digit = divmod(left - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
