"""What is looked for in the whole of a Book, as narrow questions: whoever asks has read the answer and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.book import Book
from helpers.narrow import narrow
from helpers.periods import Period


@narrow
def has_figures(book: Book, indicator: str, period: Period, level: str = "", code: str = "") -> bool:
    """Whether anybody has an indicator in a window; anybody of a level, or one of it, where they are named."""
    return any(
        figure.indicator == indicator
        and figure.period == period
        and level in ("", figure.level)
        and code in ("", figure.code)
        for figure in book
    )


@narrow
def has_negative(book: Book, indicator: str, windows: tuple[Period, ...]) -> bool:
    """Whether anybody has a value below zero of an indicator in some windows."""
    return any(figure.indicator == indicator and figure.period in windows and figure.value < 0 for figure in book)


@narrow
def is_measured(book: Book, level: str, code: str) -> bool:
    """Whether there is any figure of somebody."""
    return any((figure.level, figure.code) == (level, code) for figure in book)


@narrow
def is_anywhere(book: Book, levels: tuple[str, ...], indicator: str, monthly: bool) -> bool:
    """Whether anybody of some levels (of any, where none is named) has an indicator; in a month, where asked."""
    return any(
        figure.indicator == indicator
        and (not levels or figure.level in levels)
        and (figure.period.is_month or not monthly)
        for figure in book
    )


@narrow
def in_other_years(book: Book, indicators: tuple[str, ...]) -> bool:
    """Whether any of some indicators is of another year than the run's."""
    return any(figure.indicator in indicators and figure.period.year != book.period.year for figure in book)


@narrow
def known_indicators(book: Book) -> tuple[str, ...]:
    """Every indicator that anybody has, in the order of the alphabet."""
    return tuple(sorted({figure.indicator for figure in book}))


@narrow
def windows_of(book: Book, indicator: str) -> tuple[Period, ...]:
    """The windows in which anybody has an indicator, in order."""
    return tuple(sorted({figure.period for figure in book if figure.indicator == indicator}))


@narrow
def source_files(book: Book) -> tuple[str, ...]:
    """The files that figures were read from, in order."""
    return tuple(sorted({cell.file for figure in book for cell in figure.sources}))


@narrow
def unit_of_tasks(book: Book) -> Mapping[str, str]:
    """The unit of each task."""
    return {series.task: series.unit for series in book.series.values()}
