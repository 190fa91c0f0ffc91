"""Names of levels and indicators that no method defines, and parts of their keys; objectives of outside frameworks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpers.base.python_extras import PlainData

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
    VERSION_BEFORE: "con la versión del plan que regía al empezar el trimestre",
    VERSION_FINAL: "con la versión del plan que rige al cierre del año",
    VERSION_CHANGE: "lo que movió la nueva versión del plan",
    QUARTERS_MEAN: "promedio de los cuatro trimestres",
    FINAL_MEAN: "promedio de los cuatro trimestres, con la versión del plan del cierre",
    BY_QUARTER: "el año, contando en cada trimestre solo lo suyo",
    QUARTERS_SUM: "suma de los cuatro trimestres",
    YEAR_LESS_QUARTERS: "el año menos sus trimestres",
    BY_REPORTING: "por redondeo y por lo ponderado que cada uno informó",
    BY_VERSION: "por el cambio de versión del plan",
    BY_WEIGHT: "por el peso de cada trimestre, el avance informado en él y las ausencias",
    BY_RECOVERY: "por lo recuperado en otro trimestre",
    AT_CLOSING: "como se cerró",
    RESTATED: "lo que cambió desde el cierre",
}
"""Each suffix in Spanish words."""

LEVEL_WORDS = {
    "area": "área", "acp": "ACP", "cat_prog": "categoría", "operacion": "operación", "servicio_prestado": "servicio",
    "pais": "país", "tipo_tramite": "trámite", "grupo_etario": "grupo de edad",
    "ue": "UE", "grupo_gasto": "grupo de gasto", "area_acp": "acción del área", "area_fuente": "fuente del área",
    "area_formulario": "formulario del área", "area_formulario_fuente": "fuente del formulario del área",
    "version": "versión", "version_fuente": "fuente en la versión", "version_norma": "norma en la versión",
    "version_area": "área en la versión", "version_unidad": "unidad en la versión",
    "version_puesto": "puesto en la versión",
}  # fmt: skip
"""Short names of levels in a sentence; any other level is called as its key."""
LEVEL_TITLES = {
    "entidad": "Entidad", "servicio": "Servicio", "area": "Área", "tipo": "Tipo de puesto",
    "subtipo": "Subtipo de puesto", "unidad": "Unidad", "puesto": "Puesto", "acp": "Acción de corto plazo",
    "grupo": "Grupo de acciones", "cat_prog": "Categoría programática", "operacion": "Operación", "tarea": "Tarea",
    "clase": "Clase de unidad", "fuente": "Fuente", "rubro": "Rubro", "norma": "Modificación", "sistema": "Sistema",
    "objetivo": "Objetivo", "institucion_objetivo": "Institución y objetivo", "marco": "Marco",
}  # fmt: skip
"""Full names of levels, as headings."""
LEVEL_PLURALS = {
    "entidad": "entidades", "servicio": "servicios", "area": "áreas", "tipo": "tipos de puesto",
    "subtipo": "subtipos de puesto", "unidad": "unidades", "puesto": "puestos", "acp": "acciones de corto plazo",
    "grupo": "grupos de acciones", "operacion": "operaciones", "tarea": "tareas",
    "clase": "clases de unidad",
}  # fmt: skip
MASCULINE_LEVELS = ("puesto", "subtipo", "tipo", "servicio", "grupo", "rubro", "sistema", "objetivo", "marco")
CHANGE = "_variacion"
"""Suffix of an indicator's key for its change since the quarter before, if the method asks for it."""
SUFFIXES = {
    "_promedio": "promedio",
    "_partes": "promedio de sus partes",
    "_reportado": "informado",
    "_bruto": "sin tope",
    "_n": "número de unidades",
    "_media": "promedio simple de las unidades",
    "_desviacion": "desviación estándar de las unidades",
    "_inferior": "borde inferior del intervalo de la media",
    "_superior": "borde superior del intervalo de la media",
    CHANGE: "variación frente al trimestre anterior",
    "_participacion": "parte del total",
    **COMPARED,
}
"""Suffixes of an indicator's key for values kept beside it, in Spanish words."""
PROJECTED = "proyeccion_"
"""Prefix of an indicator's key for its projection to the end of the year."""
PROJECTED_SUFFIXES = {
    "_desviacion": "desviación estándar de los periodos transcurridos",
    "_inferior": "borde inferior de la proyección a fin de año",
    "_superior": "borde superior de la proyección a fin de año",
    "": "proyección a fin de año",
}
GRADE_WORDS = {
    "grado": "grado", "calificacion": "calificación", "desempeno": "evaluación de desempeño", "semaforo": "semáforo",
}  # fmt: skip
"""Spanish names of the parts of a grade, by column."""
SYSTEM_COLUMNS = {
    "ppto_inicial": "Presupuesto inicial", "modificaciones": "Modificaciones presupuestarias",
    "ppto_vigente": "Presupuesto vigente", "certificado": "Certificado", "compromiso": "Comprometido",
    "devengado": "Devengado", "pagado": "Pagado",
}  # fmt: skip
OTHER_NAMES = {
    "avance_fisico": "Avance físico", "ejecucion_financiera": "Ejecución financiera",
    "ponderacion": "Ponderación", "numero_tareas": "Tareas que entran",
    "numero_tareas_plan": "Tareas del plan", "ppto_tareas": "Presupuesto de las tareas",
    "cantidad_unidades": "Unidades y puestos", "cantidad_amp": "Acciones de mediano plazo",
    "cantidad_acp": "Acciones de corto plazo", "cantidad_operacion": "Operaciones",
    "cantidad_actividad": "Actividades", "cantidad_tarea": "Tareas", "cantidad_unidad": "Unidades",
    "produccion": "Servicios prestados",
    "produccion_programada": "Servicios programados", "produccion_cumplimiento": "Servicios prestados de lo programado",
    "peso_acp": "Ponderación de la acción en el área", "peso_acp_sin_dato": "Ponderaciones que no se leen",
    "requerido": "Requerido (formularios 03)", "requerido_legible": "Requerido que se lee",
    "requerido_cambio": "Cambio de lo requerido", "requerido_diferencia": "Aprobado menos requerido",
    "requerido_sin_formulario": "Aprobado sin formulario que se lea",
    "formulario_04": "Total del formulario 04", "formulario_04_legible": "Formulario 04 que se lee",
    "formulario_04_diferencia": "Formulario 04 menos formulario 03",
    "techo": "Techo presupuestario", "techo_legible": "Techos que se leen", "techo_saldo": "Techo menos lo requerido",
    "techo_diferencia": "Techos menos lo aprobado", "ppto_programado_diferencia": "Programado menos aprobado",
    "requerido_sin_tareas": "Requerido que ninguna tarea lleva",
    "requerido_sin_tareas_cambio": "Cambio de lo que ninguna tarea lleva",
    "ppto_aprobado": "Presupuesto aprobado", "ppto_aprobado_suma": "Suma de las fuentes aprobadas",
    "ppto_aprobado_diferencia": "Total aprobado menos sus fuentes",
    "ppto_modificado": "Modificaciones listadas", "ppto_puente": "Presupuesto anterior más modificaciones",
    "ppto_puente_diferencia": "Aprobado que las modificaciones no explican",
    "tareas_plan": "Tareas de la versión", "tareas_plan_cambio": "Cambio en el número de tareas",
    "tareas_programadas": "Tareas con algo programado", "ppto_tareas_cambio": "Cambio del presupuesto de las tareas",
    "tareas_agregadas": "Tareas agregadas", "tareas_retiradas": "Tareas retiradas",
    "tareas_reprogramadas": "Tareas reprogramadas", "tareas_reponderadas": "Tareas con otra ponderación",
    "tareas_trasladadas": "Tareas trasladadas", "tareas_con_otro_ppto": "Tareas con otro presupuesto",
    "ppto_agregado": "Presupuesto de lo agregado", "ppto_retirado": "Presupuesto de lo retirado",
    "ppto_conservado_antes": "Presupuesto anterior de lo que sigue",
    "ppto_conservado_despues": "Presupuesto nuevo de lo que sigue",
    "ppto_conservado_cambio": "Cambio del presupuesto de lo que sigue",
    "produccion_programada_con_dato": "Servicios programados para los meses con dato",
    "produccion_cumplimiento_con_dato": "Servicios prestados de lo programado, en los meses con dato",
    "produccion_cumplimiento_con_tope": "Servicios prestados de lo programado, a lo más 100",
    "ppto_tarea": "Presupuesto de las tareas", "devengado_tarea": "Devengado en las tareas",
    "ejecucion_tarea": "Ejecución del presupuesto de las tareas",
    "resultados_objetivo": "Resultados que sirven al objetivo", "resultados_objetivo_logrados": "Resultados logrados",
    "resultados_objetivo_en_curso": "Resultados en curso", "resultados_objetivo_previstos": "Resultados previstos",
    "objetivos": "Objetivos del marco", "objetivos_con_resultado": "Objetivos con algún resultado",
    "objetivos_sin_resultado": "Objetivos sin ningún resultado",
    "recurso_inicial": "Recursos: presupuesto inicial", "recurso_modificaciones": "Recursos: modificaciones",
    "recurso_vigente": "Recursos: presupuesto vigente", "recurso_devengado": "Recursos devengados",
    "recurso_percibido": "Recursos percibidos", "ejecucion_recursos": "Ejecución de recursos",
    "importe_modificacion": "Importe de la modificación", "modificaciones_listadas": "Modificaciones listadas",
    "modificaciones_sin_explicar": "Diferencia que las modificaciones listadas no explican",
    "sistema_certificado_por_devengar": "Certificado y aún no devengado",
    "sistema_diferencia_explicada": "Diferencia explicada por lo certificado y no devengado",
    "sistema_diferencia_sin_explicar": "Diferencia sin explicar",
    **{f"sistema_{key}": name for key, name in SYSTEM_COLUMNS.items()},
    **{f"sistema_{key}_diferencia": f"{name}: diferencia entre sistemas" for key, name in SYSTEM_COLUMNS.items()},
}  # fmt: skip
"""Names of indicators that no method defines."""
COLLECTED, LOCAL = "recaudacion_", "bob"
"""Prefix of the indicators of money that services collected, one per currency; and the currency code of bolivianos."""
UNDATED = "_sin_mes"
"""Suffix for an amount given only for the whole year, without months."""
ALL, IN_STATE = "resultados_objetivo", "resultados_objetivo_"
"""Indicator that counts all results of an objective, and prefix of those that count the results in one state."""
STATES = {"logrado": "logrados", "en curso": "en_curso", "previsto": "previstos"}
"""States of a result, and the ending of each one's indicator."""
NO_RESULTS = {"dificultad": "Dificultad", "desafio": "Desafío", "contexto": "Contexto", "conclusion": "Conclusión"}
"""Kinds (`tipo`) of what `resultados` tells beside the results, in Spanish; such a row serves no objective."""
OBJECTIVES, SERVED, GAPS = "objetivos", "objetivos_con_resultado", "objetivos_sin_resultado"
OBJECTIVE, BY_INSTITUTION, FRAMEWORK = "objetivo", "institucion_objetivo", "marco"
"""Levels of the figures that count results and objectives."""
REQUIRED, SUMMARY, CEILING = "requerido", "formulario_04", "techo"
"""What the areas require (forms 03), what their summaries say (form 04), and their ceilings."""
SUMMARY_GAP, ROOM = "formulario_04_diferencia", "techo_saldo"
"""The summary less the forms 03, and the ceiling less what is required (less the summary, where only that is known)."""
LEGIBLE = "_legible"
"""Suffix of an indicator's key for the sum of the readable amounts, where not all are readable."""
BY_FORM_AND_FUND, BY_FORM, BY_FUND = "area_formulario_fuente", "area_formulario", "area_fuente"
"""Levels of what an area requires."""
APPROVED, APPROVED_SUM, APPROVED_GAP = "ppto_aprobado", "ppto_aprobado_suma", "ppto_aprobado_diferencia"
"""The total that a resolution approves, the sum of its sources of funds, and the total less the sum."""
REQUIRED_GAP, UNASKED = "requerido_diferencia", "requerido_sin_formulario"
"""What is approved less what is required, or less what is readable of it."""
PROGRAMME = "ppto_programado"
"""Indicator of the money programmed by month, where the method has it."""
CEILINGS_GAP, PROGRAMME_GAP = "techo_diferencia", "ppto_programado_diferencia"
"""The ceilings, and the money programmed, less what is approved."""
AMENDED, BRIDGE, BRIDGE_GAP = "ppto_modificado", "ppto_puente", "ppto_puente_diferencia"
"""The amendments between two versions of the plan, the budget to which they lead, and the approved budget less that."""
VERSION, VERSION_FUND, VERSION_NORM = "version", "version_fuente", "version_norma"
"""Levels of what a version of the plan approves."""
TASKS, ALL_TASKS = "numero_tareas", "numero_tareas_plan"
"""The number of tasks with a score in a window, and of all tasks of the plan in force."""
WEIGHT, TASK_BUDGET = "ponderacion", "ppto_tareas"
"""Weights of parts: as the data state them, and the budget of the tasks."""
ADDED, DROPPED = "tareas_agregadas", "tareas_retiradas"
ADDED_MONEY, DROPPED_MONEY, BEFORE, AFTER, KEPT = (
    "ppto_agregado", "ppto_retirado", "ppto_conservado_antes", "ppto_conservado_despues", "ppto_conservado_cambio",
)  # fmt: skip
"""Tasks that a version of the plan adds or drops; the budgets of these, and of those that it keeps."""
INCOME_COLUMNS = {
    "recurso_inicial": "ppto_inicial", "recurso_modificaciones": "modificaciones",
    "recurso_vigente": "ppto_vigente", "recurso_devengado": "devengado", "recurso_percibido": "percibido",
}  # fmt: skip
"""Column of `recursos` of each income indicator; in bolivianos, accumulated since January."""
STEP, LISTED, UNEXPLAINED = "importe_modificacion", "modificaciones_listadas", "modificaciones_sin_explicar"
"""The amendments of one norm, all listed ones, and the change of the budget that they do not explain."""

SHARE_FORMULAS: Mapping[str, str] = {
    "ejecucion_recursos": "recurso_devengado / recurso_vigente * 100",
    "ejecucion_tarea": "devengado_tarea / ppto_tarea * 100",
    "produccion_cumplimiento": "produccion / produccion_programada * 100",
}
"""Formulas of the shares, in per cent, that no method defines; without figure where the divisor is zero."""

_SEPARATOR = re.compile(r"\s*;\s*")


def objectives_in(text: str) -> tuple[str, ...]:
    """Return the objectives that a cell names (`PMM:14; ODS:10.7`), each once, in order."""
    return tuple(dict.fromkeys(name for name in _SEPARATOR.split(text.strip()) if name))


def level_with_article(level: str) -> str:
    """Return a level of `LEVEL_TITLES` with its article, for the middle of a sentence: `una acción de corto plazo`."""
    title = LEVEL_TITLES[level]
    return f"{'un' if level in (*MASCULINE_LEVELS, 'area') else 'una'} {title[0].lower()}{title[1:]}"


def name_of_indicator(indicator: str, defined: Mapping[str, PlainData]) -> str:
    """Return an indicator's Spanish name.

    Parameters
    ----------
    indicator : str
        Key of an indicator, also with the prefix or suffix of a derived one.
    defined : Mapping[str, PlainData]
        The method's indicators by key, as its file defines them.

    Returns
    -------
    str
        The method's name, else that of `OTHER_NAMES`; for a derived indicator, the base name and in brackets what it
        derives (`Avance físico (promedio)`); for money that services collected, `Recaudación (USD)`; for an unknown
        key, the key as words.
    """
    if indicator.endswith(UNDATED):
        return f"{name_of_indicator(indicator.removesuffix(UNDATED), defined)} (dato sin mes)"
    if indicator.startswith(COLLECTED):
        currency = indicator.removeprefix(COLLECTED)
        return f"Recaudación ({'Bs' if currency == LOCAL else currency.upper()})"
    plain = indicator.removeprefix(PROJECTED)
    for suffix, words in (SUFFIXES if plain == indicator else PROJECTED_SUFFIXES).items():
        base = plain.removesuffix(suffix)
        name = _known_name(base, defined) if plain.endswith(suffix) and base != indicator else ""
        if name:
            return f"{name} ({words})"
    return _known_name(indicator, defined) or indicator.replace("_", " ").capitalize()


def _known_name(indicator: str, defined: Mapping[str, PlainData]) -> str:
    """Name of an indicator without prefix and suffix; empty where neither the method nor this module has it."""
    return str(defined.get(indicator, {}).get("nombre") or OTHER_NAMES.get(indicator, ""))
