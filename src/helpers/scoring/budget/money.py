"""Budget reports at their cut-off dates → balances and flows by line, and their sums.

A report (`reporte`) is one complete breakdown of the budget at a cut-off date, accumulated since 1 January. The report
by category is the main one: a level takes its money from it where all of the level's categories publish the column, and
from the level's own report elsewhere (MRE published March's budget in force by area only). Two reports are never added
together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from helpers.base.display import counted_es
from helpers.base.periods import Period
from helpers.base.python_extras import by_key, first_by_key, grouped, not_none
from helpers.figures.figure import Figure, Operation
from helpers.figures.records import Row, Sourced
from helpers.intake.dataset import BUDGET_LEVELS, Dataset
from helpers.scoring.entered_figures import REPORT_WORDS, Subject
from helpers.scoring.ledger import Scorer
from helpers.scoring.planning.plan_in_force import unit_node
from helpers.scoring.planning.plan_places import sum_rule
from helpers.settings.params import Corrida

TOTAL = "TOTAL"
LISTED_APART = ("fuente", "partida")
"""Breakdowns outside the structure, which get a total of their own."""
LINKED = ("acp", "unidad", "area")
"""Columns of `vinculacion` that link a category to a level; a `unidad` may be a post or a type of posts."""
CATEGORY_WORDS = ("categoría programática", "categorías programáticas")
AREA_WORDS = ("área", "áreas")
ACTION_WORDS = ("acción de corto plazo", "acciones de corto plazo")
EXECUTING_UNIT, EXPENDITURE_GROUP = "ue", "grupo_gasto"
GROUP_END = "0000"
"""End of a group's code: 21200 belongs to 20000."""


@dataclass(frozen=True)
class Budget:
    """Look-ups in the budget's lines.

    Attributes
    ----------
    reports : Mapping
        Rows of `gastos` by (report, cut-off date) and then by the code of the report's level; each report is of one
        system and one state of the budget.
    linked : Mapping
        By level, pairs of a category and the code of that level to which its first row of `vinculacion` links it.
    """

    reports: Mapping[tuple[str, date], Mapping[str, Sequence[Row]]]
    linked: Mapping[str, Sequence[tuple[str, str]]]

    def lines(self, report: str, cutoff: date) -> Mapping[str, Sequence[Row]]:
        """Return the rows of a report at a cut-off date, by the code of its level; empty without such a report."""
        return self.reports.get((report, cutoff), {})


def budget_of(dataset: Dataset, corrida: Corrida) -> Budget:
    """Select the budget's rows of the run's system and state.

    A report that lacks them at a cut-off date is taken from another state of that system, else from another system in
    that state, else from the first system and state that have it. Lines without cut-off date, or of a kind of report
    that `BUDGET_LEVELS` lacks, are left out.
    """
    partitions = by_key(
        ((row.text("reporte"), cutoff), row)
        for row in dataset.rows("gastos")
        if row.text("reporte") in BUDGET_LEVELS and (cutoff := row.date("fecha_corte")) is not None
    )
    wanted = (corrida.sistema_presupuesto, corrida.estado_presupuesto)
    reports = {key: _by_code(key[0], _preferred(found, wanted)) for key, found in partitions.items()}
    links = first_by_key((row.text("cat_prog"), row) for row in dataset.rows("vinculacion"))
    named = ((column, category, row.text(column)) for category, row in links.items() for column in LINKED)
    linked = by_key((_level_of(dataset, column, code), (category, code)) for column, category, code in named if code)
    return Budget(reports, linked)


def _level_of(dataset: Dataset, column: str, code: str) -> str:
    """The level of a code in a column of `vinculacion`: the column's own, or that of the post named as a unit."""
    node = unit_node(dataset, code) if column == "unidad" else None
    return node.level if node else column


def _preferred(rows: Sequence[Row], wanted: tuple[str, str]) -> Sequence[Row]:
    """Rows of the wanted system and state, else of the system, else of the state, else the first."""
    found = grouped(rows, lambda row: (row.text("sistema"), row.text("estado")))
    return found[max(found, key=lambda kind: (kind[0] == wanted[0], kind[1] == wanted[1]))]


def _by_code(report: str, rows: Sequence[Row]) -> dict[str, list[Row]]:
    return grouped(rows, lambda row: row.text(BUDGET_LEVELS[report]))


@dataclass(frozen=True)
class BudgetScorer(Scorer):
    """The base of the classes that enter money by budget line and add it up; `SUM_OF` says in rules what is summed."""

    budget: Budget
    SUM_OF: ClassVar[str] = ""

    def sum_linked(self, indicator: str, window: Period, listed: Collection[str]) -> None:
        """Enter the sums of the listed categories of each action, unit and area, where none is blank."""
        for level, links in self.budget.linked.items():
            groups = by_key((code, category) for category, code in links if category in listed)
            for code, categories in groups.items():
                self._add_up(self.subject(indicator, window, level, code), "cat_prog", categories, CATEGORY_WORDS)

    def sum_groups(self, indicator: str, window: Period) -> None:
        """Enter the sum of each group's actions, where all of them have a value."""
        rows = self.dataset.rows("acciones")
        groups = by_key((row.text("grupo"), row.text("acp")) for row in rows if row.text("grupo"))
        for group, actions in groups.items():
            self._add_up(self.subject(indicator, window, "grupo", group), "acp", actions, ACTION_WORDS)

    def sum_services(self, indicator: str, window: Period) -> None:
        """Enter the sum of each service's areas, where all have a value and the service has none yet."""
        for service in (node for node in self.dataset.nodes if node.level == "servicio"):
            areas = [node.code for node in self.dataset.nodes if node.level == "area" and node.parent == service.key]
            self._add_up(self.subject(indicator, window, *service.key), "area", areas, AREA_WORDS)

    def _add_up(self, whole: Subject, level: str, codes: Sequence[str], words: tuple[str, str]) -> None:
        """Enter the sum of the figures of some codes of a level, where none is missing."""
        parts = [self.ledger.get(whole.indicator, whole.period, level, code) for code in codes]
        self.ledger.sum_all(whole, parts, f"Suma de {self.SUM_OF}{counted_es(len(parts), *words)}.")


@dataclass(frozen=True)
class MoneyScorer(BudgetScorer):
    """Enters balances and flows of the budget's columns into a ledger."""

    def score(self, indicator: str, column: str, windows: Sequence[Period], *, flow: bool) -> None:
        """Enter a budget column as an indicator into the ledger, in bolivianos as published: lines and their sums.

        A line with a blank cell is left out, and so is every sum above it. In a flow, a line that only one of the two
        reports lists counts as 0 in the other; without one of the two reports there is no flow. A figure that the
        ledger already has stays.

        The sums by executing unit and by group of expenditure are entered for `windows` only; a group in which a line
        has no value gets none, nor do groups of expenditure where the report by object lists only whole groups itself.

        Parameters
        ----------
        indicator, column : str
            Key of the indicator, and the column of `gastos` that it is read from.
        windows : sequence of Period
        flow : bool
            True for a flow, the difference between the accumulated values at the end and before the beginning of the
            window (both are entered too); False for the balance at the window's end.
        """
        needed = set(windows)
        if flow:
            needed |= {whole for window in windows for whole in (window.accumulated(), window.before()) if whole}
        for window in sorted(needed, key=lambda window: (not window.since_january, window.last, -window.first)):
            for report in BUDGET_LEVELS:
                if flow and not window.since_january:
                    codes = self._enter_flows(indicator, window, report)
                else:
                    codes = self._enter_balances(indicator, column, window, report)
                self._sum_up(indicator, window, report, codes)
        for window in windows:
            self._sum_group(indicator, window, "categoria", "cat_prog", EXECUTING_UNIT, self._unit_of)
            self._sum_group(indicator, window, "partida", "partida", EXPENDITURE_GROUP, self._group_of)

    def _enter_balances(self, indicator: str, column: str, window: Period, report: str) -> tuple[str, ...]:
        """Enter the lines of a report that publish a column, and return the codes of all its lines."""
        level = BUDGET_LEVELS[report]
        lines = self.budget.lines(report, self.corrida.cutoff(window))
        for code, rows in lines.items():
            cells = [cell for row in rows if (cell := row.number(column)) is not None]
            if len(cells) == len(rows) and self.ledger.get(indicator, window, level, code) is None:
                subject = self.subject(indicator, window, level, code)
                self.ledger.read(subject, cells, _read_rule(report, rows[0], cells))
        return tuple(lines)

    def _enter_flows(self, indicator: str, window: Period, report: str) -> tuple[str, ...]:
        """Enter what accrued between two cut-off dates, and return the codes of all lines of either.

        Each report is complete, so a line that one of them does not list is 0 there; a blank line is unknown.
        """
        level, before, whole = BUDGET_LEVELS[report], window.before(), window.accumulated()
        if before is None:
            return ()
        earlier = self.budget.lines(report, self.corrida.cutoff(before))
        later = self.budget.lines(report, self.corrida.cutoff(window))
        if not later or all(self.ledger.get(indicator, before, level, code) is None for code in earlier):
            return ()
        codes = tuple(dict.fromkeys((*later, *earlier)))
        for code in codes:
            last, first = (self.ledger.get(indicator, period, level, code) for period in (whole, before))
            is_blank = (last is None and code in later) or (first is None and code in earlier)
            if not is_blank and self.ledger.get(indicator, window, level, code) is None:
                subject = self.subject(indicator, window, level, code)
                self.ledger.difference(subject, last, first, _flow_rule(window, last, first))
        return codes

    def _sum_up(self, indicator: str, window: Period, report: str, codes: Sequence[str]) -> None:
        """Enter the sums above a report's lines: the report's total, linked levels, groups, services, entity."""
        level = BUDGET_LEVELS[report]
        lines = [figure for code in codes if (figure := self.ledger.get(indicator, window, level, code))]
        if not lines:
            return
        is_complete = len(lines) == len(codes)
        if level in LISTED_APART:
            if is_complete:
                subject = Subject(indicator, window, level, TOTAL, f"Total por {level}")
                counted = counted_es(len(lines), "línea", "líneas")
                self.ledger.combine(subject, Operation.SUM, lines, f"Suma de {counted} del reporte por {level}.")
            return
        if level == "cat_prog":
            self.sum_linked(indicator, window, codes)
            self.sum_groups(indicator, window)
        self.sum_services(indicator, window)
        if is_complete:
            self._sum_entity(indicator, window, lines)

    def _sum_entity(self, indicator: str, window: Period, lines: Sequence[Figure]) -> None:
        """Enter the entity's sum, where it has no value yet."""
        kind = CATEGORY_WORDS if lines[0].level == "cat_prog" else AREA_WORDS
        self.ledger.sum_all(self.whole(indicator, window), lines, sum_rule(len(lines), *kind))

    def _sum_group(
        self, indicator: str, window: Period, report: str, level: str, target: str, group_of: Mapping[str, str]
    ) -> None:
        """Enter the sum of each group's lines in a report, where all lines have a value."""
        groups = grouped(
            (code for code in self._listed(report, window) if code in group_of), lambda code: group_of[code]
        )
        for group, codes in groups.items():
            parts = [self.ledger.get(indicator, window, level, code) for code in codes]
            subject = Subject(indicator, window, target, group, self.names.of("partida", group))
            lines = counted_es(len(parts), "línea", "líneas")
            rule = f"Suma de {lines} del reporte por {REPORT_WORDS.get(report, report)}."
            self.ledger.sum_all(subject, parts, rule)

    def _listed(self, report: str, window: Period) -> Sequence[str]:
        """Codes of the lines that a report has at the beginning or at the end of a window."""
        before = window.before()
        cutoffs = [self.corrida.cutoff(period) for period in (window, before) if period is not None]
        return tuple(dict.fromkeys(code for cutoff in cutoffs for code in self.budget.lines(report, cutoff)))

    @cached_property
    def _unit_of(self) -> Mapping[str, str]:
        """The executing unit of each category, from the latest report."""
        rows = [row for row in self.dataset.rows("gastos") if row.text("reporte") == "categoria" and row.text("ue")]
        rows.sort(key=lambda row: str(row.date("fecha_corte") or ""))
        return {row.text("cat_prog"): row.text("ue") for row in rows}

    @cached_property
    def _group_of(self) -> Mapping[str, str]:
        """The group of each object of expenditure; empty where the report itself is by group."""
        codes = {row.text("partida") for row in self.dataset.rows("gastos") if row.text("reporte") == "partida"}
        codes = {code for code in codes if len(code) == len(GROUP_END) + 1 and code.isdigit()}
        if all(code.endswith(GROUP_END) for code in codes):
            return {}
        return {code: f"{code[0]}{GROUP_END}" for code in codes}


def _read_rule(report: str, row: Row, cells: Sequence[Sourced]) -> str:
    """The rule of a line read from a report: its system, kind, state and date, and the note of its first row."""
    kind, state = (REPORT_WORDS.get(word, word) for word in (report, row.text("estado")))
    system = row.text("sistema") or "de presupuesto"
    several = f"Suma de {len(cells)} celdas del" if len(cells) > 1 else "Leído del"
    note = f" {row.text('nota')}." if row.text("nota") else ""
    where = f"reporte {system} por {kind}{state and f', estado {state}'}"
    return f"{several} {where}, al {row.date('fecha_corte'):%d/%m/%Y}.{note}"


def _flow_rule(window: Period, last: Figure | None, first: Figure | None) -> str:
    """The rule of a flow from its two accumulated values; None for a report that does not list the line."""
    if last is None:
        gone = "La línea ya no figura en el corte, que es completo"
        return f"{gone}: 0 menos acumulado {not_none(window.before()).of_when}."
    if first is None:
        new = "la línea no figura en el corte anterior, que es completo: se resta 0"
        return f"Acumulado {window.accumulated().of_when}; {new}."
    return f"Acumulado {last.period.of_when} menos acumulado {first.period.of_when}."
