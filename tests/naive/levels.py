"""Naive computation of percentages, from the top down: each subject's parts, and the rule that combines them."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from naive.plan import TASK_LEVELS
from naive.records import Key, Window, once, window
from naive.schemes import HUNDRED, Rule
from naive.weights import ZERO, Weights

LEAF = "avance_fisico"
ENDS = ("unidad", "puesto")
WEIGHTED = ("media_por_tareas", "media_ponderada", "media_por_presupuesto")
Terms = tuple[Fraction, Fraction]


class Levels(Weights):
    """Questions about the percentages of one institution by one method."""

    def value(self, indicator: str, asked: Window, key: Key) -> Fraction | None:
        return self.settled(indicator, asked, key).get("")

    @once
    def settled(self, indicator: str, asked: Window, key: Key) -> dict[str, Fraction | None]:
        """The value that counts, under the empty suffix, and the values kept beside it, each under its suffix."""
        if key[0] == "tarea":
            worth = self.worth(key[1], asked) if self.has_tasks(indicator) else None
            return {"": None if worth is None else worth.percentage}
        if key[0] == "operacion":
            return {"": self.combined(indicator, asked, key)}
        defined = self.scheme.percentages[indicator]
        if asked.kind == "acumulado" and defined.by_quarters:
            return self.counts_first(self.sum_of_quarters(indicator, asked, key), indicator, asked, key)
        if asked.kind == "acumulado" and defined.over_ideal and not self.rests_on_tasks(asked, key):
            return self.counts_first(self.over_ideal(asked, key), indicator, asked, key)
        return self.own_or_parts(indicator, asked, key)

    def own_or_parts(self, indicator: str, asked: Window, key: Key) -> dict[str, Fraction | None]:
        own, rule = self.own(indicator, asked, key), self.scheme.levels.get(key[0])
        has_parts = rule is not None and self.taking_part(indicator, asked, key) is not None
        parts = self.combined(indicator, asked, key)
        if own is None and not has_parts:
            return {"": self.instead(indicator, asked, key)}
        if own is not None and (not has_parts or rule.reported_first):
            return {"": own, "_partes": parts}
        return {"": parts, "_reportado": own}

    def own(self, indicator: str, asked: Window, key: Key) -> Fraction | None:
        return self.of.reported.get((indicator, asked.name, *key))

    def instead(self, indicator: str, asked: Window, key: Key) -> Fraction | None:
        """The value that replaces a missing report, or None."""
        defined = self.scheme.percentages[indicator]
        if asked.kind == "acumulado" and defined.over_ideal:
            return self.over_ideal(asked, key)
        if asked.kind not in defined.instead:
            return None
        other, divisor = defined.instead[asked.kind]
        value = self.value(other, asked, key)
        return None if value is None else self.scheme.handed(other, value) / divisor

    def counts_first(
        self, computed: Fraction | None, indicator: str, asked: Window, key: Key
    ) -> dict[str, Fraction | None]:
        own = self.own(indicator, asked, key)
        return {"": own} if computed is None else {"": computed, "_reportado": own}

    def sum_of_quarters(self, indicator: str, asked: Window, key: Key) -> Fraction | None:
        found = [self.value(indicator, window(name), key) for name in asked.quarters]
        if not found or any(value is None for value in found):
            return None
        return sum((self.scheme.handed(indicator, value) for value in found), ZERO)

    def over_ideal(self, asked: Window, key: Key) -> Fraction | None:
        efficacy, ideal = self.value("eficacia_ponderada", asked, key), 25 * len(asked.quarters)
        is_limited = key[0] not in self.scheme.formulas["rango_ideal"].levels
        if efficacy is None or not ideal or is_limited:
            return None
        handed = self.scheme.handed("eficacia_ponderada", efficacy)
        return handed / self.scheme.handed("rango_ideal", Fraction(ideal)) * 100

    @once
    def rests_on_tasks(self, asked: Window, key: Key) -> bool:
        """Whether a subject or any of its parts, at any depth, has tasks."""
        if key[0] in ("tarea", "operacion") or self.plan.under(key, asked):
            return True
        rule = self.scheme.levels.get(key[0])
        kinds = rule.parts if rule else ()
        return any(self.rests_on_tasks(asked, part) for kind in kinds for part in self.parts(kind, LEAF, asked, key))

    # Parts

    @once
    def parts(self, kind: str, indicator: str, asked: Window, key: Key) -> list[Key]:
        level, code = key
        match kind:
            case "estructura":
                return [place.key for place in self.of.children(key)]
            case "unidades":
                return [place.key for place in self.of.ends_below(key)]
            case "responsables":
                return self.responsible_for(code)
            case "acciones":
                return [("acp", item.code) for item in self.of.actions if level != "grupo" or item.group == code]
            case "grupos":
                return [("grupo", group) for group in self.groups]
            case "unidad_responsable":
                return self.unit_of_category(indicator, asked, code)
            case "operaciones":
                under = self.plan.under(key, asked) if self.has_tasks(indicator) else []
                return [("operacion", operation) for operation in under]
        return self.tasks_below(indicator, asked, key)

    def tasks_below(self, indicator: str, asked: Window, key: Key) -> list[Key]:
        if not self.has_tasks(indicator):
            return []
        level, code = key
        operations = [code] if level == "operacion" else self.plan.under(key, asked)
        found = [task for operation in operations for task in self.plan.tasks_of(operation, asked)]
        return [("tarea", task.code) for task in found if level != "acp" or task.action == code]

    def has_tasks(self, indicator: str) -> bool:
        return indicator == LEAF

    @cached_property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(item.group for item in self.of.actions if item.group))

    @once
    def responsible_for(self, action: str) -> list[Key]:
        """The places that answer for an action while no place above them answers for it."""
        return [
            place.key
            for place in self.of.places
            if place.acp == action and all(above.acp != action for above in self.of.above(place))
        ]

    def unit_of_category(self, indicator: str, asked: Window, category: str) -> list[Key]:
        for code, _, _, unit in self.of.links:
            place = next((place for level in TASK_LEVELS if (place := self.of.place((level, unit)))), None)
            if code == category and place and self.value(indicator, asked, place.key) is not None:
                return [place.key]
        return []

    @once
    def taking_part(self, indicator: str, asked: Window, key: Key) -> list[Key] | None:
        """The parts with a value, of the first kind that has any; None if there are none."""
        for kind in self.scheme.levels[key[0]].parts:
            in_time = [part for part in self.parts(kind, indicator, asked, key) if not self.is_late(part, asked, key)]
            found = [part for part in in_time if self.value(indicator, asked, part) is not None]
            if found:
                return found
        return None

    @once
    def is_late(self, part: Key, asked: Window, whole: Key) -> bool:
        """Whether a part is a late unit, or a task or operation of a late unit other than the whole itself."""
        if not self.scheme.late_out or whole[0] == "operacion":
            return False
        unit = part
        if part[0] in ("operacion", "tarea"):
            operation = part[1] if part[0] == "operacion" else self.plan.operation_of(self.task(part[1], asked))
            place = self.plan.unit_of(operation, asked)
            unit = place.key if place else ("", "")
        return unit != whole and unit[0] in ENDS and self.came_late(unit[1], asked)

    @once
    def came_late(self, unit: str, asked: Window) -> bool:
        quarter = (asked.last + 2) // 3
        for period, deadline in self.of.deadlines.items():
            days = [form.day for form in self.of.presented if (form.unit, form.window) == (unit, period)]
            if days and (window(period).last + 2) // 3 == quarter and min(days) > deadline:
                return True
        return False

    # Rules

    @once
    def combined(self, indicator: str, asked: Window, key: Key) -> Fraction | None:
        rule = self.scheme.levels.get(key[0])
        parts = self.taking_part(indicator, asked, key) if rule else None
        if parts is None:
            return None
        values = [self.handed(indicator, asked, part) for part in parts]
        match rule.rule:
            case "media_simple":
                return sum(values, ZERO) / len(values)
            case "suma":
                return sum(values, ZERO)
            case "igual":
                return values[0]
            case "razon_de_sumas" | "cumplidas":
                above, below = self.terms(indicator, asked, key) or (None, ZERO)
                return above / below * 100 if below else None
        return self.weighted(rule, indicator, asked, key, parts)

    def weighted(self, rule: Rule, indicator: str, asked: Window, key: Key, parts: list[Key]) -> Fraction | None:
        values = [self.handed(indicator, asked, part) for part in parts]
        weights = [self.weight(rule, indicator, asked, part) for part in parts]
        if any(weight is None for weight in weights):
            return sum(values, ZERO) / len(values) if rule.without_weights == "media_simple" else None
        divisor = sum(weights, ZERO) if rule.renormalised else self.divisor(rule, asked, key)
        return sum((value * weight for value, weight in zip(values, weights, strict=True)), ZERO) / divisor if divisor else None

    @once
    def handed(self, indicator: str, asked: Window, key: Key) -> Fraction:
        return self.scheme.handed(indicator, self.value(indicator, asked, key))

    @once
    def terms(self, indicator: str, asked: Window, key: Key) -> Terms | None:
        """Numerator and denominator of a subject's parts, if its rule divides amounts; None for a mean or a sum."""
        rule = self.scheme.levels.get(key[0])
        parts = self.taking_part(indicator, asked, key) if rule else None
        if parts is None:
            return None
        if rule.rule == "cumplidas":
            done = sum(self.handed(indicator, asked, part) >= HUNDRED for part in parts)
            return Fraction(done), Fraction(len(parts))
        if rule.rule != "razon_de_sumas":
            return None
        found = [self.part_terms(indicator, asked, part) for part in parts]
        if any(terms is None for terms in found):
            return None
        return sum((terms[0] for terms in found), ZERO), sum((terms[1] for terms in found), ZERO)

    def part_terms(self, indicator: str, asked: Window, part: Key) -> Terms | None:
        """Numerator and denominator of the value that counts; a reported one, or one over the ideal, has none."""
        if part[0] == "tarea":
            worth = self.worth(part[1], asked)
            return worth.counted, worth.programmed
        rule = self.scheme.levels.get(part[0])
        is_reported = rule is not None and rule.reported_first and self.own(indicator, asked, part) is not None
        is_over_ideal = asked.kind == "acumulado" and self.scheme.percentages[indicator].over_ideal
        if is_reported or (is_over_ideal and not self.rests_on_tasks(asked, part)):
            return None
        return self.terms(indicator, asked, part)
