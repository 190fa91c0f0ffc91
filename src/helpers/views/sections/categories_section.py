"""Tables of the section on the budget's categories, sources and groups of expenditure (`05_categorias`)."""

from __future__ import annotations

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
    window = section.accumulated
    if not section.has("ppto_vigente", window, "fuente"):
        return section.lacks("el reporte de ejecución de gastos por fuente de financiamiento")
    return section.table(
        id="cuadro-fuentes",
        title=f"Ejecución por fuente de financiamiento, {window.so_far}",
        columns=_so_far(section, "Parte: presupuesto vigente de la fuente sobre el total de su reporte."),
        rows=partition_rows(section.book, "fuente"),
        stub="Fuente",
    )


def groups_table(section: ShownSection) -> Shown:
    """Return the table of budget and expenditure of each group of expenditure, so far this year.

    The items (`partida`) are its rows if there are no groups; returns NotIncluded if no report is by item.
    """
    window = section.accumulated
    if not section.has("ppto_vigente", window, "partida"):
        return section.leave_out("el gasto por partida")
    groups, items = _groups(section), partition_rows(section.book, "partida")
    # Groups are sums of items and have no total of their own: it is the one of the report by item.
    totals = [row for row in items if row.style == "total" and not groups[-1].style]
    return section.table(
        id="cuadro-grupos",
        title=f"Ejecución por grupo de gasto, {window.so_far}",
        columns=_so_far(section, "Parte: presupuesto vigente del grupo sobre el total de su reporte."),
        rows=[*groups, *totals],
        stub="Grupo de gasto",
    )


def executing_units_table(section: ShownSection) -> Shown:
    """Return the table of budget and expenditure of each executing unit (UE), so far this year.

    Returns NotIncluded if no category names its unit.
    """
    window = section.accumulated
    if not section.has("ppto_vigente", window, "ue"):
        return section.leave_out("el gasto por unidad ejecutora")
    return section.table(
        id="cuadro-ue",
        title=f"Ejecución por unidad ejecutora, {window.so_far}",
        columns=_so_far(section, "Parte: su presupuesto vigente sobre el de la entidad."),
        rows=[*partition_rows(section.book, "ue"), total_row(section)],
        stub="UE",
        notes=["Cada unidad ejecutora (UE) suma las categorías que administra."],
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


def _so_far(section: ShownSection, share: str) -> list[FigureColumn]:
    """Return the columns of the tables by one cut of the budget, so far this year; `share` explains the share."""
    columns = (FigureColumn(name, indicator, section.accumulated) for name, indicator in MEASURES)
    return with_notes(columns, {"Parte": share})


def _groups(section: ShownSection) -> tuple[FigureRow, ...]:
    """Return the groups of expenditure; the items themselves where the figures have no groups."""
    return partition_rows(section.book, "grupo_gasto") or partition_rows(section.book, "partida")
