"""Tables of the section on articulation and weights (`02_articulacion`)."""

from __future__ import annotations

from helpers.views.elements.grid import Shown
from helpers.views.plan.articulation_views import products_table, weights_table
from helpers.views.plan.formulation_views import formulating_rows
from helpers.views.sections.shown_section import ShownSection

TABLE = "articulacion"


def actions(section: ShownSection) -> Shown:
    """Form 02 as a table, action by action under each area; a sentence instead if `articulacion` names no area."""
    if not _has_areas(section):
        return section.say("La tabla «articulacion» de esta corrida no dice qué área pondera cada acción.")
    return weights_table(section.book, id="cuadro-formulario-02")


def products(section: ShownSection) -> Shown | None:
    """Table of the products and beneficiaries expected of each action; None if `articulacion` names no area."""
    return products_table(section.book, id="cuadro-productos-esperados") if _has_areas(section) else None


def _has_areas(section: ShownSection) -> bool:
    return bool(formulating_rows(section.book, TABLE))
