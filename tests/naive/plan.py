"""Naive computation of tasks: the plan version in force, a task's score in a window, the operations of each node."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from naive.records import Form, Institution, Key, Place, Task, Window, once, window
from naive.schemes import Leaf

ZERO = Fraction(0)
TASK_LEVELS = ("unidad", "puesto", "subtipo", "tipo")


@dataclass(frozen=True)
class Worth:
    """A task's score in a window: the amounts counted, programmed, and executed without the cap."""

    counted: Fraction
    programmed: Fraction
    uncapped: Fraction

    @property
    def percentage(self) -> Fraction:
        return self.counted / self.programmed * 100


class Plan:
    """Questions about an institution's tasks."""

    def __init__(self, institution: Institution, leaf: Leaf) -> None:
        self.of, self.leaf = institution, leaf

    @once
    def version(self, asked: Window) -> str:
        """The last version dated not after the window, else the first dated one; the last listed if none has a date."""
        versions = list(dict.fromkeys(task.version for task in self.of.tasks))
        dated = sorted((day, version) for version, day in self.of.versions.items() if version in versions)
        if not dated:
            return versions[-1] if versions else ""
        ruling = [version for day, version in dated if day <= asked.last_day]
        return ruling[-1] if ruling else dated[0][1]

    @once
    def tasks(self, asked: Window) -> list[Task]:
        version = self.version(asked)
        return [task for task in self.of.tasks if task.version == version]

    def operation_of(self, task: Task) -> str:
        units = {other.unit for other in self.of.tasks if other.operation == task.operation}
        return task.operation if len(units) == 1 else f"{task.unit}/{task.operation}"

    def operations(self, asked: Window) -> list[str]:
        return list(self.by_operation(asked))

    def tasks_of(self, operation: str, asked: Window) -> list[Task]:
        return self.by_operation(asked)[operation]

    @once
    def by_operation(self, asked: Window) -> dict[str, list[Task]]:
        found: dict[str, list[Task]] = {}
        for task in self.tasks(asked):
            found.setdefault(self.operation_of(task), []).append(task)
        return found

    @once
    def unit_of(self, operation: str, asked: Window) -> Place | None:
        """The place in the structure that carries an operation out, or None."""
        code = self.tasks_of(operation, asked)[0].unit
        return next((place for level in TASK_LEVELS if (place := self.of.place((level, code)))), None)

    @once
    def under(self, key: Key, asked: Window) -> list[str]:
        """The operations of a node and the nodes below it, of an action, or of a group of actions."""
        level, code = key
        if level in ("acp", "grupo"):
            actions = [code] if level == "acp" else [item.code for item in self.of.actions if item.group == code]
            return [
                operation
                for operation in self.operations(asked)
                if any(task.action in actions for task in self.tasks_of(operation, asked))
            ]
        found = []
        for operation in self.operations(asked):
            unit = self.unit_of(operation, asked)
            if unit is not None and key in [unit.key, *(place.key for place in self.of.above(unit))]:
                found.append(operation)
        return found

    # One task

    def executed(self, task: Task) -> dict[str, Fraction]:
        """The reported execution of a task; if two forms report a month, the form of the later period counts."""
        found: dict[str, Fraction] = {}
        for form in sorted((form for form in self.of.forms if form.task == task.code), key=_when):
            found |= form.executed
        return found

    def is_unreported(self, task: Task, asked: Window) -> bool:
        """Whether something was programmed in the window and its execution not reported."""
        done, is_year = self.executed(task), asked.months == window("anual").months
        by_year = [part for part in (task.programmed, done) if is_year and "anual" in part]
        if task.keeps and len(by_year) == 1:
            return sum(_stated(task.programmed, asked).values(), ZERO) > 0
        if is_year and "anual" in done:
            return False
        if is_year and "anual" in task.programmed:
            return task.programmed["anual"] > 0 and not any(month in done for month in asked.months)
        lacking = [month for month in asked.months if task.programmed.get(month, ZERO) > 0 and month not in done]
        if self.leaf.only_known:
            known = [month for month in asked.months if task.programmed.get(month, ZERO) > 0 and month in done]
            return bool(lacking) and not known
        return bool(lacking)

    def counting_goals(self, task: Task, asked: Window) -> dict[str, Fraction]:
        """The amounts programmed; with `only_known`, those of a task given by month only for the reported months."""
        goals, done = _stated(task.programmed, asked), self.executed(task)
        is_by_year = len(asked.months) == 12 and "anual" in (*task.programmed, *done)
        if not self.leaf.only_known or is_by_year:
            return goals
        return {month: goal for month, goal in goals.items() if goal <= 0 or month in done}

    def worth(self, task: Task, asked: Window) -> Worth | None:
        """The task's score, or None if it takes no part."""
        if self.is_unreported(task, asked):
            return None
        goals, done = self.counting_goals(task, asked), _stated(self.executed(task), asked)
        programmed, executed = sum(goals.values(), ZERO), sum(done.values(), ZERO)
        if programmed == 0:
            return None
        if task.keeps:
            counted = [self.capped(done.get(place, ZERO), goal) for place, goal in goals.items() if goal > 0]
            whole = [done.get(place, ZERO) for place, goal in goals.items() if goal > 0]
            return Worth(sum(counted, ZERO), programmed, sum(whole, ZERO))
        return Worth(self.capped(executed, programmed), programmed, executed)

    def capped(self, executed: Fraction, programmed: Fraction) -> Fraction:
        cap = self.leaf.cap
        return executed if cap is None else min(executed, programmed * cap / 100)


def _when(form: Form) -> int:
    return window(form.window).last if form.window else 0


def _stated(amounts: dict[str, Fraction], asked: Window) -> dict[str, Fraction]:
    """The amount for the year if the window is the year and one is stated, else the amounts of the months."""
    if len(asked.months) == 12 and "anual" in amounts:
        return {"anual": amounts["anual"]}
    return {month: amounts[month] for month in asked.months if month in amounts}
