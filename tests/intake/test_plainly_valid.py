"""What is plainly valid is valid by the schema too, and what the schema refuses is never plainly valid."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest
from pandera.errors import SchemaErrors

from helpers.intake.contract import TABLES
from helpers.intake.plainly_valid import is_plainly_valid
from helpers.intake.schemas import frame, frame_schema
from helpers.records import Origin, Row, SourceCell, Value

ACTION = {"acp": "6", "denominacion": "Servicio consular"}
TASK = {"version": "v1", "unidad": "DGAA", "acp": "6", "operacion": "1", "tarea": "T1", "descripcion": "Inventario"}


def rows_of(table: str, *lines: dict[str, Value]) -> list[Row]:
    letters = dict(zip((column.name for column in TABLES[table].columns), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))
    origin = Origin(table, f"{table}.csv", "", letters)
    return [Row(origin, number, values) for number, values in enumerate(lines, 2)]


def schema_accepts(table: str, rows: list[Row]) -> bool:
    try:
        frame_schema(TABLES[table]).validate(frame(TABLES[table], rows), lazy=True)
    except SchemaErrors:
        return False
    return True


@pytest.mark.parametrize(
    ("table", "lines", "is_valid"),
    [
        ("acciones", [ACTION], True),
        ("acciones", [ACTION, ACTION | {"acp": "7"}], True),
        ("acciones", [ACTION, ACTION | {"denominacion": "Otra"}], False),
        ("acciones", [{"acp": "6"}], False),
        ("acciones", [ACTION | {"acp": Decimal(6)}], False),
        ("tareas", [TASK | {"ene": Decimal(3)}], True),
        ("tareas", [TASK | {"acumulable": "no", "anual": Decimal("1.5")}], True),
        ("tareas", [TASK | {"acumulable": "quizás", "anual": Decimal(1)}], False),
        ("tareas", [TASK | {"ene": "3"}], False),
        ("tareas", [TASK, TASK], False),
    ],
)
def test_it_says_what_the_schema_says(table, lines, is_valid):
    rows = rows_of(table, *lines)
    assert schema_accepts(table, rows) is is_valid
    assert is_plainly_valid(TABLES[table], rows, frozenset()) is is_valid


def test_a_blank_cell_of_which_all_is_said_is_nothing_to_look_into():
    (row,) = rows_of("acciones", {"acp": "6"})
    assert is_plainly_valid(TABLES["acciones"], [row], {row.cell("denominacion")})
    assert not is_plainly_valid(TABLES["acciones"], [row], {SourceCell("otra.csv", "", "B2")})


@pytest.mark.parametrize("table", TABLES)
def test_a_row_without_anything_is_what_the_schema_says(table):
    rows = rows_of(table, {})
    assert is_plainly_valid(TABLES[table], rows, frozenset()) is schema_accepts(table, rows)


def test_reading_sound_tables_loads_no_schema():
    code = "import sys, helpers.gathering, helpers.checks.run; print({'pandera', 'pandas'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
