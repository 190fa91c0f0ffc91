"""Lines over windows, one panel per row: an indicator through years and quarters, or two indicators month by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, bare, height, printed, short, tick, windows_frame
from helpers.views.charts.drawing.chart_marks import HEADING, Mark
from helpers.views.charts.drawing.chart_message import Message, extremes, moves, widest_gap
from helpers.views.charts.drawing.chart_scale import scale_up
from helpers.views.charts.drawing.panels import MOST_COLUMNS, Titled, limits, panel_axes
from helpers.views.charts.earlier_years import UNKNOWN, method_notes, method_of, same_kind

PLOT, FOOT = 52.0, 26.0
KNOWN: chart_style.Stroke = {
    "color": chart_style.NAVY, "marker": "o", "linestyle": "-", "linewidth": 1.3, "markersize": 3.5,
    "markeredgewidth": 0,
}  # fmt: skip
DOTTED: chart_style.Stroke = {**KNOWN, "linestyle": ":"}
SECOND: chart_style.Stroke = {**KNOWN, "color": chart_style.BROWN, "marker": "s", "linestyle": "--"}
LOOKS: Mapping[str, chart_style.Stroke] = {"known": KNOWN, "unknown": DOTTED, "second": SECOND}
BREAK: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.0, "linestyle": (0, (3, 2))}
CHANGED = "≠"
FEW = 6
"""Greatest number of windows for which a third of the page is wide enough."""
LABEL = 19.0
"""Width of a window's label on the axis, in points; windows closer together are labelled with gaps."""
BETWEEN_KINDS = 0.4
"""Space between years and quarters, as a share of a window's width."""


@dataclass(frozen=True)
class _Line:
    """Values joined in one panel: the panel's position, the look, and each value's place and height."""

    panel: int
    look: str
    points: tuple[tuple[float, float], ...]


def history_lines(
    book: Book,
    *,
    id: str,
    title: str,
    indicator: str,
    periods: Sequence[Period | str],
    rows: Sequence[FigureRow],
    notes: Sequence[str] = (),
) -> Chart:
    """Draw an indicator over several windows; the last value of the years and of the quarters stands above each panel.

    Lines join adjacent windows of one kind that both have a figure. A line is dotted if a source does not state the
    method of measurement. Where the method changed there is no line but a vertical stroke. A note names the missing
    figures that were due.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    periods : sequence of Period or str
        In the order printed.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    history = _History(book, indicator, windows_frame(book, indicator, periods, rows), _windows(periods))
    frame, subject = history.frame, f"{title}{history.frame.head}"
    titles = [(row.label, history.last_values(at)) for at, row in enumerate(rows)]
    columns = MOST_COLUMNS if len(periods) <= FEW else MOST_COLUMNS - 1
    svg = _draw(titles, subject, [], history.windows, list(history.lines()), frame.every, history.breaks(), columns)
    changes = method_notes(book, indicator, history.windows if rows else (), rows)
    shows = (subject, "Líneas por periodo", frame.spoken, *changes)
    every = (*notes, *changes, *frame.missing())
    return Chart.finding(history.finding(subject), id=id, shows=shows, svg=svg, notes=every, marks=frame.marks)


@dataclass(frozen=True)
class _History:
    """The figures of each row over some windows."""

    book: Book
    indicator: str
    frame: ChartFrame
    windows: list[Period]

    def finding(self, subject: str) -> Message:
        """How many rows fell between the last two windows that can be compared; else the extremes of the last one."""
        for one, other in reversed(list(self._neighbours())):
            pairs = [pair for pair in self.frame.both(one, other) if len(self._methods(pair[0], one, other)) == 1]
            if pairs:
                found = moves(pairs, self.frame.columns[one].words)
                window = self.frame.columns[other].words
                return Message((f"{self.book.indicator_name(self.indicator)}, {window}: ", *found.parts))
        known = [self.frame.known(at) for at in reversed(range(len(self.windows)))]
        return extremes(next((rows for rows in known if rows), []), subject)

    def lines(self) -> Iterator[_Line]:
        """Each value alone, and each pair of neighbours that a line may join."""
        places = _places(self.windows)
        for at, (row, figures) in enumerate(zip(self.frame.rows, self.frame.figures, strict=True)):
            points = [(place, height(one)) if one else None for place, one in zip(places, figures, strict=True)]
            yield from (_Line(at, "known", (point,)) for point in points if point)
            for one, other in self._neighbours():
                first, last, methods = points[one], points[other], self._methods(row, one, other)
                if first and last and (UNKNOWN in methods or len(methods) == 1):
                    yield _Line(at, "unknown" if UNKNOWN in methods else "known", (first, last))

    def breaks(self) -> list[tuple[int, float]]:
        """Each panel with a place between two windows at which its method changed."""
        places = _places(self.windows)
        return [
            (at, (places[one] + places[other]) / 2)
            for at, row in enumerate(self.frame.rows) for one, other in self._neighbours()
            if None not in (self.frame.figures[at][one], self.frame.figures[at][other])
            and len(methods := self._methods(row, one, other)) > 1 and UNKNOWN not in methods
        ]  # fmt: skip

    def last_values(self, row: int) -> str:
        """The last value of each kind of window, such as the last year and the last quarter, with its window."""
        last: list[tuple[Period, Figure]] = []
        for window, figure in zip(self.windows, self.frame.figures[row], strict=True):
            if figure is not None:
                last = [*(last[:-1] if last and same_kind(last[-1][0], window) else last), (window, figure)]
        return "; ".join(f"{short(window)}: {bare(figure)}" for window, figure in last)

    def _neighbours(self) -> Iterator[tuple[int, int]]:
        """Positions of adjacent windows of one kind."""
        pairs = pairwise(range(len(self.windows)))
        return ((one, other) for one, other in pairs if same_kind(self.windows[one], self.windows[other]))

    def _methods(self, row: FigureRow, *places: int) -> set[str]:
        return {method_of(self.book, self.indicator, self.windows[at], row) for at in places}


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
    """Draw two indicators by month, such as work done and money spent.

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
    windows = _windows(months)
    frames = [windows_frame(book, indicator, windows, rows) for indicator in (first, second)]
    names = [f"{book.indicator_name(one)}{frame.head}" for one, frame in zip((first, second), frames, strict=True)]
    lines = [line for frame, look in zip(frames, ("known", "second"), strict=True) for line in _runs(frame, look)]
    legend = [Line2D([], [], label=name, **look) for name, look in zip(names, (KNOWN, SECOND), strict=True)]
    titles = [(row.label, "; ".join(_values(frames, at, windows))) for at, row in enumerate(rows)]
    svg = _draw(titles, title, legend, windows, lines, [one for frame in frames for one in frame.every])
    spoken = [f"{name}. {frame.spoken}" for name, frame in zip(names, frames, strict=True)]
    wanting = dict.fromkeys(note for frame in frames for note in frame.missing())
    marks = [mark for name, one in zip(names, frames, strict=True) for mark in (Mark(name, style=HEADING), *one.marks)]
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


def _runs(frame: ChartFrame, look: str) -> Iterator[_Line]:
    """Each row's values; a missing month begins another line."""
    for at, figures in enumerate(frame.figures):
        run: list[tuple[float, float]] = []
        for place, figure in enumerate([*figures, None]):
            if figure is not None:
                run.append((place, height(figure)))
            elif run:
                yield _Line(at, look, tuple(run))
                run = []


def _values(frames: Sequence[ChartFrame], row: int, windows: Sequence[Period]) -> Iterator[str]:
    """The last month with its values, and each month below zero."""
    last = max((at for frame in frames for at, one in enumerate(frame.figures[row]) if one is not None), default=None)
    if last is not None:
        yield f"{windows[last].window}: {' y '.join(printed(frame.figures[row][last]) for frame in frames)}"
    for frame in frames:
        for at, figure in enumerate(frame.figures[row]):
            if figure is not None and figure.value < 0 and at != last:
                yield f"{windows[at].window}: {bare(figure)}"


def _windows(periods: Sequence[Period | str]) -> list[Period]:
    return [Period.parse(str(period)) for period in periods]


def _places(windows: Sequence[Period]) -> list[float]:
    """Horizontal positions of the windows, with extra space between years and quarters, which no line joins."""
    apart = [0.0 if one.is_month or same_kind(one, other) else BETWEEN_KINDS for one, other in pairwise(windows)]
    return [at + shift for at, shift in enumerate(accumulate([0.0, *apart]))] if windows else []


def _draw(
    titles: Sequence[Titled], subject: str, legend: Sequence[Artist], windows: Sequence[Period],
    lines: Sequence[_Line], figures: Sequence[Figure], breaks: Sequence[tuple[int, float]] = (),
    columns: int = MOST_COLUMNS,
) -> str:
    """Draw every line in its panel; all panels have the scale of `figures`."""
    import seaborn

    drawn = pd.DataFrame(
        [(line.panel, line.look, at, *point) for at, line in enumerate(lines) for point in line.points],
        columns=["panel", "look", "line", "place", "value"],
    )
    places = _places(windows)
    with chart_style.house_style():
        sheet, panels = panel_axes(titles, subject, legend, plot=PLOT, foot=FOOT, columns=columns)
        for at, axes in enumerate(panels):
            axes.set(xlim=(-0.5, max(places, default=0.0) + 0.5), ylim=limits(figures))
            scale_up(axes)
            axes.axhline(0, color=chart_style.GREY, linewidth=0.8)
            for look, group in drawn[drawn["panel"] == at].groupby("look"):
                seaborn.lineplot(
                    group, x="place", y="value", units="line", estimator=None, legend=False, ax=axes,
                    **LOOKS[str(look)],
                )  # fmt: skip
            for panel, place in breaks:
                if panel == at:
                    _break(axes, place)
            axes.set(xlabel="", ylabel="")
            _label(axes, windows, places)
        return chart_style.to_svg(sheet)


def _label(axes: Axes, windows: Sequence[Period], places: Sequence[float]) -> None:
    """Write the windows below the axis, every one or every second, third …, so that the last is among them."""
    wide = axes.get_position().width * chart_style.WIDTH
    every = int(LABEL * len(windows) / wide) + 1
    labels = ["" if (len(windows) - 1 - at) % every else tick(window) for at, window in enumerate(windows)]
    axes.set_xticks(places, labels, fontsize=chart_style.SMALL_SIZE)


def _break(axes: Axes, place: float) -> None:
    """Draw a stroke with the sign `≠` at its foot between two windows."""
    axes.axvline(place, zorder=1, **BREAK)
    axes.annotate(
        CHANGED, (place, 0), xycoords=axes.get_xaxis_transform(), xytext=(2, 2), textcoords="offset points",
        ha="left", va="bottom", color=chart_style.BROWN, weight="bold",
    )  # fmt: skip
