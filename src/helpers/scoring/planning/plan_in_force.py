"""The version of the plan in force in each window, and the monthly amounts of its tasks with their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import cast

from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import by_key, grouped, not_none
from helpers.figures.records import UNIT_LEVELS, Node, Row, Sourced
from helpers.figures.series import YEAR, Amounts, Line, Series
from helpers.intake.dataset import Dataset
from helpers.settings.methods import Metodo

COLUMNS = (*MONTHS, "anual")
FOR_POSTS = frozenset({"tipo", "subtipo"})
"""Levels that may report for the posts below them."""


def since(row: Row) -> date:
    """Return the day from which a row of `versiones` is in force; without date, `date.min`."""
    return row.date("fecha") or date.min


def version_in_force(dataset: Dataset, window: Period) -> str:
    """Return the version of the plan in force on a window's last day.

    It is the latest of `versiones` whose date is not after that day; before the first date, the first version. A
    version without date counts as in force before all dated ones. Only versions with tasks count. Where `versiones`
    lists none of them, the last one among the tasks counts. Empty where there are no tasks.
    """
    return version_on(dataset, window.cutoff)


def version_on(dataset: Dataset, day: date) -> str:
    """Return the version of the plan in force on a day, by the rules of `version_in_force`; empty without tasks."""
    with_tasks = tuple(dict.fromkeys(row.text("version") for row in dataset.rows("tareas")))
    dated = sorted(
        (since(row), row.text("version")) for row in dataset.rows("versiones") if row.text("version") in with_tasks
    )
    if not dated:
        return with_tasks[-1] if with_tasks else ""
    return next((version for start, version in reversed(dated) if start <= day), dated[0][1])


@dataclass(frozen=True)
class PlannedOperation:
    """An operation of one version of the plan.

    Attributes
    ----------
    code : str
    node : Node or None
        The node that carries it out; None where the structure lacks it.
    actions : tuple of str
        Codes of the actions of its tasks, each once.
    tasks : tuple of Series
        All of them, in the plan's order.
    """

    code: str
    node: Node | None
    actions: tuple[str, ...]
    tasks: tuple[Series, ...]


@dataclass(frozen=True)
class Plan:
    """The tasks of every version of the plan, and the version in force in each window. `plan_of` creates it."""

    dataset: Dataset

    def version(self, window: Period) -> str:
        """Return the version in force at a window's end (`version_in_force`), or the one that `as_if` gave it."""
        if window not in self._versions:
            self._versions[window] = version_in_force(self.dataset, window)
        return self._versions[window]

    def version_at_start(self, window: Period) -> str:
        """Return the version in force on the day before a window; the first version where none was yet."""
        return version_on(self.dataset, window.first_day - timedelta(days=1))

    def as_if(self, window: Period, version: str) -> Plan:
        """Return a copy of the plan in which another version is in force at a window's end; this one stays."""
        other = copy(self)
        # The copy shares the cached tasks, but not the versions in force.
        vars(other)["_versions"] = {**self._versions, window: version}
        return other

    def tasks(self, window: Period) -> tuple[Series, ...]:
        """Return the tasks of the version in force at a window's end, in the plan's order; empty without a plan."""
        return self.by_version.get(self.version(window), ())

    @cached_property
    def _versions(self) -> dict[Period, str]:
        """Cache of the version in force by window."""
        return {}

    @cached_property
    def by_version(self) -> Mapping[str, tuple[Series, ...]]:
        """The tasks of each version that has any, in the plan's order, with the amounts reported of them by month.

        If several reports state a month of a task, the last one in the order of periods counts, in every version.
        """
        reports = reports_by_task(self.dataset)
        letters: dict[int, tuple[str, ...]] = {}
        rows = ((row, reports.get(row.text("tarea"), ())) for row in self.dataset.rows("tareas"))
        found = by_key((row.text("version"), _series(row, told, letters)) for row, told in rows)
        return {version: tuple(tasks) for version, tasks in found.items()}

    def operations(self, window: Period) -> tuple[PlannedOperation, ...]:
        """Return the operations of the version in force at a window's end, in the plan's order; empty without plan."""
        return self._operations.get(self.version(window), ())

    @cached_property
    def _operations(self) -> Mapping[str, tuple[PlannedOperation, ...]]:
        return {version: tuple(self._gathered(tasks)) for version, tasks in self.by_version.items()}

    def _gathered(self, tasks: Sequence[Series]) -> Iterator[PlannedOperation]:
        """The operations of some tasks, in order of first appearance."""
        for code, own in grouped(tasks, self.operation).items():
            actions = tuple(dict.fromkeys(task.action for task in own))
            yield PlannedOperation(code, self.units.get(own[0].unit), actions, tuple(own))

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], Row]:
        """The plan's row of `tareas` for each task, by version and task code."""
        return {(row.text("version"), row.text("tarea")): row for row in self.dataset.rows("tareas")}

    def amount(self, task: Series, column: str) -> Sourced | None:
        """Return a number of a task's row in the plan, such as its weight (`ponderacion`) or budget (`ppto`).

        None where the cell is blank.
        """
        return self.rows[task.version, task.task].number(column)

    @cached_property
    def shared_operations(self) -> frozenset[str]:
        """Operation codes that several units have, over all versions together: each numbers its own from one."""
        units = by_key((row.text("operacion"), row.text("unidad")) for row in self.dataset.rows("tareas"))
        return frozenset(code for code, found in units.items() if len(set(found)) > 1)

    def operation(self, task: Series) -> str:
        """Return the code of a task's operation: `DGP/1` where several units use the code `1`, else the code alone."""
        return f"{task.unit}/{task.operation}" if task.operation in self.shared_operations else task.operation

    @cached_property
    def units(self) -> Mapping[str, Node]:
        """The node for each unit code of the plan; codes that the structure lacks are left out."""
        codes = dict.fromkeys(row.text("unidad") for row in self.dataset.rows("tareas"))
        found = {code: unit_node(self.dataset, code) for code in codes}
        return {code: node for code, node in found.items() if node is not None}


def plan_of(dataset: Dataset) -> Plan:
    """Return the plan of a dataset; each call with that dataset gives the same object.

    Scoring, forms and every rule use it, and a large plan takes time to read.
    """
    plan = dataset.worked_out.get("plan")
    if not isinstance(plan, Plan):
        plan = dataset.worked_out["plan"] = Plan(dataset)
    return plan


def unit_node(dataset: Dataset, code: str) -> Node | None:
    """Return the node that the plan or the budget names as a unit: at the first of `UNIT_LEVELS` that has the code."""
    return next((node for level in UNIT_LEVELS if (node := dataset.node(level, code))), None)


def reports_by_task(dataset: Dataset) -> dict[str, tuple[Row, ...]]:
    """Return the rows of `ejecucion` by task: those of the year first, then by the last month of their period.

    Of several rows that state a month, the last one counts.
    """
    found = grouped(dataset.rows("ejecucion"), lambda row: row.text("tarea"))
    return {task: tuple(sorted(rows, key=_place)) for task, rows in found.items()}


def _place(row: Row) -> int:
    """Sorting key of a report: the last month of its period, 0 for the year's."""
    period = row.period("periodo")
    return period.last if period else 0


def _series(row: Row, reports: tuple[Row, ...], letters: dict[int, tuple[str, ...]]) -> Series:
    """The series of a task from its row of the plan and its reports, in the order of `reports_by_task`."""
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
        measure=row.text("unidad_medida"),
    )


def _amounts(row: Row) -> Amounts:
    # The months are number columns; checking each cell's type would take longer than reading the plan.
    return cast(Amounts, tuple(map(row.values.get, COLUMNS)))


def _executed(reports: tuple[Row, ...], letters: dict[int, tuple[str, ...]]) -> tuple[Amounts, tuple[Line | None, ...]]:
    """Executed amounts by month with the line of each; later reports replace earlier ones."""
    amounts: list[Decimal | None] = [None] * (YEAR + 1)
    lines: list[Line | None] = [None] * (YEAR + 1)
    for row in reports:
        line = _line(row, letters)
        for place, amount in enumerate(_amounts(row)):
            if amount is not None:
                amounts[place], lines[place] = amount, line
    return tuple(amounts), tuple(lines)


def _line(row: Row, letters: dict[int, tuple[str, ...]]) -> Line:
    """The place of a row in its file. All rows of a file share one tuple of column letters."""
    columns = row.origin.columns
    shared = letters.setdefault(id(columns), tuple(columns.get(column, "") for column in COLUMNS))
    return Line(row.origin.file, row.origin.sheet, row.line, shared)


def percentage_levels(plan: Plan, method: Metodo, window: Period) -> frozenset[str]:
    """Return the levels of which any subject reports a percentage that the method consolidates, in `avances`.

    Without a plan by tasks the whole year counts, else only periods that began by the window's end.
    """
    defined, rows = method.indicadores, plan.dataset.rows("avances")
    rows = tuple(row for row in rows if (one := defined.get(row.text("indicador"))) and one.is_consolidated)
    if plan.by_version:
        rows = tuple(row for row in rows if (row.period("periodo") or window).first_day <= window.cutoff)
    return frozenset(row.text("nivel") for row in rows)


def has_data(plan: Plan, method: Metodo, node: Node, window: Period) -> bool:
    """Tell whether a node has data in a window: its own or, if it need not report itself, those of its type.

    Data are an executed amount of a task in force, also zero, or a percentage reported for exactly that window. Data of
    nodes below do not count.
    """
    if has_own_data(plan, node, window):
        return True
    above = plan.dataset.node(*node.parent) if node.parent else None
    is_covered = above is not None and above.level in FOR_POSTS and not reports_itself(plan, method, node, window)
    return is_covered and has_data(plan, method, not_none(above), window)


def reports_itself(plan: Plan, method: Metodo, node: Node, window: Period) -> bool:
    """Tell whether a node must report a window itself: it has tasks in force, or its level reports percentages.

    Then the data of its type do not count as its own.
    """
    has_tasks = any(plan.units.get(task.unit) == node for task in plan.tasks(window))
    return has_tasks or node.level in percentage_levels(plan, method, window)


def has_own_data(plan: Plan, node: Node, window: Period) -> bool:
    """Tell whether a node itself has data in a window, whatever those of nodes below or of its type.

    Data are an executed amount of one of its own tasks in force, also zero, or a value that `avances` has of it for
    exactly that window.
    """
    own = (task for task in plan.tasks(window) if plan.units.get(task.unit) == node)
    if any(is_reported(task, window) for task in own):
        return True
    return any(
        row.number("valor") is not None and row.period("periodo") == window
        for row in plan.dataset.rows("avances")
        if (row.text("nivel"), row.text("codigo")) == node.key
    )


def is_due(task: Series, window: Period) -> bool:
    """Tell whether a task has more than zero programmed in a window.

    An amount that is programmed for the year as a whole makes the task due in every window.
    """
    in_window = any((task.programmed[place] or 0) > 0 for place in task.places(task.programmed, window))
    return in_window or (task.programmed[YEAR] or 0) > 0


def is_reported(task: Series, window: Period) -> bool:
    """Tell whether a task has an executed amount in a window, also zero."""
    return any(task.executed[place] is not None for place in task.places(task.executed, window))


def told_late(form: Row) -> bool:
    """Tell whether a form's row has no date of presentation but says that it came late (`en_plazo: no`)."""
    return form.date("fecha_presentacion") is None and form.text("en_plazo") == "no"
