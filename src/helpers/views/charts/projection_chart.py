"""The projected result at the end of the year: accumulated value, projection and its interval, none beyond 100 %."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matplotlib.patches import Patch

from helpers.base.display import number_es
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import PROJECTED
from helpers.figures.subjects import FigureRow, Measure
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, Column, frame_of, height, missing_note, printed
from helpers.views.charts.drawing.chart_message import Message, count_of, nothing_known
from helpers.views.charts.drawing.row_sheet import WHOLE, RowSheet

BAR = 0.5
DONE: chart_style.Area = {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY}
# Slanted against the hatching for negative amounts. Dots would add hundreds of round outlines to every bar.
AHEAD: chart_style.Area = {"facecolor": chart_style.PALE, "edgecolor": chart_style.BLUE, "hatch": "\\\\\\\\"}
INTERVAL: chart_style.Stroke = {"color": chart_style.INK, "linewidth": 1.4}
NO_INTERVAL = "sin intervalo"
CAPPED = "Proyecciones e intervalos se cortan en 100 %: el año no puede pasar del total."
TOP = "100 %"


def projection_bars(
    book: Book, *, id: str, title: str, indicator: str, rows: Sequence[FigureRow]
) -> Chart:
    """Draw one bar per row: solid up to the value since January, hatched up to the projection for the whole year.

    The greatest projection comes first. A row without one of the two figures is not drawn; a note names it. What the
    formula projects beyond 100 % is drawn and written as 100 %, and a note says so.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    indicator : str
        Indicator, in per cent, whose projection (`PROJECTED` + indicator, whole year) the Book has.
    """
    so_far, year = book.period.accumulated(), f"{book.period.year}-anual"
    ahead = f"{PROJECTED}{indicator}"
    columns: dict[Column, Measure] = {
        Column("acumulado"): (indicator, so_far),
        Column("fin de año"): (ahead, year),
        Column("desde", is_optional=True): (f"{ahead}_inferior", year),
        Column("hasta", is_optional=True): (f"{ahead}_superior", year),
    }
    whole = frame_of(book, rows, columns)
    lines = [(row, figures) for row, figures in zip(whole.rows, whole.figures, strict=True) if None not in figures[:2]]
    lines.sort(key=lambda line: -height(line[1][1]) if line[1][1] else 0.0)
    wanting = missing_note([row.label for row in rows if row not in [line[0] for line in lines]])
    frame = replace(whole, rows=tuple(row for row, _ in lines), figures=tuple(figures for _, figures in lines))
    said = replace(
        frame,
        columns=tuple(replace(column, is_optional=at > 0) for at, column in enumerate(frame.columns)),
        figures=tuple(tuple(None if _is_beyond(one) else one for one in figures) for figures in frame.figures),
    )
    beyond = (CAPPED,) if said.figures != frame.figures else ()
    shows = (title, "Barras horizontales, lo acumulado y lo proyectado a fin de año", said.spoken, *beyond)
    every = (*beyond, *wanting)
    found, svg = _reach(frame, book.indicator_name(indicator)), _draw(frame, title, so_far.words)
    return Chart.finding(found, id=id, shows=shows, svg=svg, notes=every, marks=said.marks)


def _is_beyond(figure: Figure | None) -> bool:
    return figure is not None and figure.rounded > WHOLE


def _reach(frame: ChartFrame, name: str) -> Message:
    """How many rows would reach 100 %, and the lowest projection."""
    known = frame.known(1)
    if not known:
        return nothing_known(name)
    arrive = [pair for pair in known if pair[1].rounded >= WHOLE]
    verb = "llegaría" if len(arrive) < 2 else "llegarían"
    words = f"{name}: a este ritmo, {count_of(len(arrive), known)} {verb} a {TOP} a fin de año"
    lowest, least = min(known, key=lambda pair: pair[1].rounded)
    if len(known) == 1 and not arrive:
        return Message((f"{name}: a este ritmo, {lowest.label} cerraría el año con ", least))
    return Message((words,) if _is_beyond(least) else (f"{words}; la proyección más baja, {lowest.label}: ", least))


@chart_style.house_style()
def _draw(frame: ChartFrame, subject: str, so_far: str) -> str:
    values = [[f"{printed(one[0])} → {_capped(one[1])}", _interval(one[2], one[3])] for one in frame.figures]
    names = ((f"Acumulado, {so_far}", DONE), ("Proyectado a fin de año, con su intervalo", AHEAD))
    legend = [Patch(label=name, linewidth=0.8, **look) for name, look in names]
    least = min([height(figure) for figure in frame.every] + [0.0])
    page = RowSheet(frame.rows, values, subject, (least, WHOLE * 1.01), legend, least=26.0, is_scaled=True)
    data = frame.data.assign(value=lambda found: found["value"].clip(upper=WHOLE))
    looks, bars = {"fin de año": AHEAD, "acumulado": DONE}, data["column"].isin(["acumulado", "fin de año"])
    page.bars(data[bars], looks, BAR, dodge=False)
    edges = data[~bars].groupby("row")["value"].agg(["min", "max"])
    page.axes.hlines(edges.index, edges["min"], edges["max"], zorder=3, **INTERVAL)
    page.axes.axvline(WHOLE, zorder=0.5, **chart_style.GUIDE)
    return page.finish()


def _capped(figure: Figure | None) -> str:
    return TOP if _is_beyond(figure) else printed(figure)


def _interval(low: Figure | None, high: Figure | None) -> str:
    """The interval's edges in words, `entre 75,00 y 85,00`, or that there is none."""
    if low is None or high is None:
        return NO_INTERVAL
    first, last = ("100" if _is_beyond(edge) else number_es(edge.rounded) for edge in (low, high))
    return f"entre {first} y {last}"
