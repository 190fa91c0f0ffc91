"""The areas of the units that have tasks, for sums over units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.figures.figure import Figure
from helpers.figures.records import Node
from helpers.intake.dataset import Dataset
from helpers.scoring.levels.level_parts import Key, Tree
from helpers.scoring.planning.plan_in_force import Plan


@dataclass(frozen=True)
class PlanAreas:
    """The area of each unit of the plan."""

    dataset: Dataset
    plan: Plan
    tree: Tree

    def gather(self, parts: Mapping[Key, Figure]) -> Mapping[Node, list[Figure]]:
        """Return units' figures by their area; figures of units without area are left out.

        Parameters
        ----------
        parts : Mapping
            Figures by the unit's key (level, code).
        """
        found: dict[Node, list[Figure]] = {}
        for key, part in parts.items():
            area = self._area_of.get(key)
            if area is not None:
                found.setdefault(area, []).append(part)
        return found

    @cached_property
    def _area_of(self) -> Mapping[Key, Node]:
        """The area of each unit with tasks, unless the unit itself is an area."""
        found = {}
        for node in self.plan.units.values():
            area = next((self.dataset.node(*key) for key in self.tree.above(node) if key[0] == "area"), None)
            if area is not None and area.key != node.key:
                found[node.key] = area
        return found
