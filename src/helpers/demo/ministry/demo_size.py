"""The size of the synthetic institution: 109 units and 4,426 tasks, or another number of tasks."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.errors import UsageError

FULL = 4426
"""Tasks of the plan in force at full size."""
FEWEST = 48
TASKS_A_UNIT = 4
"""Fewest tasks per unit; with less, there are fewer units."""
CENTRAL_UNITS, POSTS = 25, 84
FEWEST_CENTRAL, FEWEST_POSTS = 6, 6
"""One unit for each central area and action; one post for each type and subtype."""


@dataclass(frozen=True)
class Counts:
    """The plan of one service at full size.

    Attributes
    ----------
    operations, activities, tasks : int
        In the reformulated plan.
    more_operations, more_activities, more_tasks : int
        How many the reformulation added.
    dropped : int
        Tasks that the reformulation removed.
    """

    operations: int
    activities: int
    tasks: int
    more_operations: int
    more_activities: int
    more_tasks: int
    dropped: int

    def scaled(self, tasks: int, units: int) -> Counts:
        """Return counts in the same proportions for other numbers of tasks and units.

        Every unit gets at least one operation and one activity.
        """
        operations = max(units, _share(self.operations, tasks, self.tasks))
        activities = min(max(operations, _share(self.activities, tasks, self.tasks)), tasks)
        return Counts(
            operations=min(operations, activities),
            activities=activities,
            tasks=tasks,
            more_operations=_share(self.more_operations, tasks, self.tasks),
            more_activities=_share(self.more_activities, tasks, self.tasks),
            more_tasks=max(1, _share(self.more_tasks, tasks, self.tasks)),
            dropped=max(1, _share(self.dropped, tasks, self.tasks)),
        )


CENTRAL = Counts(113, 378, 1247, 3, 23, 122, 12)
ABROAD = Counts(311, 1186, 3179, 0, 3, 134, 30)


@dataclass(frozen=True)
class Size:
    """Units, operations, activities and tasks of each service."""

    central_units: int
    posts: int
    central: Counts
    abroad: Counts

    @property
    def tasks(self) -> int:
        """Tasks of both services in the reformulated plan."""
        return self.central.tasks + self.abroad.tasks


def size_of(tasks: int = FULL) -> Size:
    """Return how many units, operations, activities and tasks a synthetic institution has in each of its two services.

    Parameters
    ----------
    tasks : int
        Tasks in all, without upper limit; below 436 there are fewer than the 109 units.

    Raises
    ------
    UsageError
        If there are fewer tasks than `FEWEST`.
    """
    if tasks < FEWEST:
        raise UsageError(
            f"«--tareas {tasks}» es muy poco: hacen falta al menos {FEWEST}, para que cada área y cada tipo de puesto "
            "tenga una unidad con tareas."
        )
    units = min(CENTRAL_UNITS + POSTS, tasks // TASKS_A_UNIT)
    whole = CENTRAL_UNITS + POSTS
    central_units = min(CENTRAL_UNITS, max(FEWEST_CENTRAL, _share(CENTRAL_UNITS, units, whole)))
    posts = units - central_units
    if posts < FEWEST_POSTS:
        central_units, posts = units - FEWEST_POSTS, FEWEST_POSTS
    central_tasks = max(central_units, _share(CENTRAL.tasks, tasks, FULL))
    return Size(
        central_units,
        posts,
        CENTRAL.scaled(central_tasks, central_units),
        ABROAD.scaled(tasks - central_tasks, posts),
    )


def _share(amount: int, part: int, whole: int) -> int:
    """Return `amount × part / whole`, rounded half up."""
    return (2 * amount * part + whole) // (2 * whole)
