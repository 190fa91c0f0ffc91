"""The method's rules for a unit's percentage, as far as the unit's own form can compute it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from helpers.forms.blank.form_layout import FollowUp, TaskLine
from helpers.forms.blank.form_set import FormSet
from helpers.settings.rollups import HUNDRED, WEIGHTED_RULES, Consolidacion, Hoja
from helpers.settings.scales import Grado

BY_OPERATIONS, BY_TASKS = "operaciones", "tareas"
OPERATION = "operacion"


@dataclass(frozen=True)
class Scheme:
    """The rules that compute a unit's percentage from its tasks.

    Attributes
    ----------
    name : str
        Name of the indicator.
    decimals : int
        Number of decimals that are published.
    every_level : bool
        Whether each level passes on its rounded value.
    leaf : Hoja
        How a task is scored.
    operation : Consolidacion or None
        How an operation is computed from its tasks; None if the unit is computed directly from its tasks.
    unit : Consolidacion
        How the unit is computed from its operations or tasks.
    grades : tuple of Grado
        The scale of the unit's level in this kind of window; empty if there is none.
    """

    name: str
    decimals: int
    every_level: bool
    leaf: Hoja
    operation: Consolidacion | None
    unit: Consolidacion
    grades: tuple[Grado, ...]

    @property
    def number_format(self) -> str:
        """Excel's number format for the published percentage: `#,##0.00` for two decimals."""
        return f"#,##0.{'0' * self.decimals}" if self.decimals else "#,##0"

    @property
    def only_known(self) -> bool:
        """Whether a month without data is left out of both executed and programmed quantities."""
        return self.leaf.sin_dato == "mes_fuera"


def scheme_of(forms: FormSet, form: FollowUp) -> Scheme | None:
    """Return the rules for the percentage of a form's unit; None if the form cannot compute it.

    Then the method does not score tasks in the period, or needs what the form lacks: the tasks of units below, or the
    unit's current budget.
    """
    method, leaf = forms.method, forms.method.hoja
    rule = method.indicadores[leaf.indicador].rule(form.period) if leaf else None
    unit = method.consolidacion.get(form.unit.level)
    kind = next(iter(unit.partes), "") if unit else ""
    if leaf is None or rule is None or not rule.is_rolled_up or form.has_tasks_below:
        return None
    if unit is None or kind not in {BY_OPERATIONS, BY_TASKS}:
        return None
    if unit.regla == "media_por_presupuesto" and not unit.renormaliza:
        return None
    operation = method.consolidacion.get(OPERATION) if kind == BY_OPERATIONS else None
    return Scheme(
        method.indicadores[leaf.indicador].nombre,
        method.decimals(leaf.indicador),
        method.rounds_every_level,
        leaf,
        operation,
        unit,
        forms.scale(leaf.indicador, form.unit),
    )


def task_weight(plan: Consolidacion, task: TaskLine) -> Decimal | None:
    """Return a task's weight in its operation or unit by the rule `plan`; None if it has none.

    It is the task's budget for means by budget, and None for means by the number of tasks, in which all weigh the same.
    Else it is the form's weight.
    """
    if plan.regla == "media_por_presupuesto":
        return task.budget
    if plan.regla == "media_por_tareas":
        return None
    return task.weight


def operation_weight(plan: Consolidacion, tasks: tuple[TaskLine, ...]) -> Decimal | None:
    """Return the weight of an operation in its unit, the sum of its tasks' weights or budgets; None if one has none.

    Not for means by the number of tasks, whose weights depend on execution.
    """
    stated = [task_weight(plan, task) for task in tasks]
    known = [amount for amount in stated if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(stated) else None


def divisor_of(plan: Consolidacion, tasks: tuple[TaskLine, ...]) -> Decimal | None:
    """Return the divisor of a mean whose weights are not renormalised.

    It is the number of tasks, the sum of their budgets (None where a task has none), or else 100.
    """
    if plan.regla == "media_por_tareas":
        return Decimal(len(tasks))
    if plan.regla == "media_por_presupuesto":
        return operation_weight(plan, tasks)
    return HUNDRED


def is_weighted(plan: Consolidacion | None) -> bool:
    """Tell whether a level is a weighted mean of its parts; False without a rule."""
    return plan is not None and plan.regla in WEIGHTED_RULES
