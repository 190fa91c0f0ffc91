"""Matters on the progress: the action or category furthest behind with its money, lagging units, impossible data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from helpers.base.display import lower_first, upper_first
from helpers.base.exact import exact
from helpers.figures.figure import Figure
from helpers.figures.records import Node
from helpers.figures.replay import reported_parts
from helpers.settings.rule_words import PLURALS
from helpers.texts.conclusions.drafting_context import WORST_LIGHTS, DraftContext, graded
from helpers.texts.conclusions.recommendation_rules import PLANNING
from helpers.texts.decisions.matter import WHOLE, Matter, points, rule, score
from helpers.texts.decisions.matter_words import (
    action_called,
    answering_for_action,
    answering_for_category,
    area_of,
    cause_told,
    money_of,
    offices,
)
from helpers.texts.sentences.text_templates import ask, figure

LEAST_FALL = 10
"""Points from which a fall since the quarter before is a matter."""
LAGGING = (*WORST_LIGHTS, "amarillo")
"""Traffic lights of the grades below those of a satisfactory progress."""
_NOUNS = {"unidad": ("la unidad", "de las unidades"), "puesto": ("el puesto", "de los puestos")}
_OF = {"unidad": "de la unidad", "puesto": "del puesto"}
_TWO = {"unidad": "Dos unidades", "puesto": "Dos puestos"}


@rule(
    "dinero_rezagado",
    "La acción de corto plazo con el mayor producto de presupuesto y puntos bajo su rango ideal; donde no hay "
    "acciones, la categoría con el mayor producto de presupuesto y puntos de avance que le faltan.",
    "los puntos que le faltan",
)
def money_behind_goal(context: DraftContext) -> Iterator[Matter]:
    """Yield the action with most money behind its goal, or the category where actions have no gap figures."""
    behind = [(one, points(one)) for one in context.book.select("brecha_ideal", context.accumulated, "acp")]
    behind = [(one, missing) for one, missing in behind if one.rounded < 0]
    if not context.book.select("brecha_ideal", context.accumulated, "acp"):
        progress = context.book.select("avance_fisico", context.accumulated, "cat_prog")
        behind = [(one, WHOLE - exact(one.rounded)) for one in progress if one.rounded < WHOLE]
    known = [(budget, one, missing) for one, missing in behind if (budget := _budget(context, one))]
    if known:
        budget, lead, missing = max(known, key=lambda each: exact(each[0].rounded) * each[2])
        told = _lagging_action if lead.level == "acp" else _lagging_category
        yield replace(told(context, lead, budget), score=score(context, budget, missing))


def _budget(context: DraftContext, found: Figure) -> Figure | None:
    return context.book.get("ppto_vigente", context.accumulated, found.level, found.code)


def _of_its_budget(context: DraftContext, found: Figure, budget: Figure) -> str:
    """Return words on the money behind a figure: its share of the whole, else its budget, and what was spent of it."""
    part = context.book.get("ppto_vigente_participacion", context.accumulated, found.level, found.code)
    spent = context.book.get("ejecucion_financiera", context.accumulated, found.level, found.code)
    share = f"{figure(part)} del presupuesto vigente" if part else f"{figure(budget)} vigentes"
    return f"{share}{f' y ejecutó {figure(spent)}' if spent else ''}"


def _lagging_action(context: DraftContext, gap: Figure, budget: Figure) -> Matter:
    done = context.book.get("eficacia_ponderada", gap.period, gap.level, gap.code)
    so_far = f": su eficacia ponderada acumulada es de {figure(done)}" if done else ""
    what = "qué tareas atrasadas se recuperan en el resto de la gestión y cuáles se reprograman"
    if context.closes_year:
        what = "qué tareas sin concluir pasan al plan de la gestión siguiente y cuáles se dejan"
    called = action_called(context, gap.code)
    return Matter(
        Fraction(0),
        f"La ACP {ask('cita', gap.code)} está {ask('magnitud', gap.id)} por debajo de lo que corresponde a la fecha",
        f"L{called[1:]} tiene {_of_its_budget(context, gap, budget)}. Está {ask('magnitud', gap.id)} por debajo "
        f"de su rango ideal{so_far}.",
        cause_told(context, action=gap.code),
        offices(context, answering_for_action(context, gap.code), PLANNING),
        f"Acordar con las unidades que responden por la acción {what}.",
        money_of(context, ("acp", gap.code)),
    )


def _lagging_category(context: DraftContext, progress: Figure, budget: Figure) -> Matter:
    nodes = answering_for_category(context, progress.code)
    called = context.called(budget).removeprefix("la ")
    what = "qué tareas sin concluir pasan al plan de la gestión siguiente y cuáles se dejan"
    if not context.closes_year:
        what = "qué tareas atrasadas se recuperan y cuáles se reprograman"
    return Matter(
        Fraction(0),
        f"La categoría {ask('cita', progress.code)} cumplió {figure(progress)} de lo programado",
        f"La {called} tiene {_of_its_budget(context, progress, budget)}. Por su presupuesto y por lo que le "
        f"falta para su meta es la de más peso: avanzó {figure(progress)}{graded(progress)}.",
        cause_told(context, [node.code for node in nodes] or [progress.code]),
        offices(context, nodes, PLANNING),
        f"Acordar con la unidad {what}.",
        money_of(context, ("cat_prog", progress.code)),
    )


@rule(
    "unidades_rezagadas",
    "La unidad o el puesto de menor avance, si su grado no es satisfactorio, y el de mayor caída desde el trimestre "
    "anterior, desde diez puntos; juntos si son de la misma área.",
    "los puntos que faltan para cumplir lo programado, o los de la caída",
)
def lagging_places(context: DraftContext) -> Iterator[Matter]:
    """Yield the place with the lowest progress and the one with the steepest fall, as one matter if of one area."""
    low = next((one for one in context.units if one.grade is None or one.grade.light in LAGGING), None)
    low = low if low is not None and low.rounded < WHOLE else None
    fall = next((one for one in context.falls if points(one) >= LEAST_FALL), None)
    lowest = _of_lowest(context, low) if low else None
    steepest = _of_fall(context, fall) if fall else None
    if low and fall and lowest and steepest and _same_area(context, low, fall):
        yield _together(context, low, fall, lowest, steepest)
        return
    yield from (one for one in (lowest, steepest) if one)


def _same_area(context: DraftContext, *found: Figure) -> bool:
    return len({area.key if (area := area_of(context, _node(context, one))) else one.id for one in found}) == 1


def _node(context: DraftContext, found: Figure) -> Node:
    node = context.book.node(found.level, found.code)
    if node is None:
        raise ValueError(f"no node for {found.id}")
    return node


def _of_lowest(context: DraftContext, low: Figure) -> Matter:
    the, of = _NOUNS[low.level]
    name = ask("nombre", low.level, low.code)
    return Matter(
        score(context, _budget(context, low), WHOLE - exact(low.rounded)),
        f"{name}: el menor avance del periodo, {figure(low)}",
        f"{upper_first(the)} «{name}» avanzó {figure(low)} de lo programado{graded(low)}: es el menor avance {of} con "
        "dato.",
        cause_told(context, [low.code]),
        offices(context, [_node(context, low)], PLANNING),
        _option_on_place(context),
        money_of(context, (low.level, low.code)),
    )


def _of_fall(context: DraftContext, fall: Figure) -> Matter:
    name = ask("nombre", fall.level, fall.code)
    now = context.book.get("avance_fisico", context.period, fall.level, fall.code)
    stands = f" y quedó en {figure(now)}" if now else ""
    return Matter(
        score(context, _budget(context, fall), points(fall)),
        f"{name}: la mayor caída, {ask('magnitud', fall.id)}",
        f"El avance {_OF[fall.level]} «{name}» cayó {ask('magnitud', fall.id)} desde el trimestre anterior{stands}.",
        cause_told(context, [fall.code]),
        offices(context, [_node(context, fall)], PLANNING),
        _option_on_place(context),
        money_of(context, (fall.level, fall.code)),
    )


def _option_on_place(context: DraftContext) -> str:
    if context.closes_year:
        return "Acordar qué tareas sin concluir pasan al plan de la gestión siguiente y cuáles se dejan."
    return "Pedir la causa por escrito y acordar qué tareas se recuperan y cuáles se reprograman."


def _together(context: DraftContext, low: Figure, fall: Figure, lowest: Matter, steepest: Matter) -> Matter:
    """Return one matter on the lowest progress and the steepest fall, in the same area or of the same place."""
    area = area_of(context, _node(context, low))
    where = f" de {ask('nombre', *area.key)}" if area else ""
    is_one = (low.level, low.code) == (fall.level, fall.code)
    title = f"{ask('nombre', low.level, low.code)}: el menor avance y la mayor caída del periodo"
    if not is_one:
        who = _TWO[low.level] if low.level == fall.level else "Una unidad y un puesto"
        title = f"{who}{where}: el menor avance, {figure(low)}, y la mayor caída, {ask('magnitud', fall.id)}"
    nodes = [_node(context, one) for one in (low, fall)]
    return replace(
        lowest,
        score=max(lowest.score, steepest.score),
        title=title,
        happened=f"{lowest.happened} {steepest.happened}",
        cause=cause_told(context, [node.code for node in nodes]),
        answering=offices(context, nodes if is_one or not area else [*nodes, area], PLANNING),
        money=money_of(context, *(node.key for node in nodes)),
    )


@rule(
    "dato_imposible",
    "El dato informado que ningún promedio de sus partes puede dar; entre varios, el que más mueve las cifras de la "
    "entidad.",
    "los puntos entre el dato y el promedio de sus partes",
)
def impossible_input(context: DraftContext) -> Iterator[Matter]:
    """Yield the reported value outside the range of its parts that changes the institution's figure most."""
    if not context.outside:
        return
    own, others = context.outside[0], context.outside[1:]
    mean, least, most = reported_parts(context.book, own)
    name = ask("nombre", own.level, own.code)
    what = ask("cita", lower_first(context.book.indicator_name(own.indicator)))
    side = "menos" if own.rounded < least.rounded else "más"
    parts = f"{PLURALS.get(least.level, 'partes')} ({ask('cifra', least.id, unidad=False)} a {figure(most)})"
    node = context.book.node(own.level, own.code)
    yield Matter(
        score(context, None, abs(exact(own.rounded) - exact(mean.rounded))),
        f"{name}: el avance informado no concuerda con el de sus partes",
        f"{name} informó {figure(own)} de {what} {ask('cuando', own.period.code)}, {side} que cualquiera de sus "
        f"{parts}."
        f"{_its_effect(context, own, mean)}{_others_outside(context, others)}",
        cause_told(context, [own.code]),
        offices(context, [area_of(context, node) or node] if node else [], PLANNING),
        "Rectificar el dato o explicarlo por escrito antes de publicar el avance de la entidad.",
        "Ninguno por sí mismo: es un dato del avance.",
        is_first=True,
    )


def _its_effect(context: DraftContext, own: Figure, mean: Figure) -> str:
    whole = context.of_entity(own.indicator, own.period)
    if whole is None or not context.moved_by(own):
        return ""
    would_be = ask("con_partes", whole.id, own.id)
    return f" Con el promedio de esas partes, {figure(mean)}, la entidad tendría {would_be} y no {figure(whole)}."


def _others_outside(context: DraftContext, others: tuple[Figure, ...]) -> str:
    names = context.named([(one.level, one.code) for one in others])
    if len(others) < 2:
        return f" La misma inconsistencia tiene {names}." if others else ""
    return f" La misma inconsistencia tienen {names}."
