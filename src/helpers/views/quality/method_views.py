"""The method section, generated from the method file: description, formulas, indicators and cut-off dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from markupsafe import Markup

from helpers.base.display import date_es, list_es, lower_first, upper_first
from helpers.base.periods import Period
from helpers.base.python_extras import grouped, not_none
from helpers.figures.book import Book
from helpers.figures.figure_names import level_with_article
from helpers.figures.formulas.formula_notation import formula_svg
from helpers.settings.indicators import Regla
from helpers.settings.institution import Norma
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida
from helpers.views.elements.cells import counted
from helpers.views.elements.grid import Table, TableRow, text_columns
from helpers.views.elements.prose import Paragraph, paragraph

FORMULA_HTML = (
    '<p class="formula-nombre">{}</p>'
    '<div class="formula bloque">{}<span class="palabras">{}</span></div>'
)


@dataclass(frozen=True)
class Formulas:
    """The formulas of a method: name, LaTeX and words; each is drawn with the words below."""

    items: tuple[tuple[str, str, str], ...]

    def _repr_html_(self) -> str:
        return "\n".join(
            Markup(FORMULA_HTML).format(name, Markup(formula_svg(latex)), words)
            for name, latex, words in self.items
        )


def formulas(method: Metodo) -> Formulas:
    """Return the formulas of a method, indicator by indicator; kinds of window with the same formula share one.

    Indicators without a formula have none.
    """
    # A symbol stands in upright type; one with a subscript is LaTeX already.
    called = {name: item.simbolo for name, item in method.indicadores.items()}
    symbols = {name: symbol if "_" in symbol else rf"\mathrm{{{symbol}}}" for name, symbol in called.items()}
    symbols["trimestres"] = r"\mathrm{trimestres}"
    items = []
    for name, indicator in method.indicadores.items():
        defined = ((kind, rule) for kind, rule in indicator.reglas.items() if rule.formula is not None)
        for same in grouped(defined, lambda pair: (pair[1].expresion, pair[1].a_falta_de)).values():
            items.append(_formula_item(method, symbols, name, same[0][1], [kind for kind, _ in same]))
    return Formulas(tuple(items))


def _symbol_text(symbol: str) -> Markup:
    """A symbol as HTML with its subscript."""
    letter, _, below = symbol.replace("{", "").replace("}", "").partition("_")
    return Markup("{}<sub>{}</sub>").format(letter, below) if below else Markup("{}").format(letter)


def _formula_item(
    method: Metodo, symbols: dict[str, str], name: str, rule: Regla, kinds: Sequence[str]
) -> tuple[str, str, str]:
    """Return heading, LaTeX and words of a formula; the heading names its kinds of window, `kinds`."""
    indicator = method.indicadores[name]
    words = rule.formula_words(method.indicadores)
    only = ", donde no se informa" if rule.regla == "consolidar" else ""
    only = f", donde no hay {rule.a_falta_de}" if rule.a_falta_de else only
    heading = f"{indicator.nombre} ({list_es(kinds)}{only})"
    return heading, f"{symbols[name]} = {not_none(rule.formula).latex(symbols)}", f"{indicator.nombre} = {words}"


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


def norms_listed(norms: Iterable[Norma]) -> list[dict[str, str]]:
    """Return each norm as a row (fields `norma`, `tema`, `fuente`): name with date and title, subject, and source."""
    return [
        {
            "norma": ": ".join(filter(None, (_dated(norm), norm.titulo))),
            "tema": upper_first(norm.tema),
            "fuente": norm.fuente,
        }
        for norm in norms
    ]


def _dated(norm: Norma) -> str:
    """The acronym of a norm, followed by its date if it is known."""
    return f"{norm.sigla}, de {date_es(norm.fecha)}" if norm.fecha else norm.sigla


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
