"""The input tables of a report as open data: the contract's tables as read, and the declared printed tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from helpers.figures.printed_tables import PrintedColumn, PrintedTable
from helpers.figures.records import Row, SourceCell, Value
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.tables.table_columns import Column, Kind, Measure, Table
from helpers.outputs.open_data.open_table import MISSING, Field, OpenTable
from helpers.settings.cuadros.cuadro_table import html_id

KINDS = {Kind.NUMBER: "number", Kind.INTEGER: "integer", Kind.DATE: "date"}
PRINTED_KINDS = {"numero": "number", "entero": "integer", "fecha": "date"}
UNITS = {Measure.MONEY: "Bs", Measure.POINTS: "puntos"}
PRINTED = "Cuadro impreso, como lo leyó la corrida; «es_total» dice qué filas son totales."
BLANK_ZERO = "Una celda vacía no tiene nada escrito en la fuente; al comprobar sumas cuenta como cero."
IS_TOTAL = "es_total"
ORIGIN = "origen"
_ORIGIN_FIELD = Field(ORIGIN, description="Archivo, hoja y fila de donde se leyó.", required=True)


def contract_tables(dataset: Dataset) -> Iterator[OpenTable]:
    """Yield every table of the contract that has rows, in the contract's order; the others are left out."""
    for name, table in TABLES.items():
        rows = dataset.rows(name)
        if rows:
            yield contract_table(table, rows)


def printed_tables(tables: Iterable[PrintedTable]) -> Iterator[OpenTable]:
    """Yield every declared printed table that has rows, in the given order, as open data; the others are left out."""
    return (_printed_table(table) for table in tables if table.rows)


def contract_table(table: Table, rows: Sequence[Row]) -> OpenTable:
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
