"""An indicator over years and quarters: one panel per row, with the line broken where the method changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from matplotlib.axes import Axes

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height
from helpers.views.charts.earlier_years import UNKNOWN, method_notes, method_of, same_kind
from helpers.views.charts.panels import (
    Series,
    heading,
    marks_of,
    missing_notes,
    panels,
    room_for,
    series_of,
    spoken_series,
    tick,
    write_value,
)

JOINED: chart_style.Stroke = {"color": chart_style.BLUE, "linewidth": 1.4}
UNCERTAIN: chart_style.Stroke = {"color": chart_style.BLUE, "linewidth": 1.2, "linestyle": (0, (1, 2))}
BREAK: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.0, "linestyle": (0, (3, 2))}
YEAR: chart_style.Stroke = {"marker": "o", "color": chart_style.BLUE}
QUARTER: chart_style.Stroke = {"marker": "s", "color": chart_style.BLUE}
SO_FAR: chart_style.Stroke = {"marker": "D", "color": chart_style.NAVY}
SIZE, LAST_SIZE = 4.0, 5.5
CHANGED = "≠"
MANY = 3
"""Minimum number of adjacent windows of one kind for which the first and last values do not overlap."""
BETWEEN_KINDS = 0.6
"""Space between years and quarters, as a share of a window's width."""
FEWEST_COLUMNS = 2
"""Minimum number of panels side by side. Some values are then left out; the table beside the chart has them all."""
PLOT = 44.0
"""Height of a panel's plot in points: low, because values are printed and the line only shows the trend."""


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
    method of measurement. Where the method changed there is no line but a vertical stroke. A note names the missing
    figures that were due.

    Parameters
    ----------
    periods : sequence of Period or str
        In the order printed.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    every = series_of(book, indicator, periods, rows)
    head = heading(book, indicator, every)
    with chart_style.house_style():
        columns = room_for(every)
        sheet, laid = panels(every, head, PLOT, max(columns, min(FEWEST_COLUMNS, len(every))))
        for series, axes in laid:
            _Panel(book, indicator, axes, series, is_narrow=columns < FEWEST_COLUMNS).draw()
        svg = chart_style.to_svg(sheet)
    changes = method_notes(book, indicator, every[0].periods if every else (), rows)
    alt = " ".join((f"Líneas por periodo, {head}. {spoken_series(every)}.", *changes))
    return Chart(id, title, alt, svg, (*notes, *changes, *missing_notes(every)), marks=marks_of(every))


@dataclass(frozen=True)
class _Panel:
    """The panel of one row.

    Attributes
    ----------
    is_narrow : bool
        Whether there is no room for every value: then only the ends of each run are labelled.
    """

    book: Book
    indicator: str
    axes: Axes
    series: Series
    is_narrow: bool

    def draw(self) -> None:
        """Draw the panel: axis, lines between adjacent windows of one kind, markers and values."""
        places, periods = self._places(), self.series.periods
        self.axes.set_xlim(-0.6, (places or [0.0])[-1] + 0.6)
        ticks = _ticks(periods) if self.is_narrow else [*map(tick, periods)]
        self.axes.set_xticks(places, ticks, fontsize=chart_style.SMALL_SIZE)
        for one, other in pairwise(range(len(periods))):
            # A window without a figure breaks the line: its value is unknown.
            both = [self.series.figures[at] for at in (one, other)]
            if None not in both and same_kind(periods[one], periods[other]):
                self._join((one, other), (places[one], places[other]))
        ends = set(_ends(periods))
        last = max((at for at, figure in enumerate(self.series.figures) if figure is not None), default=-1)
        for at, (period, figure) in enumerate(self.series.points):
            if figure is not None:
                look = QUARTER if period.is_quarter else YEAR if period.window == "anual" else SO_FAR
                size = LAST_SIZE if at == last else SIZE
                self.axes.plot([places[at]], [height(figure)], markersize=size, zorder=3, clip_on=False, **look)
            if at in ends or not self.is_narrow or figure is None:
                above = figure is None or figure.value >= 0
                write_value(self.axes, self.series.texts[at], places[at], figure, above=above)

    def _places(self) -> list[float]:
        """Horizontal positions of the windows, with extra space between years and quarters, which no line joins."""
        periods = self.series.periods
        room = BETWEEN_KINDS if self.is_narrow else BETWEEN_KINDS / 2
        apart = [0.0 if same_kind(*pair) else room for pair in pairwise(periods)]
        return [at + shift for at, shift in enumerate(accumulate([0.0, *apart]))] if periods else []

    def _join(self, pair: tuple[int, int], places: tuple[float, float]) -> None:
        methods = {method_of(self.book, self.indicator, self.series.periods[at], self.series.row) for at in pair}
        values = [height(figure) for at in pair if (figure := self.series.figures[at]) is not None]
        if UNKNOWN in methods:
            self.axes.plot(places, values, zorder=2, **UNCERTAIN)
        elif len(methods) == 1:
            self.axes.plot(places, values, zorder=2, **JOINED)
        else:
            self._break(sum(places) / 2, sum(values) / 2)

    def _break(self, place: float, value: float) -> None:
        """Draw a stroke with the sign `≠` between two windows, in the half of the panel away from their values."""
        low, high = self.axes.get_ylim()
        bottom, top = (0.0, 0.5) if value > (low + high) / 2 else (0.55, 1.0)
        self.axes.axvline(place, ymin=bottom, ymax=top, zorder=1, **BREAK)
        self.axes.annotate(
            CHANGED, (place, (bottom + top) / 2), xycoords=self.axes.get_xaxis_transform(), xytext=(2, 0),
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


def _ticks(periods: Sequence[Period]) -> list[str]:
    """Labels without overlaps: of years only the first and last, and a quarter's year only once."""
    ends, told = set(_ends(periods)), []
    for at, period in enumerate(periods):
        before = periods[at - 1] if at else None
        is_same_year = before is not None and before.is_quarter and before.year == period.year
        if period.is_quarter:
            told.append(period.window if is_same_year else tick(period))
        else:
            told.append(tick(period) if at in ends else "")
    return told
