"""Searches for the cause of a wrong printed number: tries each hypothesis, in the order in which an auditor would."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from helpers.checks.causes.operation_causes import another_input, another_operation, inputs_rounded
from helpers.checks.causes.printed_case import ADDITIVE, OPEN, Case, Cause, Shape, Term
from helpers.checks.causes.writing_slips import (
    copied_from_neighbour,
    digits_transposed,
    digits_transposed_in_a_part,
    one_digit_mistyped,
    separator_misplaced,
    separator_misplaced_in_a_part,
)

DONE = {
    Shape.SUM: "se sumó",
    Shape.MEAN: "entró en el promedio",
    Shape.SIGNED: "entró en el cálculo",
    Shape.FIXED: "entró en el cálculo",
}
"""By shape, Spanish words for what the operation does with a part."""


def heading_added(case: Case) -> Iterator[Cause]:
    """Hypothesis: the number of a heading or code was added as if it were an amount."""
    if case.shape is Shape.SUM:
        for heading in case.headings:
            if case.closes_counting({}, [heading.value]):
                yield Cause("encabezado", f"se sumó también {heading.label}, que no es una cantidad")


def subtotal_counted_twice(case: Case) -> Iterator[Cause]:
    """Hypothesis: a subtotal was added together with its own parts."""
    if case.shape not in OPEN:
        return
    for subtotal in case.subtotals:
        if case.closes_counting({}, [subtotal.value]):
            yield Cause("subtotal", f"el subtotal {subtotal.named} {DONE[case.shape]} además de sus partes")
    if len(case.subtotals) > 1 and case.closes_counting({}, [item.value for item in case.subtotals]):
        listed = ", ".join(item.named for item in case.subtotals)
        yield Cause("subtotal", f"los subtotales {listed} entraron además de sus partes")


def part_left_out(case: Case) -> Iterator[Cause]:
    """Hypothesis: one part was left out, or several at the start or end, as when a formula's range is too short."""
    if case.shape is Shape.FIXED or len(case.parts) < 2:
        return
    for place, part in enumerate(case.parts):
        if case.closes_counting({place: 0}):
            yield Cause("omitida", f"no {DONE[case.shape]} {part.named}")
    if case.shape in OPEN:
        yield from _cut_short(case, case.parts)
        yield from _cut_short(case, case.parts[::-1])


def _cut_short(case: Case, parts: Sequence[Term]) -> Iterator[Cause]:
    """Yield causes in which the first parts were left out; at least two remain, because a sum of one part is a copy."""
    gone = parts[0].value
    for length in range(2, len(parts) - 1):
        gone += parts[length - 1].value
        if case.closes_moving(-gone, -length):
            ends = sorted((parts[0], parts[length - 1]), key=case.parts.index)
            done = "se sumaron" if case.shape is Shape.SUM else "entraron en el promedio"
            yield Cause("omitida", f"no {done} las {length} filas de «{ends[0].label}» a «{ends[1].label}»")


def part_repeated(case: Case) -> Iterator[Cause]:
    """Hypothesis: one part was counted twice."""
    if case.shape is Shape.FIXED:
        return
    for place, part in enumerate(case.parts):
        if case.closes_counting({place: 2}):
            yield Cause("repetida", f"{part.named} {DONE[case.shape]} dos veces")


def sign_changed(case: Case) -> Iterator[Cause]:
    """Hypothesis: one part was added instead of subtracted, or the reverse."""
    if case.shape not in ADDITIVE:
        return
    found = [part for place, part in enumerate(case.parts) if case.closes_counting({place: -1})]
    # If several parts qualify, they are equal amounts and prove nothing about a sign.
    if len(found) == 1:
        yield Cause("signo", f"{found[0].named} entró con el signo cambiado")


def neighbour_added(case: Case) -> Iterator[Cause]:
    """Hypothesis: the cell of a neighbouring column was added too."""
    if case.shape not in ADDITIVE:
        return
    for other in case.neighbours:
        if not _is_part(case, other) and case.closes(case.expected + other.value):
            yield Cause("vecina", f"se sumó también {other.named}")


def _is_part(case: Case, other: Term) -> bool:
    return other.cell is not None and any(part.cell == other.cell for part in case.parts)


Hypothesis = Callable[[Case], Iterator[Cause]]

WRONG_WORKING: tuple[Hypothesis, ...] = (
    another_operation,
    heading_added,
    subtotal_counted_twice,
    part_left_out,
    part_repeated,
    neighbour_added,
    another_input,
)
"""Hypotheses that the number was computed wrongly; most plausible first."""
WRONG_WRITING: tuple[Hypothesis, ...] = (
    copied_from_neighbour,
    digits_transposed,
    separator_misplaced,
    sign_changed,
    inputs_rounded,
    digits_transposed_in_a_part,
    separator_misplaced_in_a_part,
    one_digit_mistyped,
)
"""Hypotheses that the number or one of its parts was written wrongly; most plausible first."""


def causes_of(case: Case, together: Sequence[Cause] = ()) -> tuple[Cause, ...]:
    """Return the causes that give the printed number exactly, most plausible first, one of each kind.

    Parameters
    ----------
    together : Sequence of Cause
        Causes found by examining several numbers together; they rank between wrong working and wrong writing.
    """
    found: dict[str, Cause] = {}
    for cause in (*_tried(WRONG_WORKING, case), *together, *_tried(WRONG_WRITING, case)):
        found.setdefault(cause.kind, cause)
    return tuple(found.values())


def _tried(hypotheses: Sequence[Hypothesis], case: Case) -> Iterator[Cause]:
    for hypothesis in hypotheses:
        yield from hypothesis(case)
