"""Results achieved: what was expected and what was reached, by action and unit, and what stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from helpers.book import Book
from helpers.cells import Cell, Chip, Missing, counted, number, received
from helpers.display import PERCENTAGES, number_es
from helpers.grid import Column, Table, TableRow
from helpers.prose import Paragraph, paragraph
from helpers.safe_markdown import cell_html
from helpers.subjects import acp_rows, find

Result = Mapping[str, str]

ACHIEVEMENT, DIFFICULTY, HIGHLIGHT = "logro", "dificultad", "destacado"
CHALLENGE, CONTEXT, CONCLUSION = "desafio", "contexto", "conclusion"
BOLIVIANOS = "Bs"
STATES = {
    "logrado": Chip("verde", "●", "Logrado"),
    "en curso": Chip("amarillo", "■", "En curso"),
    "previsto": Chip("gris", "○", "Previsto"),
}
NO_STATE = Missing("La unidad no dijo en qué estado está.")
NOT_SAID = Missing("Sin dato en la tabla recibida.")
SHOWN = 12
"""Results of one action that are printed; the others are counted, and stay in the working papers' inputs."""
LOOSE = "Sin acción de corto plazo"


def results_of(book: Book, *kinds: str) -> tuple[Result, ...]:
    """The institution's own results told for the run's period; of some kinds only, where they are named."""
    asked = windows_told(book)
    return tuple(
        row
        for row in book.listing("resultados")
        if row.get("periodo", "") in asked
        and not row.get("institucion")
        and (not kinds or (row.get("tipo") or ACHIEVEMENT) in kinds)
    )


def windows_told(book: Book) -> frozenset[str]:
    """The periods whose forms tell what a run reports: its own, its quarters, and none where a table has no period."""
    return frozenset({"", book.period.code, *(quarter.code for quarter in book.period.quarters())})


def achieved(book: Book) -> tuple[Result, ...]:
    """What was reached: difficulties, challenges, circumstances and conclusions are told elsewhere."""
    return results_of(book, ACHIEVEMENT, HIGHLIGHT)


def results_sentence(book: Book) -> Paragraph:
    """How many results there are, and in which state."""
    rows = achieved(book)
    states = {words: [row for row in rows if row.get("estado") == state] for state, words in _STATE_WORDS.items()}
    told = [(words, found) for words, found in states.items() if found]
    return paragraph(
        book,
        "{% if filas %}Las unidades informaron {{ cuenta(filas) }} resultados {{ cuando() }}"
        "{% for palabras, hallados in estados %}{{ ': ' if loop.first else ' y ' if loop.last else ', ' }}"
        "{{ cuenta(hallados) }} {{ palabras }}{% endfor %}."
        "{% else %}Ninguna unidad informó resultados {{ cuando() }}.{% endif %}",
        filas=rows,
        estados=told,
    )


_STATE_WORDS = {"logrado": "ya logrados", "en curso": "en curso", "previsto": "previstos"}


def results_matrix(book: Book, *, id: str, title: str) -> Table:
    """Each action's expected result beside how many were reached, its progress and its execution."""
    by_action = _by_action(achieved(book))
    named = {action["acp"]: action for action in book.listing("acciones")}
    heads = (
        Column("Acción"), Column("Resultado esperado"), *(Column(chip.word, numeric=True) for chip in STATES.values()),
        Column("Destacados", numeric=True), Column("Avance físico (%)", numeric=True),
        Column("Ejecución financiera (%)", numeric=True),
    )  # fmt: skip
    rows = []
    for row in acp_rows(book, short=True):
        told = by_action.get(row.code, ())
        states = Counter(one.get("estado", "") for one in told)
        expected = named.get(row.code, {}).get("resultado_esperado") or named.get(row.code, {}).get("denominacion", "")
        places = (("avance_fisico", book.period), ("ejecucion_financiera", book.period.accumulated()))
        figures = (find(book, name, window, "acp", row.code) for name, window in places)
        rows.append(
            TableRow(
                (
                    row.label,
                    expected or NOT_SAID,
                    *(counted(states[state]) for state in STATES),
                    counted(sum(one.get("tipo") == HIGHLIGHT for one in told)),
                    *(number(figure) if figure else NOT_SAID for figure in figures),
                )
            )
        )
    whole = book.period.accumulated()
    words = f"El avance físico es {book.period.of_when}; la ejecución financiera, {whole.of_when}."
    if book.period == whole:
        words = f"Los dos porcentajes son {whole.of_when}."
    return Table(id, title, heads, tuple(rows), (words,))


def results_table(book: Book, *, id: str, title: str) -> Table:
    """What each unit had planned beside what it reached, under its action."""
    rows: list[TableRow] = []
    left = 0
    by_action = _by_action(achieved(book))
    labels = {row.code: row.label for row in acp_rows(book)}
    for code in sorted(by_action, key=lambda one: (one not in labels, list(labels).index(one) if one in labels else 0)):
        told = sorted(by_action[code], key=lambda one: one.get("tipo") != HIGHLIGHT)
        rows.append(TableRow((labels.get(code, f"ACP {code}" if code else LOOSE),), "grupo"))
        rows += [TableRow(_cells(book, one)) for one in told[:SHOWN]]
        left += len(told[SHOWN:])
    heads = tuple(map(Column, ("Unidad", "Resultado programado", "Resultado alcanzado", "Estado", "Respaldo")))
    notes = (
        f"De cada acción se imprimen hasta {SHOWN} resultados, primero los destacados; hay {number_es(left)} más en la "
        "tabla «resultados».",
    )
    return Table(id, title, heads, tuple(rows), notes if left else ())


def highlights(book: Book) -> Markup | None:
    """What units point out, as a list; None where nobody does."""
    items = Markup("").join(
        Markup("<li><strong>{}.</strong> {}{}</li>").format(unit_name(book, one), _planned(one), told_text(one))
        for one in results_of(book, HIGHLIGHT)[: 2 * SHOWN]
    )
    return Markup('<ul class="destacados">{}</ul>').format(items) if items else None


def _cells(book: Book, one: Result) -> tuple[Cell, ...]:
    return (
        unit_name(book, one),
        one.get("resultado_programado") or NOT_SAID,
        told_text(one),
        STATES.get(one.get("estado", ""), NO_STATE),
        one.get("fuente") or NOT_SAID,
    )


def _planned(one: Result) -> str:
    planned = one.get("resultado_programado", "").strip().rstrip(".")
    return f"{planned}: " if planned else ""


def told_text(one: Result) -> Markup:
    """What the unit wrote, made harmless, with the number that it gives."""
    much = amount(one)
    return Markup(cell_html(one["texto"])) + (Markup(" ({})").format(much) if much else "")


def amount(one: Result) -> Markup:
    """The number that a row gives, with what it counts; nothing where it gives none."""
    if not one.get("valor"):
        return Markup("")
    unit, value = one.get("unidad_medida", ""), received(one["valor"], True)
    if unit in PERCENTAGES:
        return Markup("{}&nbsp;{}").format(value, unit)
    return Markup("&nbsp;").join(filter(None, (unit, value) if unit == BOLIVIANOS else (value, unit)))


def unit_name(book: Book, one: Result) -> str:
    """Who tells a result: its unit by its sigla, or its institution."""
    code = one.get("unidad", "")
    node = book.node("unidad", code) or book.node("puesto", code)
    others = (one.get(field, "") for field in ("institucion", "dependencia"))
    return (node.sigla or node.name if node else code) or next(filter(None, others), "—")


def _by_action(rows: Sequence[Result]) -> Mapping[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for row in rows:
        found.setdefault(row.get("acp", ""), []).append(row)
    return found
