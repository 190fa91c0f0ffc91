"""Keys of the figures of a plan's forms and of its approved budget, which several writers of cells compare.

`scoring/indicator_keys` has them too; what repeats the scoring imports nothing of it.
"""

from __future__ import annotations

WEIGHT, UNREAD = "peso_acp", "peso_acp_sin_dato"
DUE = "tareas_programadas"
REQUIRED, SUMMARY, CEILING = "requerido", "formulario_04", "techo"
LEGIBLE = "_legible"
"""Suffix of the sum of what is readable, where not everything is."""
SUMMARY_GAP, ROOM = "formulario_04_diferencia", "techo_saldo"
APPROVED, APPROVED_SUM, APPROVED_GAP = "ppto_aprobado", "ppto_aprobado_suma", "ppto_aprobado_diferencia"
REQUIRED_GAP, UNASKED, CEILINGS_GAP = "requerido_diferencia", "requerido_sin_formulario", "techo_diferencia"
PROGRAMME_GAP = "ppto_programado_diferencia"
OF_FORMS = (
    REQUIRED, SUMMARY, CEILING, REQUIRED + LEGIBLE, SUMMARY + LEGIBLE, CEILING + LEGIBLE, SUMMARY_GAP, ROOM,
    REQUIRED_GAP, UNASKED, CEILINGS_GAP,
)  # fmt: skip
"""Indicators that start from the forms 03 and 04."""
OF_APPROVAL = (APPROVED, APPROVED_SUM, APPROVED_GAP, REQUIRED_GAP, UNASKED, CEILINGS_GAP, PROGRAMME_GAP)
"""Indicators that start from what a resolution approves."""
