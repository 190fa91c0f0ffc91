"""A long table described by columns: each holds one formula from top to bottom, and the values that it gives.

A sheet of tasks has hundreds of thousands of cells. Described cell by cell it would take minutes; described by columns
it is also plain that no cell of a column departs from the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.workpapers.sheet import Cell, Column, Line, Style, Value

ROW = "{row}"
"""Where the row's number goes in a column's formula."""


@dataclass(frozen=True)
class Track:
    """One column with all that stands in it.

    Attributes
    ----------
    column : Column
    values : Sequence[Value]
        One a line: what stands in the cell or what its formula gives; None leaves the cell empty, without formula.
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
        """The cell of a line; None where it is empty."""
        value = self.values[place]
        if value is None:
            return None
        return Cell(value, self.formula_at(row), self.style, self.decimals)

    def formula_at(self, row: int) -> str:
        return self.formula.replace(ROW, str(row))


@dataclass(frozen=True)
class Grid:
    """A sheet's only table, by columns of the same length; to whoever reads it, a block like any other.

    Attributes
    ----------
    tracks : tuple of Track
    first : int
        Row of the first line.
    fixed : int
        Columns that stay in sight at the left.
    """

    tracks: tuple[Track, ...]
    first: int
    fixed: int = 1
    title: str = ""
    opens_page: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(track.column for track in self.tracks)

    @property
    def lines(self) -> Lines:
        return Lines(self)


@dataclass(frozen=True)
class Lines(Sequence[Line]):
    """The lines of a grid, each made when it is asked for."""

    grid: Grid

    def __len__(self) -> int:
        return len(self.grid.tracks[0].values)

    def __getitem__(self, place: int) -> Line:
        row = self.grid.first + place
        cells = ((track.column.key, track.cell(place, row)) for track in self.grid.tracks)
        return Line({key: cell for key, cell in cells if cell is not None})

    def __iter__(self) -> Iterator[Line]:
        return (self[place] for place in range(len(self)))
