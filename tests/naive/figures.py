"""Naive computation of all figures that an institution has by a method, by id."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

from naive.derived import derived, root
from naive.levels import ENDS, LEAF, WEIGHTED, ZERO, Levels
from naive.records import Institution, Key, Window, once
from naive.schemes import Formula, Rule, Scheme

NINETY_FIVE = Fraction("1.96")
Found = Iterator[tuple[str, Fraction | None]]


class Naive:
    """Every figure of an institution by a method."""

    def __init__(self, institution: Institution, scheme: Scheme) -> None:
        self.of, self.scheme = institution, scheme
        self.levels = Levels(institution, scheme)
        self.money, self.plan = self.levels.money, self.levels.plan

    def figures(self) -> dict[str, Fraction]:
        """All figures, exact, by id."""
        found: dict[str, Fraction] = {}
        for asked in self.of.windows:
            for key in self.subjects:
                found |= _ids(self.row(asked, key), asked, key)
            for task in self.plan.tasks(asked):
                found |= _ids(self.of_task(asked, task.code), asked, ("tarea", task.code))
            for operation in self.plan.operations(asked):
                key = ("operacion", operation)
                found |= _ids({LEAF: self.levels.value(LEAF, asked, key)}, asked, key)
            found |= dict(self.weights(asked))
        return found | derived(found, self.scheme, self.of.windows, self.of.windows[-1].last)

    @cached_property
    def subjects(self) -> list[Key]:
        keys = [place.key for place in self.of.places]
        keys += [("acp", action.code) for action in self.of.actions]
        keys += [("grupo", group) for group in self.levels.groups]
        keys += [("cat_prog", link[0]) for link in self.of.links]
        keys += [("cat_prog", row.category) for row in self.of.programme if row.category]
        keys += [("cat_prog" if line.report == "categoria" else line.report, line.code) for line in self.of.lines]
        return list(dict.fromkeys([*keys, ("fuente", "TOTAL")]))

    def row(self, asked: Window, key: Key) -> dict[str, Fraction | None]:
        """All indicators of one subject in one window."""
        found: dict[str, Fraction | None] = {}
        for indicator in self.scheme.percentages:
            settled = self.levels.settled(indicator, asked, key) if key[0] != "fuente" else {}
            found |= {f"{indicator}{suffix}": value for suffix, value in settled.items()}
        found |= {column: self.money.value(column, asked, key) for column in self.scheme.columns}
        if self.scheme.programmed:
            found["ppto_programado"] = self.money.programmed(asked, key)
        for name in self.scheme.formulas:
            found |= self.formula(name, asked, key, found)
        constants = [name for name, formula in self.scheme.formulas.items() if not formula.needs]
        is_known = any(value is not None for name, value in found.items() if name not in constants)
        if not is_known and not self.is_weighed(asked, key):
            found |= dict.fromkeys(constants)
        found |= self.scattered(asked, key)
        if asked.kind == "trimestre" and key[0] not in ENDS:
            found["cantidad_unidades"] = self.count_below(key)
        return found

    def formula(self, name: str, asked: Window, key: Key, beside: dict) -> dict[str, Fraction | None]:
        """A formula's value, or the reported one if it cannot be computed.

        A formula without operands always has a value; `row` drops it for a subject without any other figure.
        """
        formula = self.scheme.formulas[name]
        if not self.is_defined(formula, asked, key):
            return {}
        if not formula.needs:
            return {name: Fraction(formula.work(len(asked.quarters)))}
        operands = [self.operand(needed, asked, key, beside) for needed in formula.needs]
        computed = None
        if all(value is not None for value in operands):
            try:
                computed = formula.work(*operands)
            except ZeroDivisionError:
                computed = None
        own = self.levels.own(name, asked, key)
        return {name: own} if computed is None else {name: computed, f"{name}_reportado": own}

    def operand(self, name: str, asked: Window, key: Key, beside: dict) -> Fraction | None:
        needed = self.scheme.formulas.get(name)
        value = beside.get(name)
        if needed is not None and not needed.needs:
            value = self.formula(name, asked, key, {}).get(name)
        return None if value is None else self.scheme.handed(name, value)

    def is_defined(self, formula: Formula, asked: Window, key: Key) -> bool:
        return (
            asked.kind in formula.kinds
            and (not formula.levels or key[0] in formula.levels)
            and (not formula.since_january or asked.first == 1)
            and (not formula.whole_quarters or bool(asked.quarters))
        )

    def of_task(self, asked: Window, code: str) -> dict[str, Fraction | None]:
        worth = self.levels.worth(code, asked)
        if worth is None:
            return {}
        raw = worth.uncapped / worth.programmed * 100
        return {LEAF: worth.percentage, f"{LEAF}_bruto": raw if raw > worth.percentage else None}

    def count_below(self, key: Key) -> Fraction | None:
        below = [
            place for place in self.of.places if place.level in ENDS and key in [up.key for up in self.of.above(place)]
        ]
        return Fraction(len(below)) if below else None

    # Dispersion

    def scattered(self, asked: Window, key: Key) -> dict[str, Fraction | None]:
        wanted = self.scheme.scatter
        if wanted is None or key[0] not in wanted.levels or asked.kind not in wanted.kinds:
            return {}
        units = [place.key for place in self.of.ends_below(key) if not self.levels.is_late(place.key, asked, key)]
        values = [
            self.scheme.handed(LEAF, value) for unit in units if (value := self.levels.value(LEAF, asked, unit)) is not None
        ]
        if not values:
            return {}
        number, mean = len(values), sum(values, ZERO) / len(values)
        found = {f"{LEAF}_n": Fraction(number), f"{LEAF}_media": mean}
        if number > 1:
            deviation = root(sum((value - mean) ** 2 for value in values) / (number - 1))
            half = NINETY_FIVE * self.scheme.handed(LEAF, deviation) / root(Fraction(number))
            middle = self.scheme.handed(LEAF, mean)
            found |= {f"{LEAF}_desviacion": deviation, f"{LEAF}_inferior": middle - half, f"{LEAF}_superior": middle + half}
        return found

    # Weights

    def weights(self, asked: Window) -> Found:
        """The figures by which the parts of each weighted mean are weighted."""
        for indicator in self.scheme.percentages:
            operations = [("operacion", code) for code in self.plan.operations(asked)] if indicator == LEAF else []
            for key in [*self.subjects, *operations]:
                if self.is_combined(indicator, asked, key):
                    yield from self.weights_of(indicator, asked, key)

    def is_combined(self, indicator: str, asked: Window, key: Key) -> bool:
        """Whether a subject's parts are combined with weights, even if its reported value then counts."""
        rule, defined = self.scheme.levels.get(key[0]), self.scheme.percentages[indicator]
        if rule is None or rule.rule not in WEIGHTED:
            return False
        if asked.kind == "acumulado" and (defined.by_quarters or (defined.over_ideal and not self.levels.rests_on_tasks(asked, key))):
            return False
        return self.levels.taking_part(indicator, asked, key) is not None

    def weights_of(self, indicator: str, asked: Window, key: Key) -> Found:
        rule = self.scheme.levels[key[0]]
        parts = self.levels.taking_part(indicator, asked, key) or []
        for part in parts:
            yield from self.weight(rule, indicator, asked, part)
        has_all = all(self.levels.weight(rule, indicator, asked, part) is not None for part in parts)
        divisor = self.levels.divisor(rule, asked, key)
        if has_all and not rule.renormalised and rule.rule == "media_por_tareas" and divisor is not None:
            yield _id("numero_tareas_plan", asked, key), divisor
        if has_all and not rule.renormalised and rule.rule == "media_por_presupuesto":
            yield from self.weight(rule, indicator, asked, key)

    def weight(self, rule: Rule, indicator: str, asked: Window, part: Key) -> Found:
        """The figure by which a part is weighted, if it has one, and the figures that it sums up."""
        levels = self.levels
        value = levels.weight(rule, indicator, asked, part)
        below: list[Key] = []
        if rule.rule == "media_por_tareas":
            name = "numero_tareas"
            operations = [] if part[0] in ("operacion", "tarea", "acp", "grupo") else self.plan.under(part, asked)
            below = [("operacion", code) for code in operations if levels.number_of_tasks(asked, ("operacion", code))]
        elif rule.rule == "media_por_presupuesto":
            name = "ppto_tareas" if part[0] in ("operacion", "tarea") else ""
        else:
            name = "ponderacion"
        if part[0] == "operacion" and rule.rule != "media_por_tareas":
            below = [("tarea", task.code) for task in self.plan.tasks_of(part[1], asked)]
        if part[0] == "grupo" and rule.rule == "media_ponderada":
            below = levels.parts("acciones", indicator, asked, part)
        if name and value is not None:
            yield _id(name, asked, part), value
        for other in below:
            yield from self.weight(rule, indicator, asked, other)

    def is_weighed(self, asked: Window, key: Key) -> bool:
        return key in self._weighed(asked)

    @once
    def _weighed(self, asked: Window) -> set[Key]:
        """The subjects that have a figure of their weight in a window."""
        return {tuple(found.split("/", 3)[2:]) for found, _ in self.weights(asked)}


def _id(indicator: str, asked: Window, key: Key) -> str:
    return f"{indicator}/2024-{asked.name}/{key[0]}/{key[1]}"


def _ids(values: dict[str, Fraction | None], asked: Window, key: Key) -> dict[str, Fraction]:
    return {_id(name, asked, key): value for name, value in values.items() if value is not None}
