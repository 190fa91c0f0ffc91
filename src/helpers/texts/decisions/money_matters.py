"""Matters on the money: the gap between progress and expenditure, unspent budgets, areas under their threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from helpers.base.display import lower_first, upper_first
from helpers.base.exact import exact, percentage
from helpers.base.name_phrases import indicator_with_article
from helpers.figures.figure import Figure, ends_in_tie
from helpers.figures.mean_coverage import is_of_programme
from helpers.texts.decisions.cause_answers import NO_CAUSE, NOT_TOLD, cause_of_category, cause_told
from helpers.texts.decisions.institution_gap import (
    LEAST_GAP,
    answering_for_parts,
    named_parts,
    parts_behind,
    parts_told,
)
from helpers.texts.decisions.matter import GAP, MATTERS, WHOLE, Cause, Matter, points, score
from helpers.texts.decisions.matter_words import (
    NO_MONEY,
    action_called,
    also_tied,
    answering_for_action,
    answering_for_category,
    area_of,
    measures_same_span,
    money_of,
    offices,
    part_called,
    parts_called,
    unit_measured,
    whole_institution,
)
from helpers.texts.decisions.options import on_area, on_gap, on_overspent, on_unspent
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposals import FINANCES, HEAD
from helpers.texts.drafting.sentence_parts import listed
from helpers.texts.sentences.coverage_words import coverage_in_brackets
from helpers.texts.sentences.text_templates import ask, figure

OVERSPENT = "gasto_sobre_vigente"
NEARLY_NOTHING = 5
"""Percentage of execution below which a category that did all its programme has spent nearly nothing."""
LEAST_ACTION_GAP = 25
"""Points of difference from which the gap of an action is a matter."""
LEAST_SHARE = Fraction(1, 10)
"""Percentage of the institution's budget from which an unspent category is a matter."""


@MATTERS.rule(
    "brecha_entidad",
    "La brecha entre el avance físico y el financiero de la entidad, si llega a cinco puntos.",
    "los puntos de la brecha",
)
def gap_of_institution(context: DraftContext) -> Iterator[Matter]:
    """Yield the institution's gap between progress and execution since January; nothing under `LEAST_GAP` points."""
    gap = context.of_entity(GAP, context.accumulated)
    if gap is None or points(gap) < LEAST_GAP:
        return
    physical, spent = context.book.operands(gap)[:2]
    side = "por debajo" if gap.rounded > 0 else "por encima"
    names = [lower_first(context.book.indicator_name(one.indicator)) for one in (physical, spent)]
    spending = upper_first(indicator_with_article(names[1]))
    covers = coverage_in_brackets(context.book, physical)
    when, known = ask("cuando", context.accumulated.code), ", según los datos que constan" if context.absent else ""
    both = f" y {figure(spent)} de {names[1]} {when}{known}"
    if covers:
        both = f"{covers} {when}. Su {names[1]} fue de {figure(spent)}"
    parts = parts_behind(context, gap)
    told = f"La entidad alcanzó {figure(physical)} de {names[0]}{both}.{_spans(context, physical)}"
    told += parts_told(context, parts)
    yield Matter(
        score(context, context.of_entity("ppto_vigente", context.accumulated), points(gap)),
        f"{spending} está {ask('magnitud', gap.id)} {side} {indicator_with_article(names[0], 'de')}",
        told,
        _cause_of_gap(context, gap, parts),
        replace(whole_institution(context, HEAD), for_parts=answering_for_parts(context, parts)),
        on_gap(context, gap, physical, indicator_with_article(names[0])),
        _accrued(context) if gap.rounded < 0 else money_of(context, context.top),
        settles=_schedules(context) if gap.rounded > 0 and not context.closes_year else frozenset(),
    )


def _schedules(context: DraftContext) -> frozenset[str]:
    """Return the ids of the areas' execution since January: the matter's option makes a schedule with each of them."""
    return frozenset(one.id for one in context.book.select("ejecucion_financiera", context.accumulated, "area"))


def _cause_of_gap(context: DraftContext, gap: Figure, parts: Sequence[Figure]) -> Cause:
    """Return the causes declared in the whole institution, or else those that the units named in the matter gave."""
    whole = cause_told(context, of_money=gap.rounded > 0)
    units = [one.code for one in named_parts(context, parts) if one.level == "unidad"]
    return cause_told(context, units, of_money=gap.rounded > 0) if units and whole.words.startswith(NOT_TOLD) else whole


def _spans(context: DraftContext, progress: Figure) -> str:
    """Return a sentence on what a progress and the execution are percentages of; empty if both are of the year."""
    if measures_same_span(context, progress):
        return ""
    when = ask("cuando", progress.period.code)
    programmed = " sobre lo programado" if is_of_programme(context.book, progress) else ""
    return f" El avance se mide{programmed} {when}; la ejecución, sobre el presupuesto de toda la gestión."


def _accrued(context: DraftContext) -> str:
    """Return words on the amount that the institution accrued since January and its budget in force."""
    accrued, budget = (context.of_entity(name, context.accumulated) for name in ("devengado", "ppto_vigente"))
    if budget is None:
        return NO_MONEY
    return f"{figure(accrued)} devengados, de {figure(budget)} vigentes." if accrued else f"{figure(budget)} vigentes."


@MATTERS.rule(
    OVERSPENT,
    "La categoría que más devengó sobre su presupuesto vigente; donde no hay categorías, la acción de corto plazo.",
    "cien puntos, porque el presupuesto aprobado es el límite legal del gasto, y los puntos que lo pasa",
)
def spent_over_budget(context: DraftContext) -> Iterator[Matter]:
    """Yield the category, or the action where the Book has no categories, that accrued most above its budget."""
    level = "cat_prog" if context.book.select("ppto_vigente", context.accumulated, "cat_prog") else "acp"
    budgets = context.book.select("ppto_vigente", context.accumulated, level)
    pairs = [(one, context.book.get("devengado", one.period, level, one.code)) for one in budgets]
    over = [(spent, budget) for budget, spent in pairs if spent and spent.rounded > budget.rounded]
    if not over:
        return
    (spent, budget), *others = sorted(over, key=lambda pair: pair[1].rounded - pair[0].rounded)
    beyond = percentage(exact(spent.rounded - budget.rounded), exact(budget.rounded)) if budget.rounded > 0 else 0
    answering = answering_for_category if level == "cat_prog" else answering_for_action
    called = upper_first(part_called(budget))
    also = f" Lo mismo ocurre {parts_called(context, [one for _, one in others], 'con')}." if others else ""
    yield Matter(
        score(context, budget, Fraction(WHOLE) + beyond),
        f"{called} devengó más que su presupuesto vigente",
        f"{called} devengó {figure(spent)} {ask('cuando', spent.period.code)} y su presupuesto vigente es de "
        f"{figure(budget)}. Las asignaciones aprobadas son el límite máximo del gasto (Ley N.º 2042, artículo 4)."
        f"{also}",
        Cause(NO_CAUSE),
        offices(context, answering(context, budget.code), FINANCES),
        on_overspent(context, spent, budget),
        money_of(context, (level, budget.code)),
        settles=frozenset({spent.id}),
    )


@MATTERS.rule(
    "sin_gasto",
    "La categoría con avance físico completo que no gastó nada o casi nada; si no hay, la que no gastó nada. Entre "
    "varias, la de más presupuesto, y solo desde la milésima parte del de la entidad. No entra la que devengó lo que "
    "tenía programado hasta la fecha.",
    "la ejecución que corresponde a los meses transcurridos, menos la que tiene",
)
def unspent_category(context: DraftContext) -> Iterator[Matter]:
    """Yield the largest category that did all and spent (nearly) nothing, or else spent nothing; none on schedule."""
    met, untouched = _met_without_spending(context), context.unspent
    due = (one for one in (*met, *untouched) if not context.is_on_schedule(one))
    lead = next((one for one in due if context.share_of_budget(one) >= LEAST_SHARE), None)
    if lead is None:
        return
    spent = context.book.get("ejecucion_financiera", lead.period, lead.level, lead.code)
    progress = context.book.get("avance_fisico", lead.period, lead.level, lead.code)
    is_met = lead in met
    nothing = "registra un devengado negativo" if spent and spent.rounded < 0 else "casi no registra gasto"
    nothing = "no registra gasto" if lead in untouched or not is_met else nothing
    done = f", con un avance físico de {figure(progress)}" if progress and is_met else ""
    yield Matter(
        score(context, lead, max(context.elapsed - (exact(spent.rounded) if spent else 0), Fraction(0))),
        f"La categoría {ask('cita', lead.code)} {nothing}{done}",
        _what_was_not_spent(context, lead, progress if is_met else None, spent),
        cause_of_category(context, lead.code, of_money=True),
        offices(context, answering_for_category(context, lead.code), FINANCES),
        on_unspent(context, lead, is_met=is_met),
        money_of(context, (lead.level, lead.code)),
        settles=frozenset({lead.id}),
    )


def _met_without_spending(context: DraftContext) -> list[Figure]:
    """Return the budgets of categories that did all their programme and spent under `NEARLY_NOTHING`, largest first."""
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
    whose = unit_measured(context, progress) if progress else ""
    done = f" informa un avance físico de {figure(progress)} y" if progress and not whose else ""
    how = "no registra devengado" if lead in context.unspent or spent is None else f"ejecutó {figure(spent)}"
    told = f"La {called}{done} {how} de su presupuesto vigente de {figure(lead)}{_programmed(context, lead)}."
    others = [one for one in context.unspent if one != lead]
    first = "Tampoco" if lead in context.unspent else "No"
    return f"{told}{f' {_others_unspent(context, others, first)}' if others else ''}{whose}"


def _programmed(context: DraftContext, found: Figure) -> str:
    """Return `, con Bs … programados en el primer trimestre de 2024`; empty if the data have no programme."""
    due = context.scheduled(found)
    return f", con {figure(due)} programados {ask('cuando', due.period.code)}" if due else ""


def _others_unspent(context: DraftContext, others: Sequence[Figure], lead: str) -> str:
    first = f"{context.called(others[0])}, de {figure(others[0])}"
    if len(others) == 1:
        return f"{lead} registra devengado {first}."
    count = listed(one.code for one in others).call(letras=True)
    which = "Una de las de más presupuesto" if ends_in_tie(others, 1) else "La de más presupuesto"
    return f"{lead} registran devengado otras {count} categorías. {which} es {first}."


@MATTERS.rule(
    "accion_sin_gasto",
    "La acción de corto plazo con la mayor brecha entre su avance y su ejecución, desde veinticinco puntos, de las que "
    "no devengaron lo que tenían programado hasta la fecha.",
    "los puntos de la brecha",
)
def unspent_action(context: DraftContext) -> Iterator[Matter]:
    """Yield the action, not on schedule, with the most points of execution behind progress, from `LEAST_ACTION_GAP`."""
    every = context.book.select(GAP, context.accumulated, "acp")
    gaps = [one for one in every if not context.is_on_schedule(one)]
    gap = max(gaps, key=lambda one: one.rounded, default=None)
    budget = context.budget_of(gap) if gap else None
    if gap is None or budget is None or gap.rounded < LEAST_ACTION_GAP:
        return
    tied = [one for one in gaps if one.rounded == gap.rounded and one != gap]
    physical, spent = context.book.operands(gap)[:2]
    name = lower_first(context.book.indicator_name(physical.indicator))
    behind = context.book.get("brecha_ideal", gap.period, gap.level, gap.code)
    also = f" y está {ask('magnitud', behind.id)} bajo su rango ideal" if behind and behind.rounded < 0 else ""
    yield Matter(
        score(context, budget, points(gap)),
        f"La acción de corto plazo {ask('cita', gap.code)} ejecutó {figure(spent)} de su presupuesto",
        f"{upper_first(action_called(gap.code))} alcanzó {figure(physical)} de {name}"
        f"{coverage_in_brackets(context.book, physical)}{also}.{_spans(context, physical)}"
        f"{also_tied(context, tied, 'Con la misma brecha')}",
        cause_told(context, action=gap.code, of_money=True),
        offices(context, answering_for_action(context, gap.code), FINANCES),
        on_unspent(context, gap),
        money_of(context, ("acp", gap.code)),
    )


@MATTERS.rule(
    "area_bajo_umbral",
    "El área con más presupuesto cuya ejecución acumulada quedó bajo su umbral al corte y un trimestre antes.",
    "la ejecución que corresponde a los meses transcurridos, menos la que tiene",
)
def area_under_threshold(context: DraftContext) -> Iterator[Matter]:
    """Yield the area with most budget whose execution had the red grade now and a quarter before; nothing if none."""
    found = [(context.budget_of(now), now, then) for now, then in _low_twice(context)]
    told = [(budget, now, then) for budget, now, then in found if budget]
    if not told:
        return
    (budget, now, then), *tied = [one for one in told if one[0].rounded == max(each[0].rounded for each in told)]
    node = context.book.node("area", now.code)
    units = [one.code for one in context.book.nodes if (area := area_of(context, one)) and area.code == now.code]
    yield Matter(
        score(context, budget, max(context.elapsed - exact(now.rounded), Fraction(0))),
        f"{ask('nombre', 'area', now.code)}: dos trimestres seguidos con la calificación más baja de ejecución",
        f"El área ejecutó {figure(now)} de {figure(budget)} vigentes {ask('cuando', now.period.code)}, calificada como "
        f"«{ask('calificacion', now.id)}», como ya {ask('cuando', then.period.code)} ({figure(then)})."
        f"{also_tied(context, [one for _, one, _ in tied], 'Con el mismo presupuesto y la misma calificación')}",
        cause_told(context, units, of_money=True),
        offices(context, [node] if node else [], FINANCES),
        on_area(context, now),
        money_of(context, (now.level, now.code)),
        settles=frozenset({now.id}),
    )


def _low_twice(context: DraftContext) -> list[tuple[Figure, Figure]]:
    """Return the execution since January, now and a quarter before, of areas with the red grade both times."""
    if (before := context.accumulated_before) is None:
        return []
    every = context.book.select("ejecucion_financiera", context.accumulated, "area")
    pairs = ((now, context.book.get("ejecucion_financiera", before, "area", now.code)) for now in every)
    return [(now, then) for now, then in pairs if then and _is_red(now) and _is_red(then)]


def _is_red(found: Figure) -> bool:
    return found.grade is not None and found.grade.light == "rojo"
