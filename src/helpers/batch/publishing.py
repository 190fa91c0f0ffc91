"""`consolidado.html`, `.csv` and `.xlsx`: each written aside and put in its place in one step."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

from helpers.batch.page import page
from helpers.batch.sheet import write_sheet
from helpers.batch.table import Consolidated, csv_columns, csv_rows

NAME = "consolidado"


def write_consolidated(table: Consolidated, folder: Path) -> tuple[str, ...]:
    """Write the three; returns their names."""
    _put(folder / f"{NAME}.html", lambda path: path.write_text(page(table), encoding="utf-8", newline="\n"))
    _put(folder / f"{NAME}.csv", lambda path: _write_csv(table, path))
    _put(folder / f"{NAME}.xlsx", lambda path: write_sheet(table, path))
    return tuple(f"{NAME}.{kind}" for kind in ("html", "csv", "xlsx"))


def _put(path: Path, write: Callable[[Path], object]) -> None:
    aside = path.with_name(f".{path.name}")
    write(aside)
    os.replace(aside, path)


def _write_csv(table: Consolidated, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, csv_columns(), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(csv_rows(table))
