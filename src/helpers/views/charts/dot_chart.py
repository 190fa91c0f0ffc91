"""Ranked dots: a filled dot for the current window, a ring for the window before, and a line between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.base.display import number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow, Measure
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, Column, drawn_rows, frame_of, height, printed, short
from helpers.views.charts.drawing.chart_message import extremes, moves
from helpers.views.charts.drawing.row_sheet import WHOLE, RowSheet

LEAST_ROW = 12.5
NOW: chart_style.Stroke = {"marker": "o", "color": chart_style.NAVY, "markersize": 5.5, "linestyle": "none"}
BEFORE: chart_style.Stroke = {
    "marker": "o", "markerfacecolor": "none", "color": chart_style.BROWN, "markersize": 8.0, "linestyle": "none"
}  # fmt: skip
"""Wider than the current dot, so that it shows as a ring if both have the same value."""
WAY: chart_style.Stroke = {"color": chart_style.RULE, "linewidth": 2.2}
EDGE: chart_style.Stroke = {"color": chart_style.GREY, "linewidth": 0.6, "linestyle": (0, (2, 2))}
Edge = tuple[str, Decimal]
"""Name of a grade and its lower limit."""


def ranked_dots(
    book: Book,
    *,
    id: str,
    title: str,
    now: Measure,
    before: Measure | None,
    rows: Sequence[FigureRow],
    edges: Sequence[Edge] = (),
    notes: Sequence[str] = (),
) -> Chart:
    """Draw one row per unit in the given order; rows that are group headings name the rows below them.

    A unit without data shows `s/d`; notes name the units left out as late or with nothing programmed.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    now : tuple
        Indicator and period.
    before : tuple or None
        The same indicator in the previous window, if there is one.
    edges : sequence of (str, Decimal)
        Names and lower limits of grades, drawn as vertical lines.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    shown, left_out = drawn_rows(book, rows, now, is_ranking=True)
    measures: Mapping[Column, Measure] = {_column(now): now} | ({_column(before, True): before} if before else {})
    frame = frame_of(book, shown, measures)
    lines = ", ".join(f"{name}, desde {number_es(edge)}" for name, edge in edges)
    kind = f"Puntos por unidad, {book.indicator_name(now[0])}"
    shows = (title, kind, frame.spoken, f"Líneas: {lines}" if lines else "")
    every = (*notes, *frame.missing(), *left_out)
    pairs = frame.both(1, 0) if before else []
    window = frame.columns[-1].words
    found = moves(pairs, window, drawn=frame.drawn) if pairs else extremes(frame.known(), title)
    return Chart.finding(found, id=id, shows=shows, svg=_draw(frame, title, edges), notes=every, marks=frame.marks)


def _column(measure: Measure, is_optional: bool = False) -> Column:
    window = Period.parse(str(measure[1]))
    return Column(short(window), window.words, is_optional)


@chart_style.house_style()
def _draw(frame: ChartFrame, subject: str, edges: Sequence[Edge]) -> str:
    looks = (NOW, BEFORE)
    legend = [
        Line2D([], [], label=column.words, **look)
        for column, look in zip(frame.columns, looks, strict=False) if frame.known(frame.columns.index(column))
    ]  # fmt: skip
    values = [[printed(figures[0])] if figures else [] for figures in frame.figures]
    heights = [height(figure) for figure in frame.every]
    # A point has no length that would mislead, so the scale need not begin at zero; but it shows the goal.
    limits = chart_style.spread([*heights, *([WHOLE] if max(heights, default=0.0) > WHOLE / 2 else [])])
    within = [(name, edge) for name, edge in edges if limits[0] < edge <= limits[1]]
    if within:
        words = ", ".join(f"{name} {number_es(edge)}" for name, edge in within)
        legend.append(Line2D([], [], label=f"desde: {words}", **EDGE))
    page = RowSheet(frame.rows, values, subject, limits, legend, LEAST_ROW, is_scaled=True)
    for _, edge in within:
        page.axes.axvline(float(edge), zorder=0, **EDGE)
    _dots(page.axes, frame)
    return page.finish()


def _dots(axes: Axes, frame: ChartFrame) -> None:
    import seaborn

    data = frame.data
    ways = data.groupby("row")["value"].agg(["min", "max"])
    units = [at for at, row in enumerate(frame.rows) if not row.is_heading]
    axes.hlines(units, *axes.get_xlim(), color=chart_style.RULE, linewidth=0.4, zorder=0)
    axes.hlines(ways.index, ways["min"], ways["max"], zorder=1, **WAY)
    for column, look in zip(frame.columns, (NOW, BEFORE), strict=False):
        drawn = data[data["column"] == column.name]
        face = "none" if look is BEFORE else look["color"]
        seaborn.scatterplot(
            x=drawn["value"], y=drawn["row"], ax=axes, s=look["markersize"] ** 2, facecolor=face, zorder=3,
            edgecolor=look["color"], linewidth=1.0, legend=False, clip_on=False,
        )  # fmt: skip
