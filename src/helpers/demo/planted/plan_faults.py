"""Faults in the plan: weights, goals, a task of two units, one never scheduled, one withdrawn late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from helpers.base.python_extras import not_none
from helpers.demo.demo_records import Fault, Plan, Task, Unit
from helpers.demo.ministry.demo_plans import FIRST, SECOND
from helpers.demo.planted.faults import NOTE, PLAN_RUN, RUNS, WARNING, Hosts, since
from helpers.demo.random_streams import Chance

CENT = Decimal("0.01")
FEBRUARY = 2
STARTED = 3
"""Most withdrawn tasks that had begun."""
Change = Callable[[Task], Task]


def _heavier(extra: Decimal) -> Change:
    """Return the change that adds points to a task's weight."""
    return lambda task: replace(task, weight=not_none(task.weight) + extra)


class PlanFaults:
    """Both versions of the plan while faults are planted in them.

    Attributes
    ----------
    tasks : dict
        By version and code, in the plan's order.
    found : list of Fault
    """

    def __init__(self, plans: Sequence[Plan], units: Sequence[Unit], chance: Chance) -> None:
        self.tasks = {plan.version: {task.code: task for task in plan.tasks} for plan in plans}
        self.hosts = Hosts(chance.of("plan faults"))
        self.central = {unit.code for unit in units if unit.is_central}
        self.found: list[Fault] = []

    def plant(self) -> None:
        """Plant each kind of fault for which there is a fitting task in the plan, in place, and list it in `found`."""
        self._two_units()
        self._weights()
        self._blank_weight()
        self._goal()
        self._unscheduled()
        self._withdrawn()

    def plans(self) -> tuple[Plan, Plan]:
        """Return both versions, as approved and as reformulated, with the faults planted so far."""
        first, second = (Plan(version, tuple(tasks.values())) for version, tasks in self.tasks.items())
        return first, second

    def _lasting(self, *, central: bool | None = None) -> list[Task]:
        """Return the tasks with equal months and unit in both versions: of central units, of posts, or (None) all."""
        first, second = self.tasks[FIRST], self.tasks[SECOND]
        same = [
            task
            for code, task in second.items()
            if code in first and (first[code].months, first[code].unit) == (task.months, task.unit)
        ]
        return [task for task in same if central is None or (task.unit in self.central) is central]

    def _change(self, code: str, change: Change, versions: Sequence[str] = (FIRST, SECOND)) -> None:
        """Change a task in both versions of the plan, or only in some."""
        for version in versions:
            self.tasks[version][code] = change(self.tasks[version][code])

    def _two_units(self) -> None:
        """Give a central unit's task the words of another central unit's task, in both versions."""
        task = self.hosts.take(self._lasting(central=True))
        others = [other for other in self._lasting(central=True) if task and other.unit != task.unit]
        other = self.hosts.take(others)
        if task is None or other is None:
            return
        self._change(other.code, lambda item: replace(item, description=f"{task.description}."))
        self._add(
            "PLA-DOS-UNIDADES", RUNS, "*", f"tarea {other.code}, columna descripcion", other.code,
            f"{other.unit} programa con las mismas palabras una tarea de {task.unit} ({task.code}).",
        )  # fmt: skip

    def _weights(self) -> None:
        """Add a hundredth to one task's weight and three points to another's, in the reformulated version."""
        for extra in (CENT, Decimal(3)):
            task = self.hosts.take(self._lasting())
            if task is None or task.weight is None:
                return
            self._change(task.code, _heavier(extra), (SECOND,))
            self._add(
                "PLA-PONDERACION", since(2), f"poa/{SECOND}/tareas.csv", f"tarea {task.code}, columna ponderacion",
                f"{task.unit} en la versión {SECOND}",
                f"Las ponderaciones de {task.unit} suman {100 + extra} en la versión reformulada.",
            )  # fmt: skip

    def _blank_weight(self) -> None:
        """Move a task's weight to another task of its unit and blank its own, in both versions."""
        task = self.hosts.take(self._lasting())
        same = [item for item in self._lasting() if task and item.unit == task.unit and item.code != task.code]
        if task is None or task.weight is None or not same:
            return
        for version in (FIRST, SECOND):
            given = not_none(self.tasks[version][task.code].weight)
            self._change(same[0].code, _heavier(given), (version,))
        self._change(task.code, lambda item: replace(item, weight=None))
        self._add(
            "PLA-PESO-VACIO", RUNS, "*", f"tarea {task.code}, columna ponderacion", task.code,
            f"La tarea {task.code} no tiene ponderación, y las demás de {task.unit} ya suman 100.",
        )  # fmt: skip

    def _goal(self) -> None:
        """Raise a task's goal by 1 above the sum of its months, in both versions."""
        task = self.hosts.take([task for task in self._lasting() if not task.keeps])
        if task is None or task.goal is None:
            return
        self._change(task.code, lambda item: replace(item, goal=not_none(item.goal) + 1))
        self._add(
            "PLA-META", RUNS, "*", f"tarea {task.code}, columna meta", task.code,
            f"La meta de {task.code} no es la suma de sus meses: sobra 1.",
        )  # fmt: skip

    def _unscheduled(self) -> None:
        """Blank the goal and months of a task that the reformulation added."""
        added = [task for code, task in self.tasks[SECOND].items() if code not in self.tasks[FIRST]]
        task = self.hosts.take(added)
        if task is None:
            return
        self._change(task.code, lambda item: replace(item, goal=None, months=(None,) * 12), (SECOND,))
        self._add(
            "PLA-SIN-PROGRAMA", since(2), f"poa/{SECOND}/tareas.csv", f"tarea {task.code}, meses y meta", task.code,
            f"La tarea {task.code}, agregada en la reformulación, no tiene nada programado.",
        )  # fmt: skip

    def _withdrawn(self) -> None:
        """Schedule February in the first tasks that the reformulation withdrew, at most `STARTED` of them."""
        dropped = [task for code, task in self.tasks[FIRST].items() if code not in self.tasks[SECOND]]
        for task in dropped[:STARTED]:
            months = list(task.months)
            months[FEBRUARY - 1] = Decimal(1)
            goal = sum((amount for amount in months if amount), Decimal(0))
            if not task.keeps:
                self._change(task.code, partial(replace, months=tuple(months), goal=goal), (FIRST,))
                self._add(
                    "VER-RETIRADAS", since(2), "T1/ejecucion.csv", f"tarea {task.code}", task.code,
                    f"La tarea {task.code} se retiró del plan cuando ya tenía ejecución informada.",
                )  # fmt: skip

    def _add(self, rule: str, runs: tuple[str, ...], file: str, place: str, clue: str, story: str) -> None:
        """List a fault; the file `*` stands for the plans of both versions."""
        where = f"poa/{FIRST}/tareas.csv y poa/{SECOND}/tareas.csv" if file == "*" else file
        severity = NOTE if rule.startswith("VER-") and rule != "VER-RETIRADAS" else WARNING
        # The plan's own run must report the plan's faults too.
        every = (*runs, PLAN_RUN) if rule.startswith("PLA-") else runs
        self.found.append(Fault(rule, severity, every, where, place, clue, story))
