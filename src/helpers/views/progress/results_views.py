"""The results that units report: expected and achieved results by action, and highlights."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from markupsafe import Markup

from helpers.base.display import PERCENTAGES, date_es, list_es
from helpers.base.name_phrases import several_of
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure_names import NO_RESULTS
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.situations import periods_within
from helpers.figures.subjects import acp_rows, find, first_node
from helpers.views.elements.cells import NOT_SAID, NOT_STATED, Cell, Chip, Missing, Number, counted, number, received
from helpers.views.elements.grid import Column, Table, TableRow, number_columns, text_columns
from helpers.views.elements.prose import Paragraph, paragraph
from helpers.views.elements.safe_markdown import cell_html

Result = Mapping[str, str]

ACHIEVEMENT, DIFFICULTY, HIGHLIGHT = "logro", "dificultad", "destacado"
CHALLENGE, CONTEXT, CONCLUSION = "desafio", "contexto", "conclusion"
BOLIVIANOS = "Bs"
ACHIEVED = "logrado"
STATES = {
    ACHIEVED: Chip("verde", "●", "Logrado"),
    "en curso": Chip("amarillo", "■", "En curso"),
    "previsto": Chip("gris", "○", "Previsto"),
}
STATE_WORDS = {
    ACHIEVED: ("logrado", "logrados"),
    "en curso": ("en curso", "en curso"),
    "previsto": ("previsto", "previstos"),
}
"""Words for the states of a result, singular and plural."""
NO_STATE = Missing("La unidad no dijo en qué estado está.")
NO_QUANTITY = Missing("El documento no da una cantidad.", NOT_STATED)
BOUND = re.compile(r"\((más de|hasta|desde|aproximadamente)\)$")
"""What a unit of measure says of its quantity: that it is not exact."""


class ResultColumn(NamedTuple):
    """A column of a table of results: heading, and a function from a result to its cell (`Missing` if it has none)."""

    header: str
    cell: Callable[[Result], Cell]


def filled(columns: Iterable[ResultColumn], rows: Sequence[Result]) -> list[ResultColumn]:
    """Return the columns that have a cell other than `Missing` in some row, in order; none if there are no rows."""
    return [column for column in columns if not all(isinstance(column.cell(one), Missing) for one in rows)]


def headings(columns: Iterable[ResultColumn]) -> tuple[Column, ...]:
    """Return the table columns, left-aligned, of some columns of results."""
    return text_columns(*(column.header for column in columns))


def row_of(one: Result, columns: Iterable[ResultColumn]) -> TableRow:
    """Return a result as a table's row, with one cell for each of the columns."""
    return TableRow(tuple(column.cell(one) for column in columns))


QUANTITY = ResultColumn("Cantidad", lambda one: amount(one) or NO_QUANTITY)
STATE = ResultColumn("Estado", lambda one: STATES.get(one.get("estado", ""), NO_STATE))


def backing(shared: str) -> ResultColumn:
    """Return the column of the source references, without their common beginning `shared` and their action's code."""

    def cell(one: Result) -> Cell:
        own = one.get("fuente", "").removeprefix(f"{shared}, ").removeprefix(f"ACP {one.get('acp')}, ")
        return own.replace("líneas ", "líneas\u00a0") or NOT_SAID

    return ResultColumn("Respaldo", cell)


def backing_notes(shared: str) -> tuple[str, ...]:
    """Return the note on the common beginning of the source references; empty without one."""
    return (f"El respaldo empieza siempre por «{shared}».",) if shared else ()


def results_of(book: Book, *kinds: str) -> tuple[Result, ...]:
    """Return the institution's own rows of `resultados` in the periods of `periods_within`, in the table's order.

    Rows of other institutions are left out. `kinds` limits them to some values of `tipo`; a row without one is an
    achievement. A result of another period than the report's, such as a quarter of the year, refers to that period
    (`periodo_referido`) unless it names one.
    """
    asked = periods_within(book, "resultados")
    return tuple(
        {**row, "periodo_referido": row.get("periodo_referido") or _another(book, row)}
        for row in book.listing("resultados")
        if row.get("periodo", "") in asked
        and not row.get("institucion")
        and (not kinds or (row.get("tipo") or ACHIEVEMENT) in kinds)
    )


def _another(book: Book, one: Result) -> str:
    """The words of a result's period if it is not the report's; else empty."""
    told = one.get("periodo") or str(book.period)
    return Period.parse(told).words if told != str(book.period) else ""


def reached(book: Book) -> tuple[Result, ...]:
    """Return the rows of `results_of` on achievements and highlights, parts of results included, in their order."""
    return results_of(book, ACHIEVEMENT, HIGHLIGHT)


def achieved(book: Book) -> tuple[Result, ...]:
    """Return the rows of `reached` (achievements and highlights) that count as results, in their order.

    A part (`parte_de`) is left out if the result that it names is in `reached` and no part itself; otherwise it counts.
    """
    rows = reached(book)
    whole = {name_of(row) for row in rows if not row.get("parte_de")}
    return tuple(row for row in rows if not row.get("parte_de") or whole_of(row) not in whole)


def name_of(one: Result) -> tuple[str, str]:
    """Return the key of a result: its period and its id within the period."""
    return one.get("periodo", ""), one.get("id", "")


def whole_of(one: Result) -> tuple[str, str]:
    """Return period and id (`name_of`) of the result that this one is a part of; the id is empty if it is no part."""
    return one.get("periodo", ""), one.get("parte_de", "")


def results_sentence(book: Book) -> Paragraph:
    """Return sentences with the number of results of the report's period (`achieved`), by state, and of their parts.

    Of several quarters it says that a result may be in more than one. Without results it says that the data have none.
    """
    rows = achieved(book)
    states = {words: [row for row in rows if row.get("estado") == state] for state, words in STATE_WORDS.items()}
    told = [(one if len(found) == 1 else many, found) for (one, many), found in states.items() if found]
    return paragraph(
        book,
        "{% if filas %}En el informe {{ de_cuando }}, las unidades dieron "
        "{% if filas|length == 1 %}un resultado{% else %}{{ cuenta(filas) }} resultados{% endif %}"
        "{% for palabras, hallados in estados %}{{ ': ' if loop.first else ' y ' if loop.last else ', ' }}"
        "{{ cuenta(hallados) }} {{ palabras }}{% endfor %}."
        "{% if sin_estado %} No consta el estado de {{ cuenta(sin_estado) }}.{% endif %}"
        "{% if partes|length == 1 %} Se detalla además una parte o cantidad de esos resultados.{% elif partes %} "
        "Se detallan además {{ cuenta(partes) }} partes o cantidades de esos resultados.{% endif %}"
        "{% for dicho in repetidos %} {{ dicho }}{% endfor %}"
        "{% else %}No constan en la información recibida los resultados {{ de_cuando }}.{% endif %}",
        de_cuando=book.period.of_when,
        filas=rows,
        repetidos=of_several_reports(rows),
        partes=range(len(reached(book)) - len(rows)),
        estados=told,
        sin_estado=[row for row in rows if row.get("estado", "") not in STATE_WORDS] if told else [],
    )


def of_several_reports(rows: Iterable[Result]) -> list[str]:
    """Return a sentence if results are of several reports, each with the states of its date; empty if they are not."""
    are_several = len({row["periodo"] for row in rows if row.get("periodo")}) > 1
    dated = "cada uno con los estados de su fecha: un mismo resultado puede estar en más de uno."
    return [f"Se cuentan varios informes, {dated}"] * are_several


def results_by_action(book: Book, *, id: str, title: str) -> Table:
    """Return a table of actions: expected result, number of results by state and of highlights, two percentages.

    The percentages are physical progress in the report's period and financial execution from January; `Missing` where
    unknown. They have no columns if no action has one. A number is no zero where a result's state is not known.
    """
    results = achieved(book)
    places = (("avance_fisico", book.period), ("ejecucion_financiera", book.period.accumulated()))
    is_measured = any(find(book, *place, "acp", row.code) for row in acp_rows(book) for place in places)
    by_action, every = by_acp(results), by_acp(reached(book))
    named = {action["acp"]: action for action in book.listing("acciones")}
    states = (chip.word for chip in STATES.values())
    heads = text_columns("Acción", "Resultado esperado")
    heads += number_columns(*states, "Destacados", *("Avance físico (%)", "Ejecución financiera (%)") * is_measured)
    rows = []
    for row in acp_rows(book, short=True):
        told = by_action.get(row.code, ())
        by_state = Counter(one.get("estado", "") for one in told)
        expected = named.get(row.code, {}).get("resultado_esperado")
        figures = [find(book, *place, "acp", row.code) for place in places * is_measured]
        pointed_out = sum(one.get("tipo") == HIGHLIGHT for one in every.get(row.code, ()))
        stated = [counted(by_state[one]) if by_state[one] or not by_state[""] else NOT_SAID for one in STATES]
        measured = (number(figure) if figure else NOT_SAID for figure in figures)
        rows.append(TableRow((row.label, expected or NOT_SAID, *stated, counted(pointed_out), *measured)))
    whole = book.period.accumulated()
    words = f"El avance físico es {book.period.of_when}; la ejecución financiera, {whole.of_when}."
    if book.period == whole:
        words = f"Los dos porcentajes son {whole.of_when}."
    return Table(id, title, heads, tuple(rows), (*(words,) * is_measured, *of_several_reports(results)))


def where_and_when(one: Result, here: str = "") -> str:
    """Return the places and the date of a result, such as `La Paz; 3 de mayo de 2024`; empty if none is stated.

    `here`, the place of the unit, is not repeated.
    """
    told = (place.strip() for place in one.get("lugar", "").split(";"))
    places = list_es([place for place in told if place not in ("", here)])
    day = date_es(one.get("fecha", "")) or one.get("periodo_referido", "")
    return "; ".join(filter(None, (places, day)))


def shared_backing(rows: Sequence[Result]) -> str:
    """Return the beginning that all the rows' source references share, such as "Informe final 2020, sección 5.2".

    References are compared by their parts between commas, without the last part; empty if they share nothing.
    """
    places = [one.get("fuente", "").split(", ")[:-1] for one in rows]
    alike = takewhile(lambda parts: len(set(parts)) == 1, zip(*places, strict=False))
    return ", ".join(parts[0] for parts in alike)


def result_text(one: Result) -> Markup:
    """Return a result's text as safe HTML, followed in brackets by its quantity."""
    much = amount(one)
    return result_words(one) + (Markup(" ({})").format(much) if much else "")


def unfinished(one: Result) -> str:
    """Return the state in words of a result that is not achieved: `en curso`, `previsto`.

    Empty for any other, and for what is no result: of a difficulty, `previsto` would say that it was foreseen.
    """
    state = one.get("estado", "")
    is_told = state in STATE_WORDS and state != ACHIEVED and one.get("tipo", "") not in NO_RESULTS
    return STATE_WORDS[state][0] if is_told else ""


def result_words(one: Result) -> Markup:
    """Return a result's text (`texto`, Markdown) as safe HTML, without its quantity."""
    return Markup(cell_html(one["texto"]))


def words_in_table(one: Result) -> Markup:
    """Return a result's text as safe HTML, after an arrow if it is a part of another result (`parte_de`)."""
    return Markup("→ ") + result_words(one) if one.get("parte_de") else result_words(one)


def amount(one: Result) -> Markup:
    """Return a result's quantity in es-BO format with its unit of measure: `12&nbsp;talleres`, `Bs&nbsp;500`.

    The unit may be a plural, so of 0 or 1 it comes first: `talleres: 1`; of several, a singular becomes a plural. What
    is no number stays as received. A word of `BOUND` at the unit's end stands first (`más de 12`). Empty without value.
    """
    if not one.get("valor"):
        return Markup("")
    value, unit = received(one["valor"], True), one.get("unidad_medida", "")
    if bound := BOUND.search(unit):
        return Markup("{} {}").format(bound[1], amount({**one, "unidad_medida": unit[: bound.start()].rstrip()}))
    if unit in PERCENTAGES:
        return Markup("{}&nbsp;{}").format(value, unit)
    if unit and unit != BOLIVIANOS and isinstance(value, Number) and abs(Decimal(value.value)) in (0, 1):
        return Markup("{}:&nbsp;{}").format(unit, value)
    return Markup("&nbsp;").join(filter(None, (unit, value) if unit == BOLIVIANOS else (value, several_of(unit))))


def unit_of(book: Book, one: Result, *, whole: bool = False) -> str:
    """Return the name of the unit that reports a result.

    Parameters
    ----------
    whole : bool
        Whether to use the unit's full name instead of its acronym.

    Returns
    -------
    str
        The unit's code if the structure lacks it. Without a unit: the institution, the office, or `NOT_STATED`.
    """
    code = one.get("unidad", "")
    node = first_node(book, (*UNIT_LEVELS, "area"), code)
    called = (node.name if whole else node.sigla or node.name) if node else code
    return called or one.get("institucion", "") or one.get("dependencia", "") or NOT_STATED


def by_acp(rows: Sequence[Result]) -> Mapping[str, list[Result]]:
    """Return the results by the code of their short-term action, "" for those without one, in order of appearance."""
    return grouped(rows, lambda row: row.get("acp", ""))
