"""The rules of a method in Spanish words, for the methodology section and for comparing two methods."""

from __future__ import annotations

from helpers.base.display import list_es, lower_first, number_es
from helpers.settings.indicators import Regla
from helpers.settings.methods import Metodo
from helpers.settings.rollups import HUNDRED, WEIGHTED_RULES, Consolidacion, Hoja

LEVEL_WORDS = {
    "entidad": "Entidad", "servicio": "Servicio", "area": "Área", "tipo": "Tipo de puesto",
    "subtipo": "Subtipo de puesto", "unidad": "Unidad", "puesto": "Puesto", "acp": "Acción de corto plazo",
    "grupo": "Grupo de acciones", "cat_prog": "Categoría programática", "operacion": "Operación", "tarea": "Tarea",
    "clase": "Clase de unidad", "fuente": "Fuente", "rubro": "Rubro", "norma": "Modificación", "sistema": "Sistema",
    "objetivo": "Objetivo", "institucion_objetivo": "Institución y objetivo", "marco": "Marco",
}  # fmt: skip
PLURALS = {
    "entidad": "entidades", "servicio": "servicios", "area": "áreas", "tipo": "tipos de puesto",
    "subtipo": "subtipos de puesto", "unidad": "unidades", "puesto": "puestos", "acp": "acciones de corto plazo",
    "grupo": "grupos de acciones", "operacion": "operaciones", "tarea": "tareas",
    "clase": "clases de unidad",
}  # fmt: skip
PART_WORDS = {
    "estructura": "lo que depende de ella en la estructura",
    "operaciones": "sus operaciones",
    "tareas": "sus tareas",
    "unidades": "todas sus unidades y puestos",
    "acciones": "las acciones de corto plazo",
    "grupos": "los grupos de acciones",
    "responsables": "las unidades que responden por ella",
    "unidad_responsable": "su unidad responsable",
}
MASCULINE = ("puesto", "subtipo", "tipo", "servicio", "grupo", "rubro", "sistema", "objetivo", "marco")
RULES = {
    "media_simple": "promedio simple de {partes}",
    "media_por_tareas": "promedio de {partes}, ponderado por número de tareas",
    "media_ponderada": "promedio de {partes}, ponderado por {pesos}",
    "media_por_presupuesto": "promedio de {partes}, ponderado por presupuesto vigente",
    "razon_de_sumas": "suma de lo que cuenta entre suma de lo programado de {partes}, por 100",
    "suma": "suma de {partes}",
    "cumplidas": "porcentaje de {partes} que llega a 100",
    "igual": "el mismo de {partes}",
}
ROUNDING_WORDS = {
    "cada_nivel": "cada nivel se redondea antes de que el siguiente lo use",
    "publicacion": "solo se redondea al publicar; entre niveles pasa el valor exacto",
}


def rollup_words(level: str, plan: Consolidacion) -> str:
    """Return how a level is computed from its parts: `promedio simple de sus operaciones o, si no hay, de …`."""
    parts = " o, si no hay, de ".join(part_words(level, part) for part in plan.partes)
    return RULES[plan.regla].format(partes=parts, pesos=_weights_stated(plan))


def part_words(level: str, part: str) -> str:
    """Return a kind of parts in Spanish, for a sentence on a level: `las unidades que responden por ella`.

    `part` is a key of `PART_WORDS`; the pronoun agrees with the level (`por él` for a masculine one).
    """
    words = PART_WORDS[part]
    return words.replace(" ella", " él") if level in MASCULINE else words


def with_article(level: str) -> str:
    """Return a level with its article, for the middle of a sentence: `una acción de corto plazo`, `un área`."""
    return f"{'un' if level in (*MASCULINE, 'area') else 'una'} {lower_first(LEVEL_WORDS[level])}"


def _weights_stated(plan: Consolidacion) -> str:
    if not plan.pesos:
        return "su ponderación"
    stated = [f"{code} ({number_es(weight)})" for code, weight in plan.pesos.items()]
    return f"los pesos que fija el método: {list_es(stated)}"


def divisor_words(plan: Consolidacion) -> str:
    """Return which tasks weigh (`tasks_words`), what a weighted mean is divided by, and what a missing weight does.

    Empty for rules without weights.
    """
    if plan.regla not in WEIGHTED_RULES:
        return ""
    lacking = "sin algún peso, promedio simple" if plan.sin_pesos == "media_simple" else "sin algún peso no hay cifra"
    return "; ".join(filter(None, (tasks_words(plan), _divided(plan), lacking)))


def tasks_words(plan: Consolidacion) -> str:
    """Return which tasks make up an operation's weight; empty where the parts are not weighted operations."""
    if "operaciones" not in plan.partes:
        return ""
    return {
        "las_que_entran": "cada operación pesa por sus tareas que entran en la ventana",
        "todas": "cada operación pesa por todas las tareas de su plan, entren o no",
    }.get(plan.tareas_que_pesan, "")


def _divided(plan: Consolidacion) -> str:
    if plan.renormaliza:
        return "entre los pesos de lo que toma parte"
    if plan.regla == "media_ponderada":
        return f"entre {number_es(HUNDRED if plan.pesos else plan.total)}, tome parte o no"
    return "entre el total, tome parte o no"


def prevailing_words(plan: Consolidacion) -> str:
    """Return which value counts where a node reports one and has parts: `cuenta lo informado`, `cuentan las partes`."""
    return "cuenta lo informado" if plan.prevalece == "reportado" else "cuentan las partes"


def cap_words(leaf: Hoja) -> str:
    """Return the cap of a task's score in Spanish words: `hasta 100 %`, or that there is no cap."""
    return "sin tope: lo ejecutado de más cuenta entero" if leaf.tope is None else f"hasta {number_es(leaf.tope)} %"


def formula_words(method: Metodo, rule: Regla) -> str:
    """Return a rule's formula with the names of its indicators; empty where it has none."""
    formula = rule.formula
    return "" if formula is None else formula.words({word: name_in_sentence(method, word) for word in formula.names})


def name_in_sentence(method: Metodo, indicator: str) -> str:
    """Return an indicator's name for the middle of a sentence; a name that the method does not define, unchanged."""
    known = method.indicadores.get(indicator)
    return indicator if known is None else lower_first(known.nombre)
