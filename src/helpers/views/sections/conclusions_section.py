"""Paragraphs and tables of the section on conclusions and recommendations (`12_conclusiones`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helpers.base.display import date_es, list_es
from helpers.figures.book import Book
from helpers.texts.conclusions.conclusions_draft import Drafted, as_list, drafted, matters_apart
from helpers.texts.conclusions.recommendations import (
    Recommendation,
    carried,
    deadline,
    is_open,
    is_overdue,
    own_recommendations,
)
from helpers.texts.decisions.decisions_draft import own_matters, pending
from helpers.views.elements.cells import NOT_SAID, Cell, Chip
from helpers.views.elements.grid import NotIncluded, Pieces, Scope, Shown, Table, TableRow, text_columns
from helpers.views.elements.tables import listing_table
from helpers.views.sections.shown_section import ShownSection

IS_DRAFT = "*Borrador pendiente de revisión por la unidad de planificación.*"
NO_ADVICE = "Ninguna regla propone una a partir de estas cifras."
COMPOSED = "Toda frase del borrador se compone"
NO_TYPED_NUMBER = "Ninguna frase del borrador trae un número escrito"

OVERDUE = Chip("rojo", "▼", "Vencida")
OPEN, DONE = Chip("amarillo", "■", "En curso"), Chip("verde", "●", "Cumplida")
OWN_FIELDS = {"responsable": "Responsable", "plazo": "Plazo", "estado": "Estado", "fuente": "Dónde está"}
"""Optional fields of a printed report's recommendations, with their headings."""


def drafts(section: ShownSection) -> tuple[Sequence[Drafted], Sequence[Drafted]]:
    """The conclusions and the recommendations that rules draft from the run's figures and findings."""
    return drafted(section.book, section.findings, section.cutoff, own_matters(section.texts))


def concluded(section: ShownSection, draft: Sequence[Drafted]) -> Shown:
    """Return the planner's own text, or the drafted conclusions as a list under a line that says that they are a draft.

    The line stands above the planner's text too while it has a proposal that nobody accepted.
    """
    own = section.own_text()
    if own and any(pending(section.book, text.text) for text in section.texts):
        return Pieces((section.compose(IS_DRAFT), own))
    return own or section.compose(f"{IS_DRAFT}\n\n{as_list(draft)}")


def proposed(section: ShownSection, draft: Sequence[Drafted]) -> Shown:
    """The drafted recommendations as a list, or a sentence that there are none, below the sentence of `matters_apart`.

    Returns NotIncluded if the planner wrote a text for this section, as the proposed recommendations are in that text.
    """
    if section.own_text():
        return section.leave_out()
    apart = matters_apart(section.book, section.findings, section.cutoff, own_matters(section.texts))
    return section.compose(f"{apart}\n\n{as_list(draft) or NO_ADVICE}".lstrip())


def composed(section: ShownSection, sentences: Sequence[str]) -> list[str]:
    """The sentences, as given, that yield a non-empty text once their figures are filled in."""
    return [sentence for sentence in sentences if section.compose(sentence).html]


def earlier_recommendations_table(book: Book, cutoff: date) -> Table | NotIncluded:
    """Return a table of earlier reports' recommendations made by the cut-off date: overdue, then open, then completed.

    A column of sources is there if any has one. NotIncluded without recommendations.
    """
    rows = sorted(carried(book, cutoff), key=lambda row: (not is_overdue(row, cutoff), not is_open(row)))
    if not rows:
        return NotIncluded(Scope.PART, "las recomendaciones de informes anteriores")
    heads = text_columns("N.º", "Recomendación", "Responsable", "Plazo", "Estado al corte", "Seguimiento", "Fuente")
    note = f"Vencida: no consta como cumplida y su plazo terminó antes del {date_es(cutoff)}, fecha de este corte."
    shown = tuple(TableRow(_cells(row, cutoff)) for row in rows)
    title = "Recomendaciones de informes anteriores y su estado al corte"
    table = Table("cuadro-recomendaciones", title, heads, shown, (note,) if is_overdue(rows[0], cutoff) else ())
    return table.without_column("Fuente", NOT_SAID)


def _cells(row: Recommendation, cutoff: date) -> tuple[Cell, ...]:
    """The cells of a recommendation; a deadline that is only a date is printed in words."""
    due = deadline(row)
    said = row.get("plazo", "")
    state: Cell = OPEN if row.get("estado") else NOT_SAID
    state = OVERDUE if is_overdue(row, cutoff) else state if is_open(row) else DONE
    return (
        row["id"],
        row["texto"],
        row.get("responsable") or NOT_SAID,
        date_es(due) if due and len(said) <= len("2024-06-30") else said or NOT_SAID,
        state,
        row.get("seguimiento") or NOT_SAID,
        row.get("fuente") or NOT_SAID,
    )


def printed_recommendations_table(book: Book) -> Table | NotIncluded:
    """Return a table of the recommendations of the period's printed report (rows of `recomendaciones`), in their order.

    A field of `OWN_FIELDS` that none of them states has no column; a note names it. NotIncluded if none is known.
    """
    rows = own_recommendations(book)
    if not rows:
        return NotIncluded(Scope.PART)
    untold = [head.lower() for field, head in OWN_FIELDS.items() if not any(row.get(field) for row in rows)]
    lacking = "consta este dato" if len(untold) == 1 else "constan estos datos"
    notes = ["El contenido es el del informe impreso; la redacción es de este informe."]
    notes += [f"De ninguna recomendación {lacking}: {list_es(untold)}."] if untold else []
    columns = {"id": "N.º", "texto": "Recomendación", **OWN_FIELDS}
    title = f"Recomendaciones del informe impreso, {book.period.words}"
    return listing_table(rows, id="cuadro-recomendaciones-propias", title=title, columns=columns, notes=notes)


def drafting_rules_table(drafted: Sequence[Drafted]) -> Table:
    """Return a table with a row for each drafted paragraph: its rule, what the rule does, and the text (a template)."""
    rows = tuple(TableRow((one.rule.key, one.rule.promise, one.text)) for one in drafted)
    heads = text_columns("Regla", "Qué hace", "Lo que redactó")
    return Table("cuadro-reglas-redaccion", "Frases del borrador, con la regla de cada una", heads, rows)
