"""The year's plan and its changes: size of each version, tasks changed by each one, and modifications of the budget."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from helpers.base.display import list_es
from helpers.base.name_phrases import after
from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.figure_names import LEVEL_TITLES
from helpers.figures.records import UNIT_LEVELS
from helpers.figures.series import Series
from helpers.figures.subjects import first_node
from helpers.views.elements.cells import NOT_APPLICABLE, Cell, Missing, counted
from helpers.views.elements.grid import Table, TableRow, number_columns, text_columns
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.tables import cut_note, listing_table

Change = tuple[int, int, int]
"""Number of tasks that a version added, dropped and rescheduled."""
GROUPS = ("servicio", "area")
"""Levels that may form the table's rows; the first one that the structure has is used."""
VERSION_HEADS = {
    "version": "Versión", "resolucion": "Resolución", "fecha": "Fecha", "descripcion": "De qué trata",
    "informe_tecnico": "Informe técnico", "informe_legal": "Informe legal", "importe": "Presupuesto (Bs)",
}  # fmt: skip
TASK_HEADS = ("Nuevas", "Retiradas", "Con otros meses")
CHANGE_HEADS = {
    "fecha": "Fecha", "norma": "Norma", "descripcion": "De qué trata", "fuente": "Fuente", "cat_prog": "Categoría",
    "partida": "Partida", "importe": "Importe (Bs)",
}  # fmt: skip
MOST_NAMED = 5
"""Maximum number of units named in the note on a plan that has only some units' tasks."""
MOST_CHANGES = 40
"""Maximum number of budget modifications printed."""
NO_TASKS = "Esta institución no lleva sus tareas en el libro."
FIRST = Missing("Es la primera versión: no cambia a ninguna.", NOT_APPLICABLE)


def plan_versions(book: Book) -> Mapping[str, tuple[Series, ...]]:
    """Return the tasks by name of the plan's version, the oldest version first; versions without tasks are absent.

    Versions without a date come first. The mapping is empty if the Book has no tasks.
    """
    found = grouped(book.series.values(), lambda task: task.version)
    days = {row["version"]: row.get("fecha", "") for row in book.listing("versiones")}
    return {name: tuple(found[name]) for name in sorted(found, key=lambda name: days.get(name, ""))}


def plan_counts(book: Book, *, id: str) -> Table:
    """Return a table of the number of operations and tasks of each service in each version of the plan.

    The last row is the total. The rows are the areas if the structure has no services. Without tasks the table prints
    `NO_TASKS` instead of rows.
    """
    tasks, versions = tuple(book.series.values()), tuple(plan_versions(book))
    level = next((name for name in GROUPS if book.nodes_at(name)), "")
    groups = book.nodes_at(level) if level else ()
    whose = {unit: _group_of(book, unit, level) for unit in {task.unit for task in tasks}}
    heads = text_columns(LEVEL_TITLES.get(level, "De quién"))
    for version in versions:
        heads += number_columns("Operaciones", "Tareas", group=f"Versión {version}" if version else "Plan")
    rows = []
    for group in groups:
        own = [task for task in tasks if whose[task.unit] == group.key]
        rows.append(TableRow((group.name, *_counts(versions, own))))
    total = TableRow((f"Total {entity_of(book).name}", *_counts(versions, tasks)), "total")
    title = "Operaciones y tareas por versión del plan"
    notes = _only_some(book, whose) if versions else ()
    return Table(id, title, heads, (*rows, total) if versions else (), notes, empty=NO_TASKS)


def _only_some(book: Book, units: Collection[str]) -> tuple[str, ...]:
    """A note that names the units whose tasks the plan has, if it lacks those of other units.

    Empty if it has none's, all units' or those of more than `MOST_NAMED`.
    """
    everyone = book.nodes_at("unidad")
    named = [after("de", node.name) for node in everyone if node.code in units]
    if not named or len(named) == len(everyone) or len(named) > MOST_NAMED:
        return ()
    return (f"En la información recibida solo constan las tareas {list_es(named)}.",)


def _group_of(book: Book, unit: str, level: str) -> tuple[str, str] | None:
    """The ancestor of a unit on a level, or the unit itself if it is on that level; None without one."""
    node = first_node(book, (*UNIT_LEVELS, "area"), unit)
    keys = () if node is None else (node.key, *book.ancestors(node))
    return next((key for key in keys if key[0] == level), None)


def _counts(versions: Iterable[str], tasks: Iterable[Series]) -> tuple[Cell, ...]:
    """The number of operations and of tasks in each version; units number their operations separately."""
    by_version = grouped(tasks, lambda task: task.version)
    cells: list[Cell] = []
    for own in (by_version.get(version, []) for version in versions):
        operations = {(task.unit, task.operation) for task in own if task.operation}
        cells.append(counted(len(operations), "Recuento de las operaciones de las tareas del plan."))
        cells.append(counted(len(own), "Recuento de las tareas del plan."))
    return tuple(cells)


def versions_table(book: Book, *, id: str) -> Table:
    """Return a table of the plan's versions, the oldest first: resolution, date, subject, reports, and budget (Bs).

    Columns that are empty in all rows are left out. If two versions have tasks, three more columns count the tasks that
    each version added, dropped and rescheduled against the previous version with tasks.
    """
    rows = sorted(book.listing("versiones"), key=lambda row: row.get("fecha", ""))
    title = "Versiones del plan: aprobación y reformulaciones"
    table, changes = listing_table(rows, id=id, title=title, columns=VERSION_HEADS), _changes_by_version(book)
    lines = (
        replace(line, cells=(*line.cells, *_change_cells(changes, row["version"])))
        for line, row in zip(table.rows, rows, strict=True)
    )
    heads = number_columns(*TASK_HEADS if changes else (), group="Tareas")
    return replace(table, columns=table.columns + heads, rows=tuple(lines))


def _change_cells(changes: Mapping[str, Change | None], version: str) -> tuple[Cell, ...]:
    """The cells with the number of tasks that a version added, dropped and rescheduled; none without `changes`.

    `Missing` for a version whose tasks are unknown, and for the first one.
    """
    if not changes:
        return ()
    if version not in changes:
        return (Missing("No constan las tareas de esta versión."),) * 3
    sizes = changes[version]
    if sizes is None:
        return (FIRST,) * 3
    return tuple(counted(size, "Recuento de las tareas que difieren entre las dos versiones.") for size in sizes)


def _changes_by_version(book: Book) -> Mapping[str, Change | None]:
    """The changes of each version against the previous one (None for the first); empty if there is only one version."""
    versions = [(name, {task.task: task for task in tasks}) for name, tasks in plan_versions(book).items()]
    if len(versions) < 2:
        return {}
    later = {name: _change(before, now) for (_, before), (name, now) in pairwise(versions)}
    return {versions[0][0]: None, **later}


def _change(before: Mapping[str, Series], now: Mapping[str, Series]) -> Change:
    """The number of tasks added, dropped, and programmed otherwise."""
    other = [code for code in now.keys() & before.keys() if now[code].programmed != before[code].programmed]
    return len(now.keys() - before.keys()), len(before.keys() - now.keys()), len(other)


def budget_changes_table(book: Book, *, id: str) -> Table:
    """Return a table of the rows of `modificaciones` as received, the oldest first, without columns that are all empty.

    It prints at most `MOST_CHANGES` rows; a note then says how many there are. Without modifications it has no rows.
    """
    rows = sorted(book.listing("modificaciones"), key=lambda row: (row.get("fecha", ""), row.get("norma", "")))
    cut = cut_note(MOST_CHANGES, len(rows), "líneas, las primeras; el resto está en la tabla «modificaciones».")
    title = "Modificaciones del presupuesto, línea por línea"
    return listing_table(rows[:MOST_CHANGES], id=id, title=title, columns=CHANGE_HEADS, notes=cut)
