"""The sheets of a workbook, under the name by which printed tables ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.findings import Finding
from helpers.intake.grid import Grid
from helpers.intake.workbook_reader import Choose, read_workbook


def read_xlsx(path: Path, label: str, choose: Choose) -> tuple[Mapping[str, Grid], tuple[Finding, ...]]:
    """Read some sheets of a workbook; see `read_workbook`."""
    return read_workbook(path, label, choose)
