"""Tables and charts of the section on earlier years (`08_historia`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpers.base.periods import Period
from helpers.figures.subjects import FigureRow, with_figures
from helpers.views.charts.earlier_years import method_notes, timeline
from helpers.views.charts.line_charts import history_lines
from helpers.views.elements.grid import Pieces, Shown
from helpers.views.elements.rows import type_rows
from helpers.views.elements.tables import FigureColumn
from helpers.views.sections.section_rows import area_rows
from helpers.views.sections.shown_section import ShownSection

PROGRESS, SPENT = "avance_fisico", "ejecucion_financiera"
EARLIER = "Gestiones anteriores"
FEWEST_WINDOWS = 2
"""Windows that a row must have for a panel of its own: a single point is no line."""
AREAS, TYPES = "Área", "Tipo y subtipo de puesto"


def physical_table(section: ShownSection) -> Shown:
    """Table of physical progress by area: earlier years with their mean, then quarters and this year so far."""
    is_any_earlier = any(column.group == EARLIER for column in _columns(section, PROGRESS))
    title = f"Avance físico por área, {'gestiones anteriores y ' if is_any_earlier else ''}trimestres"
    return _table(section, "cuadro-historia-areas", title, PROGRESS, area_rows(section), AREAS)


def physical_chart(section: ShownSection) -> Shown | None:
    """Chart of the physical progress of each area as a line; None if none has several windows."""
    return _lines(section, "grafico-historia-areas", "Avance físico por área", PROGRESS, area_rows(section))


def spending(section: ShownSection) -> Shown:
    """Table of each area's financial execution over years and quarters, and before it a chart.

    There is no chart if no row has several windows. Returns NotIncluded if no earlier year has the execution.
    """
    if not any(window.year < section.accumulated.year for window in timeline(section.book, SPENT)):
        return section.leave_out("la ejecución financiera de gestiones anteriores")
    what, rows = "Ejecución financiera por área", area_rows(section)
    chart = _lines(section, "grafico-historia-dinero", what, SPENT, rows)
    table = _table(section, "cuadro-historia-dinero", f"{what}, gestiones anteriores y trimestres", SPENT, rows, AREAS)
    return Pieces((chart, table) if chart else (table,))


def types_table(section: ShownSection) -> Shown:
    """Table of physical progress by type and subtype of post over years and quarters.

    Returns NotIncluded if the structure has no types of post.
    """
    rows = type_rows(section.book)
    if not rows:
        return section.leave_out()
    return _table(section, "cuadro-historia-tipos", "Avance físico por tipo y subtipo de puesto", PROGRESS, rows, TYPES)


def types_chart(section: ShownSection) -> Shown | None:
    """Chart of the physical progress of each type of post as a line; None if no type has several windows."""
    rows = [row for row in type_rows(section.book) if row.level == "tipo"]
    return _lines(section, "grafico-historia-tipos", "Avance físico por tipo de puesto", PROGRESS, rows)


def _table(
    section: ShownSection, id: str, title: str, indicator: str, rows: Sequence[FigureRow], stub: str
) -> Shown:
    """A table of an indicator over years and quarters; notes say where the method changed."""
    return section.table(
        id=id,
        title=title,
        columns=_columns(section, indicator),
        rows=rows,
        stub=stub,
        notes=method_notes(section.book, indicator, timeline(section.book, indicator), rows),
    )


def _lines(section: ShownSection, id: str, what: str, indicator: str, rows: Iterable[FigureRow]) -> Shown | None:
    """A chart, of what `what` says, of the rows with figures in `FEWEST_WINDOWS` windows or more; None without any."""
    windows = timeline(section.book, indicator)
    every = with_figures(section.book, rows, *((indicator, window) for window in windows))
    measured = [row for row in every if _count(section, indicator, windows, row) >= FEWEST_WINDOWS]
    if not measured:
        return None
    if all(row.style == "total" for row in measured):  # titles do not tell totals: without areas it is the only row
        measured = [replace(row, style="") for row in measured]
    return history_lines(
        section.book, id=id, title=f"{what} a través de los años y los trimestres",
        indicator=indicator, periods=windows, rows=measured,
        asked=sum(row.style != "total" for row in every),
    )  # fmt: skip


def _count(section: ShownSection, indicator: str, windows: Iterable[Period], row: FigureRow) -> int:
    """In how many of the windows a row has a figure."""
    return sum(section.book.get(indicator, window, row.level, row.code) is not None for window in windows)


def _columns(section: ShownSection, indicator: str) -> list[FigureColumn]:
    """A column for each earlier year, for their mean, for each quarter of any year, and for this year so far.

    The Book keeps the mean in the last of the years. Nobody has one whose years were measured with several methods, and
    a column without figures is not printed.
    """
    windows = timeline(section.book, indicator)
    years = [window for window in windows if window.year < section.accumulated.year and not window.is_quarter]
    columns = [FigureColumn(str(window.year), indicator, window, group=EARLIER) for window in years]
    columns += [FigureColumn("Promedio", f"{indicator}_promedio", window, group=EARLIER) for window in years[-1:]]
    others = (window for window in windows if window not in years)
    return [*columns, *(FigureColumn(window.short, indicator, window, group=str(window.year)) for window in others)]
