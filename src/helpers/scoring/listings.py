"""The descriptive tables of a Book: as received, and those made from tasks, places and versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpers.figures.records import Origin, Row
from helpers.intake.dataset import TABLES, Dataset
from helpers.intake.tables.table_columns import Kind
from helpers.scoring.planning.reformulation_changes import LISTING as REFORMULATION
from helpers.scoring.planning.reformulation_changes import changes_told
from helpers.settings.methods import HEADLINES

CAUSES = "causas"
CAUSE_COLUMNS = ("causa_codigo", "causa_desviacion")
TOLD_COLUMNS = ("unidad", "acp", "descripcion")
LISTINGS = (
    "acciones", "articulacion", "vinculacion", "metas", "recuento", "versiones", "foda", "requerimientos",
    "presupuesto_aprobado", "modificaciones", "recomendaciones", "firmas", "resultados", "historico", "presentaciones",
    "marcos",
)  # fmt: skip
"""Descriptive tables that the Book takes as received."""
AIMS = "objetivos_unidades"
"""Listing of each node's objective, with the document that states it."""
POSITIONS = "cargos"
"""Listing of the job title of who answers for each node."""
OF_NODES = {"lugares": (("pais", "departamento"), ()), AIMS: (("objetivo",), ("fuente",)), POSITIONS: (("cargo",), ())}
"""Listings of what nodes of the structure state: the columns of which one must be filled, and further columns."""
PRINTED = "publicado"
"""Listing of what earlier documents print of progress and execution, by which sentences name the printed value."""
NOT_QUOTED = frozenset({"puesto", "cat_prog", "tarea"})
"""Levels of `publicado` that the listing leaves out, because they have too many figures for sentences."""
PRINTED_COLUMNS = ("id", "donde", "valor", "decimales")
FORMULATED = "tareas_formuladas"
"""Listing of what the plan's form states of each task besides its months."""
TASK_COLUMNS = ("tarea", "version", "ponderacion", "unidad_medida", "indicador", "linea_base", "meta", "ppto")
Listing = tuple[Mapping[str, str], ...]


def listings(dataset: Dataset, *, is_plan: bool) -> dict[str, Listing]:
    """Return the listings of a run by name; those without rows are left out.

    They are the tables of `LISTINGS` as received, task reports with a cause of deviation (`causas`), what earlier
    documents print of progress and execution (`publicado`), and what nodes of the structure state (`OF_NODES`).
    `situaciones`, `informantes`, `tablas` and `columnas` are made elsewhere.

    Parameters
    ----------
    dataset : Dataset
    is_plan : bool
        Add the plan's tasks and the changes between its versions.

    Returns
    -------
    dict of str to tuple of Mapping
        Each row by column, as text.
    """
    received = {table: _listing(dataset, table) for table in LISTINGS if dataset.rows(table)}
    stated = {name: _stated(dataset, columns) for name, columns in OF_NODES.items()}
    made = {CAUSES: causes_told(dataset), PRINTED: _printed_before(dataset), **stated}
    if is_plan:
        made |= {REFORMULATION: changes_told(dataset), FORMULATED: tasks_formulated(dataset)}
    return received | {name: rows for name, rows in made.items() if rows}


def tasks_formulated(dataset: Dataset) -> Listing:
    """Return a row for each task of each version, as text, by the columns of `TASK_COLUMNS`.

    They are weight, unit of measure, indicator, baseline, goal and budget, after task and version.
    """
    return tuple({column: row.text(column) for column in TASK_COLUMNS} for row in dataset.rows("tareas"))


def _printed_before(dataset: Dataset) -> Listing:
    """Return the rows of `publicado` with a number of progress or execution; none of posts, categories and tasks."""
    found = []
    for row in dataset.rows("publicado"):
        indicator, _, place = row.text("id").partition("/")
        is_number = row.amount("valor") is not None
        if is_number and indicator in HEADLINES and place.partition("/")[2].partition("/")[0] not in NOT_QUOTED:
            found.append({column: row.text(column) for column in PRINTED_COLUMNS})
    return tuple(found)


def _stated(dataset: Dataset, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> Listing:
    """Level, code and both groups of `columns` of each node that fills at least one column of the first group."""
    asked, further = columns
    rows = (row for row in dataset.rows("estructura") if any(map(row.text, asked)))
    return tuple({column: row.text(column) for column in ("nivel", "codigo", *asked, *further)} for row in rows)


def tables_read(dataset: Dataset) -> Listing:
    """Return name and number of rows (`tabla`, `filas`) of every table with rows, sorted by name.

    A section can thus say which table is missing.
    """
    return tuple({"tabla": table, "filas": str(len(rows))} for table, rows in sorted(dataset.tables.items()) if rows)


def columns_read(dataset: Dataset) -> Listing:
    """Return the column letters of the numbers of every table, so that a saved run can name the cell of each value.

    Returns
    -------
    tuple of Mapping
        `tabla`, `archivo`, `hoja` and `columnas` (`devengado:M pagado:N`), one row for each file and sheet read.
    """
    origins = {id(row.origin): row.origin for rows in dataset.tables.values() for row in rows}
    return tuple(
        {"tabla": one.table, "archivo": one.file, "hoja": one.sheet, "columnas": letters}
        for one in origins.values()
        if (letters := " ".join(f"{name}:{one.columns[name]}" for name in _numbers(one) if one.columns.get(name)))
    )


def _numbers(origin: Origin) -> Iterator[str]:
    """The columns of a table of the contract that hold numbers; none of another table."""
    table = TABLES.get(origin.table)
    return (one.name for one in (table.columns if table else ()) if one.kind in (Kind.NUMBER, Kind.INTEGER))


def _listing(dataset: Dataset, table: str) -> Listing:
    """A table's rows as text, also the values without a cell: the period of a folder, the codes of a form's unit."""
    return tuple({column: row.text(column) for column in _columns(row)} for row in dataset.rows(table))


def _columns(row: Row) -> tuple[str, ...]:
    """Columns of a row's file, then those whose value no cell of the row holds."""
    return tuple(dict.fromkeys((*row.origin.columns, *row.values)))


def causes_told(dataset: Dataset) -> tuple[Mapping[str, str], ...]:
    """Return every task report with a cause of deviation, with the task's unit, action and description.

    Where several versions of the plan have the task, those come from the last one. Reports of tasks that no version has
    are left out.
    """
    tasks = {row.text("tarea"): row for row in dataset.rows("tareas")}
    causes = []
    for row in dataset.rows("ejecucion"):
        task = tasks.get(row.text("tarea"))
        if task is not None and any(row.text(column) for column in CAUSE_COLUMNS):
            of_task = {column: task.text(column) for column in TOLD_COLUMNS}
            reported = {column: row.text(column) for column in ("periodo", "tarea", *CAUSE_COLUMNS)}
            causes.append(reported | of_task)
    return tuple(causes)
