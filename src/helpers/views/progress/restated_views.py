"""Figures of closed quarters that changed afterwards: by how much and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.base.periods import Period
from helpers.base.python_extras import by_key, first_by_key
from helpers.figures.book import Book
from helpers.figures.figure import Figure, split_id
from helpers.figures.figure_names import AT_CLOSING, RESTATED
from helpers.figures.findings import CLOSED_CHANGED, Finding
from helpers.figures.records import LEVELS
from helpers.settings.scales import PLAN_LEVELS
from helpers.views.elements.cells import Cell, Missing, breakable, number
from helpers.views.elements.grid import Table, TableRow, headed, number_columns, text_columns
from helpers.views.elements.tables import FigureColumn, cut_note

MOST_RESTATED = 25
GONE = Missing("Ya no se obtiene.", "ya no se obtiene")
NO_DIFFERENCE = Missing("Solo cambió más allá de los decimales que se imprimen.", "0 impreso")


def closing_columns(book: Book, indicator: str, quarters: Sequence[Period]) -> tuple[FigureColumn, ...]:
    """Return columns that compare closed quarters with their figures now; quarters without a closing have none.

    Returns
    -------
    tuple of FigureColumn
        Two columns for each quarter with a closing: the figure at the closing, and the figure now.
    """
    closed = [
        quarter
        for quarter in quarters
        if any(book.select(f"{indicator}{AT_CLOSING}", quarter, level) for level in LEVELS)
    ]
    return tuple(
        FigureColumn(head, name, quarter, group=quarter.window)
        for quarter in closed
        for head, name in (("Al cierre", f"{indicator}{AT_CLOSING}"), ("Ahora", indicator))
    )


@dataclass(frozen=True)
class Restated:
    """The figures of closed periods that have changed.

    Attributes
    ----------
    findings : tuple of Finding
        Findings of the control rules on closed periods.
    """

    book: Book
    findings: tuple[Finding, ...]

    @cached_property
    def all(self) -> tuple[Finding, ...]:
        """One finding (the first closing's) for each closed figure that has changed or cannot be obtained any more.

        Ordered by level from the entity down; within a level, quarters first.
        """
        changed = ((finding.elemento, finding) for finding in self.findings if finding.codigo in CLOSED_CHANGED)
        return tuple(sorted(first_by_key(changed).values(), key=_order))

    @cached_property
    def changed(self) -> tuple[Finding, ...]:
        """The findings of `all` on levels above tasks and operations, such as units, areas and the institution."""
        return tuple(finding for finding in self.all if split_id(finding.elemento)[2] not in PLAN_LEVELS)

    def table(self, *, id: str) -> Table:
        """Return a table of at most `MOST_RESTATED` changed figures: at the closing, now, now less then.

        Figures stand below their cause, each cause once. It leaves out tasks, operations, and figures whose closed
        value the Book lacks; `hallazgos.csv` has all of them.
        """
        shown = [finding for finding in self.changed if self._before(finding) is not None][:MOST_RESTATED]
        heads = text_columns("Cifra") + number_columns("Al cierre", "Ahora", "Diferencia")
        by_cause = by_key((finding.causa, TableRow(tuple(self._cells(finding)), depth=1)) for finding in shown)
        rows = headed((breakable(f"Cambió: {cause}"), own) for cause, own in by_cause.items())
        rules = " y ".join(CLOSED_CHANGED)
        what = f"cifras que cambiaron; el resto está en la lista de hallazgos, con las reglas {rules}."
        notes = cut_note(len(shown), len(self.all), what)
        return Table(id, "Cifras de trimestres cerrados que cambiaron después", heads, tuple(rows), notes)

    def _before(self, finding: Finding) -> Figure | None:
        """The figure that a finding is on, as at the closing; None if the Book lacks it."""
        indicator, *place = split_id(finding.elemento)
        return self.book.get(f"{indicator}{AT_CLOSING}", *place)

    def _cells(self, finding: Finding) -> Iterator[Cell]:
        """Yield the figure's name, its value at the closing and now (`GONE` for none), and now less then."""
        indicator, *place = split_id(finding.elemento)
        now, difference = self.book.figures.get(finding.elemento), self.book.get(f"{indicator}{RESTATED}", *place)
        before = self._before(finding)
        yield f"{self.book.figure_words(finding.elemento)}"
        yield number(before) if before else GONE
        yield number(now) if now else GONE
        yield NO_DIFFERENCE if difference is None or not difference.rounded else number(difference)


def _order(finding: Finding) -> tuple[object, ...]:
    """Sort key of `Restated.all`: level, quarters before other windows, window, indicator, code."""
    indicator, period, level, code = split_id(finding.elemento)
    window = Period.parse(period)
    depth = LEVELS.index(level) if level in LEVELS else len(LEVELS)
    return (depth, not window.is_quarter, window.last, window.first, indicator, code)
