"""The organisation chart, from the institution down to its units; posts abroad are counted rather than drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from helpers.base.display import list_es
from helpers.base.name_phrases import number_with_noun, of_institution
from helpers.base.python_extras import grouped, split_evenly
from helpers.figures.book import Book
from helpers.figures.records import Node
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.box_layout import Box, Column, draw_tiers
from helpers.views.charts.drawing.chart_message import Message, counted
from helpers.views.elements.nodes import entity_of, node_above

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
    found, sheet = _finding(book, top), draw_tiers(head, split_evenly(columns, MOST_COLUMNS))
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
