"""Figures of a plan's own run: form 02's weights of actions, and everything else that the plan's forms state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.base.display import counted_es
from helpers.base.periods import Period
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Row, Sourced
from helpers.scoring.budget.approved_budget import ApprovalScorer
from helpers.scoring.entered_figures import Measure, Subject
from helpers.scoring.ledger import Scorer
from helpers.scoring.levels.level_parts import Tree
from helpers.scoring.planning.plan_in_force import Plan
from helpers.scoring.planning.plan_places import (
    ACTION_WEIGHT,
    PlanAreas,
    action_code,
    by_text,
    of_version,
    once_by_action,
    place_of,
    version_formulated,
)
from helpers.scoring.planning.programmed_tasks import TaskCounter
from helpers.scoring.planning.reformulation_changes import ReformulationScorer
from helpers.scoring.planning.requirements import RequirementScorer

WEIGHT, UNREAD = "peso_acp", "peso_acp_sin_dato"
LEVEL = "area_acp"


@dataclass(frozen=True)
class ArticulationScorer(Scorer):
    """Enters the weights of form 02 into a ledger."""

    def score(self, window: Period, version: str) -> None:
        """Enter each readable weight of form 02 in a version, each area's sum, and the number of unreadable ones.

        An action listed twice with one weight counts once. Areas that the structure lacks, or without any readable
        weight, are left out.
        """
        rows = of_version(self.dataset.rows("articulacion"), version)
        decimals = max(
            (-int(cell.value.as_tuple().exponent) for row in rows if (cell := row.number(ACTION_WEIGHT))), default=0
        )
        self.ledger.extra |= {WEIGHT: Measure("%", max(0, decimals)), UNREAD: Measure("acciones", 0)}
        for (area,), own in by_text(rows, "area").items():
            if area and any(row.number(ACTION_WEIGHT) for row in own):
                self._area(window, area, once_by_action(own))

    def _area(self, window: Period, area: str, rows: Sequence[Row]) -> None:
        """Enter an area's weights, their sum and the number of unreadable ones; nothing if the structure lacks it."""
        node = place_of(self.dataset, area)
        if node is None:
            return
        cells = [(row, cell) for row in rows if (cell := row.number(ACTION_WEIGHT)) is not None]
        parts = [self._action(window, node.code, node.name, row, cell) for row, cell in cells]
        blank = [row for row in rows if row.number(ACTION_WEIGHT) is None]
        rule = f"Suma de la ponderación de {counted_es(len(parts), 'acción', 'acciones')}."
        if blank:
            rule += f" Sin dato en {len(blank)}: no se puede comprobar que sumen 100."
        unread = Subject(UNREAD, window, *node.key, node.name)
        self.ledger.count(
            unread, [row.cell(ACTION_WEIGHT) for row in blank], "Acciones del área cuya ponderación no se lee."
        )
        self.ledger.combine(Subject(WEIGHT, window, *node.key, node.name), Operation.SUM, parts, rule)

    def _action(self, window: Period, area: str, name: str, row: Row, cell: Sourced) -> Figure:
        """Enter the weight of one action of an area; `name` is the area's."""
        code = action_code(row)
        if self.ledger.get(WEIGHT, window, LEVEL, f"{area}/{code}") is not None:
            code = f"{code}, línea {row.line}"  # the form has the same action with two weights: both count
        action = self.names.of("acp", row.text("acp")) if row.text("acp") else row.text("descripcion")
        subject = Subject(WEIGHT, window, LEVEL, f"{area}/{code}", f"{name}: {action}")
        return self.ledger.read(subject, [cell], "Leído del formulario 02 («articulacion»).")


INITIAL = "ppto_inicial"
"""The only column of budget reports that a plan's run uses."""
PLANNED_RULES = ("programa",)
"""Kinds of rules for programmed values; all other kinds are for executed ones."""


@dataclass(frozen=True)
class FormulationScorer(Scorer):
    """Enters the figures of a plan in formulation into a ledger."""

    plan: Plan
    tree: Tree

    def score(self, windows: tuple[Period, ...]) -> None:
        """Enter the number of tasks due in each window, and for the plan's own window the figures of its forms.

        Weights, requirements and approved budget are those of `version_formulated` at the last window's end, and so are
        the tasks due; the other counts of tasks, and the changes, are of every version.
        """
        areas = PlanAreas(self.dataset, self.plan, self.tree)
        counter = TaskCounter(self.ledger, self.dataset, self.plan, areas)
        version = version_formulated(self.dataset, windows[-1])
        run = (self.ledger, self.dataset, self.corrida, self.names)
        for window in windows:
            counter.due(window, version)
            if window.is_plan:
                ArticulationScorer(*run).score(window, version)
                RequirementScorer(*run, window, version).score()
                ApprovalScorer(*run, window, version).score()
                counter.score(window)
                ReformulationScorer(self.ledger, self.dataset, self.plan, areas).score(window)
