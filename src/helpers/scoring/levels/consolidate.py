"""Consolidation: from tasks and reported values up to operations, units, areas, actions and the entity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from helpers.base.periods import Period
from helpers.figures.figure import Figure
from helpers.figures.figure_names import REPORTED_SUFFIX
from helpers.figures.records import LEVELS
from helpers.figures.replay import PARTS_SUFFIX
from helpers.intake.dataset import Dataset
from helpers.scoring.entered_figures import TASK, Names, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.combine import Combined, Combiner
from helpers.scoring.levels.formula_indicators import MethodFormulas, Reported
from helpers.scoring.levels.level_parts import Key, Part, Parts, Tree
from helpers.scoring.levels.part_weights import Weights
from helpers.scoring.levels.task_scores import OperationTasks, TaskScorer
from helpers.scoring.planning.plan_in_force import Plan, percentage_levels
from helpers.settings.rollups import Consolidacion
from helpers.settings.scales import PLAN_LEVELS

OPERATION = "operacion"
CATEGORY = "cat_prog"
Derive = Callable[[Subject], None]


@dataclass(frozen=True)
class Consolidator:
    """Enters task scores, reported values and their roll-ups into a ledger.

    Attributes
    ----------
    scored : dict of Period to Parts
        By window, the parts with the tasks that weights by number of tasks count: those of the first indicator scored.
    followed : dict of Period to Parts
        By window, the parts with the tasks of the indicator that tasks score; without tasks if there is none.
    late : set of (Period, (level, code))
        Windows and subjects without figure because the forms of all their parts with one came late.
    """

    ledger: Ledger
    dataset: Dataset
    reported: Reported
    names: Names
    plan: Plan
    tree: Tree
    scored: dict[Period, Parts] = field(default_factory=dict)
    followed: dict[Period, Parts] = field(default_factory=dict)
    late: set[tuple[Period, Key]] = field(default_factory=set)

    def score(self, indicator: str, window: Period, instead: Derive | None = None) -> frozenset[tuple[str, str]]:
        """Compute an indicator in a window for every level, from the bottom up, and enter the figures into the ledger.

        Parameters
        ----------
        indicator : str
        window : Period
        instead : callable, optional
            Called with each subject without tasks of its own or below, to enter its figure; without it, reported values
            are consolidated.

        Returns
        -------
        frozenset of (level, code)
            All subjects visited (`subjects`), with or without a figure; tasks and operations are not among them.
        """
        operations = self._tasks.score(indicator, window)
        parts = Parts(self.tree, operations)
        # The number of tasks does not depend on the indicator: all indicators use the same weights.
        with_tasks = self.scored.setdefault(window, parts)
        if operations or window not in self.followed:
            self.followed[window] = parts
        weights = Weights(self.ledger, self.plan, with_tasks, self.names, indicator, window)
        level_by_level = _Levels(self, parts, Combiner(self.ledger, weights), indicator, window)
        for operation in operations:
            level_by_level.operation(operation)
        subjects = tuple(self.subjects(indicator, window))
        for subject in subjects:
            if instead is None or level_by_level.rests_on_tasks(subject):
                level_by_level.settle(subject)
            else:
                instead(subject)
            level_by_level.note_idle(subject)
        return frozenset((subject.level, subject.code) for subject in subjects)

    @cached_property
    def _tasks(self) -> TaskScorer:
        return TaskScorer(self.ledger, self.plan)

    @cached_property
    def formulas(self) -> MethodFormulas:
        """The method's formulas, which enter their results into this consolidator's ledger."""
        return MethodFormulas(self.ledger)

    def subjects(self, indicator: str, window: Period) -> Iterator[Subject]:
        """Yield an indicator's subjects: nodes from the bottom up, actions, groups, the entity, categories.

        Levels that the method does not consolidate are included: their subjects may report a value. Tasks and
        operations are not.
        """
        for level in reversed(LEVELS[1:]):
            for node in self.dataset.nodes:
                if node.level == level:
                    yield Subject(indicator, window, node.level, node.code, node.name)
        for level, codes in (
            ("acp", [row.text("acp") for row in self.dataset.rows("acciones")]),
            ("grupo", self.tree.groups),
            (LEVELS[0], [node.code for node in self.dataset.nodes if node.level == LEVELS[0]]),
            (CATEGORY, dict.fromkeys(row.text(CATEGORY) for row in self.dataset.rows("vinculacion"))),
        ):
            for code in codes:
                yield Subject(indicator, window, level, code, self.names.of(level, code))


@dataclass(frozen=True)
class _Levels:
    """Decides and enters the figure of each subject of one indicator and window.

    Attributes
    ----------
    on_tasks : set of (level, code)
        Subjects with tasks of their own or below.
    idle : set of (level, code)
        Subjects without figure because nothing was programmed for them or below, and reports are complete.
    """

    of: Consolidator
    parts: Parts
    combiner: Combiner
    indicator: str
    window: Period
    on_tasks: set[Key] = field(default_factory=set)
    idle: set[Key] = field(default_factory=set)

    def operation(self, operation: OperationTasks) -> None:
        """Enter an operation's figure, computed from its tasks, into the ledger, if the method scores operations.

        Nothing is entered where no task has a score.
        """
        plan = self.of.ledger.method.consolidacion.get(OPERATION)
        if plan is None or not operation.scored:
            return
        subject = Subject(self.indicator, self.window, OPERATION, operation.code, operation.code)
        absent = tuple(Part(TASK, task.task) for task in operation.unreported)
        self.combiner.enter(subject, plan, Combined(operation.scored, absent))

    def settle(self, subject: Subject) -> None:
        """Enter a subject's value into the ledger: the computed or the reported one, and the other beside it.

        The method says which one counts. Without either, the value is derived by the indicator's formula, if it has
        one.
        """
        own = self.of.reported.get(subject[:4])
        plan = self.of.ledger.method.consolidacion.get(subject.level)
        parts = self._parts(subject, plan) if plan else None
        ledger = self.of.ledger
        if own is None and parts is None:
            self._derive(subject)
        elif own is not None and (plan is None or parts is None or plan.prevalece == "reportado"):
            ledger.read(subject, [own], f"Informado por «{subject.name}».")
            if plan and parts:
                self.combiner.enter(ledger.beside(subject, PARTS_SUFFIX), plan, parts)
        elif plan and parts:
            self.combiner.enter(subject, plan, parts)
            if own is not None:
                beside = ledger.beside(subject, REPORTED_SUFFIX)
                ledger.read(beside, [own], f"Informado por «{subject.name}»; no cuenta.")

    def rests_on_tasks(self, subject: Subject) -> bool:
        """Tell whether a subject, or any of its parts, has tasks, and note it. Must be called from the bottom up."""
        key = (subject.level, subject.code)
        plan = self.of.ledger.method.consolidacion.get(subject.level)
        below = (part for kind in (plan.partes if plan else ()) for part in self._of_kind(kind, subject))
        if self.parts.under(*key) or any(part in self.on_tasks for part in below):
            self.on_tasks.add(key)
        return key in self.on_tasks

    def _parts(self, subject: Subject, plan: Consolidacion) -> Combined | None:
        """The parts of the first kind of which any has a figure; None without such a kind."""
        for kind in plan.partes:
            combined = self._sorted(self._of_kind(kind, subject), subject)
            if combined.figures:
                return combined
            if combined.late and not combined.lacking:
                self.of.late.add((self.window, (subject.level, subject.code)))
        return None

    def _of_kind(self, kind: str, subject: Subject) -> tuple[Part, ...]:
        """A subject's parts of one kind, with or without figure; a responsible unit only with one."""
        if kind == "unidad_responsable":
            return self._responsible(subject.code)
        return self.parts.of(kind, subject.level, subject.code)

    def _sorted(self, parts: Sequence[Part], subject: Subject) -> Combined:
        """The figures of the parts in time, these parts without one, and late parts: with a figure, or all late below.

        Parts without figure of which nothing was due are in none of the three.
        """
        late = [part for part in parts if self._is_late(part, subject)]
        scored = [(part, self._figure(part)) for part in parts if part not in late]
        absent = [part for part, figure in scored if figure is None and not self._is_unscheduled(part)]
        left_out = [part for part in late if self._figure(part) is not None]
        left_out += [part for part in absent if (self.window, part) in self.of.late]
        return Combined([figure for _, figure in scored if figure is not None], absent, left_out)

    def _figure(self, part: Part) -> Figure | None:
        return self.of.ledger.get(self.indicator, self.window, part.level, part.code)

    def _is_late(self, part: Part, whole: Subject) -> bool:
        """Whether a part is left out as late: a late unit, or work of a late unit other than the subject itself."""
        unit = self.parts.doers.get(part) if part.level in PLAN_LEVELS else part
        if unit is None or unit == (whole.level, whole.code):
            return False
        return self.of.tree.is_late(unit, self.window)

    def _is_unscheduled(self, part: Part) -> bool:
        """Whether a part has no figure because nothing was programmed for it, and reports are complete."""
        if part.level == OPERATION:
            return not any(operation.unreported for operation in self.parts.under(*part))
        return part in self.idle or (part.level == TASK and part.code not in self.parts.unreported)

    def note_idle(self, subject: Subject) -> None:
        """Add a subject without figure to `idle` if nothing was due of it. Must be called from the bottom up."""
        part = Part(subject.level, subject.code)
        if self._figure(part) is None and self._is_idle(subject):
            self.idle.add(part)

    def _is_idle(self, subject: Subject) -> bool:
        """Whether a subject has no scored or unreported task and only idle parts, or nothing to report at all."""
        # Only one indicator has the tasks; what is derived from it is due of the same subjects.
        operations = self.of.followed[self.window].under(subject.level, subject.code)
        if any(operation.unreported or operation.scored for operation in operations):
            return False
        plan = self.of.ledger.method.consolidacion.get(subject.level)
        below = [part for kind in (plan.partes if plan else ()) for part in self._of_kind(kind, subject)]
        nodes = [part for part in below if part.level not in PLAN_LEVELS]
        is_followed = bool(operations or nodes)
        return all(part in self.idle for part in nodes) if is_followed else self._is_without_tasks(subject)

    def _is_without_tasks(self, subject: Subject) -> bool:
        """Whether a lowest node has no task in a plan that has others, and its level reports no percentages."""
        node = self.of.dataset.node(subject.level, subject.code)
        is_lowest = node is not None and node.key not in self.of.tree.children
        return is_lowest and bool(self.of.plan.by_version) and subject.level not in self._percent_levels

    @cached_property
    def _percent_levels(self) -> frozenset[str]:
        return percentage_levels(self.of.plan, self.of.ledger.method, self.window)

    def _responsible(self, category: str) -> tuple[Part, ...]:
        """The unit responsible for a category: the first linked unit or post with a figure; none without one."""
        parts = (Part(*node.key) for node in self.of.tree.units_of(category))
        return tuple(part for part in parts if self._figure(part) is not None)[:1]

    def _derive(self, subject: Subject) -> None:
        """Enter the result of the indicator's formula, if it has one, for a subject without reported value."""
        rule = self.of.ledger.method.indicadores[subject.indicator].rule(subject.period)
        if rule and rule.formula and rule.formula.names:
            self.of.formulas.enter(subject, rule.formula, "No informado; {}.")
