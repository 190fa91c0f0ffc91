"""The method section, generated from the method file: description, formulas, indicators, rules, cut-off dates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePosixPath

from markupsafe import Markup

from helpers.base.display import date_es, list_es, lower_first, number_es, upper_first
from helpers.base.periods import Period
from helpers.base.python_extras import grouped, not_none
from helpers.figures.book import Book
from helpers.figures.figure_names import LEVEL_TITLES, level_with_article
from helpers.figures.formulas.formula_notation import formula_svg
from helpers.settings.indicators import Dispersion, Participacion, Proyeccion, Regla, Variacion, name_in_sentence
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida
from helpers.settings.rollups import Hoja
from helpers.settings.scales import Derivada
from helpers.views.elements.cells import counted
from helpers.views.elements.grid import Table, TableRow, text_columns
from helpers.views.elements.prose import Paragraph, paragraph

FORMULA_HTML = (
    '<p class="formula-nombre">{}</p>'
    '<div class="formula bloque">{}<span class="palabras">{}</span></div>'
)


def formulas(method: Metodo) -> Paragraph:
    """Return the formulas of a method, indicator by indicator, each drawn with the words below.

    Kinds of window with the same formula share one; indicators without a formula have none.
    """
    # A symbol stands in upright type; one with a subscript is LaTeX already.
    called = {name: item.simbolo for name, item in method.indicadores.items()}
    symbols = {name: symbol if "_" in symbol else rf"\mathrm{{{symbol}}}" for name, symbol in called.items()}
    symbols["trimestres"] = r"\mathrm{trimestres}"
    items = []
    for name, indicator in method.indicadores.items():
        defined = ((kind, rule) for kind, rule in indicator.reglas.items() if rule.formula is not None)
        for same in grouped(defined, lambda pair: (pair[1].expresion, pair[1].a_falta_de)).values():
            items.append(_formula_html(method, symbols, name, same[0][1], [kind for kind, _ in same]))
    return Paragraph(Markup("\n").join(items))


def _symbol_text(symbol: str) -> Markup:
    """A symbol as HTML with its subscript."""
    letter, _, below = symbol.replace("{", "").replace("}", "").partition("_")
    return Markup("{}<sub>{}</sub>").format(letter, below) if below else Markup("{}").format(letter)


def _formula_html(method: Metodo, symbols: dict[str, str], name: str, rule: Regla, kinds: Sequence[str]) -> Markup:
    """A formula with its words, below a heading that names its kinds of window, `kinds`."""
    indicator = method.indicadores[name]
    words = rule.formula_words(method.indicadores)
    only = ", donde no se informa" if rule.regla == "consolidar" else ""
    only = f", donde no hay {rule.a_falta_de}" if rule.a_falta_de else only
    heading = f"{indicator.nombre} ({list_es(kinds)}{only})"
    drawn = Markup(formula_svg(f"{symbols[name]} = {not_none(rule.formula).latex(symbols)}"))
    return Markup(FORMULA_HTML).format(heading, drawn, f"{indicator.nombre} = {words}")


def indicators_table(method: Metodo, *, id: str) -> Table:
    """Return a table of every indicator, in the method's order, with symbol, unit, explanation and source."""
    heads = text_columns("Indicador", "Símbolo", "Unidad", "Qué dice", "Fuente")
    rows = tuple(
        TableRow((item.nombre, _symbol_text(item.simbolo), item.unidad, item.explicacion, item.fuente))
        for item in method.indicadores.values()
    )
    return Table(id, "Indicadores", heads, rows)


def cutoffs_table(corrida: Corrida, *, id: str) -> Table:
    """Return a table of the cut-off date of each window in the run's params, in their order, with its source."""
    rows = tuple(
        TableRow((upper_first(Period.parse(code).words), date_es(cut.fecha), cut.fuente))
        for code, cut in corrida.cortes.items()
    )
    return Table(id, "Fechas de corte", text_columns("Periodo", "Corte", "Fuente"), rows)


def method_text(book: Book, method: Metodo) -> Paragraph:
    """Return the method's name, source and description, and its rounding (decimals, half up, at which step)."""
    rounding = method.redondeo
    return paragraph(
        book,
        "**{{ nombre_metodo }}.** Fuente: {{ fuente }}.\n\n{{ descripcion }}\n\n"
        "**Redondeo:** a {{ decimales }} {{ palabra }}, mitad hacia arriba. {{ donde }}: {{ fuente_redondeo }}.",
        nombre_metodo=method.nombre,
        fuente=method.fuente,
        descripcion=method.descripcion,
        decimales=counted(rounding.decimales),
        palabra="decimal" if rounding.decimales == 1 else "decimales",
        donde=upper_first(rounding.place_words),
        fuente_redondeo=rounding.fuente,
    )


def substitute_notes(book: Book, method: Metodo, indicator: str, period: Period) -> tuple[str, ...]:
    """Return a note if an indicator is approximated because the table that the method requires is missing.

    Returns
    -------
    tuple of str
        One note, or none if the table is there, if the method has no substitute, or if nobody has a value.
    """
    rule = method.indicadores[indicator].rule(period) if indicator in method.indicadores else None
    kept = {PurePosixPath(name).stem for name in book.inputs} | ({"tareas"} if book.series else set())
    if rule is None or not rule.a_falta_de or rule.a_falta_de in kept or rule.formula is None:
        return ()
    if all(one.period != period for one in book.all_of(indicator)):
        return ()
    name = lower_first(method.indicadores[indicator].nombre)
    return (f"El {name} acumulado es una estimación: no se dispone de datos por tarea.",)


def decisions(book: Book, method: Metodo) -> Paragraph:
    """Return a list of the method file's decisions on points that its sources leave open; empty without any."""
    items = "{% for decision in decisiones %}- {{ decision }}\n{% endfor %}"
    return paragraph(book, items, decisiones=method.decisiones)


def explained(book: Book, method: Metodo, level: str) -> Paragraph:
    """Return a sentence, in the method's words, on how a level's progress is obtained; empty without a rule for it."""
    plan = method.consolidacion.get(level)
    if plan is None:
        return paragraph(book, "")
    first = "lo informado; si no consta, " if plan.prevalece == "reportado" else ""
    subject = f"Avance físico de {level_with_article(level)}"
    return paragraph(book, "**{{ asunto }}:** {{ dicho }}.", asunto=subject, dicho=f"{first}{plan.words(level)}")


def identity_text(book: Book) -> Paragraph:
    """Return the institution's mission, vision, functions, principles and values, those that its settings have.

    Empty if they have none.
    """
    names = {"Misión": book.identity.get("mision"), "Visión": book.identity.get("vision")}
    written = [(label, text) for label, text in names.items() if text]
    principles = list(book.identity.get("principios") or ())
    return paragraph(
        book,
        "{% for etiqueta, dicho in escritas %}**{{ etiqueta }}.** {{ dicho }}\n\n{% endfor %}"
        "{% if funciones %}**Funciones.**\n\n{% for una in funciones %}- {{ una }}.\n{% endfor %}\n\n{% endif %}"
        "{% if principios %}**Principios.** {{ enumera(principios) }}.\n\n{% endif %}"
        "{% if valores %}**Valores.** {{ enumera(valores) }}.\n\n{% endif %}",
        escritas=written,
        funciones=list(book.identity.get("funciones") or ()),
        principios=principles,
        valores=list(book.identity.get("valores") or ()),
    )


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
