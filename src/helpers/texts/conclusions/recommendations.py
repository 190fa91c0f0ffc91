"""Recommendations of earlier reports: which are open, and which are overdue at the cut-off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from helpers.base.written_values import dates_in
from helpers.figures.book import Book

DONE = re.compile(r"^\s*(?:cumplid|conclui|atendid|cerrad|implementad|finalizad|descartad|sin efecto)", re.IGNORECASE)
"""Matches the start of a state that needs no further action, unless it is done in part only."""
IN_PART = re.compile(r"parcial|en parte|(?<![\d.,])\d{1,2}(?:[.,]\d+)?\s*(?:%|por ciento)", re.IGNORECASE)
"""Matches what a state says of something done in part: its words, or a percentage below 100."""

Recommendation = Mapping[str, str]


def carried(book: Book, cutoff: date) -> tuple[Recommendation, ...]:
    """Return the recommendations of earlier reports that were made by the cut-off.

    Parameters
    ----------
    cutoff : date
        Last day included; recommendations without a date are included too.

    Returns
    -------
    tuple of Mapping
        Rows of `recomendaciones`, as text by column, without those of the run's own report.
    """
    rows = book.listing("recomendaciones")
    return tuple(row for row in rows if row["fecha"] <= str(cutoff) and not _is_own(book, row))


def own_recommendations(book: Book) -> tuple[Recommendation, ...]:
    """Return the rows of `recomendaciones` that the run's own report makes (`periodo` is the run's), in their order."""
    return tuple(row for row in book.listing("recomendaciones") if _is_own(book, row))


def _is_own(book: Book, row: Recommendation) -> bool:
    """Return whether the run's own report makes a recommendation: `periodo` is the run's."""
    return row.get("periodo") == str(book.period)


def is_open(row: Recommendation) -> bool:
    """Return whether a recommendation asks for further action.

    It does unless its state begins with a word of `DONE`, such as `cumplida` or `cerrada`, and does not say that it is
    done in part; one without state does.
    """
    state = row.get("estado", "")
    return not DONE.match(state) or IN_PART.search(state) is not None


def deadline(row: Recommendation) -> date | None:
    """Return the last day to comply with a recommendation.

    Returns
    -------
    date or None
        The latest of the dates in `plazo` (`dates_in`), because a deadline is prolonged. None if the text has no date,
        as in «permanente», or no such day exists.
    """
    return max(dates_in(row.get("plazo", "")), default=None)


def is_overdue(row: Recommendation, cutoff: date) -> bool:
    """Return whether a recommendation is open and its deadline is before the cut-off; false without a deadline."""
    due = deadline(row)
    return is_open(row) and due is not None and due < cutoff
