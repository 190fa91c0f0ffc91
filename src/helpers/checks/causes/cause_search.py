"""Searches the cause of a printed value that differs: a wrong operation, a wrong input, or a slip in writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from helpers.checks.causes.printed_case import ADDITIVE, OPEN, Case, Cause, Shape
from helpers.checks.causes.repeated_operations import Term
from helpers.checks.causes.wrong_writing import WRONG_WRITING, Hypothesis
from helpers.figures.findings import Verdict

ALSO = "también cuadraría así"
ALIKE = frozenset({"encabezado", "subtotal", "omitida", "repetida", "vecina", "insumo"})
"""Kinds of wrong working of which one part may be at fault as well as another."""
FEWEST_ALIKE = 3
"""Fewest equal parts that look like one target repeated, such as the months of a quarter."""


def target_repeated(case: Case) -> Iterator[Cause]:
    """Yield the cause that a total repeats the amount of each of its parts, at least three equal ones, unsummed."""
    values = {part.value for part in case.parts}
    if case.shape is Shape.SUM and len(case.parts) >= FEWEST_ALIKE and len(values) == 1 and case.closes(values.pop()):
        said = f"repite la cantidad de cada una de sus {len(case.parts)} partes, que son iguales, y no las suma"
        yield Cause("copiada", said, Verdict.OTHER_RULE)


def another_operation(case: Case) -> Iterator[Cause]:
    """Yield a cause for each of `case.others` (a mean of percentages, other rows) that gives the printed number."""
    for other in case.others:
        value = other.value_under({})
        if value is not None and case.closes(value):
            yield Cause("operacion", other.sentence, other.verdict)


def another_input(case: Case) -> Iterator[Cause]:
    """Yield a cause for each cell near a formula's input that gives the printed number in place of that input.

    The number follows from that cell, if the cell is wrong itself.
    """
    if case.shape not in {Shape.FIXED, Shape.SIGNED}:
        return
    for place, part in enumerate(case.parts):
        for other in part.near:
            if other.value and case.closes_with(place, other.value):
                said = f"se calculó con {other.named} en lugar de {part.named}"
                yield Cause("insumo", said, follows=str(other.cell or ""))


def rounding_allowance(case: Case) -> Fraction:
    """Return how far rounding can move the result: half a unit of its last decimal, plus each rounded part's effect.

    The effect is how far the result moves if that part alone grows by half a unit of its last decimal; 0 if the
    operation then has no result.

    Raises
    ------
    ArithmeticError
        If the operation has no result with the parts as they are.
    """
    allowance = Fraction(1, 2 * 10**case.decimals)
    base = case.expected
    for place, part in enumerate(case.parts):
        if part.is_rounded:
            moved = case.value_with(place, part.value + Fraction(1, 2 * 10**part.decimals))
            allowance += abs(moved - base) if moved is not None else 0
    return allowance


DONE = {
    Shape.SUM: "se sumó",
    Shape.MEAN: "entró en el promedio",
    Shape.SIGNED: "entró en el cálculo",
}
"""By shape, Spanish words for what the operation does with a part; a part of a `FIXED` one cannot be left out."""


def heading_added(case: Case) -> Iterator[Cause]:
    """Yield a cause for each number of a heading or code that gives the printed sum if added like an amount."""
    if case.shape is Shape.SUM:
        for heading in case.headings:
            if case.closes_counting({}, [heading.value]):
                yield Cause("encabezado", f"se sumó también {heading.label}, que no es una cantidad")


def subtotal_not_declared(case: Case) -> Iterator[Cause]:
    """Yield the cause that a part is the sum of the parts beside it: a subtotal that the rule adds besides its parts.

    The printed number may be right, and the rule's declaration wrong; so it is not accused.
    """
    if case.shape is not Shape.SUM:
        return
    for place, part in enumerate(case.parts):
        if not case.closes_counting({place: 0}):
            continue
        for beside in (case.parts[place + 1 :], case.parts[:place][::-1]):
            length = _length_of_sum(beside, part.value)
            if length:
                said = f"cuadraría si {part.named} es un subtotal: lo que suman las {length} filas de al lado"
                yield Cause("omitida", said, Verdict.NOT_VERIFIABLE, clears=True)
                return


def _length_of_sum(parts: Sequence[Term], amount: Fraction) -> int:
    """Return how many of the first parts, two at least and none of them zero, add up to an amount; 0 if none do."""
    total = Fraction(0)
    for length, part in enumerate(parts, 1):
        total += part.value
        if not part.value:
            return 0
        if length > 1 and total == amount:
            return length
    return 0


def subtotal_counted_twice(case: Case) -> Iterator[Cause]:
    """Yield a cause for each subtotal that gives the printed sum or mean if it counts besides its parts.

    All the subtotals together are tried too.
    """
    if case.shape not in OPEN:
        return
    for subtotal in case.subtotals:
        if case.closes_counting({}, [subtotal.value]):
            yield Cause("subtotal", f"el subtotal {subtotal.named} {DONE[case.shape]} además de sus partes")
    if len(case.subtotals) > 1 and case.closes_counting({}, [item.value for item in case.subtotals]):
        listed = ", ".join(item.named for item in case.subtotals)
        yield Cause("subtotal", f"los subtotales {listed} entraron además de sus partes")


def part_left_out(case: Case) -> Iterator[Cause]:
    """Yield a cause for each part, or run of parts at the start or end, without which the printed number results.

    A range that is too short leaves out such a run. Formulas that do more than add and subtract are not tried.
    """
    if case.shape is Shape.FIXED or len(case.parts) < 2:
        return
    for place, part in enumerate(case.parts):
        if case.closes_counting({place: 0}):
            yield Cause("omitida", f"no {DONE[case.shape]} {part.named}")
    if case.shape in OPEN:
        yield from _cut_short(case, case.parts)
        yield from _cut_short(case, case.parts[::-1])


def _cut_short(case: Case, parts: Sequence[Term]) -> Iterator[Cause]:
    """Yield causes in which the first two or more parts were left out; at least two stay, as a sum of one is a copy."""
    gone = parts[0].value
    for length in range(2, len(parts) - 1):
        gone += parts[length - 1].value
        if case.closes_moving(-gone, -length):
            ends = sorted((parts[0], parts[length - 1]), key=case.parts.index)
            done = "se sumaron" if case.shape is Shape.SUM else "entraron en el promedio"
            yield Cause("omitida", f"no {done} las {length} filas de «{ends[0].label}» a «{ends[1].label}»")


def part_repeated(case: Case) -> Iterator[Cause]:
    """Yield a cause for each part that gives the printed sum, difference or mean if it counts twice."""
    if case.shape is Shape.FIXED:
        return
    for place, part in enumerate(case.parts):
        if case.closes_counting({place: 2}):
            yield Cause("repetida", f"{part.named} {DONE[case.shape]} dos veces")


def neighbour_added(case: Case) -> Iterator[Cause]:
    """Yield a cause for each neighbouring cell, if it is no part, that gives the printed sum if added too."""
    if case.shape not in ADDITIVE:
        return
    cells = {part.cell for part in case.parts if part.cell is not None}
    for other in case.neighbours:
        if other.cell not in cells and case.closes(case.expected + other.value):
            yield Cause("vecina", f"se sumó también {other.named}")


WRONG_WORKING: tuple[Hypothesis, ...] = (
    target_repeated,
    another_operation,
    heading_added,
    subtotal_not_declared,
    subtotal_counted_twice,
    part_left_out,
    part_repeated,
    neighbour_added,
    another_input,
)
"""Hypotheses that the number was computed wrongly; most plausible first."""


def causes_of(case: Case, together: Sequence[Cause] = ()) -> tuple[Cause, ...]:
    """Return the causes that give the printed number exactly, most plausible first, one of each kind; empty if none.

    Where several of a kind do, such as two parts of a rounded mean, the first one's sentence names the second too.

    Parameters
    ----------
    together : Sequence of Cause
        Causes found by examining several numbers together; they rank between wrong working and wrong writing.
    """
    found: dict[str, Cause] = {}
    for cause in (*_tried(WRONG_WORKING, case), *together, *_tried(WRONG_WRITING, case)):
        first = found.setdefault(cause.kind, cause)
        if first is not cause and first.kind in ALIKE and not first.clears and ALSO not in first.sentence:
            found[cause.kind] = replace(first, sentence=f"{first.sentence}; {ALSO}: {cause.sentence}")
    return tuple(found.values())


def _tried(hypotheses: Sequence[Hypothesis], case: Case) -> Iterator[Cause]:
    for hypothesis in hypotheses:
        yield from hypothesis(case)
