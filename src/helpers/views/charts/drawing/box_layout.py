"""Boxes and connecting lines; positions are in points from the top of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.views.charts import chart_style

SIZE = 7.5
LINE = SIZE * 1.22
PADDING = 3.5
BETWEEN_COLUMNS = 9.0
BETWEEN_ITEMS = 3.0
DROP = 14.0
INDENT = 8.0
TRUNK_WIDTH = 8.5 * chart_style.POINTS_PER_CM

class BoxLook(TypedDict):
    """The colours of a box, and the colour and weight of its text."""

    facecolor: str
    edgecolor: str
    text: str
    weight: str


LOOKS: Mapping[str, BoxLook] = {
    "entidad": {"facecolor": chart_style.NAVY, "edgecolor": chart_style.NAVY, "text": "white", "weight": "bold"},
    "servicio": {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY, "text": "white", "weight": "bold"},
    "area": {"facecolor": chart_style.PALE, "edgecolor": chart_style.BLUE, "text": chart_style.NAVY, "weight": "bold"},
}
PLAIN: BoxLook = {"facecolor": "white", "edgecolor": chart_style.GREY, "text": chart_style.INK, "weight": "normal"}


@dataclass(frozen=True)
class Box:
    """The text of a box.

    Attributes
    ----------
    level : str
        Level of the structure or plan; it decides the colours.
    sigla, name, remark : str
        Printed one below the other; `sigla` in bold.
    depth : int
        Indentation level.
    """

    level: str
    sigla: str
    name: str
    remark: str = ""
    depth: int = 0

    @property
    def look(self) -> BoxLook:
        """The colours and weight of a box of its level; a white box for a level without its own."""
        return LOOKS.get(self.level, PLAIN)

    def lines(self, width: float) -> list[tuple[str, str]]:
        """Return the lines of a box's text with their font weight (`bold`, `normal`), wrapped to fit inside the box.

        Parameters
        ----------
        width : float
            Width of the box in points, its padding included.
        """
        inner, weight = width - 2 * PADDING, self.look["weight"]
        parts = [(self.sigla, "bold"), (self.name, weight), (self.remark, weight)]
        return [(line, kind) for text, kind in parts if text for line in chart_style.wrap(text, inner, SIZE, kind)]

    def height(self, width: float) -> float:
        """Return the height in points of the box, its padding included, if it is `width` points wide."""
        return len(self.lines(width)) * LINE + 2 * PADDING


@dataclass(frozen=True)
class Column:
    """A column of boxes: below a service, or below the top box if there is none; a head, if it has one; its items."""

    service: Box | None
    head: Box | None
    items: tuple[Box, ...]


@chart_style.house_style()
def draw_tiers(top: Box, bands: Sequence[Sequence[Column]]) -> chart_style.Sheet:
    """Draw the top box, and below it bands of columns side by side; the sheet is as tall as its content."""
    wide = chart_style.WIDTH
    sheet = chart_style.paper(wide, 1)
    axes = chart_style.place(sheet, 0, 0, wide, 1)
    y = _draw_box(axes, top, (wide - TRUNK_WIDTH) / 2, 1, TRUNK_WIDTH)
    for columns in bands:
        y = _draw_band(axes, columns, y)
    axes.set(xlim=(0, wide), ylim=(y + 1, 0), xticks=[], yticks=[])
    sheet.set_figheight((y + 1) / chart_style.POINTS_PER_INCH)
    return sheet


def _draw_band(axes: Axes, columns: Sequence[Column], y: float) -> float:
    """Draw columns, whose services hang from a point above the middle, and return their lower edge.

    Services are as tall as the tallest of them, and so are heads.
    """
    step = (chart_style.WIDTH - 2 + BETWEEN_COLUMNS) / len(columns)
    width = step - BETWEEN_COLUMNS
    lefts = [1 + at * step for at in range(len(columns))]
    centres = [left + width / 2 for left in lefts]
    hung: list[tuple[Box | None, float, list[float]]] = []
    for service, run in groupby(zip(columns, centres, strict=True), key=lambda pair: pair[0].service):
        below = [centre for _, centre in run]
        hung.append((service, (below[0] + below[-1]) / 2, below))
    wide = {at: min(len(below) * step - BETWEEN_COLUMNS, TRUNK_WIDTH) for _, at, below in hung}
    tall = max((service.height(wide[at]) for service, at, _ in hung if service), default=0.0)
    heads = max((column.head.height(width) for column in columns if column.head), default=0.0)
    top, heads_y = y + DROP, y + DROP + (tall + DROP if tall else 0)
    _join(axes, chart_style.WIDTH / 2, y, [at for _, at, _ in hung] if tall else centres, top)
    for service, at, below in hung if tall else ():
        lower = _draw_box(axes, service, at - wide[at] / 2, top, wide[at], tall) if service else top
        _join(axes, at, lower, below, heads_y)
    items_y = heads_y + (heads + DROP if heads else 0)
    ends = [_draw_column(axes, *pair, width, heads_y, heads, items_y) for pair in zip(columns, lefts, strict=True)]
    return max(ends)


def _draw_column(
    axes: Axes, column: Column, left: float, width: float, heads_y: float, heads: float, y: float
) -> float:
    """Draw a head and boxes one below the other, each connected to the line of its depth; return their lower edge."""
    if column.head:
        ends = {0: _draw_box(axes, column.head, left, heads_y, width, heads)}
    elif column.items:
        # A column without a head hangs from its service, so the line passes through the row of heads.
        centre, ends = left + width / 2, {0: y - DROP / 2}
        _draw_line(axes, [centre, centre, left + INDENT / 2], [heads_y, ends[0], ends[0]])
    for box in column.items:
        x = left + INDENT * (box.depth + 1)
        _draw_line(axes, [x - INDENT / 2, x - INDENT / 2, x], [ends.get(box.depth, y), y + LINE, y + LINE])
        lower = _draw_box(axes, box, x, y, left + width - x)
        ends = {depth: end for depth, end in ends.items() if depth < box.depth}
        ends |= {box.depth: y + LINE, box.depth + 1: lower}
        y = lower + BETWEEN_ITEMS
    return y


def _draw_box(axes: Axes, box: Box, left: float, top: float, width: float, least: float = 0) -> float:
    """Draw a box with its text in the centre, at least `least` tall, and return its lower edge; all in points."""
    look, tall = box.look, max(box.height(width), least)
    face, edge = look["facecolor"], look["edgecolor"]
    axes.add_patch(Rectangle((left, top), width, tall, zorder=2, facecolor=face, edgecolor=edge))
    lines = box.lines(width)
    for at, (text, weight) in enumerate(lines):
        axes.text(
            left + width / 2, top + tall / 2 + (at + 0.5 - len(lines) / 2) * LINE, text, ha="center",
            va="center_baseline", fontsize=SIZE, color=look["text"], weight=weight, zorder=3,
        )  # fmt: skip
    return top + tall


def _join(axes: Axes, x: float, y: float, below: Sequence[float], below_y: float) -> None:
    """Draw lines from a box down, across, and down to each box below."""
    middle = (y + below_y) / 2
    for centre in below:
        _draw_line(axes, [x, x, centre, centre], [y, middle, middle, below_y])


def _draw_line(axes: Axes, xs: Sequence[float], ys: Sequence[float]) -> None:
    """Draw a line, behind the boxes, through the points whose coordinates `xs` and `ys` give in order."""
    axes.plot(xs, ys, color=chart_style.GREY, linewidth=0.8, zorder=1, solid_joinstyle="miter")
