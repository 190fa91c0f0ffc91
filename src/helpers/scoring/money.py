"""The money: budget reports at their cut-offs → balances and flows by line, summed upwards.

A report (`reporte`) is one complete partition of the budget at a cut-off, cumulative since 1 January. The report by
category is the book of record; a level takes its money from it where all its categories publish the column, and from
its own report where they do not (MRE published March's vigente by area only). Two reports are never added together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpers.intake.dataset import Dataset
from helpers.params import Corrida
from helpers.periods import Period
from helpers.records import Row, Sourced
from helpers.scoring.ledger import Ledger, Subject
from helpers.scoring.names import BUDGET_LEVELS, Names
from helpers.trace import Figure, Operation

TOTAL = "TOTAL"
LISTED_APART = ("fuente", "partida")
"""Partitions that stand beside the structure: they get a total of their own."""


@dataclass(frozen=True)
class Budget:
    """The budget's lines, ready to be asked for.

    Attributes
    ----------
    reports : Mapping
        Rows of `gastos` by (report, cut-off) and then by the code of the report's level; one state of the budget each.
    links : Mapping[str, Row]
        `vinculacion` by category.
    """

    reports: Mapping[tuple[str, date], Mapping[str, Sequence[Row]]]
    links: Mapping[str, Row]

    def lines(self, report: str, cutoff: date) -> Mapping[str, Sequence[Row]]:
        """Rows of a report at a cut-off, by the code of its level; empty where there is no such report."""
        return self.reports.get((report, cutoff), {})


def budget_of(dataset: Dataset, corrida: Corrida) -> Budget:
    """Choose the state of the budget that counts (the run's; the other where a report has only that)."""
    rows = dataset.rows("gastos")
    preferred = {
        (row.text("reporte"), row.date("fecha_corte")) for row in rows if row.text("estado") == corrida.estado_presupuesto
    }
    reports: dict[tuple[str, date], dict[str, list[Row]]] = {}
    for row in rows:
        key = (row.text("reporte"), row.date("fecha_corte"))
        if row.text("estado") == corrida.estado_presupuesto or key not in preferred:
            reports.setdefault(key, {}).setdefault(row.text(BUDGET_LEVELS[key[0]]), []).append(row)
    links: dict[str, Row] = {}
    for row in dataset.rows("vinculacion"):
        links.setdefault(row.text("cat_prog"), row)
    return Budget(reports, links)


@dataclass(frozen=True)
class MoneyScorer:
    """Enters the balances and flows of the budget's columns into a ledger."""

    ledger: Ledger
    budget: Budget
    dataset: Dataset
    corrida: Corrida
    names: Names

    def score(self, indicator: str, column: str, windows: Iterable[Period], *, flow: bool) -> None:
        """Enter an indicator of the budget for some windows, those that begin in January first."""
        for window in sorted(windows, key=lambda window: not window.since_january):
            for report in BUDGET_LEVELS:
                lines = self._lines(indicator, column, window, report, flow=flow)
                self._sum_up(indicator, window, report, lines)

    def _lines(self, indicator: str, column: str, window: Period, report: str, *, flow: bool) -> list[Figure]:
        level = BUDGET_LEVELS[report]
        if flow and not window.since_january:
            return self._flows(indicator, window, level, report)
        found = []
        for code, rows in self.budget.lines(report, self.corrida.cutoff(window)).items():
            cells = [cell for row in rows if (cell := row.number(column)) is not None]
            if len(cells) == len(rows) and self.ledger.get(indicator, window, level, code) is None:
                subject = Subject(indicator, window, level, code, self.names.of(level, code))
                found.append(self.ledger.read(subject, cells, _read_rule(report, rows[0], cells)))
        return found

    def _flows(self, indicator: str, window: Period, level: str, report: str) -> list[Figure]:
        before = window.before()
        earlier = self.budget.lines(report, self.corrida.cutoff(before)) if before else {}
        if before is None or all(self.ledger.get(indicator, before, level, code) is None for code in earlier):
            return []
        found = []
        for code in self.budget.lines(report, self.corrida.cutoff(window)):
            last = self.ledger.get(indicator, window.accumulated(), level, code)
            first = self.ledger.get(indicator, before, level, code)
            blank_before = first is None and code in earlier
            if last is None or blank_before or self.ledger.get(indicator, window, level, code) is not None:
                continue
            subject = Subject(indicator, window, level, code, self.names.of(level, code))
            found.append(self.ledger.difference(subject, last, first, _flow_rule(window, first)))
        return found

    def _sum_up(self, indicator: str, window: Period, report: str, lines: Sequence[Figure]) -> None:
        level = BUDGET_LEVELS[report]
        if not lines:
            return
        complete = len(lines) == len(self.budget.lines(report, self.corrida.cutoff(window)))
        if level in LISTED_APART:
            if complete:
                subject = Subject(indicator, window, level, TOTAL, f"Total por {level}")
                self.ledger.combine(subject, Operation.SUM, lines, f"Suma de las {len(lines)} líneas del reporte por {level}.")
            return
        if level == "cat_prog":
            for target in ("acp", "unidad", "area"):
                self._sum_linked(indicator, window, target, lines)
        self._sum_services(indicator, window)
        self._sum_entity(indicator, window, lines, complete=complete)

    def _sum_linked(self, indicator: str, window: Period, target: str, lines: Sequence[Figure]) -> None:
        published = {figure.code: figure for figure in lines}
        groups: dict[str, list[str]] = {}
        for category, link in self.budget.links.items():
            if link.text(target):
                groups.setdefault(link.text(target), []).append(category)
        for code, categories in groups.items():
            parts = [published[category] for category in categories if category in published]
            if len(parts) == len(categories):
                subject = Subject(indicator, window, target, code, self.names.of(target, code))
                self.ledger.combine(subject, Operation.SUM, parts, _sum_rule(len(parts), "categoría programática", "categorías programáticas"))

    def _sum_services(self, indicator: str, window: Period) -> None:
        for service in (node for node in self.dataset.nodes if node.level == "servicio"):
            areas = [node for node in self.dataset.nodes if node.level == "area" and node.parent == service.key]
            parts = [figure for area in areas if (figure := self.ledger.get(indicator, window, "area", area.code))]
            if parts and len(parts) == len(areas) and self.ledger.get(indicator, window, *service.key) is None:
                subject = Subject(indicator, window, *service.key, service.name)
                self.ledger.combine(subject, Operation.SUM, parts, _sum_rule(len(parts), "área", "áreas"))

    def _sum_entity(self, indicator: str, window: Period, lines: Sequence[Figure], *, complete: bool) -> None:
        top = next(node for node in self.dataset.nodes if node.level == "entidad")
        if complete and self.ledger.get(indicator, window, *top.key) is None:
            kind = ("categoría programática", "categorías programáticas") if lines[0].level == "cat_prog" else ("área", "áreas")
            self.ledger.combine(Subject(indicator, window, *top.key, top.name), Operation.SUM, lines, _sum_rule(len(lines), *kind))


def _read_rule(report: str, row: Row, cells: Sequence[Sourced]) -> str:
    state = f", estado {row.text('estado')}" if row.text("estado") else ""
    system = row.text("sistema") or "presupuesto"
    several = f"Suma de {len(cells)} celdas del" if len(cells) > 1 else "Leído del"
    return f"{several} reporte {system} por {report}{state}, al {row.date('fecha_corte'):%d/%m/%Y}."


def _flow_rule(window: Period, first: Figure | None) -> str:
    if first is None:
        return f"Acumulado a {window.accumulated().words}; la línea no figura en el corte anterior, que es completo: se resta 0."
    return f"Acumulado de {window.accumulated().words} menos acumulado de {first.period.words}."


def _sum_rule(count: int, one: str, many: str) -> str:
    return f"Suma de {count} {one if count == 1 else many}."
