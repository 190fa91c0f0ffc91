"""Two indicators month by month, one panel per row, such as work done and money spent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.lines import Line2D

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, bare, printed, tick, windows_frame
from helpers.views.charts.drawing.chart_marks import HEADING, Mark
from helpers.views.charts.drawing.chart_message import Message, extremes, widest_gap
from helpers.views.charts.drawing.chart_scale import scale_up
from helpers.views.charts.panels import limits, panel_axes

PLOT, FOOT = 62.0, 16.0
LOOKS: tuple[chart_style.Stroke, chart_style.Stroke] = (
    {"color": chart_style.NAVY, "marker": "o", "linestyle": "-", "linewidth": 1.3, "markersize": 3.5},
    {"color": chart_style.BROWN, "marker": "s", "linestyle": "--", "linewidth": 1.3, "markersize": 3.5},
)


def twin_lines(
    book: Book,
    *,
    id: str,
    title: str,
    first: str,
    second: str,
    months: Sequence[Period | str],
    rows: Sequence[FigureRow],
    notes: Sequence[str] = (),
) -> Chart:
    """Draw two indicators by month, one panel per row, all on the same scale.

    The last values and every negative value are printed above each panel. A missing month breaks the line, and a note
    names it.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    first, second : str
        Indicators of the solid and of the dashed line.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    windows = [Period.parse(str(month)) for month in months]
    frames = [windows_frame(book, indicator, windows, rows) for indicator in (first, second)]
    names = [f"{book.indicator_name(one)}{frame.head}" for one, frame in zip((first, second), frames, strict=True)]
    with chart_style.house_style():
        svg = _draw(frames, names, title, windows)
    spoken = [f"{name}. {frame.spoken}" for name, frame in zip(names, frames, strict=True)]
    wanting = dict.fromkeys(note for frame in frames for note in frame.missing_by_column())
    heads = [Mark(name, style=HEADING) for name in names]
    marks = (heads[0], *frames[0].marks, heads[1], *frames[1].marks)
    shows = (title, "Líneas por mes, un panel por fila", *spoken)
    found = _last_gap(frames, [lower_first(book.indicator_name(one)) for one in (first, second)], title)
    return Chart.finding(found, id=id, shows=shows, svg=svg, notes=(*notes, *wanting), marks=marks)


def _last_gap(frames: Sequence[ChartFrame], names: Sequence[str], subject: str) -> Message:
    """The widest gap of the last month in which rows have both figures."""
    one, other = frames
    for at in reversed(range(len(one.columns))):
        others = dict(other.known(at))
        pairs = [(row, figure, others[row]) for row, figure in one.known(at) if row in others]
        if pairs:
            found = widest_gap(pairs, names[0], names[1])
            return replace(found, parts=(f"En {one.columns[at].words}, ", *found.parts))
    return extremes([pair for at in range(len(one.columns)) for pair in one.known(at)][-1:], subject)


def _draw(frames: Sequence[ChartFrame], names: Sequence[str], subject: str, windows: Sequence[Period]) -> str:
    import seaborn

    titles = [
        (row.label, "; ".join(_values(frames, at, windows))) for at, row in enumerate(frames[0].rows)
    ]
    legend = [Line2D([], [], label=name, **look) for name, look in zip(names, LOOKS, strict=True)]
    sheet, panels = panel_axes(titles, subject, legend, plot=PLOT, foot=FOOT)
    scale = limits([figure for frame in frames for figure in frame.every])
    for at, axes in enumerate(panels):
        axes.set(xlim=(-0.5, len(windows) - 0.5), ylim=scale)
        scale_up(axes)
        axes.axhline(0, color=chart_style.GREY, linewidth=0.8)
        for frame, look in zip(frames, LOOKS, strict=True):
            drawn = _line(frame, at)
            for _, run in drawn.groupby("run"):
                seaborn.lineplot(run, x="month", y="value", estimator=None, legend=False, ax=axes, **look)
        axes.set(xlabel="", ylabel="")
        axes.set_xticks(range(len(windows)), [tick(window) for window in windows], fontsize=chart_style.SMALL_SIZE)
    return chart_style.to_svg(sheet)


def _line(frame: ChartFrame, row: int) -> pd.DataFrame:
    """The values of a row by month; a missing month begins another run."""
    data = frame.data
    own = data[data["row"] == row].assign(
        month=lambda found: found["column"].map({one.name: at for at, one in enumerate(frame.columns)})
    )
    return own.assign(run=own["month"].diff().gt(1).cumsum())


def _values(frames: Sequence[ChartFrame], row: int, windows: Sequence[Period]) -> Iterator[str]:
    """The last month with its values, and each month below zero."""
    last = max((at for frame in frames for at, one in enumerate(frame.figures[row]) if one is not None), default=None)
    if last is not None:
        yield f"{windows[last].window}: {' y '.join(printed(frame.figures[row][last]) for frame in frames)}"
    for frame in frames:
        for at, figure in enumerate(frame.figures[row]):
            if figure is not None and figure.value < 0 and at != last:
                yield f"{windows[at].window}: {bare(figure)}"
