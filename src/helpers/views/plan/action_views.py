"""Short-term actions under their groups, and what the method measures of each action beyond progress and money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpers.base.display import lower_first, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.subjects import FigureRow, acp_rows
from helpers.views.elements.tables import FigureColumn

SHOWN_IN_OTHER_TABLES = frozenset({
    "avance_fisico", "eficacia_ponderada", "rango_ideal", "brecha_ideal", "ejecucion_financiera",
    "ejecucion_programada", "meta_programada", "meta_ejecutada", "meta_cumplimiento",
})  # fmt: skip
"""Indicators of an action that other tables of the section show."""
LOOSE = "Sin grupo"


def grouped_actions(book: Book, *, short: bool = False) -> tuple[FigureRow, ...]:
    """Return the rows of the short-term actions under their groups, in the order of the listing `acciones`.

    Parameters
    ----------
    short : bool
        Whether actions have short labels.

    Returns
    -------
    tuple of FigureRow
        Each group (with its own figures) and its actions; actions without a group come last, under a heading. Only the
        actions, if none has a group.
    """
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
    """Return table columns of actions for the indicators beyond progress, money and SIGEP goals, such as efficiency.

    Each window has, under its name, the method's indicators that some action has a figure of; those in Bs and in
    `SHOWN_IN_OTHER_TABLES` are left out. An indicator with grades has a second column with the traffic light. Empty if
    no action has such a figure.
    """
    return tuple(column for window in windows for column in _of_window(book, window))


def _of_window(book: Book, window: Period) -> Iterator[FigureColumn]:
    """Yield the columns of a window: each indicator, and its grade if some action has one."""
    heading = upper_first(window.words)
    for indicator in _measured(book, window):
        name = book.indicator_name(indicator)
        yield FigureColumn(name, indicator, window, group=heading)
        if any(figure.grade for figure in book.select(indicator, window, "acp")):
            yield FigureColumn(f"{name}: calificación", indicator, window, is_grade=True, group=heading)


def efficiency_notes(book: Book, windows: Sequence[Period]) -> tuple[str, ...]:
    """Return one note for each indicator of `efficiency_columns`, `Name: explanation` as in the method.

    Empty if none.
    """
    used = dict.fromkeys(name for window in windows for name in _measured(book, window))
    words = {name: lower_first(book.method["indicadores"][name]["explicacion"]) for name in used}
    return tuple(f"{book.indicator_name(name)}: {explained}" for name, explained in words.items())


def _measured(book: Book, window: Period) -> list[str]:
    """The method's indicators, in its order, of which some action has a figure in a window.

    Left out are those in Bs and those that other tables of the section show (`SHOWN_IN_OTHER_TABLES`).
    """
    return [
        name
        for name, indicator in book.method["indicadores"].items()
        if name not in SHOWN_IN_OTHER_TABLES and indicator["unidad"] != "Bs" and book.select(name, window, "acp")
    ]
