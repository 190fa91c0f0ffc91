"""Divides the budget of a unit's category among the unit's tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.demo.budget.demo_lines import Line
from helpers.demo.demo_records import Plan, Task, Unit
from helpers.demo.random_streams import Chance, apportion

CENTS = -2


def with_budgets(plan: Plan, units: Iterable[Unit], lines: Sequence[Line], month: int, chance: Chance) -> Plan:
    """Return the plan with each task's budget in bolivianos: a random share of its unit's category.

    Parameters
    ----------
    month : int
        Month, from 1, whose budget in force at its end is divided; 0 for the initial budget.
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
