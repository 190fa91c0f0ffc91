"""The tasks whose execution differs from the programme, and the causes that their units reported, each task once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from helpers.figures.book import Book
from helpers.figures.figure import Figure

MEASURE = "avance_fisico"
WHOLE = 100


def tasks_with_data(book: Book) -> tuple[Figure, ...]:
    """Return the scores of tasks in the run's period; tasks without score are left out."""
    return book.select(MEASURE, book.period, "tarea")


def is_beyond(book: Book, task: Figure) -> bool:
    """Tell whether a task executed more than was programmed, even where a cap limits its score to 100."""
    raw = book.get(f"{MEASURE}_bruto", task.period, task.level, task.code)
    return (raw or task).rounded > WHOLE


def tasks_off(book: Book) -> tuple[Figure, ...]:
    """Return the scores of the tasks that executed less or more than was programmed."""
    return tuple(one for one in tasks_with_data(book) if one.rounded != WHOLE or is_beyond(book, one))


def told_causes(book: Book, periods: Collection[str] | None = None) -> tuple[Mapping[str, str], ...]:
    """Return the reported causes of the tasks that deviated in the run's period, each task once.

    A task that was explained in several quarters counts once, with its last cause, and not at all if the year's score
    is 100. Where no score tells which tasks deviated, every explained task counts.

    Parameters
    ----------
    book : Book
    periods : collection of str, optional
        Periods (codes) whose forms count; by default the run's period and its quarters. Causes without period always
        count.

    Returns
    -------
    tuple of Mapping
        Rows of the listing `causas`.
    """
    return _causes_of(book, tuple(sorted({"", *(periods if periods is not None else _run_periods(book))})))


def _causes_of(book: Book, asked: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    """Causes of some periods' forms, of deviating tasks only where scores tell which tasks deviated."""
    last = {row["tarea"]: row for row in book.listing("causas") if row["periodo"] in asked}
    if book.period.code not in asked or not tasks_with_data(book):
        return tuple(last.values())
    off = {task.code for task in tasks_off(book)}
    return tuple(row for task, row in last.items() if task in off)


def _run_periods(book: Book) -> tuple[str, ...]:
    """Codes of the run's period and of its quarters."""
    return (book.period.code, *(quarter.code for quarter in book.period.quarters()))
