"""Declared printed tables that the transcription holds in another form: figures in running text, one-line tables.

A figure in the text goes to the table of the section that prints it, in the column of its unit of measure. Money and
percentages are separate, because only percentages may differ by rounding. A one-line table becomes a row per column.
"""

from collections.abc import Mapping
from functools import partial

from tools.conversion.source import ConversionError, Source, SourceRow
from tools.conversion.tables import Line, Table

TEXT_FILE = "texto_cifras.csv"
TEXT_COLUMNS = ("dato", "lugar", "cantidad", "unidad_medida", "importe", "porcentaje")
TURNED_COLUMNS = ("concepto", "cantidad")
MONEY, PERCENTAGE = "Bs", "%"

TEXT_TABLES: Mapping[str, tuple[str, ...]] = {
    "dno": ("5.1", "5.1.1", "5.1.2", "5.1.3"),
    "dnbm": ("5.2",),
    "dnj": ("5.3.1", "5.3.2"),
    "dnp": ("5.4",),
    "dntic": ("5.5.1",),
    "dnaf": ("5.6.1", "5.6.2"),
    "unai": ("5.8",),
    "unar": ("5.9",),
    "ddch": ("5.11",),
    "ddlp": ("5.12",),
    "ddor": ("5.13",),
    "ddtj": ("5.17",),
    "entidad": ("5.18.1", "5.19", "5.20"),
}
"""Table -> sections of the report whose figures it holds."""

TABLED = "5.16"
"""Section whose figures are cells of a printed table, which holds them."""

TURNED: Mapping[str, Mapping[str, str]] = {
    "la_paz_acciones_penales_2020": {
        "acciones_directas": "Acciones directas",
        "formalizaciones_querella": "Formalizaciones de querella",
        "acusacion_particular": "Acusación particular",
        "etapa_juicio_oral": "Etapa de juicio oral",
        "denuncias_nuevas": "Denuncias nuevas",
        "total": "TOTAL",
    },
    "pando_evaluacion_mototaxistas_2020": {
        "postulantes_habilitados": "Postulantes habilitados",
        "asistentes": "Asistentes",
        "ausentes": "Ausentes",
        "reprobados": "Reprobados",
        "aprobados": "Aprobados",
        "segunda_opcion_habilitados": "Segunda opción, habilitados",
    },
    "tarija_gabinete_juridico_2020": {
        "mayores_edad": "Mayores de edad",
        "menores_edad": "Menores de edad",
        "total_gjv": "TOTAL GJV",
    },
    "tarija_resoluciones_administrativas_2020": {
        "extranjeros_naturalizados": "Extranjeros naturalizados",
        "fotografia_excepcional": "Fotografía excepcional",
        "total_ra": "TOTAL R.A.",
    },
}
"""One-line table -> its columns with their headings."""


def _text_table(name: str, source: Source) -> Table:
    """Make the table of the figures in the text of some sections."""
    lines = [_figure_of_text(row) for row in source.rows(TEXT_FILE) if _table_of(row) == name]
    return Table(f"cuadros/texto_{name}.csv", TEXT_COLUMNS, lines)


def _table_of(row: SourceRow) -> str:
    section = row.text("donde").split(" ")[0]
    if section == TABLED:
        return ""
    for name, sections in TEXT_TABLES.items():
        if section in sections:
            return name
    raise ConversionError(row.file, f"línea {row.line}: no se sabe de quién es la sección {section}")


def _figure_of_text(row: SourceRow) -> Line:
    unit = row.text("unidad")
    column = {MONEY: "importe", PERCENTAGE: "porcentaje"}.get(unit, "cantidad")
    counted = {"unidad_medida": unit} if column == "cantidad" else {}
    return {"dato": row.text("tema"), "lugar": row.text("donde"), column: row.figure("valor"), **counted}


def _turned(name: str, source: Source) -> Table:
    """Make a table with a row for each column of a one-line table."""
    rows = source.rows(f"produccion/{name}.csv")
    if len(rows) != 1:
        raise ConversionError(f"{name}.csv", f"se esperaba una sola fila y tiene {len(rows)}")
    lines: list[Line] = [
        {"concepto": concept, "cantidad": rows[0].figure(column)} for column, concept in TURNED[name].items()
    ]
    return Table(f"cuadros/{name}.csv", TURNED_COLUMNS, lines)


PRINTED = (
    *(partial(_text_table, name) for name in TEXT_TABLES),
    *(partial(_turned, name) for name in TURNED),
)
"""Functions that make these tables."""
