"""The areas, units or actions behind the institution's gap, which a matter names with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from helpers.base.exact import exact
from helpers.figures.figure import Figure
from helpers.figures.records import Node
from helpers.texts.decisions.matter import points
from helpers.texts.decisions.matter_words import MOST_ANSWERING, answering_for_action, offices, part_called
from helpers.texts.drafting.drafting_context import DraftContext
from helpers.texts.drafting.sentence_parts import joined
from helpers.texts.sentences.coverage_words import coverage_in_brackets
from helpers.texts.sentences.text_templates import ask, figure

PART_LEVELS = ("area", "unidad", "acp")
"""Levels whose gaps are named: the first one that has at least two."""
MOST_HEAVY = 2
IN_PART = "; el avance, "
"""Before what a part's progress leaves out, which makes its sentence long."""


def parts_behind(context: DraftContext, gap: Figure) -> tuple[Figure, ...]:
    """Return the gaps of parts that have the direction of the institution's gap, the greatest first.

    They are those of the first level of `PART_LEVELS` with at least two such gaps; none if there is no such level.
    """
    for level in PART_LEVELS:
        found = context.book.select(gap.indicator, gap.period, level)
        same = [one for one in found if one.rounded * gap.rounded > 0]
        if len(same) > 1:
            return tuple(sorted(same, key=lambda one: -points(one)))
    return ()


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
