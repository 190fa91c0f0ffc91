"""References to the operands of a figure: a few ranges of consecutive rows, or lines of «Operandos»."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from helpers.figures.figure import Figure
from helpers.outputs.workbook.sheet_addresses import FIGURES, MEASURED, Addresses, Spot, letter, reference
from helpers.outputs.workbook.sheet_model import FIRST_LINE, Block, Cell, Column, Line, Sheet, Style, Value, texts
from helpers.outputs.workbook.task_places import TASKS, Place, TaskPlaces

MOST_RUNS = 80
"""Most runs of rows in one formula; with more, the operands are listed on «Operandos»."""
Part = tuple[Spot, ...]
"""The cells of one operand: its value; its value and its weight; or its two terms."""
OPERANDS = "Operandos"
ABOUT = (
    "Los operandos de las cifras que toman celdas de demasiados lugares para una sola fórmula, uno debajo de otro: su "
    "valor, o su numerador y su denominador, y su peso donde lo tienen. Cada uno enlaza con su propia celda."
)
COLUMNS = (
    Column("cifra", "Cifra", 60),
    Column("nombre", "De qué o de quién", 40),
    MEASURED,
    Column("primero", "Valor o numerador", 20),
    Column("segundo", "Peso o denominador", 20),
)
CELLS = ("primero", "segundo")


class Run(NamedTuple):
    """Operands whose cells are consecutive in each column."""

    first: Part
    last: int
    """Row of the last operand's first cell."""

    def references(self) -> tuple[str, ...]:
        """Return one range for each cell of an operand, over all rows of the run; a named cell gives its name."""
        return tuple(_range(spot, spot.row + self.last - self.first[0].row) for spot in self.first)


@dataclass(frozen=True)
class Span:
    """References to the operands of a figure.

    Attributes
    ----------
    columns : tuple of tuple of str
        For each cell of an operand (value, weight, term), one reference per run.
    is_wide : bool
        The ranges may include rows of other tasks, whose cells hold words or nothing.
    """

    columns: tuple[tuple[str, ...], ...]
    is_wide: bool = False

    def all(self, place: int = 0) -> str:
        """Return the references to one cell of every operand, joined by commas as arguments of a function.

        There is one range for each run of operands in consecutive rows; a run of one row is written as a single cell.
        `place` chooses the cell: 0 is the operands' value, 1 their weight or second term.
        """
        return ",".join(map(_shortest, self.columns[place]))

    def each(self, written: Callable[..., str]) -> str:
        """Return a sum with one term for each run of operands: `SUMPRODUCT(a,b)+SUMPRODUCT(c,d)`.

        A run is a block of operands whose cells are in consecutive rows.

        Parameters
        ----------
        written : Callable
            Returns the term of a run. It gets the run's ranges: that of the values and, if operands have weights,
            that of the weights; for operands of two terms, one range for each term.
        """
        return "+".join(written(*references) for references in zip(*self.columns, strict=True))


def span_of(addresses: Addresses, figure: Figure, parts: Sequence[Part]) -> Span | None:
    """Return the references to a figure's operands; None if there are no operands or too many runs for one formula.

    If all operands are tasks in one column, the ranges extend over neighbouring rows without value that belong to the
    same action, operation or units (`is_wide`).

    Parameters
    ----------
    parts : sequence of Part
        The cells of each operand.
    """
    runs = _task_runs(addresses, figure, parts)
    is_wide = runs is not None
    if runs is None:
        runs = gathered(parts)
    if not runs or len(runs) > MOST_RUNS:
        return None
    return Span(tuple(zip(*(run.references() for run in runs), strict=True)), is_wide)


def gathered(parts: Iterable[Part]) -> list[Run]:
    """Group operands into runs of consecutive rows, sorted by sheet, column and row.

    An operand that occurs twice is in two runs.
    """
    runs: list[Run] = []
    for part in sorted(parts):
        if runs and _continues(runs[-1], part):
            runs[-1] = Run(runs[-1].first, part[0].row)
        else:
            runs.append(Run(part, part[0].row))
    return runs


def _continues(run: Run, part: Part) -> bool:
    """Return whether an operand's cells are right below those of a run. A named cell has none below."""
    down = run.last - run.first[0].row + 1
    return all(
        spot.row == first.row + down and spot.column == first.column and spot.sheet == first.sheet and bool(spot.column)
        for spot, first in zip(part, run.first, strict=True)
    )


def _range(first: Spot, last: int) -> str:
    """Return the range from a cell down to row `last`, without sheet on «Cifras»; the name of a named cell."""
    sheet, column, row = first
    if not column:
        return sheet
    # A run of one row is a range too, because not every program accepts a single cell in SUMIF.
    return f"{column}{row}:{column}{last}" if sheet == FIGURES else reference(sheet, column, row, last)


def _shortest(run: str) -> str:
    """Return a range of one row as a single cell; other references as they are."""
    first, _, last = run.rpartition("!")[2].partition(":")
    return run.removesuffix(f":{last}") if first == last else run


def _task_runs(addresses: Addresses, figure: Figure, parts: Sequence[Part]) -> list[Run] | None:
    """Return the runs of operands, widened as in `span_of`, if all are tasks in one column; else None."""
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
    """Return the rows of the tasks with a value in the column of `part`, a task's figure whose cell is `place`."""
    return tasks.stated[part.indicator].keys() if place.sheet == TASKS else tasks.window_of(part).figures.keys()


def _joining(tasks: TaskPlaces, figure: Figure, rows: Sequence[int], active: Collection[int]) -> Callable[[int], bool]:
    """Return a test of whether a row without a value (not in `active`) belongs with the operands (`rows`).

    It does if it is of their version of the plan and of the figure's action or else of their units, and, for an
    operation, of their operations.

    The formula includes such rows, so that a task counts as soon as somebody types its missing input.
    """
    years = [tasks.year(row) for row in rows]
    versions = {year.version for year in years}
    units, operations = {year.unit for year in years}, {year.operation for year in years}

    def may_join(row: int) -> bool:
        """Return whether a row has no value now but belongs to the same action, operation or units as the operands.

        The formula then covers the row, so that its task counts as soon as somebody types the missing input.
        """
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
    """Return runs of rows (first and last), extended over neighbouring rows that pass the test."""
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


@dataclass(frozen=True)
class Listing:
    """The sheet's lines; figures add the lines that they need."""

    addresses: Addresses
    lines: list[Line] = field(default_factory=list)

    def add(self, figure: Figure, parts: Sequence[Part], values: Sequence[tuple[Value, ...]]) -> Span:
        """Append a line for each operand of a figure, in place, and return the references to the new lines.

        Parameters
        ----------
        parts : sequence of Part
            The cells of each operand; at least one.
        values : sequence of tuple
            The cells' values, in the same order.
        """
        words = {"cifra": figure.id, "nombre": figure.name, MEASURED.key: self.addresses.what_and_when(figure)}
        named = texts(words)
        first, last = FIRST_LINE + len(self.lines), FIRST_LINE + len(self.lines) + len(parts) - 1
        for part, said in zip(parts, values, strict=True):
            cells = (Cell(value, f"={spot.reference}", Style.LINK) for spot, value in zip(part, said, strict=True))
            self.lines.append(Line(named | dict(zip(CELLS, cells, strict=False))))
        columns = (letter(COLUMNS, key) for key in CELLS[: len(parts[0])])
        return Span(tuple((reference(OPERANDS, column, first, last),) for column in columns))

    def sheet(self) -> Sheet | None:
        """Describe «Operandos» with the lines added so far; None if there are none."""
        return Sheet(OPERANDS, OPERANDS, ABOUT, (Block(COLUMNS, tuple(self.lines)),)) if self.lines else None
