"""Rows that a calculation starts from, shown with the cell or the row that each comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from helpers.base.display import number_es
from helpers.views.elements.section_checks import table_html, value_text

MOST_ROWS, FIRST_ROWS = 120, 20
"""A table of at most so many rows is shown whole, and of a longer one the first; a cell can show any others."""


@dataclass(frozen=True)
class ShownRows:
    """The first rows of a table, as text.

    Attributes
    ----------
    headings : tuple of str
    rows : tuple of tuple
        All of them, or the first of many.
    whole : int
        How many rows the table has.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: int

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in (self.headings, *self.rows))

    def _repr_html_(self) -> Markup:
        left = self.whole - len(self.rows)
        said = Markup("<p>… y {} más.</p>").format(number_es(left)) if left else ""
        return Markup('<div class="comprobacion">{}{}</div>').format(table_html(self.headings, self.rows), said)


def first_rows(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> ShownRows:
    """Return the rows to show, as text: all if there are at most 120, else the first 20; a missing value is `s/d`.

    Exact numbers are written as decimals; `whole` of the result says how many rows there are.
    """
    shown = rows if len(rows) <= MOST_ROWS else rows[:FIRST_ROWS]
    texts = tuple(tuple(value_text(value) for value in row) for row in shown)
    return ShownRows(tuple(headings), texts, len(rows))
