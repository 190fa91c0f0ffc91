"""The findings as auditors write them: each cause with its condition, criterion, cause, effect and recommendation."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from helpers.figures.book import Book
from helpers.figures.finding_families import AuditFinding, audit_findings, consequence_lines
from helpers.figures.findings import Finding, Severity
from helpers.views.elements.cells import Cell
from helpers.views.elements.grid import Table, TableRow, text_columns
from helpers.views.quality.finding_tables import SEVERITY_CHIPS

TITLE = "Hallazgos de auditoría: las causas, de la que más mueve a la que menos"
LISTED = 20
"""Most consequences of one finding that are printed; the workbook has them all."""
REPLY = "Respuesta de la unidad"
ROOM = f"{'_' * 48}  Fecha: {'_' * 12}"
"""Room that a unit fills in by hand."""
LEFT_OUT = (
    "Otra es una nota, que no pide respuesta: está en los papeles de trabajo.",
    "Otras {} son notas, que no piden respuesta: están en los papeles de trabajo.",
)


def audit_table(book: Book, findings: Sequence[Finding], *, id: str) -> Table:
    """Return a table with a group of rows for each root finding that is an error or a warning, in the findings' order.

    Each group ends with room for the unit's reply. Consequences stand in one row of their root. A note under
    the table counts the root findings that are only notes.
    """
    every = audit_findings(book, findings)
    told = [one for one in every if one.family.root.severidad is not Severity.NOTE]
    rows = tuple(row for one in told for row in _rows(one))
    left = len(every) - len(told)
    notes = (
        "El efecto es lo que la falla mueve en las cifras principales: con ella menos sin ella. Van primero las que "
        "más las mueven; después, aquellas cuyo efecto no se puede calcular o depende de qué dato sea el correcto; al "
        "final, las que no las cambian.",
        *((LEFT_OUT[left > 1].format(left),) if left else ()),
    )
    heads = text_columns("Parte", "Hallazgo")
    return Table(id, TITLE, heads, rows, notes, empty="No hay hallazgos que pidan respuesta.")


def _rows(one: AuditFinding) -> tuple[TableRow, ...]:
    finding = one.family.root
    chip = SEVERITY_CHIPS[finding.severidad]
    title = f"{finding.posicion or '—'} · {chip.text} · {finding.codigo}"
    parts: list[tuple[str, Cell]] = [
        ("Condición", one.condition),
        ("Criterio", one.criterion),
        ("Causa", one.cause),
        ("Efecto", one.effect),
        ("Recomendación", one.recommendation),
    ]
    if one.family.consequences:
        parts.append(("Se siguen de él", _consequences(one.family.consequences)))
    parts.append((REPLY, ROOM))
    return TableRow((title,), "grupo"), *(TableRow(part) for part in parts)


def _consequences(findings: Sequence[Finding]) -> Markup:
    lines = list(consequence_lines(findings[:LISTED]))
    more = len(findings) - LISTED
    lines += [f"y {more} más, en los papeles de trabajo."] if more > 0 else []
    return Markup("<br>").join(lines)
