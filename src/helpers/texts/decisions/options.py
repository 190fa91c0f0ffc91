"""The options of each matter, with what each changes, computed from the Book where it has the figures.

An effect on the institution's figure is its value with that one change, while all other values stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from helpers.base.display import PERCENTAGES, lower_first
from helpers.base.exact import round_half_up
from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.figures.mean_coverage import is_of_programme, is_only_unprogrammed
from helpers.figures.supposed_figures import value_under
from helpers.settings.methods import PHYSICAL
from helpers.texts.decisions.matter import Answer
from helpers.texts.decisions.matter_words import MOST_ANSWERING, left_of, measures_same_span, when_other
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import joined
from helpers.texts.sentences.coverage_words import coverage
from helpers.texts.sentences.text_templates import ask, figure

Options = tuple[str, ...]
SPENT = "ejecucion_financiera"
WHOLE = Fraction(100)
LATE_IN_YEAR = 9
"""Month from whose end on an option names what may be left: before, it is normal that most is not yet accrued."""
REASSIGN = "Reasignar lo que se confirme que no se ejecutará en el resto de la gestión"


def on_gap(context: DraftContext, gap: Figure, progress: Figure, name: str) -> Options:
    """Return the options on the institution's gap between its progress, called `name`, and its expenditure.

    If the expenditure is behind, they are to spend or reassign the rest, else to adjust or keep the programme. Once the
    year is over, they are on what passes to the next one.
    """
    if gap.rounded > 0 and context.closes_year:
        return _next_year(left_of(context, gap))
    if gap.rounded > 0:
        budget = context.budget_of(gap) if measures_same_span(context, progress) else None
        closing = f": igualar {name} requiere devengar {ask('equivale', gap.id, budget.id)} más" if budget else ""
        each = " con cada área" if len(context.book.nodes_at("area")) > 1 else ""
        return (
            f"Fijar un calendario de devengado{each}{closing}.",
            f"{REASSIGN}{_at_this_rate(context, gap)}.",
        )
    if context.closes_year:
        return _after_the_year(context, progress)
    left = left_of(context, gap)
    return (
        "Ajustar la programación del resto de la gestión a lo que queda del presupuesto.",
        f"Mantener la programación{f', con los {figure(left)} sin devengar' if left else ''}, y tramitar una "
        "modificación presupuestaria si no alcanza.",
    )


def _next_year(left: Figure | None) -> Options:
    """Return the options on what a closed year left unspent; `left`: how much it is, None if unknown."""
    amount = f" ({figure(left)})" if left else ""
    return (
        f"Presupuestar de nuevo en la gestión siguiente lo que no se ejecutó{amount}, con la razón por la que no se "
        "hizo.",
        "No volver a presupuestarlo.",
    )


def _at_this_rate(context: DraftContext, found: Figure) -> str:
    """Return words on what the projection leaves unspent of the budget of a figure's subject.

    Empty before `LATE_IN_YEAR`, without a budget, and without a projection below one hundred percent.
    """
    ahead = _ahead(context, SPENT, found)
    budget = context.budget_of(found)
    if ahead is None or budget is None or not _lacks(ahead) or context.period.last < LATE_IN_YEAR:
        return ""
    left = ask("queda", ahead.id, budget.id)
    return f": al ritmo actual, {left} (se cerraría en {_percent(ahead)})"


def _ahead(context: DraftContext, indicator: str, found: Figure) -> Figure | None:
    """Return the projection of an indicator to the year's end for a figure's subject; None if the Book has none."""
    year = Period(context.period.year, 1, 12)
    return context.book.get(f"proyeccion_{indicator}", year, found.level, found.code)


def _percent(found: Figure) -> str:
    """Return a projected percentage without the words of its unit (`% proyectado`)."""
    return f"{ask('cifra', found.id, unidad=False)} %"


def _lacks(found: Figure) -> bool:
    """Return whether a percentage prints less than one hundred; false for another unit."""
    return found.unit in PERCENTAGES and found.rounded < WHOLE


def on_unspent(context: DraftContext, found: Figure, *, is_met: bool = False) -> Options:
    """Return the options on what a category or an action did not spend; `is_met`: its progress is complete.

    They are to spend or reassign it; once the year is over, those of `_next_year`.
    """
    left = left_of(context, found)
    if context.closes_year:
        return _next_year(left)
    asked = ", una vez aclarado con qué recursos se avanzó" if is_met else ""
    amount = f": quedan sin devengar {figure(left)}" if left and context.period.last >= LATE_IN_YEAR else ""
    return (
        f"Ejecutarlo en el resto de la gestión{asked}{_once_spent(context, left)}.",
        f"{REASSIGN}{amount}.",
    )


def on_overspent(context: DraftContext, accrued: Figure, budget: Figure) -> Options:
    """Return the options on a category or an action that accrued more than its budget in force."""
    cover = "" if context.closes_year else "no devengar más sin una modificación presupuestaria que lo cubra e "
    return (
        f"Corregir lo devengado o lo vigente, si uno está mal registrado: {figure(accrued)} frente a {figure(budget)}.",
        f"Si el registro es correcto, {cover}informar a la unidad de auditoría interna.",
    )


def _once_spent(context: DraftContext, left: Figure | None) -> str:
    """Return the institution's execution if an amount `left` were accrued; empty if unknown or printed the same."""
    share, accrued = (context.of_entity(name, context.accumulated) for name in (SPENT, "devengado"))
    if share is None or accrued is None or left is None:
        return ""
    value = value_under(context.book, share.id, {accrued.id: accrued.value + left.value})
    if round_half_up(value, share.decimals) == share.rounded:
        return ""
    would_be = ask("con_monto", share.id, accrued.id, left.id)
    return f": si se devenga todo, la ejecución de la entidad pasaría de {figure(share)} a {would_be}"


def on_area(context: DraftContext, now: Figure) -> Options:
    """Return the options on an area whose execution is under its threshold: a schedule, or to reassign the rest.

    Once the year is over, those of `_next_year`.
    """
    left = left_of(context, now)
    if context.closes_year:
        return _next_year(left)
    return (
        f"Acordar un calendario de devengado{_once_spent(context, left)}.",
        f"{REASSIGN}{_at_this_rate(context, now)}.",
    )


def on_action(context: DraftContext, done: Figure | None, found: Figure, answer: Answer | None) -> Options:
    """Return the options on an action or a category that is behind its goal; `answer`: the answer to its cause.

    They are to recover the delay or to plan again; once the year is over, those of `_after_the_year`.

    Parameters
    ----------
    done : Figure or None
        Progress of the action, in percent of the year's goal, or of the category, in percent of its programme.
    found : Figure
        The action's gap to its ideal range, in points; for a category, the same figure as `done`.
    """
    if context.closes_year:
        own = context.book.get(PHYSICAL, context.accumulated, found.level, found.code)
        return _after_the_year(context, own, answer)
    is_known = done is not None and _lacks(done) and _is_counted(context, done)
    ahead = _ahead(context, done.indicator, found) if done else None
    late = f" los {ask('magnitud', found.id)} de atraso" if found is not done else " las tareas atrasadas"
    goal = "la meta del año" if found is not done else "cumplir lo programado"
    missing = f"; para {goal} faltan {ask('falta', done.id)}" if done and is_known else ""
    lower = ""
    if ahead is not None and _lacks(ahead):
        lower = (
            f": al ritmo actual llegaría a {_percent(ahead)}, y la meta del año bajaría en {ask('falta', ahead.id)}"
        )
    return (
        f"Recuperar{late}{missing}.",
        f"Reprogramar lo que no se alcanzaría{lower}.",
    )


def _after_the_year(context: DraftContext, done: Figure | None, answer: Answer | None = None) -> Options:
    """Return the options on what a closed year left undone by the progress `done`; one empty text if all was done.

    The missing points are stated only if they are known (`_is_counted`) and no cause of several changes the goal. The
    name of the progress stands with them, because points of a gap may stand nearby.
    """
    changes_goal = answer is not None and bool(answer.goal)
    if done is None or changes_goal or not _is_counted(context, done):
        carried = "Incorporar al plan de la gestión siguiente lo que faltó y todavía corresponda hacer."
        return carried, "Cerrar las tareas pendientes sin trasladarlas."
    if not _lacks(done):
        return ("",)
    when = "" if done.period.is_year else f" {ask('cuando', done.period.code)}"
    missing = f"{ask('falta', done.id)} de {lower_first(context.book.indicator_name(done.indicator))}"
    return (
        f"Incorporar al plan de la gestión siguiente lo que faltó{when}: {missing}.",
        f"Cerrar las tareas pendientes sin trasladarlas: el cumplimiento{when} queda en {figure(done)}.",
    )


def _is_counted(context: DraftContext, done: Figure) -> bool:
    """Return whether a progress is a percentage of what was programmed and leaves nothing out."""
    return is_of_programme(context.book, done) and not coverage(context.book, done)


def on_places(context: DraftContext, found: Sequence[Figure], answer: Answer | None) -> Options:
    """Return the options on units or posts, by their progress; `answer`: the answer to their cause, None if not given.

    If nothing is missing, the only option is an empty text, as only the answer to the cause remains. The missing points
    are stated only of up to `MOST_ANSWERING` places, if they are known for all (`_is_counted`) and no cause of several
    changes the goal.
    """
    low = [one for one in found if _lacks(one) and not is_only_unprogrammed(context.book, one)]
    if not low:
        return ("",)
    if context.closes_year:
        return _after_the_year(context, low[0] if len(low) == 1 else None, answer)
    are_few = len(low) <= MOST_ANSWERING and not (answer and answer.goal)
    is_counted = are_few and all(_is_counted(context, one) for one in low)
    effect = _once_whole(context, low[0]) if len(low) == 1 else ", en ese orden"
    missing = joined([ask("falta", one.id) for one in low], [one.id for one in low])
    asked = "" if answer else ", una vez que conste la causa por escrito"
    return (
        f"Recuperar lo que faltó del periodo{f': {missing}{effect}' if is_counted else ''}.",
        f"Reprogramarlo para el resto de la gestión{asked}.",
    )


def _once_whole(context: DraftContext, low: Figure) -> str:
    """Return what the institution's figure would be if `low` were 100 %; empty if it would print the same."""
    whole = context.of_entity(low.indicator, low.period)
    if whole is None:
        return ""
    value = value_under(context.book, whole.id, {low.id: WHOLE})
    if round_half_up(value, whole.decimals) == whole.rounded:
        return ""
    return f"; con ellos la entidad tendría {ask('con_todo', whole.id, low.id)} y no {figure(whole)}"


def on_input(context: DraftContext, own: Figure) -> Options:
    """Return the options on a reported value that no mean of its parts gives; one if the institution's figure stays."""
    whole = context.of_entity(own.indicator, own.period)
    if whole is None or not context.moved_by(own):
        return ("Rectificar el dato o ratificarlo por escrito antes de publicar el avance de la entidad.",)
    would_be, when = ask("con_partes", whole.id, own.id), when_other(context, own)
    return (
        f"Rectificarlo antes de publicar: con el promedio de sus partes la entidad tendría {would_be}{when}.",
        f"Ratificarlo, con la explicación por escrito: la entidad queda en {figure(whole)}{when}.",
    )
