"""The table of the section on articulation and weights (`02_articulacion`)."""

from __future__ import annotations

from helpers.views.elements.grid import Shown
from helpers.views.plan.articulation_views import weights_table
from helpers.views.plan.formulation_views import formulating_rows
from helpers.views.sections.shown_section import ShownSection


def actions(section: ShownSection) -> Shown:
    """Form 02 as a table, action by action under each area; NotIncluded if `articulacion` names no area."""
    if not formulating_rows(section.book, "articulacion"):
        return section.lacks("el área que pondera cada acción")
    return weights_table(section.book, id="cuadro-formulario-02")
