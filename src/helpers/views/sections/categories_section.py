"""Tables of the section on the budget's categories, sources and groups of expenditure (`05_categorias`)."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.figures.subjects import FigureRow, acp_rows
from helpers.views.elements.grid import Shown
from helpers.views.elements.rows import category_rows, partition_rows
from helpers.views.elements.tables import FigureColumn, columns_by_window, with_notes
from helpers.views.sections.section_rows import programmed_money_table, total_row
from helpers.views.sections.shown_section import ShownSection

MEASURES = (
    ("Inicial", "ppto_inicial"), ("Vigente", "ppto_vigente"), ("Parte", "ppto_vigente_participacion"),
    ("Devengado", "devengado"), ("Ejecución", "ejecucion_financiera"), ("Saldo", "saldo"),
)  # fmt: skip
OF_A_CATEGORY = (("Devengado", "devengado"), ("Ejec.", "ejecucion_financiera"), ("Eficacia", "eficacia_ponderada"))
OF_CATEGORIES = {
    "Vigente": "Vigente: a la fecha de corte.", "Parte": "Parte: del presupuesto vigente de la entidad.",
    "Eficacia": "La eficacia de una fila de acción es la de la acción.",
}  # fmt: skip
CATEGORY = "Categoría programática · unidad responsable"


def sources_table(section: ShownSection) -> Shown:
    """Return the table of budget and expenditure of each source of financing, so far this year.

    Returns NotIncluded if no source has a budget.
    """
    if not _has_budget(section, "fuente"):
        return section.lacks("el reporte de ejecución de gastos por fuente de financiamiento")
    share = "Parte: presupuesto vigente de la fuente sobre el total de su reporte."
    rows = partition_rows(section.book, "fuente")
    return _by_cut(section, "cuadro-fuentes", "fuente de financiamiento", rows, share, "Fuente")


def groups_table(section: ShownSection) -> Shown:
    """Return the table of budget and expenditure of each group of expenditure, so far this year.

    The items (`partida`) are its rows if there are no groups; returns NotIncluded if no report is by item.
    """
    if not _has_budget(section, "partida"):
        return section.leave_out("el gasto por partida")
    items = partition_rows(section.book, "partida")
    groups = partition_rows(section.book, "grupo_gasto") or items
    # Groups are sums of items and have no total of their own: it is the one of the report by item.
    totals = [row for row in items if row.style == "total" and not groups[-1].style]
    share = "Parte: presupuesto vigente del grupo sobre el total de su reporte."
    return _by_cut(section, "cuadro-grupos", "grupo de gasto", [*groups, *totals], share, "Grupo de gasto")


def executing_units_table(section: ShownSection) -> Shown:
    """Return the table of budget and expenditure of each executing unit (UE), so far this year.

    Returns NotIncluded if no category names its unit.
    """
    if not _has_budget(section, "ue"):
        return section.leave_out("el gasto por unidad ejecutora")
    rows, share = partition_rows(section.book, "ue"), "Parte: su presupuesto vigente sobre el de la entidad."
    note = "Cada unidad ejecutora (UE) suma las categorías que administra."
    return _by_cut(section, "cuadro-ue", "unidad ejecutora", [*rows, total_row(section)], share, "UE", note)


def _has_budget(section: ShownSection, level: str) -> bool:
    return section.has("ppto_vigente", section.accumulated, level)


def _by_cut(
    section: ShownSection, id: str, what: str, rows: Sequence[FigureRow], share: str, stub: str, *notes: str
) -> Shown:
    """A table of budget and expenditure by one cut of the budget, so far this year; `share` explains the share."""
    window = section.accumulated
    return section.table(
        id=id,
        title=f"Ejecución por {what}, {window.so_far}",
        columns=with_notes((FigureColumn(*measure, window) for measure in MEASURES), {"Parte": share}),
        rows=rows,
        stub=stub,
        notes=notes,
    )


def categories_table(section: ShownSection) -> Shown:
    """Return the table of money and efficacy of each budget category, in the period and so far, under its action.

    The institution comes last.
    """
    period, window = section.period, section.accumulated
    words = period.words if period == window else f"{period.words} y acumulado"
    columns = [
        FigureColumn("Vigente", "ppto_vigente", window),
        FigureColumn("Parte", "ppto_vigente_participacion", window),
        *columns_by_window(section.windows, OF_A_CATEGORY),
    ]
    return section.table(
        id="cuadro-categorias",
        title=f"Ejecución por categoría programática, {words}",
        columns=with_notes(columns, OF_CATEGORIES if acp_rows(section.book) else OF_CATEGORIES | {"Eficacia": ""}),
        rows=[*category_rows(section.book), total_row(section)],
        stub=CATEGORY,
        notes=["Las filas de acción suman sus categorías."] if acp_rows(section.book) else [],
    )


def programmed_table(section: ShownSection) -> Shown | None:
    """Return the table of the money programmed and accrued by category, in the period and so far this year.

    None if no category has a programme.
    """
    if not section.has("ppto_programado", section.accumulated, "cat_prog"):
        return None
    rows, of_what = [*category_rows(section.book), total_row(section)], "categoría programática"
    id = "cuadro-categorias-programado"
    return programmed_money_table(section, id=id, of_what=of_what, rows=rows, stub=CATEGORY)
