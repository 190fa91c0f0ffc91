"""The notes on the synthetic data: that they are synthetic, what they contain, and the planted faults."""

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
    slots = [task.slot for task in plan.tasks]
    operations = len({slot.operation_code for slot in slots})
    activities = len({slot.activity_code for slot in slots})
    return f"{operations} operaciones, {activities} actividades y {len(slots)} tareas"
