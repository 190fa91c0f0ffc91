"""Money of tasks, where units report each task's spending: budget, accrued amount and ratio, up to the unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import counted_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, grouped, not_none
from helpers.figures.figure import Operand
from helpers.figures.figure_names import SHARE_FORMULAS
from helpers.figures.records import Sourced
from helpers.figures.series import Series
from helpers.scoring.entered_figures import MONEY, TASK, Measure, Subject, complete
from helpers.scoring.ledger import Ledger
from helpers.scoring.planning.plan_in_force import Plan

BUDGET, SPENT, SHARE = "ppto_tarea", "devengado_tarea", "ejecucion_tarea"


@dataclass(frozen=True)
class TaskMoneyScorer:
    """Enters the money of tasks into a ledger, in bolivianos.

    It stands beside the budget's own reports and never replaces them: a category may pay more than its unit's tasks.
    """

    ledger: Ledger
    plan: Plan

    def score(self, window: Period) -> None:
        """Enter budget, accrued amount and ratio, in per cent, of the tasks in force at a window's end and their units.

        Nothing is entered for a unit and its tasks unless each of them has a budget and a reported amount. All amounts
        that the run's reports state of a task are added up, of whatever month. A budget of zero has no ratio.
        """
        by_unit = grouped(self.plan.tasks(window) if self._spent else (), lambda task: task.unit)
        for unit, tasks in by_unit.items():
            if all(task.task in self._spent and self.plan.amount(task, "ppto") is not None for task in tasks):
                self._enter(window, unit, tasks)

    def _enter(self, window: Period, unit: str, tasks: Sequence[Series]) -> None:
        """Enter budget, accrued amount and ratio of each task of a unit, and of its node if the structure has it.

        Each task must have both amounts; those of the node are their sums. A budget of zero has no ratio.
        """
        self.ledger.extra |= dict.fromkeys((BUDGET, SPENT), MONEY)
        self.ledger.extra[SHARE] = Measure("%", self.ledger.method.redondeo.decimales)
        for task in tasks:
            place = (window, TASK, task.task, task.description)
            planned = [not_none(self.plan.amount(task, "ppto"))]
            self.ledger.read(Subject(BUDGET, *place), planned, "Presupuesto de la tarea en el plan.")
            spent = self._spent[task.task]
            self.ledger.read(Subject(SPENT, *place), spent, "Devengado que la unidad informó de la tarea.")
            self._share(Subject(SHARE, *place))
        node = self.plan.units.get(unit)
        if node is None:
            return
        subject = Subject(SHARE, window, node.level, node.code, node.name)
        for indicator in (BUDGET, SPENT):
            parts = [self.ledger.get(indicator, window, TASK, task.task) for task in tasks]
            rule = f"Suma de {counted_es(len(parts), 'tarea', 'tareas')}."
            self.ledger.sum_all(subject._replace(indicator=indicator), parts, rule)
        self._share(subject)

    def _share(self, subject: Subject) -> None:
        """Enter the accrued amount over the budget, in percent; nothing for a task without budget."""
        terms = complete(self.ledger.get(name, *subject[1:4]) for name in (SPENT, BUDGET))
        if terms and terms[1].value:
            operands = [Operand(figure.indicator, figure.id) for figure in terms]
            rule = "Devengado entre presupuesto de las tareas, por 100, con ambos sumados."
            self.ledger.formula(subject, SHARE_FORMULAS[SHARE], operands, rule)

    @cached_property
    def _spent(self) -> Mapping[str, Sequence[Sourced]]:
        """The amounts reported as spent on each task, in the order received."""
        rows = self.plan.dataset.rows("ejecucion")
        return by_key((row.text("tarea"), cell) for row in rows if (cell := row.number("devengado")) is not None)
