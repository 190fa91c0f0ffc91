"""Recalculate a workbook with LibreOffice as the audit does: an echo of the stored values cannot pass for it."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from helpers.audit.sheets.libreoffice import converted
from helpers.audit.spreadsheet_engines import write_canaries


def recalculated(path: Path, folder: Path) -> Workbook:
    """What LibreOffice works out from the formulas alone: a canary replaces every stored value first."""
    spoiled = folder / "spoiled" / path.name
    spoiled.parent.mkdir()
    assert write_canaries(path, spoiled) > 0
    return converted(spoiled, folder)
