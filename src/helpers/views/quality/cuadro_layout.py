"""The layout of a declared printed table: row names, group headings, columns and notes.

The file repeats every text in every row, as a spreadsheet does; the page prints repeated texts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from helpers.base.python_extras import by_key
from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable

SPARSE = 3
"""A text column filled in fewer than one of this many rows is printed as notes."""
REMARKS = frozenset({"nota", "notas", "observacion", "observaciones"})
"""Names of columns with remarks, which are always printed as notes."""
TOTAL = "Total"
MOST_NAMED = 3
"""Maximum number of rows that a remark names; otherwise it states their number."""
JOINED = " · "


@dataclass(frozen=True)
class Layout:
    """The parts of a printed table as the page shows them."""

    table: PrintedTable

    @cached_property
    def key(self) -> tuple[PrintedColumn, ...]:
        """The columns that identify a row, in the order of the declared key."""
        return tuple(column for name in self.table.key for column in self.table.columns if column.name == name)

    @cached_property
    def group(self) -> PrintedColumn | None:
        """The first key column if its equal values are adjacent and fill two rows or more on average; None otherwise.

        None also if the key has a single column.
        """
        rows = self.table.rows
        if len(self.key) < 2:
            return None
        runs = [text for text, _ in groupby(self._group_of(row) for row in rows)]
        if rows[-1:] and rows[-1].is_total and not runs[-1]:
            runs = runs[:-1]
        is_grouped = all(runs) and len(set(runs)) == len(runs) and 2 * len(runs) <= len(rows)
        return self.key[0] if is_grouped else None

    @cached_property
    def stub(self) -> tuple[PrintedColumn, ...]:
        """The columns that name a row within its group: the key's columns without `group`."""
        return tuple(column for column in self.key if column is not self.group)

    @cached_property
    def said_of_group(self) -> tuple[PrintedColumn, ...]:
        """Text columns with the same value in all rows of each group; they are printed in the group's heading.

        Blanks do not count as another value. Empty without groups.
        """
        if self.group is None:
            return ()
        return tuple(
            column
            for column in self._other_texts
            if column.name not in REMARKS
            and all(len({self.text(row, column) for row in rows} - {""}) == 1 for text, rows in self.groups if text)
        )

    @cached_property
    def noted(self) -> tuple[PrintedColumn, ...]:
        """Text columns printed as notes: columns of remarks (`REMARKS`), and those that few rows fill (`SPARSE`)."""
        others = (column for column in self._other_texts if column not in self.said_of_group and self._filled(column))
        whole = len(self.table.rows)
        return tuple(one for one in others if one.name in REMARKS or SPARSE * len(self._filled(one)) < whole)

    @cached_property
    def shown(self) -> tuple[PrintedColumn, ...]:
        """The columns printed beside the row names, in the file's order; empty columns are left out."""
        apart = {column.name for column in (*self.key, *self.said_of_group, *self.noted)} | set(self.table.totals)
        return tuple(column for column in self.table.columns if column.name not in apart and self._filled(column))

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[PrintedRow, ...]], ...]:
        """The rows by group, in order: pairs of the group's text and its rows.

        Without grouping (`group` is None), all rows are one group with an empty text; a table without rows has no
        group. In a grouped table, the grand total is a group of its own with an empty text.
        """
        if self.group is None:
            return (("", self.table.rows),) if self.table.rows else ()
        by_text = groupby(self.table.rows, key=self._group_of)
        return tuple((text, tuple(rows)) for text, rows in by_text)

    def _group_of(self, row: PrintedRow) -> str:
        """The group of a row; a grand total belongs to none."""
        is_whole = row.is_total and not any(self.text(row, column) for column in self.key[1:])
        return "" if is_whole else self.text(row, self.key[0])

    def heading(self, text: str, rows: Sequence[PrintedRow]) -> str:
        """Return a group's text, followed by the texts that its rows share: `Almacenes. Unidad: pieza`."""
        said = [(column.title, self._said(rows, column)) for column in self.said_of_group]
        return ". ".join((text, *(f"{title}: {words.rstrip('.')}" for title, words in said)))

    def name(self, row: PrintedRow) -> str:
        """Return the name of a row within its group, the texts of `stub` joined by ` · `.

        For a total without them, its first text, or else `Total`; for another row without them, its label.
        """
        said = JOINED.join(filter(None, (self.shown_text(row, column) for column in self.stub)))
        if said or not row.is_total:
            return said or row.label
        return next((text for column in (*self.key, *self._other_texts) if (text := self.text(row, column))), TOTAL)

    def shown_text(self, row: PrintedRow, column: PrintedColumn) -> str:
        """Return a cell's text as printed: in a column of dates, `2020-12-22` becomes `22/12/2020`."""
        text = self.text(row, column)
        return _day(text) if column.kind == "fecha" else text

    def remarks(self) -> tuple[str, ...]:
        """Return notes with the texts of the columns in `noted`; each text appears once, after the rows that have it.

        More than `MOST_NAMED` rows are only counted.
        """
        found = by_key((self.text(row, column), row.label) for column in self.noted for row in self._filled(column))
        return tuple(f"{_whose(labels)}: {text.rstrip('.')}." for text, labels in found.items())

    def text(self, row: PrintedRow, column: PrintedColumn) -> str:
        """Return a cell's text as read, empty for a blank."""
        return row.texts[self._places[column.name]]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.name: place for place, column in enumerate(self.table.columns)}

    @property
    def _other_texts(self) -> tuple[PrintedColumn, ...]:
        """The text columns that are neither in the key nor totals."""
        apart = {*self.table.key, *self.table.totals}
        return tuple(one for one in self.table.columns if not one.is_numeric and one.name not in apart)

    def _filled(self, column: PrintedColumn) -> tuple[PrintedRow, ...]:
        """Return the rows with a text in a column."""
        return tuple(row for row in self.table.rows if self.text(row, column))

    def _said(self, rows: Sequence[PrintedRow], column: PrintedColumn) -> str:
        """Return the first text of a column in some rows; at least one has a text."""
        return next(text for row in rows if (text := self.text(row, column)))


def _day(text: str) -> str:
    """An ISO date as `22/12/2020`; any other text, or none, unchanged."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""
    except ValueError:
        return text


def _whose(labels: Sequence[str]) -> str:
    """The names of some rows, or only their number if they are more than `MOST_NAMED`."""
    return "; ".join(labels) if len(labels) <= MOST_NAMED else f"En {len(labels)} filas"
