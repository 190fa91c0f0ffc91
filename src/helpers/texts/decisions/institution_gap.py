"""The gap between the institution's progress and its expenditure: the central finding, and the parts behind the gap.

The central finding stands before the matters for decision and says what they do not: how general the gap is, how it
changed, and what the institution's progress averages. The matter on the gap names the parts with their figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from helpers.base.display import lower_first, upper_first
from helpers.base.exact import exact
from helpers.base.name_phrases import indicator_with_article
from helpers.figures.figure import Figure
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.records import Node
from helpers.settings.methods import PHYSICAL
from helpers.texts.decisions.matter import GAP, points
from helpers.texts.decisions.matter_words import (
    MOST_ANSWERING,
    answering_for_action,
    measures_same_span,
    offices,
    part_called,
)
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import joined, listed
from helpers.texts.sentences.coverage_words import coverage, coverage_in_brackets
from helpers.texts.sentences.text_templates import ask, figure

LEAST_GAP = 5
"""Points of difference from which the institution's gap is told and is a matter."""
DELAY = "brecha_ideal"
"""What a progress has less than corresponds to the date; its first operand is the progress."""
LEAD = "Hallazgo central:"
PART_LEVELS = ("area", "unidad", "acp")
"""Levels whose gaps are named: the first one that has at least two."""
MOST_HEAVY = 2
IN_PART = "; el avance, "
"""Before what a part's progress leaves out, which makes its sentence long."""


def central_finding(context: DraftContext) -> str:
    """Return the finding as a template whose figures are requested by id; empty if the figures do not support any.

    A gap is the distance between progress and execution (`GAP`). If the institution's is at least `LEAST_GAP` points,
    the finding says how many areas (or units, or actions) have a gap in the same direction, and compares the
    institution's with that of a quarter before. If it is smaller, the finding names the part with the greatest gap.
    Before it the finding says how far the institution is behind what corresponds to the date, if by more points.
    If the institution's progress leaves something out, the finding also says what (`coverage`).
    """
    told = " ".join(_sentences(context))
    return f"**{LEAD}** {lower_first(told)}" if told else ""


def _sentences(context: DraftContext) -> Iterator[str]:
    """Yield sentences on the institution's gap or delay since January, then on what its progress leaves out.

    On the gap only if it compares one span (`measures_same_span`). All may be missing.
    """
    gap = context.of_entity(GAP, context.accumulated)
    compared = gap if gap is not None and measures_same_span(context, context.book.operands(gap)[0]) else None
    parts = _gaps_of_parts(context, compared) if compared else ()
    yield from _behind(context, compared)
    if compared and points(compared) >= LEAST_GAP:
        yield from _direction(context, compared, parts)
        yield from _since_before(context, compared, is_named=bool(parts))
    elif compared:
        yield from _largest(context, compared, parts)
    yield from _covered(context)


def _gaps_of_parts(context: DraftContext, gap: Figure) -> Sequence[Figure]:
    """Return the gaps of the first level of `PART_LEVELS` that has at least two; empty if no level has."""
    levels = (context.book.select(gap.indicator, gap.period, level) for level in PART_LEVELS)
    return next((found for found in levels if len(found) > 1), ())


def _names(context: DraftContext, gap: Figure) -> list[str]:
    """Return the Spanish names of the progress and of the execution that a gap compares, in this order."""
    return [context.book.indicator_name(one.indicator) for one in context.book.operands(gap)[:2]]


def _both(context: DraftContext, gap: Figure) -> str:
    """Return what a gap compares: `el avance físico y la ejecución financiera`."""
    return " y ".join(indicator_with_article(name) for name in _names(context, gap))


def _direction(context: DraftContext, gap: Figure, parts: Sequence[Figure]) -> Iterator[str]:
    """Yield a sentence on how many parts have a gap in the direction of the institution's; nothing without parts."""
    if not parts:
        return
    progress, spent = _names(context, gap)
    side = f"{'por debajo' if gap.rounded > 0 else 'por encima'} {indicator_with_article(progress, 'de')}"
    same = listed(one.code for one in parts if one.rounded * gap.rounded > 0)
    everyone = listed(one.code for one in parts)
    few = {0: "ninguna de ", 1: "una de ", everyone.number: ""}.get(same.number, f"{same.call(letras=True)} de ")
    where = f"{few}las {everyone.call(letras=True)} {LEVEL_PLURALS[parts[0].level]}{_known(context, parts)}"
    is_not = "" if same.number else "no "
    yield f"{upper_first(indicator_with_article(spent))} {is_not}está {side} en {where}."


def _known(context: DraftContext, parts: Sequence[Figure]) -> str:
    """Return ` con dato` if other nodes or actions of the level have no gap, else an empty text."""
    level = parts[0].level
    every = context.book.listing("acciones") if level == "acp" else context.book.nodes_at(level)
    return " con dato" if len(parts) < len(every) else ""


def _since_before(context: DraftContext, gap: Figure, *, is_named: bool) -> Iterator[str]:
    """Yield a sentence on how the institution's gap changed since the cut-off a quarter before.

    Nothing if the gap had the other direction then, or if the two are not measured alike (`_are_alike`). `is_named`:
    the sentence before this one says what the gap compares.
    """
    before = context.accumulated_before
    then = context.of_entity(gap.indicator, before) if before else None
    if then is None or then.rounded * gap.rounded <= 0 or not _are_alike(context, then, gap):
        return
    (earlier, then_when), (now, when) = (
        (ask("magnitud", one.id), ask("cuando", one.period.code)) for one in (then, gap)
    )
    what = "La brecha de la entidad" if is_named else f"La brecha entre {_both(context, gap)} de la entidad"
    changed = f"{what} pasó de {earlier} {then_when} a {now} {when}."
    yield changed if then.rounded != gap.rounded else f"{what} es la misma que {then_when}: {earlier}."


def _are_alike(context: DraftContext, then: Figure, gap: Figure) -> bool:
    """Return whether two gaps compare the same indicators and neither compares physical progress.

    Before the year's end, physical progress covers another span than the execution (see `measures_same_span`).
    """
    names = [[one.indicator for one in context.book.operands(each)[:2]] for each in (then, gap)]
    return names[0] == names[1] and PHYSICAL not in names[0]


def _behind(context: DraftContext, gap: Figure | None) -> Iterator[str]:
    """Yield a sentence on how far the institution is behind what corresponds to the date.

    Nothing below `LEAST_GAP`, or if the `gap` between progress and execution is larger.
    """
    late = context.of_entity(DELAY, context.accumulated)
    if late is not None and late.rounded < 0 and points(late) >= max(LEAST_GAP, points(gap) if gap else 0):
        done = context.book.operands(late)[0]
        what = indicator_with_article(context.book.indicator_name(done.indicator))
        behind = f"está {ask('magnitud', late.id)} por debajo de lo que corresponde a la fecha"
        yield f"{upper_first(what)} de la entidad, {figure(done)}, {behind}."


def _largest(context: DraftContext, gap: Figure, parts: Sequence[Figure]) -> Iterator[str]:
    """Yield sentences on the institution's small gap and on the parts with the largest gap.

    Nothing if no part's gap is larger, or if more than `MOST_ANSWERING` parts share the largest.
    """
    most = max((points(one) for one in parts), default=points(gap))
    far = [one for one in parts if points(one) == most]
    if most <= points(gap) or len(far) > MOST_ANSWERING:
        return
    how = f"hay {ask('magnitud', gap.id)} de diferencia" if gap.rounded else "no hay diferencia"
    first, *others = (part_told(context, one, "de") for one in far)
    along = f", junto con la {joined(others, others)}" if others else ""
    yield f"Entre {_both(context, gap)} de la entidad {how}."
    those = LEVEL_PLURALS[far[0].level]
    yield f"La mayor diferencia entre sus {those}, de {ask('magnitud', far[0].id)}, es la {first}{along}."


def _covered(context: DraftContext) -> Iterator[str]:
    """Yield a sentence on what the institution's progress leaves out, since January or else in the period."""
    for window in dict.fromkeys((context.accumulated, context.period)):
        own = context.of_entity(PHYSICAL, window)
        if own and (what := coverage(context.book, own)):
            yield f"El avance de la entidad, {figure(own)}, no lo cuenta todo: {what}."
            return


def parts_behind(context: DraftContext, gap: Figure) -> tuple[Figure, ...]:
    """Return the gaps of parts that have the direction of the institution's gap, the greatest first.

    They are those of the first level of `PART_LEVELS` with at least two such gaps; none if there is no such level.
    """
    levels = (context.book.select(gap.indicator, gap.period, level) for level in PART_LEVELS)
    same = ([one for one in found if one.rounded * gap.rounded > 0] for found in levels)
    return tuple(sorted(next((found for found in same if len(found) > 1), []), key=lambda one: -points(one)))


def named_parts(context: DraftContext, parts: Sequence[Figure]) -> tuple[Figure, ...]:
    """Return the gaps that the matter names, each once; `parts` must begin with the greatest in points.

    They are the `MOST_HEAVY` with most budget times points, of those that have a budget, and then those that share the
    greatest number of points, `MOST_ANSWERING` at most. Empty without parts.
    """
    return tuple({one.id: one for one in (*_heaviest(context, parts), *_greatest(parts))}.values())


def parts_told(context: DraftContext, parts: Sequence[Figure]) -> str:
    """Return sentences on where the gap weighs most and where it is greatest, each part with progress and execution.

    Parts with the same greatest gap are named together, and parts that weigh as much as the last one named are not
    passed over in silence. Empty if there are no parts.
    """
    if not parts:
        return ""
    heavy = _heaviest(context, parts)
    pieces = [part_told(context, one, "en") for one in heavy]
    where = "está" if len(heavy) == len(parts) else "pesa más, por presupuesto y puntos,"
    named = ". También ".join(pieces) if any(IN_PART in piece for piece in pieces) else joined(pieces, pieces)
    is_tied = any(_weight(context, one) == _weight(context, heavy[-1]) for one in parts if heavy and one not in heavy)
    told = f" La brecha {where} {named}{', entre otras' if is_tied else ''}." if heavy else ""
    great = _greatest(parts)
    first, *equal = (part_called(one, "de") if one in heavy else part_told(context, one, "de") for one in great)
    along = f", junto con la {joined(equal, equal)}" if equal else ""
    is_cut = sum(one.rounded == parts[0].rounded for one in parts) > MOST_ANSWERING
    more = ", entre otras" if is_cut else ""
    lead = "La mayor" if told else "La mayor brecha"
    return f"{told} {lead}, de {ask('magnitud', parts[0].id)}, es la {first}{along}{more}."


def answering_for_parts(context: DraftContext, parts: Sequence[Figure]) -> str:
    """Return the offices that answer for the parts that are named, as template text; empty if there are none."""
    nodes: list[Node] = []
    for one in named_parts(context, parts):
        node = context.book.node(one.level, one.code)
        nodes += [node] if node else answering_for_action(context, one.code)
    return offices(context, nodes, "").who


def part_told(context: DraftContext, gap: Figure, preposition: str) -> str:
    """Return a part with its progress and its execution: `en la Dirección de Finanzas (64,45 % y 75,20 %)`.

    Within the brackets it says what the progress leaves out.
    """
    progress, spent = context.book.operands(gap)[:2]
    covered = coverage_in_brackets(context.book, progress, IN_PART, "")
    return f"{part_called(gap, preposition)} ({figure(progress)} y {figure(spent)}{covered})"


def _greatest(parts: Sequence[Figure]) -> Sequence[Figure]:
    """Return the parts that share the greatest gap in points, `MOST_ANSWERING` at most; `parts` begin with it."""
    return [one for one in parts if one.rounded == parts[0].rounded][:MOST_ANSWERING]


def _heaviest(context: DraftContext, parts: Sequence[Figure]) -> Sequence[Figure]:
    """Return the `MOST_HEAVY` parts with the greatest product of budget and points; none without budget.

    None if more than that all weigh the same.
    """
    weights = {one.id: _weight(context, one) for one in parts}
    known = [one for one in parts if weights[one.id]]
    if len(known) > MOST_HEAVY and len(set(weights.values())) == 1:
        return ()
    return sorted(known, key=lambda one: -weights[one.id])[:MOST_HEAVY]


def _weight(context: DraftContext, gap: Figure) -> Fraction:
    """A part's budget in bolivianos times its gap in points; 0 if it has no budget."""
    budget = context.budget_of(gap)
    return exact(budget.rounded) * points(gap) if budget else Fraction(0)
