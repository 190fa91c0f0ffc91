"""Decides whether a way of rounding explains a small difference, also by the rest of the column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from helpers.base.display import number_es
from helpers.base.exact import exact, round_half_up, truncate
from helpers.base.python_extras import grouped
from helpers.checks.causes.cause_search import rounding_allowance
from helpers.checks.causes.printed_case import Case
from helpers.checks.cuadros.column_rules import parts_of
from helpers.checks.cuadros.expected_value import Expectation
from helpers.settings.cuadros.cuadro_model import Regla

STATED_AT = 2
"""Decimals for which the run's tolerance is stated; it is scaled up for cells with fewer decimals."""


@dataclass(frozen=True)
class Columns:
    """The computed cells of every column: one cell's rounding shows in the others.

    Attributes
    ----------
    cells : Mapping of (str, str) to Sequence of Expectation
        By table and column.
    tolerance : Decimal
        Largest difference that rounding may explain, for two decimals.
    """

    cells: Mapping[tuple[str, str], Sequence[Expectation]]
    tolerance: Decimal

    def reason(self, expectation: Expectation, case: Case) -> str:
        """Return the way of rounding that explains the printed value of `case`, in Spanish; empty if none does.

        The ways are, in this order: adjustment of a column to a total, parts already rounded, truncation. None is tried
        if the difference exceeds the tolerance, which is ten times as large for each decimal fewer than two.
        """
        if abs(case.printed - case.computed) > self.tolerance.scaleb(max(STATED_AT - case.decimals, 0)):
            return ""
        forced = next(filter(None, self._forced(expectation)), "")
        if forced:
            return forced
        is_near = abs(exact(case.printed) - case.expected) <= rounding_allowance(case)
        if is_near and any(part.is_rounded for part in case.parts):
            if expectation.is_elsewhere:
                return "los dos difieren en el último decimal: uno está cortado o redondeado aparte"
            return "es compatible con que sus partes ya estén redondeadas"
        if truncate(case.expected, case.decimals) == case.printed and not self._is_rounded_up(expectation):
            return "es compatible con cortar el último decimal en lugar de redondearlo"
        return ""

    def _alike(self, expectation: Expectation) -> Sequence[Expectation]:
        target = expectation.target
        return self.cells.get((target.cuadro.name, target.column), ())

    def _is_rounded_up(self, expectation: Expectation) -> bool:
        """Return whether another cell of the column was rounded where truncation would print another number."""
        cases = (other.case for other in self._alike(expectation))
        return any(case.ties and truncate(case.expected, case.decimals) != case.printed for case in cases if case)

    def _forced(self, expectation: Expectation) -> Iterator[str]:
        """Yield the explanation by each rule that the column adds up to a total, if the cell is one of its parts."""
        target = expectation.target
        for rule in target.cuadro.definition.reglas:
            if rule.regla == "cien" and target.column in rule.columnas:
                yield self._adjusted(expectation, rule)

    def _adjusted(self, expectation: Expectation, rule: Regla) -> str:
        """Return `forced_to_total` of the cell's group in a rule `cien`; empty if not all of its cells are computed."""
        own = expectation.target.row
        group = [own.text(column) for column in rule.por]
        lines = [
            row.line for row in parts_of(expectation.target.cuadro, rule, None)
            if [row.text(column) for column in rule.por] == group
        ]  # fmt: skip
        cases = {
            other.target.row.line: other.case
            for other in self._alike(expectation)
            if other.case is not None and not other.is_elsewhere and other.target.row.line in lines
        }
        if own.line not in cases or len(cases) < len(lines):
            return ""
        decimals = max(case.decimals for case in cases.values())
        in_order = [cases[line] for line in lines]
        due, printed = [case.expected for case in in_order], [case.printed for case in in_order]
        return forced_to_total(due, printed, rule.valor, decimals)


def columns_of(expectations: Sequence[Expectation], tolerance: Decimal) -> Columns:
    """Group cells by table and column; those without an operation are left out.

    Parameters
    ----------
    tolerance : Decimal
        Largest difference that rounding may explain, for cells with two decimals. It leaves out no cell here.
    """
    having = (item for item in expectations if item.case is not None)
    return Columns(grouped(having, lambda item: (item.target.cuadro.name, item.target.column)), tolerance)


def forced_to_total(due: Sequence[Fraction], printed: Sequence[Decimal], total: Decimal, decimals: int) -> str:
    """Return how a column of shares was adjusted so that its rounded values add up, in Spanish; empty if it was not.

    It was if the printed shares add up to the total, the shares rounded one by one would not, and each printed share is
    less than one unit of its last decimal from the exact one.

    Parameters
    ----------
    due : Sequence of Fraction
        The shares before rounding.
    printed : Sequence of Decimal
        The printed shares.
    total : Decimal
        Required sum of the column.
    decimals : int
        Decimals of the printed shares.
    """
    rounded = sum((round_half_up(value, decimals) for value in due), Decimal(0))
    unit = Fraction(1, 10**decimals)
    is_near = all(abs(exact(value) - share) < unit for value, share in zip(printed, due, strict=True))
    if sum(printed, Decimal(0)) != total or rounded == total or not is_near:
        return ""
    apart = f"redondeada celda por celda sumaría {number_es(rounded)}"
    if list(printed) == largest_remainders(due, total, decimals):
        return (
            f"la columna se ajustó para que sume {number_es(total)}: el reparto por mayores restos da sus "
            f"{len(printed)} valores tal como están impresos ({apart})"
        )
    return f"es compatible con que la columna se haya ajustado para que sume {number_es(total)} ({apart})"


def largest_remainders(due: Sequence[Fraction], total: Decimal, decimals: int) -> list[Decimal]:
    """Truncate every share, then add one unit each to those with the largest remainders until the total is reached.

    The rounded shares keep their order; of equal remainders, the first share gets the unit. If the truncated shares
    already reach the total, they are returned as they are.
    """
    unit = Fraction(1, 10**decimals)
    units = [value // unit for value in due]
    missing = int(exact(total) / unit) - sum(units)
    most_first = sorted(range(len(due)), key=lambda place: (units[place] * unit - due[place], place))
    for place in most_first[: max(missing, 0)]:
        units[place] += 1
    return [round_half_up(count * unit, decimals) for count in units]
