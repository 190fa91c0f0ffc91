"""The parameter files of the synthetic institution: the institution, one run per quarter and one for the year."""

from __future__ import annotations

from helpers.base.periods import Period
from helpers.demo.budget.demo_money_tables import cutoff
from helpers.demo.follow_up import DEADLINES, REMINDERS
from helpers.demo.ministry.demo_plans import IN_FORCE, RESOLUTIONS, SECOND
from helpers.demo.ministry.organisation import CODE, NAME
from helpers.settings.params import PLAN_SECTIONS, default_sections

METHOD = "mre-2024"
SOURCE = "dato sintético, inventado por el generador de demostración"
YEAR = 2024
RUNS = {"T1": 1, "T2": 2, "T3": 3, "T4": 4, "anual": 4}
"""Each run's window and the last quarter that it covers."""
TABLES = (
    "estructura", "acciones", "articulacion", "versiones", "tareas", "ejecucion", "presentaciones", "gastos",
    "vinculacion", "programacion_financiera", "modificaciones", "recursos", "metas", "recuento", "produccion",
    "resultados", "recomendaciones", "firmas", "historico", "marcos",
)  # fmt: skip
PLAN_TABLES = (
    "estructura", "acciones", "articulacion", "versiones", "tareas", "vinculacion", "programacion_financiera",
    "modificaciones", "foda", "requerimientos", "presupuesto_aprobado",
)  # fmt: skip

INSTITUTION = f"""\
# INSTITUCIÓN SINTÉTICA: no existe. La hizo `poa demo` para probar y para enseñar; nada de lo que dice es un dato real.
codigo: {CODE}
nombre: {NAME}
sigla: {CODE}
codigo_sigep: "9999"
sintetica: true
mision: >-
  Ejecutar la política exterior de un país imaginario, para que quien aprende a usar este libro de trabajo pueda
  probarlo todo. (Texto sintético.)
vision: Ser la institución de demostración con más hallazgos plantados a propósito. (Texto sintético.)
principios: [Transparencia, Exactitud, Paciencia]
fuente_identidad: {SOURCE}
emblema: {{archivo: emblema.svg, texto: "Emblema sintético: un anillo con tres barras que crecen, sin escudo nacional"}}
contacto: {{unidad: Unidad de planificación (sintética), correo: planificacion@demo.invalid}}
licencia: {{nombre: CC-BY-4.0}}
normas:
  - sigla: Ley 1178
    titulo: Ley de Administración y Control Gubernamentales (SAFCO)
    tema: establece los sistemas de administración y control, entre ellos el de Programación de Operaciones
    fuente: citada en informes públicos de seguimiento; aquí solo sirve de ejemplo
  - sigla: DS 3246
    titulo: Normas Básicas del Sistema de Programación de Operaciones (NB-SPO)
    tema: vincula cada acción de corto plazo con un programa del presupuesto (art. 17)
    fuente: citado en informes públicos de seguimiento; aquí solo sirve de ejemplo
"""

EMBLEM = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">
  <circle cx="24" cy="24" r="21" fill="none" stroke="#1f4e79" stroke-width="3"/>
  <path d="M14 34v-8M24 34V20M34 34V14" stroke="#1f4e79" stroke-width="5"/>
</svg>
"""
"""A drawing that no institution has."""


def run_file(window: str, seed: int) -> str:
    """Return the YAML text of one run's params file; nothing is written.

    Parameters
    ----------
    window : str
        `T1` to `T4` or `anual`.
    seed : int
        Named in the run's texts.
    """
    last = RUNS[window]
    quarters = range(1, last + 1)
    cutoffs = "\n".join(_cutoff(f"{YEAR}-T{quarter}", 3 * quarter) for quarter in quarters)
    deadlines = "\n".join(_deadline(quarter) for quarter in quarters)
    return f"""\
# Una corrida de la INSTITUCIÓN SINTÉTICA que hace `poa demo`: todos sus datos son inventados.
entidad: demo
periodo: {YEAR}-{window}
metodo: {METHOD}
titulo: Seguimiento al POA y presupuesto de una institución sintética (datos de demostración)

estado: borrador
aprobado_por: ""
cite: DEMO/UP/{YEAR}-{window} (sintético)
hoja_de_ruta: DEMO-{YEAR}-{window} (sintética)
version: "1"

cortes:
{cutoffs}

plazos:
{deadlines}

sistema_presupuesto: SIGEP
estado_presupuesto: aprobado
tolerancia_redondeo: 0.02

# Números que los textos pueden escribir aunque no sean cifras del libro.
numeros_permitidos:
  - {{texto: semilla {seed}, fuente: "con la que poa demo hizo estos datos"}}

tablas: [{", ".join(TABLES)}]

secciones: [{", ".join(default_sections(Period.parse(f"{YEAR}-{window}")))}]
"""


def plan_file() -> str:
    """Return the YAML text of the params file of the run on the reformulated plan (`2024-poa`)."""
    return f"""\
# El POA de la INSTITUCIÓN SINTÉTICA que hace `poa demo`: todos sus datos son inventados.
entidad: demo
periodo: {YEAR}-poa
metodo: {METHOD}
titulo: Plan Operativo Anual reformulado de una institución sintética (datos de demostración)

estado: borrador
aprobado_por: ""
cite: DEMO/UP/{YEAR}-POA (sintético)
hoja_de_ruta: DEMO-{YEAR}-POA (sintética)
version: "1"

cortes:
  {YEAR}-poa:
    fecha: {IN_FORCE[SECOND]}
    fuente: {RESOLUTIONS[SECOND]} (sintética), que aprueba la reformulación

sistema_presupuesto: SIGEP
estado_presupuesto: aprobado
tolerancia_redondeo: 0.02

tablas: [{", ".join(PLAN_TABLES)}]

secciones: [{", ".join(PLAN_SECTIONS)}]
"""


def _cutoff(code: str, month: int) -> str:
    """Return the YAML of the cut-off at a month's end."""
    return f"  {code}:\n    fecha: {cutoff(month)}\n    fuente: {SOURCE}"


def _deadline(quarter: int) -> str:
    """Return the YAML of a quarter's deadline and reminder."""
    return (
        f"  {YEAR}-T{quarter}:\n    fecha: {DEADLINES[quarter]}\n    reiteracion: {REMINDERS[quarter]}\n"
        f"    fuente: circular SINT 0{quarter}/2024 (sintética)"
    )
