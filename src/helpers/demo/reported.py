"""A percentage that a type of post reports over the heads of its posts."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.demo.faults import WARNING, since
from helpers.demo.parts import Fault, Unit

COLUMNS = ("nivel", "codigo", "indicador", "periodo", "valor", "nota")
TYPE, NAME = "CONSULADOS", "Consulados"
PERIOD = "2024-T2"
REPORTED = {"avance_fisico": "73.50", "eficacia_ponderada": "18.38"}

RowOf = dict[str, str]


def reported_by_a_type(units: Sequence[Unit]) -> tuple[tuple[str, ...], list[RowOf], Fault]:
    """What the consulates say of themselves as a whole, which their tasks do not bear out."""
    posts = sum(unit.parent.startswith(TYPE[:-1]) or unit.parent == "VICECONSULADO" for unit in units)
    rows = [
        {"nivel": "tipo", "codigo": TYPE, "indicador": indicator, "periodo": PERIOD, "valor": value}
        for indicator, value in REPORTED.items()
    ]
    story = f"Los {posts} consulados juntos informan 73,50, que no es el promedio de los suyos."
    place = f"fila {TYPE}, columna valor"
    return COLUMNS, rows, Fault("REP-PARTES", WARNING, since(2), "T2/avances.csv", place, NAME, story)
