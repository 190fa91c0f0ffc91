"""«Resultados»: the headline figures of the run's windows by level, as links to «Cifras»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpers.base.display import MISSING
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.replay import why_missing
from helpers.figures.situations import NOT_DUE as NOT_DUE_OF
from helpers.figures.situations import Situation
from helpers.outputs.workbook.sheet_addresses import Addresses, window_words
from helpers.outputs.workbook.sheet_model import Block, Cell, Column, Line, Sheet, Style, text

RESULTS = "Resultados"
ABOUT = (
    "Lo principal del periodo y de lo acumulado, por nivel. Cada número enlaza con su valor publicado en «Cifras», y "
    "cada calificación con la suya; los porcentajes están en puntos (92,16 es 92,16 %). Lo que un periodo no tiene en "
    "ninguna fila no lleva columna. «—»: no corresponde, porque el método no lo da en ese periodo o ninguna fila de "
    "ese nivel lo tiene. «s/d»: sin dato; corresponde, y no hay con qué calcularlo. «n/p»: nada programado."
)
LEVELS = {
    "entidad": "Entidad",
    "servicio": "Servicios",
    "area": "Áreas",
    "grupo": "Grupos de acciones",
    "acp": "Acciones de corto plazo",
}
NOTHING_DUE = "n/p"
NOT_DUE = "—"
"""Word for figures that the method does not define; missing data have another word."""
NAMED = (Column("codigo", "Código", 15), Column("nombre", "Nombre", 46))
GRADED = {"calificacion": "Calificación", "semaforo": "Semáforo"}


def results_sheet(addresses: Addresses) -> Sheet | None:
    """Describe «Resultados»: the figures of the run's period and of January to its end, a block per window and level.

    The levels are those of `LEVELS`; a missing figure has a word that says why. None if the Book has no such figures.
    """
    period = addresses.book.period
    by_window = grouped((one for one in addresses.book if one.level in LEVELS), lambda figure: figure.period)
    shown = [
        block
        for window in dict.fromkeys((period, period.accumulated()))
        for block in _window_blocks(addresses, window, by_window.get(window, ()))
    ]
    return Sheet(RESULTS, "Resultados", ABOUT, tuple(shown), naming=len(NAMED)) if shown else None


def _window_blocks(addresses: Addresses, window: Period, figures: Sequence[Figure]) -> list[Block]:
    """Return the blocks of a window, one per level with figures."""
    columns, by_level = _columns(addresses, figures), grouped(figures, lambda figure: figure.level)
    found = {level: by_level[level] for level in LEVELS if level in by_level}
    blocks = [_block(addresses, columns, window, level, of_level) for level, of_level in found.items()]
    return [block for block in blocks if block.lines]


def _columns(addresses: Addresses, figures: Sequence[Figure]) -> tuple[Column, ...]:
    """Return a column for each indicator that a row of the window has, followed by the columns of its grade."""
    present = {figure.indicator for figure in figures}
    graded = {figure.indicator for figure in figures if figure.grade}
    columns = list(NAMED)
    for name in filter(present.__contains__, addresses.book.method.get("indicadores", {})):
        columns.append(Column(name, addresses.indicator(name), _width(addresses.book, name)))
        if name in graded:
            columns += (Column(f"{name}:{key}", head, 14, key == "semaforo") for key, head in GRADED.items())
    return tuple(columns)


def _width(book: Book, indicator: str) -> int:
    """Return the width of an indicator's column: wider for money."""
    return 16 if book.method["indicadores"][indicator]["unidad"] == "Bs" else 13


def _block(
    addresses: Addresses, columns: tuple[Column, ...], window: Period, level: str, figures: Sequence[Figure]
) -> Block:
    """Return the block of a level in a window: a line for each subject, with its figures or words for missing ones."""
    indicators = [column.key for column in columns if column not in NAMED and ":" not in column.key]
    names = {figure.code: figure.name for figure in figures if figure.indicator in indicators}
    lines = []
    for code, name in _in_order(addresses.book, level, names):
        cells: dict[str, Cell] = {"codigo": text(code), "nombre": text(name, Style.STRONG)}
        for indicator in indicators:
            figure = addresses.book.get(indicator, window, level, code)
            if figure is None:
                cells |= _missing(indicator, _said(addresses, indicator, window, level, code))
            else:
                cells |= _measure(addresses, figure)
        shown = {column.key: cells[column.key] for column in columns if column.key in cells}
        lines.append(Line(shown))
    return Block(columns, tuple(lines), f"{window_words(window)} · {LEVELS[level]}")


def _said(addresses: Addresses, indicator: str, window: Period, level: str, code: str) -> str:
    """Return the word for a missing figure: `MISSING` if it is due, which takes a rule and figures of its level."""
    is_ruled = window.kind in addresses.book.method["indicadores"][indicator]["reglas"]
    if not is_ruled or (indicator, level) not in addresses.measured:
        return NOT_DUE
    why = why_missing(addresses.book, indicator, window, level, code)
    if why in NOT_DUE_OF:
        return NOTHING_DUE if why is Situation.NOTHING_DUE else NOT_DUE
    return MISSING


def _missing(indicator: str, said: str) -> dict[str, Cell]:
    """Return the cells of a missing figure and its grade, all with the word `said`."""
    words = {f"{indicator}:{key}": text(said, Style.FAINT) for key in GRADED}
    return words | {indicator: text(said, Style.MISSING)}


def _measure(addresses: Addresses, figure: Figure) -> dict[str, Cell]:
    """Return the cells of a figure's value and of the words of its grade, as links; `NOT_DUE` for a missing word."""
    cells = {figure.indicator: addresses.published(figure)}
    for key in GRADED:
        word = figure.grade.word(key) if figure.grade else ""
        link = Cell(word, f"={addresses.of_figure(figure.id, key)}", Style.LINK)
        cells[f"{figure.indicator}:{key}"] = link if word else text(NOT_DUE, Style.FAINT)
    return cells


def _in_order(book: Book, level: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return codes and names in the structure's order, actions in the order of their table; unknown codes come last."""
    listed = [action["acp"] for action in book.listing("acciones")] if level == "acp" else []
    order = listed or [node.code for node in book.nodes_at(level)]
    known = [code for code in dict.fromkeys(order) if code in names]
    return [(code, names[code]) for code in (*known, *(code for code in names if code not in known))]
