"""Whether a way of rounding explains a small difference, and whether the rest of the column agrees with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.checks.causes.apportioned import forced_to_total
from helpers.checks.causes.case import Case
from helpers.checks.causes.operations import rounding_allowance
from helpers.checks.cuadros.columns import parts_of
from helpers.checks.cuadros.expectation import Expectation
from helpers.cuadros.model import Regla
from helpers.exact import exact, truncate

STATED_AT = 2
"""Decimals at which the run's tolerance is stated; a percentage without decimals has its own last place."""


@dataclass(frozen=True)
class Columns:
    """The computed cells of every column, since how one was rounded shows in the others.

    Attributes
    ----------
    cells : Mapping of (str, str) to Sequence of Expectation
        By table and column.
    """

    cells: Mapping[tuple[str, str], Sequence[Expectation]]
    tolerance: Decimal

    def reason(self, expectation: Expectation, case: Case) -> str:
        """The way of rounding that gives the printed value, the most telling first; empty for none."""
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
        """Whether another cell of the column was rounded where cutting would have printed something else."""
        cases = (other.case for other in self._alike(expectation))
        return any(case.ties and truncate(case.expected, case.decimals) != case.printed for case in cases if case)

    def _forced(self, expectation: Expectation) -> Iterator[str]:
        """What each rule that a column adds up to something says of it, where the cell is one of its parts."""
        target = expectation.target
        for rule in target.cuadro.definition.reglas:
            if rule.regla == "cien" and target.column in rule.columnas:
                yield self._adjusted(expectation, rule)

    def _adjusted(self, expectation: Expectation, rule: Regla) -> str:
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
    """Gather what could be computed, by table and column."""
    found: dict[tuple[str, str], list[Expectation]] = defaultdict(list)
    for item in expectations:
        if item.case is not None:
            found[item.target.cuadro.name, item.target.column].append(item)
    return Columns(found, tolerance)
