"""Writes `consolidado.html`, `.csv` and `.xlsx`, each replaced as a whole."""

from __future__ import annotations

from pathlib import Path

from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.desk.batch.consolidated_page import page
from helpers.desk.batch.consolidated_sheet import write_sheet
from helpers.desk.batch.consolidated_table import Consolidated, csv_columns, csv_rows

NAME = "consolidado"


def write_consolidated(table: Consolidated, folder: Path) -> tuple[str, ...]:
    """Write a batch's table into a folder as `consolidado.html`, `.csv` and `.xlsx`; return these three names."""
    atomic.write_text(folder / f"{NAME}.html", page(table))
    columns = csv_columns()
    rows = ([row.get(name, "") for name in columns] for row in csv_rows(table))
    atomic.write_text(folder / f"{NAME}.csv", csv_text([columns, *rows]))
    with atomic.replacing(folder / f"{NAME}.xlsx") as aside:
        write_sheet(table, aside)
    return tuple(f"{NAME}.{kind}" for kind in ("html", "csv", "xlsx"))
