"""Whom a chart does not draw, and the note that says why: nothing was programmed, or the form came late."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.book import Book
from helpers.display import list_es, upper_first
from helpers.situations import NOT_DUE, WORDS, Situation, is_of_the_plan
from helpers.subjects import FigureRow, Measure, figure_of, situation_of_row


def drawn_rows(
    book: Book, rows: Sequence[FigureRow], *measures: Measure, is_ranking: bool = False
) -> tuple[tuple[FigureRow, ...], tuple[str, ...]]:
    """The rows that a chart draws, and notes that name the others.

    Who has a figure, or should have one, is drawn. Of whom nothing was expected, nothing is wanting.

    Parameters
    ----------
    is_ranking : bool
        Whether the chart tells who has most: whoever is left out of the consolidation is then in a note.
    """
    left: dict[Situation, list[str]] = {}
    kept = []
    for row in rows:
        kind = _left_out(book, row, measures, is_ranking=is_ranking)
        if kind is None:
            kept.append(row)
        else:
            left.setdefault(kind, []).append(row.label)
    return tuple(kept), tuple(f"{upper_first(WORDS[kind])}: {list_es(names)}." for kind, names in left.items())


def _left_out(book: Book, row: FigureRow, measures: Sequence[Measure], *, is_ranking: bool) -> Situation | None:
    """Why a row is not drawn; None where it is."""
    for measure in measures:
        if row.is_heading or not is_of_the_plan(book, row.indicator or measure[0]):
            return None
        kind = situation_of_row(book, row, measure)
        if kind is Situation.LATE and is_ranking:
            return kind
        if figure_of(book, row, measure) is not None or kind not in NOT_DUE:
            return None
    return situation_of_row(book, row, measures[-1])
