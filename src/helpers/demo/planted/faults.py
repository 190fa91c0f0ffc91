"""Helpers for planting faults: units that get them, runs that must report them, and the list of faults."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from helpers.demo.demo_records import Fault

RUNS = ("T1", "T2", "T3", "T4", "anual")
PLAN_RUN = "poa"
"""The run on the plan itself, without any execution."""
WARNING, NOTE = "advertencia", "nota"
COLUMNS = ("numero", "falla", "archivo", "lugar", "regla", "severidad", "corridas", "pista")


class OfUnit(Protocol):
    """Anything that belongs to a unit."""

    @property
    def unit(self) -> str: ...


Item = TypeVar("Item", bound=OfUnit)


def since(quarter: int) -> tuple[str, ...]:
    """Return the runs from a quarter (1 to 4) on, including the year's: 3 gives `T3`, `T4`, `anual`."""
    return RUNS[quarter - 1 :]


class Hosts:
    """Chooses units for faults, each unit once while others are available."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.used: set[str] = set()

    def take(self, candidates: Sequence[Item]) -> Item | None:
        """Return a random candidate, of a unit not chosen before if possible; None without candidates."""
        fresh = [item for item in candidates if item.unit not in self.used] or list(candidates)
        if not fresh:
            return None
        chosen = self.dice.choice(fresh)
        self.used.add(chosen.unit)
        return chosen

    def take_unit(self, units: Sequence[str]) -> str:
        """Return a random one of some units, not chosen before if possible, and note it; there must be one."""
        chosen = self.dice.choice([unit for unit in units if unit not in self.used] or list(units))
        self.used.add(chosen)
        return chosen


def fault_rows(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """Return the rows of `fallas.csv`, numbered from 1 in the given order."""
    return [
        {
            "numero": str(number),
            "falla": fault.story,
            "archivo": fault.file,
            "lugar": fault.place,
            "regla": fault.rule,
            "severidad": fault.severity,
            "corridas": " ".join(fault.runs),
            "pista": fault.clue,
        }
        for number, fault in enumerate(faults, 1)
    ]
