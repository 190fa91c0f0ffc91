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


@dataclass(frozen=True)
class _Tier:
    """One band of columns; positions and sizes are in points."""

    columns: Sequence[Column]

    @property
    def services(self) -> list[tuple[Box | None, int]]:
        """Each service with the number of columns below it; None if those columns hang from the top box."""
        runs = groupby(self.columns, key=lambda column: column.service)
        return [(service, len(list(run))) for service, run in runs]

    @property
    def width(self) -> float:
        """Width of a column."""
        return (chart_style.WIDTH - 2 + BETWEEN_COLUMNS) / len(self.columns) - BETWEEN_COLUMNS

    def left(self, at: int) -> float:
        """Return the left edge of a column; `at` counts columns from 0."""
        return 1 + at * (self.width + BETWEEN_COLUMNS)

    def span(self, count: int) -> float:
        """Return the width of the box above a number of columns."""
        return min(count * (self.width + BETWEEN_COLUMNS) - BETWEEN_COLUMNS, TRUNK_WIDTH)

    @property
    def heights(self) -> tuple[float, float, float]:
        """Heights of the row of services, the row of heads and the longest column."""
        services = [box.height(self.span(count)) for box, count in self.services if box]
        heads = [column.head.height(self.width) for column in self.columns if column.head]
        items = [sum(_item_height(box, self.width) + BETWEEN_ITEMS for box in column.items) for column in self.columns]
        return max(services, default=0), max(heads, default=0), max(items)

    @property
    def tall(self) -> float:
        """Height of the tier, with the space for the lines above each row and below the tier."""
        *rows, items = self.heights
        return sum(row + DROP for row in rows if row) + items + DROP


@chart_style.house_style()
def draw_tiers(top: Box, bands: Sequence[Sequence[Column]]) -> str:
    """Draw the top box, and below it bands of columns side by side.

    Returns
    -------
    str
        The drawing as SVG, as wide as the page and as tall as its content.
    """
    tiers = [_Tier(columns) for columns in bands]
    wide, head = chart_style.WIDTH, top.height(TRUNK_WIDTH)
    tall = head + sum(tier.tall for tier in tiers) + 2
    paper = chart_style.paper(wide, tall)
    axes = chart_style.place(paper, 0, 0, wide, tall)
    axes.set(xlim=(0, wide), ylim=(tall, 0), xticks=[], yticks=[])
    _draw_box(axes, top, (wide - TRUNK_WIDTH) / 2, 1, TRUNK_WIDTH, head)
    y = 1 + head
    for tier in tiers:
        _draw_tier(axes, tier, y)
        y += tier.tall
    return chart_style.to_svg(paper)


def _item_height(box: Box, width: float) -> float:
    return box.height(width - INDENT * (box.depth + 1))


def _draw_tier(axes: Axes, tier: _Tier, y: float) -> None:
    """Draw a tier: services hang from the top box, heads from their service, items from their head."""
    services, heads, _ = tier.heights
    centres = [tier.left(at) + tier.width / 2 for at in range(len(tier.columns))]
    first = 0
    trunks: list[float] = []
    heads_y = y + DROP + (services + DROP if services else 0)
    for box, count in tier.services:
        below = centres[first : first + count]
        centre = (below[0] + below[-1]) / 2
        trunks.append(centre)
        if box:
            _draw_box(axes, box, centre - tier.span(count) / 2, y + DROP, tier.span(count), services)
        if services:
            _join(axes, centre, y + DROP + (services if box else 0), below, heads_y)
        first += count
    _join(axes, chart_style.WIDTH / 2, y, trunks if services else centres, y + DROP)
    for at, column in enumerate(tier.columns):
        left, items_y = tier.left(at), heads_y + heads + (DROP if heads else 0)
        spine_y = heads_y + heads if column.head else items_y - DROP / 2
        if column.head:
            _draw_box(axes, column.head, left, heads_y, tier.width, heads)
        elif column.items:
            # A column without a head hangs from its service, so the line passes through the row of heads.
            spine = left + INDENT / 2
            _draw_line(axes, [centres[at], centres[at], spine], [heads_y, spine_y, spine_y])
        _draw_items(axes, column.items, left, tier.width, spine_y, items_y)


def _draw_items(axes: Axes, items: Sequence[Box], left: float, width: float, spine_y: float, y: float) -> None:
    """Draw boxes one below the other, each connected to the vertical line of its depth."""
    ends = {0: spine_y}
    for box in items:
        x, tall = left + INDENT * (box.depth + 1), _item_height(box, width)
        _draw_line(axes, [x - INDENT / 2, x - INDENT / 2, x], [ends.get(box.depth, y), y + LINE, y + LINE])
        _draw_box(axes, box, x, y, left + width - x, tall)
        ends = {depth: end for depth, end in ends.items() if depth < box.depth}
        ends |= {box.depth: y + LINE, box.depth + 1: y + tall}
        y += tall + BETWEEN_ITEMS


def _draw_box(axes: Axes, box: Box, left: float, top: float, width: float, tall: float) -> None:
    """Draw a box with its text in the centre; position and size in points, from the upper left corner of the axes."""
    look = box.look
    face, edge = look["facecolor"], look["edgecolor"]
    axes.add_patch(Rectangle((left, top), width, tall, linewidth=0.8, zorder=2, facecolor=face, edgecolor=edge))
    lines = box.lines(width)
    y = top + (tall - len(lines) * LINE) / 2 + LINE / 2
    for text, weight in lines:
        axes.text(
            left + width / 2, y, text, ha="center", va="center_baseline", fontsize=SIZE, color=look["text"],
            weight=weight, zorder=3,
        )  # fmt: skip
        y += LINE


def _join(axes: Axes, x: float, y: float, below: Sequence[float], below_y: float) -> None:
    """Draw a line down from a box, across, and down to each box below."""
    middle = (y + below_y) / 2
    _draw_line(axes, [x, x], [y, middle])
    if below:
        _draw_line(axes, [min(x, *below), max(x, *below)], [middle, middle])
    for centre in below:
        _draw_line(axes, [centre, centre], [middle, below_y])


def _draw_line(axes: Axes, xs: Sequence[float], ys: Sequence[float]) -> None:
    """Draw a line, behind the boxes, through the points whose coordinates `xs` and `ys` give in order."""
    axes.plot(xs, ys, color=chart_style.GREY, linewidth=0.8, zorder=1, solid_joinstyle="miter")
