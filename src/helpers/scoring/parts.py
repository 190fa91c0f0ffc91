"""Of what parts a level is had: children, units below, those who answer for an action, operations, tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from helpers.intake.dataset import Dataset
from helpers.params import Corrida
from helpers.periods import Period
from helpers.records import Node, Row
from helpers.scoring.ledger import TASK
from helpers.scoring.names import Names
from helpers.scoring.tasks import OperationTasks

ENDS = ("unidad", "puesto")
"""Levels of those who carry out the plan."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody or something that a level is had from."""

    level: str
    code: str

    @property
    def key(self) -> Key:
        return (self.level, self.code)


@dataclass(frozen=True)
class Parts:
    """The parts of anything in one window.

    Attributes
    ----------
    operations : tuple of OperationTasks
        Of the version of the plan that rules in the window; none where the indicator is not scored by tasks.
    """

    tree: Tree
    operations: tuple[OperationTasks, ...]

    def of(self, kind: str, level: str, code: str) -> tuple[Part, ...]:
        """Parts of a kind, as methods name kinds, in order; those that have no figure too."""
        return tuple(self._kinds[kind](level, code))

    @cached_property
    def _kinds(self) -> Mapping[str, Callable[[str, str], Iterable[Part]]]:
        return {
            "estructura": lambda level, code: map(_part, self.tree.children.get((level, code), ())),
            "unidades": lambda level, code: map(_part, self.tree.ends_below(level, code)),
            "responsables": lambda _, code: map(_part, self.tree.answering_for(code)),
            "acciones": lambda level, code: (Part("acp", action) for action in self.tree.actions_of(level, code)),
            "grupos": lambda *_: (Part("grupo", group) for group in self.tree.groups),
            "operaciones": lambda level, code: (Part("operacion", item.code) for item in self.under(level, code)),
            "tareas": self._tasks,
            "unidad_responsable": lambda *_: (),
        }

    def _tasks(self, level: str, code: str) -> Iterable[Part]:
        for operation in self.under(level, code):
            for task in operation.all:
                if level != "acp" or task.action == code:
                    yield Part(TASK, task.task)

    def under(self, level: str, code: str) -> Sequence[OperationTasks]:
        """The operations of a node and of all below it, of an action, or the one of that code."""
        return self._by_place.get((level, code), ())

    def doer(self, part: Part) -> Part | None:
        """The unit that carries out an operation or a task; None where the structure does not have it."""
        node = self._doers.get(part.key)
        return None if node is None else _part(node)

    @cached_property
    def _doers(self) -> Mapping[Key, Node | None]:
        of_operations = {("operacion", operation.code): operation.node for operation in self.operations}
        return of_operations | {(TASK, task.task): item.node for item in self.operations for task in item.all}

    @cached_property
    def unreported(self) -> frozenset[str]:
        """Tasks that were scheduled and of which nothing was reported."""
        return frozenset(task.task for operation in self.operations for task in operation.unreported)

    @cached_property
    def _by_place(self) -> Mapping[Key, Sequence[OperationTasks]]:
        found: dict[Key, list[OperationTasks]] = {}
        for operation in self.operations:
            groups = dict.fromkeys(group for action in operation.actions if (group := self.tree.group_of.get(action)))
            places = [("operacion", operation.code), *(("acp", action) for action in operation.actions)]
            places += [("grupo", group) for group in groups]
            if operation.node is not None:
                places += [operation.node.key, *self.tree.above(operation.node)]
            for place in places:
                found.setdefault(place, []).append(operation)
        return found


@dataclass(frozen=True)
class Tree:
    """The structure and the actions, ready to be asked for."""

    dataset: Dataset
    corrida: Corrida
    names: Names

    @cached_property
    def children(self) -> Mapping[Key, Sequence[Node]]:
        """Nodes right below each node, in order."""
        found: dict[Key, list[Node]] = {}
        for node in self.dataset.nodes:
            if node.parent is not None:
                found.setdefault(node.parent, []).append(node)
        return found

    def above(self, node: Node) -> tuple[Key, ...]:
        """Keys of the nodes above one, nearest first."""
        found = []
        current = node
        while current is not None and current.parent is not None:
            found.append(current.parent)
            current = self.dataset.node(*current.parent)
        return tuple(found)

    def ends_below(self, level: str, code: str) -> tuple[Node, ...]:
        """Units and posts below a node that have none below themselves."""
        return self._ends.get((level, code), ())

    @cached_property
    def _ends(self) -> Mapping[Key, tuple[Node, ...]]:
        found: dict[Key, list[Node]] = {}
        for node in self.dataset.nodes:
            if node.level in ENDS and node.key not in self.children:
                for key in self.above(node):
                    found.setdefault(key, []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    def answering_for(self, action: str) -> tuple[Node, ...]:
        """Nodes that name an action and have no ancestor naming the same one."""
        return tuple(
            node
            for node in self.dataset.nodes
            if node.acp == action and all(self.dataset.node(*key).acp != action for key in self.above(node))
        )

    def units_of(self, category: str) -> Sequence[str]:
        """The units that a category serves, in order."""
        return self._units_of.get(category, ())

    @cached_property
    def _units_of(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for link in self.dataset.rows("vinculacion"):
            if link.text("unidad"):
                found.setdefault(link.text("cat_prog"), []).append(link.text("unidad"))
        return found

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups of actions, in order."""
        return tuple(dict.fromkeys(group for row in self.dataset.rows("acciones") if (group := row.text("grupo"))))

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The group of each action; empty for those of none."""
        return {row.text("acp"): row.text("grupo") for row in self.dataset.rows("acciones")}

    def actions_of(self, level: str, code: str) -> tuple[str, ...]:
        """The actions of a group, or all of them."""
        return tuple(
            row.text("acp") for row in self.dataset.rows("acciones") if level != "grupo" or row.text("grupo") == code
        )

    def is_late(self, part: Part, window: Period) -> bool:
        """Whether a unit's form for the quarter that a window ends in came after its deadline."""
        return (part.code, window.quarter_number) in self._late if part.level in ENDS else False

    @cached_property
    def _late(self) -> frozenset[tuple[str, int]]:
        told: set[tuple[str, Period]] = set()
        last: dict[tuple[str, Period], date] = {}
        for row in self.dataset.rows("presentaciones"):
            period, day = row.period("periodo"), row.date("fecha_presentacion")
            key = (row.text("unidad"), period)
            if period is not None and day is not None:
                last[key] = min(last.get(key, day), day)
            elif period is not None and told_late(row):
                told.add(key)
        late = {key for key, day in last.items() if self._is_after(key[1], day)} | (told - last.keys())
        return frozenset((unit, period.quarter_number) for unit, period in late)

    def _is_after(self, period: Period, day: date) -> bool:
        deadline = self.corrida.plazos.get(period.code)
        return deadline is not None and day > deadline.last


def told_late(form: Row) -> bool:
    """Whether a document says of a form, without its date, that it came after the last day."""
    return form.date("fecha_presentacion") is None and form.text("en_plazo") == "no"


def _part(node: Node) -> Part:
    return Part(node.level, node.code)
