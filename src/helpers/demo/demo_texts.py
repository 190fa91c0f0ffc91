"""The texts of the synthetic institution's planner, with templates for figures of any period."""

from __future__ import annotations

from helpers.demo.readme import notice

SUMMARY = """\
{{% if hay("ppto_vigente", acumulado, "entidad", entidad) %}}El presupuesto vigente de la institución es de
{{{{ cifra("ppto_vigente", acumulado, "entidad", entidad) }}}}
({{{{ letras("ppto_vigente", acumulado, "entidad", entidad) }}}}), según la Resolución {resolution}.{{% endif %}}
"""
RESULTS = """\
Los resultados de estas páginas son los que cada unidad escribió en su formulario, y su avance físico conjunto fue de
{{ cifra("avance_fisico", trimestre, "entidad", entidad) }}. (Texto sintético.)
"""
DEVIATIONS = """\
En las reuniones de seguimiento se revisó cada causa con su unidad. Las tareas reprogramadas pasan a los meses
siguientes sin cambiar la meta de la gestión 2024, como permite el art. 20 del DS 3246. (Texto sintético.)
"""
CONCLUSIONS = """\
## Conclusiones

- El avance físico de la institución {{ cuando(trimestre) }} fue de
  {{ cifra("avance_fisico", trimestre, "entidad", entidad) }}, con una ejecución financiera de
  {{ cifra("ejecucion_financiera", trimestre, "entidad", entidad) }}.
- De las unidades con dato, {{ cuantas("avance_fisico", trimestre, "unidad", desde="100") }} de
  {{ cuantas("avance_fisico", trimestre, "unidad") }} tienen un avance físico completo.
- La recomendación de abajo atiende la causa «{{ causa("C1") }}».

## Recomendaciones

1. Adelantar al primer mes de cada trimestre las contrataciones que repiten las de la gestión 2023. (Texto sintético.)
"""
OWN_CONCLUSIONS = "T1"
"""Run whose conclusions the planner has edited; the others print the draft."""


def texts_of(window: str, seed: int, resolution: str) -> dict[str, str]:
    """Return the planner's texts of a run (`T1` to `T4`, `anual`) by section, with templates for their figures.

    Only `T1` has own conclusions.
    """
    found = {
        "resumen": f"{notice(seed)}\n{SUMMARY.format(resolution=resolution)}",
        "resultados": RESULTS,
        "desviaciones": DEVIATIONS,
    }
    return found | ({"conclusiones": CONCLUSIONS} if window == OWN_CONCLUSIONS else {})
