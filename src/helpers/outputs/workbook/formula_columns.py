"""A long table described by columns: each has one formula from top to bottom, and the values that it gives.

A sheet of tasks has hundreds of thousands of cells. Describing each cell would take minutes, and describing columns
also shows that all cells of a column have the same formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.outputs.workbook.sheet_model import Cell, Column, Line, Style, Value

ROW = "{row}"
"""Placeholder of the row number in a column's formula."""


@dataclass(frozen=True)
class Track:
    """One column with its content.

    Attributes
    ----------
    column : Column
    values : Sequence[Value]
        One per line: the cell's value or its formula's result; None leaves the cell empty, without formula.
    formula : str
        With the leading `=` and `{row}` for the row; empty for a column of values.
    style : Style
    decimals : int or None
        As `Cell.decimals`.
    """

    column: Column
    values: Sequence[Value]
    formula: str = ""
    style: Style = Style.TEXT
    decimals: int | None = None

    def cell(self, place: int, row: int) -> Cell | None:
        """Return the cell of a line; None if it is empty.

        Parameters
        ----------
        place : int
            Index of the line, from 0.
        row : int
            Its row on the sheet, from 1, for the formula.
        """
        value = self.values[place]
        if value is None:
            return None
        return Cell(value, self.formula_at(row), self.style, self.decimals)

    def formula_at(self, row: int) -> str:
        """Return the column's formula for a row of the sheet, from 1; empty for a column of values."""
        return self.formula.replace(ROW, str(row))


@dataclass(frozen=True)
class Grid:
    """A sheet's only table, described by columns of the same length. It can be read like a Block.

    Attributes
    ----------
    tracks : tuple of Track
    first : int
        Row of the first line.
    fixed : int
        Number of columns frozen at the left.
    """

    tracks: tuple[Track, ...]
    first: int
    fixed: int = 1
    title: str = ""
    opens_page: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns from left to right."""
        return tuple(track.column for track in self.tracks)

    @property
    def height(self) -> int:
        """Its number of lines."""
        return len(self.tracks[0].values)

    @property
    def lines(self) -> Iterator[Line]:
        """Its lines, each created when it is read."""
        for place in range(self.height):
            cells = ((track.column.key, track.cell(place, self.first + place)) for track in self.tracks)
            yield Line({key: cell for key, cell in cells if cell is not None})
