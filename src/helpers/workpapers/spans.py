"""The cells that a result is worked out from: lines right below it, or runs of rows of the sheet where they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from helpers.trace import Figure, Operand
from helpers.workpapers.addresses import INPUT_COLUMNS, INPUTS, Addresses
from helpers.workpapers.sheet import letter, reference
from helpers.workpapers.task_places import TASKS, Place, TaskPlaces

MOST_RUNS = 80
"""Runs of rows in one formula; with more, each operand gets a line of its own, which is easier to follow."""
Run = tuple[int, int]


@dataclass(frozen=True)
class Span:
    """References to the same rows of several columns.

    Attributes
    ----------
    values, weights, above, below : tuple of str
        A reference for each run of rows; `above` and `below` are the two terms of each operand.
    words : str
        Where they are, in words; empty for lines right below.
    target : str
        Cell of the first one.
    """

    values: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    words: str = ""
    target: str = ""

    def each(self, function: str, *columns: Sequence[str]) -> str:
        """A function of each run, added up, for those that do not take several ranges: `SUMPRODUCT(a,b)+…`."""
        return "+".join(f"{function}({','.join(refs)})" for refs in zip(*columns, strict=True))


def joined(references: Sequence[str]) -> str:
    """The runs as arguments of one function; a run of one row as its only cell."""
    return ",".join(map(_shortest, references))


def _shortest(run: str) -> str:
    first, _, last = run.rpartition("!")[2].partition(":")
    return run.removesuffix(f":{last}") if first == last else run


def task_span(addresses: Addresses, figure: Figure) -> Span | None:
    """Where a figure's operands are all tasks: their rows on the tasks' sheets. None where it must list them."""
    ids = list(dict.fromkeys(operand.figure for operand in figure.operands if operand.figure and is_part(operand)))
    places = [addresses.place(part) for part in ids]
    first = places[0] if places else None
    if first is None or any(place is None or place.column != first.column for place in places):
        return None
    weight = _weight_letter(addresses, figure)
    if weight is None:
        return None
    tasks = addresses.tasks
    active = _active(tasks, addresses.book[ids[0]], first)
    rows = sorted(place.row for place in places if place)
    runs = _widened(rows, _joining(tasks, figure, rows, active))
    if len(runs) > MOST_RUNS:
        return None
    value = first.published if addresses.book.rounds_every_level else first.exact
    return Span(
        _on(first.sheet, value, runs),
        _on(TASKS, weight, runs) if weight else (),
        _on(first.sheet, first.above, runs) if first.above else (),
        _on(first.sheet, first.below, runs) if first.below else (),
        words_of(first.sheet, runs),
        reference(first.sheet, value, runs[0][0]),
    )


def input_span(addresses: Addresses, figure: Figure) -> Span | None:
    """Where a figure was read as a sum of cells: their rows of «Insumos»."""
    rows = sorted(addresses.rows[item] for item in addresses.inputs[figure.id])
    if len(set(rows)) < len(rows):
        return None
    return _plain(INPUTS, letter(INPUT_COLUMNS, "valor"), rows)


def count_span(addresses: Addresses, figure: Figure) -> Span | None:
    """Where a figure counts tasks: their rows of «Tareas»."""
    rows = [addresses.tasks.row_of(cell) for cell in figure.sources]
    return _plain(TASKS, addresses.tasks.letter("tarea"), sorted(row for row in rows if row is not None))


def is_part(operand: Operand) -> bool:
    """Whether an operand is a part and not what parts are divided by or compared with."""
    return operand.role not in {"divisor", "umbral"}


def words_of(sheet: str, runs: Sequence[Run]) -> str:
    """`«Tareas mes», filas 5 a 9 y 12`."""
    said = [str(first) if first == last else f"{first} a {last}" for first, last in runs]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} y {said[-1]}"
    return f"«{sheet}», fila{'s' if len(runs) > 1 or runs[0][0] < runs[0][1] else ''} {listed}"


def _plain(sheet: str, column: str, rows: Sequence[int]) -> Span | None:
    runs = _runs(rows)
    if not runs or len(runs) > MOST_RUNS:
        return None
    target = reference(sheet, column, runs[0][0])
    return Span(_on(sheet, column, runs), words=words_of(sheet, runs), target=target)


def _on(sheet: str, column: str, runs: Iterable[Run]) -> tuple[str, ...]:
    # A run of one row too is a range: not every program adds up by condition over a single cell.
    return tuple(reference(sheet, column, first, last) for first, last in runs)


def _weight_letter(addresses: Addresses, figure: Figure) -> str | None:
    """The column of «Tareas» that weighs the operands, empty where nothing does; None where weights lie elsewhere."""
    letters = set()
    for operand in figure.operands:
        if operand.weight:
            part, weight = addresses.place(operand.figure), addresses.place(operand.weight)
            if part is None or weight is None or weight.sheet != TASKS or weight.row != part.row:
                return None
            letters.add(weight.exact)
    return letters.pop() if len(letters) == 1 else (None if letters else "")


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


def _runs(rows: Sequence[int]) -> list[Run]:
    return _widened(rows, lambda row: False)


def _widened(rows: Sequence[int], may_join: Callable[[int], bool]) -> list[Run]:
    """Runs of rows, widened over their neighbours that may join them."""
    runs: list[Run] = []
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
