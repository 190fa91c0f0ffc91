"""Dispersion of the units below a node, or of one kind: number, mean, standard deviation, interval of the mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import upper_first
from helpers.base.exact import plain_text
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.figures.figure import Figure, Operand, Operation
from helpers.figures.records import Node
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.scoring.levels.derived_figures import POINTS
from helpers.scoring.levels.level_parts import ENDS, Part, Tree
from helpers.settings.methods import Metodo
from helpers.settings.rollups import KIND, Dispersion

NUMBER, MEAN, DEVIATION, LOW, HIGH = "_n", "_media", "_desviacion", "_inferior", "_superior"
FEWEST = 2
"""Fewest units for a standard deviation."""


@dataclass(frozen=True)
class DispersionScorer:
    """Enters the dispersions that a method asks for into a ledger."""

    ledger: Ledger
    method: Metodo
    tree: Tree

    def score(self, window: Period) -> None:
        """Enter every dispersion of a window."""
        for asked in self.method.dispersion:
            if window.kind in asked.ventanas:
                for node in self.tree.dataset.nodes:
                    if node.level in asked.niveles:
                        subject = Subject(asked.indicador, window, *node.key, node.name)
                        self._scatter(asked, subject, self.tree.ends_below(*node.key))
                for kind, units in self._units_by_kind.items() if KIND in asked.niveles else ():
                    self._scatter(asked, Subject(asked.indicador, window, KIND, kind, upper_first(kind)), units)

    @cached_property
    def _units_by_kind(self) -> Mapping[str, Sequence[Node]]:
        return grouped(
            (
                node
                for node in self.tree.dataset.nodes
                if node.level in ENDS and node.kind and node.key not in self.tree.children
            ),
            lambda node: node.kind,
        )

    def _scatter(self, asked: Dispersion, subject: Subject, below: Sequence[Node]) -> None:
        """Enter number and mean of some units, and from two units on their deviation and the interval."""
        ends = [node for node in below if self._counts(node, subject.period)]
        found = [self.ledger.get(asked.indicador, subject.period, *node.key) for node in ends]
        units = [figure for figure in found if figure is not None]
        if not units:
            return
        number = self._enter(subject, NUMBER, Operation.NUMBER, units, "Unidades con dato.", Measure("unidades", 0))
        mean = self._enter(subject, MEAN, Operation.MEAN, units, f"Promedio simple de {len(units)} unidades y puestos.")
        if len(units) < FEWEST:
            return
        rule = "Desviación estándar de la muestra (n − 1)."
        measured = self.method.indicadores[asked.indicador].unidad
        # The deviation of percentages from their mean is in points.
        unit = Measure(POINTS if measured == "%" else measured, self.method.decimals(asked.indicador))
        deviation = self._enter(subject, DEVIATION, Operation.DEVIATION, units, rule, unit)
        for suffix, sign in ((LOW, "-"), (HIGH, "+")):
            self._edge(asked, subject, suffix, sign, (number, mean, deviation))

    def _counts(self, node: Node, window: Period) -> bool:
        """Whether a unit enters the mean; not where its form came late and the method leaves late forms out."""
        return self.method.tardios != "fuera" or not self.tree.is_late(Part(node.level, node.code), window)

    def _enter(
        self, subject: Subject, suffix: str, operation: Operation, units: list[Figure], rule: str,
        measure: Measure | None = None,
    ) -> Figure:  # fmt: skip
        beside = self.ledger.beside(subject, suffix)
        if measure is not None:
            self.ledger.extra[beside.indicator] = measure
        return self.ledger.combine(beside, operation, units, rule)

    def _edge(
        self, asked: Dispersion, subject: Subject, suffix: str, sign: str, found: tuple[Figure, Figure, Figure]
    ) -> None:
        """Enter one end of the mean's interval."""
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
