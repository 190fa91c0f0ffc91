"""`datos_abiertos/`: every table of a report as CSV with a Frictionless data package. Equal runs give equal bytes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from helpers.base.python_extras import not_none
from helpers.base.system.digest import file_sha256
from helpers.checks.computed import Computed
from helpers.figures.book import Book
from helpers.figures.printed_tables import PrintedColumn, PrintedTable
from helpers.figures.records import Row, SourceCell, Value
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.tables.table_columns import Column, Kind, Measure, Table
from helpers.outputs.csv_exports import FIELDS, TITLES, write_rows
from helpers.outputs.open_data.open_table import MISSING, Field, OpenTable
from helpers.outputs.run_files import OPEN_DATA, PACKAGE_FILE
from helpers.settings.cuadros.cuadro_table import html_id
from helpers.settings.institution import Entidad

REFORMULATION = "reformulacion"
REFORMULATION_FIELDS = (
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
SYNTHETIC = "DATOS SINTÉTICOS: la institución no existe y nada de lo que dicen es un dato real."
NO_LICENCE = "La entidad no declaró con qué licencia se pueden usar («licencia» en entidad.yaml)."
ABOUT = (
    "Las tablas sobre las que se hizo el informe «{title}», {period}, de {institution}, como las leyó la corrida, y "
    "las que la corrida hizo de ellas. Números con punto decimal; una celda vacía es un dato que falta o que no "
    "corresponde, y no un cero, salvo en las tablas que dicen otra cosa."
)
KINDS = {Kind.NUMBER: "number", Kind.INTEGER: "integer", Kind.DATE: "date"}
PRINTED_KINDS = {"numero": "number", "entero": "integer", "fecha": "date"}
UNITS = {Measure.MONEY: "Bs", Measure.POINTS: "puntos"}
PRINTED = "Cuadro impreso, como lo leyó la corrida; «es_total» dice qué filas son totales."
BLANK_ZERO = "Una celda vacía no tiene nada escrito en la fuente; al comprobar sumas cuenta como cero."
IS_TOTAL = "es_total"
ORIGIN = "origen"
_ORIGIN_FIELD = Field(ORIGIN, description="Archivo, hoja y fila de donde se leyó.", required=True)


def write_open_data(computed: Computed, folder: Path) -> None:
    """Write a run's open data into `datos_abiertos/` of its folder: CSV tables and `datapackage.json`.

    The tables are the inputs (unless `write_input_tables` has written them), the printed tables, the tables that the
    run computes, and copies of its own CSV files.

    Parameters
    ----------
    computed : Computed
        A run with its Dataset, which only the computing process and its forks have.
    folder : Path
        The run's folder, which already has its CSV files.

    Raises
    ------
    LookupError
        If the run was read from a folder and so has no Dataset.
    """
    place = folder / OPEN_DATA
    if not place.exists():
        write_input_tables(computed, folder)
    printed = (_printed_table(table) for table in computed.book.printed if table.rows)
    resources = [_resource(table, place) for table in _contract_tables(not_none(computed.dataset))]
    resources += [_written(table, place) for table in (*printed, *made_tables(computed.book))]
    resources += [_copied(folder / name, place) for name in FIELDS]
    text = json.dumps(_package(computed, resources), ensure_ascii=False, indent=1)
    (place / PACKAGE_FILE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def write_input_tables(computed: Computed, folder: Path) -> None:
    """Write the contract's tables that have rows as CSV into `datos_abiertos/` of the run's folder.

    A run does this before the sections that read them start.

    Raises
    ------
    LookupError
        If the run was read from a folder and so has no Dataset.
    """
    place = folder / OPEN_DATA
    place.mkdir(exist_ok=True)
    for table in _contract_tables(not_none(computed.dataset)):
        _written(table, place)


def input_rows(dataset: Dataset, name: str) -> tuple[Mapping[str, str], ...]:
    """Return a table of the contract as the open data have it, each row as text by column.

    It is empty if the table was not supplied. The column `origen` names file, sheet and line of each row.
    """
    rows = dataset.rows(name)
    return _contract_table(TABLES[name], rows).rows if rows else ()


def _package(computed: Computed, resources: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return the package's description (`datapackage.json`) with the given descriptions of its tables."""
    entity, run = computed.entidad, computed.corrida
    about = ABOUT.format(title=run.titulo, period=run.period.words, institution=entity.nombre)
    told = (SYNTHETIC if entity.sintetica else "", about, "" if entity.licencia else NO_LICENCE)
    return {
        "profile": "tabular-data-package",
        "name": f"{run.entidad}-{run.periodo}".lower(),
        "title": f"{run.titulo}. {entity.nombre}",
        "description": " ".join(filter(None, told)),
        "keywords": ["POA", "presupuesto", entity.sigla, run.periodo, *(["sintético"] if entity.sintetica else [])],
        **_licences(entity),
        "contributors": [{"title": entity.nombre, "role": "publisher"}],
        "resources": list(resources),
    }


def _licences(entity: Entidad) -> dict[str, object]:
    """Return the property `licenses` with what the institution declares; empty if it declares no licence."""
    licence = entity.licencia
    if licence is None:
        return {}
    said = {"name": licence.nombre, "title": licence.titulo, "path": licence.direccion}
    return {"licenses": [{key: value for key, value in said.items() if value}]}


def _written(table: OpenTable, folder: Path) -> dict[str, object]:
    """Write a table into the folder and return its description."""
    names = [field.name for field in table.fields]
    write_rows(folder / f"{table.name}.csv", names, ([row[name] for name in names] for row in table.rows))
    return _resource(table, folder)


def _copied(source: Path, folder: Path) -> dict[str, object]:
    """Copy one of the run's own CSV files to the open data, byte by byte, and return its description."""
    shutil.copyfile(source, folder / source.name)
    return _resource(OpenTable(source.stem, *TITLES[source.name], FIELDS[source.name], ()), folder)


def _resource(table: OpenTable, folder: Path) -> dict[str, object]:
    """Return the data package's description of a table whose CSV file is in the folder."""
    path = folder / f"{table.name}.csv"
    return {
        "profile": "tabular-data-resource",
        "name": path.stem.lower(),
        "path": path.name,
        "title": table.title,
        "description": table.description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        **({"sources": [{"title": source} for source in table.sources]} if table.sources else {}),
        "schema": {
            "fields": [dict(_described(field)) for field in table.fields], "missingValues": list(table.missing),
        },
    }


def _described(field: Field) -> Iterator[tuple[str, object]]:
    """Yield name and content of each property of a column in a Table Schema."""
    yield "name", field.name
    yield "type", field.kind
    for name, words in (("title", field.title), ("description", field.description), ("unit", field.unit)):
        if words:
            yield name, words
    limits: dict[str, object] = {"required": True} if field.required else {}
    limits |= {"enum": list(field.allowed)} if field.allowed else {}
    if limits:
        yield "constraints", limits


def made_tables(book: Book) -> Iterator[OpenTable]:
    """Yield the one open table that a run computes besides its own CSV files: `reformulacion`, if it has rows.

    It has every change of every task from one version of the plan to the next, for all versions that the run compares.
    """
    lines = book.listing(REFORMULATION)
    if lines:
        about = "Cada cambio de cada tarea de una versión del plan a la siguiente."
        yield OpenTable(REFORMULATION, "Cambios de la reformulación", about, REFORMULATION_FIELDS, tuple(lines))


def _contract_tables(dataset: Dataset) -> Iterator[OpenTable]:
    """Yield every table of the contract that has rows, in the contract's order; the others are left out."""
    for name, table in TABLES.items():
        rows = dataset.rows(name)
        if rows:
            yield _contract_table(table, rows)


def _contract_table(table: Table, rows: Sequence[Row]) -> OpenTable:
    """Return rows of a table of the contract as an open table: texts, one line for each row in the given order.

    It has the columns that are required or have a value in some row, and `origen`: file, sheet and line of the row, as
    in `data/mre/2024/gastos.csv#7`. An empty text is a missing value.
    """
    used = {name for row in rows for name in row.values}
    columns = [column for column in table.columns if column.name in used or column.required]
    lines = tuple(
        {one.name: _text(one, row.values.get(one.name)) for one in columns} | {ORIGIN: _origin(row)} for row in rows
    )
    fields = (*(_field(column, rows) for column in columns), _ORIGIN_FIELD)
    files = tuple(sorted({row.origin.file for row in rows}))
    return OpenTable(table.name, table.name, table.description, fields, lines, files)


def _origin(row: Row) -> str:
    """Return file, sheet and line of a row: `data/mre/2024/gastos.csv#7`."""
    return str(SourceCell(row.origin.file, row.origin.sheet, str(row.line)))


def _field(column: Column, rows: Sequence[Row]) -> Field:
    """Describe a column. A required column with blank cells, which is a finding, is described as optional."""
    is_number = column.kind in (Kind.NUMBER, Kind.INTEGER)
    return Field(
        column.name,
        KINDS.get(column.kind, "string"),
        description=column.description,
        unit=UNITS.get(column.measure, "") if is_number else "",
        required=column.required and not column.blank and all(column.name in row.values for row in rows),
        allowed=() if is_number else column.allowed,
    )


def _text(column: Column, value: Value | None) -> str:
    """Return a value as text: numbers with all their decimals, integers without any, ISO dates; empty if missing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(int(value)) if column.kind is Kind.INTEGER else format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _printed_table(table: PrintedTable) -> OpenTable:
    """Return a printed table as an open table named `cuadro_…`, with a last column that tells totals."""
    totals = Field(IS_TOTAL, allowed=("sí", "no"), required=True, description="Si la fila es un total o un subtotal.")
    fields = (*(_printed_field(column) for column in table.columns), totals)
    rows = tuple(
        {
            **{column.name: text for column, text in zip(table.columns, row.texts, strict=True)},
            IS_TOTAL: "sí" if row.is_total else "no",
        }
        for row in table.rows
    )
    name = html_id(table).removeprefix("cuadro-impreso-").replace("-", "_")
    sources = tuple(filter(None, (table.source, table.file, table.declared)))
    words = " ".join(filter(None, (PRINTED, BLANK_ZERO if table.blank == "cero" else "", table.note)))
    return OpenTable(f"cuadro_{name}", table.title, words, fields, rows, sources, (*MISSING, *table.words()))


def _printed_field(column: PrintedColumn) -> Field:
    """Describe a column of a printed table; only numbers have a unit."""
    kind = PRINTED_KINDS.get(column.kind, "string")
    return Field(column.name, kind, column.title, unit=column.unit if column.is_numeric else "")
