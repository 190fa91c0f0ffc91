"""The budget of each task: what its unit's category has, shared out among the tasks that it pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.demo.chance import Chance, apportion
from helpers.demo.lines import Line
from helpers.demo.parts import Plan, Task, Unit

CENTS = -2


def with_budgets(plan: Plan, units: Iterable[Unit], lines: Sequence[Line], month: int, chance: Chance) -> Plan:
    """The plan with each task's budget, in bolivianos.

    Parameters
    ----------
    month : int
        At whose end the budget in force is shared out, from 1; 0 for the initial one.
    """
    category_of = {unit.code: unit.category for unit in units}
    by_category: dict[str, list[Task]] = {}
    for task in plan.tasks:
        by_category.setdefault(category_of[task.unit], []).append(task)
    budgets: dict[str, Decimal] = {}
    for category, tasks in by_category.items():
        own = [line for line in lines if line.category.code == category]
        whole = sum(line.budget[month - 1] if month else line.initial for line in own)
        weights = [chance.of("task budget", task.code).randrange(1, 40) for task in tasks]
        shares = apportion(whole, weights)
        budgets |= {task.code: Decimal(share).scaleb(CENTS) for task, share in zip(tasks, shares, strict=True)}
    return replace(plan, tasks=tuple(replace(task, budget=budgets[task.code]) for task in plan.tasks))
