"""A method's rules for tasks and for derived figures, as the methodology section prints them."""

from __future__ import annotations

from decimal import Decimal

from helpers.base.display import list_es, lower_first, number_es
from helpers.figures.figure_names import LEVEL_TITLES
from helpers.settings.indicators import Dispersion, Participacion, Proyeccion, Variacion, name_in_sentence
from helpers.settings.methods import Metodo
from helpers.settings.rollups import Hoja
from helpers.settings.scales import Derivada

LATE_WORDS = {
    "cuentan": "El formulario que llega fuera de plazo cuenta como los demás.",
    "fuera": "El formulario que llega fuera de plazo, reiteración incluida, no se consolida; consta entre los tardíos.",
}


def leaf_cases(leaf: Hoja) -> tuple[tuple[str, str], ...]:
    """Return the six cases of a task's score for a table.

    Returns
    -------
    tuple of (str, str)
        In Spanish: whether the task has a programme and data, and its result.
    """
    unreported = {
        "fuera": "La tarea no tiene cifra; consta entre los hallazgos",
        "mes_fuera": "El mes no entra, tampoco en lo programado; sin dato de ningún mes, no entra la tarea. "
        "Ambos casos constan entre los hallazgos",
    }
    return (
        ("Con programa y con ejecución", f"Ejecutado ÷ programado × 100, {leaf.cap_words}"),
        ("Con programa y ejecución de cero", "0 %"),
        ("Sin programa y sin ejecución", "No entra en la ventana"),
        ("Sin programa y con ejecución", "No entra; consta entre los hallazgos"),
        ("Con programa y sin dato", unreported[leaf.sin_dato]),
        ("Con meta que se mantiene cada mes", _kept_words(leaf)),
    )


def _kept_words(leaf: Hoja) -> str:
    """How the cap applies to a task whose goal is kept every month: by month; like to others without cap."""
    if leaf.tope is None:
        return "Igual que las demás: no hay tope que aplicar"
    return "El tope se aplica mes por mes: ningún mes compensa a otro"


def derived_words(method: Metodo, derived: Derivada) -> str:
    """Return sentences, with the source, on the indicators of whose grades another one takes the worst or the best."""
    others = list_es([name_in_sentence(method.indicadores, name) for name in derived.de])
    order = list_es(list(derived.orden))
    chosen = "la peor" if derived.regla == "peor" else "la mejor"
    return (
        f"{method.indicadores[derived.indicador].nombre}: {chosen} de las "
        f"calificaciones de {others}, de peor a mejor por su color: {order}. Fuente: {derived.fuente}."
    )


def dispersion_words(method: Metodo, asked: Dispersion) -> str:
    """Return sentences, with the source, on the statistics of an indicator's dispersion and their levels."""
    levels = list_es([lower_first(LEVEL_TITLES[level]) for level in asked.niveles])
    return (
        f"{method.indicadores[asked.indicador].nombre}, por {levels}: número de unidades y puestos con dato, promedio "
        f"simple y desviación estándar de la muestra (n − 1). El intervalo del {asked.confianza} de la media se abre "
        f"{number_es(asked.factor)} errores estándar (desviación ÷ √n) a cada lado. Fuente: {asked.fuente}."
    )


def change_words(method: Metodo, asked: Variacion) -> str:
    """Return sentences, with the source, on how the change between quarters is computed, and of which indicators."""
    names = list_es([name_in_sentence(method.indicadores, name) for name in asked.indicadores])
    return (
        f"De {names}: lo impreso en el trimestre menos lo impreso en el trimestre anterior del mismo año, en puntos. "
        f"Fuente: {asked.fuente}."
    )


def share_words(method: Metodo, asked: Participacion) -> str:
    """Return sentences, with the source, on how shares of an indicator in the institution's total are computed."""
    return (
        f"{method.indicadores[asked.indicador].nombre}: lo de cada uno entre lo de la entidad, por 100; las fuentes y "
        f"las partidas, entre el total de su propio reporte. Fuente: {asked.fuente}."
    )


def projection_words(method: Metodo, asked: Proyeccion) -> str:
    """Return sentences on how a projection to the year's end is computed and what it assumes, without its interval."""
    return (
        f"{method.indicadores[asked.indicador].nombre}: lo que va del año, entre los meses transcurridos, por los doce "
        f"del año; nunca menos de lo que ya va. {asked.supuesto}"
    )


def interval_words(asked: Proyeccion) -> str:
    """Return sentences, with the source, on how the interval of a projection is computed and when there is none."""
    factors = [f"{number_es(factor)} con {number_es(Decimal(n))}" for n, factor in sorted(asked.factores.items())]
    return (
        f"El intervalo del {asked.confianza} se abre a cada lado de lo proyectado en factor × desviación estándar de "
        f"los periodos transcurridos × √(periodos restantes + restantes² ÷ transcurridos). Los periodos son meses o, "
        f"si falta el dato de alguno, trimestres; con menos de tres no hay intervalo. El factor es {list_es(factors)} "
        f"periodos transcurridos. Fuente: {asked.fuente}."
    )
