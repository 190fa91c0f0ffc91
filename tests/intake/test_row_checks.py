"""Rows against the definition of their table: required and allowed values, whole numbers, choices and unique keys."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.periods import Period
from helpers.figures.records import Origin, Row, SourceCell, Value
from helpers.intake.dataset import TABLES
from helpers.intake.intake_problems import Code
from helpers.intake.tables.table_columns import Column, Kind
from helpers.intake.validation.row_checks import check_rows

ACTION = {"acp": "6", "denominacion": "Servicio consular"}
TASK = {"version": "v1", "unidad": "DGAA", "acp": "6", "operacion": "1", "tarea": "T1", "descripcion": "Inventario"}
EXAMPLES = {Kind.NUMBER: Decimal("1.5"), Kind.INTEGER: Decimal(3), Kind.PERIOD: Period(2024, 1, 3), Kind.DATE: date(2024, 1, 1)}


def rows_of(table: str, *lines: dict[str, Value]) -> list[Row]:
    """Rows of a file that has all the table's columns, from line 2."""
    letters = {column.name: f"{number}_" for number, column in enumerate(TABLES[table].columns)}
    origin = Origin(table, f"{table}.csv", "", letters)
    return [Row(origin, number, values) for number, values in enumerate(lines, 2)]


UNREPORTED = rows_of("avances", {"nivel": "unidad", "codigo": "U", "indicador": "avance_fisico", "periodo": Period(2024, 4, 6)})


def errors(table: str, rows: list[Row], settled: frozenset[SourceCell] = frozenset()) -> list[tuple[str, str]]:
    """Code and element of each error."""
    found = check_rows(TABLES[table], rows, settled)
    return [(one.codigo, one.elemento) for one in found if one.codigo != Code.NOT_REPORTED]


@pytest.mark.parametrize(
    ("table", "lines", "expected"),
    [
        ("acciones", [ACTION, ACTION | {"acp": "7"}], []),
        ("acciones", [ACTION, ACTION | {"denominacion": "Otra"}], [(Code.DUPLICATE, "acciones/3")]),
        ("acciones", [{"acp": "6"}], [(Code.BLANK, "acciones/2/denominacion")]),
        ("tareas", [TASK | {"ene": Decimal(3)}, TASK | {"tarea": "T2", "acumulable": "no", "anual": Decimal("1.5")}], []),
        ("tareas", [TASK | {"acumulable": "quizás"}], [(Code.VALUE, "tareas/2/acumulable")]),
        ("tareas", [TASK, TASK, TASK], [(Code.DUPLICATE, "tareas/3"), (Code.DUPLICATE, "tareas/4")]),
        ("recuento", [{"elemento": "tarea", "version": "v1", "cantidad": Decimal("2.5")}], [(Code.WHOLE, "recuento/2/cantidad")]),
        ("recuento", [{"elemento": "tarea", "cantidad": Decimal(2)}], [(Code.CHOICE, "recuento/2")]),
        # Two totals of a resolution: version, source and organism may all be blank, so nothing says that they are one row.
        ("presupuesto_aprobado", [{"importe": Decimal(9), "donde": "art. 1"}, {"importe": Decimal(9), "donde": "art. 2"}], []),
    ],
)
def test_each_fault_of_a_row_is_an_error_at_its_place(table, lines, expected):
    assert errors(table, rows_of(table, *lines)) == expected


def test_a_cell_that_already_has_a_finding_gets_no_other():
    (row,) = rows_of("acciones", {"acp": "6"})
    assert errors("acciones", [row], frozenset({row.cell("denominacion")})) == []
    assert errors("acciones", [row], frozenset({SourceCell("otra.csv", "", "B2")})) != []


def test_a_column_that_the_file_lacks_is_not_reported_for_each_row():
    row = Row(Origin("acciones", "acciones.csv", "", {"acp": "A"}), 2, {"acp": "6"})
    assert errors("acciones", [row]) == []


def test_an_unreported_value_is_a_note_and_no_error():
    assert [(one.codigo, one.severidad.value) for one in check_rows(TABLES["avances"], UNREPORTED, frozenset())] == [(Code.NOT_REPORTED, "nota")]


@pytest.mark.parametrize(("run", "notes"), [("2024-T1", 0), ("2024-T2", 1), ("2024-anual", 1)])
def test_a_value_of_a_later_quarter_is_not_due_yet(run, notes):
    assert len(check_rows(TABLES["avances"], UNREPORTED, frozenset(), Period.parse(run))) == notes


@st.composite
def some_rows(draw):
    """A table, and two rows with values of the right kind, sometimes not allowed, not whole or missing."""
    table = draw(st.sampled_from(sorted(TABLES)))
    return table, [{c.name: v for c in TABLES[table].columns if (v := draw(st.sampled_from((None, *values_of(c))))) is not None} for _ in range(2)]


def values_of(column: Column) -> tuple[Value, ...]:
    if column.kind is Kind.INTEGER:
        return Decimal(3), Decimal("1.5")
    return EXAMPLES.get(column.kind, "texto"), *column.allowed


@given(some_rows())
def test_the_errors_are_those_that_a_count_of_the_declared_rules_gives(case):
    table, lines = case
    due: Counter[str] = Counter()
    for column in TABLES[table].columns:
        values = [line.get(column.name) for line in lines]
        due[Code.BLANK] += values.count(None) * (column.required and not column.blank)
        due[Code.VALUE] += sum(bool(column.allowed) and value is not None and value not in column.allowed for value in values)
        due[Code.WHOLE] += column.kind is Kind.INTEGER and values.count(Decimal("1.5"))
    for choice in TABLES[table].choices:
        due[Code.CHOICE] += choice.each_row * sum(not any(name in line for option in choice.options for name in option) for line in lines)
    key = [TABLES[table].column(name) for name in TABLES[table].key]
    keys = [[line.get(column.name) for column in key] for line in lines]
    is_whole = all(value is not None or column.blank for column, value in zip(key, keys[0], strict=True))
    due[Code.DUPLICATE] += is_whole and keys[0] == keys[1] and any(value is not None for value in keys[0])
    assert Counter(code for code, _ in errors(table, rows_of(table, *lines))) == +due


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
print(len(dataset.rows("acciones")), "pandas" in sys.modules)
"""


def test_reading_tables_does_not_load_pandas(desk):
    """Loading it takes longer than reading a year's tables. The two actions are read."""
    arguments = [sys.executable, "-c", READ, str(desk.workspace.root)]
    assert subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.strip() == "2 False"
