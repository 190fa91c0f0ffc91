"""What is known of everybody in each window, settled once for tables, charts, sentences and rules (`situations`).

Somebody without a figure may have had nothing programmed, may have reported a part, may not be followed by the plan at
all, or may be wanting. A figure may stay out of the means because its form came late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.periods import Period
from helpers.records import Node
from helpers.scales import PLAN_LEVELS
from helpers.scoring.consolidate import Consolidator
from helpers.scoring.parts import ENDS, Key, Part, Parts
from helpers.scoring.plan import Plan
from helpers.scoring.tasks import OperationTasks
from helpers.series import YEAR, Series
from helpers.situations import NOT_DUE, Situation, consolidated_in

ACTION, UNIT = "acp", "unidad"
FOR_POSTS = frozenset({"tipo", "subtipo"})
"""Levels that may report for the posts that hang from them."""
PLAIN = (Situation.DATA, Situation.ZERO, Situation.NO_DATA)
"""What a figure, or the want of one, tells by itself."""
Listing = tuple[Mapping[str, str], ...]


def has_data(plan: Plan, node: Node, window: Period) -> bool:
    """Whether anything of a node's own is in the data of a window: an executed amount, zero too, or a percentage."""
    own = (task for task in plan.tasks(window) if plan.units.get(task.unit) == node)
    if any(_is_reported(task, window) for task in own):
        return True
    return any(
        row.number("valor") is not None and row.period("periodo") == window
        for row in plan.dataset.rows("avances")
        if (row.text("nivel"), row.text("codigo")) == node.key
    )


def is_due(task: Series, window: Period) -> bool:
    """Whether a task has something programmed in a window, or for the year without saying when."""
    in_window = any((task.programmed[place] or 0) > 0 for place in task.places(task.programmed, window))
    return in_window or (task.programmed[YEAR] or 0) > 0


@dataclass(frozen=True)
class SituationScorer:
    """Settles what is known of each node, action and group in the windows that a consolidator scored."""

    consolidator: Consolidator

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        return consolidated_in(self.consolidator.method.model_dump(mode="json")["indicadores"])

    @cached_property
    def percent_levels(self) -> frozenset[str]:
        """The levels of which percentages are expected: anybody of them reports some in the year.

        Where there is no plan by tasks and any unit or post reports, all of them have to; but posts do not where
        their types report for them and no post reports on its own.
        """
        rows = self.consolidator.dataset.rows("avances")
        found = frozenset(row.text("nivel") for row in rows if row.text("indicador") in self.indicators)
        if not found & set(ENDS) or self.consolidator.plan.by_version:
            return found
        return found | {UNIT} if found & FOR_POSTS else found | frozenset(ENDS)

    def listing(self) -> Listing:
        """A row for everybody of whom a figure alone, or the want of one, would not tell what is known."""
        found: list[Mapping[str, str]] = []
        for window, parts in self.consolidator.followed.items():
            settled = self._settled(window, parts)
            found += [_row(key, window, kind.value) for key, kind in settled.items() if kind not in PLAIN]
        return tuple(found)

    def reporters(self, windows: Iterable[Period]) -> Listing:
        """Those whose data the figures of each window begin with; months have the same as their quarters.

        Nobody, where the method measures no progress: it asks nobody for any.
        """
        if not self.consolidator.method.indicadores.keys() & set(self.indicators):
            return ()
        return tuple(
            {"periodo": window.code, "nivel": level, "codigo": code}
            for window in windows
            if not window.is_month
            for level, code in self._reporters(window)
        )

    def _settled(self, window: Period, parts: Parts) -> Mapping[Key, Situation]:
        found: dict[Key, Situation] = {}
        for subject in self.consolidator.subjects(self.indicators[0], window):
            node = self.consolidator.dataset.node(subject.level, subject.code)
            own = self._own(node, window, parts) if node else None
            key = (subject.level, subject.code)
            found[key] = own or self._from_parts(key, window, parts, found)
        return found

    def _own(self, node: Node, window: Period, parts: Parts) -> Situation | None:
        """What a node's own data say; None where only what it is had from can tell."""
        if self._has_figure(node.key, window):
            return Situation.LATE if self._is_late(node.key, window) else Situation.DATA
        operations = [item for item in parts.under(*node.key) if item.node == node]
        if operations:
            return _of_tasks(operations, window)
        if node.key in self.consolidator.tree.children:
            return None
        return Situation.NO_DATA if self._is_asked(node) else Situation.NOT_FOLLOWED

    def _is_asked(self, node: Node) -> bool:
        """Whether percentages are expected of a node without tasks: its level reports them, or nobody reports."""
        nobody = not self.percent_levels and not self.consolidator.plan.by_version
        return node.level in self.percent_levels or (nobody and node.level in ENDS)

    def _from_parts(
        self, key: Key, window: Period, parts: Parts, settled: Mapping[Key, Situation]
    ) -> Situation:
        """Of whoever is had from others: nothing was programmed where nothing was for any of them."""
        if self._has_figure(key, window):
            return Situation.DATA
        plan = self.consolidator.method.consolidacion.get(key[0])
        below = [part for kind in plan.partes for part in parts.of(kind, *key)] if plan else []
        kinds = {settled.get(part.key, Situation.NO_DATA) for part in below if part.level not in PLAN_LEVELS}
        operations = parts.under(*key)
        if operations:
            kinds.add(_of_tasks(operations, window, key[1] if key[0] == ACTION else ""))
        if not kinds or not all(kind in NOT_DUE for kind in kinds):
            return Situation.NO_DATA
        return next(kind for kind in (Situation.BY_YEAR, *NOT_DUE) if kind in kinds)

    def _has_figure(self, key: Key, window: Period) -> bool:
        return any(self.consolidator.ledger.get(name, window, *key) for name in self.indicators)

    def _is_late(self, key: Key, window: Period) -> bool:
        leaves_out = self.consolidator.method.tardios == "fuera"
        return leaves_out and self.consolidator.tree.is_late(Part(*key), window)

    def _reporters(self, window: Period) -> Iterator[Key]:
        """The lowest of those who have tasks or report percentages; where nobody does, units, or actions."""
        nodes, actions = self.consolidator.dataset.nodes, self._actions
        plan = self.consolidator.plan
        busy = {plan.units[task.unit].key for task in plan.tasks(window) if task.unit in plan.units}
        asked = [node for node in nodes if node.key in busy or node.level in self.percent_levels]
        if not asked and ACTION not in self.percent_levels:
            asked = [node for node in nodes if node.level in ENDS and node.key not in self.consolidator.tree.children]
        above = self._above(asked)
        yield from (node.key for node in asked if node.key not in above or node.key in busy)
        if ACTION in self.percent_levels and not any(node.level in ENDS for node in asked):
            yield from actions
        elif not asked:
            yield from actions or [node.key for node in nodes if node.level == "entidad"]

    def _above(self, nodes: Iterable[Node]) -> frozenset[Key]:
        return frozenset(key for node in nodes for key in self.consolidator.tree.above(node))

    @property
    def _actions(self) -> list[Key]:
        rows = self.consolidator.dataset.rows("acciones")
        return [(ACTION, code) for code in dict.fromkeys(row.text("acp") for row in rows)]


def _of_tasks(operations: Sequence[OperationTasks], window: Period, action: str = "") -> Situation:
    """What is known of some operations, or of one action's tasks in them, that give no figure in a window."""
    tasks = [task for item in operations for task in item.all if action in ("", task.action)]
    due = {task.task for item in operations for task in item.unreported}
    due |= {figure.code for item in operations for figure in item.scored}
    if any(task.task in due for task in tasks):
        return Situation.PARTIAL if any(_is_reported(task, window) for task in tasks) else Situation.NO_DATA
    by_year = (task.programmed[YEAR] is not None and not any(task.programmed[:YEAR]) for task in tasks)
    is_part = (window.first, window.last) != (1, YEAR)
    return Situation.BY_YEAR if is_part and any(by_year) else Situation.NOTHING_DUE


def _is_reported(task: Series, window: Period) -> bool:
    return any(task.executed[place] is not None for place in task.places(task.executed, window))


def _row(key: Key, window: Period, kind: str) -> Mapping[str, str]:
    return {"periodo": window.code, "nivel": key[0], "codigo": key[1], "situacion": kind}
