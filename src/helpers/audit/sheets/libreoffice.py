"""Recalculates the workbook with LibreOffice.

By default `soffice --convert-to` copies the stored values. The profile's setting to recalculate always and the canary
values are therefore both needed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Result, Unverifiable
from helpers.audit.spreadsheet_engines import Place, Values, check_engine

SUBJECT = "Papeles de trabajo, recalculados con LibreOffice"
HOW = (
    "LibreOffice recalcula a la fuerza todas las fórmulas; cada una da el valor del libro: los publicados exactamente, "
    "los demás con una diferencia relativa de 10⁻⁹ a lo más."
)
PROGRAMS = ("soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.com")
MISSING = (
    "LibreOffice no está: no se encuentra «soffice» entre los programas. Instale LibreOffice Calc, o pida la "
    "verificación con --sin-libreoffice, que quedará dicho en el acta."
)
WAIVED = "Se pidió sin LibreOffice (--sin-libreoffice): el recálculo queda a cargo de un solo motor."
PATIENCE = 600
"""Seconds that a conversion may take; a large institution's workbook needs a minute."""
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def check_libreoffice(case: Case) -> Result:
    """Let LibreOffice recalculate the run's workbook, and compare every formula's result with the Book's value.

    Raises
    ------
    Unverifiable
        If the workbook is missing, LibreOffice is not installed, or LibreOffice does not write the workbook or gives
        stored values back.
    """
    return check_engine(case, SUBJECT, HOW, libreoffice_values)


def waived() -> Result:
    """Return the result for an audit without LibreOffice, at the user's request; the audit can still pass."""
    return Result(SUBJECT, HOW, notes=(WAIVED,), is_waived=True)


def libreoffice_values(path: Path, folder: Path, wanted: frozenset[Place]) -> Values:
    """Return the values that LibreOffice computes at the wanted places, by sheet and cell; errors as in `converted`."""
    return values_at(converted(path, folder), wanted)


def values_at(workbook: Workbook, wanted: Iterable[Place]) -> Values:
    """Return the values at some places of a workbook, by sheet and cell; None where a sheet is missing."""
    return {
        (sheet, cell): workbook[sheet][cell].value if sheet in workbook.sheetnames else None for sheet, cell in wanted
    }


def converted(path: Path, folder: Path) -> Workbook:
    """Return a workbook with the values, not the formulas, that LibreOffice recalculates; `folder` is a working folder.

    Raises
    ------
    Unverifiable
        If LibreOffice is not installed or does not write the workbook.
    """
    return load_workbook(recalculate([path], folder) / path.name, data_only=True)


def recalculate(paths: Sequence[Path], folder: Path) -> Path:
    """Let LibreOffice open workbooks, recalculate them and write them under the same names into another folder.

    Parameters
    ----------
    paths : Sequence[Path]
        Workbooks with different names; they stay unchanged.
    folder : Path
        Working folder without an earlier call's files. It gets its own LibreOffice profile, so that a user's open
        LibreOffice is not affected.

    Returns
    -------
    Path
        The folder with the new files.

    Raises
    ------
    Unverifiable
        If LibreOffice is not installed, takes longer than `PATIENCE`, or does not write a workbook.
    """
    settings = folder / "perfil" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_PROFILE, encoding="utf-8")
    target = folder / "recalculado"
    profile = f"-env:UserInstallation={(folder / 'perfil').resolve().as_uri()}"
    command = [_program(), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *map(str, paths)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as problem:
        raise Unverifiable(f"LibreOffice no terminó en {PATIENCE} segundos.") from problem
    if done.returncode or not all((target / path.name).is_file() for path in paths):
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Unverifiable(f"LibreOffice no devolvió el libro ({said[-1] if said else f'código {done.returncode}'}).")
    return target


def version() -> str:
    """Return LibreOffice's version; `no está` if it is missing or cannot be run, `desconocida` if it does not say."""
    try:
        command = [_program(), "--version"]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=60, check=True)
    except (Unverifiable, OSError, subprocess.SubprocessError):
        return "no está"
    return " ".join(done.stdout.split()[1:2]) or "desconocida"


def _program() -> str:
    """Return the path of LibreOffice's program; Unverifiable if it is not installed."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise Unverifiable(MISSING)
    return found
