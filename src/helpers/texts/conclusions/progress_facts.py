"""Draft conclusions on the progress, each sentence by its own rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from helpers.base.display import MOST_IN_WORDS, upper_first
from helpers.base.python_extras import not_none
from helpers.figures.figure import ends_in_tie
from helpers.figures.figure_names import MASCULINE_LEVELS
from helpers.figures.mean_coverage import is_of_programme
from helpers.figures.situations import scored_tasks
from helpers.figures.subjects import acp_rows
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rules
from helpers.texts.drafting.sentence_parts import (
    NAMED,
    Counted,
    begins,
    graded,
    how_many,
    joined,
    kinds_of,
    listed,
    number_of,
    place,
    places,
    some_of,
    to_name,
)
from helpers.texts.sentences.coverage_words import coverage_in_brackets, other_parts, whole_in_doubt
from helpers.texts.sentences.text_templates import ask, figure

CONCLUSIONS: Rules[str] = Rules()
FALLS_NAMED, CAUSES_NAMED = 3, 3
WHOLE = 100


@CONCLUSIONS.rule("resultado", "Dice el avance físico y la ejecución financiera de la entidad, donde los hay.")
def result(context: DraftContext) -> Iterator[str]:
    """Yield sentences with the institution's physical progress and financial execution, if the Book has them.

    Progress is of the run's period and since January, each if known. Execution is since January and needs both amounts.
    """
    windows = dict.fromkeys((context.period, context.accumulated))
    progress = [found for window in windows if (found := context.of_entity("avance_fisico", window))]
    if progress:
        covers = [coverage_in_brackets(context.book, one) for one in progress]
        told = [
            f"de {figure(one)} {ask('cuando', one.period.code)}{graded(one)}{what}"
            for one, what in zip(progress, covers, strict=True)
        ]
        yield f"El avance físico de la entidad fue {('. El acumulado fue ' if any(covers) else ', y ').join(told)}."
    names = ("devengado", "ppto_vigente", "ejecucion_financiera")
    money = [found for name in names if (found := context.of_entity(name, context.accumulated))]
    if len(money) == len(names):
        accrued, budget, share = map(figure, money)
        year, so_far = context.accumulated.is_year, ask("periodo", context.accumulated.code)
        when = "Al cierre de la gestión" if year else f"En lo que va de la gestión ({so_far})"
        yield (
            f"{when} se devengaron {accrued} de un "
            f"presupuesto vigente de {budget}: la ejecución financiera acumulada es de {share}"
            f"{graded(money[-1], 'calificada')}."
        )


@CONCLUSIONS.rule("cambio", "Compara el avance y la ejecución del trimestre con los del anterior.")
def change(context: DraftContext) -> Iterator[str]:
    """Yield a sentence on how the institution's progress and execution of the quarter changed from the quarter before.

    Nothing unless the run's period is a quarter with one before it in the year. Progress or execution is left out if it
    lacks a figure in one of the two quarters or counts what was not programmed; without both there is no sentence.
    """
    before = context.period.previous_quarter() if context.period.is_quarter else None
    names = (("avance_fisico", "el avance físico"), ("ejecucion_financiera", "la ejecución financiera del trimestre"))
    pairs = [
        (words, now, then)
        for name, words in names
        if before and (now := context.of_entity(name, context.period)) and (then := context.of_entity(name, before))
        if is_of_programme(context.book, now) and is_of_programme(context.book, then)
    ]
    if pairs:
        others = {now.id: other_parts(context.book, now, then) for _, now, then in pairs}
        told = [
            f"{words} {ask('cambio', now.id, then.id)} y quedó en {figure(now)}"
            f"{f' ({others[now.id]})' if others[now.id] else ''}"
            for words, now, then in pairs
        ]
        yield f"Frente al trimestre anterior, {'; '.join(told)}."


@CONCLUSIONS.rule("brecha", "Nombra las acciones de corto plazo por debajo del rango ideal, la más alejada primero.")
def gap(context: DraftContext) -> Iterator[str]:
    """Yield two sentences on the short-term actions below the ideal range since January: how many, and the farthest.

    The second one names them (of many, only the first, see `to_name`) with their distance in points. If no action is
    below, a single sentence says so; without any figure of the gap there is none. If some action has no gap, for lack
    of data or because nothing was programmed for it, the sentences say that they count the actions with a figure.
    """
    everyone = context.book.select("brecha_ideal", context.accumulated, "acp")
    behind = sorted((one for one in everyone if one.rounded < 0), key=lambda one: one.rounded)
    if not everyone:
        return
    known = " con cifra" if len(everyone) < len(acp_rows(context.book)) else ""
    if not behind:
        yield f"Ninguna acción de corto plazo{known} está por debajo del rango ideal."
        return
    noun = (f"acción de corto plazo (ACP){known}", f"acciones de corto plazo (ACP){known}")
    verb = ("está", "están")
    few, whole = listed(one.code for one in behind), listed(one.code for one in everyone)
    yield f"{some_of(few, whole, noun, verb)} por debajo del rango ideal."
    named = [f"ACP {ask('cita', one.code)}, {ask('cifra', one.id, unidad=False)}" for one in to_name(behind)]
    yield f"Distancia en puntos{', de las más alejadas' if len(behind) > len(named) else ''}: {'; '.join(named)}."


@CONCLUSIONS.rule("unidades_en_riesgo", "Cuenta las unidades y puestos con los peores grados, y nombra los más bajos.")
def units_at_risk(context: DraftContext) -> Iterator[str]:
    """Yield sentences that count the units and posts with one of the worst grades and name the lowest.

    The grades are of the run's period; `NAMED` places at most are named. Nothing if nobody has such a grade.
    """
    risky = context.units_at_risk
    if not risky:
        return
    ratings = list(dict.fromkeys(not_none(one.grade).rating for one in risky))
    counts = [
        number_of(many, one, f"{ask('cuantas', 'avance_fisico', context.period.code, level, *ratings)} {several}")
        for level, one, several in (("unidad", "una unidad", "unidades"), ("puesto", "un puesto", "puestos"))
        if (many := sum(figure.level == level for figure in risky))
    ]
    lowest = risky[:NAMED]
    names = places(context, [(one.level, one.code) for one in lowest], with_figures=lowest)
    told = " y ".join(counts)
    rated = joined([f"«{ask('cita', word)}»" for word in ratings], ratings, any_of=True)
    yield f"Con un avance físico calificado como {rated} hay {told}{begins(risky, lowest)}{names}."


@CONCLUSIONS.rule("caidas", "Nombra las unidades y puestos cuyo avance más bajó desde el trimestre anterior.")
def falls(context: DraftContext) -> Iterator[str]:
    """Yield sentences with the number of units and posts whose progress fell since the quarter before.

    They name those that fell most, `FALLS_NAMED` at most. Units left out as late in one of the quarters do not count.
    Yields nothing if nobody fell, if the Book has no such changes, or if some change does not compare percentages of
    what was programmed.
    """
    lowest = context.falls
    if lowest and len(lowest) == len(context.fallen):
        some = lowest[:FALLS_NAMED]
        named = [f"{place(one.level, one.code)}, {ask('cifra', one.id, unidad=False)}" for one in some]
        if len(lowest) == 1:
            fallen = places(context, [(some[0].level, some[0].code)], preposition="de", with_figures=some)
            yield f"Frente al trimestre anterior bajó el avance {fallen}."
            return
        who = f"{how_many(one.id for one in lowest)} {kinds_of(one.level for one in lowest)}"
        yield f"Frente al trimestre anterior bajó el avance de {who}."
        article = "los" if any(one.level in MASCULINE_LEVELS for one in lowest) else "las"
        among = "entre " if ends_in_tie(lowest, len(some)) else ""
        yield f"{upper_first(f'{among}{article} que más bajaron')}, en puntos: {'; '.join(named)}."


@CONCLUSIONS.rule("cumplimiento", "Cuenta las unidades y puestos que hicieron todo lo programado.")
def fulfilled(context: DraftContext) -> Iterator[str]:
    """Yield one sentence on the units and one on the posts: how many of those with data did all in the run's period.

    A level with fewer than two figures is left out; without any level there is no sentence.
    """
    for level, words in (("unidad", ("unidad", "unidades")), ("puesto", ("puesto", "puestos"))):
        known = [one for one in context.units if one.level == level]
        if len(known) < 2:
            continue
        place = ("avance_fisico", context.period.code, level)
        did, verbs, what = context.whole_words(known)
        few = listed(one.code for one in did)
        if did == [one for one in known if one.rounded >= WHOLE]:
            few = Counted(len(did), partial(ask, "cuantas", *place, desde=str(WHOLE)))
        whole = Counted(len(known), partial(ask, "cuantas", *place))
        noun = (f"{words[0]} {context.with_data(level)}", f"{words[1]} {context.with_data(level)}")
        doubted = whole_in_doubt(context.book, known)
        if MOST_IN_WORDS < few.number < whole.number:  # no sentence begins with a number in digits
            article = "las" if level == "unidad" else "los"
            yield f"{upper_first(verbs[1])} {what} {few.call()} de {article} {whole.call()} {noun[1]}{doubted}."
            continue
        told = some_of(few, whole, noun, verbs, feminine=level == "unidad")
        yield f"{told} {what}{doubted}."


@CONCLUSIONS.rule("causas", "Dice las tres causas que más se informaron de tareas que no cumplieron lo programado.")
def causes(context: DraftContext) -> Iterator[str]:
    """Yield a sentence with the declared causes, at most three, that units gave for the most unfulfilled tasks.

    It says if there are causes in own words. Nothing without declared ones.
    """
    told = context.declared_causes()
    top = list(told)[:CAUSES_NAMED]
    # Which tasks fell short is known only if tasks have scores.
    tasks = f"las tareas que {'no cumplieron lo programado' if scored_tasks(context.book) else 'se desviaron'}"
    if top:
        words = [
            f"«{ask('causa', code)}» ({ask('tareas_con_causa', code, incumplidas=True)} "
            f"{number_of(told[code], 'tarea', 'tareas')})"
            for code in top
        ]
        own = context.own_causes()
        others = f" {number_of(len(own), 'Informaron otra', 'Informaron otras')} en palabras propias." if own else ""
        lead = f"De las causas de {tasks}, entre las más informadas {number_of(len(top), 'está', 'están')}"
        yield f"{lead} {joined(words, [context.declared()[code] for code in top])}.{others}"
