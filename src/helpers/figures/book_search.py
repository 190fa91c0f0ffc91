"""Searches over a whole Book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Grade
from helpers.figures.records import Node


def entity_of(book: Book) -> Node:
    """Return the institution's own node."""
    return book.nodes_at("entidad")[0]


def first_node(book: Book, levels: Iterable[str], code: str) -> Node | None:
    """Return the node with a code on the first of some levels that has it; None if none has."""
    return next((node for level in levels if (node := book.node(level, code)) is not None), None)


def node_above(book: Book, node: Node | None, level: str) -> Node | None:
    """Return the nearest node above a node that is on a level; None if there is none, or no node."""
    above = book.ancestors(node) if node is not None else ()
    return next((book.node(*key) for key in above if key[0] == level), None)


def has_figures(book: Book, indicator: str, period: Period, level: str = "", code: str = "") -> bool:
    """Tell whether the Book has a figure of an indicator in a window.

    Parameters
    ----------
    book : Book
    indicator : str
    period : Period
    level, code : str
        Limit the search to a level and to one code; an empty one means any.
    """
    candidates = (
        figures
        for (name, window, at_level), figures in book.by_place.items()
        if name == indicator and window == period.code and level in ("", at_level)
    )
    return any(not code or any(figure.code == code for figure in figures) for figures in candidates)


def has_negative(book: Book, indicator: str, windows: tuple[Period, ...]) -> bool:
    """Tell whether any figure of an indicator is below zero (unrounded) in one of the windows."""
    asked = {window.code for window in windows}
    return any(
        figure.value < 0
        for (name, window, _), figures in book.by_place.items()
        if name == indicator and window in asked
        for figure in figures
    )


def is_measured(book: Book, level: str, code: str) -> bool:
    """Tell whether a subject (level and code) has any figure."""
    return any(
        figure.code == code for (_, _, whose), figures in book.by_place.items() if whose == level for figure in figures
    )


def is_anywhere(book: Book, levels: tuple[str, ...], indicator: str, monthly: bool) -> bool:
    """Tell whether any subject has a figure of an indicator.

    Parameters
    ----------
    book : Book
    levels : tuple of str
        Limit to these levels; empty means any.
    indicator : str
    monthly : bool
        Count only figures of a month.
    """
    return any(
        name == indicator and (not levels or whose in levels) and (not monthly or Period.parse(window).is_month)
        for name, window, whose in book.by_place
    )


def known_indicators(book: Book) -> tuple[str, ...]:
    """Return every indicator with a figure, in alphabetical order."""
    return tuple(sorted({name for name, _, _ in book.by_place}))


def windows_of(book: Book, indicator: str) -> tuple[Period, ...]:
    """Return the windows in which an indicator has figures, in order."""
    return tuple(sorted({Period.parse(window) for name, window, _ in book.by_place if name == indicator}))


def first_of(book: Book, indicator: str, period: Period, level: str) -> str:
    """Return the id of the first figure computed for an indicator, window and level; empty where there is none."""
    return next((figure.id for figure in book.select(indicator, period, level)), "")


def grades_given(book: Book, indicator: str) -> tuple[tuple[Decimal, Grade], ...]:
    """Return the pairs of rounded value and grade that an indicator's figures have, each pair once."""
    return tuple(dict.fromkeys((figure.rounded, figure.grade) for figure in book.all_of(indicator) if figure.grade))


def source_files(book: Book) -> tuple[str, ...]:
    """Return the files that figures were read from directly, sorted. Files of tasks' series are not included."""
    return tuple(sorted({cell.file for figure in book for cell in figure.sources}))


def unit_of_tasks(book: Book) -> Mapping[str, str]:
    """Return the unit's code of each task, by task code."""
    return {series.task: series.unit for series in book.series.values()}
