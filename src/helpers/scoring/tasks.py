"""Tasks scored by what they executed of what they had programmed, and gathered into their operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from helpers.display import list_es
from helpers.exact import exact
from helpers.methods import Metodo
from helpers.periods import MONTHS, Period
from helpers.records import Node
from helpers.replay import cap_share, leaf_terms
from helpers.rollups import Hoja
from helpers.scoring.ledger import RAW_SUFFIX, TASK, Ledger
from helpers.scoring.plan import Plan
from helpers.scoring.running import Running
from helpers.series import KNOWN_SERIES, Series, Share, share_of
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
    all : tuple of Series
        Every task of the plan.
    scored : list of Figure
        Tasks that take part.
    unreported : list of Series
        Tasks that were scheduled and of which nothing was reported.
    """

    code: str
    node: Node | None
    actions: tuple[str, ...]
    all: tuple[Series, ...]
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
        found = {item.code: OperationTasks(*item) for item in self.plan.operations(window)}
        enter = _Entry(self.ledger, leaf, window)
        for year in self._years.get(self.plan.version(window), ()):
            enter.task(year, found[year.operation])
        return tuple(found.values())

    @cached_property
    def _years(self) -> Mapping[str, tuple[_Year, ...]]:
        """By version, in the plan's order."""
        return {version: tuple(map(self._year, tasks)) for version, tasks in self.plan.by_version.items()}

    def _year(self, task: Series) -> _Year:
        leaf = self.method.hoja
        cap, only_known = None if leaf.tope is None else exact(leaf.tope), leaf.sin_dato == "mes_fuera"
        role = KNOWN_SERIES if only_known else "serie"
        year, operation = Operand(role, series=task.id), self.plan.operation(task)
        share = None if cap is None else cap_share(cap)
        operands = (year,) if cap is None else (year, Operand("tope", constant=cap))
        return _Year(task, operation, Running(task, share, only_known=only_known), operands)


class _Year(NamedTuple):
    """A task's year as every window needs it: its operation, its running sums and what its figures are had from."""

    task: Series
    operation: str
    running: Running
    operands: tuple[Operand, ...]


class _Entry:
    """Enters the tasks of one window; what all of them share is worked out once."""

    def __init__(self, ledger: Ledger, leaf: Hoja, window: Period) -> None:
        self.ledger, self.leaf, self.window, self.indicator = ledger, leaf, window, leaf.indicador
        bands = ledger.method.bands_of(leaf.indicador)
        self.is_graded = bands is not None and TASK in bands.niveles
        self.raw = ledger.name_beside(leaf.indicador, RAW_SUFFIX)
        limit = "" if leaf.tope is None else f", hasta {leaf.tope} %"
        self.rule = f"{SCORED}{limit}."
        self.rule_kept = f"{SCORED}{limit} cada mes, porque su meta se mantiene."

    def task(self, year: _Year, operation: OperationTasks) -> None:
        share = year.running.share(self.window)
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
        """The months of the window that lack data, in words; empty where none does."""
        if self.leaf.sin_dato != "mes_fuera":
            return ""
        months = range(self.window.first - 1, self.window.last)
        silent = (place for place in months if task.executed[place] is None)
        lacking = [MONTHS[place] for place in silent if (task.programmed[place] or 0) > 0]
        return f" Sin dato, y fuera también de lo programado: {list_es(lacking)}." if lacking else ""

    def _enter(self, year: _Year, share: Share, rule: str) -> Figure:
        return self.ledger.leaf(
            self.indicator, self.window, year.task, leaf_terms(share), rule, year.operands, is_graded=self.is_graded
        )

    def _enter_raw(self, year: _Year, share: Share) -> None:
        """Keep what a task would have without its cap, where that is more."""
        # What was done beyond a month's goal counts without the cap; what was done in a month without goal never does.
        counted = share.executed
        if year.task.keeps:
            only_known = self.leaf.sin_dato == "mes_fuera"
            counted = share_of(year.task, self.window, None, only_known=only_known).counted
        if counted > share.counted:
            raw = exact(counted), exact(share.programmed)
            self.ledger.leaf(self.raw, self.window, year.task, raw, RAW, year.operands[:1], is_graded=False)
