"""The rules of a method in Spanish words, for the methodology section and for comparing two methods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from helpers.base.display import list_es, lower_first, number_es
from helpers.settings.derived_indicators import Participacion, Proyeccion, Variacion
from helpers.settings.indicators import Regla
from helpers.settings.methods import Metodo, Redondeo
from helpers.settings.rollups import HUNDRED, WEIGHTED_RULES, Consolidacion, Derivada, Dispersion, Hoja

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
MASCULINE = ("puesto", "subtipo", "tipo", "servicio", "grupo")
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
WINDOW_WORDS = {"mes": "mes", "trimestre": "trimestre", "acumulado": "acumulado"}
ROUNDING_WORDS = {
    "cada_nivel": "cada nivel se redondea antes de que el siguiente lo use",
    "publicacion": "solo se redondea al publicar; entre niveles pasa el valor exacto",
}
LATE_WORDS = {
    "cuentan": "El formulario que llega fuera de plazo cuenta como los demás.",
    "fuera": "El formulario que llega fuera de plazo, reiteración incluida, no se consolida y se nombra.",
}


def rollup_words(level: str, plan: Consolidacion) -> str:
    """Return how a level is computed from its parts: `promedio simple de sus operaciones o, si no hay, de …`."""
    parts = " o, si no hay, de ".join(part_words(level, part) for part in plan.partes)
    return RULES[plan.regla].format(partes=parts, pesos=_weights_stated(plan))


def part_words(level: str, part: str) -> str:
    """Return a kind of parts in words, with the gender of the level: `las unidades que responden por ella`."""
    words = PART_WORDS[part]
    return words.replace(" ella", " él") if level in MASCULINE else words


def one_of(level: str) -> str:
    """Return a level with its article, for the middle of a sentence: `una acción de corto plazo`."""
    return f"{'un' if level in MASCULINE else 'una'} {lower_first(LEVEL_WORDS[level])}"


def _weights_stated(plan: Consolidacion) -> str:
    if not plan.pesos:
        return "su ponderación"
    stated = [f"{code} ({number_es(weight)})" for code, weight in plan.pesos.items()]
    return f"los pesos que fija el método: {list_es(stated)}"


def divisor_words(plan: Consolidacion) -> str:
    """Return what a weighted mean is divided by and what a missing weight does; empty for rules without weights."""
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
    """Return which value counts where a node reports one and also has parts."""
    return "cuenta lo informado" if plan.prevalece == "reportado" else "cuentan las partes"


def rollup_clauses(level: str, plan: Consolidacion) -> list[str]:
    """Return three clauses: the rule, its weights (empty without weights) and which value counts."""
    return [rollup_words(level, plan), divisor_words(plan), prevailing_words(plan)]


def cap_words(leaf: Hoja) -> str:
    """Return the cap of a task's score in words."""
    return "sin tope: lo ejecutado de más cuenta entero" if leaf.tope is None else f"hasta {number_es(leaf.tope)} %"


def leaf_cases(leaf: Hoja) -> tuple[tuple[str, str], ...]:
    """Return the cases of a task's score for a table.

    Returns
    -------
    tuple of (str, str)
        In Spanish: whether the task has a programme and data, and its result.
    """
    unscheduled = {"fuera": "No entra, y se señala", "cumplida": "Cuenta como cumplida: 100 %"}
    unreported = {
        "fuera": "No entra, y se señala; no cuenta como cero",
        "impide": "No hay cifra de lo que la contiene, y se señala",
        "mes_fuera": "El mes no entra, tampoco en lo programado, y se señala; sin dato de ninguno, no entra la tarea",
    }
    return (
        ("Con programa y con ejecución", f"Ejecutado ÷ programado × 100, {cap_words(leaf)}"),
        ("Con programa y ejecución de cero", "0 %"),
        ("Sin programa y sin ejecución", "No entra en la ventana"),
        ("Sin programa y con ejecución", unscheduled[leaf.sin_programa_con_ejecucion]),
        ("Con programa y sin dato", unreported[leaf.sin_dato]),
        ("Con meta que se mantiene cada mes", _kept_words(leaf)),
    )


def _kept_words(leaf: Hoja) -> str:
    if leaf.tope is None:
        return "Igual que las demás: no hay tope que aplicar"
    return "El tope se aplica mes por mes: ningún mes compensa a otro"


def leaf_words(leaf: Hoja | None) -> str:
    """Return how a task is scored, in one clause."""
    if leaf is None:
        return "las tareas no puntúan"
    unscheduled = {"fuera": "no entra", "cumplida": "cuenta como cumplida"}[leaf.sin_programa_con_ejecucion]
    unreported = {
        "fuera": "no entra", "impide": "impide la cifra de lo que la contiene", "mes_fuera": "no entra ese mes",
    }[leaf.sin_dato]  # fmt: skip
    return f"{cap_words(leaf)}; sin programa y con ejecución, {unscheduled}; con programa y sin dato, {unreported}"


def rounding_words(rounding: Redondeo) -> str:
    """Return the decimals and the place of rounding, in one clause."""
    decimals = f"{rounding.decimales} decimal" if rounding.decimales == 1 else f"{rounding.decimales} decimales"
    return f"{decimals}; {ROUNDING_WORDS[rounding.donde]}"


def derived_words(method: Metodo, derived: Derivada) -> str:
    """Return which grades an indicator takes its own from, as a sentence with the source."""
    others = list_es([name_inside(method, name) for name in derived.de])
    order = list_es(list(derived.orden))
    chosen = "la peor" if derived.regla == "peor" else "la mejor"
    return (
        f"{method.indicadores[derived.indicador].nombre}: {chosen} de las "
        f"calificaciones de {others}, de peor a mejor por su color: {order}. Fuente: {derived.fuente}."
    )


def dispersion_words(method: Metodo, asked: Dispersion) -> str:
    """Return which statistics describe the dispersion of units, as a sentence with the source."""
    levels = list_es([lower_first(LEVEL_WORDS[level]) for level in asked.niveles])
    return (
        f"{method.indicadores[asked.indicador].nombre}, por {levels}: número de unidades y puestos con dato, promedio "
        f"simple, desviación estándar de la muestra (n − 1) e intervalo del {asked.confianza} de la media, a "
        f"{number_es(asked.factor)} errores estándar (desviación ÷ √n) a cada lado. Fuente: {asked.fuente}."
    )


def change_words(method: Metodo, asked: Variacion) -> str:
    """Return how changes between quarters are computed, as a sentence with the source."""
    names = list_es([name_inside(method, name) for name in asked.indicadores])
    return (
        f"De {names}: lo impreso en el trimestre menos lo impreso en el trimestre anterior del mismo año, en puntos. "
        f"Fuente: {asked.fuente}."
    )


def share_words(method: Metodo, asked: Participacion) -> str:
    """Return how shares of the total are computed, as a sentence with the source."""
    return (
        f"{method.indicadores[asked.indicador].nombre}: lo de cada uno entre lo de la entidad, por 100; las fuentes y "
        f"las partidas, entre el total de su propio reporte. Fuente: {asked.fuente}."
    )


def projection_words(method: Metodo, asked: Proyeccion) -> str:
    """Return how a projection is computed and what it assumes."""
    return (
        f"{method.indicadores[asked.indicador].nombre}: lo que va del año, entre los meses transcurridos, por los doce "
        f"del año; nunca menos de lo que ya va. {asked.supuesto}"
    )


def interval_words(asked: Proyeccion) -> str:
    """Return how the interval of a projection is computed, as sentences with the source."""
    factors = [f"{number_es(factor)} con {number_es(Decimal(n))}" for n, factor in sorted(asked.factores.items())]
    return (
        f"El intervalo del {asked.confianza} se abre a cada lado de lo proyectado en factor × desviación estándar de "
        f"los periodos transcurridos × √(periodos restantes + restantes² ÷ transcurridos). Los periodos son meses o, "
        f"si falta el dato de alguno, trimestres; con menos de tres no hay intervalo. El factor es {list_es(factors)} "
        f"periodos transcurridos. Fuente: {asked.fuente}."
    )


def indicator_rule_words(method: Metodo, rule: Regla | None) -> str:
    """Return how an indicator is computed in one kind of window; `no se define` where there is no rule."""
    if rule is None:
        return "no se define"
    formula = formula_words(method, rule)
    words = {
        "consolidar": "de las tareas o de lo informado, consolidado hacia arriba",
        "formula": formula,
        "sumar_trimestres": "suma de los trimestres",
        "saldo": f"saldo de la columna «{rule.columna}»",
        "flujo": f"flujo de la columna «{rule.columna}»",
        "meta": f"columna «{rule.columna}» de las metas del SIGEP",
        "programa": "dinero programado para los meses de la ventana",
    }[rule.regla]
    if rule.regla == "consolidar" and formula:
        words += f" (donde no se informa, {formula})"
    return f"de las {rule.a_falta_de} y, donde no las hay, {words}" if rule.a_falta_de else words


def formula_words(method: Metodo, rule: Regla) -> str:
    """Return a rule's formula with the names of its indicators; empty where it has none."""
    formula = rule.formula
    return "" if formula is None else formula.words({word: name_inside(method, word) for word in formula.names})


def name_inside(method: Metodo, indicator: str) -> str:
    """Return an indicator's name for the middle of a sentence; a name that the method does not define, unchanged."""
    known = method.indicadores.get(indicator)
    return indicator if known is None else lower_first(known.nombre)


def kinds_words(kinds: Sequence[str]) -> str:
    """Return kinds of windows as a Spanish list."""
    return list_es([WINDOW_WORDS[kind] for kind in kinds])
