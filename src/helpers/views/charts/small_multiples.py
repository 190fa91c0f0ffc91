"""Small multiples over months: a panel per service or place, results as bars, programmed values as strokes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, figure_of
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, bare, height, windows_frame
from helpers.views.charts.drawing.chart_marks import HEADING, Mark
from helpers.views.charts.drawing.chart_message import Message, count_of, extremes
from helpers.views.charts.drawing.panels import limits, panel_axes

PLOT, FOOT = 44.0, 15.0
SEVERAL = 6
"""Maximum number of months written with three letters; if there are more, they are written with one."""
DONE: chart_style.Area = {"facecolor": chart_style.PALE, "edgecolor": chart_style.BLUE}
LAST: chart_style.Area = {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY}
EDGE = 0.7
WANTING: chart_style.Stroke = {
    "marker": "x", "color": chart_style.GREY, "markersize": 3.5, "markeredgewidth": 0.9, "linestyle": "none"
}  # fmt: skip
STROKE: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.4}


def month_panels(
    book: Book,
    *,
    id: str,
    title: str,
    rows: Sequence[FigureRow],
    months: Sequence[Period],
    done: str,
    programmed: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """Draw an indicator by month, one panel per row. The last month is dark; the last and highest values are printed.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    done, programmed : str
        Indicators of the bars and of the strokes; without the second, only bars are drawn.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    frame = windows_frame(book, done, months, rows)
    asked = [row for row in rows if programmed and any(figure_of(book, row, (programmed, month)) for month in months)]
    goals = windows_frame(book, programmed, months, asked) if asked else None
    names = [book.indicator_name(done), *([book.indicator_name(programmed)] if goals else [])]
    with chart_style.house_style():
        svg = _draw(frame, goals, names, title, months)
    shows = [title, f"Barras por mes, un recuadro por fila, {names[0]}", frame.spoken]
    marks = frame.marks
    if goals:
        shows += [names[1], goals.spoken]
        marks = (Mark(names[0], style=HEADING), *marks, Mark(names[1], style=HEADING), *goals.marks)
    scale = ["Cada recuadro tiene su propia escala."] if len(frame.rows) > 1 else []
    wanting = ["×: sin dato de ese mes."] if any(None in figures for figures in frame.figures) else []
    every = (*notes, *scale, *wanting)
    return Chart.finding(_last_change(frame, title), id=id, shows=shows, svg=svg, notes=every, marks=marks)


def _last_change(frame: ChartFrame, subject: str) -> Message:
    """How many rows have more in the last month than in the one before, and the greatest of the last month."""
    for at in reversed(range(len(frame.columns))):
        known = frame.known(at)
        if not known:
            continue
        row, most = max(known, key=lambda pair: pair[1].rounded)
        greatest = (f"{row.label}, ", most)
        pairs = frame.both(at - 1, at) if at else []
        if not pairs:
            return Message((f"{frame.columns[at].words}: ", *greatest))
        more = sum(now.rounded > before.rounded for _, before, now in pairs)
        rise = count_of(more, [(one, now) for one, _, now in pairs])
        windows = f"de {frame.columns[at - 1].words} a {frame.columns[at].words}"
        if len(pairs) == 1:
            _, before, now = pairs[0]
            return Message((f"{pairs[0][0].label}, {windows}: de ", before, " a ", now))
        return Message((f"{rise} {'sube' if more < 2 else 'suben'} {windows}; ", *greatest, ", el mayor valor del mes"))
    return extremes([], subject)


def _draw(
    frame: ChartFrame, goals: ChartFrame | None, names: Sequence[str], subject: str, months: Sequence[Period]
) -> str:
    titles = [(row.label, "; ".join(_values(frame.figures[at], months))) for at, row in enumerate(frame.rows)]
    legend: list[Artist] = [
        Patch(label=names[0], linewidth=EDGE, **DONE), Patch(label="Último mes", linewidth=EDGE, **LAST)
    ]  # fmt: skip
    legend += [Line2D([], [], label=name, **STROKE) for name in names[1:]]
    sheet, panels = panel_axes(titles, subject, legend, plot=PLOT, foot=FOOT, scale=0.0)
    letters = [month.window if len(months) <= SEVERAL else month.window[0].upper() for month in months]
    for at, axes in enumerate(panels):
        goal = goals.figures[goals.rows.index(frame.rows[at])] if goals and frame.rows[at] in goals.rows else ()
        _draw_panel(axes, frame.figures[at], goal)
        axes.set(xlim=(-0.6, len(months) - 0.4), yticks=[], xlabel="", ylabel="")
        axes.set_xticks(range(len(months)), letters, fontsize=chart_style.SMALL_SIZE)
        both = [figure for figure in (*frame.figures[at], *goal) if figure is not None]
        axes.set_ylim(limits(both, 0.04))
    return chart_style.to_svg(sheet)


def _values(figures: Sequence[Figure | None], months: Sequence[Period]) -> Iterator[str]:
    """The highest month and the last one, in words."""
    known = [(month, figure) for month, figure in zip(months, figures, strict=True) if figure is not None]
    if not known:
        return
    month, highest = max(known, key=lambda pair: pair[1].rounded)
    if month != known[-1][0]:
        yield f"{month.window} {bare(highest)} (mayor)"
    yield f"{known[-1][0].window} {bare(known[-1][1])}"


def _draw_panel(axes: Axes, figures: Sequence[Figure | None], goals: Sequence[Figure | None]) -> None:
    import seaborn

    present = [at for at, figure in enumerate(figures) if figure is not None]
    axes.axhline(0, color=chart_style.GREY, linewidth=0.8)
    if present:
        values = [height(figure) for figure in figures if figure is not None]
        seaborn.barplot(x=present, y=values, native_scale=True, width=0.72, errorbar=None, linewidth=EDGE, ax=axes)
        for at, bar in zip(present, axes.containers[-1], strict=True):
            bar.set(**(LAST if at == present[-1] else DONE))
            # With one month alone, seaborn has no distance between bars to take their width from.
            bar.set(x=at - 0.36, width=0.72)
    absent = [at for at, figure in enumerate(figures) if figure is None]
    axes.plot(absent, [0] * len(absent), zorder=3, clip_on=False, **WANTING)
    for at, goal in enumerate(goals):
        if goal is not None:
            axes.hlines(height(goal), at - 0.46, at + 0.46, zorder=3, **STROKE)
