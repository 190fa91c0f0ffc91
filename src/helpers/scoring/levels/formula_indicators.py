"""The method's formulas over indicators of the same subject and window, sums of quarters, and reported values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from helpers.base.display import list_es, lower_first, upper_first
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import REPORTED_SUFFIX
from helpers.figures.formulas.expressions import Expression
from helpers.figures.records import Sourced
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import Names, Subject
from helpers.scoring.ledger import Ledger
from helpers.settings.methods import CONTEXT_NAMES

Reported = Mapping[tuple[str, Period, str, str], Sourced]
"""Reported values (`avances`) with their cells, by indicator, window, level and code, in the order reported."""


def reported_in(dataset: Dataset) -> Reported:
    """Return the values that units and other nodes report (table `avances`).

    Rows without a period or a value are left out. Of several rows for one key, the last one counts.
    """
    found: dict[tuple[str, Period, str, str], Sourced] = {}
    for row in dataset.rows("avances"):
        period, value = row.period("periodo"), row.number("valor")
        if period is not None and value is not None:
            found[(row.text("indicador"), period, row.text("nivel"), row.text("codigo"))] = value
    return found


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
        """The operands of a formula for a subject; None where the ledger lacks a figure that it names."""
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


@dataclass(frozen=True)
class FormulaScorer:
    """Enters formulas and sums of quarters into a ledger.

    Where somebody also reports the value, the computed one counts, and the reported one is kept beside it. Where it
    cannot be computed, the reported one counts.
    """

    ledger: Ledger
    reported: Reported
    names: Names
    formulas: MethodFormulas

    def score(self, indicator: str, window: Period, besides: Collection[tuple[str, str]] = ()) -> None:
        """Enter the results of an indicator's formula into the ledger, for every subject with any figure in a window.

        Subjects that report the indicator in the window are among them: as in `score_one`, the reported value is
        entered beside the result, or in its place if there is none.

        Parameters
        ----------
        indicator : str
        window : Period
        besides : collection of (level, code)
            Subjects to leave out, because they are settled already.
        """
        for subject in self._subjects(indicator, window, self.ledger.keys(window)):
            if (subject.level, subject.code) not in besides:
                self.score_one(subject)

    def score_one(self, subject: Subject) -> None:
        """Enter the result of an indicator's formula for one subject into the ledger.

        A reported value is entered beside the result, or in its place if there is none. Nothing is entered where the
        figure exists already, or the method limits the formula to other levels.
        """
        definition = self.ledger.method.indicadores[subject.indicator]
        rule = definition.rule(subject.period)
        formula = rule.formula if rule else None
        is_limited = bool(definition.niveles) and subject.level not in definition.niveles
        if formula is None or is_limited or subject.id in self.ledger.figures:
            return
        self._enter_reported(subject, self.formulas.enter(subject, formula, "{}."))

    def sum_quarters(self, indicator: str, window: Period) -> None:
        """Enter the sum of an indicator's quarters into the ledger, for every subject that has all of them.

        A reported value is entered beside the sum, or in its place where a quarter is missing. Nothing is entered for a
        window that contains no whole quarter.
        """
        quarters = window.quarters()
        if not quarters:
            return
        rule = f"Suma de {list_es([quarter.window for quarter in quarters])}."
        for subject in self._subjects(indicator, window, self.ledger.keys(quarters[-1])):
            parts = self.ledger.all_of(indicator, quarters, subject.level, subject.code)
            computed = self.ledger.combine(subject, Operation.SUM, parts, rule) if parts else None
            self._enter_reported(subject, computed)

    def _subjects(self, indicator: str, window: Period, known: Sequence[tuple[str, str, str]]) -> tuple[Subject, ...]:
        """The known subjects, and those that report this indicator in the window."""
        named = {(level, code): name for level, code, name in known}
        for *of_what, level, code in self.reported:
            if of_what == [indicator, window]:
                named.setdefault((level, code), self.names.of(level, code))
        return tuple(Subject(indicator, window, level, code, name) for (level, code), name in named.items())

    def _enter_reported(self, subject: Subject, computed: Figure | None) -> None:
        """Enter a reported value: under its own indicator where none was computed, else beside the computed one."""
        own = self.reported.get(subject[:4])
        if own is not None and computed is None:
            self.ledger.read(subject, [own], f"Informado por «{subject.name}»; no hay con qué calcularlo.")
        elif own is not None:
            beside = self.ledger.beside(subject, REPORTED_SUFFIX)
            self.ledger.read(beside, [own], f"Informado por «{subject.name}»; no cuenta.")
