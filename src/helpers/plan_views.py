"""The year's plan and what became of it: how much each version has, what each changed, and the budget's changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from helpers.book import Book
from helpers.cells import NOT_APPLICABLE, Cell, Missing, counted, received
from helpers.display import count_es, date_es, list_es
from helpers.grid import Column, Table, TableRow
from helpers.rule_words import LEVEL_WORDS
from helpers.series import Series

Planned = tuple[str, str, int, int]
"""Version of the plan, unit, and how many operations and tasks it has there."""
Change = tuple[int, int, int]
"""How many tasks a version brought, took away and programmed otherwise."""
GROUPS = ("servicio", "area")
"""Levels whose nodes have a row, the first that the structure has."""
END_LEVELS = ("unidad", "puesto", "subtipo", "tipo", "area")
"""Levels of the nodes that may have tasks."""
VERSION_HEADS = {
    "resolucion": "Resolución", "fecha": "Fecha", "descripcion": "De qué trata", "informe_tecnico": "Informe técnico",
    "informe_legal": "Informe legal", "importe": "Presupuesto (Bs)",
}  # fmt: skip
TASK_HEADS = ("Nuevas", "Retiradas", "Reprogramadas en el tiempo")
CHANGE_HEADS = {
    "fecha": "Fecha", "norma": "Norma", "descripcion": "De qué trata", "fuente": "Fuente", "cat_prog": "Categoría",
    "partida": "Partida", "importe": "Importe (Bs)",
}  # fmt: skip
MOST_NAMED = 5
"""Units that a note names where the plan has the tasks of only some."""
MOST_CHANGES = 40
"""Lines of budget changes that are printed."""
NO_TASKS = "Esta institución no lleva sus tareas en el libro."
FIRST = Missing("Es la primera versión: no cambia a ninguna.", NOT_APPLICABLE)


def told_apart(book: Book, sections: Sequence[str], section: str) -> bool:
    """Whether a plan's report has a section of its own for what `marco` also tells: it is shown once."""
    return book.period.is_plan and section in sections


def plan_versions(book: Book) -> Mapping[str, tuple[Series, ...]]:
    """The tasks of each version of the plan that the run rests on, in order of date where `versiones` gives it."""
    found: dict[str, list[Series]] = {}
    for task in book.series.values():
        found.setdefault(task.version, []).append(task)
    days = {row["version"]: row.get("fecha", "") for row in book.listing("versiones")}
    return {name: tuple(found[name]) for name in sorted(found, key=lambda name: days.get(name, ""))}


def plan_counts(book: Book, *, id: str) -> Table:
    """How many operations and tasks each version of the plan gives each service, counted in the plan itself."""
    tasks = _planned(book)
    versions = tuple(dict.fromkeys(version for version, *_ in tasks))
    level = next((name for name in GROUPS if book.nodes_at(name)), "")
    groups = book.nodes_at(level) if level else ()
    whose = {unit: _group_of(book, unit, level) for unit in {unit for _, unit, *_ in tasks}}
    heads = [Column(LEVEL_WORDS.get(level, "De quién"))]
    heads += [
        Column(name, _version_head(version), numeric=True) for version in versions for name in ("Operaciones", "Tareas")
    ]
    rows = []
    for group in groups:
        own = [one for one in tasks if whose[one[1]] == group.key]
        rows.append(TableRow((group.name, *_counts(versions, own))))
    top = book.nodes_at("entidad")
    total = TableRow((f"Total {top[0].name}" if top else "Total", *_counts(versions, tasks)), "total")
    title = "Operaciones y tareas por versión del plan"
    notes = _only_some(book, whose) if versions else ()
    return Table(id, title, tuple(heads), (*rows, total) if versions else (), notes, empty=NO_TASKS)


def _only_some(book: Book, units: Collection[str]) -> tuple[str, ...]:
    """Whose tasks the plan has, where it has not those of every unit."""
    everyone = book.nodes_at("unidad")
    named = [node.name for node in everyone if node.code in units]
    if not named or len(named) == len(everyone) or len(named) > MOST_NAMED:
        return ()
    return (f"Solo constan las tareas de {list_es(named)}; de las demás unidades el libro no las trae.",)


def _version_head(version: str) -> str:
    return f"Versión {version}" if version else "Plan"


def _group_of(book: Book, unit: str, level: str) -> tuple[str, str] | None:
    """The node of a level above a unit, or the unit's own where it is of that level."""
    node = next((found for name in END_LEVELS if (found := book.node(name, unit))), None)
    keys = () if node is None else (node.key, *book.ancestors(node))
    return next((key for key in keys if key[0] == level), None)


def _planned(book: Book) -> tuple[Planned, ...]:
    """Versions in their order, each with its units and how many operations and tasks each unit has in it."""
    return tuple(
        (version, unit, len({task.operation for task in own if task.operation}), len(own))
        for version, tasks in plan_versions(book).items()
        for unit, own in _by_unit(tasks).items()
    )


def _by_unit(tasks: Iterable[Series]) -> Mapping[str, Sequence[Series]]:
    found: dict[str, list[Series]] = {}
    for task in tasks:
        found.setdefault(task.unit, []).append(task)
    return found


def _counts(versions: Iterable[str], planned: Sequence[Planned]) -> tuple[Cell, ...]:
    """Operations and tasks of each version among some units."""
    cells: list[Cell] = []
    for version in versions:
        own = [(operations, tasks) for name, _, operations, tasks in planned if name == version]
        cells.append(counted(sum(one for one, _ in own), "Recuento de las operaciones de las tareas del plan."))
        cells.append(counted(sum(one for _, one in own), "Recuento de las tareas del plan."))
    return tuple(cells)


def versions_table(book: Book, *, id: str) -> Table:
    """Each version of the plan with its resolution and, where its tasks are kept, what it changed in the last one."""
    rows = sorted(book.listing("versiones"), key=lambda row: row.get("fecha", ""))
    heads = _used(rows, VERSION_HEADS)
    changes = _changes(book)
    columns = [Column("Versión"), *(Column(head, numeric=field == "importe") for field, head in heads.items())]
    columns += [Column(head, "Tareas", numeric=True) for head in TASK_HEADS if changes]
    lines = tuple(
        TableRow((row["version"], *(_listed(row, field) for field in heads), *_changed(changes, row["version"])))
        for row in rows
    )
    return Table(id, "Versiones del plan: aprobación y reformulaciones", tuple(columns), lines)


def _used(rows: Sequence[Mapping[str, str]], heads: Mapping[str, str]) -> dict[str, str]:
    """The columns that have anything in any row."""
    return {field: head for field, head in heads.items() if any(row.get(field) for row in rows)}


def _listed(row: Mapping[str, str], field: str) -> Cell:
    text = row.get(field, "")
    return date_es(date.fromisoformat(text)) if field == "fecha" and text else received(text, field == "importe")


def _changed(changes: Mapping[str, Change | None], version: str) -> tuple[Cell, ...]:
    """How many tasks a version brought, took away and programmed otherwise."""
    if not changes:
        return ()
    if version not in changes:
        return (Missing("El libro no trae las tareas de esta versión."),) * 3
    sizes = changes[version]
    if sizes is None:
        return (FIRST,) * 3
    return tuple(counted(size, "Recuento de las tareas que difieren entre las dos versiones.") for size in sizes)


def _changes(book: Book) -> Mapping[str, Change | None]:
    """What each version of the plan changed in the one before, None for the first; nothing where there is only one."""
    versions = [(name, {task.task: task for task in tasks}) for name, tasks in plan_versions(book).items()]
    if len(versions) < 2:
        return {}
    later = {name: _change(before, now) for (_, before), (name, now) in pairwise(versions)}
    return {versions[0][0]: None, **later}


def _change(before: Mapping[str, Series], now: Mapping[str, Series]) -> Change:
    other = [code for code in now.keys() & before.keys() if now[code].programmed != before[code].programmed]
    return len(now.keys() - before.keys()), len(before.keys() - now.keys()), len(other)


def budget_changes_table(book: Book, *, id: str) -> Table:
    """The budget's changes as received, the oldest first."""
    rows = sorted(book.listing("modificaciones"), key=lambda row: (row.get("fecha", ""), row.get("norma", "")))
    heads = _used(rows, CHANGE_HEADS)
    columns = tuple(Column(head, numeric=field == "importe") for field, head in heads.items())
    lines = tuple(TableRow(tuple(_listed(row, field) for field in heads)) for row in rows[:MOST_CHANGES])
    whole = count_es(len(rows))
    cut = f"Se muestran las primeras {MOST_CHANGES} de {whole} líneas; todas están en la tabla «modificaciones»."
    title = "Modificaciones del presupuesto, línea por línea"
    return Table(id, title, columns, lines, (cut,) if len(rows) > MOST_CHANGES else ())
