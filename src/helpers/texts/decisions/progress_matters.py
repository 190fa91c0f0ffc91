"""Matters on the progress: the action or category furthest behind with its money, and lagging units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from helpers.base.display import upper_first
from helpers.base.exact import exact
from helpers.base.python_extras import not_none
from helpers.figures.figure import Figure
from helpers.figures.mean_coverage import done_of_programme, is_of_programme, lacks_months, least_done, most_done
from helpers.figures.records import Node
from helpers.texts.decisions.cause_answers import cause_of_category, cause_told
from helpers.texts.decisions.matter import MATTERS, WHOLE, Matter, points, score
from helpers.texts.decisions.matter_words import (
    action_called,
    also_tied,
    answering_for_action,
    answering_for_category,
    area_of,
    money_of,
    offices,
    unit_measured,
    units_measured,
)
from helpers.texts.decisions.options import on_action, on_places
from helpers.texts.decisions.place_words import (
    OF_PERIOD,
    done_told,
    how_low,
    of_all,
    once_confirmed,
    the_fall,
    the_lowest,
)
from helpers.texts.drafting.drafting_context import WORST_LIGHTS, DraftContext
from helpers.texts.drafting.proposals import PLANNING
from helpers.texts.drafting.sentence_parts import graded
from helpers.texts.sentences.coverage_words import coverage_in_brackets
from helpers.texts.sentences.text_templates import ask, figure

LEAST_FALL = 10
"""Points from which a fall since the quarter before is a matter."""
LAGGING = (*WORST_LIGHTS, "amarillo")
"""Traffic lights of the grades below those of a satisfactory progress."""
WEIGHED = ", sobre el peso de todo su plan"
_NOUNS = {"unidad": "la unidad", "puesto": "el puesto"}
_OF = {"unidad": "de la unidad", "puesto": "del puesto"}
_TWO = {"unidad": "Dos unidades", "puesto": "Dos puestos"}


@MATTERS.rule(
    "dinero_rezagado",
    "La acción de corto plazo con el mayor producto de presupuesto y puntos bajo su rango ideal; donde no hay "
    "acciones, la categoría con el mayor producto de presupuesto y puntos de avance que le faltan. No se repite la "
    "unidad que ya es un asunto: dice en él cuánto dinero tiene su categoría.",
    "los puntos que le faltan",
)
def money_behind_goal(context: DraftContext) -> Iterator[Matter]:
    """Yield the action with the greatest product of budget and points behind; a category if actions have no gap.

    Nothing for a category whose progress is that of a unit or post with a matter of its own, which names the money.
    """
    told = _money_behind(context)
    if told and not any(_are_same(told, one) for one in _places(context)):
        yield told


def _money_behind(context: DraftContext) -> Matter | None:
    behind = [(one, points(one)) for one in context.book.select("brecha_ideal", context.accumulated, "acp")]
    behind = [(one, missing) for one, missing in behind if one.rounded < 0]
    if not context.book.select("brecha_ideal", context.accumulated, "acp"):
        progress = context.book.select("avance_fisico", context.accumulated, "cat_prog")
        behind = [(one, missing) for one in progress if (missing := _missing(context, one)) > 0]
    known = [(budget, one, missing) for one, missing in behind if (budget := context.budget_of(one))]
    if not known:
        return None
    weights = [exact(budget.rounded) * missing for budget, _, missing in known]
    heaviest = [each for each, weight in zip(known, weights, strict=True) if weight == max(weights)]
    (budget, lead, missing), *tied = heaviest
    told = (_lagging_action if lead.level == "acp" else _lagging_category)(context, lead, budget)
    same = also_tied(context, [one for _, one, _ in tied], "Con igual peso de presupuesto y atraso")
    return replace(told, score=score(context, budget, missing), happened=f"{told.happened}{same}")


def _missing(context: DraftContext, progress: Figure) -> Fraction:
    """Return the fewest points that a subject can lack to all that was programmed for it (`most_done`)."""
    return WHOLE - exact(most_done(context.book, progress))


def _are_same(money: Matter, place: Matter) -> bool:
    """Return whether a matter on a category settles the same figures as one on a unit or post."""
    return bool(money.settles) and money.settles == place.settles


def _of_its_budget(context: DraftContext, found: Figure, budget: Figure) -> str:
    """Return words on a subject's money: its share of the whole budget, else its amount, and the percentage spent."""
    part = context.book.get("ppto_vigente_participacion", context.accumulated, found.level, found.code)
    spent = context.book.get("ejecucion_financiera", context.accumulated, found.level, found.code)
    share = f"{figure(part)} del presupuesto vigente" if part else f"{figure(budget)} vigentes"
    return f"{share}{f' y ejecutó {figure(spent)} de ese monto' if spent else ''}"


def _lagging_action(context: DraftContext, gap: Figure, budget: Figure) -> Matter:
    done = context.book.get("eficacia_ponderada", gap.period, gap.level, gap.code)
    ideal = context.book.get("rango_ideal", gap.period, gap.level, gap.code)
    so_far = f" Su eficacia ponderada es de {figure(done)}{coverage_in_brackets(context.book, done)}" if done else ""
    so_far += f"; le correspondía {figure(ideal)}." if done and ideal else "." if done else ""
    cause = cause_told(context, action=gap.code)
    return Matter(
        Fraction(0),
        f"La acción de corto plazo {ask('cita', gap.code)} está {ask('magnitud', gap.id)} por debajo de lo que "
        "corresponde a la fecha",
        f"{upper_first(action_called(gap.code))} tiene {_of_its_budget(context, gap, budget)}.{so_far}",
        cause,
        offices(context, answering_for_action(context, gap.code), PLANNING),
        on_action(context, done, gap, cause.answer),
        money_of(context, ("acp", gap.code)),
    )


def _lagging_category(context: DraftContext, progress: Figure, budget: Figure) -> Matter:
    is_weighed = least_done(context.book, progress) != progress.rounded
    cause = cause_of_category(context, progress.code)
    fulfilled = f"{WEIGHED}, y cumplió el {done_told(context, progress)} de lo programado" if is_weighed else ""
    budgets, every = (context.book.select(one.indicator, one.period, one.level) for one in (budget, progress))
    sure = [done_of_programme(context.book, one) for one in every if not lacks_months(context.book, one)]
    known = ", por lo que consta" if len(sure) - sure.count(None) < len(budgets) else ""
    others = sum(_missing(context, one) > 0 for one in every) - 1
    among = f"entre las de avance incompleto{known}, es la de más peso por su presupuesto y lo que le falta"
    rank = among if others else f"es la única de avance incompleto{known}"
    return Matter(
        Fraction(0),
        f"La categoría {ask('cita', progress.code)} tiene un avance físico de {figure(progress)}",
        f"{upper_first(context.called(budget))} tiene {_of_its_budget(context, progress, budget)}. Su avance físico "
        f"{ask('cuando', progress.period.code)} es de {figure(progress)}{graded(progress)}{fulfilled}"
        f"{coverage_in_brackets(context.book, progress)}; {rank}.{unit_measured(context, progress)}",
        cause,
        offices(context, answering_for_category(context, progress.code), PLANNING),
        on_action(context, progress, progress, cause.answer),
        money_of(context, ("cat_prog", progress.code)),
        settles=frozenset(own.id for one in units_measured(context, progress) if (own := _now(context, one))),
    )


@MATTERS.rule(
    "unidades_rezagadas",
    "La unidad o el puesto de menor avance (todos, si es igual), si su grado no es satisfactorio, y el de mayor caída "
    "desde el trimestre anterior, desde diez puntos; juntos si son de la misma área. Donde el método divide entre "
    "todos los pesos, es el de quien menos hizo de lo programado; no se comparan partes programadas distintas.",
    "los puntos que faltan para cumplir lo programado, o los de la caída",
)
def lagging_places(context: DraftContext) -> Iterator[Matter]:
    """Yield the place with the lowest progress and the one with the largest fall, as one matter if of one area.

    The lowest, or all (`of_all`), need a `LAGGING` grade or none, and something undone; the fall `LEAST_FALL` points.
    A doubted datum keeps them apart. If the money furthest behind is of the same place (`_are_same`), one tells both.
    """
    money = _money_behind(context)
    for one in _places(context):
        if money and _are_same(money, one):
            happened = f"{one.happened} {money.happened}"
            one = replace(one, score=max(one.score, money.score), happened=happened, money=money.money)
        yield one


def _places(context: DraftContext) -> Iterator[Matter]:
    low = min(context.units, key=lambda one: most_done(context.book, one), default=None)
    is_lagging = low is not None and _missing(context, low) > 0 and (not low.grade or low.grade.light in LAGGING)
    low = low if is_lagging else None
    fall = next((one for one in context.falls if points(one) >= LEAST_FALL), None)
    every = of_all(context) if low else None
    lowest = once_confirmed(context, low, every or _of_lowest(context, low)) if low else None
    steepest = once_confirmed(context, fall, _of_fall(context, fall)) if fall else None
    told = [one for one in (lowest, steepest) if one]
    are_apart = every or any(one.is_first for one in told)
    if low and fall and lowest and steepest and not are_apart and _same_area(context, low, fall):
        yield _together(context, low, fall, lowest, steepest)
        return
    yield from told


def _same_area(context: DraftContext, *found: Figure) -> bool:
    return len({(area_of(context, node) or node).key for node in (_node(context, one) for one in found)}) == 1


def _node(context: DraftContext, found: Figure) -> Node:
    return not_none(context.book.node(found.level, found.code))


def _of_lowest(context: DraftContext, low: Figure) -> Matter:
    the, when = _NOUNS[low.level], ask("cuando", low.period.code)
    name = ask("nombre", low.level, low.code)
    programmed = f" de lo programado {when}" if is_of_programme(context.book, low) else f" {when}"
    done = f"avanzó {figure(low)}{programmed}"
    if done_of_programme(context.book, low) is None:
        done = f"avanzó {figure(low)} {when}{WEIGHED}"
    elif least_done(context.book, low) != low.rounded:
        done = f"hizo el {done_told(context, low)} de lo programado {when}, y su avance es de {figure(low)}{WEIGHED}"
    cause = cause_told(context, [low.code])
    return Matter(
        score(context, context.budget_of(low), _missing(context, low)),
        f"{name}: {the_lowest(context, low)}, {done_told(context, low)}",
        f"{upper_first(the)} «{name}» {done}{graded(low)}{coverage_in_brackets(context.book, low)}: "
        f"{how_low(context, low)}.",
        cause,
        offices(context, [_node(context, low)], PLANNING),
        on_places(context, [low], cause.answer),
        money_of(context, (low.level, low.code)),
        settles=frozenset({low.id}),
    )


def _now(context: DraftContext, fall: Figure) -> Figure | None:
    return context.book.get("avance_fisico", context.period, fall.level, fall.code)


def _of_fall(context: DraftContext, fall: Figure) -> Matter:
    name = ask("nombre", fall.level, fall.code)
    now = _now(context, fall)
    stands = f" y quedó en {figure(now)}" if now else ""
    cause = cause_told(context, [fall.code])
    tied = [one for one in context.falls if one.rounded == fall.rounded and one != fall]
    return Matter(
        score(context, context.budget_of(fall), points(fall)),
        f"{name}: {the_fall(context, fall)}, {ask('magnitud', fall.id)}",
        f"El avance {_OF[fall.level]} «{name}» cayó {ask('magnitud', fall.id)} desde el trimestre anterior{stands}."
        f"{also_tied(context, tied, 'Con la misma caída')}",
        cause,
        offices(context, [_node(context, fall)], PLANNING),
        on_places(context, [now] if now else [], cause.answer),
        money_of(context, (fall.level, fall.code)),
        settles=frozenset({now.id} if now else ()),
    )


def _together(context: DraftContext, low: Figure, fall: Figure, lowest: Matter, steepest: Matter) -> Matter:
    """Return one matter on the lowest progress and the steepest fall, in the same area or of the same place."""
    area = area_of(context, _node(context, low))
    nodes = [_node(context, one) for one in (low, fall)]
    cause = cause_told(context, [node.code for node in nodes])
    if nodes[0] == nodes[1]:
        what = f"{the_lowest(context, low)}, {done_told(context, low)}, y {the_fall(context, fall)}"
        title = f"{ask('nombre', low.level, low.code)}: {what}, {ask('magnitud', fall.id)}"
        fallen = f" Cayó {ask('magnitud', fall.id)} desde el trimestre anterior."
        return replace(
            lowest, score=max(lowest.score, steepest.score), title=title, happened=f"{lowest.happened}{fallen}"
        )
    where = f" de «{ask('nombre', *area.key)}»" if area else ""
    now = _now(context, fall)
    who = _TWO[low.level] if low.level == fall.level else "Una unidad y un puesto"
    return replace(
        lowest,
        score=max(lowest.score, steepest.score),
        title=f"{who}{where}: {the_lowest(context, low).removesuffix(OF_PERIOD)}, {done_told(context, low)}, y "
        f"{the_fall(context, fall)}, {ask('magnitud', fall.id)}",
        happened=f"{lowest.happened} {steepest.happened}",
        cause=cause,
        answering=offices(context, [*nodes, area] if area else nodes, PLANNING),
        options=on_places(context, [low, *([now] if now else [])], cause.answer),
        money=money_of(context, *(node.key for node in nodes)),
        settles=lowest.settles | steepest.settles,
    )
