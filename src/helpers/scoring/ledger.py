"""The Book while it is being written: figures by id, each once, graded as they enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

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
from helpers.trace import TERMS, Figure, Operand, Operation, figure_id

NOTHING = Fraction(0)
TASK = "tarea"
PARTS_SUFFIX = "_partes"
REPORTED_SUFFIX = "_reportado"
RAW_SUFFIX = "_bruto"
"""Indicators of the value that does not count where something has both, kept to be compared."""


@dataclass(frozen=True, slots=True)
class Subject:
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

    def get(self, indicator: str, period: Period, level: str, code: str) -> Figure | None:
        return self.figures.get(figure_id(indicator, period, level, code))

    def keys(self, period: Period) -> tuple[tuple[str, str, str], ...]:
        """Level, code and name of everything above tasks and operations that has a figure in a window, each once."""
        return tuple(self.subjects.get(period, ()))

    def handed_on(self, figure: Figure) -> Fraction:
        """The value that goes up: rounded where the method rounds at every level."""
        return rounded(figure.value, figure.decimals) if self.method.rounds_every_level else figure.value

    def beside(self, subject: Subject, suffix: str) -> Subject:
        """The same subject under the indicator that keeps a value which does not count."""
        return replace(subject, indicator=self.name_beside(subject.indicator, suffix))

    def name_beside(self, indicator: str, suffix: str) -> str:
        """The indicator that keeps a value beside another's, in the same unit."""
        name = f"{indicator}{suffix}"
        self.extra[name] = self._measure(indicator)
        return name

    def operands(self, formula: Expression, subject: Subject) -> tuple[Operand, ...] | None:
        """A formula's operands: figures, and the quarters in a window of whole ones; None where one lacks."""
        found = []
        for name in formula.names:
            figure = self.get(name, subject.period, subject.level, subject.code)
            quarters = len(subject.period.quarters())
            if figure is not None:
                found.append(Operand(name, figure.id))
            elif name in CONTEXT_NAMES and quarters:
                found.append(Operand(name, "", Fraction(quarters)))
            else:
                return None
        return tuple(found)

    def words(self, formula: Expression) -> str:
        """A formula in words, by the names of its indicators."""
        known = self.method.indicadores
        return formula.words(
            {name: lower_first(known[name].nombre) if name in known else name for name in formula.names}
        )

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
        return self.compute(subject, operation, tuple(Operand("parte", part.id) for part in parts), rule)

    def compute(self, subject: Subject, operation: Operation, operands: Sequence[Operand], rule: str) -> Figure | None:
        """Enter an operation's result; a zero denominator enters nothing and leaves a note."""
        try:
            return self._compute(subject, operation, tuple(operands), rule)
        except ZeroDivisionError:
            self._without_value(subject, "el denominador es 0", "denominador igual a cero")
            return None

    def difference(
        self, subject: Subject, minuend: Figure | None, subtrahend: Figure | None, rule: str
    ) -> Figure:
        """Enter a difference; what is not there is zero and stays visible as a constant."""
        operands = tuple(
            Operand(role, figure.id) if figure else Operand(role, "", Fraction(0))
            for role, figure in (("minuendo", minuend), ("sustraendo", subtrahend))
        )
        return self._compute(subject, Operation.DIFFERENCE, operands, rule)

    def formula(
        self, subject: Subject, expression: str, operands: Sequence[Operand], rule: str
    ) -> Figure | None:
        """Enter a formula's result; a zero denominator enters nothing and leaves a note."""
        try:
            return self._compute(subject, Operation.FORMULA, tuple(operands), rule, expression)
        except ZeroDivisionError:
            self._without_value(subject, "el denominador es 0", "denominador igual a cero")
        except ArithmeticError:
            self._without_value(subject, "la raíz es de un número negativo", "raíz de un número negativo")
        return None

    def _without_value(self, subject: Subject, why: str, cause: str) -> None:
        what = f"«{subject.name}»: no hay {subject.indicator} en {subject.period}"
        self.findings.append(without_value(subject.id, what, why, cause))

    def _compute(
        self,
        subject: Subject,
        operation: Operation,
        operands: tuple[Operand, ...],
        rule: str,
        expression: str = "",
    ) -> Figure:
        # A number asks for no values: the operands' own are not worked out.
        is_number = operation is Operation.NUMBER
        terms = [Term(operand, NOTHING) if is_number else self._term(operand) for operand in operands]
        numerator, denominator = _ratio(operation, terms, expression)
        if operation in QUOTIENTS and numerator is not None and denominator is not None:
            value = quotient(operation, numerator, denominator)
        else:
            value = result(operation, terms, expression)
        return self._enter(
            subject, operation, value, rule, operands=operands, expression=expression,
            numerator=numerator, denominator=denominator,
        )  # fmt: skip

    def _term(self, operand: Operand) -> Term:
        if not operand.figure:
            return Term(operand, operand.constant or NOTHING)
        part = self.figures[operand.figure]
        if operand.role == TERMS[0]:
            return Term(operand, part.numerator or NOTHING)
        if operand.role == TERMS[1]:
            return Term(operand, part.denominator or NOTHING)
        weight = self.handed_on(self.figures[operand.weight]) if operand.weight else None
        return Term(operand, self.handed_on(part), weight)

    def _enter(
        self,
        subject: Subject,
        operation: Operation,
        value: Fraction,
        rule: str,
        *,
        graded: bool = True,
        **more: object,
    ) -> Figure:
        measure = self._measure(subject.indicator)
        figure = Figure(
            indicator=subject.indicator, period=subject.period, level=subject.level, code=subject.code,
            name=subject.name, unit=measure.unit, operation=operation, value=value, decimals=measure.decimals,
            rule=rule, **more,
        )  # fmt: skip
        if figure.id in self.figures:
            raise ValueError(f"figure computed twice: {figure.id}")
        entered = self._graded(figure) if graded else figure
        self.figures[figure.id] = entered
        if figure.level not in PLAN_LEVELS:
            self.subjects.setdefault(figure.period, {})[figure.level, figure.code, figure.name] = None
        return entered

    def _measure(self, indicator: str) -> Measure:
        if indicator in self.extra:
            return self.extra[indicator]
        return Measure(self.method.indicadores[indicator].unidad, self.method.decimals(indicator))

    def _graded(self, figure: Figure) -> Figure:
        grade = grade_of(self.method, self.get, figure)
        return figure if grade is None else replace(figure, grade=grade)


def _ratio(
    operation: Operation, terms: Sequence[Term], expression: str
) -> tuple[Fraction | None, Fraction | None]:
    if operation in QUOTIENTS:
        return fraction_terms(operation, terms)
    if operation is Operation.FORMULA:
        parts = parse(expression).ratio({term.operand.role: term.value for term in terms})
        return parts if parts else (None, None)
    return None, None
