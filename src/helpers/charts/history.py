"""The same indicator over years and quarters: a panel a row, a bar a window, the last one dark."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height
from helpers.charts.panels import (
    Series,
    heading,
    missing_notes,
    panels,
    series_of,
    spoken_series,
    write_value,
)
from helpers.periods import Period
from helpers.subjects import FigureRow

BEFORE = {"facecolor": style.PALE, "edgecolor": style.BLUE}
LAST = {"facecolor": style.BLUE, "edgecolor": style.NAVY}


def history_bars(
    book: Book,
    *,
    id: str,
    title: str,
    indicator: str,
    periods: Sequence[Period | str],
    rows: Sequence[FigureRow],
    notes: Sequence[str] = (),
) -> Chart:
    """Draw an indicator over several windows, row by row.

    Parameters
    ----------
    periods : sequence of Period or str
        Years and quarters, oldest first.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    every = series_of(book, indicator, periods, rows)
    head = heading(book, indicator, every)
    with style.house_style():
        sheet, laid = panels(every, head)
        for series, axes in laid:
            _draw(axes, series)
        svg = style.to_svg(sheet)
    alt = f"Barras por periodo, {head}. {spoken_series(every)}."
    return Chart(id, title, alt, svg, (*notes, *missing_notes(every)))


def _draw(axes: Axes, series: Series) -> None:
    last = len(series.figures) - 1
    for at, (figure, text) in enumerate(zip(series.figures, series.texts, strict=True)):
        if figure is not None:
            axes.bar(at, height(figure), width=0.7, linewidth=0.8, **(LAST if at == last else BEFORE))
        write_value(axes, text, at, figure, above=figure is None or figure.value >= 0)
