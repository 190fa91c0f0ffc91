"""A rule on weighted means: if some parts have no weight, the mean becomes a simple one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from helpers.base.display import lower_first, number_es
from helpers.base.exact import plain_text, round_half_up
from helpers.base.periods import Period
from helpers.checks.case_grouping import some
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.figure import Figure, Operation
from helpers.figures.figure_names import LEVEL_WORDS
from helpers.figures.findings import Severity
from helpers.scoring.levels.part_weights import METHOD_WEIGHT, TASK_BUDGET, TASKS, WEIGHT
from helpers.scoring.planning.plan_in_force import plan_of
from helpers.settings.methods import BUDGET_WEIGHT
from helpers.settings.rollups import WEIGHTED_RULES, Consolidacion

WEIGHED_BY = {
    "media_por_tareas": (TASKS,),
    "media_ponderada": (WEIGHT, METHOD_WEIGHT),
    "media_por_presupuesto": (BUDGET_WEIGHT, TASK_BUDGET),
}
"""By rule of consolidation, the indicators that hold a part's weight."""
WORDS = {
    "media_por_tareas": "número de tareas",
    "media_ponderada": "ponderación",
    "media_por_presupuesto": "presupuesto",
}


@REGISTRY.rule("CAL-MEDIA-SIMPLE", Severity.WARNING, "Donde unas partes tienen peso lo tienen todas.")
def weights_given_up(evidence: Evidence) -> Iterator[Found]:
    """Report figures that are a simple mean because some of their parts lack a weight that others have."""
    window = evidence.corrida.period
    for period in dict.fromkeys((window, window.accumulated())):
        for level, plan in evidence.method.consolidacion.items():
            if plan.regla in WEIGHTED_RULES and plan.sin_pesos == "media_simple":
                yield from _given_up(evidence, plan, level, period)


def _given_up(evidence: Evidence, plan: Consolidacion, level: str, period: Period) -> Iterator[Found]:
    for indicator in evidence.method.indicadores:
        for figure in evidence.book.select(indicator, period, level):
            parts = evidence.book.operands(figure) if figure.operation is Operation.MEAN else ()
            weights = {part.id: weight for part in parts if (weight := _weight(evidence, plan, indicator, part))}
            without = [part for part in parts if part.id not in weights]
            if weights and without:
                yield _told(evidence, plan, figure, without, weights)


def _weight(evidence: Evidence, plan: Consolidacion, indicator: str, part: Figure) -> Figure | None:
    names = WEIGHED_BY[plan.regla]
    every = (*names, *(f"{name}_{indicator}" for name in names))
    found = (evidence.book.get(name, part.period, part.level, part.code) for name in every)
    return next((figure for figure in found if figure is not None), None)


def _told(
    evidence: Evidence, plan: Consolidacion, figure: Figure, without: list[Figure], weights: Mapping[str, Figure]
) -> Found:
    name, what = lower_first(evidence.book.indicator_name(figure.indicator)), WORDS[plan.regla]
    other = _by_weight(evidence, weights)
    printed = None if other is None else round_half_up(other, figure.decimals)
    other_way = "Con solo las partes que sí lo tienen, ponderadas, sería"
    effect = "" if printed is None else f" {other_way} {number_es(printed)}."
    fields = {"elemento": figure.id, "esperado": what, "encontrado": f"{len(without)} sin {what}"}
    if printed is not None:
        fields["diferencia"] = plain_text(figure.rounded - printed)
    return Found(
        f"{_whose(evidence, figure)}, {figure.period.words}: {name} es un promedio simple, "
        f"{number_es(figure.rounded)}, y no uno ponderado, porque no tienen {what}: "
        f"{_named(evidence, without)}.{effect} Complete los pesos.",
        fields,
    )


def _by_weight(evidence: Evidence, weights: Mapping[str, Figure]) -> Fraction | None:
    """Return the weighted mean of the parts that have a weight; None if the weights add up to zero."""
    handed = [(evidence.book.handed_on(part), evidence.book.handed_on(weight.id)) for part, weight in weights.items()]
    whole = sum((weight for _, weight in handed), Fraction(0))
    return sum((value * weight for value, weight in handed), Fraction(0)) / whole if whole else None


def _whose(evidence: Evidence, figure: Figure) -> str:
    node = evidence.book.node(figure.level, figure.code)
    return f"«{node.name}»" if node else f"{LEVEL_WORDS.get(figure.level, figure.level)} {figure.code}"


def _named(evidence: Evidence, without: list[Figure]) -> str:
    """Name the parts without a weight; for tasks and operations, also their units."""
    told = [_whose(evidence, part) for part in without]
    units = _units(evidence, without)
    return some(told) + (f" (de {some(units)})" if units else "")


def _units(evidence: Evidence, parts: list[Figure]) -> list[str]:
    """Return the units of some tasks and operations, each once."""
    plan, wanted = plan_of(evidence.dataset), {(part.level, part.code) for part in parts}
    found = (
        task.unit
        for task in plan.tasks(parts[0].period)
        if {("tarea", task.task), ("operacion", plan.operation(task))} & wanted
    )
    nodes = {unit: plan.units.get(unit) for unit in dict.fromkeys(found)}
    return [f"«{node.name}»" if node else unit for unit, node in nodes.items()]
