"""Actions under their groups, and what was done of each beside what was spent on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.book import Book
from helpers.display import upper_first
from helpers.looked_for import has_figures
from helpers.periods import Period
from helpers.subjects import FigureRow, acp_rows
from helpers.tables import FigureColumn

TOLD_APART = frozenset({
    "avance_fisico", "eficacia_ponderada", "rango_ideal", "brecha_ideal", "ejecucion_financiera",
    "ejecucion_programada", "meta_programada", "meta_ejecutada", "meta_cumplimiento",
})  # fmt: skip
"""Indicators that the other tables of the section show of each action."""
LOOSE = "Sin grupo"


def grouped_actions(book: Book, *, short: bool = False) -> tuple[FigureRow, ...]:
    """Each group with its own figures, followed by its actions; plainly the actions where none has a group."""
    actions = {row.code: row for row in acp_rows(book, short=short)}
    group_of = {action["acp"]: action.get("grupo", "") for action in book.listing("acciones")}
    groups = sorted(dict.fromkeys(group_of.values()), key=lambda group: not group)
    if not any(groups):
        return tuple(actions.values())
    rows: list[FigureRow] = []
    for group in groups:
        rows.append(FigureRow(group, "grupo", group, "grupo") if group else FigureRow(LOOSE, style="grupo"))
        rows += [row for code, row in actions.items() if group_of[code] == group]
    return tuple(rows)


def efficiency_columns(book: Book, windows: Sequence[Period]) -> tuple[FigureColumn, ...]:
    """What the method measures of each action beyond progress and money, with its grade: efficiency and gaps."""
    return tuple(column for window in windows for column in _of_window(book, window))


def _of_window(book: Book, window: Period) -> Iterator[FigureColumn]:
    heading = upper_first(window.words)
    for indicator in _measured(book, window):
        name = book.indicator_name(indicator)
        yield FigureColumn(name, indicator, window, group=heading)
        if any(figure.grade for figure in book.select(indicator, window, "acp")):
            yield FigureColumn(f"{name}: calificación", indicator, window, show="semaforo", group=heading)


def efficiency_notes(book: Book, windows: Sequence[Period]) -> tuple[str, ...]:
    """What each of those indicators is, in the method's words."""
    used = dict.fromkeys(name for window in windows for name in _measured(book, window))
    return tuple(f"{book.indicator_name(name)}: {book.method['indicadores'][name]['explicacion']}" for name in used)


def _measured(book: Book, window: Period) -> list[str]:
    return [
        name
        for name, indicator in book.method["indicadores"].items()
        if name not in TOLD_APART and indicator["unidad"] != "Bs" and has_figures(book, name, window, "acp")
    ]
