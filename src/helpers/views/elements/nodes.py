"""Searches for a node of the institution's structure or plan."""

from __future__ import annotations

from collections.abc import Iterable

from helpers.base.display import list_es, lower_first, upper_first
from helpers.figures.book import Book
from helpers.figures.figure_names import LEVEL_PLURALS, LEVEL_TITLES
from helpers.figures.records import REPORTING, UNIT_LEVELS, Node
from helpers.figures.subjects import first_node


def entity_of(book: Book) -> Node:
    """Return the institution's own node, the first of level `entidad`; IndexError if the structure has none."""
    return book.nodes_at("entidad")[0]


def who_report(book: Book) -> str:
    """Return the plurals of the levels that report and that the institution has: `unidades y puestos`, `unidades`."""
    return list_es([LEVEL_PLURALS[level] for level in REPORTING if book.nodes_at(level)]) or LEVEL_PLURALS["unidad"]


def level_heading(book: Book, *levels: str, any_of: bool = True) -> str:
    """Return the heading for nodes of those levels that the institution has: `Unidad o puesto`, or with `y`.

    It names the first level if the institution has none of them.
    """
    held = [level for level in levels if book.nodes_at(level)] or levels[:1]
    return upper_first(list_es([lower_first(LEVEL_TITLES[level]) for level in held], any_of=any_of))


def short_name(book: Book, code: str, *levels: str) -> str:
    """Return the acronym, else the name, of the node with a code on the first of some levels that has it.

    The levels are `UNIT_LEVELS` by default; an unknown code stays as it is.
    """
    node = first_node(book, levels or UNIT_LEVELS, code)
    return (node.sigla or node.name) if node else code


def name_above(book: Book, node: Node | None, *levels: str) -> str:
    """Return the name of the nearest node above a node on the first of some levels that has one; empty without any."""
    found = (node_above(book, node, level) for level in levels)
    return next((above.name for above in found if above), "")


def without_area(book: Book, nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes that have no area above them, in their order."""
    return [node for node in nodes if node_above(book, node, "area") is None]


def node_above(book: Book, node: Node | None, *levels: str) -> Node | None:
    """Return the nearest node above a node that is on one of some levels; None if there is none, or no node."""
    above = book.ancestors(node) if node is not None else ()
    return next((book.node(*key) for key in above if key[0] in levels), None)
