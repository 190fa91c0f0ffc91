"""Weights of parts (tasks, `ponderacion` or budget), as figures that lead to their cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import ALL_TASKS, TASK_BUDGET, TASKS, WEIGHT
from helpers.figures.records import Sourced
from helpers.figures.series import Series
from helpers.scoring.entered_figures import TASK, TASK_COUNT, Measure, Names, Subject, complete
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.level_parts import Part, Parts
from helpers.scoring.planning.plan_in_force import Plan
from helpers.settings.methods import BUDGET_WEIGHT
from helpers.settings.rollups import HUNDRED, Consolidacion
from helpers.settings.scales import PLAN_LEVELS

CENTS = 2
MADE_OF_TASKS = ("operacion", "acp", "grupo")
"""Levels whose number of tasks counts tasks; that of other levels adds up those of their operations."""


@dataclass(frozen=True)
class Weights:
    """Enters the weights of the parts of one indicator in one window into a ledger."""

    ledger: Ledger
    plan: Plan
    parts: Parts
    names: Names
    indicator: str
    window: Period

    def of(self, plan: Consolidacion, part: Part) -> Figure | None:
        """Return the figure that is a part's weight, entering it if the ledger lacks it.

        Parameters
        ----------
        plan : Consolidacion
            The method's rule for a level: by tasks, by budget or by `ponderacion`.
        part : Part

        Returns
        -------
        Figure or None
            None where the data give the part no weight.
        """
        match plan.regla:
            case "media_por_tareas":
                return self.tasks(part)
            case "media_por_presupuesto":
                return self._budget(part)
        return self._weight(part)

    def known(self, plan: Consolidacion, part: Part) -> Fraction | None:
        """Return the weight that the data state of a part without figure. Nothing is entered.

        They state it of nodes and actions (`peso`, `ponderacion`). None if nothing is stated, for tasks, operations and
        groups, and where weights are numbers of tasks or budgets.
        """
        if plan.regla != "media_ponderada":
            return None
        given = self._node_weights.get(part, {})
        stated = given.get(self.indicator) or given.get("")
        return None if stated is None else exact(stated.value)

    def divisor(self, plan: Consolidacion, subject: Subject) -> Operand | None:
        """Return what the weighted sum is divided by in a mean that is not renormalised.

        Returns
        -------
        Operand or None
            The constant 100 for `ponderacion`. For weights by tasks or budget, the figure with the subject's total of
            these; None where it is unknown.
        """
        if plan.regla == "media_por_tareas":
            whole = self._all_tasks(subject)
        elif plan.regla == "media_por_presupuesto":
            whole = self._budget(Part(subject.level, subject.code))
        else:
            return Operand("divisor", constant=exact(HUNDRED))
        return Operand("divisor", whole.id) if whole is not None else None

    def tasks(self, part: Part) -> Figure | None:
        """Return the figure with the number of a part's tasks that enter the window, entering it the first time.

        None where no task enters. An operation may have tasks of several actions; of an action or group its own count.
        """
        operations = self.parts.under(part.level, part.code)
        if part.level in MADE_OF_TASKS:
            own = {task.task for task in self.parts.tasks_of(*part)}
            scored = [figure for operation in operations for figure in operation.scored if figure.code in own]
            return self._once(TASKS, part, Operation.NUMBER, scored, "Tareas que entran en la ventana.")
        below = [self.tasks(Part("operacion", operation.code)) for operation in operations if operation.scored]
        return self._once(TASKS, part, Operation.SUM, below, "Suma de las tareas de sus operaciones.")

    def _all_tasks(self, subject: Subject) -> Figure | None:
        """The number of a subject's tasks in the plan, entered once; None for a subject without tasks."""
        part = Part(subject.level, subject.code)
        tasks = list(self.parts.tasks_of(*part))
        found = self._found(ALL_TASKS, part)
        if found is not None or not tasks:
            return found
        self.ledger.extra[ALL_TASKS] = TASK_COUNT
        rows = [self.plan.rows[task.version, task.task].cell("tarea") for task in tasks]
        rule = "Tareas del plan vigente, entren o no en la ventana."
        return self.ledger.count(self._subject(ALL_TASKS, part), rows, rule)

    def _weight(self, part: Part) -> Figure | None:
        """The `ponderacion` of a part: a task's from the plan, an operation's or group's sum, others' from the data."""
        if part.level in PLAN_LEVELS:
            rules = "Ponderación de la tarea en el plan.", "Suma de la ponderación de sus tareas."
            return self._of_tasks(WEIGHT, "ponderacion", part, rules)
        if part.level == "grupo":
            actions = [self._weight(action) for action in self.parts.of("acciones", "grupo", part.code)]
            return self._once(WEIGHT, part, Operation.SUM, actions, "Suma de la ponderación de sus acciones.")
        given = self._node_weights.get(part, {})
        # A node with different weights for different indicators has a figure for each.
        is_same = len({weight.value for weight in given.values()}) < 2
        name = WEIGHT if is_same else f"{WEIGHT}_{self.indicator}"
        return self._read(name, part, given.get(self.indicator) or given.get(""), "Ponderación según los datos.")

    @cached_property
    def _node_weights(self) -> dict[tuple[str, str], dict[str, Sourced]]:
        """Weights by node or action, and then by indicator; the weight of an action has no indicator (empty)."""
        found: dict[tuple[str, str], dict[str, Sourced]] = {}
        dataset = self.plan.dataset
        for row in dataset.rows("acciones"):
            weight = row.number("ponderacion")
            if weight is not None:
                found.setdefault(("acp", row.text("acp")), {})[""] = weight
        for row in dataset.rows("avances"):
            weight = row.number("peso")
            if weight is not None and row.period("periodo") == self.window:
                found.setdefault((row.text("nivel"), row.text("codigo")), {})[row.text("indicador")] = weight
        return found

    def _budget(self, part: Part) -> Figure | None:
        """The budget of a task or operation from the plan; of other parts, their budget in force; None if unknown."""
        if part.level in PLAN_LEVELS:
            rules = "Presupuesto de la tarea en el plan.", "Suma del presupuesto de sus tareas."
            return self._of_tasks(TASK_BUDGET, "ppto", part, rules)
        return self.ledger.get(BUDGET_WEIGHT, self.window, part.level, part.code)

    def _of_tasks(self, indicator: str, column: str, part: Part, rules: tuple[str, str]) -> Figure | None:
        """A number of a task's row in the plan, or an operation's sum of them, entered once; None if any is blank."""
        if part.level == TASK:
            task = self._tasks_by_code.get(part.code)
            return self._read(indicator, part, self.plan.amount(task, column), rules[0]) if task else None
        tasks = (Part(TASK, task.task) for item in self.parts.under(*part) for task in item.tasks)
        below = [self._of_tasks(indicator, column, task, rules) for task in tasks]
        return self._once(indicator, part, Operation.SUM, below, rules[1])

    @cached_property
    def _tasks_by_code(self) -> dict[str, Series]:
        """The tasks in force; of two with the same code, the first."""
        return {task.task: task for task in reversed(self.plan.tasks(self.window))}

    def _read(self, indicator: str, part: Part, value: Sourced | None, rule: str) -> Figure | None:
        """A weight read from a cell, entered once; None without a cell. All typed decimals are kept, none rounded."""
        found = self._found(indicator, part)
        if value is None or found is not None:
            return found
        known = self.ledger.extra.get(indicator, Measure("Bs" if indicator == TASK_BUDGET else "puntos", CENTS))
        typed = -int(value.value.as_tuple().exponent)
        self.ledger.extra[indicator] = Measure(known.unit, max(known.decimals, typed))
        return self.ledger.read(self._subject(indicator, part), [value], rule)

    def _once(
        self, indicator: str, part: Part, operation: Operation, below: Sequence[Figure | None], rule: str
    ) -> Figure | None:
        """The combination of the weights below, entered once; None where one is missing or there are none."""
        found = self._found(indicator, part)
        parts = complete(below)
        if found is not None or not parts:
            return found
        if indicator == TASKS:
            self.ledger.extra[indicator] = TASK_COUNT
        return self.ledger.combine(self._subject(indicator, part), operation, parts, rule)

    def _found(self, indicator: str, part: Part) -> Figure | None:
        return self.ledger.get(indicator, self.window, part.level, part.code)

    def _subject(self, indicator: str, part: Part) -> Subject:
        return Subject(indicator, self.window, part.level, part.code, self.names.of(part.level, part.code))
