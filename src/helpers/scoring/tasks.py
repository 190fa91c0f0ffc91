"""Tasks scored by what they executed of what they had programmed, and gathered into their operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from helpers.exact import exact
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.records import Node
from helpers.replay import cap_share, leaf_terms
from helpers.rollups import Hoja
from helpers.scoring.ledger import RAW_SUFFIX, TASK, Ledger
from helpers.scoring.plan import Plan
from helpers.series import Series, Share, share_of
from helpers.trace import Figure, Operand

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
        The unit that carries it out; None where the structure does not have it.
    actions : tuple of str
        The actions that its tasks serve, each once.
    all : list of Series
        Every task of the plan.
    scored : list of Figure
        Tasks that take part.
    unreported : list of Series
        Tasks that were scheduled and of which nothing was reported.
    """

    code: str
    node: Node | None
    actions: tuple[str, ...] = ()
    all: list[Series] = field(default_factory=list)
    scored: list[Figure] = field(default_factory=list)
    unreported: list[Series] = field(default_factory=list)


@dataclass(frozen=True)
class TaskScorer:
    """Enters the figures of tasks into a ledger."""

    ledger: Ledger
    method: Metodo
    plan: Plan

    def score(self, indicator: str, window: Period) -> tuple[OperationTasks, ...]:
        """Enter every task that takes part in a window; return the operations with them, in the plan's order."""
        leaf = self.method.hoja
        if leaf is None or leaf.indicador != indicator:
            return ()
        found: dict[str, OperationTasks] = {}
        enter = _Entry(self.ledger, leaf, indicator, window)
        for task in self.plan.tasks(window):
            code = self.plan.operation(task)
            operation = found.get(code)
            if operation is None:
                operation = found[code] = OperationTasks(code, self.plan.units.get(task.unit))
            operation.all.append(task)
            if task.action not in operation.actions:
                operation.actions = (*operation.actions, task.action)
            enter.task(task, operation)
        return tuple(found.values())


class _Entry:
    """Enters the tasks of one window; what all of them share is worked out once."""

    def __init__(self, ledger: Ledger, leaf: Hoja, indicator: str, window: Period) -> None:
        self.ledger, self.leaf, self.window, self.indicator = ledger, leaf, window, indicator
        bands = ledger.method.bands_of(indicator)
        self.is_graded = bands is not None and TASK in bands.niveles
        self.raw = ledger.name_beside(indicator, RAW_SUFFIX)
        cap = None if leaf.tope is None else exact(leaf.tope)
        self.cap: Decimal | None = None if cap is None else cap_share(cap)
        self.operands: Sequence[Operand] = () if cap is None else (Operand("tope", constant=cap),)
        limit = "" if cap is None else f", hasta {leaf.tope} %"
        self.rule = f"{SCORED}{limit}."
        self.rule_kept = f"{SCORED}{limit} cada mes, porque su meta se mantiene."

    def task(self, task: Series, operation: OperationTasks) -> None:
        share = share_of(task, self.window, self.cap)
        if share.unreported:
            operation.unreported.append(task)
        elif share.is_scheduled:
            self._enter(task, share, operation, self.rule_kept if task.keeps else self.rule)
        elif share.executed > 0 and self.leaf.sin_programa_con_ejecucion == "cumplida":
            self._enter(task, share, operation, UNSCHEDULED)

    def _enter(self, task: Series, share: Share, operation: OperationTasks, rule: str) -> None:
        year = Operand("serie", series=task.id)
        figure = self.ledger.leaf(
            self.indicator, self.window, task, leaf_terms(share), rule, (year, *self.operands), is_graded=self.is_graded
        )
        operation.scored.append(figure)
        if self.cap is not None and share.is_scheduled and share.executed > share.counted:
            raw = leaf_terms(share_of(task, self.window, None))
            if raw[0] > exact(share.counted):
                self.ledger.leaf(self.raw, self.window, task, raw, RAW, (year,), is_graded=False)


