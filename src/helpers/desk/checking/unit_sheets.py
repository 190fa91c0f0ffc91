"""Writes each unit's sheet of corrections as Excel and HTML, with an index."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.base.characters import free_stem, is_file_name, printable
from helpers.base.errors import UsageError
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.period_check import Checked
from helpers.desk.checking.unit_records import (
    ASIDE_TITLE,
    MEND_HEADERS,
    REACH_TITLE,
    STEP_HEADERS,
    UnitSheet,
    general_sheet,
    unit_sheet,
)
from helpers.desk.terminal.finding_pages import GENERAL
from helpers.figures.findings import Finding, Severity, count_by_severity
from helpers.outputs.workbook.sheet_model import Block, Column, Line, Sheet, texts
from helpers.outputs.workbook.workbook_file import write_sheets

INDEX = "indice.csv"
INDEX_COLUMNS = ("codigo", "nombre", "estado", "errores", "advertencias", "excel", "html")
TEMPLATE = Path(__file__).with_name("unit.html.j2")
NAME = "Qué corregir"
FACT_HEADERS = ("Dato", "Lo que consta")
STEPS_TITLE = "Lo que falta ejecutar, tarea por tarea"
WIDTHS = (16, 48, 15, 12, 18, 20, 60)
"""Widths of the columns; together they are as wide as a page of A4."""


def write_unit_sheets(workspace: Workspace, checked: Checked, folder: Path | None = None) -> str:
    """Write sheets (Excel and HTML) for the units that need one, a general sheet for other findings, and an index.

    A unit needs one if it has something to correct or know, or a grade to reach. Sheets of an earlier check that are no
    longer needed are deleted; the index of that check lists them.

    Parameters
    ----------
    folder : Path, optional
        By default `output/mre/2024-T2-revision`.

    Returns
    -------
    str
        How many units have a sheet, whether there is a general one, and where they are, in Spanish.

    Raises
    ------
    UsageError
        If the folder has content, but no index of an earlier check. Nothing is written then.
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
    other = f"; lo que no es de una sola unidad, en {GENERAL}.xlsx" if general.is_needed else ""
    return (
        f"Unidades con hoja, por tener algo que corregir o que subir: {len(units)} de {len(checked.units)}{other}. "
        f"{workspace.relative(target)}/{INDEX} lista las hojas, en Excel y HTML."
    )


@dataclass
class _Sheets:
    """Writes sheets under unique names into a folder, and collects the lines of the index."""

    folder: Path
    names: set[str] = field(default_factory=lambda: {INDEX})
    stems: set[str] = field(default_factory=set)
    lines: list[Sequence[object]] = field(default_factory=list)

    def write(self, sheet: UnitSheet, name: str, status: str, findings: Sequence[Finding]) -> None:
        """Write one sheet as Excel and HTML, and add its line to the index."""
        stem = free_stem(name, self.stems)
        self.names |= {f"{stem}.xlsx", f"{stem}.html"}
        _write_excel(sheet, self.folder / f"{stem}.xlsx")
        atomic.write_text(self.folder / f"{stem}.html", html_of(sheet))
        counts = count_by_severity(findings)
        graves = (counts[Severity.ERROR], counts[Severity.WARNING])
        self.lines.append((sheet.code, sheet.title, status, *graves, f"{stem}.xlsx", f"{stem}.html"))


def html_of(sheet: UnitSheet) -> str:
    """Return the sheet as a whole HTML page; all data are escaped and nothing is written."""
    from jinja2 import Environment

    template = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    titles = {"aside_title": ASIDE_TITLE, "reach_title": REACH_TITLE}
    return template.render(sheet=sheet, mend_headers=MEND_HEADERS, step_headers=STEP_HEADERS, **titles)


def _earlier(workspace: Workspace, folder: Path) -> set[str]:
    """The files in a folder that an earlier check's index lists; UsageError for content without a readable index."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return set()
    try:
        with (folder / INDEX).open(encoding="utf-8", newline="") as stream:
            names = {row[kind] or "" for row in csv.DictReader(stream) for kind in ("excel", "html")}
        return {name for name in names if is_file_name(name) and (folder / name).is_file()}
    except (OSError, KeyError, UnicodeDecodeError) as problem:
        raise UsageError(
            f"{workspace.relative(folder)} tiene contenido que no son hojas de una revisión: elija otra carpeta."
        ) from problem


def _write_excel(sheet: UnitSheet, path: Path) -> None:
    """Write a unit's sheet as an Excel file, which is replaced as a whole."""
    reach = ((REACH_TITLE, sheet.reach),) if sheet.reach else ()
    tables = (
        ("Resumen", FACT_HEADERS, (*sheet.facts, *reach)),
        (NAME, MEND_HEADERS, sheet.mend),
        (ASIDE_TITLE, MEND_HEADERS, sheet.aside),
        (STEPS_TITLE, STEP_HEADERS, sheet.steps),
    )
    blocks = tuple(_block(title, headers, rows) for title, headers, rows in tables if rows)
    title = " ".join(filter(None, (sheet.notice, sheet.heading)))
    described = Sheet(NAME, printable(title), printable(f"{sheet.institution} · {sheet.period}"), blocks)
    with atomic.replacing(path) as aside:
        write_sheets((described,), f"{NAME} · {sheet.heading}", aside)


def _block(title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """Return rows of texts as a table under headers; characters that no report prints are replaced."""
    keys = [str(place) for place in range(len(headers))]
    columns = tuple(map(Column, keys, headers, WIDTHS))
    lines = tuple(Line(texts(dict(zip(keys, map(printable, row), strict=True)))) for row in rows)
    return Block(columns, lines, title)
