"""What a filled-in form shows, calculated by spreadsheet engines that share no code with this project."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import ironcalc
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

PERCENTAGE, GRADE, MISSING = "C5", "C6", "C8"
"""Cells of «Mi avance»."""


def by_ironcalc(path: Path, cells: Sequence[str], sheet: str = "Mi avance") -> list[object]:
    model = ironcalc.load_from_xlsx(str(_without_types(path)))
    model.evaluate()
    sheets = {found["name"]: place for place, found in enumerate(model.get_worksheets_properties())}
    places = [coordinate_from_string(cell) for cell in cells]
    return [model.get_cell_value(sheets[sheet], row, column_index_from_string(column)) for column, row in places]


def _without_types(path: Path) -> Path:
    """A copy whose blank cells state no type, because IronCalc reads a blank number as zero and Excel does not."""
    target = path.with_suffix(".ironcalc.xlsx")
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(target, "w") as copy:
        for part in package.namelist():
            data = package.read(part)
            if part.startswith("xl/worksheets/"):
                data = re.sub(rb' t="n"(></c>| ?/>)', rb"\1", data)
            copy.writestr(part, data)
    return target


def converted(paths: Sequence[Path], suffix: str, folder: Path) -> Path:
    """Convert files with LibreOffice and return the folder of the results."""
    profile = f"-env:UserInstallation={(folder / 'perfil').as_uri()}"
    target = folder / "convertido" / suffix
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(target), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return target


def by_libreoffice(paths: Sequence[Path], folder: Path) -> dict[str, Workbook]:
    """The workbooks as LibreOffice opens them. A form has no stored results, so LibreOffice calculates all of them."""
    target = converted(paths, "xlsx", folder)
    return {path.stem: load_workbook(target / path.name, data_only=True) for path in paths}
