"""Words on the lowest progress of units and posts and on their largest fall, which others may share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS, MASCULINE_LEVELS
from helpers.figures.findings import Finding, Severity
from helpers.figures.mean_coverage import done_of_programme, is_least_known, least_done, most_done
from helpers.texts.decisions.matter import Matter
from helpers.texts.decisions.matter_words import parts_called
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import kinds_of
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
