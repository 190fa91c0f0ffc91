"""A printed cell with all that its table's rules say of it: one verdict, one line, at most one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from helpers.checks.cuadros.expectation import Target
from helpers.checks.cuadros.judge import Judged, is_unexplained
from helpers.cuadros.tables import COPIED
from helpers.display import number_es
from helpers.exact import plain_text
from helpers.findings import Finding, Reconciled, Severity, Verdict, at
from helpers.intake.problems import where
from helpers.records import SourceCell

CELL = "CUA-CIFRA"
SEVERITIES = {
    Verdict.ROUNDING: Severity.NOTE,
    Verdict.NOT_VERIFIABLE: Severity.NOTE,
    Verdict.IRRECONCILABLE: Severity.WARNING,
}
BEST_FIRST = (Verdict.EXACT, Verdict.ROUNDING, Verdict.NOT_VERIFIABLE, Verdict.IRRECONCILABLE)


@dataclass(frozen=True)
class PrintedCell:
    """One cell of a table and what each rule that compares it came to, the worst first.

    Of two rules alike, one that explains the difference comes before one that does not, and one that computes before
    one that only looks at another printed table.
    """

    judged: tuple[Judged, ...]

    @property
    def target(self) -> Target:
        return self.judged[0].expectation.target

    @property
    def cell(self) -> SourceCell:
        return self.target.cell

    @property
    def verdict(self) -> Verdict:
        return self.judged[0].verdict

    @property
    def is_copy(self) -> bool:
        """Whether nothing is known of it but what another printed table says."""
        return all(item.expectation.is_elsewhere for item in self.judged)

    @property
    def parts(self) -> Iterator[SourceCell]:
        """The cells that its worst rule has it from."""
        case = self.judged[0].expectation.case
        return (part.cell for part in (case.parts if case else ()) if part.cell is not None)

    @cached_property
    def line(self) -> Reconciled:
        item, value = self.judged[0], self.target.value
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
            **at(self.cell),
        )

    def finding(self, *, with_verdict: bool = True) -> Finding:
        """What is told of a cell that does not tie; without verdict where another line has it."""
        line = self.line
        return Finding(
            codigo=CELL,
            severidad=SEVERITIES[line.veredicto],
            veredicto=line.veredicto if with_verdict else "",
            elemento=line.id,
            esperado=line.calculado,
            encontrado=line.publicado,
            diferencia=line.diferencia,
            causa=line.causa,
            mensaje=_sentence(self.judged[0]),
            **at(self.cell),
        )


def by_cell(judged: Iterable[Judged]) -> tuple[PrintedCell, ...]:
    """Put together what was judged of the same cell, in the order in which each cell first appears."""
    found: dict[SourceCell, list[Judged]] = {}
    for item in judged:
        found.setdefault(item.expectation.target.cell, []).append(item)
    return tuple(PrintedCell(tuple(sorted(items, key=_worst_first))) for items in found.values())


def _worst_first(item: Judged) -> tuple[int, bool, bool]:
    return -BEST_FIRST.index(item.verdict), is_unexplained(item.cause), item.expectation.is_elsewhere


def _sentence(item: Judged) -> str:
    target, formula = item.expectation.target, item.expectation.formula
    printed = f"{where(target.cell)}: {target.words}, imprime {number_es(target.value)}"
    if item.verdict is Verdict.NOT_VERIFIABLE:
        return f"{printed}, que no se puede comprobar ({formula}): {item.cause}."
    if item.computed is None:
        return f"{printed} ({formula}): {item.cause}."
    due = number_es(item.computed)
    if item.expectation.is_elsewhere:
        return f"{printed}, y según {formula} es {due}: {item.cause}."
    return f"{printed} y debe decir {due} ({formula}): {item.cause}."
