"""The input cells that differ between two runs, by cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.exact import plain_text
from helpers.base.python_extras import not_none
from helpers.figures.records import Row, SourceCell, Value
from helpers.intake.dataset import Dataset
from helpers.run.differences.causes import SOURCES, Cause, Key, cause_of, keyed
from helpers.run.differences.compared_side import Side
from helpers.run.differences.mixed_inputs import Mixer
from helpers.scoring.planning.plan_in_force import version_in_force

MISSING = "—"


@dataclass(frozen=True)
class ChangedCell:
    """A cell that differs between two runs. A row that only one run has gives one for each filled cell.

    Attributes
    ----------
    table, column : str
    key : tuple of str
        The texts of the row's key columns and its number among the rows with those texts (`causes.keyed`).
    before, after : Row or None
        The row in each run. For two periods, a row of the second run's own window is compared with that of the first's.
    is_paired : bool
        The rows are of different windows: each is of its own run's window.
    """

    cause: Cause
    table: str
    column: str
    key: Key
    before: Row | None
    after: Row | None
    is_paired: bool = False

    @property
    def place(self) -> SourceCell:
        """The cell in the second run; in the first, if the second has no such row."""
        return not_none(self.after or self.before).cell(self.column)

    @property
    def place_before(self) -> SourceCell | None:
        """The cell in the first run; None if it does not have the row."""
        return self.before.cell(self.column) if self.before else None

    @property
    def values(self) -> tuple[Value | None, Value | None]:
        """The value in the first run and in the second; None where the run has no such row or the cell is empty."""
        before, after = (row.values.get(self.column) if row else None for row in (self.before, self.after))
        return before, after

    @property
    def subject(self) -> str:
        """What the row is about: the filled texts of its key, `unidad, DGAJ, avance_fisico, 2024-T2`.

        The second row with the same texts has ` (2)` at the end, the third ` (3)`.
        """
        words = [text for text in self.key[:-1] if text]
        return ", ".join(words) + (f" ({self.key[-1]})" if self.key[-1] != "1" else "")


def value_words(value: Value | None) -> str:
    """Return a value as the page shows it: a Spanish number, a date as `30/06/2024`, other text; a dash if missing."""
    if value is None:
        return MISSING
    if isinstance(value, Decimal):
        return number_es(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def value_text(value: Value | None) -> str:
    """Return a value as the CSV has it: numbers with a decimal point, dates as ISO; empty if it is missing."""
    return "" if value is None else plain_text(value) if isinstance(value, Decimal) else str(value)


def changed_cells(mixer: Mixer) -> tuple[ChangedCell, ...]:
    """Return every differing cell that scoring reads, by table (`SOURCES`) and in the order of the second run's rows.

    Rows that only the first run has come last. Of the tasks, only the version of the plan in force at the end of each
    period is compared, task by task. A row of the plan that only one run has, and that is empty in every column which
    scoring reads, gives its last key column.
    """
    return tuple(cell for table in SOURCES for cell in _of_table(mixer, table))


def _of_table(mixer: Mixer, table: str) -> Iterator[ChangedCell]:
    """Yield the differing cells of a table that scoring reads, each with its cause; nothing if all rows are equal."""
    before, after = (_rows(side, table) for side in (mixer.a, mixer.b))
    columns = SOURCES[table].columns
    if all(_same(before.get(key), after.get(key), columns) for key in before.keys() | after.keys()):
        return
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        pair = None if old or not mixer.moves else before.get(_earlier(mixer, table, key))
        cells = [ChangedCell(Cause.PLAN, table, column, key, old or pair, new, pair is not None) for column in columns]
        differing = [cell for cell in cells if cell.values[0] != cell.values[1]]
        if not differing and (new is None or old is None) and SOURCES[table].cause is Cause.PLAN:
            differing = [replace(cells[0], column=SOURCES[table].key[-1])]  # the row itself is the change
        for cell in differing:
            row = not_none(new or old)
            yield replace(cell, cause=cause_of(table, cell.column, row, mixer.budget_indicators))


def _rows(side: Side, table: str) -> Mapping[Key, Row]:
    """Return a side's rows of a table by key; tasks only of the version in force, which their key does not name."""
    rows = side.tables.rows(table)
    if table != "tareas":
        return keyed(table, rows)
    version = version_in_force(side.tables, side.period)
    ruling = keyed(table, [row for row in rows if row.text("version") == version])
    return {("", *key[1:]): row for key, row in ruling.items()}


def _same(old: Row | None, new: Row | None, columns: Sequence[str]) -> bool:
    """Whether two rows have the same values; False where only one is there."""
    if old is None or new is None:
        return False
    return all(old.values.get(column) == new.values.get(column) for column in columns)


def _earlier(mixer: Mixer, table: str, key: Key) -> Key:
    """Return the first run's key of the row to compare with a row of the second run's own window; () for other rows."""
    a, b = mixer.a, mixer.b
    if table == "gastos" and key[0] == b.corrida.cutoff(b.period).isoformat():
        return (a.corrida.cutoff(a.period).isoformat(), *key[1:])
    if table in ("avances", "presentaciones") and key[-2] == b.period.code:
        return (*key[:-2], a.period.code, key[-1])
    return ()


def with_cell(side: Side, cell: ChangedCell, *, is_after: bool) -> Dataset:
    """Return a copy of a run's tables in which one cell is as the other run has it.

    A row that the run lacks is added with this cell alone: its other numbers are 0 in `gastos` and missing in other
    tables. A task is added to the version of the plan in force. Of a row that the other run lacks, the cell becomes 0
    in `gastos` and is missing in other tables.

    Parameters
    ----------
    side : Side
        The first run, if `is_after`; else the second.
    is_after : bool
        Take the value of the second run; else that of the first.
    """
    dataset = side.tables
    own, other = (cell.before, cell.after) if is_after else (cell.after, cell.before)
    value = cell.values[int(is_after)]
    rows = dataset.rows(cell.table)
    if own is None and other is not None:
        alone = {name: _of_lone_row(cell.table, each) for name, each in other.values.items()}
        if cell.table == "tareas":
            alone["version"] = version_in_force(dataset, side.period)
        values = {name: each for name, each in alone.items() if each is not None}
        changed = (*rows, replace(other, values=values if value is None else {**values, cell.column: value}))
    else:
        value = value if other or value is not None or own is None else _of_lone_row(cell.table, Decimal(0))
        changed = tuple(_replaced(row, cell.column, value) if row is own else row for row in rows)
    return Dataset({**dataset.tables, cell.table: changed}, dataset.files, dataset.nodes)


def _of_lone_row(table: str, value: Value) -> Value | None:
    """Return the value that a cell of a row of one run only is taken to have in the other run.

    A text stays as it is. A number is 0 in `gastos`, because a budget line that is not listed has no amount, and None
    in any other table.
    """
    if not isinstance(value, Decimal):
        return value
    return Decimal(0) if table == "gastos" else None


def _replaced(row: Row, column: str, value: Value | None) -> Row:
    """Return a row with another value in a column; None removes the value."""
    values = {name: each for name, each in row.values.items() if name != column}
    return replace(row, values=values if value is None else {**values, column: value})
