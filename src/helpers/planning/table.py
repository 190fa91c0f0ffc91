"""Rows of planning forms → the text of `tareas.csv`, proved by reading it as a run would, put in place at once."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from helpers import atomic
from helpers.exact import plain_text
from helpers.intake.columns import Kind
from helpers.intake.contract import TABLES
from helpers.intake.csv_reader import read_csv
from helpers.intake.headings import known_headings
from helpers.intake.kinds import Settings
from helpers.intake.layout.arrange import arrange
from helpers.intake.layout.totals import check_totals
from helpers.intake.rows import read_rows
from helpers.numerals import read_alone
from helpers.params import Corrida
from helpers.records import Row, Value

TAREAS = TABLES["tareas"]
TABLE_FILE = "tareas.csv"
_FIXED_BLANKS = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " "})


def table_rows(rows: Sequence[Row], version: str) -> tuple[Row, ...]:
    """The rows of forms as the table has them: of a version, codes without the blanks that cannot be told apart."""
    return tuple(replace(row, values={"version": version, **_plain_values(row)}) for row in rows)


def _plain_values(row: Row) -> dict[str, Value]:
    codes = {column.name for column in TAREAS.columns if column.kind is Kind.CODE}
    return {name: _plain(name in codes, value) for name, value in row.values.items()}


def _plain(is_code: bool, value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return value.translate(_FIXED_BLANKS) if is_code else value.replace("\r\n", "\n").replace("\r", "\n")


def table_text(rows: Sequence[Row]) -> str:
    """The table in the contract's columns: exact decimals with a point, as typed; nothing where nothing stands."""
    columns = [column.name for column in TAREAS.file_columns]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row, name) for name in columns] for row in rows)
    return stream.getvalue()


def _cell(row: Row, name: str) -> str:
    number = row.number(name)
    return row.text(name) if number is None else _number(plain_text(number.value))


def _number(text: str) -> str:
    """`1.125` could also be a thousand and so many where nothing else in its column decides: `1.1250` could not."""
    return f"{text}0" if read_alone(text).problem else text


def unlike_rows(path: Path, corrida: Corrida, rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Read a written table as a run does, and give each row that comes back otherwise with its first such column.

    The column is empty for a row that does not come back at all: it would be taken for a sum, a heading or a note.
    """
    back = _read_back(path, corrida)
    for line, row in enumerate(rows, start=2):
        if line not in back:
            yield row, ""
            continue
        names = (column.name for column in TAREAS.file_columns)
        changed = next((name for name in names if row.values.get(name) != back[line].get(name)), None)
        if changed is not None:
            yield row, changed


def _read_back(path: Path, corrida: Corrida) -> Mapping[int, Mapping[str, Value]]:
    grid, _ = read_csv(path, path.name)
    if grid is None:
        return {}
    arranged = arrange(TAREAS, grid, known_headings(TAREAS, corrida.columnas.get(TAREAS.name, {})))
    reading = read_rows(TAREAS, arranged.grid, Settings(corrida.period.year, corrida.separador_decimal), {})
    kept, _ = check_totals(TAREAS, reading.rows, arranged.totals)
    return {row.line: row.values for row in kept}


def first_difference(one: str, other: str) -> int:
    """Number of the first line in which two texts differ."""
    lines, others = one.splitlines(), other.splitlines()
    pairs = enumerate(zip(lines, others, strict=False), start=1)
    return next((number for number, (left, right) in pairs if left != right), min(len(lines), len(others)) + 1)


class Draft:
    """A table written beside its place, hidden; put in it in one step, or taken away."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.aside = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
        self.text = text

    def __enter__(self) -> Draft:
        self.aside.write_text(self.text, encoding="utf-8", newline="\n")
        return self

    def __exit__(self, *problem: object) -> None:
        self.aside.unlink(missing_ok=True)

    def put(self) -> None:
        """Put it in its place."""
        atomic.write_text(self.path, self.text)
