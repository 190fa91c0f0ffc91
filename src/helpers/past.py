"""The years and quarters before, in order, and by which method each of them was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from helpers.book import Book
from helpers.display import list_es
from helpers.looked_for import windows_of
from helpers.periods import Period
from helpers.subjects import FigureRow

UNKNOWN = ""
"""The method of a value whose source does not say by which it was measured."""
NOT_SAID = "La fuente no dice con qué método se midió lo de antes, así que los valores pueden no ser comparables"
DOTTED = f"Línea de puntos: {NOT_SAID[0].lower()}{NOT_SAID[1:]}."


def timeline(book: Book, indicator: str) -> tuple[Period, ...]:
    """The windows over which an indicator can be followed: whole years, then quarters, then what this year has so far.

    Of the run's own year its quarters count, and what has accumulated where that is no quarter.
    """
    of_now = {*book.period.accumulated().quarters(), book.period.accumulated()}
    found = [
        period for period in windows_of(book, indicator) if period.year < book.period.year or period in of_now
    ]
    return tuple(sorted(found, key=lambda period: (_order(book, period), period.year, period.last, period.first)))


def _order(book: Book, period: Period) -> int:
    if period.is_quarter:
        return 1
    return 0 if period.window == "anual" else 2


def same_kind(one: Period, other: Period) -> bool:
    """Whether two windows may be joined by a line: years with years, quarters with quarters."""
    return one.is_quarter == other.is_quarter and (one.is_quarter or one.window == other.window)


def method_of(book: Book, indicator: str, period: Period, row: FigureRow) -> str:
    """The method by which a value was measured: the run's own for its year, what the history says for those before."""
    if period.year == book.period.year:
        return str(book.method.get("id", UNKNOWN))
    wanted = (indicator, period.code, row.level, row.code)
    for past in book.listing("historico"):
        if (past["indicador"], past["periodo"], past["nivel"], past["codigo"]) == wanted:
            return past.get("metodo", UNKNOWN)
    return UNKNOWN


def method_notes(
    book: Book, indicator: str, periods: Sequence[Period], rows: Iterable[FigureRow], *, drawn: bool = True
) -> tuple[str, ...]:
    """Where the method changed between two windows that follow each other, and whether some source does not say it.

    Parameters
    ----------
    drawn : bool
        Whether the notes stand under lines, and say what their signs mean, or under a table.
    """
    changes: dict[tuple[Period, Period, str, str], None] = {}
    is_unknown = False
    for row in rows:
        for before, after in pairwise(periods):
            both = [book.get(indicator, period, row.level, row.code) for period in (before, after)]
            if None in both or not same_kind(before, after):
                continue
            first, second = (method_of(book, indicator, period, row) for period in (before, after))
            is_unknown = is_unknown or UNKNOWN in (first, second)
            if first != second and UNKNOWN not in (first, second):
                changes[before, after, first, second] = None
    told = [
        f"entre {_called(before)} y {_called(after)}, de «{first}» a «{second}»"
        for before, after, first, second in changes
    ]
    sign, unknown = ("≠: el", DOTTED) if drawn else ("El", f"{NOT_SAID}.")
    broken = f"{sign} método cambió {list_es(told)}; los valores a cada lado no se comparan." if told else ""
    return tuple(note for note in (broken, unknown if is_unknown else "") if note)


def _called(period: Period) -> str:
    """A whole year by its number."""
    return str(period.year) if period.window == "anual" else f"el {period.words}"
