"""Rows that several sections use: posts and their types, units, budget categories under their action, budget parts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain

from helpers.base.python_extras import first_by_key, grouped
from helpers.figures.book import Book
from helpers.figures.records import UNIT_LEVELS, Node
from helpers.figures.subjects import (
    FigureRow,
    Measure,
    acp_rows,
    node_row,
    node_rows,
    ranked,
    subject_name,
    with_figures,
)
from helpers.views.elements.nodes import entity_of, node_above, short_name

TOTAL = "TOTAL"
WITHOUT_AREA = "Unidades sin área"
"""Heading of the units that belong to no area."""


def structure_rows(book: Book) -> tuple[FigureRow, ...]:
    """Return the rows of the institution's structure: services with their areas, areas of no service, the entity last.

    Units and posts have no rows. An area that has types of post is replaced by them and their subtypes.
    """
    rows: list[FigureRow] = []
    for service in book.nodes_at("servicio"):
        rows.append(node_row(service, style="subtotal"))
        for area in book.nodes_at("area", service.key):
            rows.extend(_area_rows(book, area, depth=1))
    for area in book.nodes_at("area"):
        if node_above(book, area, "servicio") is None:
            rows.extend(_area_rows(book, area, depth=0))
    return (*rows, *(node_row(top, style="total") for top in book.nodes_at("entidad")))


def _area_rows(book: Book, area: Node, depth: int) -> list[FigureRow]:
    """The types of post of an area, or the area itself if it has none."""
    return _type_rows_under(book, area.key, depth) or [FigureRow(area.name, *area.key, depth=depth)]


def unit_rows(book: Book, *, ranked_by: Measure) -> tuple[FigureRow, ...]:
    """Return the rows of all units under their areas; units without an area come last, under a heading of their own.

    They have no heading if no unit has an area. A unit's acronym follows its name. Areas without units are left out.

    Parameters
    ----------
    ranked_by : Measure
        Indicator and period by which the units of an area are ordered, the greatest first, those without a figure last.
    """
    units = (_with_sigla(book, row) for row in node_rows(book, "unidad", ranked_by=ranked_by))
    return _under_areas(book, units, lambda area: node_row(area, style="grupo"))


def drawn_unit_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """Return the rows of `unit_rows` for a chart: by acronyms, under headings alone, without units without figure."""
    units = with_figures(book, node_rows(book, "unidad", ranked_by=measure, short=True), measure)
    return _under_areas(book, units, lambda area: FigureRow(area.name, style="grupo"))


def _under_areas(
    book: Book, units: Iterable[FigureRow], heading: Callable[[Node], FigureRow]
) -> tuple[FigureRow, ...]:
    """Rows of units under the heading of their area; the others last, under one of their own if some have an area."""
    under = grouped(units, lambda row: node_above(book, book.node(row.level, row.code), "area"))
    loose = under.get(None, ())
    rows = [row for area in book.nodes_at("area") if area in under for row in (heading(area), *under[area])]
    return (*rows, *[FigureRow(WITHOUT_AREA, style="grupo")] * bool(rows and loose), *loose)


def _with_sigla(book: Book, row: FigureRow) -> FigureRow:
    """Add the acronym to a unit's name, because charts and lists beside the table use only the acronym."""
    node = book.node(row.level, row.code) if row.level == "unidad" else None
    return replace(row, label=f"{node.name} ({node.sigla})") if node and node.sigla else row


def type_rows(book: Book) -> tuple[FigureRow, ...]:
    """Return the rows of all types of post that areas have, each followed by its subtypes, in the structure's order."""
    return tuple(row for area in book.nodes_at("area") for row in _type_rows_under(book, area.key, depth=0))


def _type_rows_under(book: Book, key: tuple[str, str], depth: int = 1) -> list[FigureRow]:
    """The types of post below a node, each followed by its subtypes one level deeper."""
    rows: list[FigureRow] = []
    for kind in book.nodes_at("tipo", key):
        rows.append(FigureRow(kind.name, *kind.key, depth=depth))
        rows.extend(
            FigureRow(subtype_name(book, sub), *sub.key, depth=depth + 1) for sub in book.nodes_at("subtipo", kind.key)
        )
    return rows


def subtype_name(book: Book, subtype: Node) -> str:
    """Return a subtype's name, marked `(subtipo)` if its type has the same name."""
    above = book.node(*subtype.parent) if subtype.parent else None
    return f"{subtype.name} (subtipo)" if above is not None and above.name == subtype.name else subtype.name


def post_rows(book: Book, *, ranked_by: Measure) -> tuple[FigureRow, ...]:
    """Return the rows of the posts abroad under headings of their type and subtype.

    A type's own posts come before those of its subtypes. Subtypes without posts are omitted, and types without any.

    Parameters
    ----------
    ranked_by : Measure
        Indicator and period by which the posts of a heading are ordered, the greatest first, those without a figure
        last.
    """
    rows: list[FigureRow] = []
    for kind in book.nodes_at("tipo"):
        subtypes = book.nodes_at("subtipo", kind.key)
        own, *below = (
            _group(book, node, kind.name if node is kind else subtype_name(book, node), ranked_by)
            for node in (kind, *subtypes)
        )
        below = [group for group in below if len(group) > 1]
        rows += [row for group in (own, *below) for row in group] if below or len(own) > 1 else []
    return tuple(rows)


def _group(book: Book, group: Node, name: str, ranked_by: Measure) -> list[FigureRow]:
    """A heading for a type or subtype, followed by its own posts."""
    posts = tuple(node_row(post) for post in book.nodes_at("puesto") if post.parent == group.key)
    return [FigureRow(name, *group.key, style="grupo"), *ranked(book, posts, ranked_by)]


def category_rows(book: Book) -> tuple[FigureRow, ...]:
    """Return a heading for each short-term action, followed by the rows of the budget categories linked to it.

    A category has one row, under the action of its first link (`first_links`). Categories without an action or a link
    come last, under their own heading; an action may have no category.
    """
    rows: list[FigureRow] = []
    links, actions = first_links(book), acp_rows(book)
    measured = dict.fromkeys(one.code for one in book if one.level == "cat_prog")
    for action in actions:
        rows.append(FigureRow(action.label, "acp", action.code, "grupo"))
        rows.extend(_category_row(book, link, measured) for link in links if link["acp"] == action.code)
    loose = [link for link in links if link["acp"] not in {action.code for action in actions}]
    linked = {link["cat_prog"] for link in links}
    loose += [{"cat_prog": code} for code in measured if code not in linked]
    if loose:
        rows.append(FigureRow("Sin acción de corto plazo", style="grupo"))
        rows.extend(_category_row(book, link, measured) for link in loose)
    return tuple(rows)


def first_links(book: Book) -> tuple[Mapping[str, str], ...]:
    """Return the first row of `vinculacion` for each budget category; all the category's money is under that link."""
    return tuple(first_by_key((link["cat_prog"], link) for link in book.listing("vinculacion")).values())


def _category_row(book: Book, link: Mapping[str, str], measured: Collection[str]) -> FigureRow:
    """A category with its responsible unit, if any; its name is `(sin dato)` while it has no figure."""
    code = link["cat_prog"]
    name = subject_name(book, "cat_prog", code) if code in measured else "(sin dato)"
    unit = f" · {short_name(book, link['unidad'])}" if link.get("unidad") else ""
    return FigureRow(f"{code} {name}{unit}", "cat_prog", code)


def posts_with_money(book: Book, measure: Measure, *, short: bool = False) -> tuple[FigureRow, ...]:
    """Return the posts and types of posts that have money of their own, by `measure`; names as in `node_rows`."""
    posts = chain.from_iterable(node_rows(book, level, short=short) for level in UNIT_LEVELS if level != "unidad")
    return with_figures(book, posts, measure)


def rest_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """Return the rows of the categories that belong to no unit, under a heading.

    Parameters
    ----------
    measure : Measure
        Indicator of money and period; categories without a figure in it are ignored.

    Returns
    -------
    tuple of FigureRow
        Empty if there is no rest, or if the units and these rows do not add up to the institution's total: the rest is
        then unknown.
    """
    loose = (link["cat_prog"] for link in first_links(book) if not link.get("unidad"))
    rest = [found for code in loose if (found := book.get(*measure, "cat_prog", code))]
    of_units = chain.from_iterable(book.select(*measure, level) for level in UNIT_LEVELS)
    whole = book.get(*measure, *entity_of(book).key)
    if not rest or whole is None or sum(part.value for part in (*of_units, *rest)) != whole.value:
        return ()
    rows = (FigureRow(f"{one.code} {subject_name(book, one.level, one.code)}", one.level, one.code) for one in rest)
    return (FigureRow("Sin unidad asignada", style="grupo"), *rows)


def partition_rows(book: Book, level: str, *indicators: str) -> tuple[FigureRow, ...]:
    """Return the rows of the parts of a budget level (`fuente`, `partida`, `grupo_gasto`, `ue`) by code, total last.

    Parameters
    ----------
    *indicators : str
        Include only the parts that have one of these indicators. By default the method's indicators count; indicators
        that only the plan defines are not among them.
    """
    codes = _measured_codes(book, level, indicators)
    named = [(code, subject_name(book, level, code)) for code in codes if code != TOTAL]
    # A part without a name is labelled with its code.
    lines = [FigureRow(code if name == code else f"{code} {name}", level, code) for code, name in sorted(named)]
    total = [FigureRow("Total", level, TOTAL, "total")] if TOTAL in codes else []
    return (*lines, *total)


def _measured_codes(book: Book, level: str, indicators: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of a level that have a figure of one of the given indicators (by default, the method's) in any window.

    Each stands once; they are not sorted.
    """
    asked = indicators or tuple(book.method.get("indicadores", {}))
    places = (figures for (name, _, whose), figures in book.by_place.items() if whose == level and name in asked)
    return tuple(dict.fromkeys(figure.code for figures in places for figure in figures))


def dispersion_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """Return a row for each node, of any level, for which the Book has the dispersion of its units in a measure.

    They are in the structure's order; empty if the method asks for no dispersion.
    """
    indicator, period = measure
    found = (node for node in book.nodes if book.get(f"{indicator}_n", period, *node.key))
    return tuple(node_row(node) for node in found)
