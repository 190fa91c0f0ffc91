"""Two measures month by month, a panel a row: what was done against what was spent."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height
from helpers.charts.lines import LOOKS
from helpers.charts.panels import Series, heading, limits, marks_of, missing_notes, panels, series_of, spoken_series
from helpers.charts.scale import scale_up
from helpers.display import number_es
from helpers.periods import Period
from helpers.subjects import FigureRow
from helpers.trace import Figure

SIZE = {"linewidth": 1.3, "markersize": 3.5}


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
    """Draw two indicators by month; the last value of each is written, and whatever is below zero.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    both = tuple(series_of(book, indicator, months, rows) for indicator in (first, second))
    names = [heading(book, indicator, every) for indicator, every in zip((first, second), both, strict=True)]
    with style.house_style():
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
        for series, look in zip(pair, LOOKS, strict=False):
            axes.plot([float("nan") if figure is None else height(figure) for figure in series.figures], **SIZE, **look)
        _label(axes, pair)
    handles = [Line2D([], [], label=name, **SIZE, **look) for name, look in zip(names, LOOKS, strict=False)]
    sheet.legend(
        handles=handles, ncols=2, loc="upper left", bbox_to_anchor=(0, 1.0), fontsize=style.TEXT_SIZE, borderpad=0.1,
        borderaxespad=0.1, handlelength=2.6, columnspacing=2.0,
    )  # fmt: skip
    return style.to_svg(sheet)


def _label(axes: Axes, pair: Sequence[Series]) -> None:
    """Write each line's last value, the greater one above and the other below, and every value below zero."""
    ends = [_last(series) for series in pair]
    is_above = len([end for end in ends if end is not None]) < 2 or ends[0][1].rounded >= ends[1][1].rounded
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
        fontsize=style.SMALL_SIZE, ha="center", va="bottom" if above else "top", color=style.INK, bbox=style.CLEAR,
    )  # fmt: skip
