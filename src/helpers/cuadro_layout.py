"""How a declared printed table is laid out: what names its rows, what heads its groups, and what goes to its notes.

The file has every text in every row, as a spreadsheet does; a page has room for each once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from helpers.printed_tables import PrintedColumn, PrintedRow, PrintedTable

SPARSE = 3
"""A column of texts that fewer than one row in this many fills goes to the notes."""
REMARKS = frozenset({"nota", "notas", "observacion", "observaciones"})
"""Names of columns that remark on a row: they go to the notes, however many rows they fill."""
TOTAL = "Total"
MOST_NAMED = 3
"""Rows that a remark names; of more, it says how many."""
JOINED = " · "


@dataclass(frozen=True)
class Layout:
    """The parts of a printed table as a page shows them."""

    table: PrintedTable

    @cached_property
    def key(self) -> tuple[PrintedColumn, ...]:
        return tuple(column for name in self.table.key for column in self.table.columns if column.name == name)

    @cached_property
    def group(self) -> PrintedColumn | None:
        """The first column of the key where it repeats, in runs, over the rows that the next ones tell apart."""
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
        """The columns that together name a row within its group."""
        return tuple(column for column in self.key if column is not self.group)

    @cached_property
    def said_of_group(self) -> tuple[PrintedColumn, ...]:
        """Columns of texts that say the same in all rows of a group."""
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
        """Columns of texts that remark on a cell, by their name or because few rows fill them."""
        others = (column for column in self._other_texts if column not in self.said_of_group and self._filled(column))
        whole = len(self.table.rows)
        return tuple(one for one in others if one.name in REMARKS or SPARSE * len(self._filled(one)) < whole)

    @cached_property
    def shown(self) -> tuple[PrintedColumn, ...]:
        """The columns beside the stub, in the file's order; those that hold nothing are left out."""
        apart = {column.name for column in (*self.key, *self.said_of_group, *self.noted)} | set(self.table.totals)
        return tuple(column for column in self.table.columns if column.name not in apart and self._filled(column))

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[PrintedRow, ...]], ...]:
        """The rows by group, in order; one group without name where nothing groups them."""
        if self.group is None:
            return (("", self.table.rows),) if self.table.rows else ()
        by_text = groupby(self.table.rows, key=self._group_of)
        return tuple((text, tuple(rows)) for text, rows in by_text)

    def _group_of(self, row: PrintedRow) -> str:
        """The group of a row; a total that nothing else names is of none, but of all."""
        is_whole = row.is_total and not any(self.text(row, column) for column in self.key[1:])
        return "" if is_whole else self.text(row, self.key[0])

    def heading(self, text: str, rows: Sequence[PrintedRow]) -> str:
        """A group's name with what its columns say of all of it."""
        said = [(column.title, self._said(rows, column)) for column in self.said_of_group]
        return ". ".join((text, *(f"{title}: {words.rstrip('.')}" for title, words in said)))

    def name(self, row: PrintedRow) -> str:
        """What names a row in its group; a total without a key, what any of its texts says."""
        said = JOINED.join(filter(None, (self.shown_text(row, column) for column in self.stub)))
        if said or not row.is_total:
            return said or row.label
        return next((text for column in (*self.key, *self._other_texts) if (text := self.text(row, column))), TOTAL)

    def shown_text(self, row: PrintedRow, column: PrintedColumn) -> str:
        """A text as a page shows it: a date as forms write it, `22/12/2020`."""
        text = self.text(row, column)
        return _day(text) if column.kind == "fecha" else text

    def remarks(self) -> tuple[str, ...]:
        """What the columns that few rows fill say, each text once with its rows."""
        found: dict[str, list[str]] = {}
        for column in self.noted:
            for row in self._filled(column):
                found.setdefault(self.text(row, column), []).append(row.label)
        return tuple(f"{_whose(labels)}: {text.rstrip('.')}." for text, labels in found.items())

    def text(self, row: PrintedRow, column: PrintedColumn) -> str:
        return row.texts[self._places[column.name]]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.name: place for place, column in enumerate(self.table.columns)}

    @property
    def _other_texts(self) -> tuple[PrintedColumn, ...]:
        apart = {*self.table.key, *self.table.totals}
        return tuple(one for one in self.table.columns if not one.is_numeric and one.name not in apart)

    def _filled(self, column: PrintedColumn) -> tuple[PrintedRow, ...]:
        return tuple(row for row in self.table.rows if self.text(row, column))

    def _said(self, rows: Sequence[PrintedRow], column: PrintedColumn) -> str:
        return next(text for row in rows if (text := self.text(row, column)))


def _day(text: str) -> str:
    """A date as forms write it; whatever else stands there, as it is."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""
    except ValueError:
        return text


def _whose(labels: Sequence[str]) -> str:
    return "; ".join(labels) if len(labels) <= MOST_NAMED else f"En {len(labels)} filas"
