"""Notes under the tables of services, on what their rows leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from helpers.base.display import list_es, lower_first, number_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import UNDATED
from helpers.figures.subjects import FigureRow
from helpers.views.progress.service_views import (
    DONE,
    KNOWN_SHARE,
    OFFICE,
    PLACES,
    SERVICE,
    coverage,
    outermost,
    parts_of,
    revenue_columns,
)

KIND_WORDS = {"tipo_tramite": "la clase de trámite", "grupo_etario": "la edad de las personas"}
MOST_NAMED = 6
"""Most places that a note names; of more, it gives the number."""
PartsOf = Callable[[Figure, Period], Sequence[Figure]]


def silence_notes(book: Book, window: Period, rows: Sequence[FigureRow]) -> tuple[str, ...]:
    """Return the notes on rows whose quantity in a window leaves out months or parts listed without a quantity."""
    return _rules((row, figure) for row, figure in _with(book, DONE, window, rows) if figure.lacking)


def comparison_notes(book: Book, window: Period, rows: Sequence[FigureRow]) -> tuple[str, ...]:
    """Return the notes on rows that lack some quantities: how they are compared with their programme in a window."""
    return _rules(_with(book, KNOWN_SHARE, window, rows))


def _with(book: Book, indicator: str, window: Period, rows: Sequence[FigureRow]) -> Iterator[tuple[FigureRow, Figure]]:
    """Yield the rows that have a figure of an indicator in a window, with it."""
    found = ((row, book.get(indicator, window, row.level, row.code)) for row in rows)
    yield from ((row, figure) for row, figure in found if figure is not None)


def _rules(found: Iterable[tuple[FigureRow, Figure]]) -> tuple[str, ...]:
    """One note for each rule of the figures, after the names of its rows."""
    alike = by_key((lower_first(figure.rule), f"«{row.label}»") for row, figure in found)
    return tuple(f"{list_es(list(dict.fromkeys(names)))}: {rule}" for rule, names in alike.items())


def coverage_notes(book: Book, window: Period, rows: Sequence[FigureRow]) -> tuple[str, ...]:
    """Return a note on each service that has data of only some of the departments with data of any service.

    Its own data are those of the window; any service's, those of all windows. A service without data of departments is
    told by countries in the same way.
    """
    return tuple(
        f"{row.label}: con datos de {number_es(len(where.told))} de los {number_es(len(where.every))} {where.noun} con "
        f"algún servicio{f' ({list_es(where.told)})' if len(where.told) <= MOST_NAMED else ''}."
        for row in rows
        if (where := coverage(book, window, row.code))
    )


def monthless_note(book: Book, window: Period, rows: Sequence[FigureRow]) -> tuple[str, ...]:
    """Return a note on rows whose quantity in a window has a part without month, which no month includes."""
    names = [f"«{row.label}»" for row in rows if book.get(f"{DONE}{UNDATED}", window, row.level, row.code)]
    return (f"De una parte de {list_es(names)} no consta el mes: sus meses no suman el total.",) if names else ()


def place_notes(book: Book, windows: Sequence[Period]) -> tuple[str, ...]:
    """Return a note on services with places whose total in some window exceeds the sum of the rows of `place_rows`.

    Empty if there are none.
    """

    def rows_of(service: Figure, window: Period) -> Sequence[Figure]:
        """The parts of a service that are places or offices without one; none if no part is a place."""
        parts = outermost(book, service.code, (*PLACES, OFFICE), window)
        return parts if any(part.level in PLACES for part in parts) else ()

    more = _above_parts(book, windows, rows_of)
    note = f"El total de {more} pasa de lo de sus filas: de una parte no consta el lugar ni la oficina."
    return (note,) if more else ()


def kind_notes(book: Book, windows: Sequence[Period]) -> tuple[str, ...]:
    """Return notes on services whose total in some window exceeds the sum of their kinds of procedure, or of ages."""

    def kinds_of(level: str) -> PartsOf:
        """Return a function for the parts of a service on a level, without those within a place."""
        return lambda service, window: [
            part
            for part in parts_of(book, service.code, (level,), window)
            if part.code == f"{service.code}/{_own_name(part, service)}"
        ]

    told = ((_above_parts(book, windows, kinds_of(level)), words) for level, words in KIND_WORDS.items())
    return tuple(f"De una parte del total de {more} no consta {words}." for more, words in told if more)


def revenue_notes(book: Book, window: Period) -> tuple[str, ...]:
    """Return a note for each service with money collected in a window and places that have services but no money.

    It also names offices without money if another office of their place has some, so that the money is by office. It
    speaks only of the table that the figures are read from: a printed table may have that money.
    """
    currencies = [column.indicator for column in revenue_columns(book, (window,))]

    def has_money(of: Figure) -> bool:
        return any(book.get(currency, window, of.level, of.code) for currency in currencies)

    def notes() -> Iterator[str]:
        for service in filter(has_money, book.select(DONE, window, SERVICE)):
            places, offices = (parts_of(book, service.code, levels, window) for levels in (PLACES, (OFFICE,)))
            by_office = {one.code.rpartition("/")[0] for one in offices if has_money(one)}
            within = [one for one in offices if one.code.rpartition("/")[0] in by_office]
            names = [_own_name(one, service) for one in places if one.value and not has_money(one)]
            names += [f"«{_own_name(one, service)}»" for one in within if one.value and not has_money(one)]
            if names:
                where = list_es(names) if len(names) <= MOST_NAMED else f"{number_es(len(names))} lugares"
                yield f"{service.name}: sin lo recaudado en {where}, que los datos de este cuadro no traen."

    return tuple(notes())


def _above_parts(book: Book, windows: Sequence[Period], parts_in: PartsOf) -> str:
    """The quoted names of the services whose total in some window is more than their parts, if they have any."""
    names = [
        f"«{whole.name}»"
        for window in windows
        for whole in book.select(DONE, window, SERVICE)
        if (parts := parts_in(whole, window)) and sum(part.value for part in parts) < whole.value
    ]
    return list_es(list(dict.fromkeys(names)))


def _own_name(part: Figure, service: Figure) -> str:
    """A part's name without its service's at the beginning."""
    return part.name.removeprefix(f"{service.name}, ")
