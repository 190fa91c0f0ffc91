"""Small multiples over months: a panel per service or place, results as bars, programmed values as strokes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height
from helpers.views.charts.panels import Series, marks_of, series_of, spoken_series

COLUMNS = 3
BETWEEN = 16.0
TITLE_LINE = 10.5
PLOT_HEIGHT = 46.0
TICK_ROOM = 15.0
HEAD = 18.0
ROOM = 1.3
"""The scale's height relative to its highest bar, to leave room for the value above it."""
SEVERAL = 6
"""Maximum number of months written with three letters; if there are more, they are written with one."""
DONE: chart_style.Area = {"facecolor": chart_style.PALE, "edgecolor": chart_style.BLUE}
LAST: chart_style.Area = {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY}
EDGE = 0.7
WANTING: chart_style.Stroke = {
    "marker": "x", "color": chart_style.GREY, "markersize": 3.5, "markeredgewidth": 0.9, "linestyle": "none"
}  # fmt: skip
STROKE: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.4, "solid_capstyle": "butt"}


@dataclass(frozen=True)
class _Panel:
    """The months of one row: results, and programmed values if there are any."""

    done: Series
    programmed: Series | None

    @property
    def span(self) -> tuple[float, float]:
        """The least value (at most zero) and the greatest, programmed values included; 0 and 1 without values."""
        both = [*self.done.figures, *(self.programmed.figures if self.programmed else ())]
        values = [height(figure) for figure in both if figure is not None]
        return min([0.0, *values]), max([0.0, *values]) or 1.0


def month_panels(
    book: Book,
    *,
    id: str,
    title: str,
    rows: Sequence[FigureRow],
    months: Sequence[Period],
    done: str,
    programmed: str = "",
    same_scale: bool = False,
    notes: Sequence[str] = (),
) -> Chart:
    """Draw an indicator by month, one panel per row. The last month is dark; the last and highest values are printed.

    Parameters
    ----------
    done, programmed : str
        Indicators of the bars and of the strokes; without the second, only bars are drawn.
    same_scale : bool
        Whether all panels have the same scale, so that bars of different panels can be compared.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    every = series_of(book, done, months, rows)
    goals = series_of(book, programmed, months, rows) if programmed else ()
    with_goals = [series if any(series.figures) else None for series in goals] or [None] * len(every)
    drawn = [_Panel(series, goal) for series, goal in zip(every, with_goals, strict=True)]
    names = [book.indicator_name(done), *([book.indicator_name(programmed)] if any(with_goals) else [])]
    with chart_style.house_style():
        svg = _draw(drawn, names, same_scale=same_scale)
    alt = f"Barras por mes, un recuadro por fila, {names[0]}. {spoken_series(every)}."
    marks = marks_of(every, names[0] if any(with_goals) else "")
    if any(with_goals):
        programmes = [goal for goal in with_goals if goal is not None]
        alt += f" {names[1]}. {spoken_series(programmes)}."
        marks += marks_of(programmes, names[1])
    scale = "Todos los recuadros tienen la misma escala." if same_scale else "Cada recuadro tiene su propia escala."
    wanting = ["×: sin dato de ese mes."] if any(None in series.figures for series in every) else []
    return Chart(id, title, alt, svg, (*notes, *([scale] if len(drawn) > 1 else []), *wanting), marks=marks)


def _draw(drawn: Sequence[_Panel], names: Sequence[str], *, same_scale: bool) -> str:
    columns = min(COLUMNS, len(drawn)) or 1
    width = (chart_style.WIDTH - BETWEEN * (columns - 1)) / columns
    titles = [chart_style.wrap(panel.done.row.label, width, weight="bold") for panel in drawn]
    deepest = max((len(title) for title in titles), default=1) * TITLE_LINE + 4
    tall = deepest + PLOT_HEIGHT + TICK_ROOM
    lines = -(-len(drawn) // columns)
    sheet = chart_style.paper(chart_style.WIDTH, lines * tall + HEAD)
    spans = [panel.span for panel in drawn] or [(0.0, 1.0)]
    common = min(low for low, _ in spans), max(high for _, high in spans)
    for at, (panel, title) in enumerate(zip(drawn, titles, strict=True)):
        left, line = (at % columns) * (width + BETWEEN), at // columns
        axes = chart_style.place(sheet, left, (lines - 1 - line) * tall + TICK_ROOM, width, PLOT_HEIGHT)
        _draw_panel(axes, panel, title, width, common if same_scale else panel.span)
    _draw_legend(sheet, names)
    return chart_style.to_svg(sheet)


def _draw_panel(axes: Axes, panel: _Panel, title: Sequence[str], width: float, span: tuple[float, float]) -> None:
    periods, (low, high) = panel.done.periods, span
    axes.set(xlim=(-0.6, len(periods) - 0.4), ylim=(low, low + (high - low) * ROOM), yticks=[])
    axes.set_xticks(range(len(periods)), _ticks(periods), fontsize=chart_style.SMALL_SIZE)
    axes.annotate(
        "\n".join(title), (0, 1), xycoords="axes fraction", xytext=(0, 3), textcoords="offset points", ha="left",
        va="bottom", weight="bold", color=chart_style.NAVY, linespacing=1.1,
    )  # fmt: skip
    axes.axhline(0, color=chart_style.GREY, linewidth=0.8)
    _draw_bars(axes, panel.done, width / (len(periods) or 1))
    for at, figure in enumerate(panel.programmed.figures if panel.programmed else ()):
        if figure is not None:
            axes.plot([at - 0.46, at + 0.46], [height(figure)] * 2, zorder=3, **STROKE)


def _ticks(periods: Sequence[Period]) -> list[str]:
    return [period.window if len(periods) <= SEVERAL else period.window[0].upper() for period in periods]


def _draw_bars(axes: Axes, done: Series, step: float) -> None:
    values = [None if figure is None else height(figure) for figure in done.figures]
    present = [at for at, value in enumerate(values) if value is not None]
    labelled = _labelled(done, present, step)
    for at, (value, text) in enumerate(zip(values, done.texts, strict=True)):
        if value is None:
            axes.plot([at], [0], zorder=3, clip_on=False, **WANTING)
            continue
        axes.bar(at, value, width=0.72, linewidth=EDGE, **(LAST if at == present[-1] else DONE))
        if at in labelled:
            # A right-aligned value extends over the bars on its left; above the highest of them it covers none.
            reach = int(chart_style.text_width(text, chart_style.SMALL_SIZE) / step) + 1
            under = [other for other in values[max(0, at - reach) : at + 1] if other is not None]
            _write(axes, text, at, max(under) if at == len(values) - 1 else value, len(values))


def _labelled(done: Series, present: Sequence[int], step: float) -> set[int]:
    """The months whose value is printed: the last, and the highest unless its value would overlap the last one's."""
    if not present:
        return set()
    last = present[-1]
    highest = max(present, key=lambda at: height(figure) if (figure := done.figures[at]) else 0.0)
    widths = [chart_style.text_width(done.texts[at], chart_style.SMALL_SIZE) for at in (highest, last)]
    is_apart = (last - highest) * step > sum(widths) + 3
    return {last, highest} if is_apart else {last}


def _write(axes: Axes, text: str, at: int, value: float, count: int) -> None:
    """Print a value above its bar, inside the panel at both ends."""
    where = "left" if at == 0 else "right" if at == count - 1 else "center"
    x = {"left": at - 0.4, "right": at + 0.4, "center": at}[where]
    axes.annotate(
        text, (x, value), xytext=(0, 3), textcoords="offset points", ha=where, va="bottom",
        fontsize=chart_style.SMALL_SIZE,
        color=chart_style.INK,
    )  # fmt: skip


def _draw_legend(sheet: Sheet, names: Sequence[str]) -> None:
    handles: list[Artist] = [
        Patch(label=names[0], linewidth=EDGE, **DONE), Patch(label="Último mes", linewidth=EDGE, **LAST)
    ]  # fmt: skip
    handles += [Line2D([], [], label=name, **STROKE) for name in names[1:]]
    sheet.legend(
        handles=handles, ncols=3, loc="upper left", bbox_to_anchor=(0, 1), fontsize=chart_style.TEXT_SIZE,
        borderpad=0.2,
        borderaxespad=0, columnspacing=1.6,
    )  # fmt: skip
