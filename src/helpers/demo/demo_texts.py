"""The texts of the synthetic institution's planner, with templates for figures of any period, and of its README."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.demo.demo_records import Fault, Plan, Unit

NOTICE = (
    "**Datos sintéticos.** Esta institución es ficticia: sus datos son de demostración (semilla {seed}) e incluyen "
    "errores deliberados. Nada de este informe es un dato real.\n"
)
FORMS = """\
Lo que informaron las unidades está en formularios de Excel sin revisar, en la bandeja `formularios/` de cada trimestre.
Revíselos en orden antes de hacer el informe: `poa comprobar` acepta o rechaza cada uno y lo anota en `recepcion.csv`.

    poa comprobar demo/2024-T1
    poa comprobar demo/2024-T2
"""
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


def notice(seed: int) -> str:
    """Return the notice in Markdown at the beginning of every report: the data are synthetic, with planted faults."""
    return NOTICE.format(seed=seed)


def readme(
    seed: int, units: Sequence[Unit], plans: Sequence[Plan], faults: Sequence[Fault], *, with_forms: bool
) -> str:
    """Return the Spanish text of the README of `data/demo`; nothing is written."""
    central = sum(unit.is_central for unit in units)
    first = FORMS if with_forms else ""
    versions = "\n".join(f"- {plan.version}: {_counts(plan)}" for plan in plans)
    return f"""\
# Institución sintética

**Nada de esta carpeta es un dato real.** La institución, sus unidades, sus puestos en ciudades que no existen, sus
tareas, su presupuesto y las personas que firman los inventó `poa demo` con la semilla {seed}. Con la misma semilla y el
mismo número de tareas salen los mismos datos; las tablas, byte por byte.

- {len(units)} unidades: {central} centrales y {len(units) - central} puestos en el exterior
{versions}
- cuatro trimestres de ejecución y de formularios, y doce cortes del presupuesto por categoría, fuente y partida

Sirve para probar el libro de trabajo a tamaño real, para enseñar a usarlo y para comprobar que encuentra lo que está
mal: `fallas.csv` lista las {len(faults)} fallas que se plantaron a propósito, dónde está cada una, qué regla debe
hallarla y en qué corridas. Hay además lo que en todo informe: tareas cumplidas a medias, causas sin escribir, notas.

{first}    poa informe demo/2024-T2

Para hacerla otra vez: `poa demo --reemplazar`. Para quitarla, borre las carpetas `data/demo` y `params/demo`. No se
guarda en el repositorio.
"""


def _counts(plan: Plan) -> str:
    """Return how many operations, activities and tasks a version of the plan has, in words."""
    slots = [task.slot for task in plan.tasks]
    operations = len({slot.operation_code for slot in slots})
    activities = len({slot.activity_code for slot in slots})
    return f"{operations} operaciones, {activities} actividades y {len(slots)} tareas"
