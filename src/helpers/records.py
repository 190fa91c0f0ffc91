"""Frozen records that travel between layers: a value and its cell, a row, a node of the structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.periods import Period

LEVELS = ("entidad", "servicio", "area", "tipo", "subtipo", "unidad", "puesto")
"""Levels of the organisation, from the top down."""


@dataclass(frozen=True, order=True, slots=True)
class SourceCell:
    """Where a value was read: a file named from the root, its sheet (empty for CSV) and the cell (`E7`)."""

    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        if self.sheet and not self.cell:
            return f"{self.file}, hoja «{self.sheet}»"
        place = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{self.file}#{place}" if place else self.file


@dataclass(frozen=True, slots=True)
class Sourced:
    """A number and the cell that it came from."""

    value: Decimal
    cell: SourceCell


@dataclass(frozen=True, slots=True)
class Origin:
    """The table that a row was read from: its name, file, sheet, and the column letter of each field."""

    table: str
    file: str
    sheet: str
    columns: Mapping[str, str]


Value = str | Decimal | Period | date


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a contract table; a missing value is absent from `values`, never zero.

    Attributes
    ----------
    origin : Origin
        Shared by the rows of one file and sheet.
    line : int
        Row number as a spreadsheet shows it, 1 for the first.
    values : Mapping[str, Value]
        By column name, already of the column's kind.
    """

    origin: Origin
    line: int
    values: Mapping[str, Value]

    def cell(self, column: str) -> SourceCell:
        """The cell of a column in this line; the line alone where the file has no such column."""
        letter = self.origin.columns.get(column, "")
        return SourceCell(self.origin.file, self.origin.sheet, f"{letter}{self.line}")

    def text(self, column: str) -> str:
        """A text, or an empty one where nothing stands."""
        value = self.values.get(column, "")
        return value if isinstance(value, str) else str(value)

    def amount(self, column: str) -> Decimal | None:
        """A number alone, for whoever does not tell where it stands."""
        value = self.values.get(column)
        return value if isinstance(value, Decimal) else None

    def number(self, column: str) -> Sourced | None:
        value = self.values.get(column)
        return Sourced(value, self.cell(column)) if isinstance(value, Decimal) else None

    def period(self, column: str) -> Period | None:
        value = self.values.get(column)
        return value if isinstance(value, Period) else None

    def date(self, column: str) -> date | None:
        value = self.values.get(column)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the institution's tree, keyed by (level, code).

    Attributes
    ----------
    parent : tuple[str, str] or None
        Key of the node above; None at the top.
    acp : str
        The short-term action that it answers for; empty where none.
    order : int
        Place among all nodes, as listed.
    """

    level: str
    code: str
    name: str
    parent: tuple[str, str] | None
    sigla: str
    kind: str
    acp: str
    order: int
    cell: SourceCell

    @property
    def key(self) -> tuple[str, str]:
        return (self.level, self.code)


@dataclass(frozen=True, slots=True)
class OwnText:
    """What the planner wrote for one section (`texto/<seccion>.md`): it changes no figure, so no Book holds it.

    Attributes
    ----------
    section : str
    text : str
        Markdown, as written but for characters that no font has.
    file : str
        Named from the root.
    sha256 : str
        Of the file.
    """

    section: str
    text: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Prose:
    """A text that people wrote for the report, and where it stands.

    Attributes
    ----------
    file : str
        Named from the root.
    section : str
        The section's name in the parameters.
    text : str
        As written.
    cell : str
        In a notebook, the cell's id; empty in a file of the planner's.
    """

    file: str
    section: str
    text: str
    cell: str = ""

    @property
    def is_planners(self) -> bool:
        return not self.cell
