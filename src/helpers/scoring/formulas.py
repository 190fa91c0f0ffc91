"""Indicators that are formulas over other indicators of the same node and window, and sums of quarters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from helpers.display import list_es
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.scoring.ledger import REPORTED_SUFFIX, Ledger, Subject
from helpers.scoring.names import Names
from helpers.scoring.reported import Reported
from helpers.trace import Figure, Operation


@dataclass(frozen=True)
class FormulaScorer:
    """Enters formulas and sums of quarters into a ledger.

    Where somebody reports what is computed here, the computed value counts and the reported one is kept
    beside it; where it cannot be computed, the reported one is entered.
    """

    ledger: Ledger
    method: Metodo
    reported: Reported
    names: Names

    def score(self, indicator: str, window: Period, besides: Collection[tuple[str, str]] = ()) -> None:
        """Enter an indicator's formula for everything that has its operands in a window, besides those settled."""
        for subject in self._subjects(indicator, window, self.ledger.keys(window)):
            if (subject.level, subject.code) not in besides:
                self.score_one(subject)

    def score_one(self, subject: Subject) -> None:
        """Enter an indicator's formula for one subject, where its operands are there and it is not entered yet."""
        definition = self.method.indicadores[subject.indicator]
        rule = definition.rule(subject.period)
        formula = rule.formula if rule else None
        is_limited = bool(definition.niveles) and subject.level not in definition.niveles
        if formula is None or is_limited or subject.id in self.ledger.figures:
            return
        operands = self.ledger.operands(formula, subject)
        computed = None
        if operands is not None:
            words = self.ledger.words(formula)
            computed = self.ledger.formula(subject, formula.text, operands, f"{words[:1].upper()}{words[1:]}.")
        self._enter_reported(subject, computed)

    def sum_quarters(self, indicator: str, window: Period) -> None:
        """Enter the sum of an indicator's quarters for everything that has them all."""
        quarters = window.quarters()
        if not quarters:
            return
        rule = f"Suma de {list_es([quarter.window for quarter in quarters])}."
        for subject in self._subjects(indicator, window, self.ledger.keys(quarters[-1])):
            parts = [self.ledger.get(indicator, quarter, subject.level, subject.code) for quarter in quarters]
            found = [part for part in parts if part is not None]
            computed = None
            if len(found) == len(quarters):
                computed = self.ledger.combine(subject, Operation.SUM, found, rule)
            self._enter_reported(subject, computed)

    def _subjects(
        self, indicator: str, window: Period, known: Sequence[tuple[str, str, str]]
    ) -> tuple[Subject, ...]:
        """Everything known, and whoever reports this indicator in the window."""
        named = {(level, code): name for level, code, name in known}
        for level, code in self.reported.places(indicator, window):
            named.setdefault((level, code), self.names.of(level, code))
        return tuple(Subject(indicator, window, level, code, name) for (level, code), name in named.items())

    def _enter_reported(self, subject: Subject, computed: Figure | None) -> None:
        own = self.reported.get(subject.indicator, subject.period, subject.level, subject.code)
        if own is not None and computed is None:
            self.ledger.read(subject, [own], f"Informado por «{subject.name}»; no hay con qué calcularlo.")
        elif own is not None:
            beside = self.ledger.beside(subject, REPORTED_SUFFIX)
            self.ledger.read(beside, [own], f"Informado por «{subject.name}»; no cuenta.")
