"""Rows that a calculation starts from, shown with the cell or the row that each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd
from markupsafe import Markup

from helpers.base.display import number_es
from helpers.views.elements.section_checks import table_html, value_text

MOST_ROWS, FIRST_ROWS = 120, 20
"""Most rows of a table that is shown whole, and how many first rows of a longer one are shown."""


Rows = TypeVar("Rows", pd.DataFrame, list[tuple[Any, ...]])


@dataclass(frozen=True)
class ShownRows:
    """The first rows of a table, as text.

    Attributes
    ----------
    headings : tuple of str
    rows : tuple of tuple
        All rows of the table, or the first ones of a long table.
    whole : int
        How many rows the table has.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: int

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in (self.headings, *self.rows))

    def _repr_html_(self) -> Markup:
        """Return the rows as an HTML table, with the number of those not shown below it, if any."""
        left = self.whole - len(self.rows)
        said = Markup("<p>… y {} más.</p>").format(number_es(left)) if left else ""
        return Markup('<div class="comprobacion">{}{}</div>').format(table_html(self.headings, self.rows), said)


def part_to_show(rows: Rows) -> Rows:
    """Return the rows, or the first 20 of over 120."""
    return rows if len(rows) <= MOST_ROWS else rows[:FIRST_ROWS]


def as_text(headings: Sequence[str], shown: Iterable[Sequence[object]], whole: int) -> ShownRows:
    """Return the part of a table of `whole` rows that is shown: exact numbers as decimals, a missing value as `s/d`."""
    return ShownRows(tuple(headings), tuple(tuple(map(value_text, row)) for row in shown), whole)
