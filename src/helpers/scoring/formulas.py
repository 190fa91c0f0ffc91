"""Indicators that are formulas over other indicators of the same node and window, and sums of quarters."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from helpers.expressions import Expression
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.records import Node
from helpers.scoring.consolidate import Reported
from helpers.scoring.ledger import Ledger, Subject
from helpers.trace import Operand, Operation


@dataclass(frozen=True)
class FormulaScorer:
    """Enters formulas and sums of quarters into a ledger."""

    ledger: Ledger
    method: Metodo
    reported: Reported
    nodes: tuple[Node, ...]

    def score(self, indicator: str, window: Period) -> None:
        """Enter an indicator's formula for everything that has its operands in a window.

        Where the operands are not there but a value was reported, the reported value is entered.
        """
        definition = self.method.indicadores[indicator]
        rule = definition.rule(window)
        formula = rule.formula if rule else None
        if formula is None:
            return
        for level, code, name in self._subjects(indicator, window):
            if definition.niveles and level not in definition.niveles:
                continue
            subject = Subject(indicator, window, level, code, name)
            operands = self._operands(formula, subject)
            own = self.reported.get(indicator, window, level, code)
            if operands is not None:
                self.ledger.formula(subject, formula.text, operands, self._words(formula))
            elif own is not None:
                self.ledger.read(subject, [own], f"Informado por «{name}»; no hay con qué calcularlo.")

    def sum_quarters(self, indicator: str, window: Period) -> None:
        """Enter the sum of an indicator's quarters for everything that has them all."""
        quarters = window.quarters()
        for level, code, name in self.ledger.keys(quarters[-1]):
            parts = [self.ledger.get(indicator, quarter, level, code) for quarter in quarters]
            found = [part for part in parts if part is not None]
            if len(found) == len(quarters):
                rule = f"Suma de {' y '.join(quarter.window for quarter in quarters)}."
                self.ledger.combine(Subject(indicator, window, level, code, name), Operation.SUM, found, rule)

    def _subjects(self, indicator: str, window: Period) -> tuple[tuple[str, str, str], ...]:
        """Everything with a figure in the window, and whoever reports this indicator in it."""
        known = self.ledger.keys(window)
        present = {key[:2] for key in known}
        reporting = (node for node in self.nodes if self.reported.get(indicator, window, *node.key))
        return known + tuple((*node.key, node.name) for node in reporting if node.key not in present)

    def _operands(self, formula: Expression, subject: Subject) -> list[Operand] | None:
        context = {"trimestres": Fraction(len(subject.period.quarters()))}
        operands = []
        for name in formula.names:
            figure = self.ledger.get(name, subject.period, subject.level, subject.code)
            if name in context:
                operands.append(Operand(name, "", context[name]))
            elif figure is not None:
                operands.append(Operand(name, figure.id))
            else:
                return None
        return operands

    def _words(self, formula: Expression) -> str:
        names = {
            name: self.method.indicadores[name].nombre.lower() if name in self.method.indicadores else name
            for name in formula.names
        }
        words = formula.words(names)
        return f"{words[:1].upper()}{words[1:]}."
