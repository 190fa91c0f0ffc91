"""The words that head the columns of each form, by which it is written and read back."""

from __future__ import annotations

from helpers.forms.layout import place_name
from helpers.periods import MONTHS

PRESENTED = ("Presentado por", "Cargo", "Fecha", "Observaciones")
"""What is asked at the end of every form, in one row of headings over one row to fill in."""
TOTAL = "TOTAL DE LA UNIDAD"
"""What the row below a form's table begins with."""

TASK, OPERATION, DESCRIPTION, MEASURE, GOAL = "Tarea", "Operación", "Descripción", "Unidad de medida", "Meta"
KNOWN = (TASK, OPERATION, DESCRIPTION, MEASURE, GOAL)
"""What the follow-up form prints of each task, beside its programme."""
SHARE = "%"
PROOF, RESULT, CAUSE, WHY = "Medio de verificación", "Resultado", "Causa", "Explicación"
TOLD = (PROOF, RESULT, CAUSE, WHY)
"""What the unit tells of each task."""

CODE, VALUE, NOTE = "Código", "Valor", "Nota"
PERCENTAGES = (CODE, "Indicador", "Qué es", "Unidad", VALUE, "Según el método", "Calificación", NOTE)
MAIN_RESULT = "Resultado principal"
TOLD_OF_PERIOD = (MAIN_RESULT, PROOF, CAUSE, WHY)
"""What a unit without tasks tells of the whole period."""

ACTION, WEIGHT, BUDGET = "ACP", "Ponderación", "Presupuesto (Bs)"
ADDS_UP = "¿Se suma?"
MONTHS_SUM, REVIEW = "Suma de los meses", "Revisión"
PLAN_TEXTS = {
    TASK: "tarea",
    OPERATION: "operacion",
    "Actividad": "actividad",
    ACTION: "acp",
    DESCRIPTION: "descripcion",
    MEASURE: "unidad_medida",
    "Indicador": "indicador",
    "Línea base": "linea_base",
    ADDS_UP: "acumulable",
}
PLAN_MONTHS = {month.capitalize(): month for month in MONTHS}
PLAN_NUMBERS = {GOAL: "meta", WEIGHT: "ponderacion", BUDGET: "ppto"}
"""Headings of the planning form, and the contract's columns that they are."""
PLAN = (*PLAN_TEXTS, *PLAN_MONTHS, GOAL, MONTHS_SUM, WEIGHT, BUDGET, REVIEW)


def programmed_heading(place: int) -> str:
    """The heading of what is programmed at a place of the year: `Prog. abr`."""
    return f"Prog. {place_name(place)}"


def executed_heading(place: int) -> str:
    """The heading of what was executed: `Ejec. abr`."""
    return f"Ejec. {place_name(place)}"
