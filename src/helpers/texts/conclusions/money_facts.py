"""Draft conclusions on the money: low execution, unused budgets, reversals and transfers."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.display import upper_first
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.figure import ends_in_tie
from helpers.figures.subjects import subject_name
from helpers.texts.decisions.matter_words import parts_called, units_measured
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.drafting_rules import Rules
from helpers.texts.drafting.sentence_parts import begins, joined, listed, place, places, some_of, to_name
from helpers.texts.sentences.text_templates import ask, figure

MONEY: Rules[str] = Rules()
PROJECTED = "proyeccion_ejecucion_financiera"
WHOLE = 100
BEYOND = " Lo que excede el presupuesto vigente resulta de la fórmula: lo aprobado es el límite del gasto."
NO_NORM = "La norma que lo dispone no consta en la información recibida."


@MONEY.rule("ejecucion_baja", "Nombra las áreas cuya ejecución financiera acumulada tiene los peores grados.")
def low_execution(context: DraftContext) -> Iterator[str]:
    """Yield sentences that count the areas whose execution since January has one of the worst grades (`low_areas`).

    It names them with their execution, the lowest first; of many, only the first ones (see `to_name`). If some area
    lacks the execution, it says that it counts those with data. Yields nothing without such areas.
    """
    low = context.low_areas
    if not low:
        return
    lowest = {not_none(one.grade).rating: one.id for one in reversed(low)}
    ratings = list(dict.fromkeys(not_none(one.grade).rating for one in low))
    words = [f"«{ask('calificacion', lowest[word])}»" for word in ratings]
    everyone = context.book.select("ejecucion_financiera", context.accumulated, "area")
    some = to_name(low)
    areas = places(context, [("area", one.code) for one in some], with_figures=some)
    counts = listed(one.id for one in low), listed(one.id for one in everyone)
    known = " con dato" if len(everyone) < len(context.book.nodes_at("area")) else ""
    told = some_of(*counts, (f"área{known}", f"áreas{known}"), ("queda", "quedan"))
    rated = joined(words, ratings, any_of=True)
    yield f"{told} {rated} por su ejecución acumulada{begins(low, some)}{areas}."


@MONEY.rule("accion_rezagada", "Nombra la acción de corto plazo que ejecutó menos de la mitad que la entidad.")
def lagging_action(context: DraftContext) -> Iterator[str]:
    """Yield a sentence, as a template, on the action with the lowest execution since January, if it is low.

    It is low if it is less than half of the institution's, both as printed. Yields nothing if one of them is missing,
    or if the institution's is not above zero.
    """
    whole = context.of_entity("ejecucion_financiera", context.accumulated)
    actions = context.book.select("ejecucion_financiera", context.accumulated, "acp")
    least = min(actions, key=lambda one: one.rounded, default=None)
    if whole and least and 2 * least.rounded < whole.rounded and whole.rounded > 0:
        budget = context.book.get("ppto_vigente", least.period, least.level, least.code)
        of = f" de su presupuesto vigente de {figure(budget)}" if budget else ""
        is_named = subject_name(context.book, "acp", least.code) != least.code
        name = f" («{ask('nombre_corto', 'acp', least.code)}»)" if is_named else ""
        action = f"La ACP {ask('cita', least.code)}{name}"
        yield f"{action} ejecutó {figure(least)}{of}, frente a {figure(whole)} de la entidad."


@MONEY.rule("sin_devengar", "Cuenta las categorías con presupuesto de las que no se devengó nada, y nombra la mayor.")
def untouched(context: DraftContext) -> Iterator[str]:
    """Yield sentences that count the budget categories with a budget and nothing accrued since January.

    They name the one with the largest budget. Yields nothing without such categories.
    """
    untouched_ones = context.unspent
    if not untouched_ones:
        return
    largest = untouched_ones[0]
    progress = context.book.get("avance_fisico", context.accumulated, largest.level, largest.code)
    units = units_measured(context, progress) if progress else []
    of_unit = f" (el {parts_called(context, units, 'de')})" if units else ""
    physical = f", con un avance físico de {figure(progress)}{of_unit}" if progress else ""
    when = ask("cuando", context.accumulated.code)
    if len(untouched_ones) == 1:
        called = upper_first(context.called(largest))
        yield f"{called}, de {figure(largest)}{physical}, no registra devengado {when}."
        return
    count = listed(one.id for one in untouched_ones).call(letras=True, inicial=True)
    yield f"{count} categorías programáticas con presupuesto no registran devengado {when}."
    which = "Una de las mayores" if ends_in_tie(untouched_ones, 1) else "La mayor"
    yield f"{which} es {context.called(largest)}, de {figure(largest)}{physical}."


@MONEY.rule("reversiones", "Dice en qué meses la ejecución de un área fue negativa.")
def reversals(context: DraftContext) -> Iterator[str]:
    """Yield a sentence with each month since January in which an area's execution was negative.

    Yields nothing if there are none.
    """
    months = (month for month in context.accumulated.months())
    found = [
        one for month in months for one in context.book.select("ejecucion_financiera", month, "area") if one.rounded < 0
    ]
    if found:
        told = [f"{place(one.level, one.code, 'en')} {ask('cuando', one.period.code)} ({figure(one)})" for one in found]
        yield f"Hubo reversiones de lo devengado {joined(told, told)}. Corresponde explicar su causa."


@MONEY.rule("traspasos", "Dice cuánto presupuesto pasó de un área a otra desde el trimestre anterior.")
def transfers(context: DraftContext) -> Iterator[str]:
    """Yield a sentence on the areas whose budget in force changed since the quarter before, the largest change first.

    It adds the institution's own change and, if the data list no amendments, that the norm is not known. Nothing
    without changes.
    """
    moved = context.moved_budgets
    if not moved:
        return
    told = [f"{place('area', now.code, 'de')} {ask('cambio', now.id, then.id)}" for now, then in moved]
    whole = [context.of_entity("ppto_vigente", now.period) for now in moved[0]]
    known = [one.id for one in whole if one]
    total = f", y el de la entidad {ask('cambio', *known)}" if len(known) == len(whole) else ""
    unknown = "" if context.book.listing("modificaciones") else f" {NO_NORM}"
    yield f"Desde el trimestre anterior el presupuesto vigente {'; el '.join(told)}{total}.{unknown}"


@MONEY.rule("proyeccion", "Dice adónde llegaría la ejecución de la entidad al mismo ritmo, si se proyecta.")
def projection(context: DraftContext) -> Iterator[str]:
    """Yield a sentence with the institution's projected execution at the end of the year, and its interval if known.

    It says so if one of them is more than the budget in force. Yields nothing if the Book has no projection.
    """
    year = Period(context.period.year, 1, 12)
    ahead = context.of_entity(PROJECTED, year)
    if ahead is None:
        return
    edges = [context.of_entity(f"{PROJECTED}{suffix}", year) for suffix in ("_inferior", "_superior")]
    numbers = [f"{ask('cifra', edge.id, unidad=False)} %" for edge in edges if edge]
    is_beyond = any(one.rounded > WHOLE for one in (ahead, *edges) if one)
    within = f", en un intervalo de {numbers[0]} a {numbers[1]}" if len(numbers) == len(edges) else ""
    yield (
        f"Si el resto de la gestión siguiera al ritmo medio de lo transcurrido, la ejecución financiera cerraría en "
        f"{ask('cifra', ahead.id, unidad=False)} %{within}. Es una proyección y no un dato."
        f"{BEYOND if is_beyond else ''}"
    )
