"""A check as JSON data for other programs; the keys are stable."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal

from helpers.desk.checking.check_sentences import advice, late_corrections
from helpers.desk.checking.grade_needs import GradeDistance
from helpers.desk.checking.period_check import Checked
from helpers.desk.checking.unit_standing import Status, UnitCheck
from helpers.figures.findings import Severity, count_by_severity

FORMAT = 1


def plain_check(checked: Checked) -> dict[str, object]:
    """Return everything that a check found as JSON-compatible data.

    Counts are integers; percentages and quantities are exact text with a decimal point, or None if unknown.
    """
    corrida, due = checked.gathered.corrida, checked.due
    return {
        "formato": FORMAT,
        "entidad": corrida.entidad,
        "periodo": corrida.periodo,
        "sintetica": checked.gathered.entidad.sintetica,
        "metodo": checked.gathered.method.id,
        "plazo": due.model_dump(mode="json") if due else None,
        "sin_errores": not checked.fails,
        "correcciones_tardias": list(late_corrections(checked)),
        "hallazgos": {severity.value: count for severity, count in count_by_severity(checked.findings).items()},
        "unidades_por_estado": {status.value: len(checked.with_status(status)) for status in Status},
        "unidades": [_unit(checked, unit) for unit in checked.units],
        "de_ninguna_unidad": [asdict(finding) for finding in checked.of_none],
        "de_periodos_anteriores": [{"unidad": code, **asdict(finding)} for code, finding in checked.earlier],
        "recibidos_ahora": [asdict(entry) for entry in (checked.received.new if checked.received else ())],
        "por_confirmar": [asdict(finding) for finding in checked.to_confirm],
        "aceptado": None if checked.accepted is None else [asdict(finding) for finding in checked.accepted],
        "que_hacer": list(advice(checked)),
    }


def _unit(checked: Checked, unit: UnitCheck) -> dict[str, object]:
    """Return a unit's state, figure, findings and distance to the next grade."""
    figure = unit.figure
    return {
        "nivel": unit.node.level,
        "codigo": unit.node.code,
        "nombre": unit.node.name,
        "estado": unit.status.value,
        "fecha_presentacion": unit.presented.isoformat() if unit.presented else None,
        "archivo": unit.file,
        "reemplazados": unit.replaced,
        "reiteracion": unit.reminder,
        "cifra": {"id": figure.id, "publicado": figure.published} if figure else None,
        "calificacion": figure.grade.rating if figure and figure.grade else "",
        "errores": unit.count(Severity.ERROR),
        "advertencias": unit.count(Severity.WARNING),
        "hallazgos": [asdict(finding) for finding in unit.findings],
        "para_subir": _need(checked.need(unit)),
    }


def _need(need: GradeDistance | None) -> dict[str, object] | None:
    """Return the distance to a grade under the Spanish keys of the JSON; None stays None."""
    if need is None:
        return None
    steps = [{key: _text(value) for key, value in asdict(step).items()} for step in need.steps]
    keys = {"task": "tarea", "description": "descripcion", "measure": "unidad_medida", "programmed": "programado",
            "executed": "ejecutado", "more": "falta"}  # fmt: skip
    return {
        "indicador": need.indicator,
        "publicado": _text(need.printed),
        "calificacion": need.grade,
        "siguiente": need.next_grade,
        "desde": _text(need.target),
        "puntos": _text(need.points),
        "tareas": [{keys[key]: value for key, value in step.items()} for step in steps],
        "con_ellas": _text(need.reached),
    }


def _text(value: object) -> str | None:
    """Return a value as text, a number without exponent; None stays None."""
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)
