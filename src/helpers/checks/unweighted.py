"""A rule over weighted means: where some parts have a weight and others none, the mean becomes a simple one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from helpers.checks.grouping import some
from helpers.checks.registry import REGISTRY, Evidence, Found
from helpers.display import lower_first, number_es
from helpers.exact import plain_text, round_half_up
from helpers.figure_names import LEVEL_WORDS
from helpers.findings import Severity
from helpers.methods import BUDGET_WEIGHT
from helpers.periods import Period
from helpers.rollups import WEIGHTED_RULES, Consolidacion
from helpers.scoring.plan import plan_of
from helpers.scoring.weights import METHOD_WEIGHT, TASK_BUDGET, TASKS, WEIGHT
from helpers.trace import Figure, Operation

WEIGHED_BY = {
    "media_por_tareas": (TASKS,),
    "media_ponderada": (WEIGHT, METHOD_WEIGHT),
    "media_por_presupuesto": (BUDGET_WEIGHT, TASK_BUDGET),
}
"""The indicators that weigh a part, by the rule of its whole."""
WORDS = {
    "media_por_tareas": "número de tareas",
    "media_ponderada": "ponderación",
    "media_por_presupuesto": "presupuesto",
}


@REGISTRY.rule("CAL-MEDIA-SIMPLE", Severity.WARNING, "Donde unas partes tienen peso lo tienen todas.")
def weights_given_up(evidence: Evidence) -> Iterator[Found]:
    """Figures that are a simple mean because some of their parts lack the weight that the others have."""
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
    """The weighted mean of the parts that have a weight; None where the weights are nothing."""
    handed = [(evidence.book.handed_on(part), evidence.book.handed_on(weight.id)) for part, weight in weights.items()]
    whole = sum((weight for _, weight in handed), Fraction(0))
    return sum((value * weight for value, weight in handed), Fraction(0)) / whole if whole else None


def _whose(evidence: Evidence, figure: Figure) -> str:
    node = evidence.book.node(figure.level, figure.code)
    return f"«{node.name}»" if node else f"{LEVEL_WORDS.get(figure.level, figure.level)} {figure.code}"


def _named(evidence: Evidence, without: list[Figure]) -> str:
    """Those without a weight; of tasks and operations also the units that carry them out, by name."""
    told = [_whose(evidence, part) for part in without]
    units = _units(evidence, without)
    return some(told) + (f" (de {some(units)})" if units else "")


def _units(evidence: Evidence, parts: list[Figure]) -> list[str]:
    """The units of some tasks and operations, each once."""
    plan, wanted = plan_of(evidence.dataset), {(part.level, part.code) for part in parts}
    found = (
        task.unit
        for task in plan.tasks(parts[0].period)
        if {("tarea", task.task), ("operacion", plan.operation(task))} & wanted
    )
    nodes = {unit: plan.units.get(unit) for unit in dict.fromkeys(found)}
    return [f"«{node.name}»" if node else unit for unit, node in nodes.items()]
