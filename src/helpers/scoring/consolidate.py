"""Reported percentages carried upwards: units to areas and the entity, to actions, to categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.records import LEVELS, Node, Sourced
from helpers.scoring.ledger import PARTS_SUFFIX, REPORTED_SUFFIX, Ledger, Subject
from helpers.scoring.names import Names
from helpers.trace import Figure, Operation


@dataclass(frozen=True)
class Reported:
    """Values that institutions report (`avances`), by indicator, window, level and code."""

    values: Mapping[tuple[str, Period, str, str], Sourced]

    def get(self, indicator: str, period: Period, level: str, code: str) -> Sourced | None:
        return self.values.get((indicator, period, level, code))

    def places(self, indicator: str, period: Period) -> tuple[tuple[str, str], ...]:
        """Level and code of whoever reports an indicator in a window, in the order reported."""
        return tuple(key[2:] for key in self.values if key[:2] == (indicator, period))


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
        parts = self.children(node) if node.level in self.method.consolidacion else []
        self._settle(Subject(indicator, window, node.level, node.code, node.name), parts)

    def _score_actions(self, indicator: str, window: Period) -> None:
        for row in self.dataset.rows("acciones") if "acp" in self.method.consolidacion else ():
            code = row.text("acp")
            self._settle(
                Subject(indicator, window, "acp", code, self.names.of("acp", code)), self.answering_for(code)
            )

    def _settle(self, subject: Subject, nodes: Sequence[Node]) -> None:
        """Enter the mean of the parts or the reported value, whichever counts; keep the other beside it."""
        own = self.reported.get(subject.indicator, subject.period, subject.level, subject.code)
        parts = self._figures(subject, nodes)
        plan = self.method.consolidacion.get(subject.level)
        if own is None and not parts:
            self._derive(subject)
        elif own is not None and (not parts or (plan and plan.prevalece == "reportado")):
            self.ledger.read(subject, [own], f"Informado por «{subject.name}».")
            if parts:
                self._mean(self.ledger.beside(subject, PARTS_SUFFIX), nodes, parts)
        else:
            self._mean(subject, nodes, parts)
            if own is not None:
                beside = self.ledger.beside(subject, REPORTED_SUFFIX)
                self.ledger.read(beside, [own], f"Informado por «{subject.name}»; no cuenta.")

    def _derive(self, subject: Subject) -> None:
        """Where nothing is reported, what the method's formula gives from the subject's other indicators."""
        rule = self.method.indicadores[subject.indicator].rule(subject.period)
        formula = rule.formula if rule else None
        operands = self.ledger.operands(formula, subject) if formula else None
        if formula is not None and operands:
            self.ledger.formula(
                subject, formula.text, operands, f"No informado; {self.ledger.words(formula)}."
            )

    def _score_categories(self, indicator: str, window: Period) -> None:
        if "cat_prog" not in self.method.consolidacion:
            return
        for link in self.dataset.rows("vinculacion"):
            category, unit = link.text("cat_prog"), link.text("unidad")
            figure = self.ledger.get(indicator, window, "unidad", unit) if unit else None
            if figure is not None and self.ledger.get(indicator, window, "cat_prog", category) is None:
                subject = Subject(
                    indicator, window, "cat_prog", category, self.names.of("cat_prog", category)
                )
                self.ledger.combine(
                    subject, Operation.SAME, [figure], f"La de su unidad responsable, «{figure.name}»."
                )

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

    def _figures(self, subject: Subject, nodes: Sequence[Node]) -> list[Figure]:
        return [
            figure
            for node in nodes
            if (figure := self.ledger.get(subject.indicator, subject.period, *node.key))
        ]

    def _mean(self, subject: Subject, nodes: Sequence[Node], parts: Sequence[Figure]) -> None:
        present = {(figure.level, figure.code) for figure in parts}
        absent = [node.code for node in nodes if node.key not in present]
        without = f"; sin dato y fuera del promedio: {', '.join(absent)}" if absent else ""
        rule = f"Promedio simple de {len(parts)} {_level_words(parts)}{without}."
        self.ledger.combine(subject, Operation.MEAN, parts, rule)


LEVEL_WORDS = {
    "servicio": ("servicio", "servicios"),
    "area": ("área", "áreas"),
    "tipo": ("tipo de puesto", "tipos de puesto"),
    "subtipo": ("subtipo de puesto", "subtipos de puesto"),
    "unidad": ("unidad", "unidades"),
    "puesto": ("puesto", "puestos"),
}


def _level_words(parts: Sequence[Figure]) -> str:
    levels = {part.level for part in parts}
    one, many = LEVEL_WORDS[levels.pop()] if len(levels) == 1 else ("parte", "partes")
    return one if len(parts) == 1 else many
