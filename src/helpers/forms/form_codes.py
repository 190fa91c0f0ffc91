"""Codes of the findings on forms; the values appear in `hallazgos.csv` and never change."""

from __future__ import annotations

from enum import StrEnum

OF_INBOX = "REC-"
"""Prefix of findings on the inbox itself, which the planner corrects rather than a unit."""
UNJUDGED = "REC-SIN-REVISAR"
"""Code of the warning on files that have not been judged."""
SAME_DAY = "REC-MISMO-DIA"
"""Code of the error on different forms of one unit with the same date."""
LOST = frozenset({"REC-FALTA", "REC-CAMBIADO"})
"""Codes of the errors on accepted forms whose file is gone or changed."""


class FormCode(StrEnum):
    """Codes of findings on returned forms."""

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
    REMARK = "FOR-OBSERVACION"
    PERCENTAGE = "FOR-PORCENTAJE"
    ACCUMULATED = "FOR-ACUMULADO"
    LACKS = "FOR-FALTA"
    WEIGHTS = "FOR-PESOS"
    GOAL = "FOR-META"


ASKED_UNTIL_CLOSED = (FormCode.NO_CAUSE, FormCode.NO_PROOF, FormCode.CAUSE, FormCode.OUTSIDE)
"""Codes of the warnings that ask a unit to complete or mend its form; later periods omit them if the period is closed.
"""


class PlanCode(StrEnum):
    """Codes of findings on a prepared plan."""

    REPLACED = "PRO-REEMPLAZADO"
    ACTION = "PRO-ACCION"
    OTHER_FILE = "PRO-OTRO-ARCHIVO"
    DIFFERENT = "PRO-DISTINTO"
    UNLIKE = "PRO-SE-LEE-OTRO"
