"""Words on the lowest progress of units and posts and on their largest fall, which others may share.

A progress that all of them have, or all units, is a matter of the institution and not of one unit (`of_all`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpers.base.display import upper_first
from helpers.base.exact import exact
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS, MASCULINE_LEVELS
from helpers.figures.findings import Finding, Severity
from helpers.figures.mean_coverage import done_of_programme, is_least_known, least_done, most_done
from helpers.texts.decisions.cause_answers import cause_told
from helpers.texts.decisions.matter import WHOLE, Matter, score
from helpers.texts.decisions.matter_words import MOST_ANSWERING, NO_MONEY, money_of, parts_called, whole_institution
from helpers.texts.decisions.options import on_places
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.proposals import HEAD
from helpers.texts.drafting.sentence_parts import graded, kinds_of
from helpers.texts.sentences.text_templates import ask, figure

OF_PERIOD = " del periodo"
PROGRESS = "avance"
DOUBTS = ("-PORCENTAJE", "REP-FRACCION")
"""Ends of the codes of the warnings on a percentage that may be a share of one."""
IN_DOUBT = (
    "Una advertencia pregunta si ese dato, u otro del que sale, está bien escrito: corresponde confirmarlo antes de "
    "decidir."
)
CONFIRMING = (
    "Comprobar el dato con quien lo informó y, si no es el que quiso escribir, corregirlo antes de publicar.",
    "Si lo ratifica por escrito, decidir entonces qué se hace con lo que faltó.",
)


def done_told(context: DraftContext, low: Figure) -> str:
    """Return a template text for the percentage of its programme that a place did.

    It is the place's progress, unless that counts other weights. If missing data leave it unknown where places are
    compared by what they fulfilled (`noun_of`), the text is `con un avance de …`.
    """
    if done_of_programme(context.book, low) is None and noun_of(context) != PROGRESS:
        return f"con un {PROGRESS} de {figure(low)}"
    return figure(low) if least_done(context.book, low) == low.rounded else ask("de_lo_programado", low.id)


def noun_of(context: DraftContext) -> str:
    """Return what places are compared by: `avance`, or `cumplimiento` if some progress is not what its place did.

    If missing data leave open what a place did of its programme (`done_of_programme`), its progress counts as that.
    """
    return PROGRESS if all(least_done(context.book, one) == one.rounded for one in context.units) else "cumplimiento"


def the_lowest(context: DraftContext, low: Figure) -> str:
    """Return words for a title on a lowest progress: that of all, shared with others, the only one, or the lowest."""
    if len(context.units) == 1:
        return f"el {noun_of(context)}{OF_PERIOD}"
    if equal_in(context, context.units):
        every = "todos los" if context.units[0].level in MASCULINE_LEVELS else "todas las"
        kinds = kinds_of(one.level for one in context.units)
        return f"el mismo {noun_of(context)} de {every} {kinds} con dato{OF_PERIOD}"
    least = most_done(context.book, low)
    is_shared = sum(most_done(context.book, one) <= least for one in context.units) > 1
    among = " entre quienes tienen todos sus datos" if _is_among_known(context, low) else ""
    return f"{_least(context, low, is_shared=is_shared)}{among}{OF_PERIOD}"


def equal_in(context: DraftContext, found: Sequence[Figure]) -> bool:
    """Return whether all places did the same part of their programme, and no missing data leave it open."""
    done = {done_of_programme(context.book, one) for one in found}
    return len(done) == 1 and None not in done


def _is_among_known(context: DraftContext, low: Figure) -> bool:
    """Return whether a place lacks no datum while one that lacks data may have done less."""
    return done_of_programme(context.book, low) is not None and not is_least_known(context.book, context.units)


def _least(context: DraftContext, low: Figure, *, is_shared: bool) -> str:
    """Return `el menor …`, or `uno de los menores …` if shared or if it lacks data and another may be lower."""
    noun, known = noun_of(context), is_least_known(context.book, context.units)
    is_shared = is_shared or (not known and done_of_programme(context.book, low) is None)
    return f"uno de los menores {noun}s" if is_shared else f"el menor {noun}"


def is_doubted(book: Book, findings: Iterable[Finding], progress: Figure) -> bool:
    """Return whether a warning asks if a percentage behind a progress was typed as a share of one: 0.25 for 25 %."""
    asking = (one for one in findings if one.codigo.endswith(DOUBTS) and one.severidad is Severity.WARNING)
    places = {(one.archivo, one.hoja, one.celda) for one in asking}
    return bool(places) and any((cell.file, cell.sheet, cell.cell) in places for cell in book.leaves(progress))


def once_confirmed(context: DraftContext, progress: Figure, matter: Matter) -> Matter:
    """Return a matter whose options settle the datum first, if it is in doubt; else the matter as it is."""
    if not is_doubted(context.book, context.findings, progress):
        return matter
    happened = f"{matter.happened} {IN_DOUBT}"
    return replace(matter, happened=happened, options=CONFIRMING, is_first=True, answers_cause=False)


def the_fall(context: DraftContext, fall: Figure) -> str:
    """Return words for a title on a largest fall: shared with others, the only one, or larger than all.

    It is only `una caída` if some other fall cannot be compared (`DraftContext.falls`).
    """
    if len(context.falls) < len(context.fallen):
        return "una caída"
    if len(context.falls) == 1:
        return "la única caída"
    is_shared = sum(one.rounded <= fall.rounded for one in context.falls) > 1
    return "una de las mayores caídas" if is_shared else "la mayor caída"


def how_low(context: DraftContext, low: Figure) -> str:
    """Return words that compare a lowest progress with its level: the only one, equal to some, or the lowest."""
    same = [one for one in context.units if one.level == low.level]
    done = {one.code: most_done(context.book, one) for one in same}
    equal = [one for one in same if done[one.code] == done[low.code] and one.code != low.code]
    end, known = "a" if low.level == "unidad" else "o", context.with_data(low.level)
    known = "con todos sus datos" if _is_among_known(context, low) else known
    if len(same) == 1:
        return f"es {'la' if end == 'a' else 'el'} únic{end} {low.level} {known}"
    which = _least(context, low, is_shared=done[low.code] > min(done.values()))
    least = f"es {which} de l{end}s {LEVEL_PLURALS[low.level]} {known}"
    return f"{least}, junto con el {parts_called(context, equal, 'de')}" if equal else least


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
