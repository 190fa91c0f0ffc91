"""Scores of tasks (executed over programmed), and their grouping into operations."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.base.display import list_es
from helpers.base.exact import exact
from helpers.base.periods import MONTHS, Period
from helpers.figures.figure import Figure, Operand
from helpers.figures.figure_names import RAW_SUFFIX
from helpers.figures.series import KNOWN_SERIES, Series, Share, cap_share, share_of
from helpers.scoring.entered_figures import TASK, Subject
from helpers.scoring.ledger import Ledger
from helpers.scoring.planning.plan_in_force import Plan, PlannedOperation
from helpers.settings.rollups import Hoja

SCORED = "Ejecutado entre programado en la ventana"
RAW = "Ejecutado entre programado en la ventana, sin tope; no cuenta."


@dataclass(frozen=True)
class OperationTasks(PlannedOperation):
    """The tasks of one operation in one window.

    Attributes
    ----------
    scored : list of Figure
        Scores of the tasks that enter the window.
    unreported : list of Series
        Tasks that were programmed and have no report.
    """

    scored: list[Figure] = field(default_factory=list)
    unreported: list[Series] = field(default_factory=list)


@dataclass(frozen=True)
class TaskScorer:
    """Enters the scores of tasks into a ledger."""

    ledger: Ledger
    plan: Plan

    def score(self, indicator: str, window: Period) -> tuple[OperationTasks, ...]:
        """Enter the score of every task of a window into the ledger, by the version of the plan in force at its end.

        A task that is programmed and unreported has none; nor has one without programme. Where the cap lowers a score,
        the score without cap is entered beside it.

        Returns
        -------
        tuple of OperationTasks
            In the plan's order, with the scored and the unreported tasks; empty where tasks do not score the indicator.
        """
        leaf = self.ledger.method.hoja
        if leaf is None or leaf.indicador != indicator:
            return ()
        operations = {item.code: OperationTasks(**vars(item)) for item in self.plan.operations(window)}
        enter = _Entry(self.ledger, leaf, window)
        for task in self.plan.by_version.get(self.plan.version(window), ()):
            enter.task(task, operations[self.plan.operation(task)])
        return tuple(operations.values())


class _Entry:
    """Enters the tasks of one window; what they have in common is computed once."""

    def __init__(self, ledger: Ledger, leaf: Hoja, window: Period) -> None:
        self.ledger, self.leaf, self.window, self.indicator = ledger, leaf, window, leaf.indicador
        self.only_known = leaf.sin_dato == "mes_fuera"
        self.role = KNOWN_SERIES if self.only_known else "serie"
        cap = None if leaf.tope is None else exact(leaf.tope)
        self.cap, self.limits = cap_share(cap), () if cap is None else (Operand("tope", constant=cap),)
        self.raw = ledger.name_beside(leaf.indicador, RAW_SUFFIX)
        limit = "" if leaf.tope is None else f", hasta {leaf.tope} %"
        self.rule = f"{SCORED}{limit}."
        self.rule_kept = f"{SCORED}{limit} cada mes, porque su meta se mantiene."

    def task(self, task: Series, operation: OperationTasks) -> None:
        """Enter a task's score into the ledger and its operation, or note the task as unreported."""
        share = share_of(task, self.window, self.cap, only_known=self.only_known)
        if share.unreported:
            operation.unreported.append(task)
        elif share.is_scheduled:
            rule = self.rule_kept if task.keeps else self.rule
            operation.scored.append(self._enter(task, share, f"{rule}{self._left_out(task)}"))
            if self.leaf.tope is not None and share.executed > share.counted:
                self._enter_raw(task, share)

    def _left_out(self, task: Series) -> str:
        """Words for the programmed months of the window without data; empty if they are not left out (`share_of`)."""
        months = task.places(task.programmed, self.window)
        if not self.only_known or months != task.places(task.executed, self.window):
            return ""
        silent = (place for place in months if task.executed[place] is None)
        lacking = [MONTHS[place] for place in silent if (task.programmed[place] or 0) > 0]
        return f" Sin dato, y fuera también de lo programado: {list_es(lacking)}." if lacking else ""

    def _enter(self, task: Series, share: Share, rule: str) -> Figure:
        operands = (Operand(self.role, series=task.id), *self.limits)
        terms = exact(share.counted), exact(share.programmed)
        return self.ledger.leaf(self._subject(self.indicator, task), terms, rule, operands)

    def _enter_raw(self, task: Series, share: Share) -> None:
        """Enter a task's score without cap, where that is higher."""
        # Without the cap, execution beyond a month's goal counts; execution in a month without goal never does.
        counted = share.executed
        if task.keeps:
            counted = share_of(task, self.window, None, only_known=self.only_known).counted
        if counted > share.counted:
            raw = exact(counted), exact(share.programmed)
            self.ledger.leaf(self._subject(self.raw, task), raw, RAW, (Operand(self.role, series=task.id),))

    def _subject(self, indicator: str, task: Series) -> Subject:
        return Subject(indicator, self.window, TASK, task.task, task.description)
