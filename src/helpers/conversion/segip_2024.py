"""From the forms of the 2024 POA's reformulation, read from scans, to the contract's tables (``data/segip/2024``).

Only what can be read is taken, and what the transcription does not call clear says so in its own line. Run it with
``python -m helpers.conversion.segip_2024 [--check]``; ``data/segip/2024/README.md`` says where each table comes from.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from helpers.conversion.command import Conversion
from helpers.conversion.segip_2020.units import DEPARTMENTS, ENTITY, ENTITY_NAME, NAMES
from helpers.conversion.source import ConversionError, Source, SourceRow
from helpers.conversion.tables import Line, Table

ARTICULATION_FILE = "formulario_02.csv"
BUDGET_FILE = "formulario_04.csv"
VERSION = "reformulado-1"
CLEAR = "clara"
FUENTES = {"20": "fuente_20", "41": "fuente_41"}
SIGLAS = {name.text: sigla for sigla, name in NAMES.items()}

READS_BEST = {
    "1.1": "DDLP",
    "1.2": "DNTIC",
    "1.3": "DNTIC",
    "3.1": "DDTJ",
    "4.1": "DDLP",
    "4.2": "DNTIC",
    "4.4": "DDSC",
    "4.6": "DNP",
    "4.7": "DDPT",
    "5.1": "DDTJ",
    "5.2": "DDPT",
    "6.1": "DDPT",
}
"""Action -> unit whose form gives its text with the fewest letters misread."""


class Entry(NamedTuple):
    """A line of form 02 with the unit whose form it is of."""

    unit: str
    row: SourceRow


def unit_of(row: SourceRow) -> str:
    """Sigla of the unit whose form a line is of."""
    area = row.text("area")
    if area not in SIGLAS:
        raise ConversionError(row.file, f"línea {row.line}: no se sabe qué unidad es «{area}»")
    return SIGLAS[area]


def entries(source: Source) -> list[Entry]:
    """Lines of form 02 that tie an action whose code can be read, without totals."""
    rows = [row for row in source.rows(ARTICULATION_FILE) if row.text("acp_cod") not in ("", "TOTAL")]
    return [Entry(unit_of(row), row) for row in rows]


def structure(source: Source) -> Table:
    """The table ``estructura``: the entity and the units that have a form."""
    rows = [*source.rows(ARTICULATION_FILE), *source.rows(BUDGET_FILE)]
    units = {unit_of(row): row.text("area") for row in rows}
    lines: list[Line] = [
        {"codigo": ENTITY.codigo, "nombre": ENTITY_NAME, "nivel": ENTITY.nivel, "sigla": ENTITY.codigo}
    ]
    lines += [
        {
            "codigo": sigla,
            "nombre": name,
            "nivel": "unidad",
            "padre": ENTITY.codigo,
            "sigla": sigla,
            "departamento": DEPARTMENTS.get(sigla, ""),
        }
        for sigla, name in units.items()
    ]
    return Table("estructura.csv", ("codigo", "nombre", "nivel", "padre", "sigla", "departamento"), lines)


def actions(source: Source) -> Table:
    """The table ``acciones``: each code with its text, cut at fifteen words as the transcription cuts it."""
    texts = {(row.text("acp_cod"), unit): row.text("accion_texto_15_palabras") for unit, row in entries(source)}
    codes = sorted({code for code, _ in texts})
    lines: list[Line] = []
    for code in codes:
        if (code, READS_BEST.get(code, "")) not in texts:
            raise ConversionError(ARTICULATION_FILE, f"no se sabe de qué formulario tomar el texto de la acción {code}")
        lines.append({"acp": code, "denominacion": texts[code, READS_BEST[code]]})
    return Table("acciones.csv", ("acp", "denominacion"), lines)


def articulation(source: Source) -> Table:
    """The table ``articulacion``: the weight of each action in its unit; one that cannot be read stays blank."""
    lines: list[Line] = [
        {
            "estrategica": row.text("accion_estrategica_cod"),
            "acp": row.text("acp_cod"),
            "descripcion": _marked(row.text("accion_texto_15_palabras"), row),
            "ponderacion": row.figure("ponderacion_pct"),
            "area": unit,
            "version": VERSION,
        }
        for unit, row in entries(source)
    ]
    columns = ("estrategica", "acp", "descripcion", "ponderacion", "area", "version")
    return Table("articulacion.csv", columns, lines)


def requirements(source: Source) -> Table:
    """The table ``requerimientos``: each amount of form 04, by source of funds, with its unit's ceiling."""
    columns = ("area", "cat_prog", "version", "formulario", "descripcion", "fuente", "importe", "techo")
    return Table("requerimientos.csv", columns, list(_requirements(source)))


def _requirements(source: Source) -> Iterator[Line]:
    rows = source.rows(BUDGET_FILE)
    ceilings = {unit_of(row): row.figure("techo") for row in rows if row.text("nivel") == "total"}
    for row in rows:
        for fuente, column in FUENTES.items() if row.text("nivel") == "formulario" else ():
            if amount := row.figure(column):
                yield {
                    "area": unit_of(row),
                    "cat_prog": row.text("cat_prog"),
                    "version": VERSION,
                    "formulario": row.text("form_n"),
                    "descripcion": _marked(row.text("descripcion"), row),
                    "fuente": fuente,
                    "importe": amount,
                    "techo": ceilings[unit_of(row)],
                }


def _marked(text: str, row: SourceRow) -> str:
    """A text with what the transcription says of a line that it does not call clear."""
    if row.text("legibilidad") == CLEAR:
        return text
    return f"{text} [{row.text('legibilidad').replace('_', ' ')}: {row.text('nota')}]".strip()


CONVERSION = Conversion(
    source="data/segip/fuente/2024",
    target="data/segip/2024",
    makers=(structure, actions, articulation, requirements),
)

if __name__ == "__main__":
    sys.exit(CONVERSION.main())
