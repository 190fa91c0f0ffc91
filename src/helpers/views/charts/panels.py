"""Small multiples: one panel per row, side by side on a common scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet

from helpers.base.display import MISSING, list_es, number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.situations import NOT_DUE, SITUATION_WORDS, Situation
from helpers.figures.subjects import FigureRow, find, why_missing
from helpers.views.charts import chart_style
from helpers.views.charts.chart import height, missing_note, spoken
from helpers.views.charts.drawing.chart_marks import HEADING, Mark
from helpers.views.charts.drawing.chart_scale import scale_up

BETWEEN = 14.0
TITLE_LINE = 11.0
TICK_ROOM = 26.0
PLOT_HEIGHT = 68.0
HEAD = 16.0
MOST_COLUMNS = 3
SCALE_ROOM = 18.0
"""Space on the left of each panel for the numbers of its scale."""


@dataclass(frozen=True)
class Series:
    """The figures of one row over some windows, in order."""

    row: FigureRow
    periods: tuple[Period, ...]
    figures: tuple[Figure | None, ...]
    not_due: frozenset[Period] = frozenset()
    """Windows without a figure because nothing was programmed; they do not count as missing."""

    @property
    def points(self) -> tuple[tuple[Period, Figure | None], ...]:
        """Each window with its figure, None if it has none."""
        return tuple(zip(self.periods, self.figures, strict=True))

    @property
    def texts(self) -> tuple[str, ...]:
        """The figures as printed, without the unit; `s/d` for each that is missing or not due."""
        return tuple(MISSING if figure is None else number_es(figure.rounded) for figure in self.figures)

    @property
    def mark(self) -> Mark:
        """The row's figures, missing ones included, each named after its window (`short`)."""
        named = ((short(period), figure) for period, figure in self.points)
        return Mark(self.row.label, tuple(named), self.row.style)


def series_of(
    book: Book, indicator: str, periods: Sequence[Period | str], rows: Sequence[FigureRow]
) -> tuple[Series, ...]:
    """Look up the figures of each row over some windows.

    Returns
    -------
    tuple of Series
        One per row. A missing figure is None; it counts as not due if nothing was programmed.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has the indicator.
    """
    windows = tuple(Period.parse(str(period)) for period in periods)
    return tuple(_series(book, indicator, windows, row) for row in rows)


def _series(book: Book, indicator: str, windows: tuple[Period, ...], row: FigureRow) -> Series:
    figures = tuple(find(book, indicator, window, row.level, row.code) for window in windows)
    blank = (window for window, figure in zip(windows, figures, strict=True) if figure is None)
    not_due = (window for window in blank if why_missing(book, indicator, window, row.level, row.code) in NOT_DUE)
    return Series(row, windows, figures, frozenset(not_due))


def tick(period: Period) -> str:
    """Return the label of a window on the axis: `ene`, `2023`, or another window above its year (`T2`, `2024`)."""
    if period.is_month:
        return period.window
    return str(period.year) if period.window == "anual" else f"{period.window}\n{period.year}"


def short(period: Period) -> str:
    """Return the label of a window on one line: `ene`, `2023`, `T2 2024`."""
    return " ".join(tick(period).split())


def marks_of(every: Sequence[Series], name: str = "") -> tuple[Mark, ...]:
    """Return one mark per row, below a heading if `name` is given (for a chart with several measures)."""
    return (*([Mark(name, style=HEADING)] if name else []), *(series.mark for series in every))


def spoken_series(every: Sequence[Series]) -> str:
    """Return every figure in words, row by row, for the alternative text, with what is missing or not due."""
    return "; ".join(f"{series.row.label}: {', '.join(_spoken_points(series))}" for series in every)


def _spoken_points(series: Series) -> list[str]:
    nothing = SITUATION_WORDS[Situation.NOTHING_DUE]
    return [
        f"{period.words} {nothing if period in series.not_due else spoken(figure)}" for period, figure in series.points
    ]


def missing_notes(every: Sequence[Series]) -> tuple[str, ...]:
    """Return one note that names missing figures by window, or none; figures that are not due do not count.

    A window that all rows lack is named once, without the rows.
    """
    wanting: dict[Period, list[str]] = {}
    for series in every:
        for period, figure in series.points:
            if figure is None and period not in series.not_due:
                wanting.setdefault(period, []).append(series.row.label)
    return missing_note(
        period.words if len(labels) == len(every) > 1 else f"{list_es(labels)} ({period.words})"
        for period, labels in wanting.items()
    )


def heading(book: Book, indicator: str, every: Sequence[Series]) -> str:
    """Return the indicator's name, with its unit if all figures share one: `Avance físico (%)`."""
    units = {figure.unit for series in every for figure in series.figures if figure is not None}
    name = book.indicator_name(indicator)
    return f"{name} ({units.pop()})" if len(units) == 1 else name


def limits(every: Sequence[Series]) -> tuple[float, float]:
    """Return the common scale of all panels; 0 to 1.22 without values.

    Returns
    -------
    tuple of float
        Lower limit (zero, or 22 % of the range below the least negative value) and upper limit, 22 % of the range above
        the greatest value: labels need that space.
    """
    values = [height(figure) for series in every for figure in series.figures if figure is not None]
    low, high = min([0.0, *values]), max([0.0, *values]) or 1.0
    room = 0.22 * (high - low)
    return (low - room if low < 0 else 0.0), high + room


def panels(
    every: Sequence[Series], head: str, plot: float = PLOT_HEIGHT, columns: int = 0
) -> tuple[Sheet, Iterator[tuple[Series, Axes]]]:
    """Return a sheet with an empty, titled panel for each row, all on the common scale.

    Parameters
    ----------
    head : str
        Text above all panels.
    plot : float
        Height of each panel's plot, in points.
    columns : int
        Number of panels side by side; 0 for as many as leave room for every value.

    Returns
    -------
    tuple
        The sheet, and an iterator of each series with its axes. The panels are drawn as the iterator advances.
    """
    columns = columns or room_for(every)
    width = (chart_style.WIDTH - BETWEEN * (columns - 1)) / columns
    titles = [chart_style.wrap(series.row.label, width, weight="bold") for series in every]
    deepest = max((len(title) for title in titles), default=1) * TITLE_LINE
    tall = deepest + plot + TICK_ROOM
    lines = -(-len(every) // columns)
    sheet = chart_style.paper(chart_style.WIDTH, lines * tall + HEAD)
    sheet.text(0, 1, head, va="top", ha="left", color=chart_style.GREY)

    def laid() -> Iterator[tuple[Series, Axes]]:
        """Yield each series with its axes, which are added to the sheet at that moment, row by row."""
        for at, (series, title) in enumerate(zip(every, titles, strict=True)):
            left = (at % columns) * (width + BETWEEN) + SCALE_ROOM
            bottom = (lines - 1 - at // columns) * tall + TICK_ROOM
            axes = chart_style.place(sheet, left, bottom, width - SCALE_ROOM, plot)
            _prepare(axes, series, title, limits(every))
            yield series, axes

    return sheet, laid()


def room_for(every: Sequence[Series]) -> int:
    """Return the greatest number of panels side by side that leaves room for every value: 1 to `MOST_COLUMNS`."""
    texts = (text for series in every for text in series.texts)
    widest = max((chart_style.text_width(text, chart_style.SMALL_SIZE) for text in texts), default=0)
    windows = max((len(series.periods) for series in every), default=1)
    for columns in range(min(MOST_COLUMNS, len(every)), 1, -1):
        width = (chart_style.WIDTH - BETWEEN * (columns - 1)) / columns - SCALE_ROOM
        if width / windows >= widest + 3:
            return columns
    return 1


def _prepare(axes: Axes, series: Series, title: Sequence[str], scale: tuple[float, float]) -> None:
    count = len(series.periods)
    axes.set(xlim=(-0.5, count - 0.5), ylim=scale)
    scale_up(axes)
    axes.set_xticks(range(count), [tick(period) for period in series.periods], fontsize=chart_style.SMALL_SIZE)
    axes.annotate(
        "\n".join(title), (0, 1), xycoords="axes fraction", xytext=(-SCALE_ROOM, 5), textcoords="offset points",
        ha="left", va="bottom", weight="bold", color=chart_style.NAVY, linespacing=1.1,
    )  # fmt: skip
    axes.axhline(0, color=chart_style.GREY, linewidth=0.8)


def write_value(axes: Axes, text: str, at: float, figure: Figure | None, *, above: bool) -> None:
    """Print a value beside its point.

    Parameters
    ----------
    at : float
        Horizontal coordinate.
    figure : Figure or None
        The value's figure. The text of a missing one is grey and stands on the base line.
    above : bool
        Whether the text stands above the point.
    """
    missing = figure is None
    end, up = (0.0, True) if figure is None else (height(figure), above)
    axes.annotate(
        text, (at, end), xytext=(0, 5 if up else -5), textcoords="offset points", fontsize=chart_style.SMALL_SIZE,
        ha="center", va="bottom" if up else "top", color=chart_style.GREY if missing else chart_style.INK,
        bbox=chart_style.CLEAR,
    )  # fmt: skip
