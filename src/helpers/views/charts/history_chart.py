"""An indicator over years and quarters: one panel per row, with the line broken where the method changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, bare, height, short, windows_frame
from helpers.views.charts.drawing.chart_message import Message, extremes, moves
from helpers.views.charts.drawing.line_panels import Line, draw_lines, places_of, windows_of
from helpers.views.charts.drawing.panels import MOST_COLUMNS
from helpers.views.charts.earlier_years import UNKNOWN, method_notes, method_of, same_kind

FEW = 6
"""Greatest number of windows for which a third of the page is wide enough."""


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
    history = _History(book, indicator, windows_frame(book, indicator, periods, rows), windows_of(periods))
    frame, subject = history.frame, f"{title}{history.frame.head}"
    titles = [(row.label, history.last_values(at)) for at, row in enumerate(rows)]
    columns = MOST_COLUMNS if len(periods) <= FEW else MOST_COLUMNS - 1
    lines, breaks = list(history.lines()), history.breaks()
    svg = draw_lines(titles, subject, [], history.windows, lines, breaks=breaks, columns=columns)
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

    def lines(self) -> Iterator[Line]:
        """Each value alone, and each pair of neighbours that a line may join."""
        places = places_of(self.windows)
        for at, (row, figures) in enumerate(zip(self.frame.rows, self.frame.figures, strict=True)):
            points = [(place, height(one)) if one else None for place, one in zip(places, figures, strict=True)]
            yield from (Line(at, "known", (point,)) for point in points if point)
            for one, other in self._neighbours():
                first, last, methods = points[one], points[other], self._methods(row, one, other)
                if first and last and (UNKNOWN in methods or len(methods) == 1):
                    yield Line(at, "unknown" if UNKNOWN in methods else "known", (first, last))

    def breaks(self) -> list[tuple[int, float]]:
        """Each panel with a place between two windows at which its method changed."""
        places = places_of(self.windows)
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
