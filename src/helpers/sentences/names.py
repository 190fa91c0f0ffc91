"""Words that a text may use in place of a period or a code, so that it serves the next quarter as it is."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.book import Book


def names_of(book: Book) -> Mapping[str, str]:
    """`trimestre`, `acumulado` and `entidad`, as the notebooks' own templates know them."""
    top = book.nodes_at("entidad")
    return {
        "trimestre": book.period.code,
        "acumulado": book.period.accumulated().code,
        "entidad": top[0].code if top else "",
    }
