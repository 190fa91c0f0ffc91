"""A workbook as written: its file, its formulas, its stored values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from openpyxl import Workbook, load_workbook

from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict
from helpers.outputs.workbook.workbook_file import write_workpapers

AREA = "avance/2024-T2/area/X"
FINDINGS = (
    Finding("PRU-UNO", Severity.WARNING, "No cuadra.", AREA, "redondeo", "23.53", "23.52", "-0.01"),
    Finding("PRU-DOS", Severity.NOTE, "=Parece una fórmula", "estructura/A", "", "007", "7"),
)
RECONCILED = (
    Reconciled(
        "avance/2024-T2/area/X", "cuadro 1", "23.52", "23.53", "-0.01", Verdict.ROUNDING, "media", "se cortó"
    ),
    Reconciled(
        "avance/2024-T2/area/Y", "cuadro 1", "5.00", "", "", Verdict.NOT_VERIFIABLE, "", "no hay datos"
    ),
)


@dataclass(frozen=True)
class Written:
    """A workbook that was written: its file, its formulas and its stored values."""

    book: Book
    path: Path

    @cached_property
    def formulas(self) -> Workbook:
        return load_workbook(self.path)

    @cached_property
    def values(self) -> Workbook:
        return load_workbook(self.path, data_only=True)


def write(book: Book, path: Path) -> Written:
    write_workpapers(book, FINDINGS, RECONCILED, path)
    return Written(book, path)
