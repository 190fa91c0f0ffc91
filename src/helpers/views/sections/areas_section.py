"""Tables and charts of the section on areas and months (`06_areas`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.base.display import list_es, lower_first
from helpers.base.periods import MONTH_NAMES, Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import PROJECTED
from helpers.figures.mean_coverage import is_of_programme
from helpers.figures.subjects import node_rows
from helpers.settings.indicators import Proyeccion
from helpers.views.charts.line_charts import twin_lines
from helpers.views.elements.grid import Shown
from helpers.views.elements.outside_notes import rule_alone, weighed_notes
from helpers.views.elements.tables import FigureColumn, with_notes
from helpers.views.sections.section_rows import (
    EFFICACY,
    EFFICACY_NOTE,
    GAP,
    GAP_WORDS,
    IDEAL_NOTE,
    area_rows,
    by_window,
)
from helpers.views.sections.shown_section import ShownSection

STUB, LIGHT = "Área", "Semáforo"
SPENT = "ejecucion_financiera"
MOST_QUARTERS = 2
"""Most quarters side by side in the table by quarter; if there are more, each is a row below its area."""


def accumulated_table(section: ShownSection) -> Shown:
    """Table of money, execution, efficacy (or progress), gaps and efficiency of each area so far this year.

    The execution has its traffic light too. The progress stands there if the method has no efficacy. The gaps are what
    was done less what was spent, and the efficacy less its ideal range, which has a column too. Columns without figures
    are left out; NotIncluded if none is left. The institution comes last.
    """
    window = section.accumulated
    header, physical = _physical(section)
    provisional = "" if window.is_year else "La eficiencia es provisional antes del cierre de la gestión."
    measures = (
        ("Vigente", "ppto_vigente", ""), ("Devengado", "devengado", ""), ("Ejecución", SPENT, ""),
        (LIGHT, SPENT, "Semáforo: la ejecución acumulada frente a los umbrales del trimestre."),
        (header, physical, EFFICACY_NOTE if physical == EFFICACY else ""), ("Brecha", GAP, _gap_words(header)),
        ("Rango ideal", "rango_ideal", IDEAL_NOTE),
        ("Brecha ideal", "brecha_ideal", "Brecha ideal: la eficacia menos el rango ideal."),
        ("Eficiencia", "eficiencia", provisional),
    )  # fmt: skip
    return section.table(
        id="cuadro-areas-acumulado",
        title=f"Ejecución por área, {window.so_far}",
        columns=[
            FigureColumn(name, indicator, window, is_grade=name == LIGHT, note=note)
            for name, indicator, note in measures
        ],
        rows=area_rows(section),
        stub=STUB,
    )


def quarters_table(section: ShownSection) -> Shown:
    """Table of money, efficacy (or progress) and their gap, in points, of each area by quarter of this year.

    NotIncluded unless there are several quarters: the other tables of the section have a single one.
    """
    quarters, physical = section.accumulated.quarters(), _physical(section)
    if len(quarters) <= 1:
        return section.leave_out()
    money = (("Vigente", "ppto_vigente"), ("Devengado", "devengado"), ("Ejec.", SPENT))
    columns, rows = by_window(area_rows(section), quarters, (*money, physical, ("Brecha", GAP)), MOST_QUARTERS)
    return section.table(
        id="cuadro-areas-trimestres",
        title="Ejecución física y financiera por área y trimestre",
        columns=with_notes(columns, {"Brecha": _gap_words(physical[0])}),
        rows=rows,
        stub=STUB,
        notes=weighed_notes(section.book, [("avance_fisico", quarter) for quarter in quarters], "area", "entidad"),
    )


def are_months_informed(section: ShownSection) -> bool | None:
    """Whether all monthly progress of areas was reported, not computed; None if there are both kinds, or none."""
    kinds = {one.operation is Operation.INPUT for one in _months_of_areas(section)}
    return kinds.pop() if len(kinds) == 1 else None


def are_months_of_programme(section: ShownSection) -> bool:
    """Whether the progress of each area and month was computed and measures what was programmed; false without any."""
    is_of_all = all(is_of_programme(section.book, one) for one in _months_of_areas(section))
    return are_months_informed(section) is False and is_of_all


def _months_of_areas(section: ShownSection) -> list[Figure]:
    """The efficacy (or progress) of each area in each month of the year so far, without missing ones."""
    _, physical = _physical(section)
    return [one for month in section.accumulated.months() for one in section.book.select(physical, month, "area")]


def physical_months_table(section: ShownSection) -> Shown:
    """Table of the efficacy (or progress) of each area by month so far.

    A note says how the institution's months are obtained.
    """
    months, (_, physical) = section.accumulated.months(), _physical(section)
    return section.table(
        id="cuadro-areas-meses-fisica",
        title=f"{section.book.indicator_name(physical)} por área y mes",
        columns=_by_month(physical, months),
        rows=area_rows(section),
        stub=STUB,
        notes=_rules_by_month(section, physical, section.with_figures(physical, months, "entidad")),
    )


def _rules_by_month(section: ShownSection, physical: str, months: Sequence[Period]) -> list[str]:
    """The note on how the institution's months are obtained; another note of the table names whom they leave out."""
    alike = grouped(months, lambda month: lower_first(rule_alone(section.figure(physical, month))))
    told = [
        f"de {list_es([MONTH_NAMES[month.first - 1] for month in some]) if len(alike) > 1 else 'cada mes'}: {rule}"
        for rule, some in alike.items()
    ]
    return [f"Total {'; '.join(told)}."] if told else []


def spending_months_table(section: ShownSection) -> Shown:
    """Table of the financial execution of each area by month of the year so far.

    The institution comes last if some month of it is known; otherwise a note says why there is no total.
    """
    months = section.accumulated.months()
    notes = []
    reverted = "Negativo: en ese mes se revirtió más de lo que se devengó; conviene conocer la causa."
    if not section.with_figures(SPENT, months, "entidad"):
        notes.append(
            "Sin total: un porcentaje de ejecución solo se obtiene con dinero sumado, y no hay dinero por mes."
        )
    return section.table(
        id="cuadro-areas-meses-ejecucion",
        title="Ejecución financiera por área y mes",
        columns=_by_month(SPENT, months, reverted),
        rows=area_rows(section),
        stub=STUB,
        notes=notes,
    )


def months_chart(section: ShownSection) -> Shown | None:
    """Chart of efficacy (or progress) and execution of each area by month so far.

    None unless areas have both by month.
    """
    months, (_, physical) = section.accumulated.months(), _physical(section)
    if not all(section.with_figures(indicator, months, "area") for indicator in (physical, SPENT)):
        return None
    return twin_lines(
        section.book,
        id="grafico-areas-meses",
        title=f"{section.book.indicator_name(physical)} y ejecución financiera por mes",
        first=physical,
        second=SPENT,
        months=months,
        rows=node_rows(section.book, "area"),
    )


def projections(section: ShownSection) -> tuple[Proyeccion, ...]:
    """Return the projections to the year's end that the method asks for and the Book has; empty if none."""
    year = _whole_year(section)
    return tuple(item for item in section.metodo.proyeccion if section.has(f"{PROJECTED}{item.indicador}", year))


def projection_table(section: ShownSection) -> Shown | None:
    """Table of each area and the total, so far and projected to the year's end, with the projection's interval.

    There is a group of columns for each of `projections`. Without any, it returns None in a report on the whole year,
    and NotIncluded in another one.
    """
    asked = projections(section)
    if not asked:
        return None if section.accumulated.is_year else section.lacks("la proyección a fin de año")
    return section.table(
        id="cuadro-areas-proyeccion",
        title=f"Proyección a fin de {section.accumulated.year}, por área",
        columns=[column for item in asked for column in _projection_columns(section, item)],
        rows=area_rows(section),
        stub=STUB,
        notes=list(projection_notes(section.book, asked, _whole_year(section))),
    )


def _projection_columns(section: ShownSection, item: Proyeccion) -> list[FigureColumn]:
    """The columns of one projection: value so far, projected value and edges of its interval."""
    year, ahead = _whole_year(section), f"{PROJECTED}{item.indicador}"
    measures = (
        ("Hasta ahora", item.indicador, section.accumulated), ("A fin de año", ahead, year),
        ("Desde", f"{ahead}_inferior", year), ("Hasta", f"{ahead}_superior", year),
    )  # fmt: skip
    group = section.book.indicator_name(item.indicador)
    return [FigureColumn(name, indicator, window, group=group) for name, indicator, window in measures]


def _physical(section: ShownSection) -> tuple[str, str]:
    """Heading and indicator of what was done: the weighted efficacy, or the progress where the method has none."""
    return ("Eficacia", EFFICACY) if EFFICACY in section.metodo.indicadores else ("Avance", "avance_fisico")


def _gap_words(physical: str) -> str:
    """The note on the gap, with the heading of what was done."""
    return GAP_WORDS.format(f"{physical.lower()} menos ejecución")


def _by_month(indicator: str, months: Sequence[Period], if_negative: str = "") -> list[FigureColumn]:
    return [FigureColumn(month.window.capitalize(), indicator, month, if_negative=if_negative) for month in months]


def _whole_year(section: ShownSection) -> Period:
    return Period(section.accumulated.year, 1, 12)


WHOLE = 100
PROJECTED_LEVELS = ("area", "entidad")


def projection_notes(book: Book, asked: Sequence[Proyeccion], year: Period) -> Iterator[str]:
    """Yield the notes on the projections of the areas and of the institution.

    Parameters
    ----------
    asked : sequence of Proyeccion
        The projections of the table; at least one.
    year : Period
        The whole year to which they go.
    """
    if any(_projected(book, asked, year, "_inferior")):
        yield (
            f"Desde y hasta: el intervalo del {asked[0].confianza}, según la variación de los meses (o trimestres) "
            "transcurridos; con menos de tres no se calcula (s/d). No baja de lo ya acumulado."
        )
    open_ended = [
        lower_first(book.indicator_name(item.indicador))
        for item in asked
        if not book.select(f"{PROJECTED}{item.indicador}_superior", year, "entidad")
    ]
    if open_ended:
        needed = "requiere el dato de cada mes (o de cada trimestre) transcurrido, tres como mínimo"
        yield f"Total, sin intervalo de {list_es(open_ended)}: {needed}."
    if any(one.rounded > WHOLE for suffix in ("", "_superior") for one in _projected(book, asked, year, suffix)):
        yield (
            "Más de 100 %: resulta de la fórmula, que repite lo transcurrido; no es una meta, y el gasto no debe "
            "exceder el presupuesto vigente."
        )


def _projected(book: Book, asked: Sequence[Proyeccion], year: Period, suffix: str) -> Iterator[Figure]:
    """The projected figures of areas and of the institution."""
    for item in asked:
        for level in PROJECTED_LEVELS:
            yield from book.select(f"{PROJECTED}{item.indicador}{suffix}", year, level)
