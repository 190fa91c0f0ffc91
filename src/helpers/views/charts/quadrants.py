"""A map of two measures: one point per row, with thresholds as lines and shapes that say who reaches them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes

from helpers.base.display import list_es, lower_first
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_frame import Column, frame_of, height, missing_note, printed
from helpers.views.charts.drawing.chart_marks import reference_mark
from helpers.views.charts.drawing.chart_message import Message, below, count_of, extremes
from helpers.views.charts.drawing.chart_scale import scale_across, scale_up
from helpers.views.charts.drawing.row_sheet import LINE
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

LEFT, BELOW, GAP = 30.0, 30.0, 8.0
PLOT_HEIGHT = 236.0
MARK = 6.5
"""Diameter of a point."""
LABEL_HEIGHT = 9.0
APART = 1.5
"""Minimum space between two labels."""
LOOKS: Mapping[tuple[bool, bool], tuple[str, str, str]] = {
    (True, True): ("o", chart_style.NAVY, chart_style.NAVY),
    (False, True): ("^", chart_style.BLUE, chart_style.PALE),
    (True, False): ("s", chart_style.BROWN, chart_style.SAND),
    (False, False): ("D", chart_style.INK, "white"),
}
"""Marker, edge and fill by whether a point reaches the horizontal and the vertical threshold."""
GUIDE: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.2, "linestyle": (0, (4, 2))}
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the corner of the axes."""


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
        notes=(*notes, *_shapes(dividers), *wanting, *left_out), marks=marks,
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


def _shapes(dividers: Dividers) -> tuple[str, ...]:
    """A note on the meaning of the shapes; empty unless there are two thresholds."""
    across, up = dividers
    if across is None or up is None:
        return ()
    return (
        f"Círculo: llega a los dos umbrales. Cuadrado: solo a «{across.words}». Triángulo: solo a «{up.words}». "
        "Rombo: a ninguno.",
    )


def _draw(points: Sequence[Point], dividers: Dividers, names: Sequence[str], subject: str, tall: float) -> str:
    ordered = sorted(points, key=lambda point: -point[2].rounded)
    table = [(row.label, printed(up), printed(across)) for row, across, up in ordered]
    columns = [max((chart_style.text_width(line[at]) for line in table), default=0) for at in range(3)]
    plot = max(tall, (len(table) + 1) * LINE + 4)
    heads = chart_style.wrap(subject, chart_style.WIDTH)
    words = [divider.words for divider in dividers if divider]
    guides = chart_style.wrap(f"- - -  {'; '.join(words)}", chart_style.WIDTH) if words else []
    head = (len(heads) + len(guides) + 1) * LINE + 6
    sheet = chart_style.paper(chart_style.WIDTH, plot + BELOW + head)
    chart_style.write_head(sheet, heads)
    right = sum(columns) + 3 * GAP
    axes = chart_style.place(sheet, LEFT, BELOW, chart_style.WIDTH - LEFT - right, plot)
    axes.set(xlim=_limits(points, dividers, 0), ylim=_limits(points, dividers, 1))
    scale_across(axes)
    scale_up(axes, most=6)
    height_of_sheet = plot + BELOW + head
    for at, line in enumerate(guides):
        y = 1 - (len(heads) + at) * LINE / height_of_sheet
        sheet.text(0, y, line, va="top", ha="left", color=chart_style.BROWN)
    sheet.text(0, (BELOW + plot + 4) / height_of_sheet, f"↑ {names[1]}", va="bottom", ha="left", color=chart_style.GREY)
    end = axes.get_position().x1
    sheet.text(end, 0, f"{names[0]} →", va="bottom", ha="right", color=chart_style.GREY)
    _points(axes, points, dividers)
    _label(axes, points, _divide(axes, dividers))
    _write_table(axes, table, columns)
    return chart_style.to_svg(sheet)


def _limits(points: Sequence[Point], dividers: Dividers, which: int) -> tuple[float, float]:
    """Limits of an axis: all points and the threshold, with a margin around them."""
    divider = dividers[which]
    values = [height((across, up)[which]) for _, across, up in points] + ([float(divider.value)] if divider else [])
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.12 * (high - low or high or 1.0)
    # A small margin below zero keeps a point at zero away from the scale's numbers.
    return (max(low - room, -0.5 * room) if low >= 0 else low - room), high + room


def _points(axes: Axes, points: Sequence[Point], dividers: Dividers) -> None:
    import seaborn

    for sides, (marker, edge, fill) in LOOKS.items():
        own = [point for point in points if reaches(point, dividers) == sides]
        seaborn.scatterplot(
            x=[height(across) for _, across, _ in own], y=[height(up) for _, _, up in own], marker=marker, s=MARK**2,
            color=fill, edgecolor=edge, linewidth=1.1, legend=False, zorder=3, clip_on=False, ax=axes,
        )  # fmt: skip
    for side in ("left", "bottom"):
        axes.spines[side].set(visible=True, color=chart_style.GREY, linewidth=0.8)


def _size(axes: Axes) -> tuple[float, float]:
    """Width and height of the map, in points."""
    wide, tall = not_none(axes.get_figure(root=True)).get_size_inches() * chart_style.POINTS_PER_INCH
    return axes.get_position().width * wide, axes.get_position().height * tall


def _at(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Position of a pair of values, in points from the corner of the axes."""
    (left, right), (low, high), (wide, tall) = axes.get_xlim(), axes.get_ylim(), _size(axes)
    return (x - left) / (right - left) * wide, (y - low) / (high - low) * tall


def _divide(axes: Axes, dividers: Dividers) -> list[Box]:
    """Draw the thresholds, and return the space that they occupy."""
    wide, tall = _size(axes)
    across, up = dividers
    lines: list[Box] = []
    if across is not None:
        axes.axvline(float(across.value), **GUIDE)
        x, _ = _at(axes, float(across.value), 0)
        lines.append((x, 0, x, tall))
    if up is not None:
        axes.axhline(float(up.value), **GUIDE)
        _, y = _at(axes, 0, float(up.value))
        lines.append((0, y, wide, y))
    return lines


def _label(axes: Axes, points: Sequence[Point], taken: list[Box]) -> None:
    """Print each point's name at the nearest free position; one without any is left to the column of values."""
    places = [_at(axes, height(across), height(up)) for _, across, up in points]
    taken += [(x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2) for x, y in places]
    for (row, _, _), (x, y) in zip(points, places, strict=True):
        width = chart_style.text_width(row.label, chart_style.SMALL_SIZE)
        box = next((box for box in _around(x, y, width) if _is_free(box, taken, _size(axes))), None)
        if box is None:
            continue
        taken.append(box)
        axes.annotate(
            row.label, (0, 0), xycoords="axes fraction", xytext=(box[0], (box[1] + box[3]) / 2), ha="left",
            textcoords="offset points", fontsize=chart_style.SMALL_SIZE, va="center_baseline", color=chart_style.INK,
        )  # fmt: skip


def _around(x: float, y: float, width: float) -> Iterator[Box]:
    """Candidate positions for a label: beside the point, above and below it, and at its corners."""
    aside, half = MARK / 2 + 3, LABEL_HEIGHT / 2
    for up in (0.0, 6.0, -6.0, 9.5, -9.5):
        for left in (x + aside, x - aside - width) if abs(up) < 9 else (x - width / 2, x, x - width):
            yield left, y + up - half, left + width, y + up + half


def _is_free(box: Box, taken: Sequence[Box], size: tuple[float, float]) -> bool:
    wide, tall = size
    is_inside = box[0] >= 2 and box[2] <= wide and box[1] >= 2 and box[3] <= tall
    return is_inside and not any(_touch(box, other) for other in taken)


def _touch(box: Box, other: Box) -> bool:
    beside = box[0] - APART < other[2] and other[0] < box[2] + APART
    return beside and box[1] - APART < other[3] and other[1] < box[3] + APART


def _write_table(axes: Axes, table: Sequence[Sequence[str]], columns: Sequence[float]) -> None:
    """Print names and values in a column on the right of the map, from the highest to the lowest point."""
    right = GAP + columns[0], 2 * GAP + columns[0] + columns[1], 3 * GAP + sum(columns)
    for at, line in enumerate([("", "↑", "→"), *table]):
        for x, text in zip(right, line, strict=True):
            axes.annotate(
                text, (1, 1), xycoords="axes fraction", xytext=(x, -at * LINE), textcoords="offset points", ha="right",
                va="top", color=chart_style.INK if at else chart_style.GREY,
            )  # fmt: skip
