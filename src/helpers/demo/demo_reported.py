"""A percentage that is reported for a whole type of post, besides those of its posts."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.demo.demo_records import Fault, Unit
from helpers.demo.planted.faults import WARNING, since

COLUMNS = ("nivel", "codigo", "indicador", "periodo", "valor", "nota")
TYPE, NAME = "CONSULADOS", "Consulados"
PERIOD = "2024-T2"
REPORTED = {"avance_fisico": "73.50", "eficacia_ponderada": "18.38"}

RowOf = dict[str, str]


def reported_by_a_type(units: Sequence[Unit]) -> tuple[tuple[str, ...], list[RowOf], Fault]:
    """Return the columns and rows of the second quarter's `avances`, and the fault planted in them.

    They report a percentage for all consulates that differs from what their tasks give.
    """
    posts = sum(unit.parent.startswith(TYPE[:-1]) or unit.parent == "VICECONSULADO" for unit in units)
    rows = [
        {"nivel": "tipo", "codigo": TYPE, "indicador": indicator, "periodo": PERIOD, "valor": value}
        for indicator, value in REPORTED.items()
    ]
    story = f"Los {posts} consulados juntos informan 73,50, que no es el promedio de los suyos."
    place = f"fila {TYPE}, columna valor"
    return COLUMNS, rows, Fault("REP-PARTES", WARNING, since(2), "T2/avances.csv", place, NAME, story)
