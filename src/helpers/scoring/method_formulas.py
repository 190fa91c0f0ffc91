"""The method's formulas, evaluated on figures of the same window, level and code."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from helpers.base.display import lower_first, upper_first
from helpers.figures.figure import Figure, Operand
from helpers.figures.formulas.expressions import Expression
from helpers.scoring.entered_figures import Subject
from helpers.scoring.ledger import Ledger
from helpers.settings.methods import CONTEXT_NAMES


@dataclass(frozen=True)
class MethodFormulas:
    """Enters the results of the method's formulas into a ledger."""

    ledger: Ledger
    # Cached: thousands of subjects share a few formulas.
    _words: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def enter(self, subject: Subject, formula: Expression, rule: str) -> Figure | None:
        """Enter a formula's result for a subject into the ledger.

        Parameters
        ----------
        subject : Subject
        formula : Expression
            It names indicators; `trimestres` is the number of quarters in a window of whole quarters.
        rule : str
            The figure's rule in Spanish, with `{}` for the formula in words; it is printed with a capital letter.

        Returns
        -------
        Figure or None
            None where the ledger lacks one of the figures, or the formula has no value (`Ledger.formula`).
        """
        operands = self._operands(formula, subject)
        if operands is None:
            return None
        return self.ledger.formula(subject, formula.text, operands, upper_first(rule.format(self._in_words(formula))))

    def _operands(self, formula: Expression, subject: Subject) -> list[Operand] | None:
        found = []
        for name in formula.names:
            figure = self.ledger.get(name, subject.period, subject.level, subject.code)
            quarters = len(subject.period.quarters()) if figure is None and name in CONTEXT_NAMES else 0
            if figure is not None:
                found.append(Operand(name, figure.id))
            elif quarters:
                found.append(Operand(name, "", Fraction(quarters)))
            else:
                return None
        return found

    def _in_words(self, formula: Expression) -> str:
        if formula.text not in self._words:
            known = self.ledger.method.indicadores
            names = {name: lower_first(known[name].nombre) if name in known else name for name in formula.names}
            self._words[formula.text] = formula.words(names)
        return self._words[formula.text]
