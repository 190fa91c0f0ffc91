"""Fills text down cells that are merged over several rows; a merged amount stays in its first row only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from helpers.figures.findings import Finding, Severity
from helpers.intake.intake_problems import Code, found, listed
from helpers.intake.layout.cell_grid import BLANK, Cell, Grid, Line, Merged
from helpers.intake.tables.table_columns import Column, Kind

_AMOUNTS = frozenset({Kind.NUMBER, Kind.INTEGER})


def filled_down(grid: Grid, columns: Mapping[int, Column], first_line: int) -> tuple[Grid, list[Finding]]:
    """Copy the value of each cell merged over several rows to all of those rows.

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
        if column.kind in _AMOUNTS:
            findings.append(_shared_amount(grid, area, column, cell))
            continue
        shared.append(f"{grid.place(area.first_line, area.first).cell}:{grid.place(below[-1], area.first).cell}")
        for number in below:
            _put(lines[number], area.first, cell)
    if shared:
        told = (
            f"hay celdas unidas hacia abajo ({listed(shared)}): su texto se toma para cada una de sus filas. "
            "Compruebe que así sea."
        )
        findings.append(found(Code.MERGED, Severity.NOTE, grid.place(), told, value=", ".join(shared[:20])))
    body = tuple(Line(line.number, tuple(lines[line.number])) for line in grid.lines)
    return replace(grid, lines=body), findings


def _at(cells: list[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else BLANK


def _put(cells: list[Cell], index: int, cell: Cell) -> None:
    cells.extend([BLANK] * (index + 1 - len(cells)))
    if cells[index].is_blank:
        cells[index] = cell


def _shared_amount(grid: Grid, area: Merged, column: Column, cell: Cell) -> Finding:
    told = (
        f"la cifra {cell.text} de «{column.name}» está en una celda unida sobre varias filas y se lee solo en la "
        f"primera ({area.first_line}). Separe la celda y escriba en cada fila lo suyo."
    )
    return found(Code.MERGED, Severity.WARNING, grid.place(area.first_line, area.first), told, value=cell.text)
