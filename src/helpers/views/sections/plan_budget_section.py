"""Tables of the section on the plan's budget (`04_resumen_presupuesto`)."""

from __future__ import annotations

from helpers.views.elements.grid import Shown
from helpers.views.elements.rows import partition_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.plan.formulation_views import ceilings_table, summary_table
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

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


def summary(section: ShownSection) -> Shown | None:
    """Form 04 as a table, area by area; None if the plan has no requirements."""
    return summary_table(section.book, id="cuadro-formulario-04") if _has_requirements(section) else None


def ceilings(section: ShownSection) -> Shown | None:
    """Table of each area's requests against its ceiling; None if the plan has no requirements."""
    return ceilings_table(section.book, id="cuadro-techos") if _has_requirements(section) else None


def _has_requirements(section: ShownSection) -> bool:
    return bool(section.book.listing("requerimientos"))
