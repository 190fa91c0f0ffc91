"""A map of two measures: one point per row, with thresholds as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from helpers.base.display import list_es, lower_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import Column, frame_of, height, missing_note, printed
from helpers.views.charts.drawing.chart_marks import reference_mark
from helpers.views.charts.drawing.chart_message import Message, below, count_of, extremes
from helpers.views.charts.drawing.chart_scale import scale_across, scale_up, spread
from helpers.views.charts.drawing.row_sheet import LINE
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

LEFT, BELOW, GAP = 30.0, 30.0, 8.0
PLOT_HEIGHT = 236.0
MARK = 6.5
"""Diameter of a point."""
LABEL_HEIGHT = 9.0
MARGIN = 0.12
"""Space around the points on each side, as a share of their range."""
GUIDE: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.2, "linestyle": (0, (4, 2))}


@dataclass(frozen=True)
class Divider:
    """A threshold: its value, its label, and its figure if it is one of the Book's."""

    value: Decimal
    words: str
    figure: Figure | None = None


Dividers = tuple[Divider | None, Divider | None]
Point = tuple[FigureRow, Figure, Figure]
"""A row with its horizontal and vertical figure."""


def quadrants(
    book: Book,
    *,
    id: str,
    title: str,
    rows: Sequence[FigureRow],
    across: Measure,
    up: Measure,
    dividers: Dividers = (None, None),
    notes: Sequence[str] = (),
    tall: float = PLOT_HEIGHT,
) -> Chart:
    """Draw rows by two measures; each point has its label, and a column beside the map has its values.

    A row without one of the two figures is not drawn; notes name it, and rows with nothing programmed.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    across, up : Measure
        Horizontal and vertical measure, such as execution and efficacy.
    dividers : pair of Divider or None
        Threshold of each measure (horizontal first), drawn as a line.
    tall : float
        Minimum height of the map itself, in points.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    shown, left_out = drawn_rows(book, rows, up)
    names = [book.indicator_name(measure[0]) for measure in (across, up)]
    frame = frame_of(book, shown, {Column(names[0]): across, Column(names[1]): up})
    points = frame.both(0, 1)
    with chart_style.house_style():
        svg = _draw(points, dividers, names, title, tall)
    windows = list_es(list(dict.fromkeys(Period.parse(str(measure[1])).words for measure in (across, up))))
    kind = f"Mapa de puntos; a la derecha {names[0]} y hacia arriba {names[1]}, {windows}"
    figures = [divider.figure for divider in dividers if divider is not None and divider.figure is not None]
    marks = (*frame.marks, *(reference_mark(book.indicator_name(figure.indicator), figure) for figure in figures))
    wanting = missing_note([row.label for row, found in zip(frame.rows, frame.figures, strict=True) if None in found])
    return Chart.finding(
        _finding(points, dividers, title), id=id, shows=(title, kind, frame.spoken, *_sides(points, dividers)), svg=svg,
        notes=(*notes, *wanting, *left_out), marks=marks,
    )  # fmt: skip


def _finding(points: Sequence[Point], dividers: Dividers, subject: str) -> Message:
    """How many rows are below the vertical threshold, and the lowest; else the extremes of what was done."""
    known = [(row, up) for row, _, up in points]
    edge = dividers[1]
    if edge is None or not known:
        return extremes(known, subject)
    if edge.figure is not None:
        return below(known, edge.figure, f"del {lower_first(edge.words.partition(':')[0])}", subject)
    count = sum(figure.rounded >= edge.value for _, figure in known)
    lowest, least = min(known, key=lambda pair: pair[1].rounded)
    if len(known) == 1:
        return Message((f"{lowest.label}: ", least))
    words = f"{count_of(count, known)} {'llega' if count < 2 else 'llegan'} al umbral"
    return Message((f"{words}; {lowest.label}, ", least, ", el valor más bajo"))


def reaches(point: Point, dividers: Dividers) -> tuple[bool, bool]:
    """Return whether a point's figure across and its figure upwards, as printed, are at least their thresholds.

    The thresholds come in the same order; a figure reaches one that is None.
    """
    _, *figures = point
    first, second = (
        divider is None or figure.rounded >= divider.value for figure, divider in zip(figures, dividers, strict=True)
    )
    return first, second


def _sides(points: Sequence[Point], dividers: Dividers) -> Iterator[str]:
    """Sentences that name the rows which reach each threshold."""
    for which, divider in enumerate(dividers):
        if divider is not None:
            names = [point[0].label for point in points if reaches(point, dividers)[which]]
            yield f"{divider.words}: llegan {list_es(names)}" if names else f"{divider.words}: no llega nadie"


def _draw(points: Sequence[Point], dividers: Dividers, names: Sequence[str], subject: str, tall: float) -> str:
    ordered = sorted(points, key=lambda point: -point[2].rounded)
    table = [("", "↑", "→"), *((row.label, printed(up), printed(across)) for row, across, up in ordered)]
    columns = [max(chart_style.text_width(line[at]) for line in table) + GAP for at in range(3)]
    plot = max(tall, len(table) * LINE + 4)
    legend = [Line2D([], [], label=divider.words, **GUIDE) for divider in dividers if divider]
    sheet = chart_style.headed_paper(BELOW + plot + LINE + 4, subject, legend)
    axes = chart_style.place(sheet, LEFT, BELOW, chart_style.WIDTH - LEFT - sum(columns), plot)
    axes.set(xlim=_limits(points, dividers, 0), ylim=_limits(points, dividers, 1))
    scale_across(axes)
    scale_up(axes, most=6)
    _note(axes, (0, 1), (-LEFT, 4), f"↑ {names[1]}", chart_style.GREY, ha="left", va="bottom")
    _note(axes, (1, 0), (0, -BELOW), f"{names[0]} →", chart_style.GREY, ha="right", va="bottom")
    _points(axes, points, dividers)
    _label(sheet, axes, points, dividers)
    for at, line in enumerate(table):
        for column, text in enumerate(line):
            right = sum(columns[: column + 1])
            _note(axes, (1, 1), (right, -at * LINE), text, chart_style.INK if at else chart_style.GREY, "right", "top")
    return chart_style.to_svg(sheet)


def _note(
    axes: Axes, corner: tuple[float, float], shift: tuple[float, float], text: str, colour: str,
    ha: Literal["left", "right"], va: Literal["top", "bottom"],
) -> None:
    """Write a text at a distance in points from a corner of the map."""
    axes.annotate(
        text, corner, xycoords="axes fraction", xytext=shift, textcoords="offset points", ha=ha, va=va, color=colour
    )


def _limits(points: Sequence[Point], dividers: Dividers, which: int) -> tuple[float, float]:
    """Limits of an axis: all points and the threshold, with a margin around them."""
    divider = dividers[which]
    values = [height((across, up)[which]) for _, across, up in points]
    return spread([*values, *([float(divider.value)] if divider else [])], MARGIN)


def _points(axes: Axes, points: Sequence[Point], dividers: Dividers) -> None:
    """Draw the points and the thresholds."""
    import seaborn

    across, up = dividers
    if across is not None:
        axes.axvline(float(across.value), **GUIDE)
    if up is not None:
        axes.axhline(float(up.value), **GUIDE)
    seaborn.scatterplot(
        x=[height(one) for _, one, _ in points], y=[height(one) for _, _, one in points], s=MARK**2, ax=axes,
        color=chart_style.BLUE, edgecolor=chart_style.NAVY, linewidth=1.1, legend=False, zorder=3, clip_on=False,
    )  # fmt: skip
    for side in ("left", "bottom"):
        axes.spines[side].set(visible=True, color=chart_style.GREY, linewidth=0.8)


def _label(sheet: Sheet, axes: Axes, points: Sequence[Point], dividers: Dividers) -> None:
    """Print each point's name at the first free place; one without any is left to the column of values."""
    scale = chart_style.POINTS_PER_INCH / sheet.dpi
    room = Bbox(axes.get_window_extent().get_points() * scale)

    def place(x: float, y: float) -> tuple[float, float]:
        across, up = axes.transData.transform((x, y)) * scale
        return float(across), float(up)

    places = [place(height(across), height(up)) for _, across, up in points]
    taken = [Bbox.from_extents(x, y, x, y).padded(MARK / 2) for x, y in places]
    if dividers[0]:
        x, _ = place(float(dividers[0].value), 0)
        taken.append(Bbox.from_extents(x - 1, room.y0, x + 1, room.y1))
    if dividers[1]:
        _, y = place(0, float(dividers[1].value))
        taken.append(Bbox.from_extents(room.x0, y - 1, room.x1, y + 1))
    for (row, _, _), at in zip(points, places, strict=True):
        width = chart_style.text_width(row.label, chart_style.SMALL_SIZE)
        free = (box for box in _around(*at, width) if room.x0 < box.x0 and box.x1 <= room.x1 and room.y0 < box.y0)
        box = next((box for box in free if box.y1 <= room.y1 and not box.count_overlaps(taken)), None)
        if box is not None:
            taken.append(box)
            axes.annotate(
                row.label, (box.x0, (box.y0 + box.y1) / 2), xycoords="figure points", va="center_baseline",
                fontsize=chart_style.SMALL_SIZE, color=chart_style.INK,
            )  # fmt: skip


def _around(x: float, y: float, width: float) -> Iterator[Bbox]:
    """Candidate places for a label: beside the point, then above and below it."""
    aside = MARK / 2 + 3
    for up in (0.0, 6.0, -6.0, 9.5, -9.5):
        for left in (x + aside, x - aside - width) if abs(up) < 9 else (x - width / 2, x, x - width):
            yield Bbox.from_bounds(left, y + up - LABEL_HEIGHT / 2, width, LABEL_HEIGHT)
