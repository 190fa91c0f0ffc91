"""The services provided, as rows of tables and charts: services, places, offices and kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import COLLECTED, UNDATED
from helpers.figures.subjects import FigureRow
from helpers.views.elements.tables import FigureColumn, columns_by_window

DONE, PROGRAMMED, SHARE = "produccion", "produccion_programada", "produccion_cumplimiento"
KNOWN_SHARE = f"{SHARE}_con_dato"
"""The share of the programme in the months with data, where not all have them."""
SERVICE, OFFICE = "servicio_prestado", "oficina"
PLACES = ("pais", "departamento")
KINDS = ("tipo_tramite", "grupo_etario")
NO_PLACE = " (sin país ni departamento)"
PLACE_NOUNS = {"departamento": "departamentos", "pais": "países"}


class Coverage(NamedTuple):
    """The departments or countries (`noun`) with data of a service (`told`), and `every` one with any service."""

    noun: str
    told: tuple[str, ...]
    every: frozenset[str]


def coverage(book: Book, window: Period, service: str) -> Coverage | None:
    """Return which departments have data of a service, or which countries if no department has.

    None if there are none, or if they are all that have data of any service in any window.
    """
    for level, noun in PLACE_NOUNS.items():
        if told := tuple(dict.fromkeys(map(_place, parts_of(book, service, (level,), window)))):
            every = frozenset(_place(figure) for figure in book.all_of(DONE) if figure.level == level)
            return Coverage(noun, told, every) if every.difference(told) else None
    return None


def _place(figure: Figure) -> str:
    """The department or country of a service's figure, the last part of its code."""
    return figure.code.rpartition("/")[2]


def service_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Return a row for each service provided in a window or, for a plan, programmed, in the Book's order.

    Empty if none.
    """
    asked = PROGRAMMED if window.is_plan else DONE
    return tuple(FigureRow(figure.name, SERVICE, figure.code) for figure in book.select(asked, window, SERVICE))


def parts_of(book: Book, service: str, levels: Sequence[str], window: Period) -> tuple[Figure, ...]:
    """Return the quantities provided in a window by a service's parts on some levels (`pais`…), the greatest first.

    Parts of parts are included if their level is asked for. Empty if there are none.
    """
    found = [
        figure
        for level in levels
        for figure in book.select(DONE, window, level)
        if figure.code.startswith(f"{service}/")
    ]
    return tuple(sorted(found, key=lambda figure: figure.value, reverse=True))


def place_rows(book: Book, window: Period, service: str = "") -> tuple[FigureRow, ...]:
    """Return the rows of services that have places: a heading with the service's figures, then its places.

    The places are in descending order; the service's offices without a place, which its total counts too, come last.
    Empty if no service has places in the window.

    Parameters
    ----------
    service : str
        Only the places of this service, without the heading and without offices.
    """
    return _grouped(book, window, PLACES, service)


def _placeless(book: Book, window: Period, service: FigureRow) -> Iterator[FigureRow]:
    """Yield the rows of a service's offices without a place."""
    for office in outermost(book, service.code, (OFFICE,), window):
        row = _office_row(office, service.label)
        yield replace(row, label=f"{row.label}{NO_PLACE}")


def outermost(book: Book, service: str, levels: Sequence[str], window: Period) -> tuple[Figure, ...]:
    """Return the `parts_of` a service that are within none of its places."""
    places = tuple(f"{place.code}/" for place in parts_of(book, service, PLACES, window))
    return tuple(part for part in parts_of(book, service, levels, window) if not part.code.startswith(places))


def kind_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Return the rows of services with kinds of procedure or age groups: a heading with its figures, then these.

    The kinds of each service are in descending order; kinds within a place are left out. Empty if there are none.
    """
    return _grouped(book, window, KINDS)


def _grouped(book: Book, window: Period, levels: Sequence[str], only: str = "") -> tuple[FigureRow, ...]:
    """Rows of services with parts on some levels, under headings.

    With `only`, the parts of one service without heading. Under `PLACES`, the service's offices without a place follow.
    """
    rows: list[FigureRow] = []
    for service in service_rows(book, window):
        parts = [
            FigureRow(label, figure.level, figure.code, depth=1 if not only else 0)
            for figure in parts_of(book, service.code, levels, window)
            if (label := _label(service, figure))
        ]
        if parts and only in ("", service.code):
            heading = FigureRow(service.label, service.level, service.code, "grupo")
            rest = _placeless(book, window, service) if levels == PLACES else ()
            rows += parts if only else [heading, *parts, *rest]
    return tuple(rows)


def _label(service: FigureRow, figure: Figure) -> str:
    """The name of a service's part; empty for a kind within a place, which would count the same services twice."""
    label = figure.name.removeprefix(f"{service.label}, ")
    is_within = figure.level in KINDS and figure.code != f"{service.code}/{label}"
    return "" if is_within else label


def office_rows(book: Book, window: Period, service: FigureRow) -> tuple[FigureRow, ...]:
    """Return the rows of a service's offices under their place with its own figures.

    Places and their offices are in descending order. Offices without a place come last; empty if the window has none.
    """
    offices = parts_of(book, service.code, (OFFICE,), window)
    places = sorted(parts_of(book, service.code, PLACES, window), key=lambda place: len(place.code), reverse=True)
    under = grouped(offices, lambda one: next((at.code for at in places if one.code.startswith(f"{at.code}/")), ""))
    rows: list[FigureRow] = []
    for above in sorted(places, key=lambda place: place.value, reverse=True):
        if above.code in under:
            label = above.name.removeprefix(f"{service.label}, ")
            rows.append(FigureRow(label, above.level, above.code, "grupo"))
            rows += [_office_row(office, above.name) for office in under[above.code]]
    return (*rows, *(_office_row(office, service.label) for office in under.get("", ())))


def _office_row(office: Figure, wider: str) -> FigureRow:
    """The row of an office, whose name does not repeat `wider`, the name of its place or service."""
    return FigureRow(office.name.removeprefix(f"{wider}, "), office.level, office.code, depth=1)


def months_with(book: Book, rows: Sequence[FigureRow], months: Sequence[Period]) -> tuple[Period, ...]:
    """Return the months in which some row has a quantity provided, even zero, in the given order."""
    return tuple(month for month in months if any(book.get(DONE, month, row.level, row.code) for row in rows))


def windows_told(
    book: Book, windows: Sequence[Period], rows: Sequence[FigureRow], indicators: Sequence[str] = (DONE, PROGRAMMED)
) -> str:
    """Return words for the windows in which some row has a figure: `segundo trimestre de 2024 y acumulado`.

    Parameters
    ----------
    windows : sequence of Period
        The period and, if it is another, the year so far; the last alone is named if no row has a figure in the others.
    """
    *own, whole = windows
    if any(book.get(one, window, row.level, row.code) for window in own for row in rows for one in indicators):
        return f"{own[0].words} y acumulado"
    return whole.words


def amount_columns(windows: Sequence[Period]) -> list[FigureColumn]:
    """Return three columns for each window: quantity programmed, provided, and provided over programmed (%)."""
    heads = (("Programado", PROGRAMMED), ("Prestado", DONE), ("De lo programado", SHARE))
    return columns_by_window(windows, heads)


def revenue_columns(book: Book, windows: Sequence[Period]) -> list[FigureColumn]:
    """Return, for each window, a column of collected money for each currency of the Book.

    Currencies are never added up. Empty if nothing was collected.
    """
    collected = dict.fromkeys(figure.indicator for figure in book if figure.indicator.startswith(COLLECTED))
    currencies = [indicator for indicator in collected if not indicator.endswith(UNDATED)]
    return columns_by_window(windows, [(_currency(book, indicator), indicator) for indicator in currencies])


def _currency(book: Book, indicator: str) -> str:
    """Heading of a currency's column: `Recaudado (Bs)`, `Recaudado (USD)`."""
    return f"Recaudado {book.indicator_name(indicator).removeprefix('Recaudación ')}"
