"""Tables and counts of the section on the plan's tasks by month (`05_matriz`)."""

from __future__ import annotations

from helpers.figures.subjects import with_figures
from helpers.views.elements.grid import Shown
from helpers.views.elements.rows import category_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.plan.matrix_views import DUE, no_month, tasks_of_report, unit_rows_by_area
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

MONEY = "ppto_programado"
PRINTED_LEVELS = ("area", "unidad")


def due_table(section: ShownSection) -> Shown:
    """Table of the number of tasks with something programmed in each month and in the year, by area and unit.

    The last row is the institution's total. Posts have no row: their tasks count in their area.
    """
    plan = section.period
    months = [FigureColumn(month.window, DUE, month) for month in plan.months()]
    rows = [row for row in unit_rows_by_area(section.book) if row.level in PRINTED_LEVELS]
    counted = "Una tarea cuenta en cada mes en que tiene algo programado, y una vez en el año."
    summed = " Los puestos están sumados en su área." if section.has(DUE, plan, "puesto") else ""
    return section.table(
        id="cuadro-tareas-mes",
        title="Tareas con algo programado en cada mes",
        columns=[*months, FigureColumn("Año", DUE, plan)],
        rows=[*rows, total_row(section, "Total")],
        stub="Área y unidad",
        notes=[f"{counted}{summed}", *no_month(section.book)],
    )


def tasks_of_version(section: ShownSection) -> str:
    """Return the id of the figure that counts the tasks of the report's version; empty if the Book has none."""
    tasks = tasks_of_report(section.book)
    found = section.book.get("tareas_plan", section.period, "version", tasks[0].version) if tasks else None
    return found.id if found else ""


def tasks_scheduled(section: ShownSection) -> str:
    """Return the id of the figure that counts the institution's tasks with something programmed.

    Empty if there is none.
    """
    found = section.book.get(DUE, section.period, *section.entity)
    return found.id if found else ""


def money_table(section: ShownSection) -> Shown:
    """Table of the money programmed by quarter and in the year, by action and category, and in total.

    Rows without any are left out; returns NotIncluded if none is programmed.
    """
    plan = section.period
    if not section.has(MONEY, plan):
        return section.lacks("el dinero programado de cada mes")
    quarters = [FigureColumn(quarter.window, MONEY, quarter) for quarter in plan.quarters()]
    return section.table(
        id="cuadro-dinero-trimestre",
        title="Presupuesto programado por trimestre",
        columns=[*quarters, FigureColumn("Año", MONEY, plan)],
        rows=with_figures(section.book, [*category_rows(section.book), total_row(section, "Total")], (MONEY, plan)),
        stub="Acción y categoría programática",
    )


def money_is_approved(section: ShownSection) -> bool:
    """Return whether the money programmed equals what the resolution approves; false also if they are not compared."""
    difference = section.book.get(f"{MONEY}_diferencia", section.period, *section.entity)
    return difference is not None and difference.value == 0
