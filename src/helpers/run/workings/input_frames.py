"""The input tables of a run as data frames of exact numbers, each row with the file and row it was read from."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.base.errors import UsageError
from helpers.base.exact import exact
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.tables.table_columns import Column, Kind, Measure
from helpers.outputs.open_data.data_package import ORIGIN, input_rows
from helpers.outputs.run_files import OPEN_DATA

NO_TABLES = (
    "Junto a este informe no está la carpeta «{folder}», de la que salen las tablas de entrada: devuélvala a su lugar, "
    "o corra el cuaderno desde la carpeta notebooks/."
)


def frame_of_dataset(dataset: Dataset, name: str) -> pd.DataFrame:
    """Return a table of a dataset in memory, as `exact_frame`; without rows if the institution did not supply it.

    All calls return the same frame: copy it before changing it.
    """
    held, key = dataset.worked_out, f"marco exacto de {name}"
    if key not in held:
        held[key] = exact_frame(name, input_rows(dataset, name))
    frame = held[key]
    assert isinstance(frame, pd.DataFrame)
    return frame


def frame_of_run(folder: Path, name: str) -> pd.DataFrame:
    """Return a table from the open data (CSV) in a run's folder, as `exact_frame`; without rows if it has no file.

    A file is read once, and all calls return the same frame: copy it before changing it.

    Raises
    ------
    UsageError
        If the run's folder has no open data: without its input tables nothing can be calculated again.
    """
    if not (folder / OPEN_DATA).is_dir():
        raise UsageError(NO_TABLES.format(folder=OPEN_DATA))
    path = folder / OPEN_DATA / f"{TABLES[name].name}.csv"
    if not path.exists():
        return exact_frame(name, ())
    seen = path.stat()
    return _read(path.resolve(), name, (seen.st_size, seen.st_mtime_ns, seen.st_ino))


def read_frames(folder: Path) -> None:
    """Read every table of a run's open data once, so that the processes forked from this one need not."""
    if (folder / OPEN_DATA).is_dir():
        for name in TABLES:
            frame_of_run(folder, name)


def exact_frame(name: str, rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Return rows of text as a frame: exact numbers, other values as text, and a missing value as None.

    A number is a `Fraction`; a whole physical quantity is an `int`, because thousands of them are added and compared.
    `sin_ceros` makes fractions of a divisor, so that a quotient of two of them is exact.

    Parameters
    ----------
    name : str
        The contract's table, which says which columns are numbers.

    Returns
    -------
    pandas.DataFrame
        Every column of the contract and `origen`, of type `object`; a float never appears.
    """
    found = dict.fromkeys(column for row in rows for column in row)
    return _frame(name, {column: [row.get(column, "") for row in rows] for column in found}, len(rows))


@lru_cache(maxsize=len(TABLES))
def _read(path: Path, name: str, _state: tuple[int, int, int]) -> pd.DataFrame:
    """Read a table from a file; cached for one state of the file: size, modification time and inode."""
    with path.open(encoding="utf-8", newline="") as stream:
        heading, *lines = csv.reader(stream)
    columns = zip(*lines, strict=True) if lines else ((),) * len(heading)
    return _frame(name, dict(zip(heading, columns, strict=True)), len(lines))


def _frame(name: str, texts: Mapping[str, Sequence[str]], length: int) -> pd.DataFrame:
    """Return a frame from columns of text, with `length` rows; equal texts of a column are converted only once."""
    readers = {one.name: _reader(one) for one in TABLES[name].columns} | {ORIGIN: str}
    columns: dict[str, list[object]] = {}
    for column, read in readers.items():
        cells = texts.get(column, ("",) * length)
        known = {text: read(text) if text else None for text in set(cells)}
        columns[column] = [known[text] for text in cells]
    return pd.DataFrame(columns, columns=list(columns), dtype=object)


def _reader(column: Column) -> Callable[[str], object]:
    """Return the function that converts a cell's text, which is not empty, to its value."""
    if column.kind not in (Kind.NUMBER, Kind.INTEGER):
        return str
    return _quantity if column.measure is Measure.QUANTITY else exact


def _quantity(text: str) -> Fraction | int:
    """Return the exact number that a text states, as an int if it is whole."""
    value = exact(text)
    return value.numerator if value.denominator == 1 else value
