"""The verdict of each rule on a printed cell, with its cause, and the one line and finding that combine them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from helpers.base.display import number_es
from helpers.base.exact import plain_text
from helpers.base.python_extras import grouped, not_none
from helpers.checks.causes.cause_search import ALSO, causes_of
from helpers.checks.causes.one_cell import ECHO, Placed, one_cell_causes
from helpers.checks.causes.printed_case import Cause
from helpers.checks.causes.right_cells import Controls
from helpers.checks.cuadros.expected_value import Expectation, Target
from helpers.checks.cuadros.roundings import Columns, columns_of
from helpers.figures.findings import Finding, Reconciled, Verdict, cell_fields
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import where
from helpers.settings.cuadros.cuadro_table import COPIED

SLIPS = frozenset({"copiada", "intercambiadas", "separador", "unidad", "cifra"})
"""Kinds of cause that lie in the writing of the printed cell itself."""
NO_CAUSE = "ninguna de las operaciones ensayadas da el valor impreso"
NOT_ALIKE = "los dos no coinciden, y ninguna de las causas ensayadas lo explica"
WEAK = frozenset({"cifra", "signo", "parte", "unidad"})
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
    follows : str
        The wrong figure from which the difference follows, as in `Finding.sigue_de`.
    is_right : bool
        The cell is not exact, but another control confirms it, or another cell explains the difference.
    is_doubtful : bool
        No cause is known, or only one that lies in the writing of the cell itself.
    is_shared : bool
        Other controls say that another cell of its control may be wrong, instead of this one or besides it.
    either : tuple of str
        The other cells of its control, as findings write them, of which one may be wrong instead: corrected, it makes
        this control hold and explains another cell too.
    """

    expectation: Expectation
    verdict: Verdict
    computed: Decimal | None
    cause: str
    follows: str = ""
    is_right: bool = False
    is_doubtful: bool = False
    is_shared: bool = False
    either: tuple[str, ...] = ()

    @property
    def is_accused(self) -> bool:
        """Whether the cell alone is said to be wrong, and not another cell, one of two cells, or one of two tables."""
        return not (self.is_right or self.is_shared or self.either or self.expectation.is_elsewhere)


def is_unexplained(cause: str) -> bool:
    """Return whether a cause's text says that none of the causes tried explains the value; False for an empty text."""
    return cause.startswith((NO_CAUSE, NOT_ALIKE))


def judge_all(expectations: Sequence[Expectation], tolerance: Decimal) -> tuple[Judged, ...]:
    """Return the verdict and cause of every expectation, in the same order; wrong cells are also examined together.

    Exact: printed and computed are equal at the compared decimals. Not verifiable: nothing could be computed, or data
    are missing. Rounding: a way of rounding explains a difference within the tolerance. Another rule and carried: the
    most plausible cause says so. Irreconcilable: anything else, and a formula that divides by zero.

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
    controls = Controls(tuple(placed.values()))
    together = one_cell_causes(controls)
    judged = list(first)
    for place, index in enumerate(placed):
        if first[index].verdict is Verdict.IRRECONCILABLE:
            cleared = controls.operands(place) or controls.counterpart(place)
            shared = [cause for cause in together.get(place, ()) if cause.follows not in controls.confirmed_places]
            item = _if_carried(_with_causes(first[index], cleared, shared), controls)
            is_confirmed = controls.confirmed_by(controls.placed[place].cell) is not None
            item = _completed(item, controls.doubt(place), is_confirmed=is_confirmed)
            judged[index] = _resting(item, controls.resting(place, item.cause)) if item.is_accused else item
    return tuple(judged)


def _label(expectation: Expectation) -> str:
    target = expectation.target
    return f"{target.cuadro.label(target.row)}, {target.cuadro.title(target.column)}"


def _judge(expectation: Expectation, columns: Columns) -> Judged:
    """Judge a cell by itself; a difference that no rounding explains is irreconcilable, still without a cause.

    Without a case it is not verifiable, or irreconcilable if undefined; with data missing, not verifiable unless exact.
    """
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


def _if_carried(item: Judged, controls: Controls) -> Judged:
    """Return an irreconcilable cell with a known origin as carried if that is suspected, else without the origin."""
    if item.verdict is not Verdict.IRRECONCILABLE or not item.follows:
        return item
    is_carried = item.follows in controls.suspected_places
    return replace(item, verdict=Verdict.CARRIED) if is_carried else replace(item, follows="")


def _completed(item: Judged, doubt: str, *, is_confirmed: bool) -> Judged:
    """Return a wrong cell with what other controls say of it: that it is right, or that another cell may be wrong."""
    is_shared = bool(doubt) and item.is_doubtful
    said = f"; {doubt}" if is_shared else ""
    said += "; otro control confirma esta celda" if is_confirmed else ""
    is_right = item.is_right or is_confirmed
    return replace(item, cause=f"{item.cause}{said}", is_right=is_right, is_shared=is_shared)


def _resting(item: Judged, words: str) -> Judged:
    """Return a wrong cell with `words` in its cause: on which suspected cell its computed value rests, if any."""
    return replace(item, cause=f"{item.cause}; {words}", is_shared=True) if words else item


def _with_causes(item: Judged, cleared: Cause | None, together: Sequence[Cause]) -> Judged:
    """Return a wrong cell with its verdict and cause; `cleared` is the cause that it is right, if there is one.

    Without any cause it stays irreconcilable and is doubtful. A second strong cause is told after the first. An echo is
    told, but the first other cause gives the verdict.
    """
    causes = (cleared,) if cleared is not None else causes_of(not_none(item.expectation.case), together)
    if not causes:
        cause = NOT_ALIKE if item.expectation.is_elsewhere else NO_CAUSE
        return replace(item, cause=cause, is_doubtful=True)
    first, *rest = causes
    is_echo = first.kind.startswith(ECHO)
    also = [other for other in rest if other.kind not in WEAK and (is_echo or not other.kind.startswith(ECHO))]
    cause = first.sentence if ALSO in first.sentence or not also else f"{first.sentence}; {ALSO}: {also[0].sentence}"
    # An echo tells what else the computed value explains, not why another one was printed.
    why = next((other for other in causes if not other.kind.startswith(ECHO)), first)
    # A slip in the cell itself would not be in the numbers computed from it.
    is_doubtful = why.kind in SLIPS
    told = (first, *also[:1]) if is_echo else ()
    echoes = (other.kind.removeprefix(f"{ECHO} ") for other in told if other.kind.startswith(ECHO))
    either = tuple(cell for cell in echoes if cell != str(item.expectation.target.cell))
    return replace(
        item, verdict=why.verdict, cause=cause, follows=why.follows, is_right=why.clears, is_doubtful=is_doubtful,
        either=either,
    )  # fmt: skip


CELL = "CUA-CIFRA"
BEST_FIRST = (
    Verdict.EXACT, Verdict.ROUNDING, Verdict.NOT_VERIFIABLE, Verdict.OTHER_RULE, Verdict.CARRIED,
    Verdict.IRRECONCILABLE,
)  # fmt: skip


@dataclass(frozen=True)
class PrintedCell:
    """One cell of a declared table, with the results of each rule that compares it, worst verdict first.

    If verdicts are equal, an explained difference comes before an unexplained one, and a computed value before one of
    another printed table.
    """

    judged: tuple[Judged, ...]

    @property
    def target(self) -> Target:
        """The cell's table, row and column."""
        return self.judged[0].expectation.target

    @property
    def cell(self) -> SourceCell:
        """The cell's address."""
        return self.target.cell

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the rules on the cell."""
        return self.judged[0].verdict

    @property
    def is_copy(self) -> bool:
        """Whether every rule compares the cell with another printed table and none computes it."""
        return all(item.expectation.is_elsewhere for item in self.judged)

    @property
    def parts(self) -> Iterator[SourceCell]:
        """The cells from which its worst rule computes it; none if that rule could compute nothing."""
        case = self.judged[0].expectation.case
        return (part.cell for part in (case.parts if case else ()) if part.cell is not None)

    @cached_property
    def line(self) -> Reconciled:
        """The cell's line for the reconciliation: value and cause of its worst rule, formulas of all its rules.

        The difference is printed minus computed; computed value and difference are empty if nothing could be computed.
        """
        item, value = self.judged[0], not_none(self.target.value)
        formulas = "; y ".join(dict.fromkeys(other.expectation.formula for other in self.judged))
        return Reconciled(
            id=self.target.element,
            donde=self.target.words,
            publicado=plain_text(value),
            calculado="" if item.computed is None else plain_text(item.computed),
            diferencia="" if item.computed is None else plain_text(value - item.computed),
            veredicto=item.verdict,
            formula=f"{COPIED}{formulas}" if self.is_copy else formulas,
            causa=item.cause,
            sigue_de=item.follows,
            **cell_fields(self.cell),
        )

    def finding(self, *, with_verdict: bool = True) -> Finding:
        """Make the finding `CUA-CIFRA` of a cell that is not exact; an exact cell raises KeyError.

        `with_verdict=False` leaves the finding's verdict empty, for a cell whose verdict another line of the
        reconciliation states.
        """
        worst = self.judged[0]
        blank = ["esperado", "diferencia"] if worst.is_right else []
        blank += [] if with_verdict else ["veredicto"]
        return self.line.finding(CELL, _sentence(worst), **dict.fromkeys(blank, ""))


def by_cell(judged: Iterable[Judged]) -> tuple[PrintedCell, ...]:
    """Return one `PrintedCell` for each cell, with all its judgements, in the order in which the cells first appear."""
    found = grouped(judged, lambda item: item.expectation.target.cell)
    return tuple(PrintedCell(tuple(sorted(items, key=_severity_key))) for items in found.values())


def _severity_key(item: Judged) -> tuple[int, bool, bool]:
    return -BEST_FIRST.index(item.verdict), is_unexplained(item.cause), item.expectation.is_elsewhere


def _sentence(item: Judged) -> str:
    """Return the message on a cell: what it prints; what is computed, it must say or would be, or why nothing is."""
    target, formula = item.expectation.target, item.expectation.formula
    printed = f"{where(target.cell)}: {target.words}, imprime {number_es(not_none(target.value))}"
    if item.verdict is Verdict.NOT_VERIFIABLE and not item.is_right:
        return f"{printed}, que no se puede comprobar ({formula}): {item.cause}."
    if item.computed is None:
        return f"{printed} ({formula}): {item.cause}."
    due = number_es(item.computed)
    if item.is_right or item.is_shared or item.either:
        return f"{printed}, y según {formula} sería {due}: {item.cause}."
    if item.expectation.is_elsewhere:
        return f"{printed}, y según {formula} es {due}: {item.cause}."
    # A figure may stand in for the one that the method computes from tasks: then it is not what must be printed.
    must = "se calcula" if item.expectation.figure else "debe decir"
    return f"{printed} y {must} {due} ({formula}): {item.cause}."
