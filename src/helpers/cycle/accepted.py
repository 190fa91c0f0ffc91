"""How much each table of a year held when a check of it was last accepted: kept beside the project, never in a report.

The record is this machine's own (`.poa/aceptado/`): a fresh copy of the project has none, and compares with nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path

from helpers import atomic
from helpers.cuadros.tables import Cuadro
from helpers.intake.dataset import Dataset
from helpers.intake.folders import EXPORTS_FOLDER
from helpers.records import Row

FORMAT = 1
_EXACT = Context(prec=200)
"""Enough digits for every sum of amounts that are read."""


@dataclass(frozen=True, slots=True)
class ColumnState:
    """How many cells of a column hold something, and the sum of its numbers; None for one without any."""

    cells: int
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TableState:
    """What one table of one folder held.

    Attributes
    ----------
    folder : str
        Where it lies, named from the root.
    file : str
    digest : str
        SHA-256 of the file.
    rows : int
    columns : Mapping of str to ColumnState
        By name; those that the file has.
    accepted : date or None
        When it was accepted; None while it is not.
    """

    folder: str
    file: str
    digest: str
    rows: int
    columns: Mapping[str, ColumnState]
    accepted: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The last accepted state of a year's tables.

    Attributes
    ----------
    tables : Mapping of str to TableState
        By folder and table, so that a table saved in another format is the same one.
    problem : str
        Why what was kept cannot be read, in Spanish; else empty.
    """

    tables: Mapping[str, TableState] = field(default_factory=dict)
    problem: str = ""


def states_of(dataset: Dataset, cuadros: Iterable[Cuadro], files: Mapping[str, str]) -> dict[str, TableState]:
    """What each table holds now.

    Parameters
    ----------
    dataset : Dataset
        The tables as their files hold them, before anything is left out.
    files : Mapping of str to str
        SHA-256 by file.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for rows in dataset.tables.values():
        for row in rows:
            groups[_key(row)].append(row)
    groups |= {cuadro.declared: list(cuadro.rows) for cuadro in cuadros if cuadro.rows}
    return {key: _state(rows, key.rpartition("/")[0], files) for key, rows in groups.items()}


def _key(row: Row) -> str:
    """A table lies once in a folder, in any format; of exports each sheet is a table, whatever others there are."""
    folder, _, name = row.origin.file.rpartition("/")
    if folder.endswith(f"/{EXPORTS_FOLDER}"):
        return f"{folder}/{name} {row.origin.sheet.replace('/', '-')} {row.origin.table}"
    return f"{folder}/{row.origin.table}"


def _state(rows: Sequence[Row], folder: str, files: Mapping[str, str]) -> TableState:
    origin = rows[0].origin
    columns = {name: _column([row.values.get(name) for row in rows]) for name in origin.columns}
    return TableState(folder, origin.file, files.get(origin.file, ""), len(rows), columns)


def _column(values: Sequence[object]) -> ColumnState:
    numbers = [value for value in values if isinstance(value, Decimal)]
    total = None
    for number in numbers:
        total = number if total is None else _EXACT.add(total, number)
    return ColumnState(sum(value is not None for value in values), total)


def read_record(path: Path) -> Record:
    """Read what was accepted; nothing where nothing was, or where it cannot be read, which is told."""
    if not path.is_file():
        return Record()
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["formato"] != FORMAT:
            return Record(problem=f"es de formato {kept['formato']}, y esta versión lee el {FORMAT}")
        return Record({key: _from_plain(table) for key, table in kept["tablas"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as problem:
        return Record(problem=f"no se puede leer ({type(problem).__name__})")


def write_record(path: Path, tables: Mapping[str, TableState]) -> None:
    """Write aside and put in place: the record is there whole or as it was."""
    plain = {"formato": FORMAT, "tablas": {key: _plain(tables[key]) for key in sorted(tables)}}
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_text(path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")


def _plain(table: TableState) -> dict[str, object]:
    columns = {
        name: {"celdas": column.cells} | ({} if column.total is None else {"suma": format(column.total, "f")})
        for name, column in table.columns.items()
    }
    accepted = table.accepted.isoformat() if table.accepted else ""
    return {
        "carpeta": table.folder, "archivo": table.file, "sha256": table.digest, "filas": table.rows,
        "columnas": columns, "aceptada": accepted,
    }  # fmt: skip


def _from_plain(kept: Mapping[str, object]) -> TableState:
    columns = {
        name: ColumnState(int(column["celdas"]), Decimal(column["suma"]) if "suma" in column else None)
        for name, column in kept["columnas"].items()
    }
    accepted = date.fromisoformat(kept["aceptada"])
    return TableState(kept["carpeta"], kept["archivo"], kept["sha256"], int(kept["filas"]), columns, accepted)
