"""The received forms according to the reception log: counts by state, and the forms that were not accepted."""

from __future__ import annotations

from collections import Counter

from helpers.base.display import as_sentence, date_es, upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.situations import FormState, received_forms
from helpers.views.elements.cells import Missing, breakable, counted
from helpers.views.elements.grid import NotIncluded, Scope, Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import short_name

FORM_STATES = {
    FormState.ACCEPTED: "Aceptados",
    FormState.REPLACED: "Reemplazados",
    FormState.REJECTED: "Rechazados",
    FormState.DISCARDED: "Descartados",
}
"""States of a form in the reception log, with the heading of their column."""
UNDATED = "La fecha es la que dice el formulario; si no se le lee ninguna que pueda ser, la del día en que se recibió."
AGAIN = "Cada fila es una decisión sobre un formulario; el recuento por periodo toma la última de cada uno."


def reception_table(book: Book) -> Table | NotIncluded | None:
    """Return a table of the number of forms received, by period of the reception log (rows) and state (columns).

    A form counts once, with its last state. Without forms it returns NotIncluded; None in a plan's report, whose forms
    are those of its versions.
    """
    if not book.listing("recepcion"):
        what = "la recepción de los formularios de las unidades (aceptados, rechazados o reemplazados)"
        return None if book.period.is_plan else NotIncluded(Scope.ITEM, what)
    periods = dict.fromkeys(entry["periodo"] for entry in book.listing("recepcion"))
    forms = Counter((entry["periodo"], entry["estado"]) for entry in received_forms(book))
    rows = tuple(
        TableRow((upper_first(Period.parse(period).words), *(counted(forms[period, state]) for state in FORM_STATES)))
        for period in periods
    )
    heads = text_columns("Periodo") + number_columns(*FORM_STATES.values())
    notes = ("Cada formulario, con su huella, está en «Recepción», en los papeles de trabajo.",)
    return Table("cuadro-recepcion", "Formularios recibidos", heads, rows, notes)


def forms_not_accepted_table(book: Book) -> Table | None:
    """Return a table of the log's lines on forms rejected, replaced or discarded, with what was done and why.

    Each line is a row, so that a form may appear twice; a note then says that its last line counts. Without
    any, the table says «Ninguno.». None if the data are not from forms.
    """
    if not book.listing("recepcion"):
        return None
    listed = [entry for entry in book.listing("recepcion") if entry["estado"] != FormState.ACCEPTED]
    rows = tuple(
        TableRow((
            breakable(entry["archivo"]), short_name(book, entry["unidad"]) or Missing("No se reconoce la unidad."),
            upper_first(Period.parse(entry["periodo"]).words), date_es(entry["fecha_presentacion"]),
            as_sentence(f"{entry['estado']}: {entry['motivo']}"),
        ))
        for entry in listed
    )  # fmt: skip
    heads = text_columns("Archivo", "Unidad", "Periodo", "Fecha", "Qué se hizo y por qué")
    title = "Formularios rechazados, reemplazados o descartados"
    last = received_forms(book)
    notes = (UNDATED, *((AGAIN,) if any(entry not in last for entry in listed) else ())) if rows else ()
    return Table("cuadro-recepcion-otros", title, heads, rows, notes, empty="Ninguno.")
