"""The cells that a figure is worked out from, as few references: runs of rows that stand together on a sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from helpers.trace import Figure
from helpers.workpapers.addresses import FIGURES, Addresses, Spot
from helpers.workpapers.sheet import reference
from helpers.workpapers.task_places import TASKS, Place, TaskPlaces

MOST_RUNS = 80
"""Runs of rows in one formula; with more, operands are listed one under the other on a sheet of their own."""
Part = tuple[Spot, ...]
"""The cells of one operand: its value; its value and its weight; or its two terms."""


class Run(NamedTuple):
    """Operands whose cells follow one another down each column."""

    first: Part
    last: int
    """Row of the last operand's first cell."""

    def references(self) -> tuple[str, ...]:
        return tuple(_range(spot, spot.row + self.last - self.first[0].row) for spot in self.first)


@dataclass(frozen=True)
class Span:
    """References to the operands of a figure.

    Attributes
    ----------
    columns : tuple of tuple of str
        For each cell of an operand (value, weight, term), a reference for each run.
    is_wide : bool
        Rows of tasks that take no part stand among them; theirs hold words or nothing.
    """

    columns: tuple[tuple[str, ...], ...]
    is_wide: bool = False

    def all(self, place: int = 0) -> str:
        """Every reference, as arguments of one function; a run of one row as its only cell."""
        return ",".join(map(_shortest, self.columns[place]))

    def each(self, written: Callable[..., str]) -> str:
        """What is written of each run's references, added up: `SUMPRODUCT(a,b)+…`."""
        return "+".join(written(*references) for references in zip(*self.columns, strict=True))


def span_of(addresses: Addresses, figure: Figure, parts: Sequence[Part]) -> Span | None:
    """The references to a figure's operands; None where they would be too many for one formula."""
    runs = _task_runs(addresses, figure, parts)
    is_wide = runs is not None
    if runs is None:
        runs = gathered(parts)
    if not runs or len(runs) > MOST_RUNS:
        return None
    return Span(tuple(zip(*(run.references() for run in runs), strict=True)), is_wide)


def gathered(parts: Iterable[Part]) -> list[Run]:
    """The runs of some operands; one that comes twice is in two runs."""
    runs: list[Run] = []
    for part in sorted(parts):
        if runs and _continues(runs[-1], part):
            runs[-1] = Run(runs[-1].first, part[0].row)
        else:
            runs.append(Run(part, part[0].row))
    return runs


def _continues(run: Run, part: Part) -> bool:
    """Whether an operand's cells are right below those of a run; a named cell has none below."""
    down = run.last - run.first[0].row + 1
    return all(
        spot.row == first.row + down and spot.column == first.column and spot.sheet == first.sheet and bool(spot.column)
        for spot, first in zip(part, run.first, strict=True)
    )


def _range(first: Spot, last: int) -> str:
    sheet, column, row = first
    if not column:
        return sheet
    # A run of one row too is a range: not every program adds up by condition over a single cell.
    return f"{column}{row}:{column}{last}" if sheet == FIGURES else reference(sheet, column, row, last)


def _shortest(run: str) -> str:
    first, _, last = run.rpartition("!")[2].partition(":")
    return run.removesuffix(f":{last}") if first == last else run


def _task_runs(addresses: Addresses, figure: Figure, parts: Sequence[Part]) -> list[Run] | None:
    """The runs of operands that are all tasks, on one column; None where they are not."""
    ids = [operand.figure for operand in figure.operands if operand.figure]
    place = addresses.place(ids[0]) if ids else None
    if place is None or len({tuple((spot.sheet, spot.column) for spot in part) for part in parts}) > 1:
        return None
    if any(spot.row != part[0].row for part in parts for spot in part):
        return None
    rows = sorted(part[0].row for part in parts)
    tasks = addresses.tasks
    active = _active(tasks, addresses.book[ids[0]], place)
    return [
        Run(tuple(spot._replace(row=first) for spot in parts[0]), last)
        for first, last in _widened(rows, _joining(tasks, figure, rows, active))
    ]


def _active(tasks: TaskPlaces, part: Figure, place: Place) -> Collection[int]:
    """Rows in whose column something stands that counts."""
    return tasks.stated[part.indicator].keys() if place.sheet == TASKS else tasks.window_of(part).figures.keys()


def _joining(tasks: TaskPlaces, figure: Figure, rows: Sequence[int], active: Collection[int]) -> Callable[[int], bool]:
    """Whether a row where nothing counts is of the same kind as a figure's operands: of its action, operation or units.

    So a task that begins to take part when somebody changes an input is in the formula already.
    """
    years = [tasks.year(row) for row in rows]
    versions = {year.version for year in years}
    units, operations = {year.unit for year in years}, {year.operation for year in years}

    def may_join(row: int) -> bool:
        if row in active or not tasks.holds(row):
            return False
        year = tasks.year(row)
        if year.version not in versions:
            return False
        if figure.level == "acp":
            return year.action == figure.code
        return year.unit in units and (figure.level != "operacion" or year.operation in operations)

    return may_join


def _widened(rows: Sequence[int], may_join: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Runs of rows, widened over their neighbours that may join them."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        first = last = row
        while may_join(first - 1):
            first -= 1
        while may_join(last + 1):
            last += 1
        if runs and first <= runs[-1][1] + 1:
            first = runs.pop()[0]
        runs.append((first, last))
    return runs
