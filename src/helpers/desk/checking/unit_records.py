"""The content of a unit's sheet: what it has to correct, cell by cell, and what it needs for the next grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from helpers.base.display import date_es, number_es, quantity_es, upper_first, with_unit
from helpers.desk.checking.grade_needs import GradeDistance, Step, has_grade
from helpers.desk.checking.period_check import Checked
from helpers.desk.checking.unit_standing import Status, UnitCheck
from helpers.desk.terminal.finding_pages import NO_FORM, counts_es, message_alone
from helpers.figures.figure import Figure
from helpers.figures.finding_families import stated_es
from helpers.figures.findings import Finding, Severity
from helpers.forms.form_codes import OF_INBOX

MEND_HEADERS = ("Gravedad", "Archivo", "Hoja", "Celda", "Encontrado", "Esperado", "Qué pasa y cómo se corrige")
GENERAL_TITLE = "Errores y advertencias generales, que no son de una sola unidad"
STEP_HEADERS = ("Tarea", "Descripción", "Unidad de medida", "Programado", "Informado", "Falta ejecutar")
REACH_TITLE = "Qué le falta para la siguiente calificación"
ASIDE_TITLE = "Otros avisos, que no se corrigen en el formulario"
PRESENTATIONS = "PRE-"
"""Prefix of the rules on late or missing forms; lateness cannot be corrected, but a missing form can be sent."""
UNSCHEDULED = "EJE-SIN-PROGRAMA"
SYNTHETIC = "DATOS SINTÉTICOS: esta entidad no existe."


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
    """What a unit needs, or why that is unknown.

    Empty where the method has no grade for it.
    """
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
        yield name, f"{with_unit(unit.figure.rounded, unit.figure.unit)}{_rating(unit.figure)}"


def _rating(figure: Figure) -> str:
    """Return a figure's rating after a middle dot; empty without grade."""
    return f" · {figure.grade.rating}" if figure.grade else ""


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
