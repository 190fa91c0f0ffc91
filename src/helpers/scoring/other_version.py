"""The physical progress of a quarter by another version of the plan than the one that ruled at its end.

The same execution is scored once more by the other programme. What comes out the same — most tasks do not change from
one version to the next — is not entered again: the figures of the other version rest on those that are there already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from helpers.methods import BUDGET_WEIGHT
from helpers.periods import Period
from helpers.records import LEVELS
from helpers.scales import PLAN_LEVELS
from helpers.scoring.consolidate import Consolidator
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.trace import Figure, Operand
from helpers.year_keys import VERSION_BEFORE, VERSION_CHANGE, VERSION_FINAL

POINTS = "puntos"


@dataclass(frozen=True)
class ByVersion:
    """The figures of a window by some version of the plan.

    Attributes
    ----------
    ids : Mapping[str, str] or None
        The id of each, by the one that it has by the window's own version; None where that is the version asked for.
    """

    ids: Mapping[str, str] | None = None

    def of(self, ledger: Ledger, name: str) -> Figure | None:
        """The figure that one of the window's own version has by this one; None where it has none."""
        return ledger.figures.get(name if self.ids is None else self.ids.get(name, ""))


@dataclass(frozen=True)
class VersionScorer:
    """Enters what quarters would have been by another version of the plan."""

    ledger: Ledger
    consolidator: Consolidator

    @property
    def indicator(self) -> str:
        """The indicator that tasks are scored by; empty where the method scores none."""
        leaf = self.consolidator.method.hoja
        return leaf.indicador if leaf else ""

    def before(self, window: Period) -> None:
        """Enter a quarter in which the version changed by the one that ruled when it began, and the difference.

        The difference is between the values as printed, so that it ties with the two numbers that a reader sees.
        """
        plan = self.consolidator.plan
        earlier, now = plan.version_at_start(window), plan.version(window)
        if earlier == now or not self._rolls_up(window):
            return
        self._score(window, earlier, VERSION_BEFORE)
        name = f"{self.indicator}{VERSION_CHANGE}"
        self.ledger.extra[name] = Measure(POINTS, self.consolidator.method.decimals(self.indicator))
        for node in self.consolidator.dataset.nodes:
            own = self.ledger.get(self.indicator, window, *node.key)
            other = self.ledger.get(f"{self.indicator}{VERSION_BEFORE}", window, *node.key)
            if own is not None and other is not None:
                rule = f"Lo impreso con la versión {now} menos lo impreso con la versión {earlier}."
                self.ledger.change(Subject(name, window, *node.key, node.name), own, other, rule)

    def final(self, window: Period, year: Period) -> ByVersion:
        """Enter a quarter by the version that rules at the year's end, where its own is another."""
        version = self.consolidator.plan.version(year)
        if version == self.consolidator.plan.version(window) or not self._rolls_up(window):
            return ByVersion()
        return ByVersion(self._score(window, version, VERSION_FINAL))

    def _rolls_up(self, window: Period) -> bool:
        definition = self.consolidator.method.indicadores.get(self.indicator)
        rule = definition.rule(window) if definition else None
        return rule is not None and rule.regla == "consolidar"

    def _score(self, window: Period, version: str, suffix: str) -> Mapping[str, str]:
        """Score the window aside by another version and take over what differs."""
        aside = Ledger(self.ledger.method)
        aside.figures |= {
            name: figure
            for name, figure in self.ledger.figures.items()
            if figure.indicator == BUDGET_WEIGHT and figure.period == window
        }
        plan = self.consolidator.plan.as_if(window, version)
        replace(self.consolidator, ledger=aside, plan=plan, scored={}, followed={}).score(self.indicator, window)
        taken = _Taken(self.ledger, aside, self.indicator, suffix, version, {})
        for figure in tuple(aside.figures.values()):
            if figure.indicator == self.indicator and figure.level in LEVELS:
                taken.over(figure)
        return taken.ids


@dataclass(frozen=True)
class _Taken:
    """Takes figures of a ledger over into another under names of their own.

    Attributes
    ----------
    ids : dict of str to str
        The id that each figure has where it was taken over.
    """

    ledger: Ledger
    aside: Ledger
    indicator: str
    suffix: str
    version: str
    ids: dict[str, str]

    def over(self, figure: Figure) -> str:
        """Take a figure over with all that it rests on, and give the id that it has now."""
        if figure.id not in self.ids:
            operands = tuple(map(self._operand, figure.operands))
            own = self.ledger.figures.get(figure.id)
            is_shown = figure.indicator == self.indicator and figure.level not in PLAN_LEVELS
            if own is not None and not is_shown and _is_same(own, figure, operands):
                self.ids[figure.id] = own.id
            else:
                self.ids[figure.id] = self._enter(figure, operands)
        return self.ids[figure.id]

    def _operand(self, operand: Operand) -> Operand:
        part = self.over(self.aside.figures[operand.figure]) if operand.figure else ""
        weight = self.over(self.aside.figures[operand.weight]) if operand.weight else ""
        return operand._replace(figure=part, weight=weight)

    def _enter(self, figure: Figure, operands: tuple[Operand, ...]) -> str:
        name = f"{figure.indicator}{self.suffix}"
        self.ledger.extra[name] = Measure(figure.unit, figure.decimals)
        rule = f"Con el programa de la versión {self.version} del plan. {figure.rule}"
        taken = replace(figure, indicator=name, operands=operands, grade=None, rule=rule)
        self.ledger.figures[taken.id] = taken
        return taken.id


def _is_same(own: Figure, other: Figure, operands: tuple[Operand, ...]) -> bool:
    """Whether a figure gives the same from the same; of a task, from the same programme and execution."""
    is_task = all(operand.series for operand in operands[:1]) and bool(operands)
    return (
        own.operation is other.operation
        and (own.value, own.numerator, own.denominator) == (other.value, other.numerator, other.denominator)
        and (is_task or (own.operands == operands and own.sources == other.sources))
    )
