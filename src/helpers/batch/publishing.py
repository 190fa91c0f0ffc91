"""`consolidado.html`, `.csv` and `.xlsx`: each written aside and put in its place in one step."""

from __future__ import annotations

from pathlib import Path

from helpers import atomic
from helpers.batch.page import page
from helpers.batch.sheet import write_sheet
from helpers.batch.table import Consolidated, csv_columns, csv_rows
from helpers.csv_text import csv_text

NAME = "consolidado"


def write_consolidated(table: Consolidated, folder: Path) -> tuple[str, ...]:
    """Write the three; returns their names."""
    atomic.write_text(folder / f"{NAME}.html", page(table))
    columns = csv_columns()
    rows = ([row.get(name, "") for name in columns] for row in csv_rows(table))
    atomic.write_text(folder / f"{NAME}.csv", csv_text([columns, *rows]))
    with atomic.replacing(folder / f"{NAME}.xlsx") as aside:
        write_sheet(table, aside)
    return tuple(f"{NAME}.{kind}" for kind in ("html", "csv", "xlsx"))

