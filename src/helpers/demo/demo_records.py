"""Frozen records of the synthetic institution: units, plans and planted faults."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Months = tuple[Decimal | None, ...]
"""Twelve amounts; None for a blank."""


@dataclass(frozen=True)
class Unit:
    """A unit or post that executes part of the plan.

    Attributes
    ----------
    code, name : str
    level : str
        `unidad` or `puesto`.
    parent, area : str
        Codes of the node directly above and of the area.
    action : str
        The action (ACP) that it serves.
    category : str
        Budget category that pays its tasks.
    kind : str
        `sustantiva`, `administrativa` or `asesoramiento`; empty for posts.
    topics : tuple of str
        Subjects of its tasks.
    country : str
        A post's invented country.
    """

    code: str
    name: str
    level: str
    parent: str
    area: str
    action: str
    category: str
    kind: str
    topics: tuple[str, ...]
    country: str = ""

    @property
    def is_central(self) -> bool:
        """Whether it is a unit and not a post abroad."""
        return self.level == "unidad"


@dataclass(frozen=True)
class Slot:
    """The position of a task in the plan: unit, and numbers of operation, activity and task from 1."""

    unit: str
    operation: int
    activity: int
    task: int

    @property
    def operation_code(self) -> str:
        """Code of the operation: `DGAA.1`."""
        return f"{self.unit}.{self.operation}"

    @property
    def activity_code(self) -> str:
        """Code of the activity: `DGAA.1.2`."""
        return f"{self.operation_code}.{self.activity}"

    @property
    def code(self) -> str:
        """Code of the task: `DGAA.1.2.3`."""
        return f"{self.activity_code}.{self.task}"


@dataclass(frozen=True)
class Task:
    """A task of one version of the plan.

    Attributes
    ----------
    slot : Slot
    action : str
    description, measure, indicator, baseline : str
    goal : Decimal or None
    months : Months
        Programmed amounts.
    keeps : bool
        The goal must be kept every month and does not add up.
    weight : Decimal or None
        Points of its unit's 100.
    budget : Decimal or None
        In bolivianos.
    moved_to : str
        The unit that took it over, if the plan moved it; its code does not change.
    """

    slot: Slot
    action: str
    description: str
    measure: str
    indicator: str
    baseline: str
    goal: Decimal | None
    months: Months
    keeps: bool
    weight: Decimal | None = None
    budget: Decimal | None = None
    moved_to: str = ""

    @property
    def code(self) -> str:
        """Code of the task, from its first unit even if it was moved: `DGAA.1.2.3`."""
        return self.slot.code

    @property
    def unit(self) -> str:
        """Code of the unit that has the task now."""
        return self.moved_to or self.slot.unit

    @property
    def activity(self) -> str:
        """Code of its activity; a task that was moved belongs to the first activity of its new unit."""
        return f"{self.operation}.1" if self.moved_to else self.slot.activity_code

    @property
    def operation(self) -> str:
        """Code of its operation; a task that was moved belongs to the first operation of its new unit."""
        return f"{self.moved_to}.1" if self.moved_to else self.slot.operation_code

    def programmed(self, quarter: int) -> Months:
        """Return the amounts programmed in the three months of a quarter, 1 to 4; None for a blank."""
        return self.months[3 * quarter - 3 : 3 * quarter]

    def is_scheduled(self, quarter: int) -> bool:
        """Return whether anything but zero is programmed in a quarter, 1 to 4."""
        return any(amount for amount in self.programmed(quarter))


@dataclass(frozen=True)
class Plan:
    """One version of the plan: its tasks in order."""

    version: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Fault:
    """An error planted on purpose.

    Attributes
    ----------
    rule : str
        Code of the finding that must report it.
    severity : str
        `advertencia`, `nota`, or `error` for a workbook that does not tell its unit.
    runs : tuple of str
        Windows of the runs that must report it: `T2`, `anual`…; empty for a rejected form, which `poa comprobar`
        reports.
    file : str
        Its file or files, or the inbox of its form, relative to the year's folder.
    place : str
        Row and column, in words.
    clue : str
        Text that the finding's message or element must contain.
    story : str
        What is wrong, in a Spanish sentence.
    """

    rule: str
    severity: str
    runs: tuple[str, ...]
    file: str
    place: str
    clue: str
    story: str
