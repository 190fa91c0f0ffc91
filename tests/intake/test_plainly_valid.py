"""The quick check `is_plainly_valid` accepts nothing that the schema refuses."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from helpers.base.periods import Period
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.intake.dataset import TABLES
from helpers.intake.tables.schemas import frame, frame_schema
from helpers.intake.tables.table_columns import Column
from helpers.intake.validation.schema_validation import is_plainly_valid
from helpers.intake.values.column_kinds import TYPES

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
def test_the_quick_check_agrees_with_the_schema(table, lines, is_valid):
    rows = rows_of(table, *lines)
    assert schema_accepts(table, rows) is is_valid
    assert is_plainly_valid(TABLES[table], rows, frozenset()) is is_valid


def test_a_blank_cell_that_is_already_reported_does_not_make_a_row_invalid():
    (row,) = rows_of("acciones", {"acp": "6"})
    assert is_plainly_valid(TABLES["acciones"], [row], {row.cell("denominacion")})
    assert not is_plainly_valid(TABLES["acciones"], [row], {SourceCell("otra.csv", "", "B2")})


@pytest.mark.parametrize("table", TABLES)
def test_the_quick_check_of_an_empty_row_agrees_with_the_schema(table):
    rows = rows_of(table, {})
    assert is_plainly_valid(TABLES[table], rows, frozenset()) is schema_accepts(table, rows)


@st.composite
def some_rows(draw):
    """A table and two rows of it with right values, wrong ones or none."""
    table = draw(st.sampled_from(sorted(TABLES)))
    usual = ("texto", Decimal(3), Decimal("1.5"), Period(2024, 1, 3), date(2024, 1, 1))
    lines = []
    for _ in range(2):
        values = {column.name: draw(st.sampled_from((None, *usual, *column.allowed))) for column in TABLES[table].columns}
        lines.append({name: value for name, value in values.items() if value is not None})
    return table, lines


@pytest.mark.slow
@given(some_rows())
def test_nothing_is_plainly_valid_that_the_schema_refuses(case):
    table, lines = case
    rows = rows_of(table, *lines)
    assert schema_accepts(table, rows) or not is_plainly_valid(TABLES[table], rows, frozenset())


@given(st.sampled_from(sorted(TABLES)), st.data())
def test_nothing_is_plainly_valid_with_one_wrong_value(table, data):
    """In a correct row, one column gets a value of another kind or another value of the same kind."""
    right = {column.name: right_value(column) for column in TABLES[table].columns}
    wrong = data.draw(st.sampled_from(TABLES[table].columns)).name
    value = data.draw(st.sampled_from(("texto", Decimal("1.5"), Period(2024, 1, 3), date(2024, 1, 1))))
    rows = rows_of(table, right, right | {wrong: value})
    assert schema_accepts(table, rows) or not is_plainly_valid(TABLES[table], rows, frozenset())


def right_value(column: Column) -> Value:
    if column.allowed:
        return next(iter(column.allowed))
    kept = {Decimal: Decimal(3), Period: Period(2024, 1, 3), date: date(2024, 1, 1)}
    return kept.get(TYPES[column.kind], "texto")


READ = """
import sys
from pathlib import Path
import helpers.checks.run_checks
from helpers.base.system.workspace import Workspace
from helpers.run.gathered_inputs import read_dataset
from helpers.settings.params import Corrida

run = {"entidad": "prueba", "periodo": "2024-T2", "metodo": "prueba", "titulo": "Prueba", "cortes": {},
       "tablas": ["estructura"], "secciones": ["resumen"]}
dataset, _ = read_dataset(Workspace(Path(sys.argv[1])), Corrida.model_validate(run))
print(len(dataset.rows("acciones")), *sorted({"pandera", "pandas"} & set(sys.modules)))
"""


def test_reading_valid_tables_loads_neither_pandera_nor_pandas(desk):
    """Loading them takes longer than reading a year's tables. The two actions are read, and no module is named."""
    arguments = [sys.executable, "-c", READ, str(desk.workspace.root)]
    assert subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.strip() == "2"
