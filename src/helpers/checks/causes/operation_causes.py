"""Hypotheses on the operation: another operation, other inputs, or inputs rounded beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from helpers.base.exact import exact, round_half_up
from helpers.checks.causes.printed_case import Case, Cause, Shape


def another_operation(case: Case) -> Iterator[Cause]:
    """Hypothesis: another operation on the same cells was done: a mean of percentages, a sum, other rows."""
    for other in case.others:
        value = other.value()
        if value is not None and case.closes(value):
            yield Cause("operacion", other.sentence)


def another_input(case: Case) -> Iterator[Cause]:
    """Hypothesis: a formula used a neighbouring cell instead of one of its own."""
    if case.shape not in {Shape.FIXED, Shape.SIGNED}:
        return
    for place, part in enumerate(case.parts):
        for other in part.near:
            if other.value and case.closes_with(place, other.value):
                yield Cause("insumo", f"se calculó con {other.named} en lugar de {part.named}")


def inputs_rounded(case: Case) -> Iterator[Cause]:
    """Hypothesis: the parts were rounded before they were added or averaged."""
    if case.shape is Shape.FIXED or not any(part.decimals > case.decimals for part in case.parts):
        return
    rounded = [(1, exact(round_half_up(part.value, case.decimals))) for part in case.parts]
    if case.closes(case.redo(rounded)):
        yield Cause("redondeo", "se sumaron o promediaron valores que ya estaban redondeados")


def rounding_allowance(case: Case) -> Fraction:
    """Return how far rounding can move the result: half its own last unit, plus the effect of each rounded part."""
    allowance = Fraction(1, 2 * 10**case.decimals)
    base = case.expected
    for place, part in enumerate(case.parts):
        if part.is_rounded:
            moved = list(case.counted)
            moved[place] = (1, part.value + Fraction(1, 2 * 10**part.decimals))
            allowance += abs(case.redo(moved) - base)
    return allowance
