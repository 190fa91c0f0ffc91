"""The table of a form that came back: its header found by its headings, its cells by heading, its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.forms.headings import TASK, TOTAL
from helpers.intake.columns import folded
from helpers.intake.grid import BLANK, Cell, Grid, Line, letter
from helpers.records import SourceCell


@dataclass(frozen=True)
class FormTable:
    """A table within a form's sheet.

    Attributes
    ----------
    grid : Grid
    header : int
        Row number of the headings.
    columns : Mapping of str to int
        Index of each heading that is there, from 0.
    missing : tuple of str
        Headings that are not.
    """

    grid: Grid
    header: int
    columns: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """The lines below the header that are not blank."""
        return (line for line in self.grid.lines if line.number > self.header)

    @property
    def total_line(self) -> int:
        """Row of the totals; the header's where there is none, or somebody took it away."""
        return next((line.number for line in self.lines if self.is_total(line)), self.header)

    def is_total(self, line: Line) -> bool:
        return folded(self.text(line, TASK)).startswith(folded(TOTAL))

    def cell(self, line: Line, heading: str) -> Cell:
        return line.at(self.columns[heading]) if heading in self.columns else BLANK

    def text(self, line: Line, heading: str) -> str:
        return self.cell(line, heading).text.strip()

    def is_blank(self, line: Line, heading: str) -> bool:
        """Whether nothing stands in a cell: a formula without result is something."""
        return self.cell(line, heading).is_blank

    def place(self, line: Line | int, heading: str) -> SourceCell:
        """The address of a cell; the row alone where the heading is not there."""
        number = line if isinstance(line, int) else line.number
        return self.grid.place(number, self.columns.get(heading))

    def letters(self, names: Mapping[str, str]) -> Mapping[str, str]:
        """Column letters by name of the contract, from heading and name."""
        return {name: letter(self.columns[heading]) for heading, name in names.items() if heading in self.columns}


def find_table(grid: Grid, headings: Sequence[str]) -> FormTable:
    """Find the row that bears most of some headings, the first of them by all means where any does."""
    known = {folded(heading): heading for heading in headings}
    best, columns = 0, {}
    for line in grid.lines:
        here = {}
        for index, cell in enumerate(line.cells):
            heading = known.get(folded(" ".join(cell.text.split())))
            if heading is not None:
                here.setdefault(heading, index)
        if len(here) > len(columns):
            best, columns = line.number, here
    return FormTable(grid, best, columns, tuple(heading for heading in headings if heading not in columns))


@dataclass(frozen=True)
class Below:
    """Cells that stand below labels, one a label, all in one row.

    Attributes
    ----------
    row : int
        Of the cells; 0 where the labels are not there.
    cells : Mapping of str to Cell
    indices : Mapping of str to int
    """

    grid: Grid
    row: int
    cells: Mapping[str, Cell]
    indices: Mapping[str, int]

    def place(self, label: str) -> SourceCell:
        return self.grid.place(self.row or "", self.indices.get(label))

    def text(self, label: str) -> str:
        return self.cells.get(label, BLANK).text.strip()


def below_labels(grid: Grid, labels: Sequence[str], after: int = 0) -> Below:
    """Find the last row that bears some labels, and what stands right below it."""
    wanted = {folded(label): label for label in labels}
    found: tuple[int, dict[str, int]] = (0, {})
    for line in grid.lines:
        here = {
            wanted[folded(cell.text)]: index for index, cell in enumerate(line.cells) if folded(cell.text) in wanted
        }  # fmt: skip
        if line.number > after and here and len(here) >= len(found[1]):
            found = line.number, here
    number, indices = found
    if not indices:
        return Below(grid, 0, {}, {})
    line = next((line for line in grid.lines if line.number == number + 1), None)
    cells = {label: line.at(index) if line else BLANK for label, index in indices.items()}
    return Below(grid, number + 1, cells, indices)
