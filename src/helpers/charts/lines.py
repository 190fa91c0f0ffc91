"""An indicator month by month: a few lines together, or a panel for each where they would tangle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.book import Book
from helpers.charts import style
from helpers.charts.chart import Chart, height, printed
from helpers.charts.panels import (
    PLOT_HEIGHT,
    Series,
    heading,
    limits,
    marks_of,
    missing_notes,
    panels,
    series_of,
    spoken_series,
    tick,
    write_value,
)
from helpers.display import number_es
from helpers.periods import Period
from helpers.subjects import FigureRow
from helpers.trace import Figure

MOST_TOGETHER = 4
TOGETHER_HEIGHT = 150.0
LABEL_ROOM = 4.4 * style.POINTS_PER_CM
LABEL_STEP = 11.0
LOOKS = (
    {"color": style.NAVY, "marker": "o", "linestyle": "-"},
    {"color": style.BROWN, "marker": "s", "linestyle": "--"},
    {"color": style.BLUE, "marker": "^", "linestyle": "-."},
    {"color": style.GREY, "marker": "D", "linestyle": ":"},
)


def monthly_lines(
    book: Book,
    *,
    id: str,
    title: str,
    indicator: str,
    months: Sequence[Period | str],
    rows: Sequence[FigureRow],
    notes: Sequence[str] = (),
) -> Chart:
    """Draw an indicator by month; up to four rows share one panel, and more have one each.

    A month without figure breaks its line.

    Raises
    ------
    UnknownFigure
        For an indicator that nobody in the Book has.
    """
    every = series_of(book, indicator, months, rows)
    head = heading(book, indicator, every)
    with style.house_style():
        svg = _together(every, head) if len(every) <= MOST_TOGETHER else _apart(every, head)
    alt = f"Líneas por mes, {head}. {spoken_series(every)}."
    return Chart(id, title, alt, svg, (*notes, *missing_notes(every)), marks=marks_of(every))


def _heights(series: Series) -> list[float]:
    return [float("nan") if figure is None else height(figure) for figure in series.figures]


def _apart(every: Sequence[Series], head: str) -> str:
    sheet, laid = panels(every, head)
    for series, axes in laid:
        heights = _heights(series)
        axes.plot(heights, linewidth=1.3, markersize=3.5, **LOOKS[0])
        for at, (figure, text) in enumerate(zip(series.figures, series.texts, strict=True)):
            write_value(axes, text, at, figure, above=not _is_dip(axes, heights, at))
    return style.to_svg(sheet)


def _is_dip(axes: Axes, heights: Sequence[float], at: int) -> bool:
    """Whether a point lies below its neighbours, with room under it for its value."""
    low, high = axes.get_ylim()
    room = heights[at] / (high - low) * PLOT_HEIGHT
    around = [heights[near] for near in (at - 1, at + 1) if 0 <= near < len(heights)]
    return heights[at] < 0 or (room > LABEL_STEP + 4 and all(heights[at] < near for near in around))


def _together(every: Sequence[Series], head: str) -> str:
    sheet = style.paper(style.WIDTH, TOGETHER_HEIGHT + 40)
    sheet.text(0, 1, head, va="top", ha="left", color=style.GREY)
    left = 28.0
    axes = style.place(sheet, left, 20, style.WIDTH - left - LABEL_ROOM, TOGETHER_HEIGHT)
    _scale(axes, every)
    for series, look in zip(every, LOOKS, strict=False):
        axes.plot(_heights(series), linewidth=1.4, markersize=4.5, **look)
    _label_ends(axes, every)
    return style.to_svg(sheet)


def _scale(axes: Axes, every: Sequence[Series]) -> None:
    periods = every[0].periods if every else ()
    axes.set(xlim=(-0.2, len(periods) - 0.8), ylim=limits(every))
    axes.set_xticks(range(len(periods)), [tick(period) for period in periods])
    low, high = limits(every)
    ticks = [round(value) for value in MaxNLocator(5, integer=True).tick_values(low, high) if low <= value <= high]
    axes.set_yticks(ticks, [number_es(Decimal(value)) for value in ticks])
    axes.grid(axis="y", color=style.RULE, linewidth=0.5)
    axes.axhline(0, color=style.GREY, linewidth=0.8)


@dataclass(frozen=True)
class _End:
    """The last point of a line: which line, where, its figure, and its label in lines."""

    which: int
    at: int
    figure: Figure
    label: tuple[str, ...]


def _label_ends(axes: Axes, every: Sequence[Series]) -> None:
    """Name each line at its last point, with that value; labels that would touch move apart."""
    low, high = axes.get_ylim()
    ends = sorted(_ends(every), key=lambda end: end.figure.rounded)
    wanted = [(height(end.figure) - low) / (high - low) * TOGETHER_HEIGHT for end in ends]
    middles = spread(wanted, [len(end.label) * LABEL_STEP for end in ends], TOGETHER_HEIGHT)
    for end, middle in zip(ends, middles, strict=True):
        color = LOOKS[end.which]["color"]
        leader = {"arrowstyle": "-", "color": color, "linewidth": 0.6, "relpos": (0, 0.5), "shrinkB": 4}
        axes.annotate(
            "\n".join(end.label), (end.at, height(end.figure)), textcoords="axes fraction",
            xytext=(1.05, middle / TOGETHER_HEIGHT), ha="left", va="center", color=color, linespacing=1.1,
            annotation_clip=False, arrowprops=leader,
        )  # fmt: skip


def _ends(every: Sequence[Series]) -> Iterator[_End]:
    for which, series in enumerate(every):
        present = [(at, figure) for at, figure in enumerate(series.figures) if figure is not None]
        if present:
            at, figure = present[-1]
            label = style.wrap(f"{series.row.label}, {printed(figure)}", LABEL_ROOM - 24)
            yield _End(which, at, figure, tuple(label))


def spread(wanted: Sequence[float], sizes: Sequence[float], top: float) -> list[float]:
    """Move middles, given from the lowest up, as little as keeps them apart and below the top."""
    middles: list[float] = []
    floor = float("-inf")
    for middle, size in zip(wanted, sizes, strict=True):
        middles.append(max(middle, floor + size / 2))
        floor = middles[-1] + size / 2
    ceiling = top
    for at in reversed(range(len(middles))):
        middles[at] = min(middles[at], ceiling - sizes[at] / 2)
        ceiling = middles[at] - sizes[at] / 2
    return middles
