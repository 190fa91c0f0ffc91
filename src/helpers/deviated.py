"""Which tasks did not do what was programmed, and the cause that their units told: each task once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from helpers.book import Book
from helpers.trace import Figure

MEASURE = "avance_fisico"
WHOLE = 100


def tasks_with_data(book: Book) -> tuple[Figure, ...]:
    """What each task that had something programmed in the run's period reached."""
    return book.select(MEASURE, book.period, "tarea")


def is_beyond(book: Book, task: Figure) -> bool:
    """Whether a task did more than was programmed; what counts of it may be capped."""
    raw = book.get(f"{MEASURE}_bruto", task.period, task.level, task.code)
    return (raw or task).rounded > WHOLE


def tasks_off(book: Book) -> tuple[Figure, ...]:
    """The tasks that did not do what was programmed: less, or more."""
    return tuple(one for one in tasks_with_data(book) if one.rounded != WHOLE or is_beyond(book, one))


def told_causes(book: Book, periods: Collection[str] | None = None) -> tuple[Mapping[str, str], ...]:
    """The tasks that deviated in the run's period and of which units told a cause, each task once.

    A task explained in several quarters of a year counts once, with the cause told last, and not at all if the year's
    figure is whole. Where no figure says which tasks deviated, every task explained counts.

    Parameters
    ----------
    periods : collection of str or None
        The forms of which count; those of the run's period and of its quarters where None.
    """
    return _told_causes(book, tuple(sorted({"", *(periods if periods is not None else _told_in(book))})))


def _told_causes(book: Book, asked: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    last = {row["tarea"]: row for row in book.listing("causas") if row["periodo"] in asked}
    if book.period.code not in asked or not tasks_with_data(book):
        return tuple(last.values())
    off = {task.code for task in tasks_off(book)}
    return tuple(row for task, row in last.items() if task in off)


def _told_in(book: Book) -> tuple[str, ...]:
    return (book.period.code, *(quarter.code for quarter in book.period.quarters()))
