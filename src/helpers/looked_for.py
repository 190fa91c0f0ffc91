"""What is looked for in the whole of a Book."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.book import Book
from helpers.periods import Period
from helpers.trace import Grade


def has_figures(book: Book, indicator: str, period: Period, level: str = "", code: str = "") -> bool:
    """Whether anybody has an indicator in a window; anybody of a level, or one of it, where they are named."""
    found = (
        figures
        for (name, window, whose), figures in book.by_place.items()
        if name == indicator and window == period.code and level in ("", whose)
    )
    return any(not code or any(figure.code == code for figure in figures) for figures in found)


def has_negative(book: Book, indicator: str, windows: tuple[Period, ...]) -> bool:
    """Whether anybody has a value below zero of an indicator in some windows."""
    asked = {window.code for window in windows}
    return any(
        figure.value < 0
        for (name, window, _), figures in book.by_place.items()
        if name == indicator and window in asked
        for figure in figures
    )


def is_measured(book: Book, level: str, code: str) -> bool:
    """Whether there is any figure of somebody."""
    return any(
        figure.code == code for (_, _, whose), figures in book.by_place.items() if whose == level for figure in figures
    )


def is_anywhere(book: Book, levels: tuple[str, ...], indicator: str, monthly: bool) -> bool:
    """Whether anybody of some levels (of any, where none is named) has an indicator; in a month, where asked."""
    return any(
        name == indicator and (not levels or whose in levels) and (not monthly or Period.parse(window).is_month)
        for name, window, whose in book.by_place
    )


def known_indicators(book: Book) -> tuple[str, ...]:
    """Every indicator that anybody has, in the order of the alphabet."""
    return tuple(sorted({name for name, _, _ in book.by_place}))


def windows_of(book: Book, indicator: str) -> tuple[Period, ...]:
    """The windows in which anybody has an indicator, in order."""
    return tuple(sorted({Period.parse(window) for name, window, _ in book.by_place if name == indicator}))


def first_of(book: Book, indicator: str, period: Period, level: str) -> str:
    """The id of the figure of an indicator, window and level that was computed first; empty where there is none."""
    return next((figure.id for figure in book.select(indicator, period, level)), "")


def grades_given(book: Book, indicator: str) -> tuple[tuple[Decimal, Grade], ...]:
    """Each value of an indicator, as printed, with the grade that some figure has for it; each pair once."""
    return tuple(dict.fromkeys((figure.rounded, figure.grade) for figure in book.all_of(indicator) if figure.grade))


def source_files(book: Book) -> tuple[str, ...]:
    """The files that figures were read from, in order."""
    return tuple(sorted({cell.file for figure in book for cell in figure.sources}))


def unit_of_tasks(book: Book) -> Mapping[str, str]:
    """The unit of each task."""
    return {series.task: series.unit for series in book.series.values()}
