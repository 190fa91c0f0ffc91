"""Keys of the figures of a plan's forms and of its approved budget, for several writers of cells.

`scoring/indicator_keys` has them too, but this package imports nothing from scoring, whose results it repeats.
"""

from __future__ import annotations

WEIGHT, UNREAD = "peso_acp", "peso_acp_sin_dato"
DUE = "tareas_programadas"
REQUIRED, SUMMARY, CEILING = "requerido", "formulario_04", "techo"
LEGIBLE = "_legible"
"""Suffix of the sum of the readable amounts, if others cannot be read."""
SUMMARY_GAP, ROOM = "formulario_04_diferencia", "techo_saldo"
APPROVED, APPROVED_SUM, APPROVED_GAP = "ppto_aprobado", "ppto_aprobado_suma", "ppto_aprobado_diferencia"
REQUIRED_GAP, UNASKED, CEILINGS_GAP = "requerido_diferencia", "requerido_sin_formulario", "techo_diferencia"
PROGRAMME_GAP = "ppto_programado_diferencia"
OF_FORMS = (
    REQUIRED, SUMMARY, CEILING, REQUIRED + LEGIBLE, SUMMARY + LEGIBLE, CEILING + LEGIBLE, SUMMARY_GAP, ROOM,
    REQUIRED_GAP, UNASKED, CEILINGS_GAP,
)  # fmt: skip
"""Indicators that are computed from the forms 03 and 04."""
OF_APPROVAL = (APPROVED, APPROVED_SUM, APPROVED_GAP, REQUIRED_GAP, UNASKED, CEILINGS_GAP, PROGRAMME_GAP)
"""Indicators that are computed from the budget that a resolution approves."""
