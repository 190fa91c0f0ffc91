"""What stands behind a page's figures: the Book, what findings say of each figure, and what was published of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from helpers.book import Book
from helpers.cuadros.tables import is_cell
from helpers.findings import Finding, Reconciled, is_of_print
from helpers.records import SourceCell


@dataclass(frozen=True)
class Backing:
    """What stands behind a page's figures.

    Attributes
    ----------
    book : Book
    findings : sequence of Finding
    reconciliation : sequence of Reconciled
        What was published before.
    """

    book: Book
    findings: Sequence[Finding] = ()
    reconciliation: Sequence[Reconciled] = ()

    def findings_of(self, figure: str) -> tuple[int, ...]:
        """Places of the findings that name a figure, or a cell that it was read from.

        And of those of the data that name what it was computed from of the same node: a semester rests on quarters.

        Parameters
        ----------
        figure : str
            A figure's id, or the cell of a printed table.
        """
        own, below = self._own_findings(figure), self._findings_below(figure)
        return tuple(sorted({*own, *below})) if own or below else ()

    def _own_findings(self, traced: str) -> tuple[int, ...]:
        # Kept: a figure is asked for its own, and again by all of the same node that rest on it.
        kept = self._kept_findings.get(traced)
        if kept is None:
            kept = tuple(self._by_element.get(traced, ()))
            for cell in self._cells_of(traced) if self._by_cell else ():
                kept += tuple(self._by_cell.get(cell, ()))
            self._kept_findings[traced] = kept
        return kept

    def _cells_of(self, traced: str) -> tuple[SourceCell, ...]:
        """The cells that a figure was read from, or that a printed number is; of a task's year, where any is named."""
        figure = self.book.figures.get(traced)
        if figure is None:
            value = self.book.printed_values.get(traced)
            return (value.cell,) if value else ()
        for operand in figure.operands:
            if operand.series in self._years_named:
                return self.book.cells_of(figure)
        return figure.sources

    @cached_property
    def _years_named(self) -> frozenset[str]:
        """The tasks' years with any cell that a finding names: few, and a year is asked for in each of its windows."""
        named = {(cell.file, cell.sheet, cell.cell.lstrip(ascii_uppercase)) for cell in self._by_cell}
        years = ((year.id, line) for year in self.book.series.values() for line in (year.plan, *year.reports) if line)
        return frozenset(year for year, line in years if (line.file, line.sheet, str(line.row)) in named)

    @cached_property
    def _kept_findings(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _findings_below(self, figure: str) -> frozenset[int]:
        """Of the data, and of what a figure rests on, as far down as it is of the same node."""
        kept = self._kept_below.get(figure)
        if kept is None:
            kept = self._kept_below[figure] = frozenset(self._found_below(figure))
        return kept

    def _found_below(self, figure: str) -> Iterator[int]:
        current = self.book.figures.get(figure)
        for operand in current.operands if current else ():
            part = self.book.figures[operand.figure] if operand.figure else None
            if part and part.code == current.code and part.level == current.level:
                own = self._own_findings(part.id)
                yield from (place for place in own if not is_of_print(self.findings[place]))
                yield from self._findings_below(part.id)

    @cached_property
    def _kept_below(self) -> dict[str, frozenset[int]]:
        return {}

    def rule_of(self, cell: SourceCell) -> Reconciled | None:
        """What the rules of its own table say of a printed cell; None where none compares it."""
        return self._by_printed_cell.get(cell)

    def published_of(self, figure: str) -> tuple[Reconciled, ...]:
        """What earlier documents printed of a figure."""
        return tuple(self._published.get(figure, ()))

    @cached_property
    def _by_element(self) -> Mapping[str, list[int]]:
        return _grouped((finding.elemento, place) for place, finding in enumerate(self.findings))

    @cached_property
    def _by_cell(self) -> Mapping[SourceCell, list[int]]:
        return _grouped(
            (SourceCell(finding.archivo, finding.hoja, finding.celda), place)
            for place, finding in enumerate(self.findings)
            if finding.archivo and finding.celda
        )

    @cached_property
    def _by_printed_cell(self) -> Mapping[SourceCell, Reconciled]:
        of_tables = (item for item in self.reconciliation if is_cell(item.id))
        return {SourceCell(item.archivo, item.hoja, item.celda): item for item in of_tables}

    @cached_property
    def _published(self) -> Mapping[str, list[Reconciled]]:
        return _grouped((item.id, item) for item in self.reconciliation)


def _grouped(pairs: Iterable[tuple]) -> dict:
    groups: dict[object, list] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return groups
