"""Findings as a table: their rule, severity, what is wrong and where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from markupsafe import Markup

from helpers.cells import NOT_APPLICABLE, Cell, Chip, Missing, breakable
from helpers.findings import Finding, Severity
from helpers.grid import Column, Table, TableRow

SEVERITY_CHIPS = {
    Severity.ERROR: Chip("rojo", "■", "Error"),
    Severity.WARNING: Chip("amarillo", "▲", "Advertencia"),
    Severity.NOTE: Chip("gris", "●", "Nota"),
}
FINDING_HEADERS = {
    "codigo": "Regla",
    "severidad": "Severidad",
    "veredicto": "Veredicto",
    "elemento": "Elemento",
    "esperado": "Esperado",
    "encontrado": "Encontrado",
    "diferencia": "Diferencia",
    "causa": "Causa",
    "mensaje": "Hallazgo",
    "lugar": "Archivo y celda",
}
UNBROKEN = 30
"""Letters of a place that are kept on one line."""
FINDING_COLUMNS = ("codigo", "severidad", "elemento", "mensaje", "lugar")
_NOT_APPLICABLE = Missing("No corresponde.", NOT_APPLICABLE)


def findings_table(
    findings: Sequence[Finding],
    *,
    id: str,
    title: str,
    columns: Sequence[str] = FINDING_COLUMNS,
    limit: int | None = None,
    notes: Sequence[str | Markup] = (),
    wide: bool = False,
) -> Table:
    """Findings as a table, in the order given.

    Parameters
    ----------
    columns : sequence of str
        Among `FINDING_HEADERS`.
    limit : int or None
        How many are printed; a note says how many stay in `hallazgos.csv` alone.
    """
    printed = findings[:limit]
    rows = tuple(TableRow(tuple(_finding_cell(finding, column) for column in columns)) for finding in printed)
    heads = tuple(Column(FINDING_HEADERS[column]) for column in columns)
    cut = f"Se muestran {len(printed)} de {len(findings)} hallazgos; todos están en hallazgos.csv."
    every_note = (*notes, cut) if len(printed) < len(findings) else tuple(notes)
    return Table(id, title, heads, rows, every_note, wide, empty="No hay hallazgos.")


def _finding_cell(finding: Finding, column: str) -> Cell:
    if column == "severidad":
        return SEVERITY_CHIPS[finding.severidad]
    text = _place_words(finding) if column == "lugar" else getattr(finding, column)
    if not text:
        return _NOT_APPLICABLE
    if column == "lugar" and len(text) <= UNBROKEN:
        return Markup('<span class="junto">{}</span>').format(text)
    return breakable(text) if column in {"elemento", "lugar"} else text


def _place_words(finding: Finding) -> str:
    """Where a finding lies as a reader looks for it: the file's name, then its sheet and cell."""
    if not finding.archivo:
        return ""
    sheet = f"hoja {finding.hoja}" if finding.hoja else ""
    return ", ".join(filter(None, (PurePosixPath(finding.archivo).name, sheet, finding.celda)))
