"""What a unit is told: what it has to mend, cell by cell, and what it still needs; the same for Excel and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from helpers.cycle.checking import Checked
from helpers.cycle.needs import Need, Step
from helpers.cycle.standing import Status, UnitCheck
from helpers.cycle.wording import counts_es, without_file
from helpers.display import date_es, number_es, with_unit
from helpers.findings import Finding, Severity

MEND_HEADERS = ("Gravedad", "Archivo", "Hoja", "Celda", "Encontrado", "Esperado", "Qué pasa y cómo se corrige")
STEP_HEADERS = ("Tarea", "Descripción", "Unidad de medida", "Programado", "Informado", "Falta ejecutar")
SYNTHETIC = "DATOS SINTÉTICOS: esta entidad no existe."


@dataclass(frozen=True)
class UnitSheet:
    """One unit's sheet; every field is text as it is shown.

    Attributes
    ----------
    code, title, institution, period, notice : str
    facts : tuple of (str, str)
        Label and text.
    mend : tuple of tuple of str
        Rows under `MEND_HEADERS`.
    reach : str
        What the unit needs to reach its next grade, in a sentence or two.
    steps : tuple of tuple of str
        Rows under `STEP_HEADERS`.
    """

    code: str
    title: str
    institution: str
    period: str
    notice: str
    facts: tuple[tuple[str, str], ...]
    mend: tuple[tuple[str, ...], ...]
    reach: str
    steps: tuple[tuple[str, ...], ...]

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.mend or self.reach)


def unit_sheet(checked: Checked, unit: UnitCheck) -> UnitSheet:
    """Describe the sheet of one unit."""
    gathered, need = checked.gathered, checked.need(unit)
    told = [finding for finding in unit.findings if finding.severidad is not Severity.NOTE]
    return UnitSheet(
        code=unit.node.code,
        title=unit.node.name,
        institution=gathered.entidad.nombre,
        period=gathered.corrida.period.words,
        notice=SYNTHETIC if gathered.entidad.sintetica else "",
        facts=tuple(_facts(checked, unit)),
        mend=tuple(_mend_row(finding) for finding in told),
        reach=reach_es(need) if need else "",
        steps=tuple(_step_row(step) for step in need.steps) if need else (),
    )


def _facts(checked: Checked, unit: UnitCheck) -> Iterator[tuple[str, str]]:
    yield "Estado", _status_es(unit)
    if checked.due is not None:
        yield "Plazo", f"{date_es(checked.due.last)} ({checked.due.fuente})"
    if unit.file:
        yield "Formulario", unit.file
    if unit.figure is not None:
        rating = f" · {unit.figure.grade.rating}" if unit.figure.grade else ""
        name = checked.book.indicator_name(unit.figure.indicator) if checked.book else unit.figure.indicator
        yield name, f"{with_unit(unit.figure.rounded, unit.figure.unit)}{rating}"
    yield "Por corregir", counts_es(finding for finding in unit.findings if finding.severidad is not Severity.NOTE)


def _status_es(unit: UnitCheck) -> str:
    when = f" ({date_es(unit.presented)})" if unit.presented else ""
    if unit.status is Status.MISSING and unit.reminder:
        return f"falta su informe; se le reiteró el pedido: {unit.reminder}"
    return f"{unit.status.value}{when}"


def _mend_row(finding: Finding) -> tuple[str, ...]:
    return (
        finding.severidad.value, finding.archivo.rpartition("/")[2], finding.hoja, finding.celda, finding.encontrado,
        finding.esperado, without_file(finding),
    )  # fmt: skip


def _step_row(step: Step) -> tuple[str, ...]:
    reported = "sin dato" if step.executed is None else amount_es(step.executed)
    return (step.task, step.description, step.measure, amount_es(step.programmed), reported, amount_es(step.more))


def reach_es(need: Need) -> str:
    """Say how far the next grade is, and whether the tasks below are enough for it."""
    has = f"Tiene {number_es(need.printed)} en «{need.indicator}»"
    graded = f"{has}, «{need.grade}»" if need.grade else has
    points, edge = number_es(need.points), number_es(need.target)
    far = f"{graded}. Le faltan {points} puntos para «{need.next_grade}», que empieza en {edge}."
    if not need.steps:
        return far
    tasks = "esta tarea, llegaría" if len(need.steps) == 1 else f"estas {len(need.steps)} tareas, llegaría"
    return f"{far} Con lo que falta en {tasks} a {number_es(need.reached)}." if need.reached is not None else far


def amount_es(amount: Decimal) -> str:
    """An amount of a task without superfluous zeros: `12`, `0,5`."""
    whole = amount.normalize()
    exponent = whole.as_tuple().exponent
    return number_es(whole.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else whole)
