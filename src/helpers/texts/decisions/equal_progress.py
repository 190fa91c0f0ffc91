"""The matter on a progress that all units and posts have: it is the institution's, not one unit's."""

from __future__ import annotations

from helpers.base.display import upper_first
from helpers.base.exact import exact
from helpers.figures.figure_names import MASCULINE_LEVELS
from helpers.texts.decisions.matter import WHOLE, Matter, score
from helpers.texts.decisions.matter_words import NO_MONEY, money_of, whole_institution
from helpers.texts.decisions.options import on_places
from helpers.texts.decisions.place_words import OF_PERIOD, done_told, equal_in, noun_of
from helpers.texts.decisions.told_causes import cause_told
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposals import HEAD
from helpers.texts.drafting.sentence_parts import graded, kinds_of
from helpers.texts.sentences.text_templates import ask


def of_all(context: DraftContext) -> Matter | None:
    """Return the matter on the progress that all units and posts with data have, if it is the institution's too."""
    alike, whole = context.units, context.of_entity("avance_fisico", context.period)
    if len(alike) < 2 or not equal_in(context, alike) or whole is None or whole.rounded != alike[0].rounded:
        return None
    first = alike[0]
    every = "todos los" if first.level in MASCULINE_LEVELS else "todas las"
    every = f"{upper_first(every)} {kinds_of(one.level for one in alike)} {context.with_data(first.level)}"
    money = money_of(context, context.top)
    cause = cause_told(context, [one.code for one in alike])
    return Matter(
        score(context, context.budget_of(whole), WHOLE - exact(first.rounded)),
        f"{every}: el mismo {noun_of(context)}{OF_PERIOD}, {done_told(context, first)}",
        f"{every} hicieron la misma parte de lo programado {ask('cuando', whole.period.code)}: "
        f"{done_told(context, first)}{graded(first)}.",
        cause,
        whole_institution(context, HEAD),
        on_places(context, [whole], cause.answer),
        money if money == NO_MONEY else f"de toda la entidad, {money}",
        settles=frozenset(one.id for one in alike),
    )
