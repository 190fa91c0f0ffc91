"""Small multiples over months: a panel for each service or place, what was done as bars, its programme as strokes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height
from helpers.charts.panels import Series, marks_of, series_of, spoken_series
from helpers.periods import Period
from helpers.subjects import FigureRow, indicator_name

COLUMNS = 3
BETWEEN = 16.0
TITLE_LINE = 10.5
PLOT_HEIGHT = 46.0
TICK_ROOM = 15.0
HEAD = 18.0
ROOM = 1.3
"""How far the scale goes beyond its highest bar, for the value above it."""
SEVERAL = 6
"""Months up to which each is written in three letters; beyond, in one."""
DONE = {"facecolor": style.PALE, "edgecolor": style.BLUE, "linewidth": 0.7}
LAST = {"facecolor": style.BLUE, "edgecolor": style.NAVY, "linewidth": 0.7}
WANTING = {"marker": "x", "color": style.GREY, "markersize": 3.5, "markeredgewidth": 0.9, "linestyle": "none"}
STROKE = {"color": style.BROWN, "linewidth": 1.4, "solid_capstyle": "butt"}


@dataclass(frozen=True)
class _Panel:
    """One row's months: what was done, and its programme where there is one."""

    done: Series
    programmed: Series | None

    @property
    def span(self) -> tuple[float, float]:
        """From the least, or zero, to the greatest."""
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
    """Draw an indicator by month, a panel a row; the last month dark, the highest and the last with their value.

    Parameters
    ----------
    done, programmed : str
        Indicators; without the second, only what was done is drawn.
    same_scale : bool
        Whether all panels share their scale, so that heights compare between them.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    every = series_of(book, done, months, rows)
    goals = series_of(book, programmed, months, rows) if programmed else ()
    with_goals = [series if any(series.figures) else None for series in goals] or [None] * len(every)
    drawn = [_Panel(series, goal) for series, goal in zip(every, with_goals, strict=True)]
    names = [indicator_name(book, done), *([indicator_name(book, programmed)] if any(with_goals) else [])]
    with style.house_style():
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
    width = (style.WIDTH - BETWEEN * (columns - 1)) / columns
    titles = [style.wrap(panel.done.row.label, width, weight="bold") for panel in drawn]
    deepest = max((len(title) for title in titles), default=1) * TITLE_LINE + 4
    tall = deepest + PLOT_HEIGHT + TICK_ROOM
    lines = -(-len(drawn) // columns)
    sheet = style.paper(style.WIDTH, lines * tall + HEAD)
    spans = [panel.span for panel in drawn] or [(0.0, 1.0)]
    common = min(low for low, _ in spans), max(high for _, high in spans)
    for at, (panel, title) in enumerate(zip(drawn, titles, strict=True)):
        left, line = (at % columns) * (width + BETWEEN), at // columns
        axes = style.place(sheet, left, (lines - 1 - line) * tall + TICK_ROOM, width, PLOT_HEIGHT)
        _draw_panel(axes, panel, title, width, common if same_scale else panel.span)
    _draw_legend(sheet, names)
    return style.to_svg(sheet)


def _draw_panel(axes: Axes, panel: _Panel, title: Sequence[str], width: float, span: tuple[float, float]) -> None:
    periods, (low, high) = panel.done.periods, span
    axes.set(xlim=(-0.6, len(periods) - 0.4), ylim=(low, low + (high - low) * ROOM), yticks=[])
    axes.set_xticks(range(len(periods)), _ticks(periods), fontsize=style.SMALL_SIZE)
    axes.annotate(
        "\n".join(title), (0, 1), xycoords="axes fraction", xytext=(0, 3), textcoords="offset points", ha="left",
        va="bottom", weight="bold", color=style.NAVY, linespacing=1.1,
    )  # fmt: skip
    axes.axhline(0, color=style.GREY, linewidth=0.8)
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
        axes.bar(at, value, width=0.72, **(LAST if at == present[-1] else DONE))
        if at in labelled:
            # It reaches over the bars on its left: above the highest of them it covers none.
            reach = int(style.text_width(text, style.SMALL_SIZE) / step) + 1
            under = [other for other in values[max(0, at - reach) : at + 1] if other is not None]
            _write(axes, text, at, max(under) if at == len(values) - 1 else value, len(values))


def _labelled(done: Series, present: Sequence[int], step: float) -> set[int]:
    """The months whose value is written: the last, and the highest where its value does not touch the last one's."""
    if not present:
        return set()
    last = present[-1]
    highest = max(present, key=lambda at: height(figure) if (figure := done.figures[at]) else 0.0)
    widths = [style.text_width(done.texts[at], style.SMALL_SIZE) for at in (highest, last)]
    is_apart = (last - highest) * step > sum(widths) + 3
    return {last, highest} if is_apart else {last}


def _write(axes: Axes, text: str, at: int, value: float, count: int) -> None:
    """Set a value above its bar, kept within the panel at both ends."""
    where = "left" if at == 0 else "right" if at == count - 1 else "center"
    x = {"left": at - 0.4, "right": at + 0.4, "center": at}[where]
    axes.annotate(
        text, (x, value), xytext=(0, 3), textcoords="offset points", ha=where, va="bottom", fontsize=style.SMALL_SIZE,
        color=style.INK,
    )  # fmt: skip


def _draw_legend(sheet: Sheet, names: Sequence[str]) -> None:
    handles = [Patch(label=names[0], **DONE), Patch(label="Último mes", **LAST)]
    handles += [Line2D([], [], label=name, **STROKE) for name in names[1:]]
    sheet.legend(
        handles=handles, ncols=3, loc="upper left", bbox_to_anchor=(0, 1), fontsize=style.TEXT_SIZE, borderpad=0.2,
        borderaxespad=0, columnspacing=1.6,
    )  # fmt: skip
