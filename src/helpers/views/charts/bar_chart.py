"""Horizontal bars: one measure ranked, or two measures side by side."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from helpers.base.display import lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, ranked
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import ChartFrame, Column, frame_of, height, printed
from helpers.views.charts.drawing.chart_marks import reference_mark
from helpers.views.charts.drawing.chart_message import below, extremes, widest_gap
from helpers.views.charts.drawing.row_sheet import LINE, RowSheet, bar_limits
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

PATTERNS: tuple[chart_style.Area, chart_style.Area] = (
    {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY},
    {"facecolor": chart_style.SAND, "edgecolor": chart_style.BROWN, "hatch": "////"},
)
GUIDE: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.2, "linestyle": (0, (4, 2))}


def horizontal_bars(
    book: Book,
    *,
    id: str,
    title: str,
    measure: Measure,
    rows: Sequence[FigureRow],
    reference: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """Draw one bar per row, the greatest first.

    A row without data shows `s/d`. Notes name the rows left out because nothing was programmed or, in a ranking,
    because their form came late.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    measure : tuple
        Indicator and period.
    reference : str
        Id of a figure drawn as a vertical line, such as the ideal range.

    Raises
    ------
    UnknownFigure
        If the Book does not have the indicator or the reference.
    """
    shown, left_out = drawn_rows(book, ranked(book, rows, measure), measure, is_ranking=True)
    frame = frame_of(book, shown, {Column(): measure})
    line_at = book[reference] if reference else None
    kind = f"Barras horizontales, {book.indicator_name(measure[0])}, {_words(measure[1])}"
    if line_at is None:
        found, guide, marks = extremes(frame.known(), title), "", frame.marks
    else:
        name = book.indicator_name(line_at.indicator)
        found = below(frame.known(), line_at, _reference(name, measure[0], line_at), title)
        guide, marks = f"Referencia, {name}: {printed(line_at)}.", (*frame.marks, reference_mark(name, line_at))
    with chart_style.house_style():
        svg = _draw(frame, title, reference=line_at, words=guide.removeprefix("Referencia, ")[:-1])
    every = (*notes, *frame.missing(), *left_out)
    return Chart.finding(found, id=id, shows=(title, kind, frame.spoken, guide), svg=svg, notes=every, marks=marks)


def _reference(name: str, measured: str, figure: Figure) -> str:
    """What the reference is called in the title: the whole institution's value, or the indicator's name."""
    return "de toda la institución" if figure.indicator == measured else f"del valor de «{lower_first(name)}»"


def paired_bars(
    book: Book,
    *,
    id: str,
    title: str,
    first: Measure,
    second: Measure,
    rows: Sequence[FigureRow],
    names: tuple[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """Draw two bars per row, one plain and one hatched, such as efficacy and execution; rows keep their order.

    A row without data shows `s/d`; a note names rows left out because nothing was programmed.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    first, second : tuple
        Indicator and period of each bar.
    names : tuple[str, str] or None
        Names for the legend; by default, the method's names of the indicators.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    called = names or (book.indicator_name(first[0]), book.indicator_name(second[0]))
    shown, left_out = drawn_rows(book, rows, first, second)
    frame = frame_of(book, shown, {Column(called[0]): first, Column(called[1]): second})
    with chart_style.house_style():
        svg = _draw(frame, title)
    kind = f"Barras horizontales en pares, {_words(first[1])}"
    every = (*notes, *frame.missing(), *left_out)
    pairs, (first_name, second_name) = frame.both(0, 1), (lower_first(name) for name in called)
    found = widest_gap(pairs, first_name, second_name) if pairs else extremes(frame.known(), title)
    return Chart.finding(found, id=id, shows=(title, kind, frame.spoken), svg=svg, notes=every, marks=frame.marks)


def _words(period: Period | str) -> str:
    return Period.parse(str(period)).words


def _draw(frame: ChartFrame, subject: str, *, reference: Figure | None = None, words: str = "") -> str:
    count = len(frame.columns)
    legend = [
        Patch(label=column.name, linewidth=0.8, **look) for column, look in zip(frame.columns, PATTERNS, strict=False)
    ]
    page = RowSheet(
        frame.rows,
        [[printed(figure) for figure in figures] for figures in frame.figures],
        subject,
        bar_limits([*frame.every, *([reference] if reference else [])]),
        legend if count > 1 else [],
        [(height(reference), words)] if reference else [],
        (LINE * count + 1) * 1.25,
    )
    sheet, axes = page.draw()
    _bars(axes, frame, (LINE * count + 1) / page.step)
    axes.axvline(0, color=chart_style.GREY, linewidth=0.8)
    if reference is not None:
        axes.axvline(height(reference), **GUIDE)
    return page.finish(sheet, axes)


def _bars(axes: Axes, frame: ChartFrame, width: float) -> None:
    import seaborn

    if not frame.every:
        return
    names = [column.name for column in frame.columns]
    seaborn.barplot(
        frame.data, x="value", y="row", hue="column", hue_order=names, order=list(range(len(frame.rows))), orient="h",
        width=width, errorbar=None, estimator="sum", legend=False, linewidth=0.8, saturation=1, ax=axes,
        palette=[str(look["facecolor"]) for look in PATTERNS[: len(names)]], clip_on=False,
    )  # fmt: skip
    for bars, look in zip(axes.containers, PATTERNS, strict=False):
        for bar in bars:
            bar.set(**look)
