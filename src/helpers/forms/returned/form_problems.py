"""Codes of what can be wrong with a returned form."""

from __future__ import annotations

from enum import StrEnum

from helpers.figures.findings import Finding
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import found
from helpers.intake.layout.cell_grid import Fault


class FormCode(StrEnum):
    """Codes of findings on forms; the values appear in `hallazgos.csv` and never change."""

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
    """The finding on an unreadable cell, with the code and words of `intake`."""
    more = {"element": element, "expected": fault.expected, "value": value}
    return found(fault.code, fault.severity, place, fault.sentence, **more)
