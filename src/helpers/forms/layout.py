"""What stands in each form before anybody fills it in: frozen records, the same for writing and for reading back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from helpers.expressions import Expression
from helpers.forms.identity import Identity
from helpers.periods import MONTHS, Period
from helpers.records import Node
from helpers.series import YEAR, Amounts

KEPT_WORDS = "se mantiene cada mes"


@dataclass(frozen=True)
class TaskLine:
    """A task as its unit's form prints it.

    Attributes
    ----------
    task, operation, action, description, measure : str
    goal : Decimal or None
        Of the year.
    keeps : bool
        The goal is kept every month.
    programmed : Amounts
        Twelve months and the year.
    weight, budget : Decimal or None
        As the plan states them.
    """

    task: str
    operation: str
    action: str
    description: str
    measure: str
    goal: Decimal | None
    keeps: bool
    programmed: Amounts
    weight: Decimal | None = None
    budget: Decimal | None = None

    @property
    def measure_words(self) -> str:
        """The unit of measure, and whether the goal is kept every month."""
        if not self.keeps:
            return self.measure
        return f"{self.measure} ({KEPT_WORDS})" if self.measure else KEPT_WORDS

    def places(self, form: FollowUp) -> tuple[int, ...]:
        """Places of the year that are filled in for this task: the form's months, or the year where it goes by year."""
        if form.period.first == 1 and form.period.last == YEAR and self.programmed[YEAR] is not None:
            return (YEAR,)
        return form.months


@dataclass(frozen=True)
class FollowUp:
    """The form of a unit that has tasks.

    Attributes
    ----------
    identity : Identity
    period : Period
    unit : Node
    tasks : tuple of TaskLine
        Those of each operation together, operations in the plan's order.
    has_tasks_below : bool
        The unit's percentage also rests on tasks of others below it, which are not in this form.
    """

    identity: Identity
    period: Period
    unit: Node
    tasks: tuple[TaskLine, ...]
    has_tasks_below: bool = False

    @property
    def months(self) -> tuple[int, ...]:
        """Places of the period's months in a year, from 0."""
        return tuple(range(self.period.first - 1, self.period.last))

    @property
    def places(self) -> tuple[int, ...]:
        """Places of the year that have a column: those that any task is filled in at, in order."""
        used = {place for task in self.tasks for place in task.places(self)}
        return tuple(sorted(used)) or self.months


def place_name(place: int) -> str:
    """What a place of the year is called in tables: `abr`, `anual`."""
    return "anual" if place == YEAR else MONTHS[place]


@dataclass(frozen=True)
class PercentLine:
    """A percentage that a unit reports.

    Attributes
    ----------
    indicator, name, unit, explanation : str
    decimals : int
    formula : Expression or None
        What the method says it equals, over other lines of the form.
    """

    indicator: str
    name: str
    unit: str
    explanation: str
    decimals: int
    formula: Expression | None = None


@dataclass(frozen=True)
class ShortForm:
    """The form of a unit that keeps no tasks here and reports its percentages."""

    identity: Identity
    period: Period
    unit: Node
    lines: tuple[PercentLine, ...]


@dataclass(frozen=True)
class PlannedTask:
    """A line of the planning form; what the plan in force has, to start from."""

    task: str
    description: str
    activity: str
    operation: str
    action: str
    measure: str
    indicator: str
    baseline: str
    goal: Decimal | None
    months: tuple[Decimal | None, ...]
    keeps: bool
    weight: Decimal | None
    budget: Decimal | None


@dataclass(frozen=True)
class PlanForm:
    """The form in which a unit programmes its year.

    Attributes
    ----------
    identity : Identity
        Its version is the one that it starts from.
    period : Period
        The year.
    unit : Node
    tasks : tuple of PlannedTask
    actions : tuple of (str, str)
        Codes and names of the short-term actions that a task may serve.
    """

    identity: Identity
    period: Period
    unit: Node
    tasks: tuple[PlannedTask, ...]
    actions: tuple[tuple[str, str], ...]


Form = FollowUp | ShortForm | PlanForm
