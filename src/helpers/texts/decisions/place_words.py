"""Words on the lowest progress of units and posts and on their largest fall, which others may share."""

from __future__ import annotations

from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.texts.decisions.matter_words import MOST_ANSWERING, parts_called
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import listed

OF_PERIOD = " del periodo"


def the_lowest(context: DraftContext, low: Figure) -> str:
    """Return words for a title on a lowest progress: shared with others, the only one, or lower than all."""
    if len(context.units) == 1:
        return f"el avance{OF_PERIOD}"
    is_shared = sum(one.rounded <= low.rounded for one in context.units) > 1
    return f"{'uno de los menores avances' if is_shared else 'el menor avance'}{OF_PERIOD}"


def the_fall(context: DraftContext, fall: Figure) -> str:
    """Return words for a title on a largest fall: shared with others, the only one, or larger than all."""
    if len(context.falls) == 1:
        return "la única caída"
    is_shared = sum(one.rounded <= fall.rounded for one in context.falls) > 1
    return "una de las mayores caídas" if is_shared else "la mayor caída"


def how_low(context: DraftContext, low: Figure) -> str:
    """Return words on a lowest progress among those of its level, which may be the only one or equal to others."""
    same = [one for one in context.units if one.level == low.level]
    equal = [one for one in same if one.rounded == low.rounded and one.code != low.code]
    end, known = "a" if low.level == "unidad" else "o", context.with_data(low.level)
    if len(same) == 1:
        return f"es {'la' if end == 'a' else 'el'} únic{end} {low.level} {known}"
    which = "el menor avance" if low.rounded == same[0].rounded else "uno de los menores avances"
    least = f"es {which} de l{end}s {LEVEL_PLURALS[low.level]} {known}"
    if not equal:
        return least
    if len(equal) <= MOST_ANSWERING:
        return f"{least}, junto con el {parts_called(context, equal, 'de')}"
    return f"{least}, igual que el de otr{end}s {listed(one.code for one in equal).call(letras=True)}"
