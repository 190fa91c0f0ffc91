"""What the page can tell about a figure: the Book, the findings on the figure, and what earlier documents printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled, concerns_print
from helpers.figures.records import SourceCell
from helpers.settings.cuadros.cuadro_table import is_cell


@dataclass(frozen=True)
class Backing:
    """Looks up findings, rules and published values of figures.

    Attributes
    ----------
    book : Book
    findings : sequence of Finding
    reconciliation : sequence of Reconciled
        Comparison with published values.
    """

    book: Book
    findings: Sequence[Finding] = ()
    reconciliation: Sequence[Reconciled] = ()

    def findings_of(self, figure: str) -> tuple[int, ...]:
        """Return the positions in `findings` of the findings on a figure, in ascending order; empty if there are none.

        They are the findings that name the figure or a cell that it was read from, and the findings on data of the same
        node that it was computed from: a semester is computed from its quarters.

        Parameters
        ----------
        figure : str
            A figure's id, or the cell of a printed table.
        """
        own, below = self._own_findings(figure), self._findings_below(figure)
        return tuple(sorted({*own, *below})) if own or below else ()

    def _own_findings(self, traced: str) -> tuple[int, ...]:
        # Cached: the figure's own findings are needed again for every figure of the same node that depends on it.
        kept = self._kept_findings.get(traced)
        if kept is None:
            kept = tuple(self._by_element.get(traced, ()))
            for cell in self._cells_of(traced) if self._by_cell else ():
                kept += tuple(self._by_cell.get(cell, ()))
            self._kept_findings[traced] = kept
        return kept

    def _cells_of(self, traced: str) -> tuple[SourceCell, ...]:
        """Return the cells of a figure or a printed number; for a task, those of its series if a finding names any."""
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
        """The tasks' series with a cell that a finding names; most series have none and need no search."""
        named = {(cell.file, cell.sheet, cell.cell.lstrip(ascii_uppercase)) for cell in self._by_cell}
        years = ((year.id, line) for year in self.book.series.values() for line in (year.plan, *year.reports) if line)
        return frozenset(year for year, line in years if (line.file, line.sheet, str(line.row)) in named)

    @cached_property
    def _kept_findings(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _findings_below(self, figure: str) -> frozenset[int]:
        """Return the findings on data that a figure depends on, as far down as the figures are of the same node."""
        kept = self._kept_below.get(figure)
        if kept is None:
            kept = self._kept_below[figure] = frozenset(self._found_below(figure))
        return kept

    def _found_below(self, figure: str) -> Iterator[int]:
        current = self.book.figures.get(figure)
        if current is None:
            return
        for operand in current.operands:
            part = self.book.figures[operand.figure] if operand.figure else None
            if part and part.code == current.code and part.level == current.level:
                own = self._own_findings(part.id)
                yield from (place for place in own if not concerns_print(self.findings[place]))
                yield from self._findings_below(part.id)

    @cached_property
    def _kept_below(self) -> dict[str, frozenset[int]]:
        return {}

    def rule_of(self, cell: SourceCell) -> Reconciled | None:
        """Return the reconciliation's comparison of a printed table's cell with what the table's rules demand.

        Returns
        -------
        Reconciled or None
            None if no rule compares the cell.
        """
        return self._by_printed_cell.get(cell)

    def published_of(self, figure: str) -> tuple[Reconciled, ...]:
        """Return the reconciliation's comparisons of a figure with the values that earlier documents printed.

        Parameters
        ----------
        figure : str
            A figure's id.

        Returns
        -------
        tuple of Reconciled
            One per printed value, in the order of the reconciliation; empty if none printed it.
        """
        return tuple(self._published.get(figure, ()))

    @cached_property
    def _by_element(self) -> Mapping[str, list[int]]:
        return grouped(range(len(self.findings)), lambda place: self.findings[place].elemento)

    @cached_property
    def _by_cell(self) -> Mapping[SourceCell, list[int]]:
        placed = [place for place, finding in enumerate(self.findings) if finding.archivo and finding.celda]
        return grouped(placed, lambda place: _cell_of(self.findings[place]))

    @cached_property
    def _by_printed_cell(self) -> Mapping[SourceCell, Reconciled]:
        of_tables = (item for item in self.reconciliation if is_cell(item.id))
        return {_cell_of(item): item for item in of_tables}

    @cached_property
    def _published(self) -> Mapping[str, list[Reconciled]]:
        return grouped(self.reconciliation, lambda item: item.id)


def _cell_of(item: Finding | Reconciled) -> SourceCell:
    return SourceCell(item.archivo, item.hoja, item.celda)
