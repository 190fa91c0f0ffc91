"""The descriptive tables that travel with a Book: as received, and what is told of tasks, places and versions."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.intake.dataset import Dataset
from helpers.records import Row
from helpers.scoring.reformulated import LISTING as REFORMULATION
from helpers.scoring.reformulated import changes_told
from helpers.scoring.told import CAUSES, causes_told

LISTINGS = (
    "acciones",
    "articulacion",
    "vinculacion",
    "metas",
    "recuento",
    "versiones",
    "foda",
    "requerimientos",
    "presupuesto_aprobado",
    "modificaciones",
    "recomendaciones",
    "firmas",
    "resultados",
    "historico",
    "presentaciones",
    "marcos",
)
"""Descriptive tables that travel with the Book."""
AIMS = "objetivos_unidades"
"""The listing of what each node is for, with the document that says so."""
FORMULATED = "tareas_formuladas"
"""The listing of what the plan's form says of each task beside its months."""
TASK_COLUMNS = ("tarea", "version", "ponderacion", "unidad_medida", "indicador", "linea_base", "meta", "ppto")
FOLDER = "periodo"
"""What the folder of a period's table says of each of its rows."""

Listing = tuple[Mapping[str, str], ...]


def listings(dataset: Dataset, *, is_plan: bool) -> dict[str, Listing]:
    """Every listing that a run has, by name; of a plan also what each version changed."""
    received = {table: _listing(dataset, table) for table in LISTINGS if dataset.rows(table)}
    causes, places, aims = causes_told(dataset), _places(dataset), _aims(dataset)
    changes = changes_told(dataset) if is_plan else ()
    tasks = tasks_formulated(dataset) if is_plan else ()
    made = {CAUSES: causes, "lugares": places, AIMS: aims, REFORMULATION: changes, FORMULATED: tasks}
    return received | {name: rows for name, rows in made.items() if rows}


def tasks_formulated(dataset: Dataset) -> Listing:
    """Of each task and version, its weight, what it is measured in, its baseline, its goal and its budget."""
    return tuple({column: row.text(column) for column in TASK_COLUMNS} for row in dataset.rows("tareas"))


def _places(dataset: Dataset) -> Listing:
    """Where the nodes are that say so: a department's services are those of its only unit."""
    columns = ("nivel", "codigo", "pais", "departamento")
    rows = (row for row in dataset.rows("estructura") if row.text("pais") or row.text("departamento"))
    return tuple({column: row.text(column) for column in columns} for row in rows)


def _aims(dataset: Dataset) -> Listing:
    columns = ("nivel", "codigo", "objetivo", "fuente")
    rows = (row for row in dataset.rows("estructura") if row.text("objetivo"))
    return tuple({column: row.text(column) for column in columns} for row in rows)


def tables_read(dataset: Dataset) -> Listing:
    """Which tables the run had and how many rows of each, so that a section can say what it lacks."""
    return tuple({"tabla": table, "filas": str(len(rows))} for table, rows in sorted(dataset.tables.items()) if rows)


def _listing(dataset: Dataset, table: str) -> Listing:
    """A table as received, each row with its period where the folder gives it."""
    return tuple({column: row.text(column) for column in _columns(row)} for row in dataset.rows(table))


def _columns(row: Row) -> tuple[str, ...]:
    of_file = tuple(row.origin.columns)
    return of_file if FOLDER in of_file or FOLDER not in row.values else (*of_file, FOLDER)
