"""A table as it lies in a file: cells with their addresses, merged areas, and what reading a cell gives."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from helpers.base.display import short_list_es
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell, Value
from helpers.intake.intake_problems import Code, found
from helpers.intake.tables.table_columns import Column


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
    notes : Mapping of str to str
        Comments on cells, by address.
    formulas : set of str
        Addresses of the formulas.
    """

    file: str
    sheet: str
    lines: tuple[Line, ...]
    merged: tuple[Merged, ...] = ()
    written: Mapping[int, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    formulas: Set[str] = frozenset()

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


@dataclass(frozen=True, slots=True)
class Fault:
    """What a message says about a cell: the rule, its severity, a Spanish sentence and the expected value.

    Attributes
    ----------
    grouped : bool
        The fault is common to the column: one finding, at its first cell, lists the other rows.
    """

    code: Code
    severity: Severity
    sentence: str
    expected: str = ""
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of reading one cell.

    Attributes
    ----------
    value : Value or None
        None for an empty or unusable cell.
    fault : Fault or None
    """

    value: Value | None = None
    fault: Fault | None = None


NOTHING = Outcome()


def unusable(cell: Cell) -> Outcome | None:
    """Return the error outcome of a cell that holds an error or a formula without a result; None for other cells."""
    return Outcome(fault=Fault(Code.CELL, Severity.ERROR, f"la celda {cell.fault}.")) if cell.fault else None


def filled_down(grid: Grid, columns: Mapping[int, Column], first_line: int) -> tuple[Grid, list[Finding]]:
    """Copy the value of each cell merged over several rows to the blank cells of its column in those rows.

    Parameters
    ----------
    columns : Mapping of int to Column
        The columns that are read, by index.
    first_line : int
        Row number of the table's first row of data.

    Returns
    -------
    Grid
    list of Finding
        A note that lists the filled areas, and a warning for each merged amount, which is not copied because it would
        count several times.
    """
    lines = {line.number: list(line.cells) for line in grid.lines}
    shared: list[str] = []
    findings: list[Finding] = []
    for area in grid.merged:
        column = columns.get(area.first)
        if column is None or area.first_line < first_line or area.first_line not in lines:
            continue
        below = [n for n in range(area.first_line + 1, min(area.last_line, grid.lines[-1].number) + 1) if n in lines]
        cell = _at(lines[area.first_line], area.first)
        if not below or cell.is_blank:
            continue
        if column.is_number:
            findings.append(_shared_amount(grid, area, below[-1], column, cell))
            continue
        shared.append(f"{grid.place(area.first_line, area.first).cell}:{grid.place(below[-1], area.first).cell}")
        for number in below:
            _put(lines[number], area.first, cell)
    if shared:
        told = (
            f"hay celdas unidas hacia abajo ({short_list_es(shared)}): su texto se toma para cada una de sus filas. "
            "Compruebe que así sea."
        )
        findings.append(found(Code.MERGED, Severity.NOTE, grid.place(), told, value=", ".join(shared[:20])))
    body = tuple(Line(line.number, tuple(lines[line.number])) for line in grid.lines)
    return replace(grid, lines=body), findings


def _at(cells: list[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else BLANK


def _put(cells: list[Cell], index: int, cell: Cell) -> None:
    """Put a cell at an index, filling up with blanks before it; a cell that is not blank stays."""
    cells.extend([BLANK] * (index + 1 - len(cells)))
    if cells[index].is_blank:
        cells[index] = cell


def _shared_amount(grid: Grid, area: Merged, last_line: int, column: Column, cell: Cell) -> Finding:
    place, last = grid.place(area.first_line, area.first), grid.place(last_line, area.first)
    amount = column.shown(cell.value) if isinstance(cell.value, Decimal) else cell.text
    told = (
        f"la cifra {amount} de «{column.name}» está en una celda unida sobre varias filas y se lee solo en la "
        f"primera ({area.first_line}). Separe la celda y escriba en cada fila lo suyo."
    )
    return found(Code.MERGED, Severity.WARNING, place, told, element=f"{place.cell}:{last.cell}", value=cell.text)
