"""Recommendations of earlier reports, those of the printed report, and the rules that drafted new ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helpers.base.display import date_es, list_es
from helpers.figures.book import Book
from helpers.texts.conclusions.conclusions_draft import Drafted
from helpers.texts.conclusions.recommendations import (
    Recommendation,
    carried,
    deadline,
    is_open,
    is_overdue,
    own_recommendations,
)
from helpers.views.elements.cells import Cell, Chip, Missing
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, text_columns

OVERDUE = Chip("rojo", "▼", "Vencida")
OPEN, DONE = Chip("amarillo", "■", "En curso"), Chip("verde", "●", "Cumplida")
NOT_SAID = Missing("Sin dato en la tabla recibida.")


def earlier_recommendations_table(book: Book, cutoff: date) -> Table | NotIncluded:
    """Return a table of earlier reports' recommendations made by the cut-off date: overdue, then open, then completed.

    A column of sources is there if any has one. NotIncluded without recommendations.
    """
    rows = sorted(carried(book, cutoff), key=lambda row: (not is_overdue(row, cutoff), not is_open(row)))
    if not rows:
        return NotIncluded(Scope.PART, "las recomendaciones de informes anteriores")
    backed = any(row.get("fuente") for row in rows)
    more = ("Fuente",) if backed else ()
    heads = text_columns("N.º", "Recomendación", "Responsable", "Plazo", "Estado al corte", "Seguimiento", *more)
    note = f"Vencida: no consta como cumplida y su plazo terminó antes del {date_es(cutoff)}, fecha de este corte."
    shown = tuple(
        TableRow((*_cells(row, cutoff), *((row.get("fuente") or NOT_SAID,) if backed else ()))) for row in rows
    )
    title = "Recomendaciones de informes anteriores y su estado al corte"
    return Table("cuadro-recomendaciones", title, heads, shown, (note,) if is_overdue(rows[0], cutoff) else ())


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
    )


def printed_recommendations_table(book: Book) -> Table | NotIncluded:
    """Return a table of the recommendations of the period's printed report (rows of `recomendaciones`), in their order.

    A field of `OWN_FIELDS` that none of them states has no column; a note names it. NotIncluded if none is known.
    """
    rows = own_recommendations(book)
    if not rows:
        return NotIncluded(Scope.PART)
    told = [field for field in OWN_FIELDS if any(row.get(field) for row in rows)]
    untold = [OWN_FIELDS[field].lower() for field in OWN_FIELDS if field not in told]
    heads = text_columns("N.º", "Recomendación", *(OWN_FIELDS[field] for field in told))
    shown = tuple(TableRow((row["id"], row["texto"], *(row.get(field) or NOT_SAID for field in told))) for row in rows)
    notes = ["El contenido es el del informe impreso; la redacción es de este informe."]
    lacking = "consta este dato" if len(untold) == 1 else "constan estos datos"
    notes += [f"De ninguna recomendación {lacking}: {list_es(untold)}."] if untold else []
    title = f"Recomendaciones del informe impreso, {book.period.words}"
    return Table("cuadro-recomendaciones-propias", title, heads, shown, tuple(notes))


OWN_FIELDS = {"responsable": "Responsable", "plazo": "Plazo", "estado": "Estado", "fuente": "Dónde está"}
"""Optional fields of a printed report's recommendations, with their headings."""


def drafting_rules_table(drafted: Sequence[Drafted]) -> Table:
    """Return a table with a row for each drafted paragraph: its rule, what the rule does, and the text (a template)."""
    rows = tuple(TableRow((one.rule.key, one.rule.promise, one.text)) for one in drafted)
    heads = text_columns("Regla", "Qué hace", "Lo que redactó")
    return Table("cuadro-reglas-redaccion", "Frases del borrador, con la regla de cada una", heads, rows)
