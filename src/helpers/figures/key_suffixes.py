"""Suffixes of indicator keys: for a value that does not count, another plan version, the quarters or a closing."""

from __future__ import annotations

VERSION_BEFORE, VERSION_FINAL, VERSION_CHANGE = "_version_anterior", "_version_final", "_por_cambio_de_version"
"""Suffixes for a quarter measured by the earlier or the final version of the plan, and for the difference."""
QUARTERS_SUM, QUARTERS_MEAN, FINAL_MEAN = "_suma_trimestres", "_promedio_trimestres", "_promedio_version_final"
"""Suffixes for the quarters' sum, their mean, and their mean by the final version of the plan."""
BY_QUARTER = "_trimestre_a_trimestre"
"""Suffix for the year when each quarter counts only its own execution."""
YEAR_LESS_QUARTERS, BY_REPORTING, BY_VERSION, BY_WEIGHT, BY_RECOVERY = (
    "_menos_trimestres", "_por_informado", "_por_version", "_por_peso", "_por_recuperacion",
)  # fmt: skip
"""Suffixes for the difference between the year and its quarters, and for each of its causes."""
REPORTED_SUFFIX, RAW_SUFFIX = "_reportado", "_bruto"
"""Suffixes for the value that does not count: the reported one, and a task's score without cap."""
AT_CLOSING, RESTATED = "_al_cierre", "_reexpresion"
"""Suffixes for the value when the period was closed, and for its change since."""
COMPARED = {
    VERSION_BEFORE: "con la versión anterior del plan",
    VERSION_FINAL: "con la versión del plan que rige al cierre del año",
    VERSION_CHANGE: "lo que movió la nueva versión del plan",
    QUARTERS_MEAN: "promedio de los cuatro trimestres",
    FINAL_MEAN: "promedio de los cuatro trimestres, con la versión del plan del cierre",
    BY_QUARTER: "el año, contando en cada trimestre solo lo suyo",
    QUARTERS_SUM: "suma de los cuatro trimestres",
    YEAR_LESS_QUARTERS: "el año menos sus trimestres",
    BY_REPORTING: "por redondeo y por lo que cada uno informó",
    BY_VERSION: "por el cambio de versión del plan",
    BY_WEIGHT: "por lo que pesa cada trimestre",
    BY_RECOVERY: "por lo recuperado en otro trimestre",
    AT_CLOSING: "como se cerró",
    RESTATED: "lo que cambió desde el cierre",
}
"""Each suffix in Spanish words."""
