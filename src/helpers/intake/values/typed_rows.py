"""Reads a grid as rows with typed values, with findings on single cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.base.python_extras import by_key
from helpers.figures.findings import Finding
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.intake.intake_problems import also, of_cell
from helpers.intake.layout.cell_grid import Cell, Fault, Grid, Line, Outcome, letter
from helpers.intake.layout.header_line import Header, read_header, short_rows, surplus
from helpers.intake.tables.table_columns import Column, Table
from helpers.intake.values.column_kinds import Settings, convert


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading one table in one file.

    Attributes
    ----------
    rows : tuple of Row
    settled : frozenset of SourceCell
        Cells with a finding that have no value in the rows; later checks skip them.
    findings : tuple of Finding
    """

    rows: tuple[Row, ...]
    settled: frozenset[SourceCell]
    findings: tuple[Finding, ...]


def read_rows(table: Table, grid: Grid, settings: Settings, of_folder: Mapping[str, Value]) -> Reading:
    """Read the rows of a table: one for each line below the header, with the values that can be used.

    A finding tells every fault of the header, of rows and of cells.

    Parameters
    ----------
    grid : Grid
        Its first line is the header.
    of_folder : Mapping of str to Value
        Values that the folder gives to every row: its period or its version of the plan.
    """
    header, findings = read_header(table, grid)
    body = grid.lines[1:]
    letters = {name: letter(index) for name, index in header.columns.items()}
    origin = Origin(table.name, grid.file, grid.sheet, letters)
    columns = _outcomes(table, header, body, settings)
    rows = tuple(_row(origin, line, number, columns, of_folder) for number, line in enumerate(body))
    faults = [
        (row, name, line.at(header.columns[name]), outcome.fault)
        for name, outcomes in columns.items()
        for row, line, outcome in zip(rows, body, outcomes, strict=True)
        if outcome.fault
    ]
    settled = frozenset(row.cell(name) for row, name, _, fault in faults if name not in row.values)
    of_rows = (*surplus(table, grid, header), *short_rows(table, grid, header))
    return Reading(rows, settled, (*findings, *of_rows, *_findings(faults)))


def _findings(faults: Sequence[tuple[Row, str, Cell, Fault]]) -> Iterator[Finding]:
    """Yield one finding for each fault; grouped faults give one, at the first cell of the column."""
    grouped = by_key(((name, fault.code), row.line) for row, name, _, fault in faults if fault.grouped)
    for row, name, cell, fault in faults:
        lines = grouped[name, fault.code] if fault.grouped else [row.line]
        if row.line == lines[0]:
            yield _finding(row, name, cell.text, fault, lines[1:])


def _cells(header: Header, body: Sequence[Line], name: str) -> list[Cell]:
    return [line.at(header.columns[name]) for line in body]


def _outcomes(table: Table, header: Header, body: Sequence[Line], settings: Settings) -> dict[str, tuple[Outcome, ...]]:
    """Return what was read of each column that the header has, by the column's name."""
    def years(column: Column) -> list[str]:
        """Return the text of a column's `year_column` in each row; empty if the file lacks that column."""
        is_there = column.year_column in header.columns
        return [cell.text for cell in _cells(header, body, column.year_column)] if is_there else []

    return {
        column.name: convert(column, _cells(header, body, column.name), settings, years(column))
        for column in table.file_columns
        if column.name in header.columns
    }


def _row(
    origin: Origin,
    line: Line,
    number: int,
    columns: Mapping[str, Sequence[Outcome]],
    of_folder: Mapping[str, Value],
) -> Row:
    """Return the row at a position (from 0), with the values of its folder; unusable values are absent."""
    values = {name: outcomes[number].value for name, outcomes in columns.items()}
    return Row(origin, line.number, {**of_folder, **{k: v for k, v in values.items() if v is not None}})


def _finding(row: Row, name: str, text: str, fault: Fault, further: Sequence[int]) -> Finding:
    told = f"columna «{name}»: {fault.sentence}{also(further)}"
    return of_cell(fault.code, fault.severity, row, name, told, expected=fault.expected, value=text)
