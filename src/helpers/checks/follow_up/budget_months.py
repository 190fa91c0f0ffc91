"""Months of a percentage of the budget in force, which may have changed within the quarter.

Such percentages add up, and average, only over one budget: each month is brought to the quarter's budget first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from helpers.base.display import lower_first, number_es
from helpers.base.exact import exact, round_half_up, shown_decimals
from helpers.base.periods import Period
from helpers.checks.printed.printed_cases import Explanation
from helpers.checks.printed.printed_figures import first_printed, printed_figures
from helpers.checks.rule_registry import Evidence
from helpers.figures.figure import Figure, Operation, figure_id
from helpers.figures.figure_names import LEVEL_PLURALS
from helpers.figures.findings import Verdict
from helpers.figures.records import LEVELS, Row, SourceCell
from helpers.settings.cuadros.cuadro_table import FROM_PARTS

FEWEST_NODES = 2
"""Fewest nodes whose quarters must agree on the month in which the budget changed."""


@dataclass(frozen=True)
class Weighted:
    """A percentage of a whole, as the mean of its parts weighted by their budgets.

    Attributes
    ----------
    value : Fraction
    allowance : Fraction
        How far the rounding of the parts can move it.
    count : int
        Number of parts.
    level : str
        Level of the parts.
    """

    value: Fraction
    allowance: Fraction
    count: int
    level: str

    def ties(self, printed: Decimal) -> bool:
        """Return whether a printed percentage differs from `value` by no more than the rounding of both can explain."""
        half = Fraction(1, 2) * Fraction(10) ** int(printed.as_tuple().exponent)
        return abs(self.value - exact(printed)) <= self.allowance + half


@dataclass(frozen=True)
class MonthRepair:
    """A correction of a month's percentage with which its quarter adds up and the printed month of a node above ties.

    Attributes
    ----------
    figure : Figure
        The reported month.
    instead : Decimal
        Its corrected value.
    whole : str
        Id of the figure of the node above.
    printed : Decimal
        The printed value of that figure.
    """

    figure: Figure
    instead: Decimal
    whole: str
    printed: Decimal

    @property
    def cell(self) -> SourceCell:
        """The cell of the month's percentage."""
        return self.figure.sources[0]


@dataclass(frozen=True)
class BudgetMonths:
    """The reported months of an indicator that is a flow over a balance, such as the budget in force.

    Attributes
    ----------
    evidence : Evidence
    indicator, balance : str
    """

    evidence: Evidence
    indicator: str
    balance: str

    def is_rebased(self, quarter: Figure) -> bool:
        """Return whether the months add up to a quarter once they are brought to its budget in force.

        False where the budget did not change, and where nothing says in which month it did (`months_before`).
        """
        count = self.months_before(quarter.period)
        return count > 0 and self._holds(quarter, count)

    def months_before(self, quarter: Period) -> int:
        """Return how many of a quarter's first months refer to the budget of the quarter before; 0 if nothing says so.

        Of the nodes whose budget changed, it is the number with which most quarters add up, the smallest of several;
        at least two must.
        """
        return self._counts.get(quarter, 0)

    def repair(self, quarter: Figure) -> MonthRepair | None:
        """Return the month whose correction makes both its quarter and a printed month of a node above tie.

        None if no month does, if several do, or if the quarter's three months are not all reported.
        """
        months = self._months(quarter)
        found = [self._of_month(quarter, place) for place in range(len(months))] if months else []
        fitting = [one for one in found if one is not None]
        return fitting[0] if len(fitting) == 1 else None

    def weighted(self, month: Period, level: str, code: str, instead: MonthRepair | None = None) -> Weighted | None:
        """Return a node's percentage of a month as the mean of its parts', weighted by their budgets in force.

        The parts are those below the node, of the first level with two or more whose budgets, all known, add up to the
        node's; None if there is no such level or the node has no budget.

        Parameters
        ----------
        instead : MonthRepair or None
            A part's month to replace.
        """
        whole = self._budget(month, level, code)
        for below in LEVELS:
            figures = self.evidence.book.select(self.indicator, month, below) if below != level else ()
            parts = [one for one in figures if level == LEVELS[0] or (level, code) in self._above(one)]
            budgets = [self._budget(month, part.level, part.code) for part in parts]
            known = [budget for budget in budgets if budget is not None]
            if not whole or len(known) < 2 or len(known) < len(parts) or sum(known, Fraction(0)) != whole:
                continue
            is_replaced = instead is not None and instead.figure in parts
            values = [
                exact(instead.instead) if is_replaced and instead and part is instead.figure else exact(part.rounded)
                for part in parts
            ]
            total = sum((value * budget for value, budget in zip(values, known, strict=True)), Fraction(0))
            halves = (budget / (2 * 10**part.decimals) for part, budget in zip(parts, known, strict=True))
            return Weighted(total / whole, sum(halves, Fraction(0)) / whole, len(parts), below)
        return None

    def explained(self, month: Period, level: str, code: str, printed: Decimal) -> tuple[Explanation, Decimal] | None:
        """Return the verdict on a node's printed month, which is no figure, with its cause, and the computed value.

        It is only compared with `weighted` (`FROM_PARTS`), because no method has money by month. None if that does not
        exist, or does not give the printed value: the weights are an assumption, which is then not made.
        """
        weighted = self.weighted(month, level, code)
        if weighted is None:
            return None
        book, computed = self.evidence.book, round_half_up(weighted.value, shown_decimals(printed))
        weight = lower_first(book.indicator_name(self.balance))
        parts = f"{weighted.count} {LEVEL_PLURALS[weighted.level]}"
        formula = f"{FROM_PARTS}promedio de {parts}, con peso «{weight}»"
        if computed == printed:
            return Explanation(formula, "", Verdict.EXACT), computed
        if abs(printed - computed) <= self.evidence.corrida.tolerancia_redondeo and weighted.ties(printed):
            said = "es compatible con que sus partes ya estén redondeadas"
            return Explanation(formula, said, Verdict.ROUNDING), computed
        for repair in self._suspected(month):
            mended = self.weighted(month, level, code, repair)
            if mended is not None and mended.ties(printed):
                said = (
                    f"cuadraría con {book.figure_words(repair.figure.id)} = {number_es(repair.instead)} en lugar de "
                    f"{number_es(repair.figure.rounded)}, con que cuadraría también su trimestre"
                )
                return Explanation(formula, said, Verdict.CARRIED, str(repair.cell)), computed
        return None

    def _suspected(self, month: Period) -> Iterator[MonthRepair]:
        """Yield, for each node whose quarter does not add up, its `repair`, if it is one of this month."""
        quarter = _quarter_of(month)
        for part in self._figures:
            if part.period == quarter and self._months(part) and not self._holds(part, self.months_before(quarter)):
                found = self.repair(part)
                if found is not None and found.figure.period == month:
                    yield found

    @cached_property
    def _figures(self) -> Sequence[Figure]:
        return self.evidence.book.all_of(self.indicator)

    @cached_property
    def _counts(self) -> dict[Period, int]:
        """By quarter up to the run's period, what `months_before` returns."""
        counts = {}
        for period in self.evidence.corrida.period.accumulated().quarters():
            quarters = [one for one in self._figures if one.period == period]
            changed = [one for one in quarters if self._months(one) and self._ratio(one) not in {None, Fraction(1)}]
            tied = {count: sum(self._holds(one, count) for one in changed) for count in range(4)}
            best = max(tied, key=lambda count: (tied[count], -count))
            counts[period] = best if tied[best] >= FEWEST_NODES else 0
        return counts

    def _months(self, quarter: Figure) -> Sequence[Figure]:
        """Return the reported months of a quarter; empty unless all three are reported."""
        book = self.evidence.book
        found = [book.get(self.indicator, one, quarter.level, quarter.code) for one in quarter.period.months()]
        reported = [one for one in found if one is not None and one.operation is Operation.INPUT]
        return reported if len(reported) == len(found) else ()

    def _ratio(self, quarter: Figure) -> Fraction | None:
        """Return the budget of the quarter before over the quarter's; None if one is unknown or the latter is zero."""
        before, book = quarter.period.previous_quarter(), self.evidence.book
        earlier = book.get(self.balance, before, quarter.level, quarter.code) if before else None
        now = book.get(self.balance, quarter.period, quarter.level, quarter.code)
        return earlier.value / now.value if earlier is not None and now is not None and now.value else None

    def _weights(self, quarter: Figure, count: int) -> Sequence[Fraction]:
        """Return the factors that bring three months to a quarter's budget: `_ratio` for the first `count`, else 1."""
        ratio = self._ratio(quarter)
        return [Fraction(1) if ratio is None or place >= count else ratio for place in range(3)]

    def _holds(self, quarter: Figure, count: int) -> bool:
        """Return whether three reported months add up to a quarter, within rounding, with `_weights`."""
        weights, months = self._weights(quarter, count), self._months(quarter)
        total = sum((exact(one.rounded) * weight for one, weight in zip(months, weights, strict=True)), Fraction(0))
        half = Fraction(1, 2 * 10**quarter.decimals)
        return abs(total - exact(quarter.rounded)) <= half * (1 + sum(weights))

    def _of_month(self, quarter: Figure, place: int) -> MonthRepair | None:
        """Return the repair of the month at a position (from 0) that makes its quarter add up.

        None if no printed month of a node above ties with it that does not tie without it.
        """
        weights = self._weights(quarter, self.months_before(quarter.period))
        months = self._months(quarter)
        others = sum((exact(months[at].rounded) * weights[at] for at in range(3) if at != place), Fraction(0))
        if not weights[place]:
            return None
        needed = round_half_up((exact(quarter.rounded) - others) / weights[place], months[place].decimals)
        for level, code in self._above(months[place]):
            name = figure_id(self.indicator, months[place].period, level, code)
            row = first_printed(self._printed, name)
            printed = row.amount("valor") if row is not None else None
            if printed is None:
                continue
            repair = MonthRepair(months[place], needed, name, printed)
            whole = self.weighted(months[place].period, level, code, repair)
            as_printed = self.weighted(months[place].period, level, code)
            if whole and as_printed and whole.ties(printed) and not as_printed.ties(printed):
                return repair
        return None

    def _above(self, figure: Figure) -> Sequence[tuple[str, str]]:
        node = self.evidence.book.node(figure.level, figure.code)
        return () if node is None else self.evidence.book.ancestors(node)

    @cached_property
    def _printed(self) -> dict[str, list[Row]]:
        return printed_figures(self.evidence)

    def _budget(self, month: Period, level: str, code: str) -> Fraction | None:
        """Return a node's budget in force in a month; None if unknown.

        It is that of the month's quarter, or in the first `months_before` months that of the quarter before.
        """
        quarter: Period | None = _quarter_of(month)
        if quarter is not None and month in quarter.months()[: self.months_before(quarter)]:
            quarter = quarter.previous_quarter()
        figure = self.evidence.book.get(self.balance, quarter, level, code) if quarter else None
        return figure.value if figure is not None else None


def _quarter_of(month: Period) -> Period:
    first = month.first - (month.first - 1) % 3
    return Period(month.year, first, first + 2)
