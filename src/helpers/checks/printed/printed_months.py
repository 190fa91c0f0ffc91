"""Printed months of a whole that the Book has no figure of: they follow from the parts' reported months."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from helpers.base.display import lower_first, number_es
from helpers.base.exact import round_half_up, shown_decimals
from helpers.base.periods import Period
from helpers.checks.follow_up.budget_months import BudgetMonths, Weighted
from helpers.checks.follow_up.window_sums import budget_months
from helpers.checks.printed.printed_cases import Explanation
from helpers.checks.printed.printed_figures import names_a_figure
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure import split_id
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.findings import Verdict
from helpers.settings.cuadros.cuadro_table import FROM_PARTS


@dataclass(frozen=True)
class PrintedMonths:
    """The printed months of wholes, as the mean of their parts' months weighted by the budget in force in the month.

    It is no figure of the method, which has no money by month: a line on it is only compared (`FROM_PARTS`).
    """

    evidence: Evidence
    _months: dict[str, BudgetMonths | None] = field(default_factory=dict)

    def explained(self, figure: str, printed: Decimal) -> tuple[Explanation, Decimal] | None:
        """Return the verdict on a printed month with its cause, and the computed value; None if it cannot be computed.

        None also if the parts do not give the printed value: the weights are an assumption, which is then not made.
        """
        if not names_a_figure(figure):
            return None
        indicator, code, level, element = split_id(figure)
        month = Period.parse(code)
        if indicator not in self._months:
            self._months[indicator] = budget_months(self.evidence, indicator)
        months = self._months[indicator]
        weighted = months.weighted(month, level, element) if months is not None and month.is_month else None
        if months is None or weighted is None:
            return None
        decimals = shown_decimals(printed)
        computed = round_half_up(weighted.value, decimals)
        formula = self._formula(weighted, months.balance)
        if computed == printed:
            return Explanation(formula, "", Verdict.EXACT), computed
        if abs(printed - computed) <= self.evidence.corrida.tolerancia_redondeo and weighted.ties(printed):
            said = "es compatible con que sus partes ya estén redondeadas"
            return Explanation(formula, said, Verdict.ROUNDING), computed
        for repair in months.suspected(month):
            mended = months.weighted(month, level, element, repair)
            if mended is not None and mended.ties(printed):
                words = self.evidence.book.figure_words(repair.figure.id)
                said = (
                    f"cuadraría con {words} = {number_es(repair.instead)} en lugar de "
                    f"{number_es(repair.figure.rounded)}, con que cuadraría también su trimestre"
                )
                return Explanation(formula, said, Verdict.CARRIED, str(repair.cell)), computed
        return None

    def _formula(self, weighted: Weighted, balance: str) -> str:
        weight = lower_first(self.evidence.book.indicator_name(balance))
        parts = f"{weighted.count} {LEVEL_PLURALS[weighted.level]}"
        return f"{FROM_PARTS}promedio de {parts}, con peso «{weight}»"
