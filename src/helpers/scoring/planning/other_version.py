"""A quarter's physical progress by another version of the plan than the one in force at its end.

The same execution is scored again with the other version's programme. Most tasks do not change between versions, so
results that stay the same are not entered again: the other version's figures refer to the existing ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operand
from helpers.figures.figure_names import VERSION_BEFORE, VERSION_CHANGE, VERSION_FINAL
from helpers.figures.records import LEVELS
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.consolidate import Consolidator
from helpers.settings.scales import PLAN_LEVELS

POINTS = "puntos"


@dataclass(frozen=True)
class ByVersion:
    """The figures of a window by one version of the plan.

    Attributes
    ----------
    ids : Mapping[str, str] or None
        The id of each figure by that version, by the id of the window's own figure; None where both versions are the
        same.
    """

    ids: Mapping[str, str] | None = None

    def of(self, ledger: Ledger, name: str) -> Figure | None:
        """Return the figure by this version for the id of the window's own figure; None where there is none.

        Where both versions are the same, it is the window's own figure.
        """
        return ledger.figures.get(name if self.ids is None else self.ids.get(name, ""))


@dataclass(frozen=True)
class VersionScorer:
    """Enters the progress of quarters by another version of the plan."""

    ledger: Ledger
    consolidator: Consolidator

    @property
    def indicator(self) -> str:
        """Key of the indicator that scores tasks; empty where the method has none."""
        leaf = self.consolidator.ledger.method.hoja
        return leaf.indicador if leaf else ""

    def before(self, window: Period, quarter: Period) -> None:
        """Enter the nodes' progress in a window by the version of the plan in force when its last quarter began.

        Nothing is entered unless the version changed in that quarter. The difference is entered too: the printed value
        by the version in force at the end, minus the one by the version before.
        """
        plan = self.consolidator.plan
        earlier, now = plan.version_at_start(quarter), plan.version(window)
        if earlier == now or not self._rolls_up(window):
            return
        self._score(window, earlier, VERSION_BEFORE)
        name = f"{self.indicator}{VERSION_CHANGE}"
        self.ledger.extra[name] = Measure(POINTS, self.consolidator.ledger.method.decimals(self.indicator))
        for node in self.consolidator.dataset.nodes:
            own = self.ledger.get(self.indicator, window, *node.key)
            other = self.ledger.get(f"{self.indicator}{VERSION_BEFORE}", window, *node.key)
            if own is not None and other is not None:
                rule = f"Lo impreso con la versión {now} menos lo impreso con la versión {earlier}."
                self.ledger.change(Subject(name, window, *node.key, node.name), own, other, rule)

    def final(self, window: Period, year: Period) -> ByVersion:
        """Enter into the ledger the nodes' progress in a quarter by the version in force at the year's end.

        Nothing is entered if that version is also in force at the quarter's end.

        Parameters
        ----------
        window : Period
            The quarter.
        year : Period
            The whole year.

        Returns
        -------
        ByVersion
            How to find the quarter's figures by that version.
        """
        version = self.consolidator.plan.version(year)
        if version == self.consolidator.plan.version(window) or not self._rolls_up(window):
            return ByVersion()
        return ByVersion(self._score(window, version, VERSION_FINAL))

    def _rolls_up(self, window: Period) -> bool:
        """Whether the method consolidates the indicator in a window."""
        definition = self.consolidator.ledger.method.indicadores.get(self.indicator)
        rule = definition.rule(window) if definition else None
        return rule is not None and rule.regla == "consolidar"

    def _score(self, window: Period, version: str, suffix: str) -> Mapping[str, str]:
        """Score the window by another version in a separate ledger, and take over the figures that differ.

        Return the ids of its figures by those in the window, as `ByVersion` has them.
        """
        aside = Ledger(self.ledger.method)
        # What weighs the progress, and what a progress that nobody reports is derived from.
        needed = self.ledger.method.needed_for(()) - {self.indicator}
        aside.figures |= {name: figure for name, figure in self.ledger.figures.items() if figure.indicator in needed}
        plan = self.consolidator.plan.as_if(window, version)
        again = replace(self.consolidator, ledger=aside, plan=plan, scored={}, followed={}, late=set())
        again.score(self.indicator, window)
        taken = _Taken(self.ledger, aside, self.indicator, suffix, version, {})
        for figure in tuple(aside.figures.values()):
            if figure.indicator == self.indicator and figure.level in LEVELS:
                taken.over(figure)
        return taken.ids


@dataclass(frozen=True)
class _Taken:
    """Copies figures from a separate ledger into the run's, under indicators of their own.

    Attributes
    ----------
    ids : dict of str to str
        The id of each figure in the run's ledger, by its id in the separate one.
    """

    ledger: Ledger
    aside: Ledger
    indicator: str
    suffix: str
    version: str
    ids: dict[str, str]

    def over(self, figure: Figure) -> str:
        """Return the id in the run's ledger of a figure of the separate one, copying it with all that it depends on.

        A part with the same result in the run's ledger is not copied: its own id stands for it.
        """
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
        """The operand with the ids that its figure and its weight have in the run's ledger."""
        part = self.over(self.aside.figures[operand.figure]) if operand.figure else ""
        weight = self.over(self.aside.figures[operand.weight]) if operand.weight else ""
        return operand._replace(figure=part, weight=weight)

    def _enter(self, figure: Figure, operands: tuple[Operand, ...]) -> str:
        """Copy a figure, without grade, into the run's ledger under the indicator with suffix; return its new id."""
        name = f"{figure.indicator}{self.suffix}"
        self.ledger.extra[name] = Measure(figure.unit, figure.decimals)
        shared = "lo que da lo mismo con la que rige se toma de ella"
        rule = f"Con el programa de la versión {self.version} del plan; {shared}. {figure.rule}"
        taken = replace(figure, indicator=name, operands=operands, grade=None, rule=rule)
        self.ledger.figures[taken.id] = taken
        return taken.id


def _is_same(own: Figure, other: Figure, operands: tuple[Operand, ...]) -> bool:
    """Whether two figures have the same result from the same operands; of a task, only the result matters."""
    is_task = all(operand.series for operand in operands[:1]) and bool(operands)
    return (
        own.operation is other.operation
        and (own.value, own.numerator, own.denominator) == (other.value, other.numerator, other.denominator)
        and (is_task or (own.operands == operands and own.sources == other.sources))
    )
