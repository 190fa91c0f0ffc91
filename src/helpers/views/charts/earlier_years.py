"""Earlier years and quarters of an indicator in order, and the method that measured each value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from helpers.base.display import list_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow

UNKNOWN = ""
"""The method of a value whose source does not name it."""
NOT_SAID = (
    "La fuente no indica el método de los valores anteriores, que pueden no ser comparables (en el gráfico, línea de "
    "puntos)."
)


def timeline(book: Book, indicator: str) -> tuple[Period, ...]:
    """Return the windows in which the Book has an indicator, of any subject: whole years, then quarters, then others.

    Each kind is in order of time. Of the run's own year, only its quarters up to the period and the accumulated window
    are included; at the year's end, the latter is a whole year. Empty if the Book lacks the indicator.
    """
    of_now = {*book.period.accumulated().quarters(), book.period.accumulated()}
    windows = sorted({figure.period for figure in book.all_of(indicator)})
    found = (period for period in windows if period.year < book.period.year or period in of_now)
    return tuple(sorted(found, key=lambda period: (_order(book, period), period.year, period.last, period.first)))


def _order(book: Book, period: Period) -> int:
    """Position in a timeline: years first, then quarters, then other windows."""
    if period.is_quarter:
        return 1
    return 0 if period.window == "anual" else 2


def same_kind(one: Period, other: Period) -> bool:
    """Tell whether a line may join two windows: two quarters, or the same window of two years, such as whole years."""
    return one.is_quarter == other.is_quarter and (one.is_quarter or one.window == other.window)


def method_of(book: Book, indicator: str, period: Period, row: FigureRow) -> str:
    """Return the method that measured the value of an indicator for a row in a period.

    Returns
    -------
    str
        Id of a method: the run's for its own year; for earlier years the one that table `historico` names, or `UNKNOWN`
        where it names none or has no such value.
    """
    if period.year == book.period.year:
        return str(book.method.get("id", UNKNOWN))
    wanted = (indicator, period.code, row.level, row.code)
    for past in book.listing("historico"):
        if (past["indicador"], past["periodo"], past["nivel"], past["codigo"]) == wanted:
            return past.get("metodo", UNKNOWN)
    return UNKNOWN


def methods_between(
    book: Book, indicator: str, row: FigureRow, before: Period, after: Period
) -> tuple[str, str] | None:
    """Return the methods of a row's values in two adjacent windows; None if no line may join them.

    Each is as `method_of` gives it. A line joins values of windows of one kind; both must be known.
    """
    windows = (before, after)
    if not same_kind(*windows) or None in [book.get(indicator, window, row.level, row.code) for window in windows]:
        return None
    return method_of(book, indicator, before, row), method_of(book, indicator, after, row)


def method_notes(book: Book, indicator: str, periods: Sequence[Period], rows: Iterable[FigureRow]) -> tuple[str, ...]:
    """Return Spanish notes on where the method changed between consecutive windows, and on values of unknown method.

    Parameters
    ----------
    periods : Sequence of Period
        In order; only neighbours of the same kind (see `same_kind`) are compared.

    Returns
    -------
    tuple of str
        At most two sentences, for the table and for the chart: on the changes, and on unknown methods.
    """
    pairs = [
        (before, after, *methods)
        for row in rows for before, after in pairwise(periods)
        if (methods := methods_between(book, indicator, row, before, after))
    ]  # fmt: skip
    changes = dict.fromkeys(pair for pair in pairs if pair[2] != pair[3] and UNKNOWN not in pair)
    change_words = [
        f"entre {_called(before)} y {_called(after)}{_named(book, second)}" for before, after, _, second in changes
    ]
    compared = "los valores a cada lado no se comparan (en el gráfico, ≠)."
    changed = [f"El método cambió {list_es(change_words)}; {compared}"] if change_words else []
    return (*changed, *(NOT_SAID,) * any(UNKNOWN in pair for pair in pairs))


def _named(book: Book, method: str) -> str:
    """Words for the method of the later value if it is the run's; empty for others, whose names are not known."""
    return f" (desde entonces, «{book.method['nombre']}»)" if method == book.method.get("id") else ""


def _called(period: Period) -> str:
    """Words for a window: `2023` for a whole year, `el segundo trimestre de 2024` for another one."""
    return str(period.year) if period.window == "anual" else f"el {period.words}"
