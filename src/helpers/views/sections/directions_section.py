"""Table and checks of the section on each unit of the institution (`30_direcciones`)."""

from __future__ import annotations

from helpers.views.elements.grid import Shown
from helpers.views.elements.tables import FigureColumn
from helpers.views.progress.direction_views import DONE_OF_PLAN, LEVEL, percentage_rows
from helpers.views.progress.gap_views import gap_columns
from helpers.views.sections.shown_section import ShownSection

NOBODY_MISSING = "Ninguna unidad que tenga alguno de los dos porcentajes falta en el cuadro"
IN_ORDER = "Las unidades van en el orden de la estructura"
BUDGET = (("Presupuesto inicial", "ppto_inicial"), ("Presupuesto vigente", "ppto_vigente"))


def percentages_table(section: ShownSection) -> Shown:
    """Table of progress, execution and gap of each unit from January; for a plan, of initial and current budget.

    Units without any of them are left out. The money of no unit and the institution come last.
    """
    window = section.accumulated
    measured = "Presupuesto" if window.is_plan else "Avance físico y ejecución financiera"
    return section.table(
        id="cuadro-direcciones",
        title=f"{measured} por dirección, {window.words}",
        columns=_columns(section),
        rows=percentage_rows(section.book, window),
        stub="Dirección",
    )


def _columns(section: ShownSection) -> list[FigureColumn]:
    """Columns of progress, execution and gap; in a plan's report, of the initial and the current budget."""
    window = section.accumulated
    if window.is_plan:
        return [FigureColumn(name, indicator, window) for name, indicator in BUDGET]
    return gap_columns(section.book, section.metodo, window)


def units_measured(section: ShownSection) -> set[str]:
    """Codes of the units that have physical progress or financial execution from January to the period's end."""
    names = [name for name, _ in DONE_OF_PLAN]
    return {figure.code for name in names for figure in section.book.select(name, section.accumulated, LEVEL)}


def units_listed(section: ShownSection) -> list[str]:
    """Codes of the units in the table of `percentages_table`, in its order."""
    return [row.code for row in percentage_rows(section.book, section.accumulated) if row.level == LEVEL]


def units_in_order(section: ShownSection) -> list[str]:
    """Codes of all units, in the structure's order."""
    return [node.code for node in section.book.nodes_at(LEVEL)]
