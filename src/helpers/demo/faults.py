"""What was planted wrong on purpose, in which runs it must be reported, and the list that tells of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from helpers.demo.parts import Fault

RUNS = ("T1", "T2", "T3", "T4", "anual")
PLAN_RUN = "poa"
"""The run of the plan itself, which knows of nothing that was done."""
WARNING, NOTE = "advertencia", "nota"
COLUMNS = ("numero", "falla", "archivo", "lugar", "regla", "severidad", "corridas", "pista")


class OfUnit(Protocol):
    """Anything that belongs to a unit."""

    @property
    def unit(self) -> str: ...


Item = TypeVar("Item", bound=OfUnit)


def since(quarter: int) -> tuple[str, ...]:
    """The runs from a quarter on, 1 to 4, the year's among them."""
    return RUNS[quarter - 1 :]


class Hosts:
    """Hands out who bears a fault, each unit once as long as there are others."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.used: set[str] = set()

    def take(self, candidates: Sequence[Item]) -> Item | None:
        """One of the candidates, of a unit not taken before where there is one; None where there are none."""
        fresh = [item for item in candidates if item.unit not in self.used] or list(candidates)
        if not fresh:
            return None
        chosen = self.dice.choice(fresh)
        self.used.add(chosen.unit)
        return chosen

    def take_unit(self, units: Sequence[str]) -> str:
        """One of some units, not taken before where there is one."""
        chosen = self.dice.choice([unit for unit in units if unit not in self.used] or list(units))
        self.used.add(chosen)
        return chosen


def fault_rows(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """The rows of `fallas.csv`."""
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
