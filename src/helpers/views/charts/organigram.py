"""The organisation chart, from the institution down to its units; posts abroad are counted rather than drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from helpers.base.display import list_es, number_es
from helpers.base.errors import UsageError
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.records import Node
from helpers.views.charts import chart_style
from helpers.views.charts.chart import Chart
from helpers.views.charts.drawing.box_layout import Box, Tier, draw_tiers
from helpers.views.charts.drawing.chart_message import counted

TRUNK = ("entidad", "servicio")
HEADS = ("area",)
COUNTED = ("puesto",)
MOST_COLUMNS = 5
MOST_LOOSE = 6
"""Maximum number of units without an area in one column."""


@dataclass(frozen=True)
class _Column:
    """A column below a node of the trunk: an area with its nodes, or units without an area."""

    trunk: Node
    head: Node | None
    items: tuple[Node, ...]


def organigram(
    book: Book, *, id: str = "grafico-organigrama", title: str, notes: Sequence[str] = ()
) -> Chart:
    """Draw the organisation chart with one column per area; of posts only the number is printed, with their type.

    Units without an area have columns of their own. More columns than fit continue in further tiers below.

    Parameters
    ----------
    title : str
        What the chart shows; its title is what it finds.

    Raises
    ------
    UsageError
        If the structure has no node of level `entidad`.
    """
    top = next(iter(book.nodes_at("entidad")), None)
    if top is None:
        raise UsageError("La estructura no tiene ninguna fila de nivel «entidad»: no hay qué dibujar.")
    columns = _columns(book)
    tiers = [_tier(book, top, part) for part in _even(columns, MOST_COLUMNS)]
    with chart_style.house_style():
        svg = draw_tiers(_box(book, top), tiers)
    found = _finding(book, top)
    return Chart(id, found, f"{found}. {title}. {_alt(book, top, columns)}", svg, tuple(notes))


def _finding(book: Book, top: Node) -> str:
    """How many areas, units and posts the institution has."""
    named = (("area", "un área", "áreas"), ("unidad", "una unidad", "unidades"), ("puesto", "un puesto", "puestos"))
    parts = [counted(len(nodes), one, many) for level, one, many in named if (nodes := book.nodes_at(level))]
    return f"{top.name}: {list_es(parts) or 'sin áreas ni unidades'}"


def _even(columns: Sequence[_Column], most: int) -> list[Sequence[_Column]]:
    """Split columns into as few tiers as fit, with similar numbers of columns."""
    parts = -(-len(columns) // most)
    size = -(-len(columns) // parts) if parts else 1
    return [columns[at : at + size] for at in range(0, len(columns), size)]


def _columns(book: Book) -> list[_Column]:
    """All columns in the structure's order; those of one service are adjacent."""
    found: list[_Column] = []
    drawn = [node for node in _in_tree_order(book) if node.level not in (*TRUNK, *COUNTED)]
    for trunk in (node for node in book.nodes if node.level in TRUNK):
        below = [node for node in drawn if _above(book, node, TRUNK) == trunk]
        loose = [node for node in below if node.level not in HEADS and _above(book, node, HEADS) is None]
        for at in range(0, len(loose), MOST_LOOSE):
            found.append(_Column(trunk, None, tuple(loose[at : at + MOST_LOOSE])))
        for head in (node for node in below if node.level in HEADS):
            items = tuple(node for node in below if _above(book, node, HEADS) == head)
            found.append(_Column(trunk, head, items))
    return found


def _in_tree_order(book: Book) -> tuple[Node, ...]:
    """Every node directly after its parent, whatever the table's order: boxes are indented below their parent."""
    below = grouped(book.nodes, lambda node: node.parent)
    found: list[Node] = []
    waiting = [node for node in reversed(book.nodes) if node.parent is None or book.node(*node.parent) is None]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting.extend(reversed(below.get(node.key, ())))
    return tuple(found)


def _above(book: Book, node: Node, levels: Sequence[str]) -> Node | None:
    """The nearest ancestor on one of the given levels."""
    return next((book.node(*key) for key in book.ancestors(node) if key[0] in levels), None)


def _tier(book: Book, top: Node, columns: Sequence[_Column]) -> Tier:
    services = tuple(
        (None if trunk == top else _box(book, trunk), len(tuple(members)))
        for trunk, members in groupby(columns, key=lambda column: column.trunk)
    )
    heads = tuple(_head_box(book, column) for column in columns)
    items = tuple(tuple(_box(book, node, _depth(book, node)) for node in column.items) for column in columns)
    return Tier(services, heads, items)


def _head_box(book: Book, column: _Column) -> Box | None:
    """An area's box; None if the area has the same code as its service, whose box is enough."""
    if column.head is None or (column.trunk.level == "servicio" and column.head.code == column.trunk.code):
        return None
    return _box(book, column.head)


def _depth(book: Book, node: Node) -> int:
    return sum(level not in (*TRUNK, *HEADS) for level, _ in book.ancestors(node))


def _box(book: Book, node: Node, depth: int = 0) -> Box:
    posts = _posts_words(book, node) if node.level in {"tipo", "subtipo"} else ""
    sigla = node.sigla if node.level == "unidad" else ""
    return Box(node.level, sigla, node.name, posts, depth)


def _posts_words(book: Book, node: Node) -> str:
    posts = sum(len(book.nodes_at(level, node.key)) for level in COUNTED)
    below = ", que son:" if node.level == "tipo" and book.nodes_at("subtipo", node.key) else ""
    return f"{number_es(posts)} {'puesto' if posts == 1 else 'puestos'}{below}" if posts else ""


def _alt(book: Book, top: Node, columns: Sequence[_Column]) -> str:
    parts = [f"Organigrama de {top.name}"]
    for trunk, members in groupby(columns, key=lambda column: column.trunk):
        named = [_column_words(book, column) for column in members]
        parts.append(f"{trunk.name}: {'; '.join(named)}" if trunk != top else "; ".join(named))
    return f"{'. '.join(parts)}."


def _column_words(book: Book, column: _Column) -> str:
    items = list_es([_item_words(_box(book, node)) for node in column.items])
    if column.head is None or _head_box(book, column) is None:
        return items
    return f"{column.head.name} ({items})" if items else column.head.name


def _item_words(box: Box) -> str:
    return f"{box.name}, {box.remark}" if box.remark else box.name
