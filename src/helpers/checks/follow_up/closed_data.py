"""The input numbers of a run that differ from those of a closing, by the figures that rest on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers.base.display import number_es
from helpers.base.periods import MONTHS, Period
from helpers.base.python_extras import by_key, grouped
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.records import SourceCell
from helpers.intake.closings import WHOLE_YEAR, Closing, Datum, data_of

BLANK = "en blanco"
MOST_CELLS = 5
"""Most cells that a message names before it counts the rest."""


class ChangedData:
    """The input numbers of a Book that differ from those of a closing; none for a closing without input numbers.

    Attributes
    ----------
    by_cell : dict of SourceCell to Datum
        Changed numbers, by their current cell.
    gone : dict of str to list of Datum
        Numbers that no longer exist, by owner.
    same : set of str
        Files that are read and have not changed since the closing.
    found : dict of str to frozenset of Datum
        Cache of the changed numbers of each figure.
    """

    def __init__(self, book: Book, closing: Closing) -> None:
        """Compare the input numbers of a Book with those of a closing."""
        self.book, self.before = book, closing.data
        self.now = data_of(book)
        changed = [datum for datum, (value, _) in self.now.items() if self.before.get(datum, ("",))[0] != value]
        self.by_cell = {self.now[datum][1]: datum for datum in changed}
        read = {cell.file for _, cell in self.now.values()}
        self.same = {file for file in read if closing.inputs.get(file, "") == book.inputs.get(file)}
        self.gone = grouped(self.before.keys() - self.now.keys(), lambda datum: datum.owner)
        self.found: dict[str, frozenset[Datum]] = {}

    def words(self, name: str) -> str:
        """Return in Spanish the changed numbers behind a figure: `a.csv: celda K7, antes 10 y ahora 2`; empty if none.

        They are those of the figure and of all from which it is computed; at most `MOST_CELLS` are named. A new number
        is `en blanco` before, and one that is gone is so now.
        """
        found = self.placed(name)
        by_file = by_key(
            (cell.file, f"celda {f'{cell.sheet}!' if cell.sheet else ''}{cell.cell}, {self._values(datum)}")
            for cell, datum in found[:MOST_CELLS]
        )
        more = f"; y {len(found) - MOST_CELLS} celdas más" if len(found) > MOST_CELLS else ""
        return "; ".join(f"{file}: {'; '.join(cells)}" for file, cells in by_file.items()) + more

    def placed(self, name: str) -> Sequence[tuple[SourceCell, Datum]]:
        """Return the changed numbers behind a figure with their cells, by file; of one that is gone, the old cell.

        A number that only one of the two runs reads, in a file of `same`, is none of them: it was never blank.
        """
        both, under = self.now.keys() & self.before.keys(), self.under(self.book[name])
        placed = (((self.now.get(datum) or self.before[datum])[1], datum) for datum in under)
        told = (pair for pair in placed if pair[1] in both or pair[0].file not in self.same)
        return sorted(told, key=lambda pair: (pair[0].file, pair[1]))

    def _values(self, datum: Datum) -> str:
        before, now = (_number(found.get(datum, ("",))[0]) for found in (self.before, self.now))
        return f"antes {before} y ahora {now}"

    def under(self, figure: Figure) -> frozenset[Datum]:
        """Return the changed numbers of a figure and of the figures from which it is computed."""
        if figure.id not in self.found:
            below = (*self.book.operands(figure), *self.book.weights(figure))
            self.found[figure.id] = frozenset(self._own(figure)).union(*map(self.under, below))
        return self.found[figure.id]

    def _own(self, figure: Figure) -> Iterator[Datum]:
        """Yield the changed numbers that a figure itself reads, and those that it read and that no longer exist."""
        yield from (self.by_cell[cell] for cell in self.book.cells_of(figure) if cell in self.by_cell)
        yield from self.gone.get(figure.id, ())
        for operand in figure.operands:
            owners = (operand.series, self.book.series[operand.series].task) if operand.series else ()
            gone = (datum for owner in owners for datum in self.gone.get(owner, ()))
            yield from (datum for datum in gone if _is_in(datum, figure.period))


def _is_in(datum: Datum, window: Period) -> bool:
    """Return whether a task's amount belongs to a period; the year's total belongs only to a whole year."""
    _, month = datum.what.split()
    if month == WHOLE_YEAR:
        return window.first == 1 and window.last == len(MONTHS)
    return window.first <= MONTHS.index(month) + 1 <= window.last


def _number(text: str) -> str:
    return number_es(Decimal(text)) if text else BLANK
