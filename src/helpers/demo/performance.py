"""What the synthetic units did each quarter: executed amounts, means of verification, results and causes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.demo.demo_records import Months, Plan, Task, Unit
from helpers.demo.ministry.phrases import AHEAD, CAUSES, DOINGS
from helpers.demo.random_streams import Chance
from helpers.settings.institution import Causa

QUARTERS = (1, 2, 3, 4)
HUNDRED = 100
PERFECT = 100
SAY_WHY = 97
"""Percentage of deviating tasks whose cause is reported."""
NOTHING = Decimal(0)
DONE = {doing.measure + doing.indicator: doing.done for doing in DOINGS}


@dataclass(frozen=True)
class Executed:
    """A task's quarter as its unit reports it.

    Attributes
    ----------
    task : Task
    months : Months
        Executed amounts of the three months; None if nothing was programmed or reported.
    proof, result : str
        Means of verification and qualitative result; empty if nothing was done.
    cause : Causa or None
    judged : str
        The unit's own rating; mostly empty.
    """

    task: Task
    months: Months
    proof: str = ""
    result: str = ""
    cause: Causa | None = None
    judged: str = ""

    @property
    def total(self) -> Decimal:
        """Sum of the executed amounts; 0 if none is known."""
        return sum((amount for amount in self.months if amount is not None), NOTHING)


def skills_of(units: Sequence[Unit], chance: Chance) -> dict[str, int]:
    """Return the percentage of its programme that each unit usually executes, by unit code."""
    return {unit.code: _skill(chance.of("skill", unit.code)) for unit in units}


def _skill(dice: random.Random) -> int:
    """Return a random percentage from 5 to 100, mostly above 70."""
    low, high = dice.choices(((PERFECT, PERFECT), (90, 99), (70, 89), (45, 69), (5, 44)), (15, 42, 26, 12, 5))[0]
    return dice.randint(low, high)


def executed(plan: Plan, quarter: int, skills: dict[str, int], chance: Chance) -> tuple[Executed, ...]:
    """Return what units executed of every task scheduled in a quarter, 1 to 4, in the plan's order.

    `skills` has the usual percentage by unit; tasks with nothing programmed are left out.
    """
    return tuple(
        _of_task(task, quarter, skills[task.unit], chance.of("executed", quarter, task.code))
        for task in plan.tasks
        if task.is_scheduled(quarter)
    )


def _of_task(task: Task, quarter: int, skill: int, dice: random.Random) -> Executed:
    """Return a task's quarter; a later month may make up for what an earlier one left undone."""
    programmed = task.programmed(quarter)
    months: list[Decimal | None] = []
    behind = NOTHING
    for amount in programmed:
        if not amount:
            months.append(None)
            continue
        done = _of_month(amount, skill, dice)
        if behind and done == amount and not task.keeps and dice.randrange(HUNDRED) < 60:
            done, behind = done + behind, NOTHING
        elif done < amount:
            behind += amount - done
        months.append(done)
    return _reported(task, quarter, tuple(months), dice)


def _of_month(amount: Decimal, skill: int, dice: random.Random) -> Decimal:
    """Return a month's executed amount: all, some or none of `amount`; sometimes more, if `amount` is over 10.

    `skill` is the chance, in percent, that all of it is done.
    """
    is_done = dice.randrange(HUNDRED) < skill
    share = dice.randrange(HUNDRED)
    if is_done and skill < PERFECT and share < 3 and amount > 10:
        return amount + max(Decimal(1), amount * share // HUNDRED)
    if is_done:
        return amount
    if amount > 3:
        return (amount * share / HUNDRED).to_integral_value()
    return NOTHING


def _reported(task: Task, quarter: int, months: Months, dice: random.Random) -> Executed:
    """Return executed months with what the unit tells: proof if anything was done, and mostly why it deviated.

    Some tasks that were fulfilled have a result too.
    """
    whole = sum((amount for amount in task.programmed(quarter) if amount), NOTHING)
    done = sum((amount for amount in months if amount is not None), NOTHING)
    number = dice.randrange(1, 900)
    proof = f"Informe {task.unit}/INF-{number:03}/2024" if done else ""
    result = DONE[task.measure + task.indicator] if done >= whole and dice.randrange(3) == 0 else ""
    says_why = dice.randrange(HUNDRED) < SAY_WHY
    why = dice.choice(CAUSES) if done < whole else AHEAD
    return Executed(task, months, proof, result, why if says_why and done != whole else None)
