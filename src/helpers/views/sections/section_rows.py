"""What several section modules show or list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from helpers.base.display import lower_first, upper_first
from helpers.base.periods import Period
from helpers.figures.subjects import FigureRow, acp_rows, node_rows
from helpers.views.charts.chart import Chart
from helpers.views.charts.quadrants import PLOT_HEIGHT, best_threshold, figure_threshold, quadrants
from helpers.views.elements.grid import Shown
from helpers.views.elements.tables import FigureColumn, columns_by_window, with_notes
from helpers.views.sections.shown_section import ShownSection

EFFICACY = "eficacia_ponderada"
PROGRAMMED_MONEY = (
    ("Programado", "ppto_programado"), ("Devengado", "devengado"),
    ("De lo programado", "ejecucion_programada"), ("Del año", "ejecucion_financiera"),
)  # fmt: skip
AGAINST = {
    "De lo programado": "De lo programado: devengado sobre lo programado para esos meses.",
    "Del año": "Del año: devengado sobre el presupuesto vigente.",
}

GAP = "brecha_fisico_financiera"
GAP_WORDS = "Brecha: {}, en puntos; positiva cuando se avanzó más de lo que se ejecutó."
EFFICACY_NOTE = "Eficacia: lo que el avance físico del periodo aporta al del año (eficacia ponderada)."
IDEAL_NOTE = "Rango ideal: la eficacia de quien cumplió todo lo programado."
PART = "de este gráfico"
"""Said of the rows that a chart's title counts, if several charts share the units."""


def by_window(
    rows: Sequence[FigureRow], windows: Sequence[Period], measures: Sequence[tuple[str, str]], most: int
) -> tuple[list[FigureColumn], list[FigureRow]]:
    """Return columns and rows of a table by window: side by side, or below each row if there are more than `most`."""
    if len(windows) <= most:
        return columns_by_window(windows, measures), list(rows)
    below = [
        line
        for row in rows
        for line in (
            FigureRow(row.label, style="grupo"),
            *(replace(row, label=upper_first(window.words), style="", period=window) for window in windows),
        )
    ]
    return [FigureColumn(name, indicator, windows[-1]) for name, indicator in measures], below


def programmed_money_table(
    section: ShownSection, *, id: str, of_what: str, rows: Sequence[FigureRow], stub: str
) -> Shown:
    """Return a table of the money programmed and accrued in each window, and of two percentages (`AGAINST`)."""
    return section.table(
        id=id,
        title=f"Lo devengado frente a lo programado del periodo y frente al año, por {of_what}",
        columns=with_notes(columns_by_window(section.windows, PROGRAMMED_MONEY), AGAINST),
        rows=rows,
        stub=stub,
        wide=True,
    )


def total_row(section: ShownSection, label: str = "Total entidad") -> FigureRow:
    """Return the row of the institution, for the end of a table of figures."""
    return FigureRow(label, *section.entity, style="total")


def area_rows(section: ShownSection) -> list[FigureRow]:
    """Return the rows of the areas, and of the institution as their total."""
    return [*node_rows(section.book, "area"), total_row(section)]


def map_indicators(section: ShownSection) -> tuple[str, str] | None:
    """Return the indicators of what actions spent and did: financial execution, and weighted efficacy or progress.

    None unless several actions have both in the year so far, which a map can compare.
    """
    window = section.accumulated
    indicators = ("ejecucion_financiera", EFFICACY if section.has(EFFICACY, window, "acp") else "avance_fisico")
    spent, done = ({one.code for one in section.book.select(name, window, "acp")} for name in indicators)
    return indicators if len(spent & done) > 1 else None


def actions_map(section: ShownSection, indicators: tuple[str, str], *, id: str, tall: float = PLOT_HEIGHT) -> Chart:
    """Draw a chart of the actions by what they did (upwards) and what they spent (across) in the year so far.

    The indicators are those of `map_indicators`; lines show the best grade of execution and, for efficacy, the ideal
    range.
    """
    window, (spent, done) = section.accumulated, indicators
    names = [section.book.indicator_name(one) for one in (done, spent)]
    ideal = section.book.get("rango_ideal", window, *section.entity) if done == EFFICACY else None
    return quadrants(
        section.book,
        id=id,
        title=f"{names[0]} y {lower_first(names[1])} por acción, {window.words}",
        rows=acp_rows(section.book, short=True),
        across=(spent, window),
        up=(done, window),
        dividers=(best_threshold(section.metodo, spent, window, "acp"), figure_threshold(section.book, ideal)),
        tall=tall,
    )
