"""Each unit's sheet of what to mend, written as Excel and as HTML, with an index of them all."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers import atomic
from helpers.csv_text import csv_text
from helpers.cycle.checking import Checked
from helpers.cycle.printed import GENERAL
from helpers.cycle.unit_excel import write_excel
from helpers.cycle.unit_records import (
    ASIDE_TITLE,
    MEND_HEADERS,
    REACH_TITLE,
    STEP_HEADERS,
    UnitSheet,
    general_sheet,
    unit_sheet,
)
from helpers.errors import UsageError
from helpers.findings import Finding, Severity, count_by_severity
from helpers.workspace import Workspace

INDEX = "indice.csv"
INDEX_COLUMNS = ("codigo", "nombre", "estado", "errores", "advertencias", "excel", "html")
TEMPLATE = Path(__file__).with_name("unit.html.j2")
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Written:
    """Where the sheets are, of how many units of all those that report, and whether there is a general one."""

    label: str
    count: int
    of: int
    has_general: bool = False

    @property
    def words(self) -> str:
        none = "Ninguna unidad tiene nada que corregir ni calificación que subir"
        if not (self.count or self.has_general):
            return f"{none}: no se escribió ninguna hoja."
        units = "una unidad" if self.count == 1 else f"{self.count} unidades"
        own = f"Hojas de {units} de {self.of}, las que tienen algo que corregir o que subir" if self.count else none
        general = f"; lo que no es de una sola unidad, en {GENERAL}.xlsx" if self.has_general else ""
        return f"{own}{general}. Están en {self.label}/ (Excel y HTML; {INDEX} las lista)."


def write_unit_sheets(workspace: Workspace, checked: Checked, folder: Path | None = None) -> Written:
    """Write the sheets of every unit that has something to mend or a grade to reach, and one of what is of none.

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
    writer = _Sheets(target)
    general = general_sheet(checked)
    if general.is_needed:
        writer.write(general, GENERAL, "", checked.of_none)
    units = [(unit, sheet) for unit in checked.units if (sheet := unit_sheet(checked, unit)).is_needed]
    for unit, sheet in units:
        writer.write(sheet, sheet.code, unit.status.value, unit.findings)
    for name in earlier - writer.names:
        (target / name).unlink(missing_ok=True)
    atomic.write_text(target / INDEX, csv_text([INDEX_COLUMNS, *writer.lines]))
    return Written(workspace.relative(target), len(units), len(checked.units), general.is_needed)


@dataclass
class _Sheets:
    """Writes sheets into a folder, each under a name of its own, and keeps their lines of the index."""

    folder: Path
    names: set[str] = field(default_factory=lambda: {INDEX})
    lines: list[Sequence[object]] = field(default_factory=list)

    def write(self, sheet: UnitSheet, name: str, status: str, findings: Sequence[Finding]) -> None:
        stem = _free_name(name, self.names)
        self.names |= {f"{stem}.xlsx", f"{stem}.html"}
        write_excel(sheet, self.folder / f"{stem}.xlsx")
        atomic.write_text(self.folder / f"{stem}.html", html_of(sheet))
        counts = count_by_severity(findings)
        graves = (counts[Severity.ERROR], counts[Severity.WARNING])
        self.lines.append((sheet.code, sheet.title, status, *graves, f"{stem}.xlsx", f"{stem}.html"))


def html_of(sheet: UnitSheet) -> str:
    """The sheet as one page; whatever the data say is shown as text."""
    from jinja2 import Environment

    template = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    titles = {"aside_title": ASIDE_TITLE, "reach_title": REACH_TITLE}
    return template.render(sheet=sheet, mend_headers=MEND_HEADERS, step_headers=STEP_HEADERS, **titles)


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
