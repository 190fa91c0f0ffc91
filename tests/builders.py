"""Small institutions written by hand: the contract's tables as text, a run, a method with changes.

A table is written as it would be on a page:

    make_dataset(gastos='''
        fecha_corte | reporte   | cat_prog | ppto_vigente | devengado
        2024-06-30  | categoria | 1        | 1000.00      | 250.00
    ''')

An empty cell is missing, never zero. The header is line 1, as in a CSV.
"""

from __future__ import annotations

import copy
import os
import tempfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from openpyxl.utils import get_column_letter

from helpers.base.periods import Period
from helpers.base.strict_yaml import load_file
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.checks.rule_registry import REGISTRY, Evidence
from helpers.demo.demo_write import make_demo
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.figures.records import Origin, Row, Value
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.tables.table_columns import Kind
from helpers.intake.validation.structure_tree import build_nodes
from helpers.run.compute import compute
from helpers.scoring.score import score
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo, load_method
from helpers.settings.params import Corrida

ROOT = Path(__file__).resolve().parents[1]
WORKSPACE = Workspace(ROOT)
PRINTED = ROOT / "data/mre/fuente"
METHOD = load_method(WORKSPACE, "mre-2024")

READERS = {
    Kind.NUMBER: Decimal,
    Kind.INTEGER: Decimal,
    Kind.PERIOD: Period.parse,
    Kind.DATE: date.fromisoformat,
}
ABROAD = {
    "estructura": """
        nivel    | codigo | padre
        entidad  | E      |
        servicio | C      | E
        unidad   | U1     | C
        servicio | X      | E
        tipo     | EMB    | X
        puesto   | EMB-1  | EMB
        puesto   | EMB-2  | EMB
    """,
    "avances": """
        nivel  | codigo | indicador     | periodo | valor
        unidad | U1     | avance_fisico | 2024-T2 | 85.00
        tipo   | EMB    | avance_fisico | 2024-T2 | 40.00
        puesto | EMB-1  | avance_fisico | 2024-T2 | 100.00
        puesto | EMB-2  | avance_fisico | 2024-T2 | 50.00
    """,
}
"""Two posts of one type abroad and a unit at home, as `make_dataset` takes them."""


@cache
def made_up() -> Workspace:
    """A workbook of a synthetic institution with 60 tasks, made once per process. Tests must not change anything in it."""
    root = Path(tempfile.mkdtemp(dir=os.environ["POA_PRUEBAS"])) / "libro"
    make_demo(WORKSPACE, root, 60, 2024)
    return Workspace(root)


@cache
def shipped(run: str) -> Computed:
    """A shipped run (`mre/2024-T2`), or one of that institution (`demo/2024-T2`), computed once per process.

    Tests must not change anything in it.
    """
    return compute(made_up() if run.startswith("demo/") else WORKSPACE, *run.split("/"))


def make_rows(table: str, text: str) -> tuple[Row, ...]:
    """Rows of a contract table from text. Line numbers count the lines of the text that are not blank."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    return rows_of(table, lines[0], lines[1:])


def rows_of(table: str, columns: list[str], lines: list[list[str]]) -> tuple[Row, ...]:
    """Rows of a contract table from its header and cells of text."""
    letters = {column: get_column_letter(place) for place, column in enumerate(columns, start=1)}
    origin = Origin(table, f"data/x/2024/{table}.csv", "", letters)
    return tuple(
        Row(
            origin,
            line,
            {
                column: _value(table, column, cell)
                for column, cell in zip(columns, cells, strict=True)
                if cell
            },
        )
        for line, cells in enumerate(lines, start=2)
    )


def make_dataset(**tables: str | tuple[Row, ...]) -> Dataset:
    """A dataset from tables as text or rows. Nodes without `nombre` get their code as name."""
    rows = {
        name: make_rows(name, given) if isinstance(given, str) else given for name, given in tables.items()
    }
    rows["estructura"] = tuple(_named(row) for row in rows.get("estructura", ()))
    nodes, problems = build_nodes(rows["estructura"])
    assert not problems, problems
    return Dataset(rows, {}, nodes)


def make_corrida(periodo: str = "2024-T2", **changes: object) -> Corrida:
    """A run whose accounts were cut on the last day of each window."""
    plain = {
        "entidad": "x",
        "periodo": periodo,
        "metodo": "mre-2024",
        "titulo": "Seguimiento",
        "cortes": {},
        "tablas": ["estructura"],
        "secciones": ["resumen"],
    }
    return Corrida.model_validate(plain | changes)


def make_entidad(**changes: object) -> Entidad:
    return Entidad.model_validate({"codigo": "E", "nombre": "Entidad", "sigla": "E"} | changes)


def method_plain() -> dict:
    """The method of MRE as plain data, for a test to change."""
    return copy.deepcopy(load_file(WORKSPACE.method_file("mre-2024"), "params/metodos/mre-2024.yaml"))


def make_method(**rounding: object) -> Metodo:
    """The method of MRE with another rounding."""
    plain = method_plain()
    plain["redondeo"] |= rounding
    return Metodo.model_validate(plain)


def make_evidence(
    dataset: Dataset, corrida: Corrida | None = None, method: Metodo = METHOD, entidad: Entidad | None = None
) -> Evidence:
    """The dataset and the Book scored from it, as the rules examine them."""
    corrida = corrida or make_corrida()
    book, _ = score(dataset, method, corrida, entidad or make_entidad())
    return Evidence(dataset, book, method, corrida)


def make_scored(dataset: Dataset, periodo: str = "2024-T2", method: Metodo = METHOD) -> Book:
    return make_evidence(dataset, make_corrida(periodo), method).book


def findings_of_rule(code: str, evidence: Evidence) -> tuple[Finding, ...]:
    import helpers.checks.run_checks  # noqa: F401 — importing it registers every rule

    return REGISTRY.rules[code].findings(evidence)


def _value(table: str, column: str, cell: str) -> Value:
    return READERS.get(TABLES[table].column(column).kind, str)(cell)


def _named(row: Row) -> Row:
    if row.text("nombre"):
        return row
    return Row(row.origin, row.line, {**row.values, "nombre": row.text("codigo")})
