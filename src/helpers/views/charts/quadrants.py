"""A map of two measures: one point per row, with thresholds as lines and shapes that say who reaches them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers.base.display import list_es, number_es
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.subjects import FigureRow, Measure, figure_of
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart, height, missing_note, printed, spoken_together
from helpers.views.charts.drawing.chart_marks import Mark, reference_mark
from helpers.views.charts.drawing.undrawn_subjects import drawn_rows

LEFT, RIGHT, BELOW, ABOVE = 34.0, 8.0, 32.0, 14.0
PLOT_HEIGHT = 236.0
NAME_ROOM = 0.35
"""Share of the width above the map reserved for the name of the vertical measure."""
MARK = 6.5
"""Diameter of a point."""
LABEL_HEIGHT = 10.0
APART = 2.0
"""Minimum space between two labels."""
LOOKS: Mapping[tuple[bool, bool], chart_style.Stroke] = {
    (True, True): {"marker": "o", "color": chart_style.NAVY, "markerfacecolor": chart_style.NAVY},
    (False, True): {"marker": "^", "color": chart_style.BLUE, "markerfacecolor": chart_style.PALE},
    (True, False): {"marker": "s", "color": chart_style.BROWN, "markerfacecolor": chart_style.SAND},
    (False, False): {"marker": "D", "color": chart_style.INK, "markerfacecolor": "white"},
}
"""Markers by whether a point reaches the horizontal and the vertical threshold; shapes differ, not only colours."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the corner of the axes."""


@dataclass(frozen=True)
class Divider:
    """A threshold: its value, its label, and its figure if it is one of the Book's."""

    value: Decimal
    words: str
    figure: Figure | None = None


@dataclass(frozen=True)
class Point:
    """A row with its horizontal and vertical figure."""

    row: FigureRow
    across: Figure
    up: Figure


def quadrants(
    book: Book,
    *,
    id: str,
    title: str,
    rows: Sequence[FigureRow],
    across: Measure,
    up: Measure,
    dividers: tuple[Divider | None, Divider | None] = (None, None),
    notes: Sequence[str] = (),
    tall: float = PLOT_HEIGHT,
) -> Chart:
    """Draw rows by two measures, each point with its label and both values.

    A row without one of the two figures is not drawn; notes name it, and rows with nothing programmed.

    Parameters
    ----------
    across, up : Measure
        Horizontal and vertical measure, such as execution and efficacy.
    dividers : pair of Divider or None
        Threshold of each measure (horizontal first), drawn as a line.
    tall : float
        Height of the map itself, in points.

    Raises
    ------
    UnknownFigure
        If neither the method nor the Book has one of the indicators.
    """
    shown, left_out = drawn_rows(book, rows, up)
    found = [(row, figure_of(book, row, across), figure_of(book, row, up)) for row in shown]
    points = [Point(row, first, second) for row, first, second in found if first is not None and second is not None]
    named = (_named(book, across, points, 0), _named(book, up, points, 1))
    with chart_style.house_style():
        svg = _draw(points, dividers, named, tall)
    wanting = [row.label for row, *figures in found if None in figures]
    names = [book.indicator_name(measure[0]) for measure in (across, up)]
    marks = [Mark(row.label, tuple(zip(names, figures, strict=True)), row.style) for row, *figures in found]
    words = [f"{mark.label}: {spoken_together(mark)}" for mark in marks]
    alt = f"Mapa de puntos; a la derecha {named[0]} y hacia arriba {named[1]}, {_when(across, up)}. {'; '.join(words)}."
    alt += "".join(f" {sentence}" for sentence in _sides(points, dividers))
    own_notes = (*_shapes(dividers), *missing_note(wanting), *left_out)
    return Chart(id, title, alt, svg, (*notes, *own_notes), marks=(*marks, *_references(book, dividers)))


def _references(book: Book, dividers: Sequence[Divider | None]) -> Iterator[Mark]:
    """The marks of the thresholds that are figures of the Book."""
    figures = (divider.figure for divider in dividers if divider is not None)
    return (reference_mark(book.indicator_name(figure.indicator), figure) for figure in figures if figure is not None)


def _named(book: Book, measure: Measure, points: Sequence[Point], which: int) -> str:
    units = {(point.across, point.up)[which].unit for point in points}
    name = book.indicator_name(measure[0])
    return f"{name} ({units.pop()})" if len(units) == 1 else name


def _when(across: Measure, up: Measure) -> str:
    windows = dict.fromkeys(Period.parse(str(measure[1])).words for measure in (across, up))
    return list_es(list(windows))


def reaches(point: Point, dividers: tuple[Divider | None, Divider | None]) -> tuple[bool, bool]:
    """Return whether a point's figure across and its figure upwards, as printed, are at least their thresholds.

    The thresholds come in the same order; a figure reaches one that is None.
    """
    values = (point.across.rounded, point.up.rounded)
    first, second = (divider is None or value >= divider.value for value, divider in zip(values, dividers, strict=True))
    return first, second


def _sides(points: Sequence[Point], dividers: tuple[Divider | None, Divider | None]) -> Iterator[str]:
    """Sentences that name the rows which reach each threshold."""
    for which, divider in enumerate(dividers):
        if divider is not None:
            names = [point.row.label for point in points if reaches(point, dividers)[which]]
            yield f"{divider.words}: llegan {list_es(names)}." if names else f"{divider.words}: no llega nadie."


def _shapes(dividers: tuple[Divider | None, Divider | None]) -> tuple[str, ...]:
    """A note on the meaning of the shapes; empty unless there are two thresholds."""
    across, up = dividers
    if across is None or up is None:
        return ()
    return (
        f"Círculo: llega a los dos umbrales. Cuadrado: solo a «{across.words}». Triángulo: solo a «{up.words}». "
        "Rombo: a ninguno.",
    )


def _draw(
    points: Sequence[Point], dividers: tuple[Divider | None, Divider | None], named: tuple[str, str], tall: float
) -> str:
    sheet = chart_style.paper(chart_style.WIDTH, tall + BELOW + ABOVE)
    axes = chart_style.place(sheet, LEFT, BELOW, chart_style.WIDTH - LEFT - RIGHT, tall)
    limits = [
        _limits([height((point.across, point.up)[which]) for point in points], divider)
        for which, divider in enumerate(dividers)
    ]
    axes.set(xlim=limits[0], ylim=limits[1])
    _scale(axes, *limits)
    sheet.text(0, 1, f"↑ {named[1]}", va="top", ha="left", color=chart_style.GREY)
    sheet.text(1, 0, f"{named[0]} →", va="bottom", ha="right", color=chart_style.GREY)
    lines, taken = _divide(axes, dividers)
    places = [_at(axes, height(point.across), height(point.up)) for point in points]
    taken += [(x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2) for x, y in places]
    for point, place in zip(points, places, strict=True):
        _mark(axes, point, reaches(point, dividers))
        taken.append(_label(axes, point, place, taken, lines))
    return chart_style.to_svg(sheet)


def _limits(values: Sequence[float], divider: Divider | None) -> tuple[float, float]:
    """Limits of an axis: all points and the threshold, with a margin around them."""
    every = [*values, *([float(divider.value)] if divider else [])] or [0.0, 1.0]
    low, high = min(every), max(every)
    room = 0.12 * (high - low or high or 1.0)
    # A small margin below zero keeps a point at zero away from the scale's numbers.
    return (max(low - room, -0.3 * room) if low >= 0 else low - room), high + room


def _scale(axes: Axes, across: tuple[float, float], up: tuple[float, float]) -> None:
    for limits, put in ((across, axes.set_xticks), (up, axes.set_yticks)):
        ticks = [round(tick) for tick in MaxNLocator(6, integer=True).tick_values(*limits)]
        inside = [tick for tick in dict.fromkeys(ticks) if limits[0] <= tick <= limits[1]]
        put(inside, [number_es(Decimal(tick)) for tick in inside])
    axes.grid(color=chart_style.RULE, linewidth=0.5)
    for side in ("left", "bottom"):
        axes.spines[side].set(visible=True, color=chart_style.GREY, linewidth=0.8)


def _size(axes: Axes) -> tuple[float, float]:
    """Width and height of the map, in points."""
    across, up = not_none(axes.get_figure(root=True)).get_size_inches() * chart_style.POINTS_PER_INCH
    return axes.get_position().width * across, axes.get_position().height * up


def _at(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Position of a pair of values, in points from the corner of the axes."""
    (left, right), (low, high), (wide, tall) = axes.get_xlim(), axes.get_ylim(), _size(axes)
    return (x - left) / (right - left) * wide, (y - low) / (high - low) * tall


def _divide(axes: Axes, dividers: tuple[Divider | None, Divider | None]) -> tuple[list[Box], list[Box]]:
    """Draw the thresholds with their labels; return the space that the lines and the labels occupy."""
    look: chart_style.Stroke = {"color": chart_style.BROWN, "linewidth": 1.2, "linestyle": (0, (4, 2))}
    wide, tall = _size(axes)
    across, up = dividers
    lines: list[Box] = []
    words: list[Box] = []
    if across is not None:
        axes.axvline(float(across.value), **look)
        x, _ = _at(axes, float(across.value), 0)
        lines.append((x, 0, x, tall))
        width = chart_style.text_width(across.words, chart_style.SMALL_SIZE)
        # Printed above the map: inside, the label would cover points near the threshold.
        words.append(_write_threshold(axes, across, max(min(x - width / 2, wide - width), wide * NAME_ROOM), tall + 2))
    if up is not None:
        axes.axhline(float(up.value), **look)
        _, y = _at(axes, axes.get_xlim()[0], float(up.value))
        lines.append((0, y, wide, y))
        words.append(_write_threshold(axes, up, 3, y + 3 if y + 3 + LABEL_HEIGHT < tall else y - 3 - LABEL_HEIGHT))
    return lines, words


def _write_threshold(axes: Axes, divider: Divider, left: float, low: float) -> Box:
    """Print a threshold's label at a position; return the space that it occupies."""
    _write(axes, divider.words, (left, low), chart_style.BROWN)
    return left, low, left + chart_style.text_width(divider.words, chart_style.SMALL_SIZE), low + LABEL_HEIGHT


def _write(axes: Axes, text: str, place: tuple[float, float], color: str) -> None:
    axes.annotate(
        text, (0, 0), xycoords="axes fraction", xytext=place, textcoords="offset points",
        fontsize=chart_style.SMALL_SIZE,
        ha="left", va="bottom", color=color,
        bbox={"boxstyle": "square,pad=0", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
    )  # fmt: skip


def _mark(axes: Axes, point: Point, sides: tuple[bool, bool]) -> None:
    axes.plot(
        [height(point.across)], [height(point.up)], markersize=MARK, markeredgewidth=1.1, linestyle="none",
        clip_on=False, **LOOKS[sides],
    )  # fmt: skip


def _label(axes: Axes, point: Point, place: tuple[float, float], taken: Sequence[Box], lines: Sequence[Box]) -> Box:
    """Print a point's label at the nearest free position; a line connects a distant label with its point.

    A label may cross a threshold's line if there is no other place inside the map.
    """
    text = f"{point.row.label}  {printed(point.across)} · {printed(point.up)}"
    width = chart_style.text_width(text, chart_style.SMALL_SIZE)
    around = tuple(_around(place, width))
    free = (box for others in ((*taken, *lines), taken) for box in around if _is_free(box, others, _size(axes)))
    box = next(free, None)
    if box is None:
        # No free place near the point: below all other labels, at the right edge.
        low = min((other[1] for other in taken), default=0.0) - LABEL_HEIGHT - APART
        right = _size(axes)[0]
        box = (right - width, low, right, low + LABEL_HEIGHT)
    _write(axes, text, box[:2], chart_style.INK)
    nearest = (min(max(place[0], box[0]), box[2]), min(max(place[1], box[1]), box[3]))
    if abs(nearest[0] - place[0]) + abs(nearest[1] - place[1]) > 2 * MARK:
        (left, right), (low, high), (wide, tall) = axes.get_xlim(), axes.get_ylim(), _size(axes)
        ends = [left + nearest[0] / wide * (right - left), low + nearest[1] / tall * (high - low)]
        axes.plot(
            [height(point.across), ends[0]],
            [height(point.up), ends[1]],
            color=chart_style.GREY,
            linewidth=0.5,
            zorder=1,
        )
    return box


def _around(place: tuple[float, float], width: float) -> Iterator[Box]:
    """Candidate positions for a label: beside the point first, then further above and below."""
    x, y = place
    aside, half = MARK / 2 + 3, LABEL_HEIGHT / 2
    for step in range(0, 16):
        for up in dict.fromkeys((step * 6.0, -step * 6.0)):
            for left in (x + aside, x - aside - width, x - width / 2 if step > 1 else x + aside):
                yield left, y + up - half, left + width, y + up + half


def _is_free(box: Box, taken: Sequence[Box], size: tuple[float, float]) -> bool:
    wide, tall = size
    is_inside = box[0] >= 2 and box[2] <= wide and box[1] >= 2 and box[3] <= tall
    return is_inside and not any(_touch(box, other) for other in taken)


def _touch(box: Box, other: Box) -> bool:
    beside = box[0] - APART < other[2] and other[0] < box[2] + APART
    return beside and box[1] - APART < other[3] and other[1] < box[3] + APART
