"""The areas of the units that have tasks: what units have, added up to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.intake.dataset import Dataset
from helpers.records import Node
from helpers.scoring.parts import Key, Tree
from helpers.scoring.plan import Plan
from helpers.trace import Figure


@dataclass(frozen=True)
class PlanAreas:
    """Which area each unit of the plan belongs to."""

    dataset: Dataset
    plan: Plan
    tree: Tree

    def gather(self, parts: Mapping[Key, Figure]) -> Mapping[Node, list[Figure]]:
        """Figures of units by their area; those of units of none are left out."""
        found: dict[Node, list[Figure]] = {}
        for key, part in parts.items():
            area = self._area_of.get(key)
            if area is not None:
                found.setdefault(area, []).append(part)
        return found

    @cached_property
    def _area_of(self) -> Mapping[Key, Node]:
        """The area of each unit that has tasks, where it is not one itself."""
        found = {}
        for node in self.plan.units.values():
            area = next((self.dataset.node(*key) for key in self.tree.above(node) if key[0] == "area"), None)
            if area is not None and area.key != node.key:
                found[node.key] = area
        return found
