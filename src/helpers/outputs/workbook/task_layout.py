"""Assigns a row to every task of a Book and columns to every window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import TERMS, Figure, Operation
from helpers.figures.series import Series
from helpers.outputs.workbook.task_places import LEVEL, NAMED, RAW_SUFFIX, SIDES, TASKS, Key, TaskPlaces, Window

Leaves = Mapping[tuple[str, Period], Mapping[int, Figure]]


def lay_out(book: Book) -> TaskPlaces:
    """Assign a row to every task of a Book and columns to every window with scored tasks; empty if it has no tasks.

    Rows go by version of the plan, unit, action and operation, each in the order in which the Book first names it.
    """
    if not book.series:
        return TaskPlaces()
    years = _in_order(book.series.values())
    bare = TaskPlaces(years)
    leaves = _leaves(book, bare)
    stated, stated_rows = _stated(book, bare)
    return TaskPlaces(years, _windows(book, leaves, bare), stated, stated_rows)


def _in_order(years: Iterable[Series]) -> tuple[Series, ...]:
    """Sort the tasks by version, unit, action and operation, so that those of one node are consecutive."""
    listed = list(years)
    seen: dict[tuple[str, ...], int] = {}
    for year in listed:
        for key in _keys(year):
            seen.setdefault(key, len(seen))
    return tuple(sorted(listed, key=lambda year: [seen[key] for key in _keys(year)]))


def _keys(year: Series) -> list[tuple[str, ...]]:
    """Return the version of a task, then with its unit, its action and its operation added one by one."""
    path = (year.version, year.unit, year.action, year.operation)
    return [path[: depth + 1] for depth in range(len(path))]


def _leaves(book: Book, places: TaskPlaces) -> Leaves:
    """Return the figures of scored tasks by indicator and window, and by the task's row."""
    found: dict[tuple[str, Period], dict[int, Figure]] = {}
    for figure in book:
        if figure.operation is Operation.LEAF:
            row = places.rows[figure.operands[0].series]
            found.setdefault((figure.indicator, figure.period), {})[row] = figure
    return found


def _windows(book: Book, leaves: Leaves, places: TaskPlaces) -> tuple[Window, ...]:
    """Return the windows by indicator and in the order of the year; those of one kind are side by side on a sheet."""
    leaf = book.method.get("hoja") or {}
    printed = _takes_printed(book)
    raw = {key for key in leaves if (key[0].removesuffix(RAW_SUFFIX), key[1]) in leaves and key[0].endswith(RAW_SUFFIX)}
    free: dict[str, int] = {}
    windows = []
    for indicator, period in sorted(leaves.keys() - raw, key=lambda key: (key[0], key[1].last, key[1].first, key[1])):
        figures = leaves[indicator, period]
        over = leaves.get((f"{indicator}{RAW_SUFFIX}", period), {})
        sheet = f"{TASKS} {period.kind}"
        first = free.get(sheet, len(NAMED))
        keys = _columns(period, figures, is_printed=printed, has_over=bool(over))
        free[sheet] = first + len(keys)
        versions = frozenset(places.year(row).version for row in figures)
        _, *cap = next(iter(figures.values())).operands
        limit = cap[0].constant if cap else None
        beside = indicator != leaf.get("indicador", "")
        windows.append(Window(indicator, period, sheet, first, keys, figures, over, versions, limit, beside))
    return tuple(windows)


def _takes_printed(book: Book) -> bool:
    """Return whether any figure is computed from tasks' printed values; else the exact value shows their decimals."""
    return book.rounds_every_level and any(
        operand.role not in TERMS and operand.figure and book[operand.figure].operation is Operation.LEAF
        for figure in book
        if figure.operation is not Operation.NUMBER
        for operand in figure.operands
    )


def _columns(
    period: Period, figures: Mapping[int, Figure], *, is_printed: bool, has_over: bool
) -> tuple[Key, ...]:
    """Return the keys of a window's columns, in order."""
    is_graded = any(figure.grade for figure in figures.values())
    asked = {
        **dict.fromkeys(SIDES, not period.is_month), Key.COUNTED: True, Key.EXACT: True,
        Key.PUBLISHED: is_printed or is_graded, Key.GRADE: is_graded,
        Key.RAW: has_over, Key.RAW_PUBLISHED: has_over and is_printed,
    }  # fmt: skip
    return tuple(key for key, is_asked in asked.items() if is_asked)


def _stated(book: Book, places: TaskPlaces) -> tuple[dict[str, dict[int, Figure]], dict[str, int]]:
    """Find the figures read from one cell of a task's line of the plan; all windows that use a cell share it.

    Return one figure for each cell, by indicator and row, and the row of every such figure, by its id.
    """
    stated: dict[str, dict[int, Figure]] = {}
    rows: dict[str, int] = {}
    for figure in book:
        if figure.level != LEVEL or figure.operation is not Operation.INPUT or len(figure.sources) != 1:
            continue
        row = places.row_of(figure.sources[0])
        # Only if the figure passes on the typed value; otherwise the cell is not what counts.
        if row is None or exact(figure.rounded) != figure.value:
            continue
        first = stated.setdefault(figure.indicator, {}).setdefault(row, figure)
        if first.sources == figure.sources and first.value == figure.value:
            rows[figure.id] = row
    return stated, rows
