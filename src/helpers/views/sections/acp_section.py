"""Tables and charts of the section on short-term actions (`04_acp`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.base.display import as_sentence, list_es, lower_first, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow, acp_rows
from helpers.views.elements.grid import Shown
from helpers.views.elements.outside_notes import weighed_notes
from helpers.views.elements.tables import FigureColumn, with_notes
from helpers.views.progress.results_matrix import results_matrix
from helpers.views.quality.method_views import substitute_notes
from helpers.views.sections.section_rows import (
    EFFICACY_NOTE,
    IDEAL_NOTE,
    actions_map,
    map_indicators,
    programmed_money_table,
    total_row,
)
from helpers.views.sections.shown_section import ShownSection

ACTION, FULL_ACTION = "Acción", "Acción de corto plazo"
CHANGES = (("Avance físico", "avance_fisico"), ("Ejecución financiera", "ejecucion_financiera"))
GOALS = (("Prog.", "meta_programada"), ("Ejec.", "meta_ejecutada"), ("Cumpl.", "meta_cumplimiento"))
NOTES = {
    "Eficacia": EFFICACY_NOTE,
    "Rango ideal": IDEAL_NOTE,
    "Brecha": "Brecha: eficacia menos rango ideal; negativa cuando falta.",
    "Calificación": "La calificación es la del avance físico.",
}
MOST_UPRIGHT = 6
"""Most columns of the table of efficiency on an upright page."""
MOST_NAMED = 4
"""From this many windows on, their names are short in the table of goals."""

SHOWN_IN_OTHER_TABLES = frozenset({
    "avance_fisico", "eficacia_ponderada", "rango_ideal", "brecha_ideal", "ejecucion_financiera",
    "ejecucion_programada", "meta_programada", "meta_ejecutada", "meta_cumplimiento",
})  # fmt: skip
"""Indicators of an action that other tables of the section show."""
LOOSE = "Sin grupo"


def period_table_id(section: ShownSection) -> str:
    """Return the id of the table with the period's detail, to which the text refers."""
    return "cuadro-acp-trimestre" if section.period != section.accumulated else "cuadro-acp-acumulado"


def period_table(section: ShownSection) -> Shown | None:
    """Return the table of progress and money of each action in the report's period.

    None if the period begins in January, since `accumulated_table` then says the same.
    """
    period = section.period
    if period == section.accumulated:
        return None
    notes = {"Devengado": f"Devengado: flujo del {section.span}."}
    return section.table(
        id="cuadro-acp-trimestre",
        title=f"Ejecución física y financiera por ACP, {period.words}",
        columns=with_notes(_measures(section, period), NOTES | notes),
        rows=[*grouped_actions(section.book), total_row(section)],
        stub=FULL_ACTION,
    )


def accumulated_table(section: ShownSection) -> Shown:
    """Return the table of money, execution, efficacy and progress of each action so far this year, and of all."""
    window = section.accumulated
    is_second = section.period != window  # names and notes stand in the table before
    return section.table(
        id="cuadro-acp-acumulado",
        title=f"Ejecución física y financiera por ACP, {window.so_far}",
        columns=with_notes(_measures(section, window), {} if is_second else NOTES),
        rows=[*grouped_actions(section.book, short=is_second), total_row(section)],
        stub=ACTION if is_second else FULL_ACTION,
        notes=substitute_notes(section.book, section.metodo, "avance_fisico", window),
    )


def change_table(section: ShownSection) -> Shown | None:
    """Return the table, by action, of progress and execution in the last quarter and the one before it.

    It is physical progress and financial execution; a third column of each gives the change in points. None in a year's
    first quarter. Returns NotIncluded if the Book has nothing of the earlier quarter.
    """
    quarter, before = section.quarter, section.quarter.previous_quarter()
    if before is None:
        return None
    if not any(section.has(name, before, level) for _, name in CHANGES for level in ("acp", "entidad")):
        return section.lacks(f"la comparación con el {before.words}", "No constan datos de él.")
    values = (("Anterior", "", before), ("Actual", "", quarter), ("Variación", "_variacion", quarter))
    lacking = {("Anterior", "ejecucion_financiera"): _missing_before(section, before)}
    columns = [
        FigureColumn(name, f"{indicator}{suffix}", window, group=group, note=lacking.get((name, indicator), ""))
        for group, indicator in CHANGES
        for name, suffix, window in values
    ]
    change = "La variación es la resta de los dos valores impresos, en puntos."
    return section.table(
        id="cuadro-acp-variacion",
        title=f"El {quarter.words} frente al anterior, por ACP",
        columns=with_notes(columns, {"Variación": change}),
        rows=[*acp_rows(section.book, short=True), total_row(section)],
        stub=ACTION,
        notes=weighed_notes(section.book, [("avance_fisico", one) for one in (before, quarter)], "acp", "entidad"),
    )


def _missing_before(section: ShownSection, before: Period) -> str:
    """Say why the earlier quarter has no financial execution by action; empty if it has."""
    lacking = [
        section.book.indicator_name(name).lower()
        for name in ("ppto_vigente", "devengado")
        if not section.has(name, before, "acp")
    ]
    if not lacking:
        return ""
    reason = f"no se recibió de cada acción, en ese trimestre, su {list_es(lacking)}"
    return f"Ejecución financiera anterior, s/d: {reason}."


def map_chart(section: ShownSection) -> Shown | None:
    """Draw what the actions did against what they spent in the year so far; None if the report's summary draws it.

    Returns NotIncluded unless several actions have both percentages.
    """
    indicators = map_indicators(section)
    if indicators is None:
        return section.lacks("el mapa de las acciones", "No hay dos acciones con ambos porcentajes desde enero.")
    return None if "resumen" in section.corrida.secciones else actions_map(section, indicators, id="grafico-acp-mapa")


def efficiency_table(section: ShownSection) -> Shown:
    """Return the table, by action, of the indicators of `efficiency_columns`, such as the efficiency of what was done.

    Returns NotIncluded if no action has a figure of any of them.
    """
    columns = efficiency_columns(section.book, section.windows)
    if not columns:
        return section.leave_out()
    names = dict.fromkeys(lower_first(section.book.indicator_name(column.indicator)) for column in columns)
    return section.table(
        id="cuadro-acp-eficiencia",
        title=f"Indicadores por ACP: {'; '.join(names)}",
        columns=columns,
        rows=[*grouped_actions(section.book, short=True), total_row(section)],
        stub=ACTION,
        wide=len(columns) > MOST_UPRIGHT,
    )


def goals_table(section: ShownSection) -> Shown:
    """Return the table of the goals registered in SIGEP, by action and in total: programmed, fulfilled and ratio.

    The windows are the quarters and the year so far that have goals.
    """
    whole = section.accumulated
    quarters = whole.quarters()
    windows = section.with_figures("meta_programada", dict.fromkeys((*quarters, whole))) or quarters
    is_short = len(windows) >= MOST_NAMED
    columns = [
        FigureColumn(name, indicator, window, group=upper_first(window.short if is_short else window.words))
        for window in windows
        for name, indicator in GOALS
    ]
    return section.table(
        id="cuadro-acp-metas",
        title=f"Metas por ACP según SIGEP, {windows[0].words if len(windows) == 1 else whole.words}",
        columns=columns,
        rows=[*acp_rows(section.book, short=True), total_row(section)],
        stub=ACTION,
        notes=["El total es la suma de metas ejecutadas sobre la de programadas."],
    )


def results_table(section: ShownSection) -> Shown:
    """Return the table by action of expected results, results of the period, goals in SIGEP, and money so far.

    The goals are of the year so far, or of the last quarter if the year so far has none.
    """
    window = section.accumulated
    quarter = window if section.has("meta_programada", window) else section.quarter
    return results_matrix(section.book, id="cuadro-acp-matriz", quarter=quarter, window=window)


def programmed_table(section: ShownSection) -> Shown:
    """Return the table of the money programmed and accrued by action, in the period and so far.

    Returns NotIncluded if no money is programmed by month.
    """
    if not section.has("ppto_programado", section.accumulated):
        return section.leave_out("la programación financiera por meses")
    rows = [*grouped_actions(section.book, short=True), total_row(section)]
    return programmed_money_table(section, id="cuadro-acp-programado", of_what="ACP", rows=rows, stub=ACTION)


def _measures(section: ShownSection, window: Period) -> list[FigureColumn]:
    """Columns of progress and money; execution against the programme where no table of its own shows it."""
    is_apart = section.has("ppto_programado", section.accumulated)
    measures = [
        ("Ppto. vigente", "ppto_vigente"), ("Devengado", "devengado"),
        *(() if is_apart else (("Ejec. frente a lo programado", "ejecucion_programada"),)),
        ("Ejec.", "ejecucion_financiera"), ("Eficacia", "eficacia_ponderada"),
        ("Rango ideal", "rango_ideal"), ("Brecha", "brecha_ideal"), ("Avance", "avance_fisico"),
    ]  # fmt: skip
    columns = [FigureColumn(name, indicator, window) for name, indicator in measures]
    return [*columns, FigureColumn("Calificación", "avance_fisico", window, is_grade=True)]


def grouped_actions(book: Book, *, short: bool = False) -> tuple[FigureRow, ...]:
    """Return the rows of the short-term actions under their groups, in the order of the listing `acciones`.

    Parameters
    ----------
    short : bool
        Whether actions have short labels.

    Returns
    -------
    tuple of FigureRow
        Each group (with its own figures) and its actions; actions without a group come last, under a heading. Only the
        actions, if none has a group.
    """
    actions = {row.code: row for row in acp_rows(book, short=short)}
    group_of = {action["acp"]: action.get("grupo", "") for action in book.listing("acciones")}
    groups = sorted(dict.fromkeys(group_of.values()), key=lambda group: not group)
    if not any(groups):
        return tuple(actions.values())
    rows: list[FigureRow] = []
    for group in groups:
        rows.append(FigureRow(group, "grupo", group, "grupo") if group else FigureRow(LOOSE, style="grupo"))
        rows += [row for code, row in actions.items() if group_of[code] == group]
    return tuple(rows)


def efficiency_columns(book: Book, windows: Sequence[Period]) -> tuple[FigureColumn, ...]:
    """Return table columns of actions for the indicators beyond progress, money and SIGEP goals, such as efficiency.

    Each window has, under its name, the method's indicators that some action has a figure of, with the method's
    explanation as note; those in Bs and in `SHOWN_IN_OTHER_TABLES` are left out. An indicator with grades has a second
    column with the traffic light. Empty if no action has such a figure.
    """
    return tuple(column for window in windows for column in _of_window(book, window))


def _of_window(book: Book, window: Period) -> Iterator[FigureColumn]:
    """Yield the columns of a window: each indicator, and its grade if some action has one."""
    heading = upper_first(window.words)
    for name, item in book.method["indicadores"].items():
        figures = book.select(name, window, "acp")
        if not figures or item["unidad"] == "Bs" or name in SHOWN_IN_OTHER_TABLES:
            continue
        called = book.indicator_name(name)
        note = as_sentence(f"{called}: {lower_first(item['explicacion'])}")
        yield FigureColumn(called, name, window, group=heading, note=note)
        if any(figure.grade for figure in figures):
            yield FigureColumn(f"{called}: calificación", name, window, is_grade=True, group=heading)
