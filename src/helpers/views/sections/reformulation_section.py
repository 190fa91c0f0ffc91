"""Tables of the section on what a reformulation changed (`06_reformulacion`)."""

from __future__ import annotations

from helpers.figures.subjects import FigureRow
from helpers.views.elements.grid import Shown
from helpers.views.elements.tables import FigureColumn
from helpers.views.plan.plan_views import versions_table
from helpers.views.plan.reformulation_views import blank_budget, compared_versions
from helpers.views.sections.shown_section import ShownSection

VERSION, BY_SOURCE = "version", "version_fuente"
TASKS = {
    "tareas_plan": "Tareas de la versión", "tareas_plan_cambio": "Más que la anterior",
    "tareas_agregadas": "Agregadas", "tareas_retiradas": "Retiradas",
    "tareas_trasladadas": "Trasladadas de unidad, acción u operación",
    "tareas_reprogramadas": "Reprogramadas (meses o meta)", "tareas_reponderadas": "Con otra ponderación",
    "tareas_con_otro_ppto": "Con otro presupuesto",
}  # fmt: skip
MONEY = {
    "ppto_tareas": "Presupuesto de las tareas", "ppto_agregado": "De las tareas agregadas",
    "ppto_retirado": "De las retiradas, en la versión anterior",
    "ppto_conservado_antes": "De las que siguen, en la versión anterior",
    "ppto_conservado_despues": "De las que siguen, en la nueva",
    "ppto_conservado_cambio": "Cambio de las que siguen", "ppto_tareas_cambio": "Cambio en total",
}  # fmt: skip
BRIDGE = (
    ("Aprobado", "ppto_aprobado"), ("Modificaciones listadas", "ppto_modificado"),
    ("Sin explicar", "ppto_puente_diferencia"),
)  # fmt: skip


def plan_versions_table(section: ShownSection) -> Shown:
    """Table of the plan's versions with their resolutions; returns NotIncluded if the data have no `versiones`."""
    if not section.book.listing("versiones"):
        return section.lacks("las resoluciones que aprobaron y reformularon el plan")
    return versions_table(section.book, id="cuadro-poa-versiones")


def tasks_table(section: ShownSection) -> Shown:
    """Table of how many tasks each version changed against the previous one, by kind.

    Returns NotIncluded if no versions are compared.
    """
    if not compared_versions(section.book):
        why = "No constan en la información recibida las tareas de dos versiones con fecha."
        if not section.period.is_plan:
            why = f"Lo compara el informe del plan ({section.period.year}-poa)."
        return section.lacks("lo que cambió cada versión", why)
    return section.table(
        id="cuadro-cambios",
        title="Tareas que cambió cada versión frente a la anterior",
        columns=_by_version(section),
        rows=[FigureRow(name, indicator=indicator) for indicator, name in TASKS.items()],
        stub="Cambio",
        notes=["Una tarea puede haber cambiado de varios modos."],
    )


def money_table(section: ShownSection) -> Shown:
    """Table of the budget (Bs) of the tasks that each version changed.

    Returns NotIncluded if the tasks have no budget.
    """
    if not compared_versions(section.book):
        return section.leave_out()
    told = [name for name in MONEY if section.has(name, section.period, VERSION)]
    return section.table(
        id="cuadro-cambios-dinero",
        title="Presupuesto de las tareas que cambió cada versión",
        columns=_by_version(section),
        rows=[FigureRow(MONEY[name], indicator=name) for name in told],
        stub="Presupuesto",
        notes=blank_budget(section.book),
    )


def _by_version(section: ShownSection) -> list[FigureColumn]:
    versions = compared_versions(section.book)
    return [FigureColumn(f"Versión {code}", "", section.period, level=VERSION, code=code) for code in versions]


def last_version(section: ShownSection) -> str:
    """Return the name of the last version that the Book compares with the previous one; empty if it compares none."""
    return (compared_versions(section.book) or ("",))[-1]


def bridge_by_source(section: ShownSection) -> Shown | None:
    """Table of approved, modified and unexplained money by source of funds; None if it is not known by source."""
    sources = section.book.select("ppto_puente_diferencia", section.period, BY_SOURCE)
    if not sources:
        return None
    return section.table(
        id="cuadro-puente-fuentes",
        title="El puente por fuente: lo aprobado, lo modificado y lo que no se explica",
        columns=[FigureColumn(name, indicator, section.period) for name, indicator in BRIDGE],
        rows=[FigureRow(source.name, BY_SOURCE, source.code) for source in sources],
        stub="Fuente y versión",
    )
