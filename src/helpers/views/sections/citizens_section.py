"""What the summary for citizens shows, and what its sentences name (`10_ciudadania`)."""

from __future__ import annotations

from helpers.figures.subjects import FigureRow, Measure, ranked, with_figures
from helpers.views.charts.bar_chart import horizontal_bars
from helpers.views.elements.grid import NotIncluded, Shown
from helpers.views.elements.prose import Paragraph
from helpers.views.elements.rows import partition_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.progress.service_views import service_rows
from helpers.views.quality import citizen_views
from helpers.views.sections.section_rows import total_row
from helpers.views.sections.shown_section import ShownSection

MOST_CATEGORIES = 6
"""Maximum number of budget categories in the table; the report has all of them."""
MONEY = ("ppto_inicial", "ppto_vigente", "devengado")
"""Any of these, of any node, is enough for the part on the money."""


def budget_indicator(section: ShownSection) -> str:
    """Return the indicator of the budget that the report speaks of: the initial one for a plan, else the current."""
    return "ppto_inicial" if section.period.is_plan else "ppto_vigente"


def _budget(section: ShownSection) -> Measure:
    return budget_indicator(section), section.accumulated


def has_money(section: ShownSection) -> bool:
    """Return whether any node has a budget or expenditure so far this year."""
    return any(section.has(name, section.accumulated) for name in MONEY)


def money_missing(section: ShownSection) -> NotIncluded | None:
    """NotIncluded for the part on the money if the Book has none; None if it has some."""
    return None if has_money(section) else section.leave_out("el dinero que hubo y de dónde vino")


def sources(section: ShownSection) -> list[str]:
    """Return the codes of the sources of funds that have a budget (`budget_indicator`), the greatest first."""
    measure = _budget(section)
    rows = with_figures(section.book, partition_rows(section.book, "fuente"), measure)
    return [row.code for row in ranked(section.book, rows, measure) if row.style != "total"]


def _categories(section: ShownSection) -> tuple[FigureRow, ...]:
    """The budget categories that have a budget, greatest first."""
    measure = _budget(section)
    figures = section.book.select(*measure, "cat_prog")
    return ranked(section.book, [FigureRow(figure.name, "cat_prog", figure.code) for figure in figures], measure)


def spending_table(section: ShownSection) -> Shown:
    """Table of the `MOST_CATEGORIES` budget categories with the greatest budgets so far this year, and the institution.

    NotIncluded without categories.
    """
    window, rows = section.accumulated, _categories(section)
    if not rows:
        return section.leave_out("en qué se usó el dinero")
    budget = "Tiene" if section.period.is_plan else "Tenía"
    columns = [(budget, budget_indicator(section)), ("Gastó", "devengado"), ("De cada 100", "ejecucion_financiera")]
    only_first = ["Los seis con más presupuesto; todos están en el informe."]
    return section.table(
        id="cuadro-ciudadania-gasto",
        title=f"Los trabajos con más presupuesto, {window.words}",
        columns=[
            FigureColumn(name, indicator, window)
            for name, indicator in columns
            if section.has(indicator, window, "cat_prog")
        ],
        rows=[*rows[:MOST_CATEGORIES], total_row(section, "Toda la institución")],
        stub="Trabajo",
        notes=only_first if len(rows) > MOST_CATEGORIES else (),
    )


def services(section: ShownSection) -> tuple[FigureRow, ...]:
    """Return the rows of the services provided so far this year; for a plan, of those programmed; empty if none."""
    return service_rows(section.book, section.accumulated)


def services_missing(section: ShownSection) -> NotIncluded | None:
    """NotIncluded for the part on services, without listing it as missing, if there are none.

    None if there are some.
    """
    return None if services(section) else section.leave_out()


def fulfilment(section: ShownSection) -> Shown:
    """Paragraph on how much of the plan was fulfilled so far, and who fulfilled most and least.

    NotIncluded if no progress is known.
    """
    told = citizen_views.fulfilment(section.book, section.accumulated)
    return told or section.leave_out("cuánto se cumplió de lo prometido")


def progress_chart(section: ShownSection) -> Shown | None:
    """Bars of the physical progress so far of areas or units, with the institution's as a line.

    None with fewer than two.
    """
    window = section.accumulated
    rows, who = citizen_views.progress_rows(section.book, window)
    if len(rows) <= 1:
        return None
    whole = section.book.get(citizen_views.PROGRESS, window, *section.entity)
    return horizontal_bars(
        section.book,
        id="grafico-ciudadania-avance",
        title=f"De cada 100 partes de lo prometido, cuántas {who}, {window.words}",
        measures={"Avance": (citizen_views.PROGRESS, window)},
        rows=rows,
        reference=whole.id if whole else "",
    )


def inconsistencies(section: ShownSection) -> Paragraph | NotIncluded:
    """Paragraph on what does not agree in the data, in plain words; NotIncluded in a plan's report."""
    if section.period.is_plan:
        return section.leave_out()
    listed_in = section.link_to("conciliacion")
    return citizen_views.inconsistencies(section.book, section.findings, section.reconciliation, listed_in=listed_in)
