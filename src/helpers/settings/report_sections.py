"""The default sections of each kind of report: of a period, of the year's accountability, of a plan."""

from __future__ import annotations

from helpers.base.periods import Period

OF_A_QUARTER = (
    "resumen", "marco", "metodo", "acp", "categorias", "areas", "unidades", "historia", "servicios", "resultados",
    "desviaciones", "conclusiones", "conciliacion", "anexos",
)  # fmt: skip
OF_THE_YEAR = (
    "fisico_financiero", "presupuesto", "direcciones", "bienes", "auditoria", "cuadros", "trimestres", "objetivos",
)  # fmt: skip
"""Sections that the year's report adds before its conclusions."""
OF_A_PLAN = (
    "resumen_plan", "marco", "foda", "articulacion", "requerimientos", "resumen_presupuesto", "matriz", "reformulacion",
    "informe_tecnico", "resolucion", "conciliacion", "anexos",
)  # fmt: skip
OPENING = "ciudadania"
BEFORE = "conclusiones"


def kind_of(period: Period) -> str:
    """Return the kind of report of a period: `plan`, `anual` or `periodo`."""
    if period.is_plan:
        return "plan"
    return "anual" if (period.first, period.last) == (1, 12) else "periodo"


def proposed_sections(period: Period) -> tuple[str, ...]:
    """Return the default sections of a period's report, in reading order."""
    match kind_of(period):
        case "plan":
            return OF_A_PLAN
        case "anual":
            at = OF_A_QUARTER.index(BEFORE)
            return (OPENING, *OF_A_QUARTER[:at], *OF_THE_YEAR, *OF_A_QUARTER[at:])
    return OF_A_QUARTER
