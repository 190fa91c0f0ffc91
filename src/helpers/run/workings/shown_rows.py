"""Rows that a calculation starts from, shown with the cell or the row that each was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeVar

import pandas as pd
from markupsafe import Markup

from helpers.base.display import number_es
from helpers.figures.book import Book
from helpers.figures.records import SourceCell
from helpers.views.elements.section_checks import table_html, value_text

MOST_ROWS, FIRST_ROWS = 120, 20
"""Most rows of a table that is shown whole, and how many first rows of a longer one are shown."""


Rows = TypeVar("Rows", pd.DataFrame, list[tuple[Any, ...]])
Letters = Mapping[str, Mapping[str, str]]
"""By file and sheet, as an origin begins (`gastos.csv#`, `plan.xlsx#hoja!`): the letter of each column."""


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


def letters_read(book: Book) -> Letters:
    """Return the letters of the columns with numbers, by the file and sheet that a run read them from.

    A column that stands under two letters of one sheet has the empty letter.
    """
    found: dict[str, dict[str, str]] = {}
    for row in book.listing("columnas"):
        columns = found.setdefault(str(SourceCell(row["archivo"], row["hoja"], "0"))[:-1], {})
        for entry in row["columnas"].split():
            name, _, letter = entry.rpartition(":")
            columns[name] = letter if columns.get(name, letter) == letter else ""
    return found


def cells_read(origin: str, columns: Sequence[str], letters: Letters) -> str:
    """Return the addresses of a line's values: `gastos.csv#E2`, `tareas.csv#H2:J2, M2`.

    Parameters
    ----------
    origin : str
        File, sheet and row, as input tables have it (`gastos.csv#2`); it stays as it is if no column has a letter.
    columns : sequence of str
        The columns whose values are shown.
    """
    start = max(origin.rfind("#"), origin.rfind("!")) + 1
    place, line = origin[:start], origin[start:]
    known = letters.get(place, {})
    found = [known[name] for name in dict.fromkeys(columns) if known.get(name)]
    if not found or not line.isdigit():
        return origin
    runs = (f"{first}{line}" if first == last else f"{first}{line}:{last}{line}" for first, last in _runs(found))
    return place + ", ".join(runs)


def _runs(letters: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the first and the last letter of each run of neighbouring columns, in the given order."""
    first = last = letters[0]
    for letter in letters[1:]:
        if _number(letter) != _number(last) + 1:
            yield first, last
            first = letter
        last = letter
    yield first, last


def _number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    return reduce(lambda number, one: 26 * number + ord(one) - ord("A") + 1, letters, 0)
