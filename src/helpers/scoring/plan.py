"""The plan in force in each window, and each of its tasks' year: programmed and executed, with their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from helpers.intake.dataset import Dataset
from helpers.periods import MONTHS, Period
from helpers.records import Node, Row, Sourced
from helpers.series import YEAR, Amounts, Line, Series

COLUMNS = (*MONTHS, "anual")
UNIT_LEVELS = ("unidad", "puesto", "subtipo", "tipo")
"""Levels of the nodes that may have tasks, the likeliest first: a code may stand at several."""


def since(row: Row) -> date:
    """The day from which a version that `versiones` lists rules; where no date is known, before every other day."""
    return row.date("fecha") or date.min


def version_in_force(dataset: Dataset, window: Period) -> str:
    """The version of the plan that ruled on a window's last day.

    The latest of `versiones` whose date is not after it; before the first one's date, the first. A version without
    date ruled before those that have one. Only versions with tasks count. Where `versiones` lists none of them, the
    last folder counts. Empty where there are no tasks.
    """
    return version_on(dataset, window.cutoff)


def version_on(dataset: Dataset, day: date) -> str:
    """The version of the plan that ruled on a day, as `version_in_force` says."""
    with_tasks = tuple(dict.fromkeys(row.text("version") for row in dataset.rows("tareas")))
    dated = sorted(
        (since(row), row.text("version")) for row in dataset.rows("versiones") if row.text("version") in with_tasks
    )
    if not dated:
        return with_tasks[-1] if with_tasks else ""
    ruling = [version for start, version in dated if start <= day]
    return ruling[-1] if ruling else dated[0][1]


class PlannedOperation(NamedTuple):
    """An operation of one version of the plan.

    Attributes
    ----------
    code : str
    node : Node or None
        The unit that carries it out; None where the structure does not have it.
    actions : tuple of str
        The actions that its tasks serve, each once.
    tasks : tuple of Series
        All of them, in the plan's order.
    """

    code: str
    node: Node | None
    actions: tuple[str, ...]
    tasks: tuple[Series, ...]


@dataclass(frozen=True)
class Plan:
    """Every version's tasks, and which version rules when; `plan_of` makes it."""

    dataset: Dataset

    def version(self, window: Period) -> str:
        if window not in self._versions:
            self._versions[window] = version_in_force(self.dataset, window)
        return self._versions[window]

    def version_at_start(self, window: Period) -> str:
        """The version that ruled when a window began: on the day before it, or the first there is."""
        return version_on(self.dataset, date(window.year, window.first, 1) - timedelta(days=1))

    def as_if(self, window: Period, version: str) -> Plan:
        """The same plan, as if another version had ruled at a window's end."""
        other = copy(self)
        # What was worked out is shared; which version rules when is not.
        vars(other)["_versions"] = {**self._versions, window: version}
        return other

    def tasks(self, window: Period) -> tuple[Series, ...]:
        """The tasks of the version in force, in the plan's order."""
        return self.by_version.get(self.version(window), ())

    @cached_property
    def _versions(self) -> dict[Period, str]:
        return {}

    @cached_property
    def by_version(self) -> Mapping[str, tuple[Series, ...]]:
        reports = _reports(self.dataset)
        letters: dict[int, tuple[str, ...]] = {}
        found: dict[str, list[Series]] = {}
        for row in self.dataset.rows("tareas"):
            found.setdefault(row.text("version"), []).append(_series(row, reports.get(row.text("tarea"), ()), letters))
        return {version: tuple(tasks) for version, tasks in found.items()}

    def operations(self, window: Period) -> tuple[PlannedOperation, ...]:
        """The operations of the version in force, in the plan's order."""
        return self._operations.get(self.version(window), ())

    @cached_property
    def _operations(self) -> Mapping[str, tuple[PlannedOperation, ...]]:
        return {version: tuple(self._gathered(tasks)) for version, tasks in self.by_version.items()}

    def _gathered(self, tasks: Sequence[Series]) -> Iterator[PlannedOperation]:
        found: dict[str, list[Series]] = {}
        for task in tasks:
            found.setdefault(self.operation(task), []).append(task)
        for code, own in found.items():
            actions = tuple(dict.fromkeys(task.action for task in own))
            yield PlannedOperation(code, self.units.get(own[0].unit), actions, tuple(own))

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], Row]:
        """Each task's line of the plan, by version and code."""
        return {(row.text("version"), row.text("tarea")): row for row in self.dataset.rows("tareas")}

    def amount(self, task: Series, column: str) -> Sourced | None:
        """A number of a task's line of the plan: its weight, its budget."""
        return self.rows[task.version, task.task].number(column)

    @cached_property
    def shared_operations(self) -> frozenset[str]:
        """Codes of operations that tasks of several units bear: each unit numbers its own from one."""
        units: dict[str, set[str]] = {}
        for row in self.dataset.rows("tareas"):
            units.setdefault(row.text("operacion"), set()).add(row.text("unidad"))
        return frozenset(code for code, found in units.items() if len(found) > 1)

    def operation(self, task: Series) -> str:
        """The code of a task's operation, with its unit's before it where others use the same."""
        return f"{task.unit}/{task.operation}" if task.operation in self.shared_operations else task.operation

    @cached_property
    def units(self) -> Mapping[str, Node]:
        """The node that each unit's code of the plan names."""
        codes = dict.fromkeys(row.text("unidad") for row in self.dataset.rows("tareas"))
        found = {code: _node(self.dataset, code) for code in codes}
        return {code: node for code, node in found.items() if node is not None}


def plan_of(dataset: Dataset) -> Plan:
    """The plan of some data, made once: scoring, forms and every rule ask for it, and a large one takes time."""
    plan = dataset.worked_out.get("plan")
    if not isinstance(plan, Plan):
        plan = dataset.worked_out["plan"] = Plan(dataset)
    return plan


def _node(dataset: Dataset, code: str) -> Node | None:
    return next((node for level in UNIT_LEVELS if (node := dataset.node(level, code))), None)


def _reports(dataset: Dataset) -> dict[str, tuple[Row, ...]]:
    """Each task's reports, the year's first and then by period: the later counts where two give a month."""
    found: dict[str, list[Row]] = {}
    for row in dataset.rows("ejecucion"):
        found.setdefault(row.text("tarea"), []).append(row)
    return {task: tuple(sorted(rows, key=_place)) for task, rows in found.items()}


def _place(row: Row) -> int:
    period = row.period("periodo")
    return period.last if period else 0


def _series(row: Row, reports: tuple[Row, ...], letters: dict[int, tuple[str, ...]]) -> Series:
    executed, lines = _executed(reports, letters)
    return Series(
        version=row.text("version"),
        task=row.text("tarea"),
        unit=row.text("unidad"),
        operation=row.text("operacion"),
        action=row.text("acp"),
        description=row.text("descripcion"),
        keeps=row.text("acumulable") == "no",
        programmed=_amounts(row),
        executed=executed,
        plan=_line(row, letters),
        reports=lines,
    )


def _amounts(row: Row) -> Amounts:
    values = row.values
    return tuple(values.get(column) for column in COLUMNS)


def _executed(reports: tuple[Row, ...], letters: dict[int, tuple[str, ...]]) -> tuple[Amounts, tuple[Line | None, ...]]:
    amounts: list = [None] * (YEAR + 1)
    lines: list[Line | None] = [None] * (YEAR + 1)
    for row in reports:
        line = _line(row, letters)
        for place, amount in enumerate(_amounts(row)):
            if amount is not None:
                amounts[place], lines[place] = amount, line
    return tuple(amounts), tuple(lines)


def _line(row: Row, letters: dict[int, tuple[str, ...]]) -> Line:
    """Where a row stands; the letters of its columns are shared by all rows of its file."""
    columns = row.origin.columns
    shared = letters.setdefault(id(columns), tuple(columns.get(column, "") for column in COLUMNS))
    return Line(row.origin.file, row.origin.sheet, row.line, shared)
