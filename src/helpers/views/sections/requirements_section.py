"""Tables of the section on requirements (`03_requerimientos`)."""

from __future__ import annotations

from helpers.views.elements.grid import Shown
from helpers.views.elements.tables import FigureColumn
from helpers.views.plan.formulation_views import asked_lines, form_rows, requirements_table
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

ASKED, LEGIBLE = MEASURES = ("requerido", "requerido_legible")


def by_form(section: ShownSection) -> Shown:
    """Table of what all areas request (Bs) in each form 03, such as `3-02 Activos fijos`, and in total."""
    is_partial = section.has(LEGIBLE, section.period)
    note = "Se lee: suma de los importes que se leen, donde faltan áreas o importes para el total."
    return section.table(
        id="cuadro-requerido-formulario",
        title="Requerido por formulario",
        columns=_columns(section),
        rows=[*form_rows(section.book), total_row(section, "Total")],
        stub="Formulario",
        notes=[note] if is_partial else [],
    )


def line_by_line(section: ShownSection) -> Shown | None:
    """Table of every line of the forms 03, as received, with a total of each area and of all, in Bs.

    None if the plan has no form 03.
    """
    return requirements_table(section.book, id="cuadro-formulario-03") if asked_lines(section.book) else None


def _columns(section: ShownSection) -> list[FigureColumn]:
    plan = section.period
    return [FigureColumn("Requerido", ASKED, plan), FigureColumn("Se lee", LEGIBLE, plan)]
