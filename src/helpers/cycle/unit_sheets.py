"""Each unit's sheet of what to mend, written as Excel and as HTML, with an index of them all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.cycle.checking import Checked
from helpers.cycle.unit_excel import write_excel
from helpers.cycle.unit_records import MEND_HEADERS, STEP_HEADERS, UnitSheet, unit_sheet
from helpers.errors import UsageError
from helpers.findings import Severity
from helpers.workspace import Workspace

INDEX = "indice.csv"
INDEX_COLUMNS = ("codigo", "nombre", "estado", "errores", "advertencias", "excel", "html")
TEMPLATE = Path(__file__).with_name("unit.html.j2")
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Written:
    """Where the sheets are, and how many."""

    label: str
    count: int

    @property
    def words(self) -> str:
        if not self.count:
            return "Ninguna unidad tiene nada que corregir ni calificación que subir: no se escribió ninguna hoja."
        units = "una unidad" if self.count == 1 else f"{self.count} unidades"
        return f"Hojas de {units} en {self.label}/ (Excel y HTML; {INDEX} las lista)."


def write_unit_sheets(workspace: Workspace, checked: Checked, folder: Path | None = None) -> Written:
    """Write the sheets of every unit that has something to mend or a grade to reach.

    Sheets of an earlier check that are no longer needed are deleted: the index knows which were written.

    Raises
    ------
    UsageError
        For a folder that holds something else.
    """
    corrida = checked.gathered.corrida
    target = folder or workspace.output / corrida.entidad / f"{corrida.periodo}-revision"
    earlier = _earlier(workspace, target)
    target.mkdir(parents=True, exist_ok=True)
    lines, names = [], {INDEX}
    for unit in checked.units:
        sheet = unit_sheet(checked, unit)
        if not sheet.is_needed:
            continue
        stem = _free_name(sheet.code, names)
        names |= {f"{stem}.xlsx", f"{stem}.html"}
        write_excel(sheet, target / f"{stem}.xlsx")
        (target / f"{stem}.html").write_text(html_of(sheet), encoding="utf-8")
        counts = (unit.count(Severity.ERROR), unit.count(Severity.WARNING))
        lines.append((sheet.code, sheet.title, unit.status.value, *counts, f"{stem}.xlsx", f"{stem}.html"))
    for name in earlier - names:
        (target / name).unlink(missing_ok=True)
    _write_index(target / INDEX, lines)
    return Written(workspace.relative(target), len(lines))


def html_of(sheet: UnitSheet) -> str:
    """The sheet as one page; whatever the data say is shown as text."""
    from jinja2 import Environment

    template = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(sheet=sheet, mend_headers=MEND_HEADERS, step_headers=STEP_HEADERS)


def _free_name(code: str, taken: set[str]) -> str:
    """A file name for a code, whatever its characters; another one where two codes would give the same."""
    stem = _UNSAFE.sub("_", code).strip("._") or "unidad"
    free, number = stem, 2
    lowered = {name.lower() for name in taken}
    while f"{free}.xlsx".lower() in lowered:
        free, number = f"{stem}_{number}", number + 1
    return free


def _earlier(workspace: Workspace, folder: Path) -> set[str]:
    """The files of an earlier check."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return set()
    try:
        with (folder / INDEX).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
            return {row[kind] for row in rows for kind in ("excel", "html") if _UNSAFE.search(row[kind]) is None}
    except (OSError, KeyError, UnicodeDecodeError) as problem:
        raise UsageError(
            f"{workspace.relative(folder)} tiene contenido que no son hojas de una revisión: elija otra carpeta."
        ) from problem


def _write_index(path: Path, lines: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(INDEX_COLUMNS)
        writer.writerows(lines)
