"""Rows that sections share: types of post, posts, categories under their action, partitions, past years."""

from __future__ import annotations

from helpers.book import Book
from helpers.periods import Period
from helpers.subjects import FigureRow, Measure, acp_rows, name_of, node_row, ranked

TOTAL = "TOTAL"


def structure_rows(book: Book) -> tuple[FigureRow, ...]:
    """Services, their areas and, abroad, their types and subtypes of post; the entity last."""
    rows: list[FigureRow] = []
    for service in book.nodes_at("servicio"):
        rows.append(node_row(service, style="subtotal"))
        for area in book.nodes_at("area", service.key):
            types = _type_rows_under(book, area.key)
            rows.extend(types if types else [FigureRow(area.name, *area.key, depth=1)])
    return (*rows, *(node_row(top, style="total") for top in book.nodes_at("entidad")))


def type_rows(book: Book) -> tuple[FigureRow, ...]:
    """Every type of post, each followed by its subtypes."""
    return tuple(row for area in book.nodes_at("area") for row in _type_rows_under(book, area.key, depth=0))


def _type_rows_under(book: Book, key: tuple[str, str], depth: int = 1) -> list[FigureRow]:
    rows: list[FigureRow] = []
    for kind in book.nodes_at("tipo", key):
        rows.append(FigureRow(kind.name, *kind.key, depth=depth))
        rows.extend(FigureRow(sub.name, *sub.key, depth=depth + 1) for sub in book.nodes_at("subtipo", kind.key))
    return rows


def post_rows(book: Book, *, ranked_by: Measure) -> tuple[FigureRow, ...]:
    """The posts abroad under the type or subtype that they belong to, ranked within it."""
    rows: list[FigureRow] = []
    for group in (*book.nodes_at("tipo"), *book.nodes_at("subtipo")):
        posts = tuple(node_row(post) for post in book.nodes_at("puesto") if post.parent == group.key)
        if posts:
            rows.extend((node_row(group, style="grupo"), *ranked(book, posts, ranked_by)))
    return tuple(rows)


def category_rows(book: Book) -> tuple[FigureRow, ...]:
    """Each action followed by the categories that serve it; those that serve none, last."""
    rows: list[FigureRow] = []
    for action in acp_rows(book):
        links = [link for link in book.listing("vinculacion") if link["acp"] == action.code]
        rows.append(FigureRow(action.label, "acp", action.code, "grupo"))
        rows.extend(_category_row(book, link["cat_prog"]) for link in links)
    loose = [link for link in book.listing("vinculacion") if not link["acp"]]
    if loose:
        rows.append(FigureRow("Sin acción de corto plazo", style="grupo"))
        rows.extend(_category_row(book, link["cat_prog"]) for link in loose)
    return tuple(rows)


def _category_row(book: Book, code: str) -> FigureRow:
    return FigureRow(f"{code} {name_of(book, 'cat_prog', code)}", "cat_prog", code)


def partition_rows(book: Book, level: str) -> tuple[FigureRow, ...]:
    """The lines of a partition of the budget that stands beside the structure (`fuente`, `partida`), its total last."""
    codes = dict.fromkeys(figure.code for figure in book if figure.level == level)
    lines = [FigureRow(f"{code} {name_of(book, level, code)}", level, code) for code in codes if code != TOTAL]
    total = [FigureRow("Total", level, TOTAL, "total")] if TOTAL in codes else []
    return (*lines, *total)


def past_years(book: Book, indicator: str) -> tuple[Period, ...]:
    """The years before the run's for which an indicator was published, oldest first."""
    published = (figure.period for figure in book if figure.indicator == indicator)
    return tuple(sorted({period for period in published if period.year < book.period.year}))
