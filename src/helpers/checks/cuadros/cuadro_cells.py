"""Combines what all rules say of a printed cell: one verdict, one line, at most one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import number_es
from helpers.base.exact import plain_text
from helpers.base.python_extras import grouped, not_none
from helpers.checks.cuadros.cell_verdicts import Judged, is_unexplained
from helpers.checks.cuadros.expected_value import Target
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict, cell_fields
from helpers.figures.records import SourceCell
from helpers.intake.intake_problems import where
from helpers.settings.cuadros.cuadro_table import COPIED

CELL = "CUA-CIFRA"
SEVERITIES = {
    Verdict.ROUNDING: Severity.NOTE,
    Verdict.NOT_VERIFIABLE: Severity.NOTE,
    Verdict.IRRECONCILABLE: Severity.WARNING,
}
BEST_FIRST = (Verdict.EXACT, Verdict.ROUNDING, Verdict.NOT_VERIFIABLE, Verdict.IRRECONCILABLE)


@dataclass(frozen=True)
class PrintedCell:
    """One cell of a declared table, with the results of each rule that compares it, worst verdict first.

    If verdicts are equal, an unexplained difference comes before an explained one, and a computed value before one of
    another printed table.
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
        """Whether rules compare the cell only with other printed tables."""
        return all(item.expectation.is_elsewhere for item in self.judged)

    @property
    def parts(self) -> Iterator[SourceCell]:
        """The cells from which its worst rule computes it."""
        case = self.judged[0].expectation.case
        return (part.cell for part in (case.parts if case else ()) if part.cell is not None)

    @cached_property
    def line(self) -> Reconciled:
        """The cell's line for the reconciliation."""
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
            **cell_fields(self.cell),
        )

    def finding(self, *, with_verdict: bool = True) -> Finding:
        """Make the finding of a cell that is not exact; without a verdict if another line states it."""
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
            **cell_fields(self.cell),
        )


def by_cell(judged: Iterable[Judged]) -> tuple[PrintedCell, ...]:
    """Combine the judgements of the same cell, in the order in which each cell first appears."""
    found = grouped(judged, lambda item: item.expectation.target.cell)
    return tuple(PrintedCell(tuple(sorted(items, key=_severity_key))) for items in found.values())


def _severity_key(item: Judged) -> tuple[int, bool, bool]:
    return -BEST_FIRST.index(item.verdict), is_unexplained(item.cause), item.expectation.is_elsewhere


def _sentence(item: Judged) -> str:
    target, formula = item.expectation.target, item.expectation.formula
    printed = f"{where(target.cell)}: {target.words}, imprime {number_es(not_none(target.value))}"
    if item.verdict is Verdict.NOT_VERIFIABLE:
        return f"{printed}, que no se puede comprobar ({formula}): {item.cause}."
    if item.computed is None:
        return f"{printed} ({formula}): {item.cause}."
    due = number_es(item.computed)
    if item.expectation.is_elsewhere:
        return f"{printed}, y según {formula} es {due}: {item.cause}."
    return f"{printed} y debe decir {due} ({formula}): {item.cause}."
