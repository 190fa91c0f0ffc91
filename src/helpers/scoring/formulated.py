"""The year's plan as it is formulated → its figures: weights, requirements, ceilings, tasks and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.intake.dataset import Dataset
from helpers.periods import Period
from helpers.scoring.approved import ApprovalScorer
from helpers.scoring.articulated import ArticulationScorer
from helpers.scoring.ledger import Ledger
from helpers.scoring.names import Names
from helpers.scoring.parts import Tree
from helpers.scoring.plan import Plan
from helpers.scoring.plan_areas import PlanAreas
from helpers.scoring.plan_places import version_formulated
from helpers.scoring.programmed import TaskCounter
from helpers.scoring.reformulated import ReformulationScorer
from helpers.scoring.requirements import RequirementScorer

INITIAL = "ppto_inicial"
"""The one column of budget reports that a plan knows of."""
PLANNED_RULES = ("programa",)
"""Kinds of a method's rules that say what is planned; all others say what was done."""


@dataclass(frozen=True)
class FormulationScorer:
    """Enters a plan's own figures into a ledger."""

    ledger: Ledger
    dataset: Dataset
    names: Names
    plan: Plan
    tree: Tree

    def score(self, windows: tuple[Period, ...]) -> None:
        """Enter what the plan's forms say, for the window of the plan, and the tasks due in each window."""
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
