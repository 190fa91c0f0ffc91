"""«Resultados»: the headline figures of the run's windows by level, each by link to «Cifras»."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from helpers.book import Book
from helpers.periods import Period
from helpers.trace import Figure
from helpers.workpapers.addresses import Addresses, window_words
from helpers.workpapers.sheet import Block, Cell, Column, Line, Sheet, Style, text

RESULTS = "Resultados"
ABOUT = (
    "Lo principal del periodo y de lo acumulado, por nivel. Cada número enlaza con su valor publicado en "
    "«Cifras» y cada calificación con «Calificaciones»; los porcentajes están en puntos (92,16 es 92,16 "
    "%)."
)
LEVELS = {
    "entidad": "Entidad",
    "servicio": "Servicios",
    "area": "Áreas",
    "grupo": "Grupos de acciones",
    "acp": "Acciones de corto plazo",
}
MISSING = "s/d"
NAMED = (Column("codigo", "Código", 15), Column("nombre", "Nombre", 46))
GRADED = {"calificacion": "Calificación", "semaforo": "Semáforo"}


Found = Mapping[tuple[Period, str], Sequence[Figure]]
"""Figures by window and level."""


def results_sheet(addresses: Addresses, grades: Mapping[str, Mapping[str, str]]) -> Sheet | None:
    """Describe the sheet; None where the Book has nothing at these levels."""
    book = addresses.book
    windows = tuple(dict.fromkeys((book.period, book.period.accumulated())))
    found = _found(book, windows)
    present = {figure.indicator for figures in found.values() for figure in figures}
    indicators = tuple(name for name in book.method.get("indicadores", {}) if name in present)
    graded = {figure.indicator for figures in found.values() for figure in figures if figure.grade}
    columns = (*NAMED, *_measures(addresses, indicators, graded))
    blocks = [
        _block(addresses, columns, indicators, grades, window, level, found.get((window, level), ()))
        for window in windows
        for level in LEVELS
    ]
    shown = tuple(block for block in blocks if block.lines)
    return Sheet(RESULTS, "Resultados", ABOUT, shown) if shown else None


def _found(book: Book, windows: tuple[Period, ...]) -> Found:
    found: dict[tuple[Period, str], list[Figure]] = {}
    for figure in book:
        if figure.level in LEVELS and figure.period in windows:
            found.setdefault((figure.period, figure.level), []).append(figure)
    return found


def _measures(addresses: Addresses, indicators: tuple[str, ...], graded: Collection[str]) -> list[Column]:
    """A column for each indicator, and those of its grade right after it."""
    columns = []
    for name in indicators:
        columns.append(Column(name, addresses.indicator(name), _width(addresses.book, name)))
        if name in graded:
            columns.extend(
                Column(f"{name}:{key}", header, 12, key == "semaforo") for key, header in GRADED.items()
            )
    return columns


def _width(book: Book, indicator: str) -> int:
    return 16 if book.method["indicadores"][indicator]["unidad"] == "Bs" else 12


def _block(
    addresses: Addresses,
    columns: tuple[Column, ...],
    indicators: tuple[str, ...],
    grades: Mapping[str, Mapping[str, str]],
    window: Period,
    level: str,
    figures: Sequence[Figure],
) -> Block:
    names = {figure.code: figure.name for figure in figures if figure.indicator in indicators}
    lines = []
    for code, name in _in_order(addresses.book, level, names):
        found = {indicator: addresses.book.get(indicator, window, level, code) for indicator in indicators}
        cells: dict[str, Cell] = {"codigo": text(code), "nombre": text(name, Style.STRONG)}
        for indicator, figure in found.items():
            cells |= _measure(addresses, indicator, figure, grades)
        lines.append(Line(cells))
    return Block(columns, tuple(lines), f"{window_words(window)} · {LEVELS[level]}")


def _measure(
    addresses: Addresses, indicator: str, figure: Figure | None, grades: Mapping[str, Mapping[str, str]]
) -> dict[str, Cell]:
    if figure is None:
        return {indicator: text(MISSING, Style.MISSING)}
    cells = {indicator: addresses.published(figure)}
    words = {"calificacion": figure.grade.rating, "semaforo": figure.grade.light} if figure.grade else {}
    for key, word in words.items():
        link = grades.get(figure.id, {}).get(key)
        cells[f"{indicator}:{key}"] = (
            Cell(word, f"={link}", Style.LINK) if link else text(word, Style.RECORDED)
        )
    return cells


def _in_order(book: Book, level: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Codes and names in the structure's order; actions as they are listed."""
    listed = [action["acp"] for action in book.listing("acciones")] if level == "acp" else []
    order = listed or [node.code for node in book.nodes_at(level)]
    known = [code for code in dict.fromkeys(order) if code in names]
    return [(code, names[code]) for code in (*known, *(code for code in names if code not in known))]
