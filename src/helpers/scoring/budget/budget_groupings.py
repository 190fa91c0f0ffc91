"""Budget sums that no report gives: categories by executing unit (UE), objects of expenditure by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.display import counted_es
from helpers.base.periods import Period
from helpers.base.python_extras import grouped
from helpers.scoring.budget.money import Budget
from helpers.scoring.code_names import REPORT_WORDS
from helpers.scoring.entered_figures import Subject
from helpers.scoring.scorer import Scorer

EXECUTING_UNIT, EXPENDITURE_GROUP = "ue", "grupo_gasto"
GROUP_END = "0000"
"""End of a group's code: 21200 belongs to 20000."""


@dataclass(frozen=True)
class Groupings(Scorer):
    """Enters the sums of budget lines by executing unit and by group of expenditure into a ledger."""

    budget: Budget

    def score(self, indicator: str, windows: Iterable[Period]) -> None:
        """Enter an indicator's sums into the ledger: by executing unit and by group of expenditure, for each window.

        The lines that are added up must be in the ledger already (`MoneyScorer`). A group in which a line has no value
        gets no sum. Groups of expenditure get none where the report by object lists only whole groups itself.
        """
        for window in windows:
            self._sum(indicator, window, "categoria", "cat_prog", EXECUTING_UNIT, self._unit_of)
            self._sum(indicator, window, "partida", "partida", EXPENDITURE_GROUP, self._group_of)

    def _sum(
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
