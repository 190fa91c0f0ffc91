"""Spends the synthetic budget by month (certified, committed, accrued, paid), and divides it among the units' tasks."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from helpers.base.python_extras import grouped
from helpers.demo.budget.demo_lines import MONTHS_A_YEAR, Line
from helpers.demo.demo_records import Plan, Unit
from helpers.demo.ministry.demo_plans import FIRST, IN_FORCE
from helpers.demo.random_streams import Chance, apportion

PERSONAL = "10000"
REVERSED_MONTH = 5
"""Month, from 1, in which part of one category's accrual is reversed."""
PER_MILLE = 1000
CENTS = -2


def spend(lines: Sequence[Line], chance: Chance) -> None:
    """Fill in, in place, the certified, committed, accrued and paid amounts of every line, within its budget in force.

    Amounts are cumulative cents with pagado ≤ devengado ≤ compromiso ≤ certificado ≤ vigente.
    """
    for place, line in enumerate(lines):
        dice = chance.of("spending", place)
        _accrue(line, dice)
        line.committed = _between(line.accrued, line.budget, dice, 12)
        line.certified = _between(line.committed, line.budget, dice, 10)
        line.paid = _paid(line.accrued, dice)


def reverse(lines: Sequence[Line], category: str) -> int:
    """Reverse, in the month `REVERSED_MONTH`, 15 % of what a category's largest line has accrued so far.

    The lines change in place; the category's other lines accrue nothing in that month.

    Returns
    -------
    int
        Cents reversed.
    """
    own = [line for line in lines if line.category.code == category]
    month = REVERSED_MONTH - 1
    main = max(own, key=lambda line: line.accrued[month - 1])
    taken = main.accrued[month - 1] * 15 // 100
    for line in own:
        line.accrued[month] = line.accrued[month - 1] - (taken if line is main else 0)
        line.paid[month] = min(line.paid[month - 1], line.accrued[month])
        line.committed[month] = max(line.accrued[month], line.committed[month - 1])
        line.certified[month] = max(line.committed[month], line.certified[month - 1])
    return taken


def _accrue(line: Line, dice: random.Random) -> None:
    """Fill in a line's accrued amounts: salaries in thirteenths, two of them in December, others faster at the end.

    By December salaries reach 97 to 99.5 % of the budget, others 72 to 98.5 %. No amount is less than the month before;
    each is that month's share of the least budget from then on.
    """
    if line.item == PERSONAL:
        steps = [1] * 11 + [2]
        final = dice.randrange(970, 995)
    else:
        steps = [dice.randrange(1, 4 + month) for month in range(MONTHS_A_YEAR)]
        final = dice.randrange(720, 985)
    shares = apportion(final, steps)
    # Money that is cut later must not be spent before.
    least_ahead = [min(line.budget[month:]) for month in range(MONTHS_A_YEAR)]
    cumulative, line.accrued = 0, []
    for month in range(MONTHS_A_YEAR):
        cumulative += shares[month]
        before = line.accrued[-1] if line.accrued else 0
        line.accrued.append(max(before, least_ahead[month] * cumulative // PER_MILLE))


def _between(floor: Sequence[int], ceiling: Sequence[int], dice: random.Random, percent: int) -> list[int]:
    """Return amounts between a floor and a share of the rest up to a ceiling; they fall only if the ceiling does."""
    found: list[int] = []
    for low, high in zip(floor, ceiling, strict=True):
        amount = low + (high - low) * dice.randrange(percent) // 100
        found.append(min(max(amount, found[-1] if found else 0), high))
    return found


def _paid(accrued: Sequence[int], dice: random.Random) -> list[int]:
    """Return paid amounts: everything accrued up to the month before, and part of the month's own."""
    found, before = [], 0
    for amount in accrued:
        found.append(before + (amount - before) * dice.randrange(30, 95) // 100)
        before = amount
    return found


def budget_of(line: Line, version: str) -> int:
    """Return a line's budget in cents as a version approves it: the initial one, or that in force in its month."""
    return line.initial if version == FIRST else line.budget[IN_FORCE[version].month - 1]


def with_budgets(plan: Plan, units: Iterable[Unit], lines: Sequence[Line], chance: Chance) -> Plan:
    """Return the plan with each task's budget in bolivianos: a random share of its unit's category."""
    category_of = {unit.code: unit.category for unit in units}
    budgets: dict[str, Decimal] = {}
    for category, tasks in grouped(plan.tasks, lambda task: category_of[task.unit]).items():
        own = [line for line in lines if line.category.code == category]
        whole = sum(budget_of(line, plan.version) for line in own)
        weights = [chance.of("task budget", task.code).randrange(1, 40) for task in tasks]
        shares = apportion(whole, weights)
        budgets |= {task.code: Decimal(share).scaleb(CENTS) for task, share in zip(tasks, shares, strict=True)}
    return replace(plan, tasks=tuple(replace(task, budget=budgets[task.code]) for task in plan.tasks))
