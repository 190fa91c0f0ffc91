"""Explains a printed value by its parts as they are printed, directly or through parts that are not printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.exact import exact, round_half_up
from helpers.checks.printed.printed_doubts import Doubt, Explanation
from helpers.figures.figure import Figure, Operation
from helpers.figures.findings import Verdict
from helpers.figures.replay import operand_values, recompute

DEEPEST = 2
"""Levels of figures that are not printed through which printed parts are followed."""


def carried_from_printed_parts(doubt: Doubt) -> Explanation | None:
    """Return formula and cause if the value follows from its parts as printed, some other than computed; else None.

    All parts that were printed otherwise are taken as printed, also where one of them alone would give the value. A
    part that is not printed counts as its own parts, as printed, give it.
    """
    changed = {
        part.id: ways
        for part in doubt.book.operands(doubt.figure)
        if (ways := _as_printed(doubt, part)) and any(way.value != part.rounded for way in ways)
    }
    for part, ways in changed.items():
        for way in ways:
            chosen = {other: found[0] for other, found in changed.items()} | {part: way}
            if _follows(doubt, {other: found.value for other, found in chosen.items()}):
                origins = dict(origin for found in chosen.values() for origin in found.origins)
                words = "; ".join(
                    f"{doubt.book.figure_words(other)}, impreso {number_es(number)}"
                    for other, number in origins.items()
                )
                said = f"arrastra lo impreso en sus partes ({words})"
                return Explanation(doubt.figure.rule, said, Verdict.CARRIED, way.origins[0][0])
    return None


@dataclass(frozen=True)
class _Way:
    """A value of a part, and the printed figures, with their values, from which it comes; a wrong one first."""

    value: Decimal
    origins: tuple[tuple[str, Decimal], ...]


def _as_printed(doubt: Doubt, part: Figure, depth: int = DEEPEST) -> tuple[_Way, ...]:
    """Return the values printed for a part, or else the one that its own parts give as printed, one of them wrong."""
    printed = doubt.others.get(part.id, ())
    if printed or not depth or part.operation is Operation.INPUT:
        return tuple(_Way(value, ((part.id, value),)) for value in printed)
    below = {other: ways[0] for other in doubt.book.operands(part) if (ways := _as_printed(doubt, other, depth - 1))}
    wrong = {other.id: way for other, way in below.items() if way.value != other.rounded}
    if not wrong:
        return ()
    values = operand_values(doubt.book, part) | {other: exact(way.value) for other, way in wrong.items()}
    try:
        value = round_half_up(recompute(part, values), part.decimals)
    except ArithmeticError:
        return ()
    others = (way for other, way in below.items() if other.id not in wrong)
    origins = tuple(origin for way in (*wrong.values(), *others) for origin in way.origins)
    return (_Way(value, origins),)


def _follows(doubt: Doubt, printed: Mapping[str, Decimal]) -> bool:
    """Return whether the figure's operation gives the printed value if some operands are as printed."""
    values = operand_values(doubt.book, doubt.figure) | {part: exact(value) for part, value in printed.items()}
    try:
        return round_half_up(recompute(doubt.figure, values), doubt.decimals) == doubt.printed
    except ArithmeticError:
        return False
