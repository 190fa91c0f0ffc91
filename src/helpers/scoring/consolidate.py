"""Reported percentages carried upwards: units to areas, services and the entity; units to actions; units to categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.records import LEVELS, Node, Sourced
from helpers.scoring.ledger import Ledger, Measure, Subject
from helpers.scoring.names import Names
from helpers.trace import Figure, Operand, Operation

PARTS_SUFFIX = "_partes"
REPORTED_SUFFIX = "_reportado"
"""Indicators of the value that does not count where a node has both, kept to be compared."""


@dataclass(frozen=True)
class Reported:
    """Values that institutions report (`avances`), by indicator, window, level and code."""

    values: Mapping[tuple[str, Period, str, str], Sourced]

    def get(self, indicator: str, period: Period, level: str, code: str) -> Sourced | None:
        return self.values.get((indicator, period, level, code))


def reported_in(dataset: Dataset) -> Reported:
    """Index the reported values; a blank one is not a value."""
    found: dict[tuple[str, Period, str, str], Sourced] = {}
    for row in dataset.rows("avances"):
        period, value = row.period("periodo"), row.number("valor")
        if period is not None and value is not None:
            found[(row.text("indicador"), period, row.text("nivel"), row.text("codigo"))] = value
    return Reported(found)


@dataclass(frozen=True)
class Consolidator:
    """Enters reported figures and their roll-ups into a ledger."""

    ledger: Ledger
    method: Metodo
    dataset: Dataset
    reported: Reported
    names: Names

    def score(self, indicator: str, window: Period) -> None:
        """Enter an indicator of a window at every level, from the bottom up."""
        for level in reversed(LEVELS):
            for node in self.dataset.nodes:
                if node.level == level:
                    self._score_node(indicator, window, node)
        self._score_actions(indicator, window)
        self._score_categories(indicator, window)

    def _score_node(self, indicator: str, window: Period, node: Node) -> None:
        subject = Subject(indicator, window, node.level, node.code, node.name)
        own = self.reported.get(indicator, window, node.level, node.code)
        plan = self.method.consolidacion.get(node.level)
        parts = self._figures(indicator, window, self.children(node)) if plan else []
        if own is None and not parts:
            self._derive(subject)
        elif own is not None and (not parts or (plan and plan.prevalece == "reportado")):
            self.ledger.read(subject, [own], f"Informado por «{node.name}».")
            if parts:
                self._mean(self._beside(subject, PARTS_SUFFIX), self.children(node), parts)
        elif plan is not None:
            self._mean(subject, self.children(node), parts)
            if own is not None:
                self.ledger.read(self._beside(subject, REPORTED_SUFFIX), [own], f"Informado por «{node.name}»; no cuenta.")

    def _derive(self, subject: Subject) -> None:
        """Where nothing is reported, the value that the method's formula gives from other indicators of the node."""
        rule = self.method.indicadores[subject.indicator].rule(subject.period)
        formula = rule.formula if rule else None
        if formula is None:
            return
        found = {name: self.ledger.get(name, subject.period, subject.level, subject.code) for name in formula.names}
        if all(found.values()):
            operands = [Operand(name, figure.id) for name, figure in found.items() if figure]
            words = formula.words({name: self.method.indicadores[name].nombre.lower() for name in formula.names})
            self.ledger.formula(subject, formula.text, operands, f"No informado; {words}.")

    def _score_actions(self, indicator: str, window: Period) -> None:
        plan = self.method.consolidacion.get("acp")
        for row in self.dataset.rows("acciones") if plan else ():
            code = row.text("acp")
            nodes = self.answering_for(code)
            parts = self._figures(indicator, window, nodes)
            if parts:
                self._mean(Subject(indicator, window, "acp", code, self.names.of("acp", code)), nodes, parts)

    def _score_categories(self, indicator: str, window: Period) -> None:
        if "cat_prog" not in self.method.consolidacion:
            return
        for link in self.dataset.rows("vinculacion"):
            category, unit = link.text("cat_prog"), link.text("unidad")
            figure = self.ledger.get(indicator, window, "unidad", unit) if unit else None
            if figure is not None and self.ledger.get(indicator, window, "cat_prog", category) is None:
                subject = Subject(indicator, window, "cat_prog", category, self.names.of("cat_prog", category))
                self.ledger.combine(subject, Operation.SAME, [figure], f"La de su unidad responsable, «{figure.name}».")

    def children(self, node: Node) -> list[Node]:
        """Nodes right below a node, in order."""
        return [other for other in self.dataset.nodes if other.parent == node.key]

    def answering_for(self, action: str) -> list[Node]:
        """Nodes that name an action and have no ancestor naming the same one."""
        return [
            node
            for node in self.dataset.nodes
            if node.acp == action and all(above.acp != action for above in self._above(node))
        ]

    def _above(self, node: Node) -> list[Node]:
        found = []
        current = self.dataset.node(*node.parent) if node.parent else None
        while current is not None:
            found.append(current)
            current = self.dataset.node(*current.parent) if current.parent else None
        return found

    def _figures(self, indicator: str, window: Period, nodes: list[Node]) -> list[Figure]:
        return [figure for node in nodes if (figure := self.ledger.get(indicator, window, *node.key))]

    def _mean(self, subject: Subject, nodes: list[Node], parts: list[Figure]) -> None:
        present = {(figure.level, figure.code) for figure in parts}
        absent = [node.code for node in nodes if node.key not in present]
        without = f"; sin dato y fuera del promedio: {', '.join(absent)}" if absent else ""
        rule = f"Promedio simple de {len(parts)} {_level_words(parts)}{without}."
        self.ledger.combine(subject, Operation.MEAN, parts, rule)

    def _beside(self, subject: Subject, suffix: str) -> Subject:
        indicator = self.method.indicadores[subject.indicator]
        name = f"{subject.indicator}{suffix}"
        self.ledger.extra[name] = Measure(indicator.unidad, self.method.decimals(subject.indicator))
        return Subject(name, subject.period, subject.level, subject.code, subject.name)


LEVEL_WORDS = {
    "servicio": ("servicio", "servicios"),
    "area": ("área", "áreas"),
    "tipo": ("tipo de puesto", "tipos de puesto"),
    "subtipo": ("subtipo de puesto", "subtipos de puesto"),
    "unidad": ("unidad", "unidades"),
    "puesto": ("puesto", "puestos"),
}


def _level_words(parts: list[Figure]) -> str:
    levels = {part.level for part in parts}
    one, many = LEVEL_WORDS[levels.pop()] if len(levels) == 1 else ("parte", "partes")
    return one if len(parts) == 1 else many
