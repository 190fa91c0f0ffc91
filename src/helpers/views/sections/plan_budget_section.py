"""Tables and repeated subtractions of the section on the plan's budget (`04_resumen_presupuesto`)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.figures.figure import Figure, Operation
from helpers.views.elements.grid import Shown
from helpers.views.elements.rows import partition_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.plan.formulation_views import ceilings_table, summary_table
from helpers.views.quality.finding_tables import findings_on
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

RULES = "POA-"
APPROVED, UNCHECKED = "ppto_aprobado", "requerido_sin_formulario"
COLUMNS = {
    APPROVED: "Aprobado",
    "requerido": "Requerido (formularios 03)",
    "requerido_diferencia": "Aprobado menos requerido",
    "formulario_04": "Formularios 04",
    "formulario_04_diferencia": "Formularios 04 menos 03",
    "requerido_legible": "Se lee",
    UNCHECKED: "Sin comprobar",
}
"""Headings of the table by source of funds, by indicator."""
SUBTRACTIONS = (
    "formulario_04_diferencia", "techo_saldo", "requerido_diferencia", UNCHECKED, f"{APPROVED}_diferencia",
)  # fmt: skip
LEVELS = ("area", "unidad", "fuente", "entidad")
SUBTRACTED = "Cada saldo y cada diferencia son una resta de dos cifras del Libro"
WORKING: Mapping[str, str] = {
    "cifra": "Cifra", "papel": "Papel", "parte": "De qué", "valor": "Importe", "resultado": "Resultado",
}  # fmt: skip
"""Columns of the working frame that are shown, with their headings."""


def by_fund(section: ShownSection) -> Shown:
    """Table by source of funds: what the resolution approves, what areas request, and the differences (Bs).

    The differences are approved less requested, and forms 04 less forms 03. The sources go by code, the total last.
    Returns NotIncluded if the approved budget is unknown.
    """
    plan = section.period
    if not section.has(APPROVED, plan):
        return section.lacks("lo que aprueba la resolución, por fuente")
    funds = partition_rows(section.book, "fuente", APPROVED, "requerido", "requerido_legible")
    note = "Sin comprobar: lo aprobado que ningún renglón que se lea requiere."
    return section.table(
        id="cuadro-resolucion-fuentes",
        title="Presupuesto aprobado y requerido, por fuente",
        columns=[FigureColumn(heading, name, plan) for name, heading in COLUMNS.items()],
        rows=[*funds, total_row(section, "Total")],
        stub="Fuente",
        notes=[note] if section.has(UNCHECKED, plan) else [],
    )


def faults(section: ShownSection) -> Shown:
    """Table of the findings (`POA-…`) on sums, ceilings and the resolution; it has no rows if there are none."""
    title = "Diferencias y montos que no se pueden comprobar"
    return findings_on(section.book, section.findings_of(RULES), id="cuadro-resumen-hallazgos", title=title)


def summary(section: ShownSection) -> Shown | None:
    """Form 04 as a table, area by area; None if the plan has no requirements."""
    return summary_table(section.book, id="cuadro-formulario-04") if _has_requirements(section) else None


def ceilings(section: ShownSection) -> Shown | None:
    """Table of each area's requests against its ceiling; None if the plan has no requirements."""
    return ceilings_table(section.book, id="cuadro-techos") if _has_requirements(section) else None


def _has_requirements(section: ShownSection) -> bool:
    return bool(section.book.listing("requerimientos"))


def subtractions(section: ShownSection) -> list[Figure]:
    """The Book's balances and differences of areas, units, sources and the institution, for the section's check."""
    found = [section.computed_as(Operation.DIFFERENCE, name, section.period, *LEVELS) for name in SUBTRACTIONS]
    return [figure for some in found for figure in some]
