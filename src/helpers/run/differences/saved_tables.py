"""The input tables of a saved run: read from its open data, or another run's tables with the numbers that it kept."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.base.errors import UsageError
from helpers.base.exact import bounded_decimal
from helpers.base.periods import Period
from helpers.base.system.digest import file_sha256
from helpers.figures.book import Book
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.intake.closings import Datum
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.tables.table_columns import Column, Kind
from helpers.outputs.run_files import OPEN_DATA
from helpers.run.differences.causes import SOURCES
from helpers.run.report.manifest import read_manifest

CHANGED = (
    "{label} no es el que dejó la corrida: su huella SHA-256 no es la de su manifiesto. Compare una copia intacta."
)


def read_saved_tables(folder: Path, label: str, book: Book) -> Dataset | None:
    """Read the input tables on which headline figures depend (`SOURCES`) from a run's `datos_abiertos/`.

    The cells are those of the saved copies, so that anyone can open them.

    Parameters
    ----------
    label : str
        The run's folder as messages name it.

    Returns
    -------
    Dataset or None
        With the structure of the saved Book; None if the run left no tables.

    Raises
    ------
    UsageError
        If a table is not the one that the run's manifest states.
    """
    place = folder / OPEN_DATA
    if not (place / "estructura.csv").is_file():
        return None
    stated = (read_manifest(folder) or {}).get("salidas", {})
    tables: dict[str, tuple[Row, ...]] = {}
    for name in SOURCES:
        path = place / f"{name}.csv"
        if not path.is_file():
            continue
        if stated.get(f"{OPEN_DATA}/{name}.csv", file_sha256(path)) != file_sha256(path):
            raise UsageError(CHANGED.format(label=f"{label}/{OPEN_DATA}/{name}.csv"))
        tables[name] = _read(path, name, f"{label}/{OPEN_DATA}/{name}.csv")
    return Dataset(tables, dict(book.inputs), book.nodes)


def _read(path: Path, name: str, label: str) -> tuple[Row, ...]:
    """Read a saved table; empty cells and columns that the contract does not have are left out."""
    columns = {column.name: column for column in TABLES[name].columns}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        letters = {column: get_column_letter(place) for place, column in enumerate(reader.fieldnames or (), start=1)}
        origin = Origin(name, label, "", letters)
        return tuple(
            Row(
                origin,
                line,
                {column: _value(columns[column], text) for column, text in row.items() if text and column in columns},
            )
            for line, row in enumerate(reader, start=2)
        )


def _value(column: Column, text: str) -> Value:
    """Return a filled cell's value by the kind of its column: an exact number, a date, a period or text."""
    match column.kind:
        case Kind.NUMBER | Kind.INTEGER:
            return bounded_decimal(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.PERIOD:
            return Period.parse(text)
    return text


def with_kept_numbers(
    dataset: Dataset, places: Mapping[Datum, tuple[str, SourceCell]], kept: Mapping[Datum, str]
) -> tuple[Dataset, int]:
    """Put the numbers that a run kept into another run's tables, and blanks where a task had none.

    A run keeps every filled month of its tasks: a month of a known task that it did not keep was blank.

    Parameters
    ----------
    dataset : Dataset
        The other run's.
    places : Mapping
        The other run's input numbers with their cells, as `closings.data_of` returns them.
    kept : Mapping
        The numbers that the run kept, as text.

    Returns
    -------
    Dataset
    int
        How many of the other run's numbers the run did not keep, without the blanks; they stay as the other run has
        them.
    """
    owners = {datum.owner for datum in kept}
    tasks = owners | {owner.partition("/")[2] for owner in owners}
    blank = {datum for datum in places.keys() - kept.keys() if datum.owner in tasks and not datum.what.isdigit()}
    changed = {
        cell: None if datum in blank else bounded_decimal(kept[datum])
        for datum, (_, cell) in places.items()
        if datum in kept or datum in blank
    }
    tables = {name: tuple(_with(row, changed) for row in rows) for name, rows in dataset.tables.items()}
    return Dataset(tables, dataset.files, dataset.nodes), len(places.keys() - kept.keys() - blank)


def _with(row: Row, changed: Mapping[SourceCell, Decimal | None]) -> Row:
    """Return a row with other numbers in some cells, None for a blank; only cells that have a number change."""
    columns = {row.cell(name): name for name, value in row.values.items() if isinstance(value, Decimal)}
    told = {columns[cell]: changed[cell] for cell in columns.keys() & changed.keys()}
    values = {column: value for column, value in {**row.values, **told}.items() if value is not None}
    return Row(row.origin, row.line, values) if values != row.values else row
