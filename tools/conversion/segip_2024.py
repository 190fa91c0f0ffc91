"""Converts forms of the 2024 POA's reformulation, read from scans, to the contract's tables (``data/segip/2024``).

Only legible text is converted, and a line that the transcription does not mark as clear says so. Run it with
``python -m tools.conversion.segip_2024 [--check]``; ``data/segip/2024/README.md`` gives the source of each table.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tools.conversion.command import Conversion
from tools.conversion.segip_2020.units import DEPARTMENTS, ENTITY, ENTITY_NAME, NAMES, in_small_letters
from tools.conversion.source import ConversionError, Source, SourceRow
from tools.conversion.tables import Line, Table

ARTICULATION_FILE = "formulario_02.csv"
TEXTS_FILE, PDES_FILE = "formulario_02_textos.csv", "formulario_02_pdes.csv"
"""Form 02 typed in by hand: texts of its lines, and PDES codes in each unit's heading."""
BUDGET_FILE = "formulario_04.csv"
RESOLUTION_FILE = "totales_resolucion.csv"
VERSION = "reformulado-1"
DOCUMENT = "POA 2024 reformulado"
"""Citation of the reformulation's documents."""
STEPS = ("pilar", "eje", "meta", "resultado")
"""Steps of the PDES in the heading of form 02."""
FORMS_FILE, FORM = "formularios.csv", "04"
"""Forms in the copy with their lines and legibility; number of the budget form."""
ONLY_SWOT = {"UNSI": "UNIDAD NACIONAL DE SEGURIDAD DE LA INFORMACIÓN"}
"""Units with only form 01 in the copy, with their printed name (line 2108)."""
CLEAR, UNREAD = "clara", "ilegible"
SUMMARY, SUMMARY_WORDS = "4", "Formulario 04, total del área"
"""Form 04 in the table, besides the forms 03 that it summarises."""
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
"""Action -> unit whose form has its text with the fewest misread letters."""


class Entry(NamedTuple):
    """A line of form 02 with the form's unit, the line's texts, and the form's heading."""

    unit: str
    row: SourceRow
    words: SourceRow
    heading: SourceRow


def unit_of(row: SourceRow) -> str:
    """Return the sigla of the unit of a line's form."""
    area = row.text("area")
    if area not in SIGLAS:
        raise ConversionError(row.file, f"línea {row.line}: no se sabe qué unidad es «{area}»")
    return SIGLAS[area]


def entries(source: Source) -> list[Entry]:
    """Return the lines of form 02, without totals. The code of an illegible action is blank."""
    rows = [row for row in source.rows(ARTICULATION_FILE) if row.text("acp_cod") != "TOTAL"]
    texts = source.rows(TEXTS_FILE)
    headings = {row.text("unidad"): row for row in source.rows(PDES_FILE)}
    if len(rows) != len(texts):
        raise ConversionError(TEXTS_FILE, f"tiene {len(texts)} líneas y {ARTICULATION_FILE} tiene {len(rows)}")
    return [_entry(row, words, headings) for row, words in zip(rows, texts, strict=True)]


def _entry(row: SourceRow, words: SourceRow, headings: Mapping[str, SourceRow]) -> Entry:
    unit, code = unit_of(row), row.text("acp_cod")
    if (unit, code) != (words.text("unidad"), words.text("acp_cod")):
        raise ConversionError(TEXTS_FILE, f"línea {words.line}: no es la de {unit}, acción «{code}»")
    if unit not in headings:
        raise ConversionError(PDES_FILE, f"falta el encabezado de {unit}")
    return Entry(unit, row, words, headings[unit])


def structure(source: Source) -> Table:
    """Make the table ``estructura``: the entity and the units that have a form."""
    rows = [*source.rows(ARTICULATION_FILE), *source.rows(BUDGET_FILE)]
    units = {unit_of(row): row.text("area") for row in rows} | ONLY_SWOT
    lines: list[Line] = [
        {"codigo": ENTITY.codigo, "nombre": ENTITY_NAME, "nivel": ENTITY.nivel, "sigla": ENTITY.codigo}
    ]
    lines += [
        {
            "codigo": sigla,
            "nombre": in_small_letters(name),
            "nivel": "unidad",
            "padre": ENTITY.codigo,
            "sigla": sigla,
            "departamento": DEPARTMENTS.get(sigla, ""),
        }
        for sigla, name in units.items()
    ]
    return Table("estructura.csv", ("codigo", "nombre", "nivel", "padre", "sigla", "departamento"), lines)


def actions(source: Source) -> Table:
    """Make the table ``acciones``: each code with its whole text, from the form in which it is most legible."""
    texts = {(entry.row.text("acp_cod"), entry.unit): entry.words.text("accion") for entry in entries(source)}
    codes = sorted({code for code, _ in texts} - {""})
    lines: list[Line] = []
    for code in codes:
        if (code, READS_BEST.get(code, "")) not in texts:
            raise ConversionError(ARTICULATION_FILE, f"no se sabe de qué formulario tomar el texto de la acción {code}")
        lines.append({"acp": code, "denominacion": texts[code, READS_BEST[code]]})
    return Table("acciones.csv", ("acp", "denominacion"), lines)


def articulation(source: Source) -> Table:
    """Make the table ``articulacion``: the weight of each action in its unit; illegible codes and weights are blank."""
    lines: list[Line] = [
        {
            "marco": "PDES",
            **{step: heading.text(step) for step in STEPS},
            "accion": words.text("accion_estrategica"),
            "estrategica": row.text("accion_estrategica_cod"),
            "acp": row.text("acp_cod"),
            "descripcion": _marked(words.text("accion"), row),
            "ponderacion": row.figure("ponderacion_pct"),
            "area": unit,
            "producto_esperado": words.text("producto_esperado"),
            "beneficiarios": words.text("beneficiarios"),
            "version": VERSION,
            "fuente": f"{DOCUMENT}, formulario 02, líneas {words.text('lineas')}; PDES, {heading.text('lineas')}",
        }
        for unit, row, words, heading in entries(source)
    ]
    return Table("articulacion.csv", tuple(lines[0]), lines)


def requirements(source: Source) -> Table:
    """Make the table ``requerimientos``: amounts of form 04 by source, with their unit's ceiling; totals separately."""
    columns = ("area", "cat_prog", "version", "formulario", "descripcion", "fuente", "importe", "techo", "donde")
    return Table("requerimientos.csv", columns, list(_requirements(source)))


def _requirements(source: Source) -> Iterator[Line]:
    rows = source.rows(BUDGET_FILE)
    ceilings = {unit_of(row): row.figure("techo") for row in rows if row.text("nivel") == "total"}
    read = [form for form in source.rows(FORMS_FILE) if form.text("formulario") == FORM]
    forms = {form.text("unidad"): form.text("lineas") for form in read}
    for row in rows:
        for fuente, amount in _amounts(row):
            yield {
                "area": unit_of(row),
                "cat_prog": row.text("cat_prog"),
                "version": VERSION,
                "formulario": row.text("form_n") or SUMMARY,
                # The intake would treat a line that begins with «TOTAL» as a total to check and not as a row.
                "descripcion": _marked(row.text("descripcion") if row.text("form_n") else SUMMARY_WORDS, row),
                "fuente": fuente,
                "importe": amount,
                "techo": ceilings[unit_of(row)],
                "donde": f"{DOCUMENT}, formulario 04, líneas {forms[unit_of(row)]}",
            }


def _amounts(row: SourceRow) -> Iterator[tuple[str, str]]:
    """Yield a line's amounts by source: its total if it names no sources, a blank if it is illegible."""
    found = [(fuente, amount) for fuente, column in FUENTES.items() if (amount := row.figure(column))]
    if found:
        yield from found
    elif row.text("legibilidad") == UNREAD or row.figure("total"):
        yield "", row.figure("total")


def approved(source: Source) -> Table:
    """Make the table ``presupuesto_aprobado``: the resolution's amounts by source and in total, in digits and words."""
    lines: list[Line] = []
    for row in source.rows(RESOLUTION_FILE):
        fuente, _, organismo = row.text("fuente").partition("-")
        lines.append(
            {
                "version": VERSION,
                "fuente": fuente,
                "organismo": organismo,
                "denominacion": row.text("descripcion"),
                "importe": row.figure("importe"),
                "literal": row.text("literal"),
                "donde": row.text("donde"),
            }
        )
    columns = ("version", "fuente", "organismo", "denominacion", "importe", "literal", "donde")
    return Table("presupuesto_aprobado.csv", columns, lines)


def _marked(text: str, row: SourceRow) -> str:
    """Return a text with a note if the transcription does not mark the line as clear."""
    if row.text("legibilidad") == CLEAR:
        return text
    return f"{text} [{row.text('legibilidad').replace('_', ' ')}: {row.text('nota')}]".strip()


CONVERSION = Conversion(
    source="data/segip/fuente/2024",
    target="data/segip/2024",
    makers=(structure, actions, articulation, requirements, approved),
)

if __name__ == "__main__":
    sys.exit(CONVERSION.main())
