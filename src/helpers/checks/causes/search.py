"""The search for a cause: every hypothesis in the order in which an auditor would think of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from helpers.checks.causes.case import Case, Cause
from helpers.checks.causes.operations import another_input, another_operation, inputs_rounded
from helpers.checks.causes.slips import (
    copied_from_neighbour,
    digits_transposed,
    digits_transposed_in_a_part,
    one_digit_mistyped,
    separator_misplaced,
    separator_misplaced_in_a_part,
)
from helpers.checks.causes.sums import (
    heading_added,
    neighbour_added,
    part_left_out,
    part_repeated,
    sign_changed,
    subtotal_counted_twice,
)

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
"""The number was worked out otherwise; most plausible first."""
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
"""The number, or one of its parts, was written otherwise; most plausible first."""


def causes_of(case: Case, together: Sequence[Cause] = ()) -> tuple[Cause, ...]:
    """Every hypothesis that gives the printed number exactly, the most plausible first, one of each kind.

    Parameters
    ----------
    together : Sequence of Cause
        What was found by looking at several numbers at once; it ranks between a wrong working and a wrong writing.
    """
    found: dict[str, Cause] = {}
    for cause in (*_tried(WRONG_WORKING, case), *together, *_tried(WRONG_WRITING, case)):
        found.setdefault(cause.kind, cause)
    return tuple(found.values())


def _tried(hypotheses: Sequence[Hypothesis], case: Case) -> Iterator[Cause]:
    for hypothesis in hypotheses:
        yield from hypothesis(case)
