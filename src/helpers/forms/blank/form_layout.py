"""The content of each form before it is filled in: frozen records, used both to write forms and to read them back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from helpers.base.periods import Period
from helpers.figures.formulas.expressions import Expression
from helpers.figures.records import Node
from helpers.figures.series import YEAR, Amounts
from helpers.forms.form_labels import Identity

KEPT_WORDS = "se mantiene cada mes"


@dataclass(frozen=True)
class TaskLine:
    """A task as its unit's form prints it.

    Attributes
    ----------
    goal : Decimal or None
        Goal of the year, in the task's unit of measure; the quantity programmed for the year if the plan states none.
    keeps : bool
        Whether the goal applies to every month instead of being the sum of the months.
    programmed : Amounts
        Programmed quantities of the twelve months and of the year.
    weight, budget : Decimal or None
        Weight (points) and budget (Bs) as the plan states them.
    activity, indicator, baseline : str
        Printed by the planning form only.
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
    activity: str = ""
    indicator: str = ""
    baseline: str = ""

    @property
    def measure_words(self) -> str:
        """The unit of measure, with the note `(se mantiene cada mes)` if the goal applies to every month.

        Without a unit of measure, the note alone, without parentheses.
        """
        if not self.keeps:
            return self.measure
        return f"{self.measure} ({KEPT_WORDS})" if self.measure else KEPT_WORDS

    def places(self, form: FollowUp) -> tuple[int, ...]:
        """Return positions in `programmed` that the form asks for.

        Returns
        -------
        tuple of int
            The form's months, from 0; or only `YEAR` if the form covers the year and the task has a yearly quantity.
        """
        if form.period.first == 1 and form.period.last == YEAR and self.programmed[YEAR] is not None:
            return (YEAR,)
        return form.months


@dataclass(frozen=True)
class Form:
    """The form of a unit for a period, of any kind, with the identity that it states."""

    identity: Identity
    period: Period
    unit: Node

    @property
    def title(self) -> str:
        """The form's title, in Spanish."""
        return f"Formulario de seguimiento al POA: {self.period.words}"


@dataclass(frozen=True)
class FollowUp(Form):
    """The follow-up form of a unit that has tasks.

    Attributes
    ----------
    tasks : tuple of TaskLine
        Grouped by operation, operations in the plan's order.
    has_tasks_below : bool
        Whether the unit's percentage also depends on tasks of subordinate units, which this form does not contain.
    """

    tasks: tuple[TaskLine, ...]
    has_tasks_below: bool = False

    @property
    def months(self) -> tuple[int, ...]:
        """Positions of the period's months in the year, from 0."""
        return tuple(range(self.period.first - 1, self.period.last))

    @property
    def places(self) -> tuple[int, ...]:
        """Positions of the year that have a column in the form, in order: those that some task asks for.

        Months count from 0; `YEAR` is the quantity of the whole year. Without tasks, the period's months.
        """
        used = {place for task in self.tasks for place in task.places(self)}
        return tuple(sorted(used)) or self.months


@dataclass(frozen=True)
class PercentLine:
    """A percentage that a unit reports.

    Attributes
    ----------
    decimals : int
        Number of decimals that are published.
    formula : Expression or None
        The method's formula for this percentage, if it uses only other lines of the form.
    """

    indicator: str
    name: str
    unit: str
    explanation: str
    decimals: int
    formula: Expression | None = None


@dataclass(frozen=True)
class ShortForm(Form):
    """The form of a unit without tasks in the plan, which reports its percentages."""

    lines: tuple[PercentLine, ...]


@dataclass(frozen=True)
class PlanForm(Form):
    """The form in which a unit programmes its year; its identity has the version from which it starts.

    Attributes
    ----------
    tasks : tuple of TaskLine
        Those of the plan in force, to start from.
    actions : tuple of (str, str)
        Codes and names of the short-term actions that a task may serve.
    """

    tasks: tuple[TaskLine, ...]
    actions: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """The form's title, with the year."""
        return f"Formulario de programación del POA {self.period.year}"
