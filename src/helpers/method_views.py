"""The method section, drawn from the method file: formulas, roll-ups, rounding, grades, thresholds, cut-offs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from markupsafe import Markup

from helpers.book import Book
from helpers.cells import Cell, Chip, Number
from helpers.display import date_es, list_es, lower_first, number_es
from helpers.exact import plain_text
from helpers.grid import Column, Table, TableRow
from helpers.methods import Consolidacion, Metodo
from helpers.params import Corrida
from helpers.periods import Period
from helpers.prose import Paragraph, paragraph
from helpers.records import Node
from helpers.trace import Grade

LEVEL_WORDS = {
    "entidad": "Entidad", "servicio": "Servicio", "area": "Área", "tipo": "Tipo de puesto",
    "subtipo": "Subtipo de puesto",
    "unidad": "Unidad", "puesto": "Puesto", "acp": "Acción de corto plazo", "cat_prog": "Categoría programática",
}  # fmt: skip
PLURALS = {
    "entidad": "entidades", "servicio": "servicios", "area": "áreas", "tipo": "tipos de puesto",
    "subtipo": "subtipos de puesto", "unidad": "unidades", "puesto": "puestos",
}  # fmt: skip
WINDOW_WORDS = {"mes": "mes", "trimestre": "trimestre", "acumulado": "acumulado"}
RULE_WORDS = {"media_simple": "Promedio simple", "igual": "El mismo valor"}
ROUNDING_WORDS = {
    "cada_nivel": "Cada nivel se redondea antes de que el siguiente lo use",
    "publicacion": "Solo se redondea al publicar; entre niveles pasa el valor exacto",
}
QUARTER_HEADS = ("1.er trimestre", "2.º trimestre", "3.er trimestre", "4.º trimestre")


FORMULA_HTML = '<p class="formula-nombre">{}</p><div class="formula" data-latex="{}">{}</div>'


@dataclass(frozen=True)
class Formulas:
    """The formulas of a method, each as LaTeX that `assemble` draws, with its words beside it."""

    items: tuple[tuple[str, str, str], ...]

    def _repr_html_(self) -> str:
        return "\n".join(
            Markup(FORMULA_HTML).format(name, latex, words)
            for name, latex, words in self.items
        )


def formulas(method: Metodo) -> Formulas:
    """Every formula of a method, once for each way it is defined."""
    symbols = {name: _symbol_latex(item.simbolo) for name, item in method.indicadores.items()}
    symbols["trimestres"] = r"\mathrm{trimestres}"
    found: dict[tuple[str, str], list[str]] = {}
    for name, indicator in method.indicadores.items():
        for kind, rule in indicator.reglas.items():
            if rule.formula is not None:
                found.setdefault((name, rule.expresion), []).append(WINDOW_WORDS[kind])
    return Formulas(tuple(_formula_item(method, symbols, name, kinds) for name, kinds in found.items()))


def _symbol_latex(symbol: str) -> str:
    """A symbol of several letters stands upright; one with a subscript is LaTeX already."""
    return symbol if "_" in symbol else rf"\mathrm{{{symbol}}}"


def _symbol_text(symbol: str) -> Markup:
    """A symbol as HTML, its subscript set as one."""
    letter, _, below = symbol.replace("{", "").replace("}", "").partition("_")
    return Markup("{}<sub>{}</sub>").format(letter, below) if below else Markup("{}").format(letter)


def _formula_item(
    method: Metodo, symbols: dict[str, str], key: tuple[str, str], kinds: Sequence[str]
) -> tuple[str, str, str]:
    name, expression = key
    indicator = method.indicadores[name]
    rule = next(rule for rule in indicator.reglas.values() if rule.expresion == expression)
    formula = rule.formula
    words = formula.words({word: _name(method, word) for word in formula.names})
    only = ", donde no se informa" if rule.regla == "consolidar" else ""
    heading = f"{indicator.nombre} ({list_es(kinds)}{only})"
    return heading, f"{symbols[name]} = {formula.latex(symbols)}", f"{indicator.nombre} = {words}"


def _name(method: Metodo, word: str) -> str:
    return lower_first(method.indicadores[word].nombre) if word in method.indicadores else word


def indicators_table(method: Metodo, *, id: str) -> Table:
    """Every indicator with its symbol, unit, meaning and source."""
    heads = tuple(Column(head) for head in ("Indicador", "Símbolo", "Unidad", "Qué dice", "Fuente"))
    rows = tuple(
        TableRow((item.nombre, _symbol_text(item.simbolo), item.unidad, item.explicacion, item.fuente))
        for item in method.indicadores.values()
    )
    return Table(id, "Indicadores", heads, rows)


def consolidation_table(method: Metodo, *, id: str) -> Table:
    """How each level is had from its parts."""
    heads = tuple(Column(head) for head in ("Nivel", "Regla", "Cuenta", "Explicación", "Fuente"))
    rows = tuple(TableRow(_consolidation_cells(level, plan)) for level, plan in method.consolidacion.items())
    return Table(id, "Consolidación por nivel", heads, rows)


def _consolidation_cells(level: str, plan: Consolidacion) -> tuple[Cell, ...]:
    counts = "Lo informado" if plan.prevalece == "reportado" else "Las partes"
    return LEVEL_WORDS[level], RULE_WORDS[plan.regla], counts, plan.explicacion, plan.fuente


def bands_table(method: Metodo, *, id: str) -> Table:
    """The grades of the method's indicator, best first."""
    bands = method.bandas
    heads = (
        Column("Grado"), Column("Calificación"), Column("Desempeño"), Column("Como lo imprime la norma", numeric=True),
        Column("Desde", numeric=True), Column("Hasta antes de", numeric=True),
    )  # fmt: skip
    rows = tuple(
        TableRow((band.grado, _chip(band.grade), band.desempeno, band.impreso, _edge(band.desde), _edge(band.hasta)))
        for band in reversed(bands.grados)
    )
    name = lower_first(method.indicadores[bands.indicador].nombre)
    return Table(id, f"Grados del {name} (%)", heads, rows, (bands.bordes, f"Fuente: {bands.fuente}."))


def thresholds_table(method: Metodo, *, id: str) -> Table:
    """The thresholds of accumulated execution at the end of each quarter."""
    thresholds = method.umbrales
    heads = (Column("Calificación"), *(Column(quarter, numeric=True) for quarter in QUARTER_HEADS))
    rows = []
    for grade in thresholds.grados:
        edges = ["por debajo"] * 4 if grade.desde is None else [f"desde {number_es(edge)} %" for edge in grade.desde]
        rows.append(TableRow((_chip(grade.grade), *edges)))
    name = lower_first(method.indicadores[thresholds.indicador].nombre)
    levels = list_es([lower_first(LEVEL_WORDS[level]) for level in thresholds.niveles])
    notes = (thresholds.bordes, f"Se aplica a: {levels}.", f"Fuente: {thresholds.fuente}.")
    return Table(id, f"Umbrales de la {name} acumulada", heads, tuple(rows), notes)


def cutoffs_table(corrida: Corrida, *, id: str) -> Table:
    """The dates at which the accounts of each window were cut, with their source."""
    rows = tuple(TableRow((code, date_es(cut.fecha), cut.fuente)) for code, cut in corrida.cortes.items())
    return Table(id, "Fechas de corte", (Column("Periodo"), Column("Corte"), Column("Fuente")), rows)


def method_text(book: Book, method: Metodo) -> Paragraph:
    """Which method, from which document, and how it rounds."""
    rounding = method.redondeo
    decimals = Number(number_es(Decimal(rounding.decimales)), plain_text(rounding.decimales))
    return paragraph(
        book,
        "**{{ nombre_metodo }}** (`{{ id }}`). Fuente: {{ fuente }}.\n\n{{ descripcion }}\n\n"
        "**Redondeo:** a {{ decimales }} {{ palabra }}, mitad hacia arriba. {{ donde }}: {{ fuente_redondeo }}.",
        nombre_metodo=method.nombre,
        id=method.id,
        fuente=method.fuente,
        descripcion=method.descripcion,
        decimales=decimals,
        palabra="decimal" if rounding.decimales == 1 else "decimales",
        donde=ROUNDING_WORDS[rounding.donde],
        fuente_redondeo=rounding.fuente,
    )


def substitute_notes(book: Book, method: Metodo, indicator: str, period: Period) -> tuple[str, ...]:
    """A note where an indicator stands in for what the method would compute from a table that is not kept."""
    rule = method.indicadores[indicator].rule(period)
    kept = {PurePosixPath(name).stem for name in book.inputs}
    if rule is None or not rule.a_falta_de or rule.a_falta_de in kept or rule.formula is None:
        return ()
    words = rule.formula.words({word: _name(method, word) for word in rule.formula.names})
    name = method.indicadores[indicator].nombre
    wanting = f"faltan los datos de {rule.a_falta_de} con que el método lo obtiene"
    return (f"{name} acumulado: aproximado, {words}; {wanting}.",)


def decisions(book: Book, method: Metodo) -> Paragraph:
    """What the method file decides where its sources leave it open."""
    items = "{% for decision in decisiones %}- {{ decision }}\n{% endfor %}"
    return paragraph(book, items, decisiones=method.decisiones)


def reporting_text(book: Book) -> Paragraph:
    """How many of those at the bottom of the structure reported in the run's period, and who did not."""
    parents = {node.parent for node in book.nodes}
    expected = [node for node in book.nodes if node.key not in parents]
    silent = [node for node in expected if not _reported(book, node)]
    return paragraph(
        book,
        "Informaron {{ cuenta(informaron) }} de {{ cuenta(esperadas) }} {{ enumera(niveles) }} en el {{ periodo() }}. "
        "{% if sin_dato %}Sin informe: {{ enumera(sin_dato) }}. Quien no informó queda fuera de los promedios; "
        "no cuenta como cero.{% else %}Ninguno quedó sin informar.{% endif %}",
        informaron=[node for node in expected if node not in silent],
        esperadas=expected,
        sin_dato=[node.name for node in silent],
        niveles=[PLURALS.get(level, level) for level in dict.fromkeys(node.level for node in expected)],
    )


def _reported(book: Book, node: Node) -> bool:
    """Whether a node has a figure in the run's period for an indicator that is reported and consolidated."""
    return any(book.get(name, book.period, *node.key) for name in _consolidated(book))


def _consolidated(book: Book) -> list[str]:
    """The indicators that the method takes as reported and consolidates."""
    indicators = book.method.get("indicadores", {})
    return [
        name
        for name, indicator in indicators.items()
        if any(rule["regla"] == "consolidar" for rule in indicator["reglas"].values())
    ]


def explained(
    book: Book, method: Metodo, *, levels: Sequence[str] = (), indicators: Sequence[str] = ()
) -> Paragraph:
    """What the method says of some roll-ups and indicators, for a section to open with its own words."""
    names = [
        (LEVEL_WORDS[level], method.consolidacion[level].explicacion)
        for level in levels
        if level in method.consolidacion
    ]
    names += [
        (method.indicadores[name].nombre, method.indicadores[name].explicacion)
        for name in indicators
        if name in method.indicadores
    ]
    return paragraph(
        book,
        "{% for nombre_regla, dicho in reglas %}- **{{ nombre_regla }}.** {{ dicho }}\n{% endfor %}",
        reglas=names,
    )


def identity_text(book: Book) -> Paragraph:
    """Mission, vision and principles, where they are written."""
    names = {"Misión": book.identity.get("mision"), "Visión": book.identity.get("vision")}
    written = [(label, text) for label, text in names.items() if text]
    return paragraph(
        book,
        "{% for etiqueta, dicho in escritas %}**{{ etiqueta }}.** {{ dicho }}\n\n{% endfor %}"
        "{% if principios %}**Principios.** {{ enumera(principios) }}.{% endif %}",
        escritas=written,
        principios=list(book.identity.get("principios") or ()),
    )


def _chip(grade: Grade) -> Chip:
    return Chip(grade.light, grade.symbol, grade.rating)


def _edge(edge: Decimal | None) -> Number | str:
    """An edge of a band; the last band has no upper one."""
    return "en adelante" if edge is None else Number(number_es(edge), plain_text(edge))
