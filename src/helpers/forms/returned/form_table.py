"""The table of a returned form: its header is found by its headings, its cells are read by heading.

Its numbers are read together, because one person writes all of them in the same notation.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from helpers.base.characters import folded
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import TASK, TOTAL
from helpers.intake.intake_problems import found
from helpers.intake.layout.cell_grid import BLANK, Cell, Fault, Grid, Line, letter
from helpers.intake.tables.table_columns import Measure
from helpers.intake.values.amount_cells import read_amounts
from helpers.intake.values.column_kinds import Settings

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class FormTable:
    """A table in a form's sheet.

    Attributes
    ----------
    header : int
        Row number of the headings.
    columns : Mapping of str to int
        Column index of each heading found, from 0.
    missing : tuple of str
        Headings that were not found.
    """

    grid: Grid
    header: int
    columns: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """The non-blank lines below the header, also those below the table."""
        return (line for line in self.grid.lines if line.number > self.header)

    @property
    def total_line(self) -> int:
        """Row number of the totals; the header's if there is no totals row."""
        return next((line.number for line in self.lines if self.is_total(line)), self.header)

    def is_total(self, line: Line) -> bool:
        """Return whether a line is the table's totals row: in column `Tarea` it begins with `TOTAL DE LA UNIDAD`."""
        return folded(self.text(line, TASK)).startswith(folded(TOTAL))

    def cell(self, line: Line, heading: str) -> Cell:
        """Return the cell below a heading; a blank cell if the table lacks the heading."""
        return line.at(self.columns[heading]) if heading in self.columns else BLANK

    def text(self, line: Line, heading: str) -> str:
        """Return the text of the cell below a heading, without surrounding blanks; empty if the heading is missing."""
        return self.cell(line, heading).text.strip()

    def is_blank(self, line: Line, heading: str) -> bool:
        """Return whether a cell is empty; a formula without a result is not."""
        return self.cell(line, heading).is_blank

    def place(self, line: Line | int, heading: str) -> SourceCell:
        """Return the address of a cell; only of the row if the heading is missing."""
        number = line if isinstance(line, int) else line.number
        return self.grid.place(number, self.columns.get(heading))

    def letters(self, names: Mapping[str, str]) -> Mapping[str, str]:
        """Return column letters by column name of the contract, for the headings that the table has.

        `names` maps headings to those names.
        """
        return {name: letter(self.columns[heading]) for heading, name in names.items() if heading in self.columns}


def find_table(grid: Grid, headings: Sequence[str]) -> FormTable:
    """Find the table whose header row has the most of some headings (the first one, if several).

    Case and accents do not matter. If no row has any, the header is row 0 and every heading is missing.
    """
    known = {folded(heading): heading for heading in headings}
    rows = [(line.number, _places(line, known)) for line in grid.lines]
    best, columns = max(rows, key=lambda row: len(row[1]), default=(0, {}))
    return FormTable(grid, best if columns else 0, columns, tuple(name for name in headings if name not in columns))


def _places(line: Line, known: Mapping[str, str]) -> dict[str, int]:
    """The column of each heading that a line has, the first one if several; `known`: by heading as `folded` has it."""
    places: dict[str, int] = {}
    for index, cell in enumerate(line.cells):
        heading = known.get(folded(" ".join(cell.text.split())))
        if heading is not None:
            places.setdefault(heading, index)
    return places


@dataclass(frozen=True)
class LabelledCells:
    """The cells directly below some labels of one row.

    Attributes
    ----------
    row : int
        Row number of the cells; 0 if the labels are missing.
    """

    grid: Grid
    row: int
    cells: Mapping[str, Cell]
    indices: Mapping[str, int]

    def place(self, label: str) -> SourceCell:
        """Return the address of the cell below a label; only of the row, or the sheet, if it is missing."""
        return self.grid.place(self.row or "", self.indices.get(label))

    def text(self, label: str) -> str:
        """Return the text of the cell below a label; empty if there is none."""
        return self.cells.get(label, BLANK).text.strip()


def cells_below(grid: Grid, labels: Sequence[str], after: int) -> LabelledCells:
    """Find the row with most of some labels (the last one, if several), and return the cells directly below.

    Only rows below row `after` are searched. If none has a label, the result has row 0 and no cells.
    """
    known = {folded(label): label for label in labels}
    rows = [(line.number, _places(line, known)) for line in reversed(grid.lines) if line.number > after]
    number, indices = max(rows, key=lambda row: len(row[1]), default=(0, {}))
    if not indices:
        return LabelledCells(grid, 0, {}, {})
    below = next((line for line in grid.lines if line.number == number + 1), None)
    cells = {label: below.at(index) if below else BLANK for label, index in indices.items()}
    return LabelledCells(grid, number + 1, cells, indices)


@dataclass(frozen=True)
class AmountCell:
    """A cell in which a form asks for a number.

    Attributes
    ----------
    element : str
        Its name in findings.
    measure : Measure
        What it measures: a percentage in points may have a per cent sign.
    """

    cell: Cell
    place: SourceCell
    element: str
    measure: Measure


@dataclass(frozen=True)
class Amounts(Generic[Key]):
    """The numbers read from the cells.

    Attributes
    ----------
    values : dict of Key to Decimal
        Numbers of the cells that are filled in and readable, also the negative ones that are in `wrong`.
    wrong : frozenset of Key
        Cells with an error; findings that would only follow from it are not made.
    """

    values: dict[Key, Decimal]
    wrong: frozenset[Key]
    findings: tuple[Finding, ...]


def read_amount_cells(asked: Mapping[Key, AmountCell], settings: Settings, negative: str = "") -> Amounts[Key]:
    """Read the cells of a form in which it asks for a number; an empty cell has neither a value nor a finding.

    Parameters
    ----------
    negative : str
        Sentence that tells the unit how to correct a negative number, which is an error but stays among the values; if
        empty, negative numbers are accepted here.
    """
    cells = [item.cell for item in asked.values()]
    measures = [item.measure for item in asked.values()]
    outcomes = read_amounts(cells, measures, settings.decimal_mark, in_form=True)
    values: dict[Key, Decimal] = {}
    wrong: set[Key] = set()
    findings: list[Finding] = []
    for (key, item), outcome in zip(asked.items(), outcomes, strict=True):
        if outcome.fault is not None:
            findings.append(of_fault(outcome.fault, item.place, item.element, _shown(item.cell)))
            if outcome.fault.severity is Severity.ERROR:
                wrong.add(key)
        if isinstance(outcome.value, Decimal):
            values[key] = outcome.value
            if negative and outcome.value < 0:
                findings.append(_below_zero(item, negative))
                wrong.add(key)
    return Amounts(values, frozenset(wrong), tuple(findings))


def _shown(cell: Cell) -> str:
    """A cell's text as its author sees it: with the per cent sign that its format adds."""
    return f"{cell.text} %" if cell.is_percentage else cell.text


def _below_zero(item: AmountCell, negative: str) -> Finding:
    told = f"«{item.cell.text}» es negativo y aquí no puede serlo. {negative}"
    more = {"element": item.element, "expected": "0 o más", "value": item.cell.text}
    return found(FormCode.NEGATIVE, Severity.ERROR, item.place, told, **more)


def of_fault(fault: Fault, place: SourceCell, element: str, value: str) -> Finding:
    """Return the finding on an unreadable cell, with the code, severity and words that reading gave."""
    more = {"element": element, "expected": fault.expected, "value": value}
    return found(fault.code, fault.severity, place, fault.sentence, **more)
