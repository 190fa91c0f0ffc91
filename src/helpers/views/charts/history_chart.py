"""An indicator over years and quarters: one panel per row, with the line broken where the method changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pandas as pd
from matplotlib.axes import Axes

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, bare, height, tick, windows_frame
from helpers.views.charts.drawing.chart_message import Message, extremes, moves
from helpers.views.charts.drawing.chart_scale import scale_up
from helpers.views.charts.earlier_years import UNKNOWN, method_notes, method_of, same_kind
from helpers.views.charts.panels import MOST_COLUMNS, SCALE_ROOM, limits, panel_axes

PLOT, FOOT = 40.0, 38.0
DASHES: dict[str, tuple[float, ...]] = {"known": (1, 0), "unknown": (1, 2)}
BREAK: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.0, "linestyle": (0, (3, 2))}
MARKERS = {"year": "o", "quarter": "s", "so far": "D"}
CHANGED = "≠"
MANY = 3
"""Minimum number of adjacent windows of one kind of which the first and last values have room."""
BETWEEN_KINDS = 0.4
"""Space between years and quarters, as a share of a window's width."""
FEWEST_COLUMNS = 2
"""Minimum number of panels side by side. Some values are then left out; the table beside the chart has them all."""


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
    """Draw an indicator over several windows, one panel per row: circles are years, squares quarters, diamonds others.

    Lines join adjacent windows of one kind that both have a figure. A line is dotted if a source does not state the
    method of measurement. Where the method changed there is no line but a vertical stroke. Values stand below the
    plot. A note names the missing figures that were due.

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
    frame = windows_frame(book, indicator, periods, rows)
    windows = [Period.parse(str(period)) for period in periods]
    subject = f"{title}{frame.head}"
    history = _History(book, indicator, frame, windows)
    with chart_style.house_style():
        svg = history.draw(subject)
    changes = method_notes(book, indicator, windows if rows else (), rows)
    shows = (subject, "Líneas por periodo", frame.spoken, *changes)
    every = (*notes, *changes, *frame.missing_by_column())
    return Chart.finding(history.finding(subject), id=id, shows=shows, svg=svg, notes=every, marks=frame.marks)


@dataclass(frozen=True)
class _History:
    """The figures of each row over some windows."""

    book: Book
    indicator: str
    frame: ChartFrame
    windows: list[Period]

    def draw(self, subject: str) -> str:
        """Draw a panel for each row, and return the picture."""
        texts = [bare(figure) for figures in self.frame.figures for figure in figures]
        widest = max((chart_style.text_width(text, chart_style.SMALL_SIZE) for text in texts), default=0) + 3
        needed = widest * (len(self.windows) + 1) + SCALE_ROOM
        fit = max(int(chart_style.WIDTH // needed), 1)
        is_narrow = fit < FEWEST_COLUMNS
        titles = [(row.label, "") for row in self.frame.rows]
        columns = min(max(fit, FEWEST_COLUMNS), MOST_COLUMNS)
        sheet, panels = panel_axes(titles, subject, (), plot=PLOT, foot=FOOT, columns=columns)
        for at, axes in enumerate(panels):
            axes.set_ylim(limits(self.frame.every, 0.12))
            scale_up(axes)
            axes.axhline(0, color=chart_style.GREY, linewidth=0.8)
            self._draw_row(axes, at)
            axes.set(xlim=(-0.6, max(self._places(), default=0.0) + 0.6), xlabel="", ylabel="")
            labels = list(self._labels(at, set(_ends(self.windows)) if is_narrow else set(range(len(self.windows)))))
            axes.set_xticks(self._places(), labels, fontsize=chart_style.SMALL_SIZE, color=chart_style.INK)
        return chart_style.to_svg(sheet)

    def finding(self, subject: str) -> Message:
        """How many rows fell between the last two windows that can be compared; else the extremes of the last one."""
        comparable = [
            (one, other) for one, other in pairwise(range(len(self.windows)))
            if same_kind(self.windows[one], self.windows[other])
        ]  # fmt: skip
        for one, other in reversed(comparable):
            pairs = [pair for pair in self.frame.both(one, other) if len(self._methods(pair[0], one, other)) == 1]
            if pairs:
                found = moves(pairs, self.frame.columns[one].words)
                window = self.frame.columns[other].words
                return Message((f"{self.book.indicator_name(self.indicator)}, {window}: ", *found.parts))
        known = [self.frame.known(at) for at in reversed(range(len(self.windows)))]
        return extremes(next((rows for rows in known if rows), []), subject)

    def _methods(self, row: FigureRow, *places: int) -> set[str]:
        return {method_of(self.book, self.indicator, self.windows[at], row) for at in places}

    def _places(self) -> list[float]:
        """Horizontal positions of the windows, with extra space between years and quarters, which no line joins."""
        apart = [0.0 if same_kind(*pair) else BETWEEN_KINDS for pair in pairwise(self.windows)]
        return [at + shift for at, shift in enumerate(accumulate([0.0, *apart]))] if self.windows else []

    def _labels(self, row: int, shown: set[int]) -> Iterator[str]:
        """Each window's value above its name, where there is room for both."""
        for at, (window, figure) in enumerate(zip(self.windows, self.frame.figures[row], strict=True)):
            yield f"{bare(figure)}\n{tick(window)}" if at in shown else ""

    def _draw_row(self, axes: Axes, at: int) -> None:
        import seaborn

        figures, places = self.frame.figures[at], self._places()
        lines = []
        for one, other in pairwise(range(len(self.windows))):
            first, last = figures[one], figures[other]
            # A window without a figure breaks the line: its value is unknown.
            if first is None or last is None or not same_kind(self.windows[one], self.windows[other]):
                continue
            methods = self._methods(self.frame.rows[at], one, other)
            if UNKNOWN not in methods and len(methods) > 1:
                _break(axes, (places[one] + places[other]) / 2, (height(first) + height(last)) / 2)
                continue
            look = "unknown" if UNKNOWN in methods else "known"
            lines += [(places[here], height(figure), look, one) for here, figure in ((one, first), (other, last))]
        if lines:
            drawn = pd.DataFrame(lines, columns=["place", "value", "look", "line"])
            seaborn.lineplot(
                drawn, x="place", y="value", style="look", units="line", estimator=None, dashes=DASHES, linewidth=1.4,
                color=chart_style.BLUE, legend=False, ax=axes,
            )  # fmt: skip
        points = [
            (places[here], height(figure), _kind(window))
            for here, (window, figure) in enumerate(zip(self.windows, figures, strict=True)) if figure is not None
        ]  # fmt: skip
        if points:
            seaborn.scatterplot(
                pd.DataFrame(points, columns=["place", "value", "kind"]), x="place", y="value", style="kind",
                markers=MARKERS, s=22, color=chart_style.NAVY, linewidth=0, legend=False, zorder=3, clip_on=False,
                ax=axes,
            )  # fmt: skip


def _kind(window: Period) -> str:
    if window.is_quarter:
        return "quarter"
    return "year" if window.window == "anual" else "so far"


def _break(axes: Axes, place: float, value: float) -> None:
    """Draw a stroke with the sign `≠` between two windows, in the half of the panel away from their values."""
    low, high = axes.get_ylim()
    bottom, top = (0.0, 0.5) if value > (low + high) / 2 else (0.5, 1.0)
    axes.axvline(place, ymin=bottom, ymax=top, zorder=1, **BREAK)
    axes.annotate(
        CHANGED, (place, (bottom + top) / 2), xycoords=axes.get_xaxis_transform(), xytext=(2, 0),
        textcoords="offset points", ha="left", va="center", color=chart_style.BROWN, weight="bold",
    )  # fmt: skip


def _ends(periods: Sequence[Period]) -> Iterator[int]:
    """Positions of the windows to label: the last of each run of one kind, and the first if the run is long enough."""
    run: list[int] = []
    for at, period in enumerate(periods):
        run = [*run, at] if run and same_kind(periods[at - 1], period) else [at]
        if at + 1 == len(periods) or not same_kind(period, periods[at + 1]):
            yield from ([] if len(run) < MANY else run[:1])
            yield at
