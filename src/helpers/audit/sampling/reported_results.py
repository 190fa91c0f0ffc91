"""The reported results of a run: what units state that they did, each with its cell, evidence and budget.

A unit enters with the most concrete things that it reports: the executed amounts of its tasks or, if it has no tasks,
its physical progress and its results. `docs/decisions.md` gives the reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from helpers.audit.sampling.sample_draw import NO_STATE, Item, Kind, LeftOut, Population
from helpers.base.exact import exact
from helpers.base.periods import MONTHS, Period
from helpers.figures.book import Book
from helpers.figures.records import UNIT_LEVELS, Node, Row, SourceCell
from helpers.figures.replay import versions_behind
from helpers.figures.series import EXECUTED, YEAR, Series
from helpers.figures.subjects import first_node
from helpers.intake.dataset import Dataset

PROGRESS = "avance_fisico"
BUDGET = "ppto_vigente"
LEVELS_OF_UNITS = (*UNIT_LEVELS, "area", "servicio", "entidad")
"""Levels of who reports, the likeliest first: several levels may use one code."""
ACHIEVED_KINDS = ("", "logro", "destacado")
ACHIEVED_STATES = ("", "logrado")


def reported_results(book: Book, dataset: Dataset) -> Population:
    """Return what units state that they did in the run's window, each a number above zero or a result without number.

    A unit enters with the executed amounts of its tasks, by month. One without tasks enters with its achieved results
    and, unless a unit below it has tasks or reports progress of its own, its physical progress; that of the whole
    window replaces those of shorter periods. `LeftOut` says which other rows are left out.

    Parameters
    ----------
    dataset : Dataset
        The inputs that the Book was computed from.
    """
    reader = _Reader(book, dataset)
    found = [*reader.task_values(), *reader.progress(), *reader.results()]
    items = tuple(_told_apart(_share_money(found)))
    return Population(items, {reason: reader.left[reason] for reason in LeftOut if reader.left[reason]})


@dataclass(frozen=True)
class _Found:
    """An item and the budget that it shares with the other items of its carrier, a task or a unit."""

    item: Item
    carrier: tuple[str, ...]
    budget: Fraction | None


def _share_money(found: Iterable[_Found]) -> Iterator[Item]:
    """Give each item an equal part of its carrier's budget; budgets of zero or less count as unknown."""
    every = list(found)
    sharing = Counter(one.carrier for one in every)
    for one in every:
        money = one.budget / sharing[one.carrier] if one.budget and one.budget > 0 else None
        yield replace(one.item, money=money)


def _told_apart(items: Iterable[Item]) -> Iterator[Item]:
    """Append the item's cell, which is unique, to each id that several items have."""
    every = list(items)
    having = Counter(item.id for item in every)
    for item in every:
        yield item if having[item.id] == 1 else replace(item, id=f"{item.id} ({item.cell})")


@dataclass
class _Reader:
    """Finds the reported results of a run; `left` counts the rows left out as they are found."""

    book: Book
    dataset: Dataset
    left: Counter[LeftOut] = field(default_factory=Counter)

    @cached_property
    def tasks(self) -> tuple[Series, ...]:
        """The tasks of the version of the plan that counts at the end of the run's window."""
        book = self.book
        # Other indicators compare with other versions.
        scored = (figure for figure in book.all_of(PROGRESS) if figure.period.last == book.period.last)
        versions = versions_behind(book, scored)
        return tuple(task for task in book.series.values() if task.version in versions)

    @cached_property
    def with_tasks(self) -> frozenset[tuple[str, str]]:
        """Keys of the nodes that have tasks."""
        nodes = (self.node(task.unit) for task in self.tasks)
        return frozenset(node.key for node in nodes if node is not None)

    def node(self, code: str) -> Node | None:
        """The node with a code, at the first of `LEVELS_OF_UNITS` that has one; None if none has."""
        return first_node(self.book, LEVELS_OF_UNITS, code)

    def is_within(self, row: Row) -> bool:
        """Whether a row's period lies in the run's window; false if it has none."""
        period = row.period("periodo")
        return period is not None and self.book.period.covers(period)

    def task_values(self) -> Iterator[_Found]:
        """The executed amounts above zero of the run's months (or of the year), one item for each cell."""
        reports = _by_line(self.dataset.rows("ejecucion"))
        planned = _by_line(self.dataset.rows("tareas"))
        known, window = {task.task for task in self.tasks}, self.book.period
        names = (*MONTHS[window.first - 1 : window.last], *(["anual"] if window.is_year else []))
        strange = (row for row in self.dataset.rows("ejecucion") if row.text("tarea") not in known)
        self.left[LeftOut.UNKNOWN] += sum((row.amount(name) or 0) > 0 for row in strange for name in names)
        for task in self.tasks:
            row = planned.get((task.plan.file, task.plan.sheet, task.plan.row))
            budget = row.amount("ppto") if row else None
            for place in task.standing(self.book.period)[1]:
                amount, cell = task.at(EXECUTED, place)
                if amount <= 0:
                    self.left[LeftOut.NOTHING] += 1
                    continue
                line = task.reports[place]
                report = reports.get((line.file, line.sheet, line.row)) if line else None
                year = self.book.period.year
                period = Period(year, 1, 12) if place == YEAR else Period(year, place + 1, place + 1)
                node, code = self.node(task.unit), f"{Kind.TASK}/{task.task}/{period}"
                item = self._item(
                    code, Kind.TASK, node, task.description, period, cell,
                    value=amount, measure=row.text("unidad_medida") if row else "",
                    evidence=report.text("medio_verificacion") if report else "",
                )  # fmt: skip
                yield _Found(item, (Kind.TASK, task.task), exact(budget) if budget is not None else None)

    def progress(self) -> Iterator[_Found]:
        """The physical progress reported by the lowest nodes that report it."""
        stated = [
            (row, node)
            for row in self.dataset.rows("avances")
            if row.text("indicador") == PROGRESS and self.is_within(row)
            and (node := self.book.node(row.text("nivel"), row.text("codigo"))) is not None
        ]  # fmt: skip
        whole = {node.key for row, node in stated if row.period("periodo") == self.book.period}
        nodes = {node.key: node for _, node in stated}
        above = {key for node in nodes.values() for key in self.book.ancestors(node)}
        above |= {key for node in self.book.nodes if node.key in self.with_tasks for key in self.book.ancestors(node)}
        for row, node in stated:
            value, period = row.amount("valor"), row.period("periodo")
            if value is None or period is None or (period != self.book.period and node.key in whole):
                continue
            if reason := self._progress_left_out(node, value, above):
                self.left[reason] += 1
                continue
            subject = self.book.indicator_name(PROGRESS)
            item = self._item(
                f"{Kind.PROGRESS}/{node.level}/{node.code}/{period}", Kind.PROGRESS, node, subject, period,
                row.cell("valor"), value=value, measure="%",
            )  # fmt: skip
            yield self._of_unit(item, node)

    def _progress_left_out(self, node: Node, value: Decimal, above: set[tuple[str, str]]) -> LeftOut | None:
        """Why a progress is left out; None if it counts. `above` has the nodes above those that report."""
        if node.key in self.with_tasks:
            return LeftOut.BY_TASKS
        if node.key in above:
            return LeftOut.SUMMARY
        return LeftOut.NOTHING if value <= 0 else None

    def results(self) -> Iterator[_Found]:
        """The rows of `resultados` that state an achievement."""
        for row in self.dataset.rows("resultados"):
            if not self.is_within(row):
                continue
            node = self.node(row.text("unidad"))
            if reason := self._result_left_out(row, node):
                self.left[reason] += 1
                continue
            value, period = row.amount("valor"), row.period("periodo") or self.book.period
            item = self._item(
                f"{Kind.RESULT}/{row.text('id')}/{period}", Kind.RESULT, node, row.text("texto"), period,
                row.cell("texto" if value is None else "valor"), value=value, measure=row.text("unidad_medida"),
                evidence=row.text("fuente"),
            )  # fmt: skip
            item = replace(item, stated=row.text("estado") or NO_STATE)
            if node is None:  # a result of no unit of the structure may still name who is to be visited
                own = row.text("institucion")
                item = replace(item, unit=own or row.text("dependencia") or item.unit, stratum=own or item.stratum)
            yield self._of_unit(item, node)

    def _result_left_out(self, row: Row, node: Node | None) -> LeftOut | None:
        if row.text("tipo") not in ACHIEVED_KINDS:
            return LeftOut.NO_ACHIEVEMENT
        if row.text("estado") not in ACHIEVED_STATES:
            return LeftOut.UNFINISHED
        if row.text("parte_de"):
            return LeftOut.DETAIL
        if node is not None and node.key in self.with_tasks:
            return LeftOut.BY_TASKS
        value = row.amount("valor")
        return LeftOut.NOTHING if value is not None and value <= 0 else None

    def _of_unit(self, item: Item, node: Node | None) -> _Found:
        """An item with its unit's budget in force at the end of the run's window; None without unit or budget."""
        if node is None:
            return _Found(item, ("",), None)
        figure = self.book.get(BUDGET, self.book.period.accumulated(), node.level, node.code)
        return _Found(item, node.key, figure.value if figure is not None else None)

    def _item(
        self, item_id: str, kind: Kind, node: Node | None, subject: str, period: Period, cell: SourceCell,
        *, value: Decimal | None, measure: str, evidence: str = "",
    ) -> Item:  # fmt: skip
        unit = node or self.book.nodes_at("entidad")[0]
        return Item(item_id, kind, self._stratum(unit), unit.name, subject, period, value, measure, cell, evidence)

    def _stratum(self, node: Node) -> str:
        """Name of the area of a node; without areas, of the highest node below the institution."""
        chain = [found for key in (node.key, *self.book.ancestors(node)) if (found := self.book.node(*key))]
        below = [one for one in chain if one.level != "entidad"]
        area = next((one for one in chain if one.level == "area"), below[-1] if below else node)
        return area.name


def _by_line(rows: Iterable[Row]) -> dict[tuple[str, str, int], Row]:
    return {(row.origin.file, row.origin.sheet, row.line): row for row in rows}
