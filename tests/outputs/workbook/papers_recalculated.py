"""Recalculate a workbook with LibreOffice, as the audit does, so that stored values cannot pass for results."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from helpers.audit.sheets.libreoffice import converted
from helpers.audit.spreadsheet_engines import write_canaries


def recalculated(path: Path, folder: Path) -> Workbook:
    """What LibreOffice calculates from the formulas alone: a canary first replaces every stored value."""
    spoiled = folder / "spoiled" / path.name
    spoiled.parent.mkdir()
    assert write_canaries(path, spoiled) > 0
    return converted(spoiled, folder)
