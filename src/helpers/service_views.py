"""The services rendered as rows of tables and charts: services, their places, offices and kinds."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.book import Book
from helpers.display import upper_first
from helpers.figure_names import COLLECTED
from helpers.periods import Period
from helpers.subjects import FigureRow
from helpers.tables import FigureColumn
from helpers.trace import Figure

DONE, PROGRAMMED, SHARE = "produccion", "produccion_programada", "produccion_cumplimiento"
SERVICE, OFFICE = "servicio_prestado", "oficina"
PLACES = ("pais", "departamento")
KINDS = ("tipo_tramite", "grupo_etario")


def service_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """A row for each service of which anything was rendered in a window; of a plan, of which anything is programmed."""
    asked = PROGRAMMED if window.is_plan else DONE
    return tuple(FigureRow(figure.name, SERVICE, figure.code) for figure in book.select(asked, window, SERVICE))


def parts_of(book: Book, service: str, levels: Sequence[str], window: Period) -> tuple[Figure, ...]:
    """The parts of a service at some levels, greatest first."""
    found = [
        figure
        for level in levels
        for figure in book.select(DONE, window, level)
        if figure.code.startswith(f"{service}/")
    ]
    return tuple(sorted(found, key=lambda figure: figure.value, reverse=True))


def place_rows(book: Book, window: Period, service: str = "") -> tuple[FigureRow, ...]:
    """Every service that is told apart by place, as a heading with its own figures, and its places, greatest first.

    Parameters
    ----------
    service : str
        Only this one, without its heading, where it is named.
    """
    return _grouped(book, window, PLACES, service)


def kind_rows(book: Book, window: Period) -> tuple[FigureRow, ...]:
    """Every service that is told apart by kind of procedure or by age, and its kinds."""
    return _grouped(book, window, KINDS)


def _grouped(book: Book, window: Period, levels: Sequence[str], only: str = "") -> tuple[FigureRow, ...]:
    rows: list[FigureRow] = []
    for service in service_rows(book, window):
        parts = [
            FigureRow(label, figure.level, figure.code, depth=1 if not only else 0)
            for figure in parts_of(book, service.code, levels, window)
            if (label := _label(service, figure))
        ]
        if parts and only in ("", service.code):
            heading = FigureRow(service.label, service.level, service.code, "grupo")
            rows += parts if only else [heading, *parts]
    return tuple(rows)


def _label(service: FigureRow, figure: Figure) -> str:
    """What tells a part of a service apart; empty for a kind within a place: it is no part beside the others."""
    label = figure.name.removeprefix(f"{service.label}, ")
    is_within = figure.level in KINDS and figure.code != f"{service.code}/{label}"
    return "" if is_within else label


def office_rows(book: Book, window: Period, service: FigureRow) -> tuple[FigureRow, ...]:
    """The offices of a service under their place, each place with its own figures; the offices of no place last."""
    offices = parts_of(book, service.code, (OFFICE,), window)
    places = sorted(parts_of(book, service.code, PLACES, window), key=lambda place: len(place.code), reverse=True)
    under: dict[str, list[Figure]] = {}
    for office in offices:
        place = next((place.code for place in places if office.code.startswith(f"{place.code}/")), "")
        under.setdefault(place, []).append(office)
    rows: list[FigureRow] = []
    for place in sorted(places, key=lambda place: place.value, reverse=True):
        if place.code in under:
            label = place.name.removeprefix(f"{service.label}, ")
            rows.append(FigureRow(label, place.level, place.code, "grupo"))
            rows += [_office_row(office, place.name) for office in under[place.code]]
    return (*rows, *(_office_row(office, service.label) for office in under.get("", ())))


def _office_row(office: Figure, wider: str) -> FigureRow:
    return FigureRow(office.name.removeprefix(f"{wider}, "), office.level, office.code, depth=1)


def months_with(book: Book, rows: Sequence[FigureRow], months: Sequence[Period]) -> tuple[Period, ...]:
    """The months in which anything of some rows was rendered."""
    return tuple(month for month in months if any(book.get(DONE, month, row.level, row.code) for row in rows))


def amount_columns(windows: Sequence[Period]) -> list[FigureColumn]:
    """Programmed, rendered, and how much of the programme that is, in some windows."""
    heads = (("Programado", PROGRAMMED), ("Prestado", DONE), ("De lo programado", SHARE))
    return [
        FigureColumn(header, indicator, window, group=upper_first(window.words))
        for window in windows
        for header, indicator in heads
    ]


def _collected(book: Book) -> tuple[str, ...]:
    """What was collected, by currency, in the order computed."""
    return tuple(dict.fromkeys(figure.indicator for figure in book if figure.indicator.startswith(COLLECTED)))


def revenue_columns(book: Book, windows: Sequence[Period]) -> list[FigureColumn]:
    """What was collected in each currency, one beside the other and never together."""
    currencies = [indicator for indicator in _collected(book) if not indicator.endswith("_sin_mes")]
    return [
        FigureColumn(_currency(book, indicator), indicator, window, group=upper_first(window.words))
        for window in windows
        for indicator in currencies
    ]


def _currency(book: Book, indicator: str) -> str:
    """`En (Bs)`, `En (USD)`: what the indicator's name has in brackets."""
    return f"En {book.indicator_name(indicator).removeprefix('Recaudación ')}"
