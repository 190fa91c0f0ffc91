"""Matters on the money: the gap between progress and expenditure, unspent budgets, areas under their threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from helpers.base.display import lower_first
from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.texts.conclusions.drafting_context import DraftContext, listed
from helpers.texts.conclusions.recommendation_rules import FINANCES
from helpers.texts.decisions.matter import WHOLE, Matter, elapsed, points, rule, score, share
from helpers.texts.decisions.matter_words import (
    answering_for_category,
    area_of,
    cause_told,
    money_of,
    offices,
    whole_institution,
)
from helpers.texts.sentences.text_templates import ask, figure

GAP = "brecha_fisico_financiera"
LEAST_GAP = 5
"""Points of difference from which the institution's gap is a matter."""
NEARLY_NOTHING = 5
"""Percentage of execution below which a category with its goal met has spent nearly nothing."""
LEAST_SHARE = Fraction(1, 10)
"""Percentage of the institution's budget from which an unspent category is a matter."""
HEAD = "la Máxima Autoridad Ejecutiva"


@rule(
    "brecha_entidad",
    "La brecha entre el avance físico y el financiero de la entidad, si llega a cinco puntos.",
    "los puntos de la brecha",
)
def gap_of_institution(context: DraftContext) -> Iterator[Matter]:
    """Yield the gap between the institution's physical and financial progress, from `LEAST_GAP` points."""
    gap = context.of_entity(GAP, context.accumulated)
    if gap is None or points(gap) < LEAST_GAP:
        return
    physical, spent = context.book.operands(gap)[:2]
    budget, left = (context.of_entity(name, context.accumulated) for name in ("ppto_vigente", "saldo"))
    is_behind = gap.rounded > 0
    side = "por debajo" if is_behind else "por encima"
    names = [lower_first(context.book.indicator_name(one.indicator)) for one in (physical, spent)]
    told = (
        f"La entidad alcanzó {figure(physical)} de {names[0]} y {figure(spent)} de {names[1]} "
        f"{ask('cuando', context.accumulated.code)}."
    )
    yield Matter(
        score(context, budget, points(gap)),
        f"La {names[1]} está {ask('magnitud', gap.id)} {side} {_of_the(names[0])}",
        told,
        cause_told(context),
        whole_institution(context, HEAD),
        _option_on_gap(context, left, is_behind=is_behind),
        money_of(context, context.top),
    )


def _of_the(name: str) -> str:
    """Return `del avance físico`, `de la eficacia ponderada`: whatever the method calls the progress."""
    return f"de la {name}" if name.split()[0].endswith(("a", "ión", "dad")) else f"del {name}"


def _option_on_gap(context: DraftContext, left: Figure | None, *, is_behind: bool) -> str:
    amount = f"los {figure(left)} sin devengar" if left else "lo que queda sin devengar"
    if is_behind and context.closes_year:
        return f"Explicar por qué no se ejecutaron {amount} y ajustar el presupuesto de la gestión siguiente."
    if is_behind:
        return f"Fijar con cada área un calendario mensual de devengado para {amount}."
    remedy = "la programación de la gestión siguiente" if context.closes_year else "la programación del resto del año"
    return f"Pedir a cada unidad que explique el gasto sin avance equivalente, y ajustar {remedy}."


@rule(
    "sin_gasto",
    "La categoría que cumplió toda su meta y no gastó nada o casi nada; si no hay, la que no gastó nada. Entre varias, "
    "la de más presupuesto, y solo desde la milésima parte del de la entidad.",
    "la ejecución que corresponde a los meses transcurridos, menos la que tiene",
)
def unspent_category(context: DraftContext) -> Iterator[Matter]:
    """Yield the largest category that met its goal and spent (nearly) nothing, or else the largest without expenses."""
    met, untouched = _met_without_spending(context), context.unspent
    lead = next((one for one in (*met, *untouched) if share(context, one) >= LEAST_SHARE), None)
    if lead is None:
        return
    spent = context.book.get("ejecucion_financiera", lead.period, lead.level, lead.code)
    progress = context.book.get("avance_fisico", lead.period, lead.level, lead.code)
    is_met = lead in met
    nothing = "sin registrar gasto" if lead in untouched else "casi sin gasto"
    code = f"La categoría {ask('cita', lead.code)}"
    yield Matter(
        score(context, lead, max(elapsed(context) - (exact(spent.rounded) if spent else 0), Fraction(0))),
        f"{code} cumplió toda su meta {nothing}" if is_met else f"{code} no registra gasto",
        _what_was_not_spent(context, lead, progress if is_met else None, spent),
        cause_told(context, [node.code for node in answering_for_category(context, lead.code)] or [lead.code]),
        offices(context, answering_for_category(context, lead.code), FINANCES),
        _option_on_unspent(context, lead, is_met=is_met),
        money_of(context, (lead.level, lead.code)),
    )


def _met_without_spending(context: DraftContext) -> list[Figure]:
    """Budgets of the categories with all their goal met and execution below `NEARLY_NOTHING`, largest first."""
    window, book = context.accumulated, context.book
    found = []
    for budget in book.select("ppto_vigente", window, "cat_prog"):
        progress = book.get("avance_fisico", window, budget.level, budget.code)
        spent = book.get("ejecucion_financiera", window, budget.level, budget.code)
        if progress and spent and progress.rounded >= WHOLE and spent.rounded < NEARLY_NOTHING:
            found.append(budget)
    return sorted(found, key=lambda one: -one.rounded)


def _what_was_not_spent(context: DraftContext, lead: Figure, progress: Figure | None, spent: Figure | None) -> str:
    called = context.called(lead).removeprefix("la ")
    done = f" informa un avance físico de {figure(progress)} y" if progress else ""
    nothing = lead in context.unspent
    how = "no registra devengado" if nothing or spent is None else f"ejecutó {figure(spent)}"
    told = f"La {called}{done} {how} de su presupuesto vigente de {figure(lead)}."
    others = [one for one in context.unspent if one != lead]
    return f"{told} {_others_unspent(context, others)}" if others else told


def _others_unspent(context: DraftContext, others: Sequence[Figure]) -> str:
    first = f"{context.called(others[0])}, de {figure(others[0])}"
    if len(others) == 1:
        return f"Tampoco registra devengado {first}."
    count = listed(one.code for one in others).call(letras=True)
    return f"Tampoco registran devengado otras {count} categorías. La de más presupuesto es {first}."


def _option_on_unspent(context: DraftContext, lead: Figure, *, is_met: bool) -> str:
    first = "Aclarar con qué recursos se cumplió la meta y decidir" if is_met else "Decidir"
    if context.closes_year:
        return f"{first} si los {figure(lead)} se vuelven a presupuestar en la gestión siguiente."
    return f"{first} si los {figure(lead)} se ejecutan en el resto de la gestión o se reasignan."


@rule(
    "area_bajo_umbral",
    "El área con más presupuesto cuya ejecución acumulada quedó bajo su umbral en este periodo y en el anterior.",
    "la ejecución que corresponde a los meses transcurridos, menos la que tiene",
)
def area_under_threshold(context: DraftContext) -> Iterator[Matter]:
    """Yield the largest area whose execution had the lowest grade at this cut-off and at the one before."""
    found = [(_budget(context, now), now, then) for now, then in _low_twice(context)]
    told = [(budget, now, then) for budget, now, then in found if budget]
    if not told:
        return
    budget, now, then = max(told, key=lambda one: one[0].rounded)
    node = context.book.node("area", now.code)
    units = [one.code for one in context.book.nodes if (area := area_of(context, one)) and area.code == now.code]
    yield Matter(
        score(context, budget, max(elapsed(context) - exact(now.rounded), Fraction(0))),
        f"{ask('nombre', 'area', now.code)}: dos periodos seguidos bajo el umbral de ejecución",
        f"El área ejecutó {figure(now)} de {figure(budget)} vigentes {ask('cuando', now.period.code)}, calificada como "
        f"«{ask('calificacion', now.id)}», como ya {ask('cuando', then.period.code)} ({figure(then)}).",
        cause_told(context, units),
        offices(context, [node] if node else [], FINANCES),
        _option_on_area(context, now),
        money_of(context, (now.level, now.code)),
    )


def _budget(context: DraftContext, found: Figure) -> Figure | None:
    return context.book.get("ppto_vigente", context.accumulated, found.level, found.code)


def _low_twice(context: DraftContext) -> list[tuple[Figure, Figure]]:
    """Execution of the areas with the red grade since January, now and at the cut-off a quarter before."""
    last = context.period.last
    if last <= 3 or last % 3:
        return []
    before = Period(context.period.year, 1, last - 3)
    pairs = (
        (now, context.book.get("ejecucion_financiera", before, "area", now.code))
        for now in context.book.select("ejecucion_financiera", context.accumulated, "area")
    )
    return [(now, then) for now, then in pairs if then and _is_red(now) and _is_red(then)]


def _is_red(found: Figure) -> bool:
    return found.grade is not None and found.grade.light == "rojo"


def _option_on_area(context: DraftContext, now: Figure) -> str:
    left = context.book.get("saldo", context.accumulated, now.level, now.code)
    amount = f"los {figure(left)} que le quedan sin devengar" if left else "lo que le queda sin devengar"
    if context.closes_year:
        return f"Explicar por qué no se ejecutaron {amount} y acordar el calendario de devengado del año siguiente."
    return f"Acordar un calendario de devengado para {amount}, o reasignar lo que no se vaya a ejecutar."
