"""Which wrong cell of a declared table another one follows from, by the operations that the table's rules repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from helpers.base.exact import exact, round_half_up
from helpers.base.python_extras import by_key
from helpers.checks.causes.printed_case import Case
from helpers.checks.cuadros.cell_verdicts import PrintedCell
from helpers.figures.records import SourceCell


class TableLinks:
    """Follows faults from cell to cell of the declared tables."""

    def __init__(self, cells: Iterable[PrintedCell], expected: Mapping[SourceCell, Decimal]) -> None:
        """Index the judged cells by their address.

        Parameters
        ----------
        cells : iterable of PrintedCell
            Every cell that a rule of its table compares, right ones too.
        expected : Mapping of SourceCell to Decimal
            What the wrong cells should hold: those with a finding that states both numbers.
        """
        self.expected = expected
        self._judged = {one.cell: one for one in cells}

    @cached_property
    def doubted(self) -> Mapping[str, Sequence[SourceCell]]:
        """The failed controls' own cells, by another cell that may be wrong instead, as findings write it."""
        return by_key(
            (name, one.cell)
            for one in self._judged.values()
            for name in dict.fromkeys(name for item in one.judged for name in item.either)
        )

    def sources(self, cell: SourceCell) -> Iterator[SourceCell]:
        """Yield the other wrong cells whose correction alone explains a wrong cell; the surest first.

        A correction explains it if a check of the cell that fails then holds, or if a check that holds then gives the
        value that the cell should have: the cell repeats the fault of its part.
        """
        own, judged = self.expected.get(cell), self._judged.get(cell)
        if own is None or judged is None:
            return
        cases = [one.expectation.case for one in judged.judged if one.expectation.case is not None]
        for case in cases:
            goal = own if case.ties else case.printed
            for other in dict.fromkeys(part.cell for part in case.parts if part.cell is not None and part.cell != cell):
                due = self.expected.get(other)
                if due is not None and _gives(case, {other: exact(due)}, goal):
                    yield other


def _gives(case: Case, instead: Mapping[SourceCell, Fraction], goal: Decimal) -> bool:
    value = case.value_under(instead)
    return value is not None and round_half_up(value, case.decimals) == goal
