"""What a cell of a section shows: tables, cards with key figures, and marks of what is left out.

Each is a frozen record that writes itself as HTML. The report removes what a mark leaves out and lists it once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import groupby
from typing import Protocol

from markupsafe import Markup, escape

from helpers.base.errors import UsageError
from helpers.base.python_extras import split_before
from helpers.views.elements.cells import Cell, legend
from helpers.views.elements.html_templates import render

TABLE_ID = re.compile(r"cuadro-[a-z0-9]+(-[a-z0-9]+)*")
LONG_TEXT = 420
"""A row with a cell of more characters may break across pages: in a narrow column they fill a third of a page."""
PARAGRAPH = 100
"""A text with more characters gets a wide column on a screen."""
DENSE_FROM = 8
"""A table with at least this many columns is printed in smaller type."""
MARK = "no-incluye"
"""CSS class of the mark's HTML element."""
SCOPE, WHAT, WHY = "data-alcance", "data-falta", "data-razon"
"""Attributes of the mark: how much content is removed, what is missing, and the reason if not `NOT_IN_DATA`."""
NOT_IN_DATA = "No consta en la información recibida."
NO_INFORMATION = "No se dispone de información"
ENDS = ("?", "!", "…", "...", ":", ".)", ".»")
"""Ends of a note after which no full stop follows."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    header : str
        Heading, including the unit.
    group : str
        Heading above this column and the adjacent columns of the same group: `1.er semestre`.
    numeric : bool
        Whether the cells are right-aligned.
    """

    header: str
    group: str = ""
    numeric: bool = False


def text_columns(*headers: str, group: str = "") -> tuple[Column, ...]:
    """Return one left-aligned column of text for each heading, all below the heading `group` if given."""
    return tuple(Column(header, group) for header in headers)


def number_columns(*headers: str, group: str = "") -> tuple[Column, ...]:
    """Return one right-aligned column of numbers for each heading, all below the heading `group` if given."""
    return tuple(Column(header, group, numeric=True) for header in headers)


@dataclass(frozen=True)
class TableRow:
    """One row of a table; the first cell is the row's name.

    Attributes
    ----------
    style : str
        `total`, `subtotal`, `grupo` or empty.
    depth : int
        Indentation level of the name.
    """

    cells: tuple[Cell, ...]
    style: str = ""
    depth: int = 0

    @property
    def classes(self) -> str:
        """The row's classes in the style sheet, with blanks between: its style, and `larga` for a long row."""
        return " ".join(filter(None, (self.style, "larga" if self.is_long else "")))

    @property
    def is_long(self) -> bool:
        """Whether some text has more than `LONG_TEXT` characters, so that the row may break across pages."""
        return any(len(Markup(cell).striptags()) > LONG_TEXT for cell in self.cells if isinstance(cell, str))

    @property
    def cell_classes(self) -> tuple[str, ...]:
        """The class of each cell without numbers in the style sheet: `texto` for a paragraph, else none."""
        lengths = (len(Markup(cell).striptags()) if isinstance(cell, str) else 0 for cell in self.cells)
        return tuple("texto" if length > PARAGRAPH else "" for length in lengths)

    @property
    def heads_group(self) -> bool:
        """Whether the row is only a heading for the rows below it: style `grupo` and a single cell."""
        return self.style == "grupo" and len(self.cells) == 1


def headed(groups: Iterable[tuple[Cell, Sequence[TableRow]]]) -> tuple[TableRow, ...]:
    """Return the rows of groups, each group under its heading, if it has one; groups without rows are left out."""
    return tuple(
        row for head, rows in groups if rows for row in (*([TableRow((head,), "grupo")] if head else ()), *rows)
    )


@dataclass(frozen=True)
class Spanner:
    """Adjacent columns under a common heading; a column without such a heading has a spanner of its own."""

    group: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Table:
    """A table that writes itself as HTML.

    Attributes
    ----------
    id : str
        `cuadro-…`, unique in the report; cross-references use it.
    rows : tuple of TableRow
        Each row has one cell per column, or a single cell if it is a group heading.
    notes : tuple of str
        Printed below the table; `Markup` is kept as it is, text is escaped.
    wide : bool
        Whether the table is printed on a landscape page.
    empty : str
        Sentence printed instead of a table without rows; it is neither numbered nor listed in the index.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str | Markup, ...] = ()
    wide: bool = False
    empty: str = "No hay registros."

    def __post_init__(self) -> None:
        """Refuse an invalid id (`UsageError`) and rows whose cells do not match the columns (`ValueError`)."""
        if not TABLE_ID.fullmatch(self.id):
            raise UsageError(f"«{self.id}» no identifica un cuadro: se escribe «cuadro-…» en minúsculas.")
        for row in self.rows:
            if len(row.cells) != len(self.columns) and not row.heads_group:
                raise ValueError(f"{self.id}: {len(row.cells)} cells in a row, {len(self.columns)} columns")

    @property
    def dense(self) -> bool:
        """Whether the table has `DENSE_FROM` columns or more, so that it is set in small type."""
        return len(self.columns) >= DENSE_FROM

    def without_column(self, header: str, said: Cell) -> Table:
        """Return the table without the column headed `header`, if it has rows and all their cells there are `said`.

        Otherwise the table itself. It is for tables without group headings, whose rows have a single cell.

        Raises
        ------
        ValueError
            If no column has the heading.
        """
        at = [column.header for column in self.columns].index(header)
        if not self.rows or any(row.cells[at] != said for row in self.rows):
            return self
        rows = tuple(replace(row, cells=(*row.cells[:at], *row.cells[at + 1 :])) for row in self.rows)
        return replace(self, columns=(*self.columns[:at], *self.columns[at + 1 :]), rows=rows)

    @property
    def has_groups(self) -> bool:
        """Whether some columns have a common heading."""
        return any(column.group for column in self.columns)

    @property
    def spanners(self) -> tuple[Spanner, ...]:
        """The headings above the columns' own, each with its adjacent columns; a column without one stands alone."""
        found: list[Spanner] = []
        for group, members in groupby(self.columns, key=lambda column: column.group):
            columns = tuple(members)
            parts = [columns] if group else [(column,) for column in columns]
            found.extend(Spanner(group, part) for part in parts)
        return tuple(found)

    @property
    def bodies(self) -> tuple[tuple[TableRow, ...], ...]:
        """The rows split before each row of style `grupo`: HTML's `scope="rowgroup"` applies to one `tbody`."""
        return split_before(self.rows, lambda row: row.style == "grupo")

    @property
    def every_note(self) -> tuple[str | Markup, ...]:
        """The notes, followed by a sentence with the meaning of the abbreviations that the cells use, if any.

        Each ends with one full stop: words that data or a method give may bring their own or none.
        """
        return (*map(_ended, self.notes), *legend(cell for row in self.rows for cell in row.cells))

    def _repr_html_(self) -> str:
        return self._html

    @cached_property
    def _html(self) -> str:
        """The HTML, kept because the cell shows it and then asks which figures it has shown."""
        return render("table" if self.rows else "empty_table", table=self)


def _ended(note: str | Markup) -> str | Markup:
    """Return a note with one full stop at its end, or none after one of `ENDS`; an empty note stays empty."""
    if note.rstrip().endswith(ENDS):
        return note
    bare = note.rstrip(" .")
    return bare + "." if bare else bare


@dataclass(frozen=True)
class Card:
    """One key figure: a label, a value and a remark."""

    label: str
    value: Cell
    detail: Cell = ""


@dataclass(frozen=True)
class KeyFigures:
    """Cards that show the most important figures in large type."""

    cards: tuple[Card, ...]

    def _repr_html_(self) -> str:
        return render("key_figures", cards=self.cards)


class Shown(Protocol):
    """An object that writes itself as HTML."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True)
class Pieces:
    """Several tables, charts or sentences, one after another."""

    items: tuple[Shown, ...]

    def _repr_html_(self) -> str:
        return "\n".join(item._repr_html_() for item in self.items)


class Scope(Enum):
    """How much content the report removes together with the mark."""

    SECTION = "seccion"
    """The whole section, except the planner's own text."""
    PART = "apartado"
    """From the preceding heading to the next one."""
    ITEM = "dato"
    """Only the mark, or the whole part if nothing else in it has content."""


@dataclass(frozen=True)
class NotIncluded:
    """Content that a report leaves out, as a notebook cell shows it.

    Attributes
    ----------
    what : str
        Noun phrase for the middle of a sentence: "el gasto por partida". Empty for content that does not apply (rather
        than being missing); the report's list then omits it.
    why : str
        A complete sentence in Spanish; empty means `NOT_IN_DATA`.
    id : str
        Id of the table that would stand here, so that references to it resolve.
    """

    scope: Scope
    what: str = ""
    why: str = ""
    id: str = ""

    def _repr_html_(self) -> str:
        said = {"class": MARK, SCOPE: self.scope.value, WHAT: self.what, WHY: self.why, "id": self.id}
        written = " ".join(f'{name}="{escape(value)}"' for name, value in said.items() if value)
        words = f"No se incluye: {self.what}. {self.why or NOT_IN_DATA}" if self.what else ""
        return f"<p {written}>{escape(words)}</p>"
