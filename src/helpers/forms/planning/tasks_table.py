"""The rows of planning forms as the text of `tareas.csv`, and whether a run would read the same from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.base.characters import with_plain_blanks
from helpers.base.exact import plain_text
from helpers.base.system.atomic import csv_text
from helpers.base.written_values import read_cell
from helpers.figures.records import Row, Value
from helpers.intake.dataset import TABLES
from helpers.intake.read_inputs import read_csv_table
from helpers.intake.tables.table_columns import Kind
from helpers.settings.params import Corrida

TAREAS = TABLES["tareas"]
TABLE_FILE = "tareas.csv"


def table_rows(rows: Sequence[Row], version: str) -> tuple[Row, ...]:
    r"""Return the rows of forms as rows of `tareas`.

    Parameters
    ----------
    version : str
        Version of the plan, written in the column `version`.

    Returns
    -------
    tuple of Row
        Codes have plain spaces instead of non-breaking ones; texts have `\n` line ends.
    """
    return tuple(replace(row, values={"version": version, **_plain_values(row)}) for row in rows)


def _plain_values(row: Row) -> dict[str, Value]:
    codes = {column.name for column in TAREAS.columns if column.kind is Kind.CODE}
    return {name: _plain(name in codes, value) for name, value in row.values.items()}


def _plain(is_code: bool, value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return with_plain_blanks(value) if is_code else value.replace("\r\n", "\n").replace("\r", "\n")


def table_text(rows: Sequence[Row]) -> str:
    """Return the table as CSV text, with a heading and a row per task, in the given order.

    The columns are the contract's without `version`, which the folder's name tells. Numbers are exact with a decimal
    point, with one more zero where there would be two readings (`1.1250`); blanks stay blank.
    """
    columns = [column.name for column in TAREAS.file_columns]
    return csv_text([columns, *([_cell(row, name) for name in columns] for row in rows)])


def _cell(row: Row, name: str) -> str:
    number = row.number(name)
    return row.text(name) if number is None else _number(plain_text(number.value))


def _number(text: str) -> str:
    """Add a zero to a number that has two readings: `1.125` may be 1125 or 1,125; `1.1250` has one reading."""
    return f"{text}0" if read_cell(text).problem else text


def unlike_rows(text: str, corrida: Corrida, rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Read a table from its text as a run does, and yield the rows that do not come back the same.

    Parameters
    ----------
    text : str
        The table as `table_text` writes it.
    rows : sequence of Row
        The rows that the text states, in order.

    Yields
    ------
    (Row, str)
        The row and its first column that differs. The column is empty if the row does not come back at all, because the
        reader takes it for a sum, a heading or a note.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / TABLE_FILE
        copy.write_text(text, encoding="utf-8", newline="")
        back = {row.line: row.values for row in read_csv_table(copy, TAREAS, corrida)}
    names = [column.name for column in TAREAS.file_columns]
    for line, row in enumerate(rows, start=2):
        changed = next((name for name in names if row.values.get(name) != back.get(line, {}).get(name)), None)
        if changed is not None:
            yield row, changed if line in back else ""


def first_difference(one: str, other: str) -> int:
    """Return the number, from 1, of the first row in which two CSV texts differ; a line break in a cell starts no row.

    If none does, it is one past the last row of the shorter text.
    """
    rows, others = ([*csv.reader(io.StringIO(text, newline=""))] for text in (one, other))
    pairs = enumerate(zip(rows, others, strict=False), start=1)
    return next((number for number, (left, right) in pairs if left != right), min(len(rows), len(others)) + 1)
