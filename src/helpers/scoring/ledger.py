"""The ledger: the figures of a run while they are computed, by id, each once, graded as they are entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from helpers.base.display import lower_first
from helpers.base.exact import exact, exact_sum, percentage, rounded
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.figure import AS_PRINTED, TERMS, Figure, Operand, Operation, figure_id
from helpers.figures.findings import Finding
from helpers.figures.formulas.expressions import Expression, parse
from helpers.figures.records import Row, SourceCell, Sourced
from helpers.figures.replay import QUOTIENTS, Term, apply_operation, fraction_terms, quotient
from helpers.figures.series import Series
from helpers.scoring.levels.grading import grade_of
from helpers.scoring.scoring_notes import read_again, row_left_out, without_value
from helpers.settings.methods import CONTEXT_NAMES, Metodo
from helpers.settings.scales import PLAN_LEVELS

NOTHING = Fraction(0)
TASK = "tarea"
REPORTED_SUFFIX = "_reportado"
RAW_SUFFIX = "_bruto"
"""Suffixes of indicators for the value that does not count: the reported one, and a task's score without cap."""


class Subject(NamedTuple):
    """The parts of a figure's id (indicator, window, level, code) and the name of its node, action or task."""

    indicator: str
    period: Period
    level: str
    code: str
    name: str

    @property
    def id(self) -> str:
        """The figure's id."""
        return figure_id(self.indicator, self.period, self.level, self.code)


@dataclass(frozen=True, slots=True)
class Measure:
    """Unit and printed decimals of an indicator."""

    unit: str
    decimals: int


@dataclass
class Ledger:
    """The figures and findings of a run while it is computed.

    The methods that enter a figure return it. They raise `ValueError` where the ledger already has it, except `leaf`,
    which replaces it, and `read_once`.

    Attributes
    ----------
    method : Metodo
    extra : dict[str, Measure]
        Indicators that no method defines: counts, weights, and values kept beside the one that counts.
    figures : dict[str, Figure]
        By id, in the order in which they are entered.
    findings : list of Finding
        What could not be used or computed.
    subjects : dict
        By window, level, code and name of everything with a figure, except tasks and operations.
    """

    method: Metodo
    extra: dict[str, Measure] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    subjects: dict[Period, dict[tuple[str, str, str], None]] = field(default_factory=dict)
    # Cached: a unit's figure enters its area, its actions and its dispersion.
    _handed_on: dict[str, Fraction] = field(default_factory=dict, init=False, repr=False)
    _words: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def get(self, indicator: str, period: Period, level: str, code: str) -> Figure | None:
        """Return a figure that was entered, or None."""
        return self.figures.get(figure_id(indicator, period, level, code))

    def keys(self, period: Period) -> tuple[tuple[str, str, str], ...]:
        """Return level, code and name of everything with a figure in a window, except tasks and operations."""
        return tuple(self.subjects.get(period, ()))

    def handed_on(self, figure: Figure) -> Fraction:
        """Return the value that a figure passes on to later operations.

        Returns
        -------
        Fraction
            Rounded half up to the figure's decimals where the method rounds every level, else exact.
        """
        if not self.method.rounds_every_level:
            return figure.value
        if figure.id not in self._handed_on:
            self._handed_on[figure.id] = rounded(figure.value, figure.decimals)
        return self._handed_on[figure.id]

    def beside(self, subject: Subject, suffix: str) -> Subject:
        """Return the subject under its indicator plus a suffix, for a value kept beside the one that counts."""
        return subject._replace(indicator=self.name_beside(subject.indicator, suffix))

    def name_beside(self, indicator: str, suffix: str) -> str:
        """Return the indicator for a value kept beside another's, and register it with the same unit and decimals."""
        name = f"{indicator}{suffix}"
        self.extra[name] = self._measure(indicator)
        return name

    def operands(self, formula: Expression, subject: Subject) -> tuple[Operand, ...] | None:
        """Return a formula's operands for a subject: figures of the same window, level and code.

        `trimestres` becomes a constant, the number of quarters in a window of whole quarters.

        Returns
        -------
        tuple of Operand or None
            None where the ledger lacks one of the figures.
        """
        found = []
        for name in _names(formula.text):
            figure = self.get(name, subject.period, subject.level, subject.code)
            quarters = len(subject.period.quarters()) if figure is None and name in CONTEXT_NAMES else 0
            if figure is not None:
                found.append(Operand(name, figure.id))
            elif quarters:
                found.append(Operand(name, "", Fraction(quarters)))
            else:
                return None
        return tuple(found)

    def words(self, formula: Expression) -> str:
        """Return a formula in Spanish words, with the names of its indicators."""
        if formula.text not in self._words:
            known = self.method.indicadores
            names = {name: lower_first(known[name].nombre) if name in known else name for name in formula.names}
            self._words[formula.text] = formula.words(names)
        return self._words[formula.text]

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
        """Enter a constant of the method as a figure, so that weights and zeros have an explanation too."""
        return self._compute(subject, Operation.SAME, (Operand("constante", constant=value),), rule)

    def leaf(
        self, indicator: str, window: Period, task: Series, terms: tuple[Fraction, Fraction], rule: str,
        operands: tuple[Operand, ...], *, is_graded: bool,
    ) -> Figure:  # fmt: skip
        """Enter a task's score: numerator over denominator, in percent.

        There are tens of thousands of them, so this builds the figure directly, without the checks of the other
        methods.

        Parameters
        ----------
        indicator : str
        window : Period
        task : Series
        terms : tuple of Fraction
            What counts of the executed amount, and the programmed amount.
        rule : str
            How it was computed, in Spanish.
        operands : tuple of Operand
            The task's series, and its cap if it has one.
        is_graded : bool
            Whether the method may grade tasks.
        """
        measure = self._measure(indicator)
        figure = Figure(
            indicator, window, TASK, task.task, task.description, measure.unit, Operation.LEAF,
            percentage(*terms), measure.decimals, rule, operands, "", *terms,
        )  # fmt: skip
        if is_graded:
            figure = self._graded(figure)
        self.figures[figure.id] = figure
        return figure

    def read_once(self, subject: Subject, value: Sourced, rule: str, *, graded: bool = True) -> Figure | None:
        """Enter a figure that is read from one cell, unless the ledger has it already.

        Returns
        -------
        Figure or None
            None where the ledger had the figure: the first value counts, and a finding records the second.
        """
        first = self.figures.get(subject.id)
        if first is None:
            return self.read(subject, [value], rule, graded=graded)
        self.findings.append(read_again(subject.id, f"«{subject.name}», {subject.period.words}", first, value))
        return None

    def left_out(self, row: Row, column: str, why: str) -> None:
        """Record a finding on a row that gives no figure, so that nothing is dropped silently.

        Parameters
        ----------
        row : Row
        column : str
            The column whose cell the finding names.
        why : str
            The reason in Spanish, as the end of a sentence.
        """
        self.findings.append(row_left_out(row, column, why))

    def count(self, subject: Subject, cells: Sequence[SourceCell], rule: str) -> Figure:
        """Enter a number of source cells."""
        return self._enter(subject, Operation.COUNT, Fraction(len(cells)), rule, sources=tuple(cells))

    def combine(self, subject: Subject, operation: Operation, parts: Sequence[Figure], rule: str) -> Figure:
        """Enter a sum, a mean, a number, a standard deviation or a copy of figures.

        Raises
        ------
        LookupError
            For the mean of no figures, or the deviation of fewer than two.
        """
        return not_none(self.compute(subject, operation, [Operand("parte", part.id) for part in parts], rule))

    def compute(self, subject: Subject, operation: Operation, operands: Sequence[Operand], rule: str) -> Figure | None:
        """Enter the result of an operation. A zero denominator enters nothing, leaves a finding and gives None."""
        return self._unless_by_zero(subject, self._compute, operation, tuple(operands), rule)

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
        return self._unless_by_zero(subject, self._quotient, Operation.RATIO, terms, operands, rule)

    def note_lacking(self, figure: Figure, parts: Sequence[Operand]) -> Figure:
        """Add to a figure the parts that it was computed without, because they have no data."""
        self.figures[figure.id] = noted = replace(figure, lacking=tuple(parts))
        return noted

    def difference(self, subject: Subject, minuend: Figure | None, subtrahend: Figure | None, rule: str) -> Figure:
        """Enter minuend minus subtrahend, as the method's rounding rule passes them on.

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
        """Enter the difference of two figures as printed, so that it agrees with the two numbers that a reader sees."""
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
        try:
            return self._unless_by_zero(subject, self._compute, Operation.FORMULA, tuple(operands), rule, expression)
        except ArithmeticError:
            self._without_value(subject, "la raíz es de un número negativo", "raíz de un número negativo")
            return None

    def _unless_by_zero(self, subject: Subject, enter: Callable[..., Figure], *arguments: object) -> Figure | None:
        """Call a function that enters a figure; on a zero denominator, leave a finding and return None."""
        try:
            return enter(subject, *arguments)
        except ZeroDivisionError:
            self._without_value(subject, "el denominador es 0", "denominador igual a cero")
            return None

    def _without_value(self, subject: Subject, why: str, cause: str) -> None:
        what = f"«{subject.name}»: no hay {subject.indicator} en {subject.period}"
        self.findings.append(without_value(subject.id, what, why, cause))

    def _compute(
        self, subject: Subject, operation: Operation, operands: tuple[Operand, ...], rule: str, expression: str = ""
    ) -> Figure:
        """Evaluate an operation on its operands and enter the result."""
        if operation is Operation.NUMBER:
            # Counting needs no values, so the operands are not evaluated.
            return self._enter(subject, operation, Fraction(len(operands)), rule, operands=operands)
        terms = [self._term(operand) for operand in operands]
        if operation in QUOTIENTS:
            return self._quotient(subject, operation, fraction_terms(operation, terms), operands, rule)
        value = apply_operation(operation, terms, expression)
        both = _terms_of(expression, terms) if expression else (None, None)
        return self._enter(subject, operation, value, rule, operands=operands, expression=expression, terms=both)

    def _quotient(
        self, subject: Subject, operation: Operation, terms: tuple[Fraction, Fraction], operands: tuple[Operand, ...],
        rule: str,
    ) -> Figure:  # fmt: skip
        """Enter the quotient of two terms."""
        return self._enter(subject, operation, quotient(operation, *terms), rule, operands=operands, terms=terms)

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
        measure = self._measure(subject.indicator)
        figure = Figure(
            subject.indicator, subject.period, subject.level, subject.code, subject.name, measure.unit, operation,
            value, measure.decimals, rule, operands, expression, *terms, sources, None, amounts,
        )  # fmt: skip
        if figure.id in self.figures:
            raise ValueError(f"figure computed twice: {figure.id}")
        entered = self._graded(figure) if graded else figure
        self.figures[figure.id] = entered
        if figure.level not in PLAN_LEVELS:
            self.subjects.setdefault(figure.period, {})[figure.level, figure.code, figure.name] = None
        return entered

    def _measure(self, indicator: str) -> Measure:
        return self.extra.get(indicator) or self._measures[indicator]

    @cached_property
    def _measures(self) -> Mapping[str, Measure]:
        method = self.method
        return {name: Measure(found.unidad, method.decimals(name)) for name, found in method.indicadores.items()}

    @cached_property
    def _with_grades(self) -> frozenset[str]:
        """Indicators for which the method has a scale."""
        method = self.method
        of_thresholds = (method.umbrales.indicador,) if method.umbrales else ()
        graded = (*(band.indicador for band in method.bandas), *(item.indicador for item in method.derivadas))
        return frozenset((*graded, *of_thresholds))

    def _graded(self, figure: Figure) -> Figure:
        """The figure with its grade, where the method has a scale for it."""
        if figure.indicator not in self._with_grades:
            return figure
        grade = grade_of(self.method, self.get, figure)
        return figure if grade is None else replace(figure, grade=grade)


def _terms_of(expression: str, terms: Sequence[Term]) -> tuple[Fraction | None, Fraction | None]:
    """Numerator and denominator of a formula that is a quotient; (None, None) for another formula."""
    return parse(expression).ratio({term.operand.role: term.value for term in terms}) or (None, None)


@lru_cache(maxsize=512)
def _names(formula: str) -> tuple[str, ...]:
    """The names in a formula, cached: it is evaluated for each node in each window."""
    return parse(formula).names
