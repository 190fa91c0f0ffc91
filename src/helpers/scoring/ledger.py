"""The Book while it is being written: figures by id, each once, graded as they enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from helpers.display import lower_first
from helpers.exact import exact, exact_sum, percentage, rounded
from helpers.expressions import Expression, parse
from helpers.findings import Finding
from helpers.methods import CONTEXT_NAMES, Metodo
from helpers.periods import Period
from helpers.records import Row, SourceCell, Sourced
from helpers.replay import QUOTIENTS, Term, fraction_terms, quotient, result
from helpers.scales import PLAN_LEVELS
from helpers.scoring.grading import grade_of
from helpers.scoring.notes import read_again, row_left_out, without_value
from helpers.series import Series
from helpers.trace import AS_PRINTED, TERMS, Figure, Operand, Operation, figure_id

NOTHING = Fraction(0)
TASK = "tarea"
REPORTED_SUFFIX = "_reportado"
RAW_SUFFIX = "_bruto"
"""Indicators of the value that does not count where something has both, kept to be compared."""


class Subject(NamedTuple):
    """What a figure is of: an indicator in a window, at a level, of a code with its name."""

    indicator: str
    period: Period
    level: str
    code: str
    name: str

    @property
    def id(self) -> str:
        return figure_id(self.indicator, self.period, self.level, self.code)


@dataclass(frozen=True, slots=True)
class Measure:
    """Unit and printed decimals of an indicator."""

    unit: str
    decimals: int


@dataclass
class Ledger:
    """Figures and findings of a run in the making.

    Attributes
    ----------
    method : Metodo
    extra : dict[str, Measure]
        Indicators that no method defines: counts, weights, and values kept beside the one that counts.
    subjects : dict
        Level, code and name of everything above the plan's levels that has a figure, by window.
    """

    method: Metodo
    extra: dict[str, Measure] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    subjects: dict[Period, dict[tuple[str, str, str], None]] = field(default_factory=dict)
    # Worked out once: a unit's figure goes up to its area, to its actions and into what scatters.
    _handed_on: dict[str, Fraction] = field(default_factory=dict, init=False, repr=False)
    _words: dict[str, str] = field(default_factory=dict, init=False, repr=False)

    def get(self, indicator: str, period: Period, level: str, code: str) -> Figure | None:
        return self.figures.get(figure_id(indicator, period, level, code))

    def keys(self, period: Period) -> tuple[tuple[str, str, str], ...]:
        """Level, code and name of everything above tasks and operations that has a figure in a window, each once."""
        return tuple(self.subjects.get(period, ()))

    def handed_on(self, figure: Figure) -> Fraction:
        """The value that goes up: rounded where the method rounds at every level."""
        if not self.method.rounds_every_level:
            return figure.value
        if figure.id not in self._handed_on:
            self._handed_on[figure.id] = rounded(figure.value, figure.decimals)
        return self._handed_on[figure.id]

    def beside(self, subject: Subject, suffix: str) -> Subject:
        """The same subject under the indicator that keeps a value which does not count."""
        return subject._replace(indicator=self.name_beside(subject.indicator, suffix))

    def name_beside(self, indicator: str, suffix: str) -> str:
        """The indicator that keeps a value beside another's, in the same unit."""
        name = f"{indicator}{suffix}"
        self.extra[name] = self._measure(indicator)
        return name

    def operands(self, formula: Expression, subject: Subject) -> tuple[Operand, ...] | None:
        """A formula's operands: figures, and the quarters in a window of whole ones; None where one lacks."""
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
        """A formula in words, by the names of its indicators."""
        if formula.text not in self._words:
            known = self.method.indicadores
            names = {name: lower_first(known[name].nombre) if name in known else name for name in formula.names}
            self._words[formula.text] = formula.words(names)
        return self._words[formula.text]

    def read(self, subject: Subject, cells: Sequence[Sourced], rule: str, *, graded: bool = True) -> Figure:
        """Enter a figure that is read: from one cell, or the sum of several.

        Parameters
        ----------
        graded : bool
            False for years that another method may have graded.
        """
        value = exact_sum(exact(cell.value) for cell in cells)
        operation = Operation.INPUT if len(cells) == 1 else Operation.SUM
        sources = tuple(cell.cell for cell in cells)
        amounts = tuple(cell.value for cell in cells) if len(cells) > 1 else ()
        return self._enter(subject, operation, value, rule, graded=graded, sources=sources, amounts=amounts)

    def state(self, subject: Subject, value: Fraction, rule: str) -> Figure:
        """Enter a constant of the method as a figure, so that what it weighs can be followed to it."""
        return self._compute(subject, Operation.SAME, (Operand("constante", constant=value),), rule)

    def leaf(
        self, indicator: str, window: Period, task: Series, terms: tuple[Fraction, Fraction], rule: str,
        operands: tuple[Operand, ...], *, is_graded: bool,
    ) -> Figure:  # fmt: skip
        """Enter a task's figure: what counts over its measure, in percent.

        There are tens of thousands of them, so this goes straight to the figure.
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
        """Enter a figure that is read from one cell; a second value for it stays out, with a finding."""
        first = self.figures.get(subject.id)
        if first is None:
            return self.read(subject, [value], rule, graded=graded)
        self.findings.append(read_again(subject.id, f"«{subject.name}», {subject.period.words}", first, value))
        return None

    def left_out(self, row: Row, column: str, why: str) -> None:
        """Note a row that gives no figure, so that nothing is dropped in silence."""
        self.findings.append(row_left_out(row, column, why))

    def count(self, subject: Subject, cells: Sequence[SourceCell], rule: str) -> Figure:
        """Enter a count of source cells."""
        return self._enter(subject, Operation.COUNT, Fraction(len(cells)), rule, sources=tuple(cells))

    def combine(self, subject: Subject, operation: Operation, parts: Sequence[Figure], rule: str) -> Figure:
        """Enter a sum, a mean, a number, a deviation or a value taken over from other figures."""
        return self.compute(subject, operation, [Operand("parte", part.id) for part in parts], rule)

    def compute(self, subject: Subject, operation: Operation, operands: Sequence[Operand], rule: str) -> Figure | None:
        """Enter an operation's result; a zero denominator enters nothing and leaves a note."""
        return self._unless_by_zero(subject, self._compute, operation, tuple(operands), rule)

    def ratio(self, subject: Subject, parts: Sequence[Figure], rule: str) -> Figure | None:
        """Enter the ratio of the sums of some parts' terms; a zero denominator enters nothing and leaves a note.

        Added up from the parts themselves: its operands are two for each task, and would be looked up one by one.
        """
        operands = tuple([Operand(term, part.id) for part in parts for term in TERMS])
        terms = exact_sum([part.numerator for part in parts]), exact_sum([part.denominator for part in parts])
        return self._unless_by_zero(subject, self._quotient, Operation.RATIO, terms, operands, rule)

    def note_lacking(self, figure: Figure, parts: Sequence[Operand]) -> Figure:
        """Keep with a figure the parts that it was worked out without, because they have no data."""
        self.figures[figure.id] = noted = replace(figure, lacking=tuple(parts))
        return noted

    def difference(self, subject: Subject, minuend: Figure | None, subtrahend: Figure | None, rule: str) -> Figure:
        """Enter a difference; what is not there is zero and stays visible as a constant."""
        operands = tuple(
            Operand(role, figure.id) if figure else Operand(role, "", Fraction(0))
            for role, figure in (("minuendo", minuend), ("sustraendo", subtrahend))
        )
        return self._compute(subject, Operation.DIFFERENCE, operands, rule)

    def change(self, subject: Subject, now: Figure, before: Figure, rule: str) -> Figure:
        """Enter the difference of two figures as printed, so that it ties with the two numbers that a reader sees."""
        operands = tuple(Operand(role, figure.id) for role, figure in zip(AS_PRINTED, (now, before), strict=True))
        return self._compute(subject, Operation.DIFFERENCE, operands, rule)

    def formula(self, subject: Subject, expression: str, operands: Sequence[Operand], rule: str) -> Figure | None:
        """Enter a formula's result; a zero denominator enters nothing and leaves a note."""
        try:
            return self._unless_by_zero(subject, self._compute, Operation.FORMULA, tuple(operands), rule, expression)
        except ArithmeticError:
            self._without_value(subject, "la raíz es de un número negativo", "raíz de un número negativo")
            return None

    def _unless_by_zero(self, subject: Subject, enter: Callable[..., Figure], *arguments: object) -> Figure | None:
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
        if operation is Operation.NUMBER:
            # It asks for no values: the operands' own are not worked out.
            return self._enter(subject, operation, Fraction(len(operands)), rule, operands=operands)
        terms = [self._term(operand) for operand in operands]
        if operation in QUOTIENTS:
            return self._quotient(subject, operation, fraction_terms(operation, terms), operands, rule)
        value = result(operation, terms, expression)
        both = _terms_of(expression, terms) if expression else (None, None)
        return self._enter(subject, operation, value, rule, operands=operands, expression=expression, terms=both)

    def _quotient(
        self, subject: Subject, operation: Operation, terms: tuple[Fraction, Fraction], operands: tuple[Operand, ...],
        rule: str,
    ) -> Figure:  # fmt: skip
        return self._enter(subject, operation, quotient(operation, *terms), rule, operands=operands, terms=terms)

    def _term(self, operand: Operand) -> Term:
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
        """Indicators that some scale of the method is for."""
        scales = (*self.method.bandas, *self.method.derivadas, *filter(None, [self.method.umbrales]))
        return frozenset(scale.indicador for scale in scales)

    def _graded(self, figure: Figure) -> Figure:
        if figure.indicator not in self._with_grades:
            return figure
        grade = grade_of(self.method, self.get, figure)
        return figure if grade is None else replace(figure, grade=grade)


def _terms_of(expression: str, terms: Sequence[Term]) -> tuple[Fraction | None, Fraction | None]:
    """Numerator and denominator of a formula that is a quotient; None and None of another."""
    return parse(expression).ratio({term.operand.role: term.value for term in terms}) or (None, None)


@lru_cache(maxsize=512)
def _names(formula: str) -> tuple[str, ...]:
    """The names in a formula, remembered: it is asked for each node in each window."""
    return parse(formula).names
