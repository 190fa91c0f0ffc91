"""The rows that a chart leaves out, and the note that says why: nothing was programmed, or the form came late."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.display import list_es, upper_first
from helpers.figures.book import Book
from helpers.figures.situations import NOT_DUE, SITUATION_WORDS, Situation, measures_plan, situation
from helpers.figures.subjects import FigureRow, Measure, figure_of


def drawn_rows(
    book: Book, rows: Sequence[FigureRow], *measures: Measure, is_ranking: bool = False
) -> tuple[tuple[FigureRow, ...], tuple[str, ...]]:
    """Split rows into those that a chart draws and notes that name the others.

    A row is drawn if it has a figure of some measure or should have one (it shows `s/d`); it is left out if nothing was
    expected from it. Headings, and rows of an indicator that does not measure the plan, are always drawn.

    Parameters
    ----------
    is_ranking : bool
        Whether the chart is a ranking. A ranking also leaves out rows whose late form excludes them from the means.

    Returns
    -------
    tuple
        The rows to draw, in their order, and one note per reason for leaving rows out.
    """
    left: dict[Situation, list[str]] = {}
    kept = []
    for row in rows:
        kind = _left_out(book, row, measures, is_ranking=is_ranking)
        if kind is None:
            kept.append(row)
        else:
            left.setdefault(kind, []).append(row.label)
    notes = (f"{upper_first(SITUATION_WORDS[kind])}: {list_es(names)}." for kind, names in left.items())
    return tuple(kept), tuple(notes)


def _left_out(book: Book, row: FigureRow, measures: Sequence[Measure], *, is_ranking: bool) -> Situation | None:
    """The reason for leaving a row out; None if it is drawn."""
    for measure in measures:
        if row.is_heading or not measures_plan(book, row.indicator or measure[0]):
            return None
        kind = situation(book, row.level, row.code, row.period or measure[1])
        if kind is Situation.LATE and is_ranking:
            return kind
        if figure_of(book, row, measure) is not None or kind not in NOT_DUE:
            return None
    return situation(book, row.level, row.code, row.period or measures[-1][1])
