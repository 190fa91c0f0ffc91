"""The two versions of the plan: as approved in January and as reformulated in June."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date
from decimal import Decimal

from helpers.base.exact import plain_text
from helpers.base.periods import MONTHS
from helpers.base.python_extras import by_key, grouped
from helpers.demo.demo_records import Plan, Slot, Task, Unit
from helpers.demo.ministry.phrases import Wording, wordings
from helpers.demo.ministry.skeleton import Skeleton
from helpers.demo.random_streams import Chance, apportion

FIRST, SECOND = "v1", "v2"
IN_FORCE = {FIRST: date(2024, 1, 2), SECOND: date(2024, 6, 10)}
RESOLUTIONS = {FIRST: "RM SINT 001/2024", SECOND: "RM SINT 117/2024"}
CHANGED_FROM = 7
"""First month that the reformulation may change; past months stay."""
ADDED_FROM = 6
POINTS = 10_000
"""A unit's 100 points, in hundredths."""
MOVED = 2
"""Number of tasks that the reformulation moves to another unit."""
REPROGRAMMED_OF = 17
"""One task in this number is reprogrammed."""


def plans_of(units: Sequence[Unit], skeleton: Skeleton, chance: Chance) -> tuple[Plan, Plan]:
    """Return the plan as approved in January and as reformulated in June, with weights but without budgets yet."""
    by_code = {unit.code: unit for unit in units}
    first, second = {}, {}
    for unit, slots in _by_unit(skeleton).items():
        dice = chance.of("task", unit)
        words = wordings(by_code[unit].topics, dice)
        for slot, origin in slots:
            earliest = {"added": ADDED_FROM, "dropped": CHANGED_FROM}.get(origin, 1)
            task = _task(slot, by_code[unit], next(words), chance, earliest)
            if origin != "added":
                first[slot] = task
            if origin != "dropped":
                second[slot] = _reprogrammed(task, chance) if origin == "kept" else task
    _move(second, first, by_code, chance)
    plans = Plan(FIRST, tuple(first.values())), Plan(SECOND, tuple(second.values()))
    return _weighted(plans[0], chance), _weighted(plans[1], chance)


def _move(second: dict[Slot, Task], first: Mapping[Slot, Task], units: Mapping[str, Unit], chance: Chance) -> None:
    """Move the last `MOVED` tasks of a central unit to another unit of the same area and action, in place.

    A task keeps its slot and code, and names the new unit in `moved_to`. Only tasks of both versions are moved, and no
    activity loses its last task; where no two units are such, none is moved.
    """
    own = tasks_by_unit(second.values())
    sizes = Counter(task.slot.activity_code for task in second.values())
    free = {
        unit: [task for task in tasks if task.slot in first and sizes[task.slot.activity_code] > MOVED]
        for unit, tasks in own.items()
        if units[unit].is_central
    }
    pairs = [
        (giver, taker)
        for giver, tasks in free.items()
        for taker in own
        if giver != taker
        and len(tasks) >= MOVED
        and (units[giver].area, units[giver].action) == (units[taker].area, units[taker].action)
    ]
    if pairs:
        giver, taker = chance.of("moved").choice(pairs)
        for task in free[giver][-MOVED:]:
            second[task.slot] = replace(task, moved_to=taker)


def _by_unit(skeleton: Skeleton) -> Mapping[str, list[tuple[Slot, str]]]:
    """Return each unit's slots in the order of their codes, each with its origin: `kept`, `added` or `dropped`."""
    groups = (("kept", skeleton.kept), ("added", skeleton.added), ("dropped", skeleton.dropped))
    found = by_key((slot.unit, (slot, origin)) for origin, slots in groups for slot in slots)
    return {unit: sorted(slots, key=lambda pair: astuple(pair[0])) for unit, slots in found.items()}


def _task(slot: Slot, unit: Unit, wording: Wording, chance: Chance, earliest: int) -> Task:
    """Return a task without weight and budget; nothing is scheduled before the month `earliest`."""
    schedule = wording.doing.schedule(chance.of("schedule", slot.code), earliest)
    return Task(
        slot=slot,
        action=unit.action,
        description=wording.text,
        measure=wording.doing.measure,
        indicator=wording.doing.indicator,
        baseline="sin línea base" if schedule.keeps else f"{plain_text(schedule.goal // 2)} en 2023",
        goal=schedule.goal,
        months=schedule.months,
        keeps=schedule.keeps,
    )


def _reprogrammed(task: Task, chance: Chance) -> Task:
    """Return a task; of some, the last programmed month is moved to a free one, both of July to December.

    A task that keeps, or has no month to move or none to move to, is returned unchanged.
    """
    dice = chance.of("reprogrammed", task.code)
    due = [month for month in range(CHANGED_FROM, 13) if task.months[month - 1]]
    free = [month for month in range(CHANGED_FROM, 13) if not task.months[month - 1]]
    if task.keeps or not due or not free or dice.randrange(REPROGRAMMED_OF):
        return task
    moved = list(task.months)
    moved[dice.choice(free) - 1], moved[due[-1] - 1] = moved[due[-1] - 1], None
    return replace(task, months=tuple(moved))


def _weighted(plan: Plan, chance: Chance) -> Plan:
    """Return the plan with weights in hundredths that add up to 100 per unit; the same tasks get the same weights."""
    weights: dict[Slot, Decimal] = {}
    for unit, tasks in tasks_by_unit(plan.tasks).items():
        dice = chance.of("weight", unit)
        shares = apportion(POINTS, [dice.randrange(5, 25) for _ in tasks], least=1)
        weights.update({task.slot: Decimal(share).scaleb(-2) for task, share in zip(tasks, shares, strict=True)})
    return replace(plan, tasks=tuple(replace(task, weight=weights[task.slot]) for task in plan.tasks))


def tasks_by_unit(tasks: Iterable[Task]) -> Mapping[str, list[Task]]:
    """Return tasks by the code of the unit that has them now, in the given order."""
    return grouped(tasks, lambda task: task.unit)


def plan_rows(plan: Plan) -> list[dict[str, str]]:
    """Return the rows of a version's `tareas`, one for each task, in the plan's order."""
    return list(map(_row, plan.tasks))


def _row(task: Task) -> dict[str, str]:
    """Return a task's row of `tareas`."""
    return {
        "tarea": task.code,
        "descripcion": task.description,
        "actividad": task.activity,
        "operacion": task.operation,
        "unidad": task.unit,
        "acp": task.action,
        "ponderacion": _text(task.weight),
        "unidad_medida": task.measure,
        "indicador": task.indicator,
        "linea_base": task.baseline,
        "meta": _text(task.goal),
        **dict(zip(MONTHS, map(_text, task.months), strict=True)),
        "acumulable": "no" if task.keeps else "si",
        "ppto": _text(task.budget),
    }


def _text(amount: Decimal | None) -> str:
    """Return an amount as text; empty without one."""
    return "" if amount is None else plain_text(amount)
