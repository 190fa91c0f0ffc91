"""The matter on a progress that all units and posts have, or all units: it is the institution's, not one unit's."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.display import upper_first
from helpers.base.exact import exact
from helpers.figures.figure import Figure
from helpers.figures.figure_names import MASCULINE_LEVELS
from helpers.figures.mean_coverage import most_done
from helpers.texts.decisions.cause_answers import cause_told
from helpers.texts.decisions.matter import WHOLE, Matter, score
from helpers.texts.decisions.matter_words import MOST_ANSWERING, NO_MONEY, money_of, whole_institution
from helpers.texts.decisions.options import on_places
from helpers.texts.decisions.place_words import OF_PERIOD, done_told, equal_in, noun_of
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposals import HEAD
from helpers.texts.drafting.sentence_parts import graded, kinds_of
from helpers.texts.sentences.text_templates import ask


def of_all(context: DraftContext) -> Matter | None:
    """Return the matter on the progress that all units and posts with data have, or all of a level (`_alike`).

    Its money, and its options if the progress is the institution's too, are those of the institution. None without the
    institution's own progress.
    """
    alike, whole = _alike(context), context.of_entity("avance_fisico", context.period)
    if not alike or whole is None:
        return None
    is_of_whole = len(alike) == len(context.units)
    if is_of_whole and whole.rounded != alike[0].rounded:
        return None
    kinds, first = kinds_of(one.level for one in alike), alike[0]
    every = "todos los" if first.level in MASCULINE_LEVELS else "todas las"
    every = f"{upper_first(every)} {kinds} {context.with_data(first.level)}"
    money = money_of(context, context.top)
    cause = cause_told(context, [one.code for one in alike])
    return Matter(
        score(context, context.budget_of(whole) if is_of_whole else None, WHOLE - exact(first.rounded)),
        f"{every}: el mismo {noun_of(context)}{OF_PERIOD}, {done_told(context, first)}",
        f"{every} hicieron la misma parte de lo programado {ask('cuando', whole.period.code)}: "
        f"{done_told(context, first)}{graded(first)}.",
        cause,
        whole_institution(context, HEAD),
        on_places(context, [whole] if is_of_whole else alike, cause.answer),
        money if money == NO_MONEY else f"de toda la entidad, {money}",
        settles=frozenset(one.id for one in alike),
    )


def _alike(context: DraftContext) -> Sequence[Figure]:
    """Return all units and posts with data if they did the same part of their programme; none if they differ.

    All of the level of the lowest, if only those did the same and a sentence cannot name each (`MOST_ANSWERING`).
    """
    if equal_in(context, context.units):
        return context.units if len(context.units) > 1 else ()
    lowest = min(context.units, key=lambda one: most_done(context.book, one), default=None)
    same = [one for one in context.units if lowest and one.level == lowest.level]
    return same if len(same) > MOST_ANSWERING and equal_in(context, same) else ()
