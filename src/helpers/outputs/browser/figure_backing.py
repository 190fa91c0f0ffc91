"""What the page can tell about a figure: the Book, the findings on the figure, and what earlier documents printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from string import ascii_uppercase

from helpers.base.python_extras import grouped
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Reconciled, concerns_print
from helpers.figures.records import SourceCell
from helpers.settings.cuadros.cuadro_table import is_cell


class Backing:
    """Looks up findings, rules and published values of figures.

    Attributes
    ----------
    book : Book
    findings : sequence of Finding
    rules : mapping of SourceCell to Reconciled
        By cell of a printed table, the reconciliation's comparison with what the table's rules demand.
    published : mapping of str to list of Reconciled
        By figure id, the comparisons with the values that earlier documents printed, in the reconciliation's order.
    """

    def __init__(self, book: Book, findings: Sequence[Finding], reconciliation: Sequence[Reconciled]) -> None:
        self.book, self.findings = book, findings
        self.rules = {_cell_of(item): item for item in reconciliation if is_cell(item.id)}
        self.published = grouped(reconciliation, lambda item: item.id)
        placed = [place for place, finding in enumerate(findings) if finding.archivo and finding.celda]
        self._by_cell = grouped(placed, lambda place: _cell_of(findings[place]))
        self._by_element = grouped(range(len(findings)), lambda place: findings[place].elemento)
        # Cached: the figure's own findings are needed again for every figure of the same node that depends on it.
        self._own_findings = cache(self._found_on)
        self._findings_below = cache(lambda figure: frozenset(self._found_below(figure)))

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

    def _found_on(self, traced: str) -> tuple[int, ...]:
        """Return the positions of the findings that name a figure or printed number, or one of its cells."""
        found = tuple(self._by_element.get(traced, ()))
        for cell in self._cells_of(traced) if self._by_cell else ():
            found += tuple(self._by_cell.get(cell, ()))
        return found

    def _cells_of(self, traced: str) -> tuple[SourceCell, ...]:
        """Return the cells of a figure or a printed number, those of its series only if a finding names their lines.

        Empty for what the Book does not hold.
        """
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
        """Ids of the series with a line in which a finding names a cell; most have none and need no search."""
        named = {(cell.file, cell.sheet, cell.cell.lstrip(ascii_uppercase)) for cell in self._by_cell}
        years = ((year.id, line) for year in self.book.series.values() for line in (year.plan, *year.reports) if line)
        return frozenset(year for year, line in years if (line.file, line.sheet, str(line.row)) in named)

    def _found_below(self, figure: str) -> Iterator[int]:
        """Yield the positions of the findings on a figure's data, as far down as the parts are of the same node.

        Findings on printed values are left out.
        """
        current = self.book.figures.get(figure)
        if current is None:
            return
        for operand in current.operands:
            part = self.book.figures[operand.figure] if operand.figure else None
            if part and part.code == current.code and part.level == current.level:
                own = self._own_findings(part.id)
                yield from (place for place in own if not concerns_print(self.findings[place]))
                yield from self._findings_below(part.id)


def _cell_of(item: Finding | Reconciled) -> SourceCell:
    """Return the cell that a finding or a comparison is on."""
    return SourceCell(item.archivo, item.hoja, item.celda)
