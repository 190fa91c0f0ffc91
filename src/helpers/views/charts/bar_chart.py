"""Horizontal bars: one measure ranked, or two measures side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, ranked
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import (
    ChartFrame,
    Column,
    drawn_rows,
    frame_of,
    height,
    printed,
    reference_mark,
)
from helpers.views.charts.drawing.chart_message import Message, below, extremes, widest_gap
from helpers.views.charts.drawing.row_sheet import LINE, RowSheet, bar_limits

PATTERNS: tuple[chart_style.Area, chart_style.Area] = (
    {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY},
    {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"},
)


def horizontal_bars(
    book: Book,
    *,
    id: str,
    title: str,
    measures: Mapping[str, Measure],
    rows: Sequence[FigureRow],
    reference: str = "",
) -> Chart:
    """Draw one bar per row, the greatest first; or two, one plain and one hatched, with the rows in their order.

    A row without data shows `s/d`. Notes name the rows left out because nothing was programmed or, in a ranking,
    because their form came late.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    measures : mapping of str to tuple
        Indicator and period of each bar, by its name for the legend; a single one may be called as it likes.
    reference : str
        Id of a figure drawn as a vertical line, such as the ideal range.

    Raises
    ------
    UnknownFigure
        If the Book does not have an indicator or the reference.
    """
    (first, *second), is_ranking = measures.values(), len(measures) == 1
    ordered = ranked(book, rows, first) if is_ranking else rows
    shown, left_out = drawn_rows(book, ordered, first, *second, is_ranking=is_ranking)
    columns = {Column("" if is_ranking else name): measure for name, measure in measures.items()}
    frame, line_at = frame_of(book, shown, columns), book[reference] if reference else None
    called = book.indicator_name(line_at.indicator) if line_at else ""
    guide = f"{called}: {printed(line_at)}" if line_at else ""
    what = f", {book.indicator_name(first[0])}" if is_ranking else " en pares"
    kind = f"Barras horizontales{what}, {Period.parse(str(first[1])).words}"
    every, marks = (*frame.missing(), *left_out), frame.marks
    if line_at:
        marks = (*marks, reference_mark(called, line_at))
    shows = (title, kind, frame.spoken, f"Referencia, {guide}." if guide else "")
    found = _finding(frame, line_at, _reference(called, first[0], line_at) if line_at else "", title)
    return Chart.finding(found, id=id, shows=shows, svg=_draw(frame, title, line_at, guide), notes=every, marks=marks)


def _finding(frame: ChartFrame, line_at: Figure | None, name: str, subject: str) -> Message:
    """How many rows are below the reference; else the widest gap of two measures, or the extremes of one."""
    if line_at:
        return below(frame.known(), line_at, name, subject, drawn=frame.drawn)
    pairs = frame.both(0, 1) if len(frame.columns) > 1 else []
    if pairs:
        first, second = (lower_first(column.name) for column in frame.columns)
        return widest_gap(pairs, first, second, drawn=frame.drawn)
    return extremes(frame.known(), subject)


def _reference(name: str, measured: str, figure: Figure) -> str:
    """What the reference is called in the title: the whole institution's value, or the indicator's name."""
    return "de toda la institución" if figure.indicator == measured else f"del valor de «{lower_first(name)}»"


@chart_style.house_style()
def _draw(frame: ChartFrame, subject: str, reference: Figure | None, words: str) -> str:
    looks = dict(zip([column.name for column in frame.columns], PATTERNS, strict=False))
    legend: list[Artist] = []
    if len(looks) > 1:
        legend += [Patch(label=name, linewidth=0.8, **look) for name, look in looks.items()]
    if reference is not None:
        legend.append(Line2D([], [], label=words, **chart_style.GUIDE))
    values = [[printed(figure) for figure in figures] for figures in frame.figures]
    limits = bar_limits([*frame.every, *([reference] if reference else [])])
    wide = LINE * len(looks) + 1
    page = RowSheet(frame.rows, values, subject, limits, legend, wide * 1.25)
    page.bars(frame.data, looks, wide / page.step)
    if reference is not None:
        page.axes.axvline(height(reference), **chart_style.GUIDE)
    return page.finish()
