"""Naive computation of the weights of parts, and of the score of each task."""

from __future__ import annotations

from fractions import Fraction

from naive.money import Money
from naive.plan import Plan, Worth
from naive.records import Institution, Key, Task, Window, once
from naive.schemes import HUNDRED, Rule, Scheme

ZERO = Fraction(0)


class Weights:
    """Questions about tasks, weights and budgets of one institution by one method."""

    def __init__(self, institution: Institution, scheme: Scheme) -> None:
        self.of, self.scheme = institution, scheme
        self.plan, self.money = Plan(institution, scheme.leaf), Money(institution, scheme)

    def weight(self, rule: Rule, indicator: str, asked: Window, part: Key) -> Fraction | None:
        if rule.rule == "media_por_tareas":
            return self.number_of_tasks(asked, part)
        if rule.rule == "media_por_presupuesto":
            return self.budget(asked, part)
        return self.ponderacion(indicator, asked, part)

    def divisor(self, rule: Rule, asked: Window, key: Key) -> Fraction | None:
        if rule.rule == "media_por_tareas":
            return Fraction(len(self.own_tasks(asked, key))) or None
        if rule.rule == "media_por_presupuesto":
            return self.budget(asked, key)
        return HUNDRED

    @once
    def number_of_tasks(self, asked: Window, key: Key) -> Fraction | None:
        if key[0] == "tarea":
            return None
        scored = [task for task in self.own_tasks(asked, key) if self.worth(task.code, asked) is not None]
        return Fraction(len(scored)) if scored else None

    def own_tasks(self, asked: Window, key: Key) -> list[Task]:
        """The tasks below; of an action or a group, not those that its operations have for other actions."""
        operations = [key[1]] if key[0] == "operacion" else self.plan.under(key, asked)
        tasks = [task for operation in operations for task in self.plan.tasks_of(operation, asked)]
        if key[0] not in ("acp", "grupo"):
            return tasks
        actions = {item.code for item in self.of.actions if key[1] == (item.code if key[0] == "acp" else item.group)}
        return [task for task in tasks if task.action in actions]

    @once
    def ponderacion(self, indicator: str, asked: Window, key: Key) -> Fraction | None:
        level, code = key
        if level == "tarea":
            return self.task(code, asked).weight
        if level == "operacion":
            return _sum_of_all([task.weight for task in self.plan.tasks_of(code, asked)])
        if level == "grupo":
            actions = [item.code for item in self.of.actions if item.group == code]
            return _sum_of_all([self.ponderacion(indicator, asked, ("acp", action)) for action in actions])
        given = self.of.weights.get((indicator, asked.name, *key))
        if given is None and level == "acp":
            return next(item.weight for item in self.of.actions if item.code == code)
        return given

    @once
    def budget(self, asked: Window, key: Key) -> Fraction | None:
        if key[0] == "tarea":
            return self.task(key[1], asked).budget
        if key[0] == "operacion":
            return _sum_of_all([task.budget for task in self.plan.tasks_of(key[1], asked)])
        value = self.money.value("ppto_vigente", asked, key)
        return None if value is None else self.scheme.handed("ppto_vigente", value)

    @once
    def task(self, code: str, asked: Window) -> Task:
        return next(task for task in self.plan.tasks(asked) if task.code == code)

    @once
    def worth(self, code: str, asked: Window) -> Worth | None:
        return self.plan.worth(self.task(code, asked), asked)


def _sum_of_all(values: list[Fraction | None]) -> Fraction | None:
    """The sum, or None if there are no values or any is missing."""
    return None if any(value is None for value in values) or not values else sum(values, ZERO)
