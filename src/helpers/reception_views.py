"""The forms that came in, as the reception log has them: counted, and those that do not simply count."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from helpers.book import Book
from helpers.cells import Missing, Number, breakable
from helpers.display import number_es, upper_first
from helpers.grid import Column, Table, TableRow
from helpers.periods import Period

ACCEPTED = "aceptado"
FORM_STATES = {
    ACCEPTED: "Aceptados",
    "reemplazado": "Reemplazados",
    "rechazado": "Rechazados",
    "descartado": "Descartados",
}
"""What may become of a form, as the reception log writes it, and the column that counts it."""


def reception_table(book: Book, *, id: str) -> Table:
    """How many forms came in for each period, and what became of them."""
    periods = dict.fromkeys(entry["periodo"] for entry in book.listing("recepcion"))
    forms = _forms_received(book)
    rows = tuple(
        TableRow(
            (
                upper_first(Period.parse(period).words),
                *(_count(sum(key == (period, state) for key in forms)) for state in FORM_STATES),
            )
        )
        for period in periods
    )
    heads = (Column("Periodo"), *(Column(words, numeric=True) for words in FORM_STATES.values()))
    notes = ("Cada formulario, con su huella, está en «Recepción», en los papeles de trabajo.",) if rows else ()
    empty = "No se recibieron formularios: los datos vienen de las tablas que se nombran abajo."
    return Table(id, "Formularios recibidos", heads, rows, notes, empty=empty)


def _forms_received(book: Book) -> list[tuple[str, str]]:
    """Period and state of every form: what the last line on it in the log says."""
    last = {(entry["periodo"], entry["archivo"], entry["sha256"]): entry for entry in book.listing("recepcion")}
    return [(entry["periodo"], entry["estado"]) for entry in last.values()]


def forms_not_accepted_table(book: Book, *, id: str) -> Table:
    """The lines of the reception log that say something other than that a form was accepted."""
    rows = tuple(
        TableRow(
            (
                breakable(entry["archivo"]),
                entry["unidad"] or Missing("No se reconoce la unidad."),
                entry["periodo"],
                entry["fecha_presentacion"],
                _told(entry),
            )
        )
        for entry in book.listing("recepcion")
        if entry["estado"] != ACCEPTED
    )
    names = ("Archivo", "Unidad", "Periodo", "Presentado", "Qué se hizo y por qué")
    title = "Formularios rechazados, reemplazados o descartados"
    return Table(id, title, tuple(map(Column, names)), rows, empty="Ninguno.")


def _told(entry: Mapping[str, str]) -> str:
    """What was done and why, as a sentence."""
    words = f"{entry['estado']}: {entry['motivo']}".rstrip(". :")
    return f"{upper_first(words)}."


def _count(count: int) -> Number:
    return Number(number_es(Decimal(count)), str(count))
