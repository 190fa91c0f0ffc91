"""Tables and repeated sums of the section on articulation and weights (`02_articulacion`)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.figures.figure import Figure, Operation
from helpers.views.elements.grid import Shown
from helpers.views.plan.articulation_views import products_table, weights_table
from helpers.views.plan.formulation_views import formulating_rows
from helpers.views.quality.finding_tables import findings_on
from helpers.views.sections.shown_section import ShownSection

TABLE, WEIGHT = "articulacion", "peso_acp"
LEVELS = ("area", "unidad", "entidad")
ADDED_UP = "La suma de cada área es la de las ponderaciones que se leen"
WORKING: Mapping[str, str] = {
    "codigo": "Área", "nombre": "Acción", "valor": "Ponderación", "resultado": "Suma",
}  # fmt: skip
"""Columns of the working frame that are shown, with their headings."""


def not_whole(section: ShownSection) -> Shown | None:
    """Table of the findings on weights that do not add up to 100 or cannot be checked; no rows without any.

    None if `articulacion` names no area.
    """
    if not _has_areas(section):
        return None
    found = section.findings_of("PLA-PONDERACION")
    of_areas = [finding for finding in found if finding.elemento.startswith(f"{TABLE}/")]
    title = "Ponderaciones que no suman cien, o no se pueden comprobar"
    return findings_on(section.book, of_areas, id="cuadro-articulacion-hallazgos", title=title)


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


def sums(section: ShownSection) -> tuple[Figure, ...]:
    """The figures of areas, units and the institution that are sums of weights, for the section's check."""
    return section.computed_as(Operation.SUM, WEIGHT, section.period, *LEVELS)
