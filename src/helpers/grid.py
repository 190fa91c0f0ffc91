"""A table and a row of key figures as described: frozen records that draw themselves as HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from markupsafe import Markup

from helpers.cells import Cell, legend, render
from helpers.errors import UsageError

TABLE_ID = re.compile(r"cuadro-[a-z0-9]+(-[a-z0-9]+)*")
LONG_TEXT = 420
"""Characters of a cell from which its row may be cut: in a narrow column that is a third of a page."""
DENSE_FROM = 8
"""Columns from which a table is set in smaller type."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    header : str
        With its unit.
    group : str
        Heading over this column and its neighbours of the same group: `1.er semestre`.
    numeric : bool
        Whether it is set to the right.
    """

    header: str
    group: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class TableRow:
    """One row; its first cell names it.

    Attributes
    ----------
    style : str
        `total`, `subtotal`, `grupo` or empty.
    depth : int
        How far the name is set in.
    """

    cells: tuple[Cell, ...]
    style: str = ""
    depth: int = 0

    @property
    def classes(self) -> str:
        """What the style sheet knows the row by."""
        return " ".join(filter(None, (self.style, "larga" if self.is_long else "")))

    @property
    def is_long(self) -> bool:
        """Whether a cell holds so much text that a page must be able to end within the row."""
        return any(len(Markup(cell).striptags()) > LONG_TEXT for cell in self.cells if isinstance(cell, str))

    @property
    def heads_group(self) -> bool:
        """Whether the row is only the name of what follows."""
        return self.style == "grupo" and len(self.cells) == 1


@dataclass(frozen=True)
class Spanner:
    """Neighbouring columns under one heading; without a heading, one column."""

    group: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Table:
    """A table as described; it draws itself.

    Attributes
    ----------
    id : str
        `cuadro-…`, unique in the report: references point at it.
    rows : tuple of TableRow
        Each with a cell a column, or a single one where it only heads a group.
    notes : tuple of str
        Printed below; pieces of HTML pass as they are, text is escaped.
    wide : bool
        Printed on a landscape page.
    empty : str
        What is said where there is no row: a line in place of the table, which is then neither numbered nor listed.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str | Markup, ...] = ()
    wide: bool = False
    empty: str = "No hay registros."

    def __post_init__(self) -> None:
        """Refuse an id that no reference could name, and rows that do not fit."""
        if not TABLE_ID.fullmatch(self.id):
            raise UsageError(f"«{self.id}» no identifica un cuadro: se escribe «cuadro-…» en minúsculas.")
        for row in self.rows:
            if len(row.cells) != len(self.columns) and not row.heads_group:
                raise ValueError(f"{self.id}: {len(row.cells)} cells in a row, {len(self.columns)} columns")

    @property
    def dense(self) -> bool:
        return len(self.columns) >= DENSE_FROM

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)

    @property
    def spanners(self) -> tuple[Spanner, ...]:
        """The columns as the upper line of the head has them."""
        found: list[Spanner] = []
        for group, members in groupby(self.columns, key=lambda column: column.group):
            columns = tuple(members)
            parts = [columns] if group else [(column,) for column in columns]
            found.extend(Spanner(group, part) for part in parts)
        return tuple(found)

    @property
    def bodies(self) -> tuple[tuple[TableRow, ...], ...]:
        """The rows, cut before each group: a `rowgroup` heading speaks of its own `tbody`."""
        found: list[list[TableRow]] = []
        for row in self.rows:
            if not found or row.style == "grupo":
                found.append([])
            found[-1].append(row)
        return tuple(tuple(body) for body in found)

    @property
    def every_note(self) -> tuple[str | Markup, ...]:
        """The notes, and what the abbreviations used mean."""
        return (*self.notes, *legend(cell for row in self.rows for cell in row.cells))

    def _repr_html_(self) -> str:
        return render("table" if self.rows else "empty_table", table=self)


@dataclass(frozen=True)
class Card:
    """One key figure: what, how much, and a remark."""

    label: str
    value: Cell
    detail: Cell = ""


@dataclass(frozen=True)
class KeyFigures:
    """The figures that a reader takes away, set large."""

    cards: tuple[Card, ...]

    def _repr_html_(self) -> str:
        return render("key_figures", cards=self.cards)


class Shown(Protocol):
    """Whatever draws itself as HTML."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True)
class Pieces:
    """Several tables, charts or sentences, one after another."""

    items: tuple[Shown, ...]

    def _repr_html_(self) -> str:
        return "\n".join(item._repr_html_() for item in self.items)
