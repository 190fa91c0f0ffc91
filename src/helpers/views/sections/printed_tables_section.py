"""What the sections of declared printed tables check (`40_bienes`, `42_auditoria`, `44_cuadros`)."""

from __future__ import annotations

from helpers.figures.findings import Verdict
from helpers.settings.cuadros.cuadro_table import ANNEXES, is_annexed, section_of
from helpers.views.sections.shown_section import ShownSection

EXACT_IS_CLEAN = "Las celdas de estos cuadros que cumplen sus reglas no tienen hallazgo"
ROWS_ARE_NAMED = "Cada fila de estos cuadros tiene su nombre, y no hay dos con el mismo"
NOTHING_LOST = "Todo cuadro declarado está en una sección que el informe tiene"
DIFFERS = "CUA-CIFRA"
"""Rule of the finding on a cell that is not what its rules ask for."""

Cells = set[tuple[str, str]]
"""Cells of the input by file and address."""


def exact_cells(section: ShownSection) -> Cells:
    """File and address of the input cells of this section's tables with the verdict «exacto»."""
    tables = section.own_cuadros
    own = (value for value in section.book.printed_values.values() if value.table in tables)
    return {(value.cell.file, value.cell.cell) for value in own if value.verdict == Verdict.EXACT}


def differing_cells(section: ShownSection) -> Cells:
    """File and address of the cells of any printed table that a finding `CUA-CIFRA` names."""
    found = section.findings_of(DIFFERS)
    return {(finding.archivo, finding.celda) for finding in found if finding.codigo == DIFFERS}


def names_by_table(section: ShownSection) -> dict[str, int]:
    """Number of different, non-empty row names in each of this section's tables, by the table's name."""
    return {table.name: len({row.label for row in table.rows if row.label}) for table in section.own_cuadros}


def rows_by_table(section: ShownSection) -> dict[str, int]:
    """Number of rows in each of this section's tables, by the table's name."""
    return {table.name: len(table.rows) for table in section.own_cuadros}


def declared(section: ShownSection) -> set[str]:
    """Names of all declared tables of the run; empty if the report does not have this section."""
    is_listed = section.name in section.corrida.secciones
    return {table.name for table in section.book.printed} if is_listed else set()


def in_sight(section: ShownSection) -> set[str]:
    """Names of the declared tables whose section the report has.

    If they stand in the annexes, it must also have these.
    """
    book, listed = section.book, section.corrida.secciones
    return {
        table.name
        for table in book.printed
        if section_of(book, table) in listed and (not is_annexed(book, table) or ANNEXES in listed)
    }
