"""The organisation chart, from the institution down to its units; posts abroad are counted rather than drawn.

Boxes and lines are placed in points from the top of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.base.display import list_es
from helpers.base.name_phrases import number_with_noun, of_institution
from helpers.base.python_extras import grouped, split_evenly
from helpers.figures.book import Book
from helpers.figures.records import Node
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.chart_message import Message, counted
from helpers.views.elements.nodes import entity_of, node_above

SIZE = 7.5
LINE = SIZE * 1.22
PADDING = 3.5
BETWEEN_COLUMNS = 9.0
BETWEEN_ITEMS = 3.0
DROP = 14.0
INDENT = 8.0
TRUNK_WIDTH = 8.5 * chart_style.POINTS_PER_CM

class _Look(TypedDict):
    """The colours of a box, and the colour and weight of its text."""

    facecolor: str
    edgecolor: str
    text: str
    weight: str


LOOKS: Mapping[str, _Look] = {
    "entidad": {"facecolor": chart_style.NAVY, "edgecolor": chart_style.NAVY, "text": "white", "weight": "bold"},
    "servicio": {"facecolor": chart_style.BLUE, "edgecolor": chart_style.NAVY, "text": "white", "weight": "bold"},
    "area": {"facecolor": chart_style.PALE, "edgecolor": chart_style.BLUE, "text": chart_style.NAVY, "weight": "bold"},
}
PLAIN: _Look = {"facecolor": "white", "edgecolor": chart_style.GREY, "text": chart_style.INK, "weight": "normal"}


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
    def look(self) -> _Look:
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
def _draw_tiers(top: Box, bands: Sequence[Sequence[Column]]) -> chart_style.Sheet:
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


TRUNK = ("entidad", "servicio")
HEADS = ("area",)
COUNTED = ("puesto",)
MOST_COLUMNS = 5
MOST_LOOSE = 6
"""Maximum number of units without an area in one column."""


def organigram(book: Book, *, id: str, title: str) -> Chart:
    """Draw the organisation chart with one column per area; of posts only the number is printed, with their type.

    Units without an area have columns of their own. More columns than fit continue in further tiers below.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.
    """
    top = entity_of(book)
    columns = list(_columns(book, top))
    head = _box(book, top)
    found, sheet = _finding(book, top), _draw_tiers(head, split_evenly(columns, MOST_COLUMNS))
    return Chart.finding(book, found, id=id, shows=(title, _alt(head, columns)), sheet=sheet)


def _finding(book: Book, top: Node) -> Message:
    """Message on how many areas, units and posts the institution has."""
    named = (("area", "un área", "áreas"), ("unidad", "una unidad", "unidades"), ("puesto", "un puesto", "puestos"))
    parts = [counted(len(nodes), one, many) for level, one, many in named if (nodes := book.nodes_at(level))]
    return Message((f"{top.name}: {list_es(parts) or 'sin áreas ni unidades'}",))


def _columns(book: Book, top: Node) -> Iterator[Column]:
    """All columns in the structure's order, those of one service side by side: first its units without an area.

    An area with its service's code has no box of its own: the service's is enough.
    """
    drawn = [node for node in _in_tree_order(book) if node.level not in (*TRUNK, *COUNTED)]
    for trunk in (node for node in book.nodes if node.level in TRUNK):
        service = None if trunk == top else _box(book, trunk)
        below = [node for node in drawn if node_above(book, node, *TRUNK) == trunk]
        loose = [node for node in below if node.level not in HEADS and node_above(book, node, *HEADS) is None]
        for at in range(0, len(loose), MOST_LOOSE):
            yield Column(service, None, tuple(_box(book, node) for node in loose[at : at + MOST_LOOSE]))
        for head in (node for node in below if node.level in HEADS):
            items = tuple(_box(book, node) for node in below if node_above(book, node, *HEADS) == head)
            is_named = service is not None and head.code == trunk.code
            yield Column(service, None if is_named else _box(book, head), items)


def _in_tree_order(book: Book) -> Iterator[Node]:
    """Every node directly after its parent, whatever the table's order: boxes are indented below their parent."""
    below = grouped(book.nodes, lambda node: node.parent if node.parent and book.node(*node.parent) else None)

    def under(parent: tuple[str, str] | None) -> Iterator[Node]:
        for node in below.get(parent, ()):
            yield node
            yield from under(node.key)

    return under(None)


def _box(book: Book, node: Node) -> Box:
    """The box of a node: a unit's has its acronym, a type's or subtype's the number of its posts."""
    posts = _posts_words(book, node) if node.level in {"tipo", "subtipo"} else ""
    sigla = node.sigla if node.level == "unidad" else ""
    depth = sum(level not in (*TRUNK, *HEADS) for level, _ in book.ancestors(node))
    return Box(node.level, sigla, node.name, posts, depth)


def _posts_words(book: Book, node: Node) -> str:
    """Words on the number of posts below a node, those of its subtypes included; empty without any."""
    posts = sum(len(book.nodes_at(level, node.key)) for level in COUNTED)
    below = ", que son:" if node.level == "tipo" and book.nodes_at("subtipo", node.key) else ""
    return f"{number_with_noun(posts, 'puesto', 'puestos')}{below}" if posts else ""


def _alt(top: Box, columns: Sequence[Column]) -> str:
    """The alternative text: the heads and boxes of all columns, by service."""
    parts = [f"Organigrama {of_institution(top.name)}"]
    for service, members in groupby(columns, key=lambda column: column.service):
        named = "; ".join(map(_column_words, members))
        parts.append(f"{service.name}: {named}" if service else named)
    return f"{'. '.join(parts)}."


def _column_words(column: Column) -> str:
    items = list_es([f"{box.name}, {box.remark}" if box.remark else box.name for box in column.items])
    if column.head is None:
        return items
    return f"{column.head.name} ({items})" if items else column.head.name
