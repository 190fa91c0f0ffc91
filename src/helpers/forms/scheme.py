"""What a method says of a unit's percentage, as far as the unit's own form can work it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from helpers.forms.form_set import FormSet
from helpers.forms.layout import FollowUp, TaskLine
from helpers.rollups import WEIGHTED_RULES, Consolidacion, Hoja
from helpers.scales import Grado

BY_OPERATIONS, BY_TASKS = "operaciones", "tareas"
OPERATION = "operacion"


@dataclass(frozen=True)
class Scheme:
    """How a unit's percentage is had from its tasks.

    Attributes
    ----------
    indicator, name : str
        What it is called in the method, and in words.
    decimals : int
        It is printed with.
    every_level : bool
        Each level hands on its rounded value.
    leaf : Hoja
    operation : Consolidacion or None
        How an operation is had from its tasks; None where the unit is had from its tasks at once.
    unit : Consolidacion
    grades : tuple of Grado
        The scale of the unit's level in this kind of window; empty where there is none.
    codes : Mapping of str to str
        What the figures call each operation of the form.
    """

    indicator: str
    name: str
    decimals: int
    every_level: bool
    leaf: Hoja
    operation: Consolidacion | None
    unit: Consolidacion
    grades: tuple[Grado, ...]
    codes: Mapping[str, str]

    @property
    def number_format(self) -> str:
        """Excel's, of a percentage as it is printed."""
        return f"#,##0.{'0' * self.decimals}" if self.decimals else "#,##0"

    @property
    def cap(self) -> Decimal | None:
        """The largest percentage of a task that counts."""
        return self.leaf.tope

    @property
    def counts_unplanned(self) -> bool:
        return self.leaf.sin_programa_con_ejecucion == "cumplida"

    @property
    def only_known(self) -> bool:
        """A month without a datum is left out, of what was programmed too."""
        return self.leaf.sin_dato == "mes_fuera"

    @property
    def needs_all(self) -> bool:
        """One scheduled task without a datum leaves the unit without a figure."""
        return self.leaf.sin_dato == "impide"


@dataclass(frozen=True)
class NoScheme:
    """Why a form cannot work out its unit's percentage, in Spanish."""

    reason: str


def scheme_of(forms: FormSet, form: FollowUp) -> Scheme | NoScheme:
    """Gather what the method says of a form's unit."""
    method, leaf = forms.method, forms.method.hoja
    if leaf is None:
        return NoScheme("El método de la entidad no puntúa tareas.")
    rule = method.indicadores[leaf.indicador].rule(form.period)
    if rule is None or not (rule.regla == "consolidar" or rule.a_falta_de):
        return NoScheme("El método no mide las tareas en este periodo.")
    unit = method.consolidacion.get(form.unit.level)
    kind = next(iter(unit.partes), "") if unit else ""
    if unit is None or kind not in {BY_OPERATIONS, BY_TASKS}:
        return NoScheme("El método no obtiene el porcentaje de la unidad de sus tareas.")
    if form.has_tasks_below:
        return NoScheme("El porcentaje de la unidad también depende de las tareas de quienes dependen de ella.")
    operation = method.consolidacion.get(OPERATION) if kind == BY_OPERATIONS else None
    if unit.regla == "media_por_presupuesto" and not unit.renormaliza:
        return NoScheme("El porcentaje depende del presupuesto vigente de la unidad, que no está en este formulario.")
    return Scheme(
        leaf.indicador,
        method.indicadores[leaf.indicador].nombre,
        method.decimals(leaf.indicador),
        method.rounds_every_level,
        leaf,
        operation,
        unit,
        forms.scale(leaf.indicador, form.unit),
        _operation_codes(forms, form),
    )


def _operation_codes(forms: FormSet, form: FollowUp) -> Mapping[str, str]:
    shared = forms.plan.shared_operations
    codes = dict.fromkeys(task.operation for task in form.tasks)
    return {code: f"{form.unit.code}/{code}" if code in shared else code for code in codes}


def task_weight(plan: Consolidacion, task: TaskLine) -> Decimal | None:
    """What weighs a task in its operation or unit; None where nothing does."""
    if plan.regla == "media_por_presupuesto":
        return task.budget
    if plan.regla == "media_por_tareas":
        return None
    return plan.pesos.get(task.task) if plan.pesos else task.weight


def operation_weight(plan: Consolidacion, code: str, tasks: tuple[TaskLine, ...]) -> Decimal | None:
    """What weighs an operation in its unit where it is known before anything is executed; None where it lacks."""
    if plan.regla == "media_ponderada" and plan.pesos:
        return plan.pesos.get(code)
    stated = [task.budget if plan.regla == "media_por_presupuesto" else task.weight for task in tasks]
    known = [amount for amount in stated if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(stated) else None


def divisor_of(plan: Consolidacion, tasks: tuple[TaskLine, ...]) -> Decimal | None:
    """What a mean whose weights are not renormalised is divided by; None where that is unknown."""
    if plan.regla == "media_por_tareas":
        return Decimal(len(tasks))
    if plan.regla == "media_por_presupuesto":
        budgets = [task.budget for task in tasks if task.budget is not None]
        return sum(budgets, Decimal(0)) if len(budgets) == len(tasks) else None
    return Decimal(100) if plan.pesos else plan.total


def is_weighted(plan: Consolidacion | None) -> bool:
    return plan is not None and plan.regla in WEIGHTED_RULES
