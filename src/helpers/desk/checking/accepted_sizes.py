"""The size of each table when a check was last accepted, to detect lost rows and columns.

The record (`output/mre/2024-aceptado.json`) belongs to this machine and is not part of a report. A fresh copy of the
project has none, so its first check has nothing to compare with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from helpers.base.errors import ConfigError
from helpers.base.python_extras import grouped
from helpers.base.system import atomic
from helpers.base.yaml_models import StrictModel
from helpers.figures.records import Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.year_folders import EXPORTS_FOLDER
from helpers.settings.cuadros.cuadro_table import Cuadro

_EXACT = Context(prec=200)
"""Precision that keeps every sum of amounts exact."""
DAMAGED = "está dañado o es de otra versión del programa: bórrelo, y la próxima revisión empieza uno nuevo."
_WORDS = {
    "format": "formato", "tables": "tablas", "folder": "carpeta", "file": "archivo", "digest": "sha256",
    "rows": "filas", "columns": "columnas", "accepted": "aceptada", "cells": "celdas", "total": "suma",
}  # fmt: skip
"""Names of the fields in the file."""


class _Kept(StrictModel, alias_generator=lambda name: _WORDS.get(name, name), populate_by_name=True):
    """Part of the record; the file has its fields under Spanish names."""


class ColumnState(_Kept):
    """Number of filled cells of a column, and the sum of its numbers (None if it has none, or if they do not add)."""

    cells: int
    total: Decimal | None = None


class TableState(_Kept):
    """The size of one table in one folder.

    Attributes
    ----------
    folder : str
        Path from the root.
    digest : str
        SHA-256 of the file.
    columns : Mapping of str to ColumnState
        The columns of the file, by name.
    accepted : date or None
        Date of acceptance; None if not accepted.
    """

    folder: str
    file: str
    digest: str
    rows: int
    columns: Mapping[str, ColumnState]
    accepted: date | None = None


class Record(_Kept):
    """The last accepted sizes of a year's tables, as the file has them.

    Attributes
    ----------
    tables : Mapping of str to TableState
        By folder and table name, so that saving a table in another format does not make it a new one.
    """

    format: Literal[1] = 1
    tables: Mapping[str, TableState] = Field(default_factory=dict)


def states_of(dataset: Dataset, cuadros: Iterable[Cuadro], files: Mapping[str, str]) -> dict[str, TableState]:
    """Return the size of each table that has rows: number of rows, and each column's filled cells and sum.

    A key is the folder and the table's name, for an export also its file and sheet; for a declared printed table
    (`cuadros`) it is the path of its YAML file.

    Parameters
    ----------
    dataset : Dataset
        The tables as in their files, before any rows are left out.
    files : Mapping of str to str
        SHA-256 by file.
    """
    groups = grouped((row for rows in dataset.tables.values() for row in rows), _key)
    groups |= {cuadro.declared: list(cuadro.rows) for cuadro in cuadros if cuadro.rows}
    return {key: _state(rows, key.rpartition("/")[0], files) for key, rows in groups.items()}


def _key(row: Row) -> str:
    """The key of a row's table: folder and table, in any file format; for exports also file and sheet."""
    folder, _, name = row.origin.file.rpartition("/")
    if folder.endswith(f"/{EXPORTS_FOLDER}"):
        return f"{folder}/{name} {row.origin.sheet.replace('/', '-')} {row.origin.table}"
    return f"{folder}/{row.origin.table}"


def _state(rows: Sequence[Row], folder: str, files: Mapping[str, str]) -> TableState:
    """Return the size of one table from its rows, of which there is at least one."""
    origin = rows[0].origin
    table = TABLES.get(origin.table)
    apart = {column.name for column in table.columns if not column.adds} if table else set()
    columns = {name: _column([row.values.get(name) for row in rows], name not in apart) for name in origin.columns}
    digest = files.get(origin.file, "")
    return TableState(folder=folder, file=origin.file, digest=digest, rows=len(rows), columns=columns)


def _column(values: Sequence[object], adds: bool) -> ColumnState:
    """Return how many values are not None and the exact sum of the numbers; None without numbers or unless `adds`."""
    numbers = [value for value in values if adds and isinstance(value, Decimal)]
    total = None
    for number in numbers:
        total = number if total is None else _EXACT.add(total, number)
    return ColumnState(cells=sum(value is not None for value in values), total=total)


def read_record(path: Path, label: str) -> Record:
    """Read the sizes of tables at the last accepted check; empty if there is none, ConfigError if it is damaged."""
    if not path.is_file():
        return Record()
    try:
        return Record.model_validate_json(path.read_bytes())
    except ValidationError as problem:
        raise ConfigError(label, [DAMAGED]) from problem


def write_record(path: Path, tables: Mapping[str, TableState]) -> None:
    """Write the accepted sizes of tables as JSON to a path, replacing the file as a whole."""
    record = Record(tables={key: tables[key] for key in sorted(tables)})
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_text(path, record.model_dump_json(by_alias=True, exclude_none=True, indent=1) + "\n")
