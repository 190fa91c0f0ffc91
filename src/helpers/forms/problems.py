"""What can be wrong with a form that comes back: stable codes, and the finding of a cell that cannot be read."""

from __future__ import annotations

from enum import StrEnum

from helpers.findings import Finding
from helpers.intake.kinds import Fault
from helpers.intake.problems import found
from helpers.records import SourceCell


class FormCode(StrEnum):
    """The rules of forms; the values stand in `hallazgos.csv` and do not change."""

    FORMAT = "FOR-FORMATO"
    UNKNOWN = "FOR-SIN-IDENTIDAD"
    CONTRADICTION = "FOR-IDENTIDAD-CONTRADICE"
    INSTITUTION = "FOR-OTRA-ENTIDAD"
    PERIOD = "FOR-OTRO-PERIODO"
    UNIT = "FOR-UNIDAD"
    KIND = "FOR-OTRO-FORMULARIO"
    VERSION = "FOR-OTRA-VERSION"
    EDITION = "FOR-OTRA-EDICION"
    HEADING = "FOR-ENCABEZADO"
    PROGRAMME = "FOR-PROGRAMA-CAMBIADO"
    TEXT = "FOR-TEXTO-CAMBIADO"
    TASK_MISSING = "FOR-TAREA-FALTA"
    TASK_UNKNOWN = "FOR-TAREA-AJENA"
    TASK_TWICE = "FOR-TAREA-DOBLE"
    NO_CODE = "FOR-FILA-SIN-CODIGO"
    LOCKED = "FOR-CELDA-BLOQUEADA"
    NOTHING = "FOR-VACIO"
    NEGATIVE = "FOR-NEGATIVO"
    SHEETS = "FOR-HOJA-REPETIDA"
    OUTSIDE = "FOR-FUERA"
    CAUSE = "FOR-CAUSA"
    NO_CAUSE = "FOR-SIN-CAUSA"
    NO_PROOF = "FOR-SIN-MEDIO"
    PRESENTED = "FOR-PRESENTADO"
    PERCENTAGE = "FOR-PORCENTAJE"
    LACKS = "FOR-FALTA"
    WEIGHTS = "FOR-PESOS"
    GOAL = "FOR-META"


def of_fault(fault: Fault, place: SourceCell, element: str, value: str) -> Finding:
    """The finding of a cell that cannot be read, with the intake's own code and words."""
    more = {"element": element, "expected": fault.expected, "value": value}
    return found(fault.code, fault.severity, place, fault.sentence, **more)
