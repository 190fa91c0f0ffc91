"""Gives each printed cell its verdict and, if it is wrong, the cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.checks.causes.cause_search import causes_of
from helpers.checks.causes.one_cell import ECHO, Placed, one_cell_causes
from helpers.checks.causes.printed_case import Cause
from helpers.checks.cuadros.expected_value import Expectation
from helpers.checks.cuadros.roundings import Columns, columns_of
from helpers.figures.findings import Verdict

NO_CAUSE = "ninguna de las operaciones ensayadas da el valor impreso"
NOT_ALIKE = "los dos no coinciden, y ninguna de las causas ensayadas lo explica"
WEAK = frozenset({"cifra", "signo", "parte"})
"""Kinds of cause that are not listed after a stronger one."""


@dataclass(frozen=True)
class Judged:
    """A printed cell with its verdict.

    Attributes
    ----------
    expectation : Expectation
    verdict : Verdict
    computed : Decimal or None
        None if nothing could be computed.
    cause : str
        Why the cell differs or cannot be verified, in Spanish; empty if it is exact.
    """

    expectation: Expectation
    verdict: Verdict
    computed: Decimal | None
    cause: str


def is_unexplained(cause: str) -> bool:
    """Return whether a cause states that none was found."""
    return cause.startswith((NO_CAUSE, NOT_ALIKE))


def judge_all(expectations: Sequence[Expectation], tolerance: Decimal) -> tuple[Judged, ...]:
    """Give every cell its verdict and cause; wrong cells are also examined together.

    Parameters
    ----------
    tolerance : Decimal
        Largest difference that rounding may explain, for two decimals (`tolerancia_redondeo`).
    """
    columns = columns_of(expectations, tolerance)
    first = [_judge(expectation, columns) for expectation in expectations]
    placed = {
        index: Placed(item.expectation.target.cell, _label(item.expectation), item.expectation.case)
        for index, item in enumerate(first)
        if item.expectation.case is not None and item.verdict not in {Verdict.ROUNDING, Verdict.NOT_VERIFIABLE}
    }
    together = one_cell_causes(tuple(placed.values()))
    shared = {index: together.get(place, ()) for place, index in enumerate(placed)}
    return tuple(_with_causes(item, shared.get(index, ())) for index, item in enumerate(first))


def _label(expectation: Expectation) -> str:
    target = expectation.target
    return f"{target.cuadro.label(target.row)}, {target.cuadro.title(target.column)}"


def _judge(expectation: Expectation, columns: Columns) -> Judged:
    case = expectation.case
    if case is None:
        verdict = Verdict.IRRECONCILABLE if expectation.undefined else Verdict.NOT_VERIFIABLE
        return Judged(expectation, verdict, None, expectation.why_not)
    if case.ties:
        return Judged(expectation, Verdict.EXACT, case.computed, "")
    if expectation.why_not:
        return Judged(expectation, Verdict.NOT_VERIFIABLE, case.computed, expectation.why_not)
    reason = columns.reason(expectation, case) if expectation.target.is_rounded else ""
    if reason:
        return Judged(expectation, Verdict.ROUNDING, case.computed, reason)
    return Judged(expectation, Verdict.IRRECONCILABLE, case.computed, "")


def _with_causes(item: Judged, together: Sequence[Cause]) -> Judged:
    case = item.expectation.case
    if item.verdict is not Verdict.IRRECONCILABLE or case is None:
        return item
    causes = causes_of(case, together)
    if not causes:
        cause = NOT_ALIKE if item.expectation.is_elsewhere else NO_CAUSE
        return Judged(item.expectation, item.verdict, item.computed, cause)
    first, *rest = causes
    is_echo = first.kind.startswith(ECHO)
    also = [other.sentence for other in rest if other.kind not in WEAK and (is_echo or not other.kind.startswith(ECHO))]
    cause = f"{first.sentence}; también cuadraría así: {also[0]}" if also else first.sentence
    return Judged(item.expectation, item.verdict, item.computed, cause)
