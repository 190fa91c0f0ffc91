"""What a progress can reach where the weights written do not add up to what it is divided by."""

from __future__ import annotations

from fractions import Fraction

from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.mean_coverage import done_of_programme
from helpers.figures.replay import versions_behind
from helpers.figures.situations import WHOLE


def most_reachable(book: Book, progress: Figure) -> Fraction | None:
    """Return the most points of a progress whose parts all enter, if their weights do not add up to the divisor.

    The parts are all actions, or all tasks of a unit. None if a part does not enter, and for any other progress.
    """
    weights = [one.weight for one in progress.operands if one.weight]
    if done_of_programme(book, progress) in (None, progress.rounded) or not weights or not progress.denominator:
        return None
    parts = [one for one in book.operands(progress) if one.level in ("acp", "tarea")]
    versions = versions_behind(book, parts)
    tasks = {one.task for one in book.series.values() if one.unit == progress.code and one.version in versions}
    every = {"acp": {row["acp"] for row in book.listing("acciones")}, "tarea": tasks}
    if not parts or {one.code for one in parts} != every[parts[0].level]:
        return None
    return WHOLE * sum(map(book.handed_on, weights), Fraction(0)) / progress.denominator
