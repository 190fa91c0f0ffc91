"""Words that stand for a period or a code in a text, so that the text can be reused in the next quarter."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.figures.book import Book


def names_of(book: Book) -> Mapping[str, str]:
    """Return the words that templates may use instead of a period or code.

    Returns
    -------
    Mapping of str to str
        `trimestre`: code of the run's period; `acumulado`: code of the window from January to its end; `entidad`: code
        of the institution, empty if the Book has no nodes.
    """
    top = book.nodes_at("entidad")
    return {
        "trimestre": book.period.code,
        "acumulado": book.period.accumulated().code,
        "entidad": top[0].code if top else "",
    }
