"""The headings of each form's columns, used to write forms and to read them back."""

from __future__ import annotations

from helpers.base.periods import MONTHS
from helpers.forms.blank.form_layout import place_name

PRESENTED = ("Presentado por", "Cargo", "Fecha", "Observaciones")
"""Headings of the signature block at the end of every form; the cells below them are filled in."""
TOTAL = "TOTAL DE LA UNIDAD"
"""First text of the totals row below a form's table."""

TASK, OPERATION, DESCRIPTION, MEASURE, GOAL = "Tarea", "Operación", "Descripción", "Unidad de medida", "Meta"
KNOWN = (TASK, OPERATION, DESCRIPTION, MEASURE, GOAL)
"""Headings of a task's prefilled data in the follow-up form, apart from its programme."""
SHARE = "%"
PROOF, RESULT, CAUSE, WHY = "Medio de verificación", "Resultado", "Causa", "Explicación"
TOLD = (PROOF, RESULT, CAUSE, WHY)
"""Headings of the texts that the unit writes about each task."""

CODE, VALUE, NOTE = "Código", "Valor", "Nota"
PERCENTAGES = (CODE, "Indicador", "Qué es", "Unidad", VALUE, "Según el método", "Calificación", NOTE)
MAIN_RESULT = "Resultado principal"
TOLD_OF_PERIOD = (MAIN_RESULT, PROOF, CAUSE, WHY)
"""Headings of the texts that a unit without tasks writes about the period."""

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
"""Headings of the planning form, with the corresponding columns of the contract."""
PLAN = (*PLAN_TEXTS, *PLAN_MONTHS, GOAL, MONTHS_SUM, WEIGHT, BUDGET, REVIEW)


def programmed_heading(place: int) -> str:
    """Heading of the programmed quantity at a position of the year: `Prog. abr`."""
    return f"Prog. {place_name(place)}"


def executed_heading(place: int) -> str:
    """Heading of the executed quantity at a position of the year: `Ejec. abr`."""
    return f"Ejec. {place_name(place)}"
