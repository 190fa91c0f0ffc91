"""Counts of the plan's tasks: number and budget of each version's tasks, and tasks due in each window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise

from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import REQUIRED, VERSION
from helpers.figures.records import Node, SourceCell
from helpers.figures.series import YEAR, Series
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import MONEY, TASK_COUNT, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.level_parts import Key
from helpers.scoring.planning.plan_in_force import Plan
from helpers.scoring.planning.plan_places import (
    UNIT_WORDS,
    PlanAreas,
    asked,
    by_text,
    place_of,
    sum_rule,
    versions_formulated,
)

TASKS, BUDGET, DUE = "tareas_plan", "ppto_tareas", "tareas_programadas"
UNTASKED = "requerido_sin_tareas"
"""Required money that no task carries."""
CHANGE = "_cambio"
"""Suffix of an indicator's key for its change from the version before."""


@dataclass(frozen=True)
class TaskCounter:
    """Enters the number of tasks, their budgets and the tasks due in each window into a ledger."""

    ledger: Ledger
    dataset: Dataset
    plan: Plan
    areas: PlanAreas

    def score(self, window: Period) -> None:
        """Enter the number and the budgets of each version's tasks, by unit, by area and in total.

        Units that the structure lacks are left out. Where several versions have requirements, the money required and
        what of it no task carries are entered too. For all of these, the change is a version's value minus that of the
        one before; a missing number or budget of tasks counts as zero, and a missing requirement gives no change.
        """
        measured = {TASKS: TASK_COUNT, BUDGET: MONEY, REQUIRED: MONEY, UNTASKED: MONEY}
        self.ledger.extra |= measured | {name + CHANGE: measure for name, measure in measured.items()}
        versions = versions_formulated(self.dataset)
        asking = {row.text("version") for row in self.dataset.rows("requerimientos")}
        for version in versions:
            self._version(window, version)
            if len(asking) > 1:
                self._required(window, version)
                self._untasked(window, version)
        for before, now in pairwise(versions):
            for name in measured:
                self._changes(name, window, before, now)

    def _version(self, window: Period, version: str) -> None:
        """Enter the tasks and budgets of one version by unit, and their sums."""
        rows = [row for row in self.dataset.rows("tareas") if row.text("version") == version]
        counts: dict[Key, Figure] = {}
        money: dict[Key, Figure] = {}
        for (unit,), own in by_text(rows, "unidad").items():
            node = self.plan.units.get(unit)
            if node is None:
                continue
            subject = place_in_version(TASKS, window, version, node)
            counts[node.key] = self.ledger.count(subject, [row.cell("tarea") for row in own], "Tareas de la versión.")
            cells = [cell for row in own if (cell := row.number("ppto")) is not None]
            if cells:
                rule = sum_rule(len(cells), "presupuesto de tarea", "presupuestos de tareas")
                money[node.key] = self.ledger.read(subject._replace(indicator=BUDGET), cells, rule)
        for name, parts in ((TASKS, counts), (BUDGET, money)):
            self._sum_up(name, window, version, parts)

    def _sum_up(self, indicator: str, window: Period, version: str, parts: Mapping[Key, Figure]) -> None:
        """Enter the sums of units' figures by area and in total."""
        self.areas.add_up(self.ledger, parts, partial(place_in_version, indicator, window, version))
        subject = Subject(indicator, window, VERSION, version, f"Versión {version}")
        self.ledger.sum_all(subject, parts.values(), sum_rule(len(parts), *UNIT_WORDS))

    def _required(self, window: Period, version: str) -> None:
        """Enter the money required in a version, by area and in total; nothing for a sum with an unreadable amount."""
        rows = asked(row for row in self.dataset.rows("requerimientos") if row.text("version") == version)
        parts = []
        for (area,), own in by_text(rows, "area").items():
            node = place_of(self.dataset, area)
            cells = [cell for row in own if (cell := row.number("importe")) is not None]
            if node is not None and len(cells) == len(own):
                rule = sum_rule(len(cells), "requerimiento del área", "requerimientos del área")
                parts.append(self.ledger.read(place_in_version(REQUIRED, window, version, node), cells, rule))
        if parts and len(parts) == len({row.text("area") for row in rows}):
            subject = Subject(REQUIRED, window, VERSION, version, f"Versión {version}")
            self.ledger.combine(subject, Operation.SUM, parts, sum_rule(len(parts), "área", "áreas"))

    def _untasked(self, window: Period, version: str) -> None:
        """Enter required money minus the tasks' budgets, by area and in total, where tasks have budgets."""
        carried = [
            figure
            for figure in list(self.ledger.figures.values())
            if figure.indicator == BUDGET and figure.period == window and figure.code.partition("/")[0] == version
        ]
        for budget in carried:
            whole = self.ledger.get(REQUIRED, window, budget.level, budget.code)
            if whole is not None:
                subject = Subject(UNTASKED, window, budget.level, budget.code, budget.name)
                rule = "Lo requerido menos el presupuesto de las tareas: la parte que ninguna tarea lleva."
                self.ledger.difference(subject, whole, budget, rule)

    def _changes(self, indicator: str, window: Period, before: str, now: str) -> None:
        """Enter the later version's value minus the earlier one's.

        A missing number or budget of tasks counts as zero if the other exists; a missing requirement gives no change.
        """
        both: dict[tuple[str, str], dict[str, Figure]] = {}
        for figure in list(self.ledger.figures.values()):
            if figure.indicator == indicator and figure.period == window and figure.level.startswith(VERSION):
                version, _, code = figure.code.partition("/")
                both.setdefault((figure.level, code), {})[version] = figure
        for (level, code), found in both.items():
            old, new = found.get(before), found.get(now)
            either = new or old
            # An amount that cannot be read is unknown and no zero, unlike the tasks of a unit that has none.
            is_known = indicator in (TASKS, BUDGET) or (new is not None and old is not None)
            if either is not None and is_known:
                name = either.name
                subject = Subject(indicator + CHANGE, window, level, f"{now}/{code}" if code else now, name)
                self.ledger.difference(subject, new, old, f"Versión {now} menos versión {before}.")

    def due(self, window: Period, version: str) -> None:
        """Enter into the ledger the number of a version's tasks with an amount programmed in a window.

        They are entered by unit (0 where none of its tasks is due), by area and in total. A task with an amount for the
        year and no months counts only in the plan's window; a unit with such tasks alone has no figure in others. The
        version in formulation counts also for months before it comes into force.
        """

        def place(node: Node) -> Subject:
            return Subject(DUE, window, *node.key, node.name)

        self.ledger.extra[DUE] = TASK_COUNT
        parts: dict[Key, Figure] = {}
        rule = "Tareas con algo programado en la ventana."
        tasks = grouped(self.plan.by_version.get(version, ()), lambda task: self.plan.units.get(task.unit))
        for node, own in tasks.items():
            # A unit without tasks due in a month has zero of them, unless the plan tells the months of none.
            if node is not None and (window.is_plan or not all(task.is_by_year for task in own)):
                cells = [cell for task in own for cell in islice(_scheduled(task, window), 1)]
                parts[node.key] = self.ledger.count(place(node), cells, rule)
        self.areas.add_up(self.ledger, parts, place)
        self.ledger.sum_all(place(self.dataset.entity), parts.values(), sum_rule(len(parts), *UNIT_WORDS))


def place_in_version(indicator: str, window: Period, version: str, node: Node) -> Subject:
    """Return the subject of a node's figure in a version of the plan: level `version_unidad`, code `v2/DGAA`."""
    return Subject(
        indicator, window, f"{VERSION}_{node.level}", f"{version}/{node.code}", f"{node.name}, versión {version}"
    )


def _scheduled(task: Series, window: Period) -> Iterator[SourceCell]:
    """Cells with an amount programmed in a window. An amount for the year counts only in the plan's window."""
    for place in task.places(task.programmed, window):
        amount = task.programmed[place]
        if amount and (place != YEAR or window.is_plan):
            yield task.plan.cell(place)
