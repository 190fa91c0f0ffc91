"""Scores of tasks (executed over programmed), and their grouping into operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from helpers.base.display import list_es
from helpers.base.exact import exact
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import not_none
from helpers.figures.figure import Figure, Operand
from helpers.figures.figure_names import RAW_SUFFIX
from helpers.figures.records import Node
from helpers.figures.series import (
    KNOWN_SERIES,
    Series,
    Share,
    cap_share,
    share_of,
    task_terms,
)
from helpers.scoring.entered_figures import TASK
from helpers.scoring.ledger import Ledger
from helpers.scoring.planning.plan_in_force import Plan
from helpers.settings.rollups import Hoja

SCORED = "Ejecutado entre programado en la ventana"
RAW = "Ejecutado entre programado en la ventana, sin tope; no cuenta."
UNSCHEDULED = "Sin programa en la ventana y con ejecución: el método lo cuenta como cumplido."


@dataclass
class OperationTasks:
    """The tasks of one operation in one window.

    Attributes
    ----------
    code : str
    node : Node or None
        The node that carries it out; None where the structure lacks it.
    actions : tuple of str
        Codes of the actions of its tasks, each once.
    all : tuple of Series
        Every task of the operation in the plan.
    scored : list of Figure
        Scores of the tasks that enter the window.
    unreported : list of Series
        Tasks that were programmed and have no report.
    """

    code: str
    node: Node | None
    actions: tuple[str, ...]
    all: tuple[Series, ...]
    scored: list[Figure] = field(default_factory=list)
    unreported: list[Series] = field(default_factory=list)


@dataclass(frozen=True)
class TaskScorer:
    """Enters the scores of tasks into a ledger."""

    ledger: Ledger
    plan: Plan

    def score(self, indicator: str, window: Period) -> tuple[OperationTasks, ...]:
        """Enter the score of every task of a window into the ledger, by the version of the plan in force at its end.

        A task that is programmed and unreported has none; nor has one without programme, unless it has execution and
        the method counts that as fulfilled. Where the cap lowers a score, the score without cap is entered beside it.

        Returns
        -------
        tuple of OperationTasks
            In the plan's order, with the scored and the unreported tasks; empty where tasks do not score the indicator.
        """
        leaf = self.ledger.method.hoja
        if leaf is None or leaf.indicador != indicator:
            return ()
        operations = {item.code: OperationTasks(*item) for item in self.plan.operations(window)}
        enter = _Entry(self.ledger, leaf, window)
        for year in self._years.get(self.plan.version(window), ()):
            enter.task(year, operations[year.operation])
        return tuple(operations.values())

    @cached_property
    def _years(self) -> Mapping[str, tuple[_Year, ...]]:
        """Tasks by version, in the plan's order."""
        return {version: tuple(map(self._year, tasks)) for version, tasks in self.plan.by_version.items()}

    def _year(self, task: Series) -> _Year:
        """Prepare a task for all windows."""
        leaf = not_none(self.ledger.method.hoja)
        year = Operand(KNOWN_SERIES if leaf.sin_dato == "mes_fuera" else "serie", series=task.id)
        operands = (year,) if leaf.tope is None else (year, Operand("tope", constant=exact(leaf.tope)))
        return _Year(task, self.plan.operation(task), operands)


class _Year(NamedTuple):
    """A task prepared for all windows: its series, its operation and the operands of its figures."""

    task: Series
    operation: str
    operands: tuple[Operand, ...]


class _Entry:
    """Enters the tasks of one window; what they have in common is computed once."""

    def __init__(self, ledger: Ledger, leaf: Hoja, window: Period) -> None:
        self.ledger, self.leaf, self.window, self.indicator = ledger, leaf, window, leaf.indicador
        self.cap = cap_share(None if leaf.tope is None else exact(leaf.tope))
        self.only_known = leaf.sin_dato == "mes_fuera"
        bands = ledger.method.bands_of(leaf.indicador)
        self.is_graded = bands is not None and TASK in bands.niveles
        self.raw = ledger.name_beside(leaf.indicador, RAW_SUFFIX)
        limit = "" if leaf.tope is None else f", hasta {leaf.tope} %"
        self.rule = f"{SCORED}{limit}."
        self.rule_kept = f"{SCORED}{limit} cada mes, porque su meta se mantiene."

    def task(self, year: _Year, operation: OperationTasks) -> None:
        """Enter a task's score into the ledger and its operation, or note the task as unreported.

        A task without programme is scored only where it has execution and the method counts that as fulfilled.
        """
        share = share_of(year.task, self.window, self.cap, only_known=self.only_known)
        if share.unreported:
            operation.unreported.append(year.task)
        elif share.is_scheduled:
            rule = self.rule_kept if year.task.keeps else self.rule
            operation.scored.append(self._enter(year, share, f"{rule}{self._left_out(year.task)}"))
            if self.leaf.tope is not None and share.executed > share.counted:
                self._enter_raw(year, share)
        elif share.executed > 0 and self.leaf.sin_programa_con_ejecucion == "cumplida":
            operation.scored.append(self._enter(year, share, UNSCHEDULED))

    def _left_out(self, task: Series) -> str:
        """Words for the programmed months of the window without data; empty if the method does not leave them out."""
        if not self.only_known:
            return ""
        months = range(self.window.first - 1, self.window.last)
        silent = (place for place in months if task.executed[place] is None)
        lacking = [MONTHS[place] for place in silent if (task.programmed[place] or 0) > 0]
        return f" Sin dato, y fuera también de lo programado: {list_es(lacking)}." if lacking else ""

    def _enter(self, year: _Year, share: Share, rule: str) -> Figure:
        return self.ledger.leaf(
            self.indicator, self.window, year.task, task_terms(share), rule, year.operands, is_graded=self.is_graded
        )

    def _enter_raw(self, year: _Year, share: Share) -> None:
        """Enter a task's score without cap, where that is higher."""
        # Without the cap, execution beyond a month's goal counts; execution in a month without goal never does.
        counted = share.executed
        if year.task.keeps:
            counted = share_of(year.task, self.window, None, only_known=self.only_known).counted
        if counted > share.counted:
            raw = exact(counted), exact(share.programmed)
            self.ledger.leaf(self.raw, self.window, year.task, raw, RAW, year.operands[:1], is_graded=False)
