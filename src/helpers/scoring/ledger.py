"""The Book while it is being written: figures by id, each once, graded as they enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from helpers.display import lower_first, number_es
from helpers.exact import exact, plain_text
from helpers.expressions import Expression, parse
from helpers.findings import Finding, Severity, at
from helpers.methods import CONTEXT_NAMES, Metodo
from helpers.periods import Period
from helpers.records import Row, SourceCell, Sourced
from helpers.replay import result
from helpers.trace import Figure, Grade, Operand, Operation, figure_id

PARTS_SUFFIX = "_partes"
REPORTED_SUFFIX = "_reportado"
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
        Indicators that no method defines: counts, and values kept beside the one that counts.
    """

    method: Metodo
    extra: dict[str, Measure] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def get(self, indicator: str, period: Period, level: str, code: str) -> Figure | None:
        return self.figures.get(figure_id(indicator, period, level, code))

    def keys(self, period: Period) -> tuple[tuple[str, str, str], ...]:
        """Level, code and name of everything that has a figure in a window, each once."""
        return tuple(
            dict.fromkeys((f.level, f.code, f.name) for f in self.figures.values() if f.period == period)
        )

    def handed_on(self, figure: Figure) -> Fraction:
        """The value that goes up: rounded where the method rounds at every level."""
        return exact(figure.rounded) if self.method.rounds_every_level else figure.value

    def beside(self, subject: Subject, suffix: str) -> Subject:
        """The same subject under the indicator that keeps a value which does not count."""
        name = f"{subject.indicator}{suffix}"
        self.extra[name] = self._measure(subject.indicator)
        return replace(subject, indicator=name)

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
        value = sum((exact(cell.value) for cell in cells), Fraction(0))
        operation = Operation.INPUT if len(cells) == 1 else Operation.SUM
        sources = tuple(cell.cell for cell in cells)
        return self._enter(subject, operation, value, rule, graded=graded, sources=sources)

    def read_once(self, subject: Subject, value: Sourced, rule: str, *, graded: bool = True) -> Figure | None:
        """Enter a figure that is read from one cell; a second value for it stays out, with a finding."""
        first = self.figures.get(subject.id)
        if first is None:
            return self.read(subject, [value], rule, graded=graded)
        self.findings.append(
            Finding(
                codigo="CAL-REPETIDA",
                severidad=Severity.WARNING,
                elemento=subject.id,
                esperado=first.published,
                encontrado=plain_text(value.value),
                mensaje=f"«{subject.name}», {subject.period.words}: {value.cell} da otra vez una cifra que ya se tiene "
                f"({number_es(first.rounded)}); cuenta la primera. Deje una sola.",
                **at(value.cell),
            )
        )
        return None

    def left_out(self, row: Row, column: str, why: str) -> None:
        """Note a row that gives no figure, so that nothing is dropped in silence."""
        self.findings.append(
            Finding(
                codigo="CAL-SIN-USO",
                severidad=Severity.WARNING,
                elemento=f"{row.origin.table}/{row.text(column)}",
                encontrado=row.text(column),
                mensaje=f"{row.cell(column)}: esta fila no da ninguna cifra, porque {why}.",
                **at(row.cell(column)),
            )
        )

    def count(self, subject: Subject, cells: Sequence[SourceCell], rule: str) -> Figure:
        """Enter a count of source cells."""
        return self._enter(subject, Operation.COUNT, Fraction(len(cells)), rule, sources=tuple(cells))

    def combine(self, subject: Subject, operation: Operation, parts: Sequence[Figure], rule: str) -> Figure:
        """Enter a sum, a mean or a value taken over from other figures."""
        operands = tuple(Operand("parte", part.id) for part in parts)
        return self._compute(subject, operation, operands, rule)

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
            self.findings.append(
                Finding(
                    codigo="CAL-DIVISION",
                    severidad=Severity.NOTE,
                    elemento=subject.id,
                    causa="denominador igual a cero",
                    mensaje=f"«{subject.name}»: no hay {subject.indicator} en {subject.period} "
                    "porque el denominador es 0.",
                )
            )
            return None

    def _compute(
        self,
        subject: Subject,
        operation: Operation,
        operands: tuple[Operand, ...],
        rule: str,
        expression: str = "",
    ) -> Figure:
        pairs = [(operand, self._value_of(operand)) for operand in operands]
        value = result(operation, pairs, expression)
        numerator, denominator = _ratio(operation, pairs, expression)
        return self._enter(
            subject, operation, value, rule, operands=operands, expression=expression,
            numerator=numerator, denominator=denominator,
        )  # fmt: skip

    def _value_of(self, operand: Operand) -> Fraction:
        if operand.figure:
            return self.handed_on(self.figures[operand.figure])
        return operand.constant or Fraction(0)

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
        entered = replace(figure, grade=self._grade(figure)) if graded else figure
        self.figures[figure.id] = entered
        return entered

    def _measure(self, indicator: str) -> Measure:
        if indicator in self.extra:
            return self.extra[indicator]
        return Measure(self.method.indicadores[indicator].unidad, self.method.decimals(indicator))

    def _grade(self, figure: Figure) -> Grade | None:
        bands, thresholds = self.method.bandas, self.method.umbrales
        if (
            figure.indicator == bands.indicador
            and figure.level in bands.niveles
            and figure.period.kind in bands.ventanas
        ):
            return bands.grade_of(figure.rounded)
        if (
            figure.indicator == thresholds.indicador
            and figure.level in thresholds.niveles
            and _closes_quarter(figure.period)
        ):
            return thresholds.grade_of(figure.rounded, figure.period.quarter_number)
        return None


def _closes_quarter(period: Period) -> bool:
    return period.since_january and period.last % 3 == 0


def _ratio(
    operation: Operation, pairs: Sequence[tuple[Operand, Fraction]], expression: str
) -> tuple[Fraction | None, Fraction | None]:
    if operation is Operation.MEAN:
        return sum((value for _, value in pairs), Fraction(0)), Fraction(len(pairs))
    if operation is Operation.FORMULA:
        parts = parse(expression).ratio({operand.role: value for operand, value in pairs})
        return parts if parts else (None, None)
    return None, None
