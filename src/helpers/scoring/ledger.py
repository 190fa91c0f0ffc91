"""The ledger: the figures of a run while they are computed, by id, each once, graded as they are entered.

`Scorer` is the base of the classes that enter figures: the tables of a run, its parameters, names of codes, the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from helpers.base.display import lower_first
from helpers.base.exact import exact, exact_sum, percentage, rounded
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.figure import AS_PRINTED, TERMS, Figure, Operand, Operation
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import Row, SourceCell, Sourced
from helpers.figures.replay import Term, quotient, result_with_terms
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import EnteredFigures, Names, Subject, complete, read_again, row_left_out
from helpers.scoring.levels.grading import Grader
from helpers.settings.params import Corrida
from helpers.settings.scales import PLAN_LEVELS

NOTHING = Fraction(0)


@dataclass
class Ledger(EnteredFigures):
    """Enters the figures of a run.

    The methods that enter a figure return it. They raise `ValueError` where the ledger already has it, except
    `read_once` and `sum_all`, which keep it.
    """

    def read(self, subject: Subject, cells: Sequence[Sourced], rule: str, *, graded: bool = True) -> Figure:
        """Enter a figure that is read from one cell, or the sum of several cells.

        Parameters
        ----------
        subject : Subject
        cells : sequence of Sourced
        rule : str
            How it was computed, in Spanish.
        graded : bool
            False for values of earlier years, which another method may have graded.
        """
        value = exact_sum(exact(cell.value) for cell in cells)
        operation = Operation.INPUT if len(cells) == 1 else Operation.SUM
        sources = tuple(cell.cell for cell in cells)
        amounts = tuple(cell.value for cell in cells) if len(cells) > 1 else ()
        return self._enter(subject, operation, value, rule, graded=graded, sources=sources, amounts=amounts)

    def state(self, subject: Subject, value: Fraction, rule: str) -> Figure:
        """Enter a constant as a figure, so that a weight that the method fixes, or a zero, has an explanation too."""
        return self._compute(subject, Operation.SAME, (Operand("constante", constant=value),), rule)

    def leaf(
        self, subject: Subject, terms: tuple[Fraction, Fraction], rule: str, operands: tuple[Operand, ...]
    ) -> Figure:
        """Enter a task's score, numerator over denominator in percent; ZeroDivisionError if the second term is zero.

        Parameters
        ----------
        subject : Subject
        terms : tuple of Fraction
            What counts of the executed amount, and the programmed amount.
        rule : str
            How it was computed, in Spanish.
        operands : tuple of Operand
            The task's series, and its cap if it has one.
        """
        return self._enter(subject, Operation.LEAF, percentage(*terms), rule, operands=operands, terms=terms)

    def read_once(self, subject: Subject, value: Sourced, rule: str) -> Figure | None:
        """Enter a figure whose value is read from one cell, unless the ledger already has a figure with this id.

        Parameters
        ----------
        subject : Subject
        value : Sourced
        rule : str
            How it was obtained, in Spanish.

        Returns
        -------
        Figure or None
            None if the ledger already had the figure. The first value stays, and a finding records the second, even an
            equal one.
        """
        first = self.figures.get(subject.id)
        if first is None:
            return self.read(subject, [value], rule)
        self.findings.append(read_again(first, value))
        return None

    def left_out(self, row: Row, column: str, why: str) -> None:
        """Record a warning (`CAL-SIN-USO`) on a row that gives no figure, placed at its cell of a column.

        `why` is the end of a Spanish sentence after «porque».
        """
        self.findings.append(row_left_out(row, column, why))

    def count(self, subject: Subject, cells: Sequence[SourceCell], rule: str) -> Figure:
        """Enter the number of some source cells, which is 0 without any; the cells are kept as its sources."""
        return self._enter(subject, Operation.COUNT, Fraction(len(cells)), rule, sources=tuple(cells))

    def combine(self, subject: Subject, operation: Operation, parts: Sequence[Figure], rule: str) -> Figure:
        """Enter a sum, mean, count, standard deviation or copy of figures, from the values that they hand on.

        Raises
        ------
        LookupError
            For the mean of no figures, or the deviation of fewer than two.
        """
        return not_none(self.compute(subject, operation, [Operand("parte", part.id) for part in parts], rule))

    def sum_all(self, subject: Subject, parts: Iterable[Figure | None], rule: str) -> Figure | None:
        """Enter the sum of some figures, where there are any, none is missing, and the ledger lacks the sum.

        Otherwise nothing is entered, and None is returned.
        """
        found = complete(parts)
        return self.combine(subject, Operation.SUM, found, rule) if found and subject.id not in self.figures else None

    def compute(self, subject: Subject, operation: Operation, operands: Sequence[Operand], rule: str) -> Figure | None:
        """Enter the result of an operation on operands, whose figures the ledger must have, and return it.

        A zero denominator enters nothing, leaves a finding (`CAL-DIVISION`) and gives None.
        """
        return self._if_defined(subject, self._compute, operation, tuple(operands), rule)

    def ratio(self, subject: Subject, parts: Sequence[Figure], rule: str) -> Figure | None:
        """Enter the sum of some figures' numerators over the sum of their denominators, in percent.

        A zero denominator enters nothing, leaves a finding and gives None. The terms are taken from the figures
        directly: `compute` would look up two operands for each task.

        Raises
        ------
        LookupError
            Where one of the figures has no numerator or denominator.
        """
        operands = tuple([Operand(term, part.id) for part in parts for term in TERMS])
        terms = (
            exact_sum([not_none(part.numerator) for part in parts]),
            exact_sum([not_none(part.denominator) for part in parts]),
        )
        return self._if_defined(subject, self._ratio, terms, operands, rule)

    def note_lacking(self, figure: Figure, parts: Sequence[Operand]) -> Figure:
        """Replace a figure in the ledger by a copy that lists, as `lacking`, the parts left out for lack of data."""
        self.figures[figure.id] = noted = replace(figure, lacking=tuple(parts))
        return noted

    def difference(self, subject: Subject, minuend: Figure | None, subtrahend: Figure | None, rule: str) -> Figure:
        """Enter minuend minus subtrahend, as the method's rounding rule passes them on (`handed_on`).

        Parameters
        ----------
        subject : Subject
        minuend, subtrahend : Figure or None
            A missing one counts as zero and stays visible as a constant.
        rule : str
            How it was computed, in Spanish.
        """
        operands = tuple(
            Operand(role, figure.id) if figure else Operand(role, "", Fraction(0))
            for role, figure in (("minuendo", minuend), ("sustraendo", subtrahend))
        )
        return self._compute(subject, Operation.DIFFERENCE, operands, rule)

    def change(self, subject: Subject, now: Figure, before: Figure, rule: str) -> Figure:
        """Enter `now` minus `before`, both as printed, so that it agrees with the two numbers that a reader sees."""
        operands = tuple(Operand(role, figure.id) for role, figure in zip(AS_PRINTED, (now, before), strict=True))
        return self._compute(subject, Operation.DIFFERENCE, operands, rule)

    def formula(self, subject: Subject, expression: str, operands: Sequence[Operand], rule: str) -> Figure | None:
        """Enter a formula's result.

        A zero denominator or the root of a negative number enters nothing, leaves a finding and gives None.

        Parameters
        ----------
        subject : Subject
        expression : str
            The formula; it names the operands by their roles.
        operands : sequence of Operand
        rule : str
            How it was computed, in Spanish.
        """
        return self._if_defined(subject, self._compute, Operation.FORMULA, tuple(operands), rule, expression)

    def _if_defined(self, subject: Subject, enter: Callable[..., Figure], *arguments: object) -> Figure | None:
        """Call a function that enters a figure; without a result, leave a finding and return None."""
        try:
            return enter(subject, *arguments)
        except ZeroDivisionError:
            why, cause = "el denominador es 0", "denominador igual a cero"
        except ArithmeticError:
            why, cause = "la raíz es de un número negativo", "raíz de un número negativo"
        known = self.method.indicadores.get(subject.indicator)
        named = lower_first(known.nombre) if known else subject.indicator
        told = f"«{subject.name}», {named}, {subject.period.words}: no hay valor porque {why}."
        self.findings.append(Finding("CAL-DIVISION", Severity.NOTE, told, subject.id, causa=cause))
        return None

    def _compute(
        self, subject: Subject, operation: Operation, operands: tuple[Operand, ...], rule: str, expression: str = ""
    ) -> Figure:
        """Evaluate an operation on its operands and enter the result."""
        if operation is Operation.NUMBER:
            # Counting needs no values, so the operands are not evaluated.
            return self._enter(subject, operation, Fraction(len(operands)), rule, operands=operands)
        terms = [self._term(operand) for operand in operands]
        value, both = result_with_terms(operation, terms, expression)
        return self._enter(subject, operation, value, rule, operands=operands, expression=expression, terms=both)

    def _ratio(
        self, subject: Subject, terms: tuple[Fraction, Fraction], operands: tuple[Operand, ...], rule: str
    ) -> Figure:
        """Enter a ratio of sums from its two sums."""
        value = quotient(Operation.RATIO, *terms)
        return self._enter(subject, Operation.RATIO, value, rule, operands=operands, terms=terms)

    def _term(self, operand: Operand) -> Term:
        """An operand with the value and the weight that enter the operation."""
        if not operand.figure:
            return Term(operand, operand.constant or NOTHING)
        part = self.figures[operand.figure]
        if operand.role in AS_PRINTED:
            return Term(operand, rounded(part.value, part.decimals))
        weight = self.handed_on(self.figures[operand.weight]) if operand.weight else None
        return Term(operand, self.handed_on(part), weight)

    def _enter(
        self, subject: Subject, operation: Operation, value: Fraction, rule: str, *,
        operands: tuple[Operand, ...] = (), expression: str = "",
        terms: tuple[Fraction | None, Fraction | None] = (None, None),
        sources: tuple[SourceCell, ...] = (), amounts: tuple[Decimal, ...] = (), graded: bool = True,
    ) -> Figure:  # fmt: skip
        """Build a figure, grade it and add it to the ledger."""
        measure = self.measure(subject.indicator)
        figure = Figure(
            subject.indicator, subject.period, subject.level, subject.code, subject.name, measure.unit, operation,
            value, measure.decimals, rule, operands, expression, *terms, sources, None, amounts,
        )  # fmt: skip
        if figure.id in self.figures:
            raise ValueError(f"figure computed twice: {figure.id}")
        entered = self._grader.graded(figure, self.get) if graded else figure
        self.figures[figure.id] = entered
        if figure.level not in PLAN_LEVELS:
            self.subjects.setdefault(figure.period, {})[figure.level, figure.code, figure.name] = None
        return entered

    @cached_property
    def _grader(self) -> Grader:
        return Grader(self.method)


@dataclass(frozen=True)
class Scorer:
    """What every scorer needs: the tables of a run, its parameters, and the ledger into which it enters figures.

    Attributes
    ----------
    names : Names
        Names of the codes of the tables, for the figures' names.
    """

    ledger: Ledger
    dataset: Dataset
    corrida: Corrida
    names: Names

    def subject(self, indicator: str, window: Period, level: str, code: str) -> Subject:
        """Return the subject of a figure of a code, with the name that the tables give it."""
        return Subject(indicator, window, level, code, self.names.of(level, code))

    def whole(self, indicator: str, window: Period) -> Subject:
        """Return the subject of a figure of the institution."""
        return self.subject(indicator, window, *self.dataset.entity.key)
