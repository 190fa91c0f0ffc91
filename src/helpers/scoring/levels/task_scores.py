"""Scores of tasks (executed over programmed), and their grouping into operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from helpers.base.display import list_es
from helpers.base.exact import exact
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import not_none
from helpers.figures.figure import Figure, Operand
from helpers.figures.figure_names import RAW_SUFFIX
from helpers.figures.records import Node
from helpers.figures.series import (
    EXACT,
    KNOWN_SERIES,
    YEAR,
    ZERO,
    Series,
    Share,
    cap_share,
    capped,
    share_of,
    task_terms,
)
from helpers.scoring.entered_figures import TASK
from helpers.scoring.ledger import Ledger
from helpers.scoring.planning.plan_in_force import Plan
from helpers.settings.rollups import Hoja


class Running:
    """A task's shares in many windows, by running sums; each share equals what `share_of` returns.

    A year has up to nineteen windows, so adding up each one anew would take longer.

    Parameters
    ----------
    series : Series
    cap : Decimal or None
        The largest share of the programmed amount that counts.
    only_known : bool
        Whether months without data are left out.
    """

    __slots__ = ("cap", "counted", "executed", "has_year", "known", "lacking", "only_known", "programmed", "series")

    def __init__(self, series: Series, cap: Decimal | None, *, only_known: bool = False) -> None:
        goals, reports = series.programmed[:YEAR], series.executed[:YEAR]
        months = tuple(zip(goals, reports, strict=True))
        self.series, self.cap, self.only_known = series, cap, only_known
        self.has_year = series.programmed[YEAR] is not None or series.executed[YEAR] is not None
        self.programmed, self.executed = _sums(goals), _sums(reports)
        self.known = _sums(None if _is_lacking(goal, done) else goal for goal, done in months) if only_known else ()
        # Only a goal to be kept every month counts month by month.
        self.counted = _sums(capped(done, goal, cap) for goal, done in months) if series.keeps else ()
        self.lacking = tuple(accumulate((_is_lacking(goal, done) for goal, done in months), initial=0))

    def share(self, window: Period) -> Share:
        """Return what the task programmed and executed in a window, what of it counts, and whether it is unreported."""
        before, last = window.first - 1, window.last
        if self.has_year and last - before == YEAR:
            return share_of(self.series, window, self.cap, only_known=self.only_known)
        programmed, is_lacking = self._programmed(before, last)
        executed = EXACT.subtract(self.executed[last], self.executed[before])
        if self.counted:
            counted = EXACT.subtract(self.counted[last], self.counted[before])
        else:
            counted = capped(executed, programmed, self.cap)
        return Share(programmed, executed, counted, is_lacking)

    def _programmed(self, before: int, last: int) -> tuple[Decimal, bool]:
        """The programmed amount that counts in a window, and whether the task is unreported there."""
        is_lacking = self.lacking[last] > self.lacking[before]
        if is_lacking and self.only_known:
            known = EXACT.subtract(self.known[last], self.known[before])
            if known > 0:
                return known, False
        return EXACT.subtract(self.programmed[last], self.programmed[before]), is_lacking


def _sums(amounts: Iterable[Decimal | None]) -> tuple[Decimal, ...]:
    """Running sums: zero, and then the sum up to each month."""
    return tuple(accumulate((amount or ZERO for amount in amounts), EXACT.add, initial=ZERO))


def _is_lacking(goal: Decimal | None, done: Decimal | None) -> bool:
    """Whether an amount was programmed and none reported."""
    return done is None and goal is not None and goal > 0


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
        cap, only_known = None if leaf.tope is None else exact(leaf.tope), leaf.sin_dato == "mes_fuera"
        role = KNOWN_SERIES if only_known else "serie"
        year, operation = Operand(role, series=task.id), self.plan.operation(task)
        share = cap_share(cap)
        operands = (year,) if cap is None else (year, Operand("tope", constant=cap))
        return _Year(task, operation, Running(task, share, only_known=only_known), operands)


class _Year(NamedTuple):
    """A task prepared for all windows: series, operation, running sums and the operands of its figures."""

    task: Series
    operation: str
    running: Running
    operands: tuple[Operand, ...]


class _Entry:
    """Enters the tasks of one window; what they have in common is computed once."""

    def __init__(self, ledger: Ledger, leaf: Hoja, window: Period) -> None:
        self.ledger, self.leaf, self.window, self.indicator = ledger, leaf, window, leaf.indicador
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
        """Words for the programmed months of the window without data; empty if the method does not leave them out."""
        if self.leaf.sin_dato != "mes_fuera":
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
            only_known = self.leaf.sin_dato == "mes_fuera"
            counted = share_of(year.task, self.window, None, only_known=only_known).counted
        if counted > share.counted:
            raw = exact(counted), exact(share.programmed)
            self.ledger.leaf(self.raw, self.window, year.task, raw, RAW, year.operands[:1], is_graded=False)
