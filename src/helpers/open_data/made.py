"""Tables that a run works out of others and that no CSV of its own holds, as open tables."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.book import Book
from helpers.open_data.records import Field, OpenTable

REFORMULATION = "reformulacion"
FIELDS = (
    Field("version", description="Versión del plan que hizo el cambio.", required=True),
    Field(
        "cambio",
        description="Qué cambió; una tarea puede estar en varias filas.",
        allowed=("agregada", "retirada", "trasladada", "reprogramada", "reponderada", "con otro presupuesto"),
        required=True,
    ),
    Field("tarea", description="Código de la tarea.", required=True),
    Field("descripcion", description="Descripción de la tarea."),
    Field("unidad", description="Código de la unidad; en la versión nueva, salvo de las retiradas."),
    Field("unidad_antes", description="Código de la unidad en la versión anterior, de lo que sigue."),
    Field("detalle", description="Qué decía y qué dice."),
    Field("ppto_antes", "number", description="Presupuesto en la versión anterior.", unit="Bs"),
    Field("ppto_despues", "number", description="Presupuesto en la versión nueva.", unit="Bs"),
)


def made_tables(book: Book) -> Iterator[OpenTable]:
    """What each version of the plan changed, task by task, of a run that compares them."""
    lines = book.listing(REFORMULATION)
    if lines:
        about = "Cada cambio de cada tarea de una versión del plan a la siguiente."
        yield OpenTable(REFORMULATION, "Cambios de la reformulación", about, FIELDS, tuple(lines))
