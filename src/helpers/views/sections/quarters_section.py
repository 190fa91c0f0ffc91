"""Tables of the section on the year and its quarters (`23_trimestres`)."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.periods import Period
from helpers.figures.figure_names import AT_CLOSING, QUARTERS_SUM, VERSION_CHANGE, YEAR_LESS_QUARTERS
from helpers.figures.subjects import FigureRow, with_figures
from helpers.views.elements.grid import Pieces, Shown
from helpers.views.elements.rows import structure_rows, unit_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.progress import year_views
from helpers.views.progress.year_views import Restated
from helpers.views.sections.section_rows import EFFICACY
from helpers.views.sections.shown_section import ShownSection

ACCRUED, CURRENT, PROGRAMMED = "devengado", "ppto_vigente", "ppto_programado"
ACCRUED_SUM = f"{ACCRUED}{QUARTERS_SUM}"
MOST_CLOSED = 6
"""Most columns of closed quarters on an upright page."""
STUB, MONEY_STUB = "Servicio, área o tipo", "Servicio o área"


def physical(section: ShownSection) -> str:
    """Return the indicator of what was done: the one by which the method scores tasks, or `avance_fisico`."""
    return section.metodo.hoja.indicador if section.metodo.hoja else "avance_fisico"


def weighted(section: ShownSection) -> str:
    """Return the indicator that adds up the weighted quarters, `eficacia_ponderada`; empty if the method has none."""
    return EFFICACY if EFFICACY in section.metodo.indicadores else ""


def accrued_table(section: ShownSection) -> Shown:
    """Table of accrued money by quarter and in the year so far; in a finished year also of the sum of the quarters.

    It has the structure's rows with money. Returns NotIncluded if nothing is known.
    """
    quarters, whole = section.accumulated.quarters(), section.accumulated
    group = "Lo devengado en cada trimestre"
    return section.table(
        id="cuadro-trimestres-devengado",
        title="Devengado por trimestre y en el año",
        columns=[
            *[FigureColumn(one.window, ACCRUED, one, group=group) for one in quarters],
            FigureColumn("Suma", ACCRUED_SUM, whole),
            FigureColumn("El año" if whole.window == "anual" else whole.words.capitalize(), ACCRUED, whole),
        ],
        rows=_money_rows(section),
        stub=MONEY_STUB,
        notes=year_views.unknown_accrued(section.book, whole),
    )


def adds_up(section: ShownSection) -> bool:
    """Return whether the institution's four quarters add up exactly to what the finished year accrued.

    Raises `UnknownFigure` if the Book lacks their sum, as before the year's end or with a quarter missing, or the year.
    """
    added = section.figure(ACCRUED_SUM, section.accumulated)
    return added.value == section.figure(ACCRUED, section.accumulated).value


def current_table(section: ShownSection) -> Shown:
    """Table of the current budget at the end of each quarter of the year so far, by rows of the structure with money.

    Returns NotIncluded if no quarter has a current budget.
    """
    return section.table(
        id="cuadro-trimestres-vigente",
        title="Presupuesto vigente al cierre de cada trimestre",
        columns=[FigureColumn(quarter.window, CURRENT, quarter) for quarter in section.accumulated.quarters()],
        rows=_money_rows(section),
        stub=MONEY_STUB,
    )


def programmed_table(section: ShownSection) -> Shown | None:
    """Table of the money programmed for each quarter and for the year so far; None if none is."""
    whole = section.accumulated
    if not section.has(PROGRAMMED, whole):
        return None
    windows = dict.fromkeys((*whole.quarters(), whole))
    return section.table(
        id="cuadro-trimestres-programado",
        title="Presupuesto programado para cada trimestre y para el año",
        columns=[FigureColumn(window.window.capitalize(), PROGRAMMED, window) for window in windows],
        rows=_money_rows(section),
        stub=MONEY_STUB,
    )


def progress_table(section: ShownSection) -> Shown:
    """Table of physical progress (%) in each quarter and so far this year, by rows of the structure.

    The year so far is computed from the tasks and, if the method has it, as the sum of weighted quarters too.
    """
    whole, indicator, by_weight = section.accumulated, physical(section), weighted(section)
    columns = [FigureColumn(one.window, indicator, one, group="Cada trimestre") for one in whole.quarters()]
    columns.append(FigureColumn("De las tareas", indicator, whole, group="Acumulado"))
    if by_weight:
        columns.append(FigureColumn("Suma ponderada", by_weight, whole, group="Acumulado"))
    return section.table(
        id="cuadro-trimestres-avance",
        title=f"{section.book.indicator_name(indicator)} por trimestre y en el año",
        columns=columns,
        rows=structure_rows(section.book),
        stub=STUB,
    )


def is_any_closed(section: ShownSection) -> bool:
    """Return whether any earlier period of the year was closed."""
    return any(figure.indicator.endswith(AT_CLOSING) for figure in section.book)


def restated(section: ShownSection) -> Restated:
    """Return the findings on closed figures that changed or are no longer obtained, ready to be shown."""
    return Restated(section.book, section.findings)


def closed_progress_table(section: ShownSection) -> Shown | None:
    """Table of what was done in each closed quarter, as closed and now; None if no closing has that indicator."""
    return _closed_table(section, "cuadro-trimestres-cierre-fisico", physical(section))


def closed_accrued_table(section: ShownSection) -> Shown | None:
    """Table of the money accrued in each closed quarter, as closed and now; None if no closing has accrued money."""
    return _closed_table(section, "cuadro-trimestres-cierre-devengado", ACCRUED)


def _closed_table(section: ShownSection, id: str, indicator: str) -> Shown | None:
    """A table of an indicator in each closed quarter that has it: the structure's rows with a closed figure."""
    columns = year_views.closing_columns(section.book, indicator, section.accumulated.quarters())
    if not columns:
        return None
    at_closing = [(column.indicator, column.period) for column in columns if column.header == "Al cierre"]
    return section.table(
        id=id,
        title=f"{section.book.indicator_name(indicator)} de cada trimestre: como se cerró y ahora",
        columns=columns,
        rows=with_figures(section.book, structure_rows(section.book), *at_closing),
        stub=STUB,
        wide=len(columns) > MOST_CLOSED,
    )


def restated_table(section: ShownSection) -> Shown | None:
    """Table of the changed figures with their cause; None if none above tasks changed.

    NotIncluded if no quarter was closed.
    """
    if not is_any_closed(section):
        return section.leave_out()
    changed = restated(section)
    return changed.table(id="cuadro-trimestres-reexpresadas") if changed.changed else None


def quarters_with_change(section: ShownSection) -> tuple[Period, ...]:
    """Return the quarters so far in which a new version of the plan changed the printed progress of some row."""
    return tuple(quarter for quarter in section.accumulated.quarters() if _moved(section, quarter))


def _moved(section: ShownSection, quarter: Period) -> tuple[FigureRow, ...]:
    """The rows whose progress the new version of a quarter changes; none if the Book has no change by version."""
    if not section.has(f"{physical(section)}{VERSION_CHANGE}", quarter):
        return ()
    rows = (*structure_rows(section.book), *unit_rows(section.book, ranked_by=(physical(section), quarter)))
    return year_views.moved_by_version(section.book, physical(section), quarter, rows)


def versions_tables(section: ShownSection) -> Shown:
    """One table per quarter with a new version of the plan: the nodes that it changes, by both; NotIncluded if none."""
    quarters = quarters_with_change(section)
    return Pieces(tuple(_versions_table(section, one) for one in quarters)) if quarters else section.leave_out()


def _versions_table(section: ShownSection, quarter: Period) -> Shown:
    """The table of a quarter: rows that the new version changes, by both versions."""
    indicator = physical(section)
    name = section.book.indicator_name(indicator)
    return section.table(
        id=f"cuadro-trimestres-versiones-{quarter.window.lower()}",
        title=f"{name} con la versión del plan vigente al empezar y con la vigente al cierre, {quarter.words}",
        columns=year_views.version_columns(indicator, quarter),
        rows=_moved(section, quarter),
        stub="Quien cambia",
        notes=year_views.moved_posts(section.book, indicator, quarter),
    )


def has_bridge(section: ShownSection) -> bool:
    """Return whether any node has the steps from the quarters to the year; they exist for a finished year only."""
    return section.has(f"{physical(section)}{YEAR_LESS_QUARTERS}", section.accumulated)


def bridge_table(section: ShownSection) -> Shown:
    """Table of the steps from the quarters to the year of services, areas and the institution.

    NotIncluded if no node has them; before the year's end nothing is missing.
    """
    title = "De los trimestres al año: servicios, áreas y entidad"
    rows = structure_rows(section.book)
    table = _bridge_table(section, id="cuadro-trimestres-puente", title=title, rows=rows, stub=STUB)
    what = "el avance de los cuatro trimestres y del año" if section.accumulated.is_year else ""
    return table or section.leave_out(what)


def units_bridge_table(section: ShownSection) -> Shown | None:
    """Table of the steps from the quarters to the year of the units with all four quarters, under their areas.

    In each area, the unit with the greatest progress of the year comes first. None if no node has the steps, as before
    the year's end.
    """
    posts = " Los puestos están en la lista de cifras que acompaña al informe."
    return _bridge_table(
        section,
        id="cuadro-trimestres-puente-unidades",
        title="De los trimestres al año: unidades",
        rows=unit_rows(section.book, ranked_by=(physical(section), section.accumulated)),
        stub="Unidad",
        notes=[
            "Solo las unidades que tienen avance en los cuatro trimestres: sin él no hay suma que comparar con el año."
            f"{posts if section.book.nodes_at('puesto') else ''}"
        ],
    )


def _bridge_table(
    section: ShownSection, *, id: str, title: str, rows: Sequence[FigureRow], stub: str, notes: Sequence[str] = ()
) -> Shown | None:
    """A table of the steps from the quarters to the year of some rows; None if no node has them."""
    if not has_bridge(section):
        return None
    book, whole, indicator = section.book, section.accumulated, physical(section)
    return section.table(
        id=id,
        title=title,
        columns=year_views.bridge_columns(book, indicator, weighted(section), whole),
        rows=year_views.bridged(book, indicator, rows, whole),
        stub=stub,
        notes=notes,
    )


def recovered_tasks_table(section: ShownSection) -> Shown | None:
    """Table of the tasks that did in one quarter what was missing in another.

    None if no node has the steps to the year, as before the year's end.
    """
    if not has_bridge(section):
        return None
    window = section.accumulated
    return year_views.moved_tasks_table(section.book, physical(section), window, id="cuadro-trimestres-tareas")


def _money_rows(section: ShownSection) -> tuple[FigureRow, ...]:
    """The structure's rows with money in a quarter or in the year."""
    windows = (*section.accumulated.quarters(), section.accumulated)
    measures = [(indicator, window) for indicator in (ACCRUED, CURRENT, PROGRAMMED) for window in windows]
    return with_figures(section.book, structure_rows(section.book), *measures)
