"""Tables and charts of the section on units and posts (`07_unidades`)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from helpers.base.display import lower_first, upper_first
from helpers.base.python_extras import split_before
from helpers.figures.book import Book
from helpers.figures.figure import Operation
from helpers.figures.subjects import (
    FigureRow,
    Measure,
    figure_of,
    node_rows,
)
from helpers.settings.methods import Metodo
from helpers.views.charts.drawing.chart_frame import drawn_rows, missing_note
from helpers.views.charts.point_charts import differs_within, dispersion, ranked_dots
from helpers.views.elements.cells import number
from helpers.views.elements.grid import Pieces, Shown
from helpers.views.elements.nodes import who_report
from helpers.views.elements.outside_notes import in_part_notes, rule_alone, weighed_notes, with_figure
from helpers.views.elements.rows import dispersion_rows, drawn_unit_rows, type_rows, unit_rows
from helpers.views.elements.tables import FigureColumn, with_notes
from helpers.views.progress.lowest_units import lowest_units_table
from helpers.views.quality.method_views import dispersion_words
from helpers.views.sections.section_rows import PART
from helpers.views.sections.shown_section import ShownSection

PROGRESS, CHANGE = "avance_fisico", "avance_fisico_variacion"
MOST_DOTS = 44
"""Most rows of one chart of units, so that each row has room on the page."""
WITH_FIGURE, INTERVAL = "Con dato", "Intervalo de la media"
DISPERSION = (
    ("Número", "n", WITH_FIGURE), ("Promedio", "media", WITH_FIGURE),
    ("Desviación estándar", "desviacion", WITH_FIGURE),
    ("Desde", "inferior", INTERVAL), ("Hasta", "superior", INTERVAL),
)  # fmt: skip

TWO_MEANS = Markup("{}: aquí, {} ({}); su {} en los demás cuadros es {} ({}).")
"""Fields: node, mean of its units and rule, indicator, its value and rule."""


def units_table(section: ShownSection) -> Shown:
    """Table of every unit under its area; in each area, the greatest progress in the report's period comes first.

    It has progress in the quarter before and in the period, the change and the grade of the latter, and weighted
    efficacy and financial execution since January. Posts are not in it.
    """
    period, so_far, group = section.period, section.accumulated, "Avance físico"
    in_part = in_part_notes(section.book, _measure(section), "unidad")
    measures = [(PROGRESS, window) for window in section.before]
    notes = [*weighed_notes(section.book, measures), *in_part]
    if section.has(PROGRESS, period, "puesto"):
        notes.append("Los puestos, uno por uno, están en los anexos.")
    spent = "La ejecución financiera de una unidad es la de las categorías programáticas de las que responde."
    order = "ordenadas por avance físico dentro de su área" if section.has(PROGRESS, period, "unidad") else "por área"
    return section.table(
        id="cuadro-unidades",
        title=f"Unidades {order}, {period.words}",
        columns=[
            *_by_window(section, PROGRESS, group),
            FigureColumn("Variación", CHANGE, period, group=group),
            FigureColumn("Calificación", PROGRESS, period, is_grade=True, group=group),
            FigureColumn("Eficacia", "eficacia_ponderada", so_far, group=so_far.short),
            FigureColumn("Ejecución financiera", "ejecucion_financiera", so_far, group=so_far.short, note=spent),
        ],
        rows=unit_rows(section.book, ranked_by=_measure(section)),
        stub="Área y unidad",
        notes=notes,
    )


def units_chart(section: ShownSection) -> Pieces | None:
    """Charts of the progress of every unit with a figure in the report's period, beside the quarter before, by area.

    None unless several units have a figure; those that came late to a method that leaves out late forms do not count.
    """
    measure = _measure(section)
    if len(with_figure(section.book, node_rows(section.book, "unidad"), measure)) < 2:
        return None
    pages = split_by_group(drawn_unit_rows(section.book, measure), most=MOST_DOTS)
    part = PART if len(pages) > 1 else ""
    return Pieces(tuple(_dots(section, number, rows, part) for number, rows in enumerate(pages, start=1)))


def _dots(section: ShownSection, number: int, rows: Sequence[FigureRow], part: str) -> Shown:
    """One chart of the units; from the second on (`number`), its title says that it continues."""
    suffix, continued = ("", "") if number == 1 else (f"-{number}", ", continuación")
    windows = section.before
    grades = "Las líneas verticales dicen desde qué avance corresponde cada calificación."
    notes = [grades] if section.metodo.bandas else []
    return ranked_dots(
        section.book,
        id=f"grafico-unidades{suffix}",
        title=f"Avance físico por unidad dentro de su área, {section.period.words}{continued}",
        now=_measure(section),
        before=(PROGRESS, windows[0]) if len(windows) > 1 else None,
        rows=rows,
        edges=grade_edges(section.metodo, PROGRESS),
        notes=[*notes, *(() if suffix else _undrawn(section))],
        part=part,
        among=() if part else node_rows(section.book, "unidad"),
    )


def _undrawn(section: ShownSection) -> tuple[str, ...]:
    """Return a note that names the units without a figure, which the chart leaves out; empty if all are drawn."""
    measure, rows = _measure(section), node_rows(section.book, "unidad", short=True)
    shown, _ = drawn_rows(section.book, rows, measure, is_ranking=True)
    return missing_note([row.label for row in shown if figure_of(section.book, row, measure) is None])


def lowest_table(section: ShownSection) -> Shown:
    """Table of the units below 100 % in the report's period, the lowest first, then of the posts, with their causes.

    The causes are those that they reported. At most `lowest_units.LAST` of each are listed; late forms are left out.
    """
    return lowest_units_table(section.book, [(PROGRESS, window) for window in section.before])


def dispersion_table(section: ShownSection) -> Shown:
    """Table by area and kind: units and posts with progress in the period, mean, deviation, interval of the mean.

    Returns NotIncluded without words if the method asks for no dispersion in the period, because then none is missing;
    with words if no area or kind has two units with data.
    """
    asked = [one for one in section.metodo.dispersion if one.indicador == PROGRESS]
    if not any(section.period.kind in one.ventanas for one in asked):
        return section.lacks("")
    if not is_spread(section):
        return section.lacks("la dispersión del avance", "No hay un área ni una clase con dos unidades con dato.")
    measure = _measure(section)
    rows = dispersion_rows(section.book, measure)
    told = ((name, f"{PROGRESS}_{suffix}", group) for name, suffix, group in DISPERSION)
    columns = (FigureColumn(name, indicator, section.period, group=group) for name, indicator, group in told)
    return section.table(
        id="cuadro-dispersion",
        title=f"Dispersión del avance físico de {who_report(section.book)}, {section.period.words}",
        columns=with_notes(columns, {"Hasta": "El intervalo sale de una fórmula y puede rebasar 0 y 100."}),
        rows=[*rows, *kind_rows(section.book, measure)],
        stub="Área o clase",
        notes=[
            *(dispersion_words(section.metodo, one) for one in asked),
            *differing_means(section.book, rows, measure),
        ],
    )


def is_spread(section: ShownSection) -> bool:
    """Whether an area or a kind of unit has the dispersion of at least two units with data in the period."""
    counts = (one for one in section.book.all_of(f"{PROGRESS}_n") if one.period == section.period)
    return any(one.value > 1 for one in counts)


def dispersion_chart(section: ShownSection) -> Shown | None:
    """Chart of every unit of an area as a dot by progress in the report's period, with the area's mean.

    None if no area has two units with a figure.
    """
    measure = _measure(section)
    if not differs_within(section.book, measure):
        return None
    return dispersion(
        section.book,
        id="grafico-dispersion",
        title=f"Dispersión del avance físico de {who_report(section.book)} dentro de su área, {section.period.words}",
        measure=measure,
    )


def types_table(section: ShownSection) -> Shown:
    """Table of types and subtypes of post: progress and mean of their parts, quarter before and period; empty without.

    The headings say that the progress was reported only if all of it was: a method may let the parts prevail.
    """
    period = section.period
    rows = type_rows(section.book)
    if not rows:
        return section.leave_out()
    own, parts = _words_of_progress(section, rows), f"{PROGRESS}_partes"
    is_compared = any(section.has(parts, window) for window in section.before)
    what = f": {own} y promedio de sus partes" if is_compared else ""
    return section.table(
        id="cuadro-tipos",
        title=f"Avance físico por tipo de puesto{what}, {period.words}",
        columns=[
            FigureColumn("Puestos", "cantidad_unidades", period),
            *_by_window(section, PROGRESS, upper_first(own)),
            FigureColumn("Variación", CHANGE, period, group=upper_first(own)),
            *_by_window(section, parts, "Promedio de sus partes"),
            FigureColumn(f"Calificación de lo {own}", PROGRESS, period, is_grade=True),
        ],
        rows=rows,
        stub="Tipo y subtipo de puesto",
    )


def _words_of_progress(section: ShownSection, rows: Sequence[FigureRow]) -> str:
    """«informado» if all progress of the rows was reported as such; else «considerado»."""
    figures = (section.book.get(PROGRESS, window, row.level, row.code) for row in rows for window in section.before)
    found = [figure for figure in figures if figure is not None]
    return "informado" if all(one.operation is Operation.INPUT for one in found) else "considerado"


def unknown_kinds(section: ShownSection) -> Shown | None:
    """Return NotIncluded, the mark that the units' kinds are lacking, if the data give no unit's kind; else None."""
    if any(node.kind for node in section.book.nodes_at("unidad")):
        return None
    return section.lacks("la clase de cada unidad: sustantiva, administrativa o de asesoramiento")


def _measure(section: ShownSection) -> Measure:
    return (PROGRESS, section.period)


def _by_window(section: ShownSection, indicator: str, group: str) -> list[FigureColumn]:
    """An indicator in the quarter before, if the year has one, and in the period."""
    return [FigureColumn(window.short, indicator, window, group=group) for window in section.before]


def differing_means(book: Book, rows: Sequence[FigureRow], measure: Measure) -> tuple[Markup, ...]:
    """Return notes on nodes whose printed value differs from the simple mean of their units; empty if none does.

    Parameters
    ----------
    rows : sequence of FigureRow
        The nodes: areas, the institution.
    measure : Measure
        Indicator and period of the value; the mean is the figure `{indicator}_media`.

    Returns
    -------
    tuple of Markup
        One note per such node: both values with their rules.
    """
    indicator, period = measure
    said = []
    for row in rows:
        own = book.get(indicator, period, row.level, row.code)
        mean = book.get(f"{indicator}_media", period, row.level, row.code)
        if own is not None and mean is not None and own.rounded != mean.rounded:
            values = [(number(figure, unit=True), lower_first(rule_alone(figure))) for figure in (mean, own)]
            said.append(TWO_MEANS.format(row.label, *values[0], book.indicator_name(indicator).lower(), *values[1]))
    return tuple(said)


def kind_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """Return one heading, then a row for each kind of unit (`clase`) with figures; without kinds, not even the heading.

    A kind is included if the Book has the number of its units with data in the measure (`<indicador>_n`).
    """
    indicator, period = measure
    found = [FigureRow(figure.name, "clase", figure.code) for figure in book.select(f"{indicator}_n", period, "clase")]
    return (FigureRow("Por clase de unidad", style="grupo"), *found) if found else ()


def split_by_group(rows: Sequence[FigureRow], most: int) -> tuple[tuple[FigureRow, ...], ...]:
    """Split rows under group headings into pages, in their order; one empty page if there are no rows.

    Parameters
    ----------
    most : int
        Maximum number of rows on a page. A group is never split, so a larger group exceeds it.
    """
    pages: list[list[FigureRow]] = [[]]
    for group in split_before(rows, lambda row: row.style == "grupo"):
        if pages[-1] and len(pages[-1]) + len(group) > most:
            pages.append([])
        pages[-1] += group
    return tuple(map(tuple, pages))


def grade_edges(method: Metodo, indicator: str) -> tuple[tuple[str, Decimal], ...]:
    """Return rating and lower limit of each grade of an indicator, for a chart; lower limits of at most 1 are omitted.

    The order is the method's; empty if it does not grade the indicator.
    """
    bands = next((item for item in method.bandas if item.indicador == indicator), None)
    return tuple((grade.calificacion, grade.desde) for grade in bands.grados if grade.desde > 1) if bands else ()
