"""Two indicators month by month, one panel per row, such as work done and money spent."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.base.display import number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height
from helpers.views.charts.drawing.chart_scale import scale_up
from helpers.views.charts.panels import (
    Series,
    heading,
    limits,
    marks_of,
    missing_notes,
    panels,
    series_of,
    spoken_series,
)

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

    The last value of each line and every negative value are printed. A missing month breaks the line, and a note names
    it.

    Parameters
    ----------
    first, second : str
        Indicators of the solid and of the dashed line.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    both = tuple(series_of(book, indicator, months, rows) for indicator in (first, second))
    names = [heading(book, indicator, every) for indicator, every in zip((first, second), both, strict=True)]
    with chart_style.house_style():
        svg = _draw(both, names)
    alt = "Líneas por mes, un panel por fila. " + " ".join(
        f"{name}. {spoken_series(every)}." for name, every in zip(names, both, strict=True)
    )
    wanting = dict.fromkeys(note for every in both for note in missing_notes(every))
    marks = [mark for name, every in zip(names, both, strict=True) for mark in marks_of(every, name)]
    return Chart(id, title, alt, svg, (*notes, *wanting), marks=tuple(marks))


def _draw(both: tuple[tuple[Series, ...], ...], names: Sequence[str]) -> str:
    scale = limits([series for every in both for series in every])
    sheet, laid = panels(both[0], "")
    for (_, axes), pair in zip(laid, zip(*both, strict=True), strict=True):
        axes.set(ylim=scale)
        scale_up(axes)
        for series, look in zip(pair, LOOKS, strict=True):
            axes.plot([float("nan") if figure is None else height(figure) for figure in series.figures], **look)
        _label(axes, pair)
    handles = [Line2D([], [], label=name, **look) for name, look in zip(names, LOOKS, strict=True)]
    sheet.legend(
        handles=handles, ncols=2, loc="upper left", bbox_to_anchor=(0, 1.0), fontsize=chart_style.TEXT_SIZE,
        borderpad=0.1,
        borderaxespad=0.1, handlelength=2.6, columnspacing=2.0,
    )  # fmt: skip
    return chart_style.to_svg(sheet)


def _label(axes: Axes, pair: Sequence[Series]) -> None:
    """Print each line's last value (the greater above, the other below) and every negative value."""
    ends = [_last(series) for series in pair]
    known = [figure.rounded for _, figure in filter(None, ends)]
    is_above = len(known) < 2 or known[0] >= known[1]
    for series, end, above in zip(pair, ends, (is_above, not is_above), strict=True):
        for at, figure in enumerate(series.figures):
            if figure is None:
                continue
            is_end, is_below = end is not None and at == end[0], figure.value < 0
            if is_end or is_below:
                _write(axes, at, figure, above=above and not is_below)


def _last(series: Series) -> tuple[int, Figure] | None:
    return next(((at, figure) for at, figure in reversed(tuple(enumerate(series.figures))) if figure is not None), None)


def _write(axes: Axes, at: int, figure: Figure, *, above: bool) -> None:
    axes.annotate(
        number_es(figure.rounded), (at, height(figure)), xytext=(0, 4 if above else -4), textcoords="offset points",
        fontsize=chart_style.SMALL_SIZE, ha="center", va="bottom" if above else "top", color=chart_style.INK,
        bbox=chart_style.CLEAR,
    )  # fmt: skip
