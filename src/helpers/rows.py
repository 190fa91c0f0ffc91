"""Rows that sections share: types of post, posts, categories under their action, partitions, past years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from helpers.book import Book
from helpers.looked_for import is_measured
from helpers.periods import Period
from helpers.records import Node
from helpers.subjects import FigureRow, Measure, acp_rows, grouped_rows, name_of, node_row, ranked

TOTAL = "TOTAL"
WITHOUT_AREA = "Unidades sin área"
"""The heading of the units that the structure hangs from no area."""


def structure_rows(book: Book) -> tuple[FigureRow, ...]:
    """Services, their areas and, where there are posts, their types and subtypes; areas of no service; the entity."""
    rows: list[FigureRow] = []
    for service in book.nodes_at("servicio"):
        rows.append(node_row(service, style="subtotal"))
        for area in book.nodes_at("area", service.key):
            rows.extend(_area_rows(book, area, depth=1))
    for area in book.nodes_at("area"):
        if not any(level == "servicio" for level, _ in book.ancestors(area)):
            rows.extend(_area_rows(book, area, depth=0))
    return (*rows, *(node_row(top, style="total") for top in book.nodes_at("entidad")))


def _area_rows(book: Book, area: Node, depth: int) -> list[FigureRow]:
    """An area, or its types of post where it has any."""
    return _type_rows_under(book, area.key, depth) or [FigureRow(area.name, *area.key, depth=depth)]


def unit_rows(book: Book, *, ranked_by: Measure) -> tuple[FigureRow, ...]:
    """Every area followed by its units, ranked within it; the units of no area last."""
    loose = [node for node in book.nodes_at("unidad") if not any(level == "area" for level, _ in book.ancestors(node))]
    grouped = grouped_rows(book, "area", "unidad", ranked_by=ranked_by)
    heading = [FigureRow(WITHOUT_AREA, style="grupo")] if grouped and loose else []
    return tuple(_with_sigla(book, row) for row in (*grouped, *heading, *ranked(book, map(node_row, loose), ranked_by)))


def _with_sigla(book: Book, row: FigureRow) -> FigureRow:
    """A unit's row by name and sigla: the charts and lists beside the table call it by that alone."""
    node = book.node(row.level, row.code) if row.level == "unidad" else None
    return replace(row, label=f"{node.name} ({node.sigla})") if node and node.sigla else row


def type_rows(book: Book) -> tuple[FigureRow, ...]:
    """Every type of post, each followed by its subtypes."""
    return tuple(row for area in book.nodes_at("area") for row in _type_rows_under(book, area.key, depth=0))


def _type_rows_under(book: Book, key: tuple[str, str], depth: int = 1) -> list[FigureRow]:
    rows: list[FigureRow] = []
    for kind in book.nodes_at("tipo", key):
        rows.append(FigureRow(kind.name, *kind.key, depth=depth))
        rows.extend(
            FigureRow(subtype_name(book, sub), *sub.key, depth=depth + 1) for sub in book.nodes_at("subtipo", kind.key)
        )
    return rows


def subtype_name(book: Book, subtype: Node) -> str:
    """A subtype's name; one that bears its type's says that it is only a part of it."""
    above = book.node(*subtype.parent) if subtype.parent else None
    return f"{subtype.name} (subtipo)" if above is not None and above.name == subtype.name else subtype.name


def post_rows(book: Book, *, ranked_by: Measure) -> tuple[FigureRow, ...]:
    """The posts abroad under the type or subtype that they belong to, ranked within it; a type goes before its own."""
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
    """A type or subtype and its own posts."""
    posts = tuple(node_row(post) for post in book.nodes_at("puesto") if post.parent == group.key)
    return [FigureRow(name, *group.key, style="grupo"), *ranked(book, posts, ranked_by)]


def category_rows(book: Book) -> tuple[FigureRow, ...]:
    """Each action followed by the categories that serve it; those that serve none, last."""
    rows: list[FigureRow] = []
    links = first_links(book)
    for action in acp_rows(book):
        rows.append(FigureRow(action.label, "acp", action.code, "grupo"))
        rows.extend(_category_row(book, link) for link in links if link["acp"] == action.code)
    loose = [link for link in links if not link["acp"]]
    if loose:
        rows.append(FigureRow("Sin acción de corto plazo", style="grupo"))
        rows.extend(_category_row(book, link) for link in loose)
    return tuple(rows)


def first_links(book: Book) -> tuple[Mapping[str, str], ...]:
    """The link of each category: of one linked twice the first, which has all of its money."""
    links: dict[str, Mapping[str, str]] = {}
    for link in book.listing("vinculacion"):
        links.setdefault(link["cat_prog"], link)
    return tuple(links.values())


def _category_row(book: Book, link: Mapping[str, str]) -> FigureRow:
    """A category with the unit that answers for it, a dash where none does; it may have had no expenditure yet."""
    code = link["cat_prog"]
    name = name_of(book, "cat_prog", code) if is_measured(book, "cat_prog", code) else "(sin gasto)"
    return FigureRow(f"{code} {name} · {link.get('unidad') or '—'}", "cat_prog", code)


def rest_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """What of the institution's money no unit answers for, under a heading: whole areas, or else categories.

    Nothing where units and these together are not the institution: then nobody knows what the rest is.
    """
    links = [link for link in first_links(book) if book.get(*_place(measure, "cat_prog", link["cat_prog"]))]
    with_units = {link.get("area") for link in links if link.get("unidad")}
    rest: dict[tuple[str, str], FigureRow] = {}
    for link in links:
        area = book.node("area", link.get("area") or "")
        if link.get("unidad"):
            continue
        if area is None or link["area"] in with_units or not book.get(*_place(measure, *area.key)):
            code = link["cat_prog"]
            row = FigureRow(f"{code} {name_of(book, 'cat_prog', code)}", "cat_prog", code)
        else:
            row = FigureRow(area.name, *area.key)
        rest[row.level, row.code] = row
    parts = [*book.select(*measure, "unidad"), *(book.get(*_place(measure, *key)) for key in rest)]
    (whole,) = (book.get(*_place(measure, *top.key)) for top in book.nodes_at("entidad"))
    if not rest or whole is None or sum(part.value for part in parts) != whole.value:
        return ()
    return (FigureRow("De ninguna unidad", style="grupo"), *rest.values())


def _place(measure: Measure, level: str, code: str) -> tuple[str, Period | str, str, str]:
    indicator, period = measure
    return indicator, period, level, code


def partition_rows(book: Book, level: str, *indicators: str) -> tuple[FigureRow, ...]:
    """The parts of the budget beside the structure (`fuente`, `partida`, `grupo_gasto`, `ue`), their total last.

    Parameters
    ----------
    *indicators : str
        Only the parts that have one of these; of those that a method defines, where none is named. What a plan asks
        for is in no method.
    """
    codes = _measured_codes(book, level, indicators)
    named = [(code, name_of(book, level, code)) for code in codes if code != TOTAL]
    # A part that nobody named is called by its code.
    lines = [FigureRow(code if name == code else f"{code} {name}", level, code) for code, name in sorted(named)]
    total = [FigureRow("Total", level, TOTAL, "total")] if TOTAL in codes else []
    return (*lines, *total)


def _measured_codes(book: Book, level: str, indicators: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of a level of which there is one of some indicators; of the method's, where none is named."""
    asked = indicators or tuple(book.method.get("indicadores", {}))
    places = (figures for (name, _, whose), figures in book.by_place.items() if whose == level and name in asked)
    return tuple(dict.fromkeys(figure.code for figures in places for figure in figures))


def dispersion_rows(book: Book, measure: Measure) -> tuple[FigureRow, ...]:
    """Every node of which the Book says how its units scatter in a measure."""
    indicator, period = measure
    found = (node for node in book.nodes if book.get(f"{indicator}_n", period, *node.key))
    return tuple(node_row(node) for node in found)
