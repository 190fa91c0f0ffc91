"""Figures that a method asks for beside its indicators: changes, shares, the dispersion of units, projections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import PROJECTED_PERCENT, counted_es, list_es, lower_first, upper_first
from helpers.base.exact import exact, plain_text
from helpers.base.periods import Period
from helpers.base.python_extras import grouped, not_none
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.figure_names import CHANGE, LEVEL_PLURALS, LEVEL_TITLES, PROJECTED
from helpers.figures.records import REPORTING, Node
from helpers.scoring.budget.money import TOTAL
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.level_parts import Part, Tree
from helpers.settings.indicators import APART, FEWEST_PERIODS, KIND, Dispersion, Participacion, Proyeccion

SHARE = "_participacion"
POINTS = "puntos"
SHARE_OF = "parte / total * 100"
NUMBER, MEAN, DEVIATION, LOW, HIGH = "_n", "_media", "_desviacion", "_inferior", "_superior"
FEWEST = 2
"""Fewest units for a standard deviation."""
AHEAD = "max(acumulado, acumulado / transcurridos * previstos)"
"""Projection at the mean pace; at least what has accumulated, because a negative pace could fall below it."""
HALF = "factor * desviacion * raiz(restantes + restantes * restantes / transcurridos)"
"""Half the interval: the dispersion of the remaining periods, and the error of the mean of the elapsed ones."""
EDGES = {LOW: f"max(acumulado, proyeccion - {HALF})", HIGH: f"proyeccion + {HALF}"}
WHOLE = 100
SINGULAR = {"meses": "mes", "trimestres": "trimestre"}


@dataclass(frozen=True)
class DerivedScorer:
    """Enters the changes and the shares of a window into a ledger."""

    ledger: Ledger

    def score(self, window: Period) -> None:
        """Enter the changes (`variacion`) and the shares (`participacion`) that the method asks for, for a window.

        A quarter, except the first, gets its printed value minus that of the quarter before, in points. A window from
        January, except a month, gets each subject's share, in per cent, of the entity's value or of the total of a
        report by source or object. Where one of the two values is missing, or the whole is zero, there is no such
        figure.
        """
        before = window.previous_quarter() if window.is_quarter else None
        if before is not None:
            self._changes(window, before)
        if window.since_january and not window.is_month:
            for asked in self.ledger.method.participacion:
                self._shares(asked, window)

    def _changes(self, window: Period, before: Period) -> None:
        """Enter the printed value in `window` minus that in `before`, in points; nothing for a subject without both."""
        asked = self.ledger.method.variacion
        if asked is None:
            return
        for indicator in asked.indicadores:
            name = f"{indicator}{CHANGE}"
            self.ledger.extra[name] = Measure(POINTS, self.ledger.method.decimals(indicator))
            for key in self._keys(window, asked.niveles):
                now, then = (self.ledger.get(indicator, period, *key[:2]) for period in (window, before))
                if now is not None and then is not None:
                    rule = f"Lo impreso {window.of_when} menos lo impreso {before.of_when}."
                    self.ledger.change(Subject(name, window, *key), now, then, rule)

    def _shares(self, asked: Participacion, window: Period) -> None:
        """Enter each subject's share of the whole, in percent; nothing where the whole is zero."""
        name = f"{asked.indicador}{SHARE}"
        self.ledger.extra[name] = Measure("%", self.ledger.method.redondeo.decimales)
        what = lower_first(self.ledger.method.indicadores[asked.indicador].nombre)
        wholes = {level: self._whole(asked.indicador, window, level) for level in asked.niveles}
        for level, code, called in self._keys(window, asked.niveles):
            part, whole = self.ledger.get(asked.indicador, window, level, code), wholes[level]
            if part is None or whole is None or not whole.value:
                continue
            operands = (Operand("parte", part.id), Operand("total", whole.id))
            rule = f"Su {what} entre {'el total de su reporte' if level in APART else 'el de la entidad'}, por 100."
            self.ledger.formula(Subject(name, window, level, code, called), SHARE_OF, operands, rule)

    def _whole(self, indicator: str, window: Period, level: str) -> Figure | None:
        """The whole of a level's shares: the total of the level's own report, or the entity's value."""
        if level in APART:
            return self.ledger.get(indicator, window, APART[level], TOTAL)
        tops = (code for at_level, code, _ in self.ledger.keys(window) if at_level == "entidad")
        return self.ledger.get(indicator, window, "entidad", next(tops, ""))

    def _keys(self, window: Period, levels: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """Level, code and name of each subject of some levels with a figure, of any indicator, in a window.

        Each stands once, in the order of `EnteredFigures.keys`, which has no tasks and operations.
        """
        return (key for key in self.ledger.keys(window) if key[0] in levels)


@dataclass(frozen=True)
class DispersionScorer:
    """Enters the dispersions that a method asks for into a ledger."""

    ledger: Ledger
    tree: Tree

    def score(self, window: Period) -> None:
        """Enter the dispersions that the method asks for in a window: of the units and posts below nodes and by kind.

        Only units and posts without nodes below themselves count; their kind is the column `clase`. Each dispersion has
        the number of units with a figure and their mean; from two units on, also their sample deviation and the
        interval of the mean. Late units are left out where the method leaves late forms out.
        """
        for asked in self.ledger.method.dispersion:
            if window.kind in asked.ventanas:
                for node in self.tree.dataset.nodes:
                    if node.level in asked.niveles:
                        subject = Subject(asked.indicador, window, *node.key, node.name)
                        self._scatter(asked, subject, self.tree.ends_below(*node.key))
                for kind, units in self._units_by_kind.items() if KIND in asked.niveles else ():
                    self._scatter(asked, Subject(asked.indicador, window, KIND, kind, upper_first(kind)), units)

    @cached_property
    def _units_by_kind(self) -> Mapping[str, Sequence[Node]]:
        """The units and posts without nodes below themselves, by kind (`clase`); those without kind are left out."""
        return grouped(
            (
                node
                for node in self.tree.dataset.nodes
                if node.level in REPORTING and node.kind and node.key not in self.tree.children
            ),
            lambda node: node.kind,
        )

    def _scatter(self, asked: Dispersion, subject: Subject, below: Sequence[Node]) -> None:
        """Enter number and mean of the units that have a figure, and from two units on deviation and interval."""
        ends = [node for node in below if not self.tree.is_late(Part(node.level, node.code), subject.period)]
        found = [self.ledger.get(asked.indicador, subject.period, *node.key) for node in ends]
        units = [figure for figure in found if figure is not None]
        if not units:
            return
        number = self._enter(subject, NUMBER, Operation.NUMBER, units, "Unidades con dato.", Measure("unidades", 0))
        levels = [level for level in REPORTING if any(one.level == level for one in units)]
        many = list_es([LEVEL_PLURALS[level] for level in levels])
        counted = counted_es(len(units), lower_first(LEVEL_TITLES[levels[0]]), many)
        mean = self._enter(subject, MEAN, Operation.MEAN, units, f"Promedio simple de {counted}.")
        if len(units) < FEWEST:
            return
        rule = "Desviación estándar de la muestra (n − 1)."
        measured = self.ledger.method.indicadores[asked.indicador].unidad
        # The deviation of percentages from their mean is in points.
        unit = Measure(POINTS if measured == "%" else measured, self.ledger.method.decimals(asked.indicador))
        deviation = self._enter(subject, DEVIATION, Operation.DEVIATION, units, rule, unit)
        for suffix, sign in ((LOW, "-"), (HIGH, "+")):
            self._edge(asked, subject, suffix, sign, (number, mean, deviation))

    def _enter(
        self, subject: Subject, suffix: str, operation: Operation, units: list[Figure], rule: str,
        measure: Measure | None = None,
    ) -> Figure:  # fmt: skip
        """Enter a value of some units under the indicator plus a suffix; `measure` replaces the indicator's own."""
        beside = self.ledger.beside(subject, suffix)
        if measure is not None:
            self.ledger.extra[beside.indicator] = measure
        return self.ledger.combine(beside, operation, units, rule)

    def _edge(
        self, asked: Dispersion, subject: Subject, suffix: str, sign: str, found: tuple[Figure, Figure, Figure]
    ) -> None:
        """Enter one end of the mean's interval, from number, mean and deviation; `sign` is `-` or `+`."""
        number, mean, deviation = found
        formula = f"media {sign} {plain_text(asked.factor)} * desviacion / raiz(unidades)"
        operands = (
            Operand("media", mean.id),
            Operand("desviacion", deviation.id),
            Operand("unidades", number.id),
        )
        where = "inferior" if suffix == LOW else "superior"
        rule = f"Borde {where} del intervalo del {asked.confianza} de la media."
        self.ledger.formula(self.ledger.beside(subject, suffix), formula, operands, rule)


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
        """Whether an interval can be given: at least three periods elapsed (`FEWEST_PERIODS`), each with a figure."""
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
        units = {"": PROJECTED_PERCENT, LOW: PROJECTED_PERCENT, HIGH: PROJECTED_PERCENT, DEVIATION: POINTS}
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
