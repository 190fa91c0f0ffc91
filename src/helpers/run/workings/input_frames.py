"""The input tables of a run as data frames of exact numbers, each row with the file and row it was read from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from helpers.base.errors import UsageError
from helpers.base.exact import exact
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.tables.table_columns import Kind
from helpers.outputs.open_data.data_package import FOLDER, ORIGIN, input_rows

NO_TABLES = (
    "Junto a este informe no está la carpeta «{folder}», de la que salen las tablas de entrada: devuélvala a su lugar, "
    "o corra el cuaderno desde la carpeta notebooks/."
)


def frame_of_dataset(dataset: Dataset, name: str) -> pd.DataFrame:
    """Return a table of a dataset in memory, as `exact_frame`; without rows if the institution did not supply it."""
    return exact_frame(name, input_rows(dataset, name))


def frame_of_run(folder: Path, name: str) -> pd.DataFrame:
    """Return a table from the open data (CSV) in a run's folder, as `exact_frame`; without rows if it has no file.

    Raises
    ------
    UsageError
        If the run's folder has no open data: without its input tables nothing can be calculated again.
    """
    if not (folder / FOLDER).is_dir():
        raise UsageError(NO_TABLES.format(folder=FOLDER))
    path = folder / FOLDER / f"{TABLES[name].name}.csv"
    if not path.exists():
        return exact_frame(name, ())
    with path.open(encoding="utf-8", newline="") as stream:
        return exact_frame(name, list(csv.DictReader(stream)))


def exact_frame(name: str, rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Return rows of text as a frame: numbers as `Fraction`, other values as text, and a missing value as None.

    Parameters
    ----------
    name : str
        The contract's table, which says which columns are numbers.

    Returns
    -------
    pandas.DataFrame
        Every column of the contract and `origen`, of type `object`; a float never appears.
    """
    numbers = {one.name for one in TABLES[name].columns if one.kind in (Kind.NUMBER, Kind.INTEGER)}
    columns = [*(one.name for one in TABLES[name].columns), ORIGIN]
    values = [
        [(exact(text) if column in numbers else text) if (text := row.get(column)) else None for column in columns]
        for row in rows
    ]
    return pd.DataFrame(values, columns=columns, dtype=object)
