"""Projection to the year's end at the mean pace of the elapsed periods, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.display import PROJECTED_PERCENT
from helpers.base.exact import exact
from helpers.base.periods import Period
from helpers.base.python_extras import not_none
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import PROJECTED
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Ledger
from helpers.settings.indicators import FEWEST_PERIODS, Proyeccion

DEVIATION, LOW, HIGH = "_desviacion", "_inferior", "_superior"
AHEAD = "max(acumulado, acumulado / transcurridos * previstos)"
"""Projection at the mean pace; at least what has accumulated, because a negative pace could fall below it."""
HALF = "factor * desviacion * raiz(restantes + restantes * restantes / transcurridos)"
"""Half the interval: the dispersion of the remaining periods, and the error of the mean of the elapsed ones."""
EDGES = {LOW: f"max(acumulado, proyeccion - {HALF})", HIGH: f"proyeccion + {HALF}"}
WHOLE = 100
SINGULAR = {"meses": "mes", "trimestres": "trimestre"}


@dataclass(frozen=True)
class Pace:
    """The elapsed periods, months or else quarters, and their number in a year.

    Attributes
    ----------
    figures : tuple of Figure
        One for each elapsed period; empty where one of them is missing.
    elapsed, whole : int
        Number of elapsed periods, and of periods in a year.
    words : str
        `meses` or `trimestres`.
    """

    figures: tuple[Figure, ...]
    elapsed: int
    whole: int
    words: str

    @property
    def scatters(self) -> bool:
        """Whether there are enough periods with a figure for an interval: at least three (`FEWEST_PERIODS`)."""
        return len(self.figures) >= FEWEST_PERIODS

    def operand(self, name: str) -> Operand:
        """Return the operand, a constant, for a number of periods: `transcurridos`, `restantes` or `previstos`.

        Those are the elapsed ones, the remaining ones and all of the year; another name raises `KeyError`.
        """
        counts = {"transcurridos": self.elapsed, "restantes": self.whole - self.elapsed, "previstos": self.whole}
        return Operand(name, constant=exact(counts[name]))


@dataclass(frozen=True)
class ProjectionScorer:
    """Enters the projections that a method asks for into a ledger."""

    ledger: Ledger

    def score(self, period: Period) -> None:
        """Enter the projections to the year's end that the method asks for, from what accumulated by a period's end.

        Each continues the accumulated value at its mean pace and is never less than that value. The deviation and an
        interval are entered too where every elapsed month (or else every elapsed quarter) has a figure, and there are
        three or more. Nothing is entered where the period ends in December.
        """
        so_far = period.accumulated()
        year = Period(period.year, 1, 12)
        for asked in self.ledger.method.proyeccion if so_far != year else ():
            self._measure(asked.indicador)
            for level, code, name in self.ledger.keys(so_far):
                accrued = self.ledger.get(asked.indicador, so_far, level, code)
                if accrued is not None and level in asked.niveles:
                    subject = Subject(f"{PROJECTED}{asked.indicador}", year, level, code, name)
                    self._project(asked, subject, accrued)

    def _measure(self, indicator: str) -> None:
        """Register unit and decimals of an indicator's projection, deviation and interval."""
        name, decimals = f"{PROJECTED}{indicator}", self.ledger.method.decimals(indicator)
        units = {"": PROJECTED_PERCENT, LOW: PROJECTED_PERCENT, HIGH: PROJECTED_PERCENT, DEVIATION: "puntos"}
        self.ledger.extra |= {f"{name}{suffix}": Measure(unit, decimals) for suffix, unit in units.items()}

    def _project(self, asked: Proyeccion, subject: Subject, accrued: Figure) -> None:
        """Enter a subject's projection, and its interval where enough periods have elapsed."""
        pace = self._pace(accrued)
        operands = (Operand("acumulado", accrued.id), pace.operand("transcurridos"), pace.operand("previstos"))
        is_above = accrued.value * pace.whole > WHOLE * pace.elapsed
        ahead = self.ledger.formula(subject, AHEAD, operands, _rule(pace, accrued.period, is_above=is_above))
        if not pace.scatters:
            return
        rule = f"Desviación estándar de los {pace.elapsed} {pace.words} transcurridos (n − 1)."
        apart = self.ledger.combine(_beside(subject, DEVIATION), Operation.DEVIATION, pace.figures, rule)
        factor = Operand("factor", constant=exact(asked.factores[pace.elapsed]))
        shared = (factor, Operand("desviacion", apart.id), pace.operand("restantes"), pace.operand("transcurridos"))
        for suffix, expression in EDGES.items():
            lowest = (operands[0],) if suffix == LOW else ()
            parts = (*lowest, Operand("proyeccion", not_none(ahead).id), *shared)
            where = "inferior" if suffix == LOW else "superior"
            rule = (
                f"Borde {where} del intervalo del {asked.confianza} de la proyección, por lo que variaron los "
                f"{pace.elapsed} {pace.words} transcurridos."
            )
            self.ledger.formula(_beside(subject, suffix), expression, parts, rule)

    def _pace(self, accrued: Figure) -> Pace:
        """The elapsed months if each has a figure or the window is not of whole quarters; else the elapsed quarters."""
        months, quarters = accrued.period.months(), accrued.period.quarters()
        place = (accrued.level, accrued.code)
        by_month = tuple(self.ledger.all_of(accrued.indicator, months, *place))
        if by_month or not quarters:
            return Pace(by_month, len(months), 12, "meses")
        return Pace(tuple(self.ledger.all_of(accrued.indicator, quarters, *place)), len(quarters), 4, "trimestres")


def _beside(subject: Subject, suffix: str) -> Subject:
    return subject._replace(indicator=f"{subject.indicator}{suffix}")


def _rule(pace: Pace, so_far: Period, *, is_above: bool) -> str:
    """The rule of a projection in Spanish; `is_above` adds that the pace leads to more than 100 %."""
    many = f"de los {pace.elapsed} {pace.words} transcurridos"
    elapsed = many if pace.elapsed > 1 else f"del {SINGULAR[pace.words]} transcurrido"
    sentences = [
        f"Proyección, no dato: lo acumulado {so_far.of_when}, llevado a {pace.whole} {pace.words} al ritmo medio "
        f"{elapsed}."
    ]
    if is_above:
        sentences.append("Pasa de 100 %: a ese ritmo se llegaría al total antes de fin de año.")
    if not pace.scatters:
        sentences.append(f"Sin intervalo: hacen falta {FEWEST_PERIODS} periodos, y no los hay con dato.")
    return " ".join(sentences)
