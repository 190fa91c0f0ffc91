"""Which nodes, actions, operations and tasks are the parts of each level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from helpers.base.periods import Period
from helpers.base.python_extras import by_key, not_none
from helpers.figures.records import REPORTING, Node
from helpers.figures.series import Series
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import TASK
from helpers.scoring.levels.task_scores import OperationTasks
from helpers.scoring.planning.plan_in_force import told_late, unit_node
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida

Key = tuple[str, str]


class Part(NamedTuple):
    """A node, action, group, operation or task that is a part of a level; equal to its `Key`."""

    level: str
    code: str


@dataclass(frozen=True)
class Parts:
    """The parts of every subject in one window.

    Attributes
    ----------
    tree : Tree
    operations : tuple of OperationTasks
        Of the plan's version in force in the window; empty where tasks do not score the indicator.
    """

    tree: Tree
    operations: tuple[OperationTasks, ...]

    def of(self, kind: str, level: str, code: str) -> tuple[Part, ...]:
        """Return a subject's parts of one kind, in the structure's or the plan's order, also parts without a figure.

        Parameters
        ----------
        kind : str
            As methods name kinds of parts: `estructura`, `unidades`, `tareas`… `unidad_responsable` is always empty
            here, because it depends on which unit has a figure: the consolidator finds it.
        level, code : str
            The subject; without such parts the result is empty.

        Raises
        ------
        KeyError
            For a kind that does not exist.
        """
        return tuple(self._kinds[kind](level, code))

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[str, str], Iterable[Part]]]:
        """For each kind of parts, the function that gives them from level and code."""
        return {
            "estructura": lambda level, code: map(_part, self.tree.children.get((level, code), ())),
            "unidades": lambda level, code: map(_part, self.tree.ends_below(level, code)),
            "responsables": lambda _, code: map(_part, self.tree.answering_for(code)),
            "acciones": lambda level, code: (Part("acp", action) for action in self.tree.actions_of(level, code)),
            "grupos": lambda *_: (Part("grupo", group) for group in self.tree.groups),
            "operaciones": lambda level, code: (Part("operacion", item.code) for item in self.under(level, code)),
            "tareas": lambda level, code: (Part(TASK, task.task) for task in self.tasks_of(level, code)),
            "unidad_responsable": lambda *_: (),
        }

    def tasks_of(self, level: str, code: str) -> Iterator[Series]:
        """Yield the tasks below a subject; of an action or a group, only its own tasks within its operations."""
        for task in (task for operation in self.under(level, code) for task in operation.tasks):
            owner = {"acp": task.action, "grupo": self.tree.group_of.get(task.action)}.get(level, code)
            if owner == code:
                yield task

    def under(self, level: str, code: str) -> Sequence[OperationTasks]:
        """Return the operations below a node, an action or a group, with their tasks; for an operation, itself.

        Empty for a subject without operations.
        """
        return self._by_place.get((level, code), ())

    @cached_property
    def doers(self) -> Mapping[Key, Part]:
        """The node that carries out each operation and task; those whose node the structure lacks are absent."""
        known = [(operation, _part(operation.node)) for operation in self.operations if operation.node is not None]
        of_tasks = {(TASK, task.task): node for operation, node in known for task in operation.tasks}
        return of_tasks | {("operacion", operation.code): node for operation, node in known}

    @cached_property
    def unreported(self) -> frozenset[str]:
        """Codes of the tasks that were programmed in the window and have no report."""
        return frozenset(task.task for operation in self.operations for task in operation.unreported)

    @cached_property
    def _by_place(self) -> Mapping[Key, Sequence[OperationTasks]]:
        """Operations of every subject that has any."""
        return by_key((place, operation) for operation in self.operations for place in self._places(operation))

    def _places(self, operation: OperationTasks) -> Iterator[Key]:
        """Keys of the subjects that an operation belongs to."""
        yield "operacion", operation.code
        yield from (("acp", action) for action in operation.actions)
        groups = (self.tree.group_of.get(action) for action in operation.actions)
        yield from (("grupo", group) for group in dict.fromkeys(groups) if group)
        if operation.node is not None:
            yield from (operation.node.key, *self.tree.above(operation.node))


@dataclass(frozen=True)
class Tree:
    """Look-ups in the structure, the actions, the links of the budget and the dates of forms."""

    dataset: Dataset
    corrida: Corrida
    method: Metodo

    @cached_property
    def children(self) -> Mapping[Key, Sequence[Node]]:
        """The nodes directly below each node, by its level and code, in order; nodes with none below are absent."""
        return by_key((node.parent, node) for node in self.dataset.nodes if node.parent is not None)

    def above(self, node: Node) -> tuple[Key, ...]:
        """Return the keys (level, code) of the nodes above a node, nearest first; empty for the topmost."""
        found = []
        current: Node | None = node
        while current is not None and current.parent is not None:
            found.append(current.parent)
            current = self.dataset.node(*current.parent)
        return tuple(found)

    def ends_below(self, level: str, code: str) -> tuple[Node, ...]:
        """Return the units and posts at any depth below a node that have no nodes below themselves, in order.

        Empty for such a unit or post itself.
        """
        return self._ends.get((level, code), ())

    @cached_property
    def _ends(self) -> Mapping[Key, tuple[Node, ...]]:
        """By key, the units and posts below each node that have no nodes below themselves."""
        ends = [node for node in self.dataset.nodes if node.level in REPORTING and node.key not in self.children]
        found = by_key((key, node) for node in ends for key in self.above(node))
        return {key: tuple(nodes) for key, nodes in found.items()}

    def answering_for(self, action: str) -> tuple[Node, ...]:
        """Return the nodes that answer for an action, in the structure's order; empty if none does.

        They name the action and have no node above that also names it.
        """
        return tuple(
            node
            for node in self.dataset.nodes
            if node.acp == action and all(not_none(self.dataset.node(*key)).acp != action for key in self.above(node))
        )

    def units_of(self, category: str) -> Sequence[Node]:
        """Return the units, posts and types that `vinculacion` links to a budget category, in its order."""
        return self._units_of.get(category, ())

    @cached_property
    def _units_of(self) -> Mapping[str, Sequence[Node]]:
        links = self.dataset.rows("vinculacion")
        units = ((link.text("cat_prog"), unit_node(self.dataset, link.text("unidad"))) for link in links)
        return by_key((category, unit) for category, unit in units if unit is not None)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Codes of the groups of actions, each once, in the order of `acciones`."""
        return tuple(dict.fromkeys(group for row in self.dataset.rows("acciones") if (group := row.text("grupo"))))

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The group of each action, by code; an empty text for an action without group."""
        return {row.text("acp"): row.text("grupo") for row in self.dataset.rows("acciones")}

    def actions_of(self, level: str, code: str) -> tuple[str, ...]:
        """Return the codes of a group's short-term actions (ACP), in order; empty for an unknown group.

        For a level other than `grupo`, these are all actions, whatever the code.
        """
        return tuple(
            row.text("acp") for row in self.dataset.rows("acciones") if level != "grupo" or row.text("grupo") == code
        )

    def is_late(self, part: Part, window: Period) -> bool:
        """Tell whether a unit or post is left out of a window because a form of its last quarter came late.

        False where the method counts late forms. Late is after the period's deadline. Of several dates for a form, the
        first one counts; a form without date is late if its row says so. False for other parts, without form, and for a
        dated form of a period without deadline.
        """
        return (part.code, window.quarter_number) in self._late if part.level in REPORTING else False

    @cached_property
    def _late(self) -> frozenset[tuple[str, int]]:
        """Code of the unit and number of the quarter of every late form. Of a form's dates, the first one counts."""
        if self.method.tardios != "fuera":
            return frozenset()
        stated_late: set[tuple[str, Period]] = set()
        last: dict[tuple[str, Period], date] = {}
        for row in self.dataset.rows("presentaciones"):
            period, day = row.period("periodo"), row.date("fecha_presentacion")
            if period is None:
                continue
            key = (row.text("unidad"), period)
            if day is not None:
                last[key] = min(last.get(key, day), day)
            elif told_late(row):
                stated_late.add(key)
        late = {key for key, day in last.items() if self._is_after(key[1], day)} | (stated_late - last.keys())
        return frozenset((unit, period.quarter_number) for unit, period in late)

    def _is_after(self, period: Period, day: date) -> bool:
        """Whether a day is after the last one for a period's form; False for a period without deadline."""
        deadline = self.corrida.plazos.get(period.code)
        return deadline is not None and day > deadline.last


def _part(node: Node) -> Part:
    return Part(*node.key)
