"""Writes `consolidado.html`, `.pdf`, `.csv` and `.xlsx`, each replaced as a whole."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.desk.batch.consolidated_page import page
from helpers.desk.batch.consolidated_sheet import write_sheet
from helpers.desk.batch.consolidated_table import Consolidated, csv_columns, csv_rows
from helpers.outputs.pdf.report_pdf import write_pdf

NAME = "consolidado"
HTML, CSV, XLSX, PDF = FILES = tuple(f"{NAME}.{kind}" for kind in ("html", "csv", "xlsx", "pdf"))


def write_consolidated(table: Consolidated, folder: Path, *, with_pdf: bool = True) -> tuple[str, ...]:
    """Write a batch's table into a folder.

    Parameters
    ----------
    with_pdf : bool
        Also print it; if not, the PDF of an earlier table is deleted.

    Returns
    -------
    tuple of str
        The names of the files: `consolidado.html`, `.csv`, `.xlsx` and, if it is printed, `.pdf`.

    Raises
    ------
    PdfFailed
        If it cannot be printed. The other files are then written, and an earlier table's PDF is deleted.
    """
    atomic.write_text(folder / HTML, page(table))
    columns = csv_columns()
    rows = ([row.get(name, "") for name in columns] for row in csv_rows(table))
    atomic.write_text(folder / CSV, csv_text([columns, *rows]))
    day = _last_day(table)
    with atomic.replacing(folder / XLSX) as aside:
        write_sheet(table, aside, day)
    printed = folder / PDF
    printed.unlink(missing_ok=True)
    if with_pdf:
        with atomic.replacing(printed) as aside:
            write_pdf(page(table, on_paper=True), aside, dated=day)
    return FILES if with_pdf else FILES[:-1]


def _last_day(table: Consolidated) -> date | None:
    """The last day of the latest period, the same whenever the same table is printed; None if no period is valid."""
    found = []
    for line in table.lines:
        with suppress(UsageError):  # an invalid period is a report that failed; its line says so
            found.append(Period.parse(line.report.period).cutoff)
    return max(found, default=None)
