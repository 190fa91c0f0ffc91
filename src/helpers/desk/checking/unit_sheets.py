"""The sheet of each unit: what it has to correct, cell by cell, and what it needs for the next grade.

Sheets are written as Excel and HTML, with an index.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.base.characters import free_stem, is_file_name, printable
from helpers.base.display import date_es, number_es, quantity_es, upper_first, with_unit
from helpers.base.errors import UsageError
from helpers.base.system import atomic
from helpers.base.system.atomic import csv_text
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.grade_needs import GradeDistance, Step, has_grade
from helpers.desk.checking.period_check import Checked
from helpers.desk.checking.unit_standing import Status, UnitCheck
from helpers.desk.terminal.finding_pages import GENERAL, NO_FORM, counts_es, message_alone
from helpers.figures.finding_families import stated_es
from helpers.figures.findings import Finding, Severity, count_by_severity
from helpers.forms.form_codes import OF_INBOX
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
MEND_HEADERS = ("Gravedad", "Archivo", "Hoja", "Celda", "Encontrado", "Esperado", "Qué pasa y cómo se corrige")
GENERAL_TITLE = "Errores y advertencias generales, que no son de una sola unidad"
STEP_HEADERS = ("Tarea", "Descripción", "Unidad de medida", "Programado", "Informado", "Falta ejecutar")
REACH_TITLE = "Qué le falta para la siguiente calificación"
ASIDE_TITLE = "Otros avisos, que no se corrigen en el formulario"
PRESENTATIONS = "PRE-"
"""Prefix of the rules on late or missing forms; lateness cannot be corrected, but a missing form can be sent."""
UNSCHEDULED = "EJE-SIN-PROGRAMA"
SYNTHETIC = "DATOS SINTÉTICOS: esta entidad no existe."


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
    of_units = [(unit_sheet(checked, unit), unit.node.code, unit.status.value, unit.findings) for unit in checked.units]
    needed = [one for one in ((general_sheet(checked), GENERAL, "", checked.of_none), *of_units) if one[0].is_needed]
    stems: set[str] = set()
    lines = [_written(sheet, target, free_stem(name, stems), status, found) for sheet, name, status, found in needed]
    for name in earlier.difference([INDEX], *(line[-2:] for line in lines)):
        (target / name).unlink(missing_ok=True)
    atomic.write_text(target / INDEX, csv_text([INDEX_COLUMNS, *lines]))
    count = sum(bool(sheet.code) for sheet, *_ in needed)
    other = f"; lo que no es de una sola unidad, en {GENERAL}.xlsx" if count < len(needed) else ""
    return (
        f"Unidades con hoja, por tener algo que corregir o que subir: {count} de {len(checked.units)}{other}. "
        f"{workspace.relative(target)}/{INDEX} lista las hojas, en Excel y HTML."
    )


def _written(sheet: UnitSheet, folder: Path, stem: str, status: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Write one sheet as Excel and HTML under a unique name, and return its line of the index."""
    excel, page = f"{stem}.xlsx", f"{stem}.html"
    _write_excel(sheet, folder / excel)
    atomic.write_text(folder / page, html_of(sheet))
    counts = count_by_severity(findings)
    return sheet.code, sheet.title, status, str(counts[Severity.ERROR]), str(counts[Severity.WARNING]), excel, page


@dataclass(frozen=True)
class UnitSheet:
    """The sheet of one unit, as text ready to be shown.

    Attributes
    ----------
    facts : tuple of (str, str)
        Labels and texts.
    mend : tuple of tuple of str
        Rows under `MEND_HEADERS` that the unit has to correct in what it sent.
    aside : tuple of tuple of str
        Rows under `MEND_HEADERS` that cannot be corrected there: the plan, the day of reception.
    reach : str
        What the unit needs for its next grade, or why that is unknown.
    steps : tuple of tuple of str
        Rows under `STEP_HEADERS`.
    is_needed : bool
        Whether the sheet has content.
    """

    code: str
    title: str
    institution: str
    period: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    mend: tuple[tuple[str, ...], ...]
    aside: tuple[tuple[str, ...], ...] = ()
    reach: str = ""
    steps: tuple[tuple[str, ...], ...] = ()
    is_needed: bool = True

    @property
    def heading(self) -> str:
        """The sheet's title, with the unit's code if it has one."""
        return f"{self.title} ({self.code})" if self.code else self.title


def unit_sheet(checked: Checked, unit: UnitCheck) -> UnitSheet:
    """Return the content of a unit's sheet: its errors and warnings, not its notes, and what the next grade needs.

    `is_needed` is False if it has no errors, no warnings and no grade to reach.
    """
    told = [finding for finding in unit.findings if finding.severidad is not Severity.NOTE]
    mend = [finding for finding in told if _is_mended_there(checked, finding)]
    need = checked.need(unit)
    return replace(
        _blank(checked),
        code=unit.node.code,
        title=unit.node.name,
        facts=(*_facts(checked, unit), ("Por corregir", counts_es(mend, none="nada"))),
        mend=tuple(_mend_row(finding) for finding in mend),
        aside=tuple(_mend_row(finding) for finding in told if finding not in mend),
        reach=_reach(checked, unit, need),
        steps=tuple(_step_row(step) for step in need.steps) if need else (),
        is_needed=bool(told or need),
    )


def general_sheet(checked: Checked) -> UnitSheet:
    """Return the content of the planner's sheet: the errors and warnings on no particular unit, without notes.

    `is_needed` is False if there are none.
    """
    told = [finding for finding in checked.of_none if finding.severidad is not Severity.NOTE]
    facts = (("Por corregir", counts_es(told)),)
    mend = tuple(_mend_row(finding) for finding in told)
    return replace(_blank(checked), title=GENERAL_TITLE, facts=facts, mend=mend, is_needed=bool(told))


def _blank(checked: Checked) -> UnitSheet:
    """Return a sheet of no unit, with institution, period and, for synthetic data, the notice."""
    gathered = checked.gathered
    notice = SYNTHETIC if gathered.entidad.sintetica else ""
    return UnitSheet("", "", gathered.entidad.nombre, upper_first(gathered.corrida.period.words), notice, (), ())


def _is_mended_there(checked: Checked, finding: Finding) -> bool:
    """Whether a unit corrects a finding in what it sent, or by sending it.

    Units correct forms, and their data in tables of the period. The planner handles everything else: structure, plan,
    inbox, deadlines, closings, and what was done without having been programmed, which forms ask for.
    """
    if finding.codigo == NO_FORM:
        return True
    if finding.codigo.startswith((OF_INBOX, PRESENTATIONS, UNSCHEDULED)):
        return False
    corrida = checked.gathered.corrida
    folder = f"/{corrida.entidad}/{corrida.period.year}/{corrida.period.window}"
    return finding.is_of_form or finding.archivo.rpartition("/")[0].endswith(folder)


def _reach(checked: Checked, unit: UnitCheck, need: GradeDistance | None) -> str:
    """What a unit needs, or why that is unknown; empty where the method has no grade for it."""
    if not has_grade(checked.gathered, unit.node):
        return ""
    if checked.book is None:
        return "No se puede decir todavía: mientras las tablas tengan errores no se calcula ninguna cifra."
    if unit.status is Status.REJECTED and unit.figure is None:
        return "Mientras el formulario esté rechazado no tiene cifra de avance."
    return reach_es(need) if need else ""


def _facts(checked: Checked, unit: UnitCheck) -> Iterator[tuple[str, str]]:
    """Yield the unit's state and, as far as there are any, deadline, form and figure."""
    yield "Estado", _status_es(unit)
    if checked.due is not None:
        until = f"{'venció el' if checked.is_overdue else 'hasta el'} {date_es(checked.due.last)}"
        yield "Plazo", f"{until} ({'por confirmar' if checked.due.is_proposed else checked.due.fuente})"
    if unit.file:
        yield "Formulario", unit.file
    if unit.figure is not None:
        name = checked.book.indicator_name(unit.figure.indicator) if checked.book else unit.figure.indicator
        rating = f" · {unit.figure.grade.rating}" if unit.figure.grade else ""
        yield name, f"{with_unit(unit.figure.rounded, unit.figure.unit)}{rating}"


def _status_es(unit: UnitCheck) -> str:
    """A unit's state with the day of its report, if known, and with the note that reminded it, if any."""
    when = f" ({date_es(unit.presented)})" if unit.presented else ""
    reminded = f"; se le reiteró el pedido: {unit.reminder}" if unit.reminder else ""
    return f"{unit.status.value}{when}{reminded}"


def _mend_row(finding: Finding) -> tuple[str, ...]:
    """The texts of a finding under `MEND_HEADERS`."""
    expected, found = stated_es(finding)
    return (
        finding.severidad.value, finding.archivo.rpartition("/")[2], finding.hoja, finding.celda, found, expected,
        message_alone(finding),
    )  # fmt: skip


def _step_row(step: Step) -> tuple[str, ...]:
    """The texts of a task under `STEP_HEADERS`; `sin dato` if nothing was reported of it."""
    reported = "sin dato" if step.executed is None else quantity_es(step.executed)
    return (step.task, step.description, step.measure, quantity_es(step.programmed), reported, quantity_es(step.more))


def reach_es(need: GradeDistance) -> str:
    """Return Spanish sentences on a unit's value and grade now and its distance to the next grade.

    If `need` lists tasks, they also say what those tasks would give.
    """
    has = f"Tiene {number_es(need.printed)} en «{need.indicator}»"
    graded = f"{has}, «{need.grade}»" if need.grade else has
    points, edge = number_es(need.points), number_es(need.target)
    ending, noun = ("", "punto") if need.points == 1 else ("n", "puntos")
    far = f"{graded}. Le falta{ending} {points} {noun} para «{need.next_grade}», que empieza en {edge}."
    if need.reached is None:
        return far
    tasks = "esta tarea" if len(need.steps) == 1 else f"estas {len(need.steps)} tareas"
    return f"{far} Con lo que falta en {tasks}, llegaría a {number_es(need.reached)}."


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
