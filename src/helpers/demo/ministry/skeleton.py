"""The positions of tasks in activities, operations and units, in both versions of the plan."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.python_extras import grouped
from helpers.demo.demo_records import Slot, Unit
from helpers.demo.ministry.demo_size import Counts, Size
from helpers.demo.random_streams import Chance, apportion


@dataclass(frozen=True)
class Skeleton:
    """The positions of tasks.

    Attributes
    ----------
    kept : tuple of Slot
        In both versions of the plan.
    added : tuple of Slot
        Only in the reformulated version.
    dropped : tuple of Slot
        Only in the first version.
    """

    kept: tuple[Slot, ...]
    added: tuple[Slot, ...]
    dropped: tuple[Slot, ...]


def skeleton_of(size: Size, units: Sequence[Unit], chance: Chance) -> Skeleton:
    """Return the positions of the tasks that both versions of the plan have, and of those that only one has."""
    central = [unit.code for unit in units if unit.is_central]
    abroad = [unit.code for unit in units if not unit.is_central]
    one = _service(size.central, central, chance.of("skeleton", "central"))
    other = _service(size.abroad, abroad, chance.of("skeleton", "abroad"))
    return Skeleton(one.kept + other.kept, one.added + other.added, one.dropped + other.dropped)


def _service(counts: Counts, units: Sequence[str], dice: random.Random) -> Skeleton:
    """Return the positions of one service's tasks; those that were dropped are the last of their activities."""
    activities = _activities(counts, units, dice)
    tasks = apportion(counts.tasks, [dice.randrange(2, 9) for _ in activities], least=1)
    sizes = dict(zip(activities, tasks, strict=True))
    new = _new_activities(counts, sizes, dice)
    grown = _grown(counts, sizes, new, dice)
    old = [activity for activity in activities if activity not in new]
    shrunk = dice.sample(old, min(counts.dropped, len(old)))
    kept, added, dropped = [], [], []
    for (unit, operation, activity), count in sizes.items():
        key = (unit, operation, activity)
        last_old = 0 if key in new else count - grown.get(key, 0)
        slots = [Slot(unit, operation, activity, number + 1) for number in range(count)]
        kept += slots[:last_old]
        added += slots[last_old:]
        if key in shrunk:
            dropped.append(Slot(unit, operation, activity, count + 1))
    return Skeleton(tuple(kept), tuple(added), tuple(dropped))


Activity = tuple[str, int, int]


def _activities(counts: Counts, units: Sequence[str], dice: random.Random) -> list[Activity]:
    """Return activities as unit, operation and number; a unit has at least one operation, and this one activity."""
    operations = apportion(counts.operations, [dice.randrange(2, 7) for _ in units], least=1)
    places = [(unit, number + 1) for unit, count in zip(units, operations, strict=True) for number in range(count)]
    shares = apportion(counts.activities, [dice.randrange(2, 7) for _ in places], least=1)
    return [
        (unit, operation, number + 1)
        for (unit, operation), count in zip(places, shares, strict=True)
        for number in range(count)
    ]


def _new_activities(counts: Counts, sizes: dict[Activity, int], dice: random.Random) -> set[Activity]:
    """Return the activities that only the reformulated plan has: all of the last operations of some units, and others.

    Every unit keeps an operation, and every operation of the first plan keeps an activity.
    """
    most = counts.more_tasks + counts.dropped
    by_operation = grouped(sizes, lambda activity: activity[:2])
    last = dict(by_operation.keys())
    whole = sorted((key for key in last.items() if key[1] > 1), key=lambda key: (len(by_operation[key]), key))
    new = {activity for key in whole[: counts.more_operations] for activity in by_operation[key]}
    taken = set(whole[: counts.more_operations])
    tails = [group[-1] for key, group in by_operation.items() if key not in taken and len(group) > 1]
    dice.shuffle(tails)
    for activity in sorted(tails, key=lambda activity: sizes[activity]):
        fits = sum(sizes[one] for one in new) + sizes[activity] <= most
        if len(new) < counts.more_activities and fits:
            new.add(activity)
    return new


def _grown(counts: Counts, sizes: dict[Activity, int], new: set[Activity], dice: random.Random) -> dict[Activity, int]:
    """Return, by activity of the first plan, how many tasks the reformulated plan adds to it; only those with any."""
    missing = counts.more_tasks + min(counts.dropped, len(sizes) - len(new)) - sum(sizes[activity] for activity in new)
    room = [activity for activity, count in sizes.items() if activity not in new for _ in range(count - 1)]
    return Counter(dice.sample(room, min(missing, len(room))))
