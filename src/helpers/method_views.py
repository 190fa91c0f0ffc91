"""The method section, drawn from the method file: its text, formulas, indicators, cut-offs, and who reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from types import MappingProxyType

from markupsafe import Markup

from helpers.book import Book
from helpers.cells import Number
from helpers.display import date_es, list_es, lower_first, number_es
from helpers.exact import plain_text
from helpers.grid import Column, Table, TableRow
from helpers.methods import Metodo
from helpers.narrow import narrow
from helpers.params import Corrida
from helpers.periods import Period
from helpers.prose import Paragraph, paragraph
from helpers.records import Node
from helpers.rule_words import PLURALS, ROUNDING_WORDS, formula_words, kinds_words, one_of, rollup_words
from helpers.series import share_of

FORMULA_HTML = '<p class="formula-nombre">{}</p><div class="formula" data-latex="{}">{}</div>'


@dataclass(frozen=True)
class Formulas:
    """The formulas of a method, each as LaTeX that `assemble` draws, with its words beside it."""

    items: tuple[tuple[str, str, str], ...]

    def _repr_html_(self) -> str:
        return "\n".join(Markup(FORMULA_HTML).format(name, latex, words) for name, latex, words in self.items)


def formulas(method: Metodo) -> Formulas:
    """Every formula of a method, once for each way it is defined."""
    symbols = {name: _symbol_latex(item.simbolo) for name, item in method.indicadores.items()}
    symbols["trimestres"] = r"\mathrm{trimestres}"
    found: dict[tuple[str, str], list[str]] = {}
    for name, indicator in method.indicadores.items():
        for kind, rule in indicator.reglas.items():
            if rule.formula is not None:
                found.setdefault((name, rule.expresion), []).append(kind)
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
    words = formula_words(method, rule)
    only = ", donde no se informa" if rule.regla == "consolidar" else ""
    heading = f"{indicator.nombre} ({kinds_words(kinds)}{only})"
    return heading, f"{symbols[name]} = {formula.latex(symbols)}", f"{indicator.nombre} = {words}"


def indicators_table(method: Metodo, *, id: str) -> Table:
    """Every indicator with its symbol, unit, meaning and source."""
    heads = tuple(Column(head) for head in ("Indicador", "Símbolo", "Unidad", "Qué dice", "Fuente"))
    rows = tuple(
        TableRow((item.nombre, _symbol_text(item.simbolo), item.unidad, item.explicacion, item.fuente))
        for item in method.indicadores.values()
    )
    return Table(id, "Indicadores", heads, rows)


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
        donde=_capital(ROUNDING_WORDS[rounding.donde]),
        fuente_redondeo=rounding.fuente,
    )


def substitute_notes(book: Book, method: Metodo, indicator: str, period: Period) -> tuple[str, ...]:
    """A note where an indicator stands in for what the method would compute from a table that is not kept."""
    rule = method.indicadores[indicator].rule(period)
    kept = {PurePosixPath(name).stem for name in book.inputs} | ({"tareas"} if book.series else set())
    if rule is None or not rule.a_falta_de or rule.a_falta_de in kept or rule.formula is None:
        return ()
    words = formula_words(method, rule)
    name = method.indicadores[indicator].nombre
    wanting = f"faltan los datos de {rule.a_falta_de} con que el método lo obtiene"
    return (f"{name} acumulado: aproximado, {words}; {wanting}.",)


def decisions(book: Book, method: Metodo) -> Paragraph:
    """What the method file decides where its sources leave it open."""
    items = "{% for decision in decisiones %}- {{ decision }}\n{% endfor %}"
    return paragraph(book, items, decisiones=method.decisiones)


def reporting_text(
    book: Book,
    *,
    most: int | None = None,
    told_in: str = "",
    notes: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> Paragraph:
    """How many of those at the bottom of the structure reported, quarter by quarter, and who did not.

    Of a year whoever is silent in one quarter is named with it, though other quarters give a figure of the year.

    Parameters
    ----------
    most : int or None
        How many names are printed before the rest is only counted; all of them where None.
    told_in : str
        Id of the section that names them all.
    notes : Mapping of key to str
        What the data say of those who published something that cannot be assigned to the period.
    """
    parents = {node.parent for node in book.nodes}
    expected = [node for node in book.nodes if node.key not in parents]
    silent = _silent(book)
    windows = tuple(silent)
    which = {
        key: [window for window in windows if key in silent[window]] for window in windows for key in silent[window]
    }
    named = [node for node in expected if node.key in which]
    named.sort(key=lambda node: which[node.key][0])
    told = [
        _with_note(node.name, which[node.key] if len(windows) > 1 else (), notes.get(node.key, "")) for node in named
    ]
    return paragraph(
        book,
        "Informaron {% if varias %}cada trimestre {% endif %}{{ cuenta(informaron) }} de {{ cuenta(esperadas) }} "
        "{{ enumera(niveles) }} {{ cuando }}. "
        "{% if sin_dato %}Sin dato: {% if otros %}{{ sin_dato|join('; ') }} y {{ cuenta(otros) }} más"
        "{% if seccion %} ({{ ref(seccion) }}){% endif %}{% else %}{{ enumera(sin_dato) }}{% endif %}. "
        "{% if not seccion %}Quien no tiene dato{% if varias %} de un trimestre{% endif %} queda fuera de los promedios"
        "{% if varias %} de ese trimestre{% endif %}; no cuenta como cero.{% endif %}"
        "{% else %}Nadie quedó sin informar."
        "{% endif %}",
        cuando=book.period.when,
        varias=len(windows) > 1,
        otros=named[most:] if most is not None else [],
        seccion=told_in,
        informaron=[node for node in expected if node.key not in which],
        esperadas=expected,
        sin_dato=told[:most],
        niveles=[PLURALS.get(level, level) for level in dict.fromkeys(node.level for node in expected)],
    )


def _with_note(name: str, windows: Sequence[Period], note: str) -> str:
    when = list_es([window.words for window in windows])
    unplaced = f"{note}, que no se puede asignar a un trimestre" if note else ""
    said = ": ".join(words for words in (when, unplaced) if words)
    return f"{name} ({said})" if said else name


@narrow("son otros los que no informaron")
def _silent(book: Book) -> Mapping[Period, frozenset[tuple[str, str]]]:
    """Who has no figure of each window, though something was scheduled for it or no task says what was."""
    parents = {node.parent for node in book.nodes}
    nodes = [node for node in book.nodes if node.key not in parents]
    windows = _reporting_windows(book, nodes)
    with_tasks = {series.unit for series in book.series.values()}
    silent = {}
    for window in windows:
        scheduled = {one.unit for one in book.series.values() if share_of(one, window, None).is_scheduled}
        idle = with_tasks - scheduled if len(windows) > 1 else set()
        asked = (node for node in nodes if node.code not in idle)
        silent[window] = frozenset(node.key for node in asked if not _reported(book, node, window))
    return silent


def _reporting_windows(book: Book, nodes: Sequence[Node]) -> tuple[Period, ...]:
    """The quarters of the run's period of which anybody reported; the period itself where it is reported as a whole."""
    quarters = tuple(
        quarter for quarter in book.period.quarters() if any(_reported(book, node, quarter) for node in nodes)
    )
    return quarters or (book.period,)


def _reported(book: Book, node: Node, window: Period) -> bool:
    """Whether a node has a figure in a window for an indicator that is reported and consolidated."""
    return any(book.get(name, window, *node.key) for name in _consolidated(book))


def _consolidated(book: Book) -> list[str]:
    """The indicators that the method takes as reported and consolidates."""
    indicators = book.method.get("indicadores", {})
    return [
        name
        for name, indicator in indicators.items()
        if any(rule["regla"] == "consolidar" for rule in indicator["reglas"].values())
    ]


def explained(book: Book, method: Metodo, *, levels: Sequence[str] = (), indicators: Sequence[str] = ()) -> Paragraph:
    """How some levels are had from their parts and what some indicators are, for a section to open with."""
    physical = [
        (f"Lo físico de {one_of(level)}", f"{rollup_words(level, plan)}.")
        for level, plan in method.consolidacion.items()
        if level in levels
    ]
    named = [
        (method.indicadores[name].nombre, lower_first(method.indicadores[name].explicacion))
        for name in indicators
        if name in method.indicadores
    ]
    return paragraph(
        book,
        "{% for asunto, dicho in reglas %}- **{{ asunto }}:** {{ dicho }}\n{% endfor %}",
        reglas=[*physical, *named],
    )


def identity_text(book: Book) -> Paragraph:
    """Mission, vision and principles; one line names those that nobody wrote."""
    names = {"Misión": book.identity.get("mision"), "Visión": book.identity.get("vision")}
    written = [(label, text) for label, text in names.items() if text]
    principles = list(book.identity.get("principios") or ())
    wanting = [f"la {label.lower()}" for label, text in names.items() if not text]
    wanting += [] if principles else ["los principios"]
    return paragraph(
        book,
        "{% for etiqueta, dicho in escritas %}**{{ etiqueta }}.** {{ dicho }}\n\n{% endfor %}"
        "{% if principios %}**Principios.** {{ enumera(principios) }}.\n\n{% endif %}"
        "{% if faltan %}Los datos de la institución no traen {{ enumera(faltan) }}.{% endif %}",
        escritas=written,
        principios=principles,
        faltan=wanting,
    )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
