"""The figures of a plan in formulation: weights, requirements, ceilings, tasks, and changes between versions."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.base.periods import Period
from helpers.intake.dataset import Dataset
from helpers.scoring.budget.approved_budget import ApprovalScorer
from helpers.scoring.code_names import Names
from helpers.scoring.ledger import Ledger
from helpers.scoring.levels.level_parts import Tree
from helpers.scoring.planning.action_weights import ArticulationScorer
from helpers.scoring.planning.plan_in_force import Plan
from helpers.scoring.planning.plan_places import PlanAreas, version_formulated
from helpers.scoring.planning.programmed_tasks import TaskCounter
from helpers.scoring.planning.reformulation_changes import ReformulationScorer
from helpers.scoring.planning.requirements import RequirementScorer

INITIAL = "ppto_inicial"
"""The only column of budget reports that a plan's run uses."""
PLANNED_RULES = ("programa",)
"""Kinds of rules for programmed values; all other kinds are for executed ones."""


@dataclass(frozen=True)
class FormulationScorer:
    """Enters the figures of a plan in formulation into a ledger."""

    ledger: Ledger
    dataset: Dataset
    names: Names
    plan: Plan
    tree: Tree

    def score(self, windows: tuple[Period, ...]) -> None:
        """Enter the figures of the plan's forms for the plan's window, and the number of tasks due in each window."""
        areas = PlanAreas(self.dataset, self.plan, self.tree)
        counter = TaskCounter(self.ledger, self.dataset, self.plan, areas)
        version = version_formulated(self.dataset, windows[-1])
        for window in windows:
            counter.due(window, version)
            if window.is_plan:
                ArticulationScorer(self.ledger, self.dataset, self.names).score(window, version)
                RequirementScorer(self.ledger, self.dataset, self.names, window, version).score()
                ApprovalScorer(self.ledger, self.dataset, self.names, window, version).score()
                counter.score(window)
                ReformulationScorer(self.ledger, self.dataset, self.plan, areas).score(window)
