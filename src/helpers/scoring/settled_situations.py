"""The situation of every node, action and group in each window, settled once for all later packages (`situations`).

A subject without figure may have had nothing programmed, may have reported only a part, may have no tasks in the plan,
or may be missing data. A figure may be left out of the means because its form came late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.periods import Period
from helpers.figures.records import REPORTING, Node
from helpers.figures.series import YEAR
from helpers.figures.situations import NOT_DUE, Situation
from helpers.scoring.levels.consolidate import Consolidator
from helpers.scoring.levels.level_parts import Key, Part, Parts
from helpers.scoring.levels.task_scores import OperationTasks
from helpers.scoring.planning.plan_in_force import FOR_POSTS, is_reported, percentage_levels
from helpers.settings.scales import PLAN_LEVELS

ACTION, UNIT = "acp", "unidad"
PLAIN = (Situation.DATA, Situation.ZERO, Situation.NO_DATA)
"""Situations that readers derive from the figures, so no listing keeps them."""
Listing = tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class SituationScorer:
    """Settles the situation of each node, action and group in the windows that a consolidator scored."""

    consolidator: Consolidator

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Keys of the indicators with a rule `consolidar`, in the method's order."""
        defined = self.consolidator.ledger.method.indicadores
        return tuple(name for name, indicator in defined.items() if indicator.is_consolidated)

    def percent_levels(self, window: Period) -> frozenset[str]:
        """Return the levels that are expected to report percentages in a window (`percentage_levels`).

        Without a plan by tasks, all units and posts must report as soon as one of them does; but posts need not where
        their types report for them and no post reports itself.
        """
        plan = self.consolidator.plan
        levels = percentage_levels(plan, self.consolidator.ledger.method, window)
        if not levels & set(REPORTING) or plan.by_version:
            return levels
        return levels | {UNIT} if levels & FOR_POSTS else levels | frozenset(REPORTING)

    def listing(self) -> Listing:
        """Return a row for every subject and window whose situation the figures alone do not tell.

        Returns
        -------
        tuple of Mapping
            `periodo`, `nivel`, `codigo` and `situacion` (a value of `Situation`).
        """
        rows: list[Mapping[str, str]] = []
        for window, parts in self.consolidator.followed.items():
            settled = self._settled(window, parts)
            rows += [_row(key, window, kind.value) for key, kind in settled.items() if kind not in PLAIN]
        return tuple(rows)

    def reporters(self, windows: Iterable[Period]) -> Listing:
        """Return the subjects that report the data of each window; none where the method consolidates no indicator.

        They are the nodes with tasks and the lowest ones whose level reports percentages; the actions, if they report
        percentages and no unit or post does. Without any, they are the lowest units and posts, else the actions, else
        the entity. Months are left out, because they have the same reporters as their quarters.

        Returns
        -------
        tuple of Mapping
            `periodo`, `nivel` and `codigo`.
        """
        if not self.indicators:
            return ()
        return tuple(
            {"periodo": window.code, "nivel": level, "codigo": code}
            for window in windows
            if not window.is_month
            for level, code in self._reporters(window)
        )

    def _settled(self, window: Period, parts: Parts) -> Mapping[Key, Situation]:
        """The situation of every subject in a window, from the bottom up."""
        found: dict[Key, Situation] = {}
        levels = self.percent_levels(window)
        for subject in self.consolidator.subjects(self.indicators[0], window):
            node = self.consolidator.dataset.node(subject.level, subject.code)
            own = self._own(node, window, parts, levels) if node else None
            key = (subject.level, subject.code)
            found[key] = own or self._from_parts(key, window, parts, found)
        return found

    def _own(self, node: Node, window: Period, parts: Parts, levels: frozenset[str]) -> Situation | None:
        """A node's situation from its figure (`LATE` or `DATA`), else from its own operations.

        Without these, None if nodes are below it; else `NO_DATA` if it should report, and `NOT_FOLLOWED` if not.
        """
        if self._has_figure(node.key, window):
            is_late = self.consolidator.tree.is_late(Part(*node.key), window)
            return Situation.LATE if is_late else Situation.DATA
        operations = [item for item in parts.under(*node.key) if item.node == node]
        if operations:
            return _of_tasks(operations, window)
        if node.key in self.consolidator.tree.children:
            return None
        return Situation.NO_DATA if self._is_asked(node, levels) else Situation.NOT_FOLLOWED

    def _is_asked(self, node: Node, levels: frozenset[str]) -> bool:
        """Whether a node without tasks should report: its level reports percentages, or no level reports anything."""
        nobody = not levels and not self.consolidator.plan.by_version
        return node.level in levels or (nobody and node.level in REPORTING)

    def _from_parts(self, key: Key, window: Period, parts: Parts, settled: Mapping[Key, Situation]) -> Situation:
        """The situation of a subject computed from parts: `DATA` with a figure.

        Without figure, `LATE` if the parts with one are late, one of `NOT_DUE` if no part was due, else `NO_DATA`.
        """
        if self._has_figure(key, window):
            return Situation.DATA
        plan = self.consolidator.ledger.method.consolidacion.get(key[0])
        below = [part for kind in plan.partes for part in parts.of(kind, *key)] if plan else []
        kinds = {settled.get(part, Situation.NO_DATA) for part in below if part.level not in PLAN_LEVELS}
        operations = parts.under(*key)
        if operations:
            kinds.add(_of_tasks(operations, window, key[1] if key[0] == ACTION else ""))
        if (window, key) in self.consolidator.late:
            return Situation.LATE
        if not kinds or not all(kind in NOT_DUE for kind in kinds):
            return Situation.NO_DATA
        return next(kind for kind in (Situation.BY_YEAR, *NOT_DUE) if kind in kinds)

    def _has_figure(self, key: Key, window: Period) -> bool:
        """Whether a subject has a figure of any of `indicators` in a window."""
        return any(self.consolidator.ledger.get(name, window, *key) for name in self.indicators)

    def _reporters(self, window: Period) -> Iterator[Key]:
        """Level and code of the subjects that report the data of one window (see `reporters`)."""
        nodes, actions = self.consolidator.dataset.nodes, self._actions
        plan, levels = self.consolidator.plan, self.percent_levels(window)
        busy = {plan.units[task.unit].key for task in plan.tasks(window) if task.unit in plan.units}
        asked = [node for node in nodes if node.key in busy or node.level in levels]
        if not asked and ACTION not in levels:
            parents = self.consolidator.tree.children
            asked = [node for node in nodes if node.level in REPORTING and node.key not in parents]
        above = {key for node in asked for key in self.consolidator.tree.above(node)}
        yield from (node.key for node in asked if node.key not in above or node.key in busy)
        if ACTION in levels and not any(node.level in REPORTING for node in asked):
            yield from actions
        elif not asked:
            yield from actions or [node.key for node in nodes if node.level == "entidad"]

    @property
    def _actions(self) -> list[Key]:
        rows = self.consolidator.dataset.rows("acciones")
        return [(ACTION, code) for code in dict.fromkeys(row.text("acp") for row in rows)]


def _of_tasks(operations: Sequence[OperationTasks], window: Period, action: str = "") -> Situation:
    """The situation of operations without figure in a window, or only of an action's tasks in them.

    If any task was due, it is `PARTIAL` with a report of any task, else `NO_DATA`; if none was, `BY_YEAR` for a part of
    the year in which a task has an amount for the whole year only, else `NOTHING_DUE`.
    """
    tasks = [task for item in operations for task in item.tasks if action in ("", task.action)]
    due = {task.task for item in operations for task in item.unreported}
    due |= {figure.code for item in operations for figure in item.scored}
    if any(task.task in due for task in tasks):
        return Situation.PARTIAL if any(is_reported(task, window) for task in tasks) else Situation.NO_DATA
    is_part = (window.first, window.last) != (1, YEAR)
    return Situation.BY_YEAR if is_part and any(task.is_by_year for task in tasks) else Situation.NOTHING_DUE


def _row(key: Key, window: Period, kind: str) -> Mapping[str, str]:
    return {"periodo": window.code, "nivel": key[0], "codigo": key[1], "situacion": kind}
