"""The model of a sheet: columns, lines, cells with formulas and their values. `sheet_writer` writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

Value = str | int | Fraction | Decimal | None


class Style(StrEnum):
    """What a cell means to an auditor, which decides its appearance."""

    TEXT = "texto"
    FAINT = "tenue"
    STRONG = "fuerte"
    INPUT = "entrada"
    LINK = "enlace"
    FORMULA = "formula"
    RECORDED = "asentado"
    MISSING = "falta"
    OPEN = "por llenar"
    OPEN_DATE = "fecha por llenar"


LONGEST_TEXT = 32_767
"""Excel's limit of characters per cell. A longer text is cut with an ellipsis; the CSV files have it whole."""
OPEN_STYLES = (Style.OPEN, Style.OPEN_DATE)
"""Styles of the cells that a reader fills in; on a locked sheet only they can be changed."""


class Cell(NamedTuple):
    """One cell. A tuple, because there are a million of them and a dataclass takes twice as long to create.

    Attributes
    ----------
    value : Value
        The cell's value, or its formula's result.
    formula : str
        With the leading `=`; empty for a value.
    style : Style
    decimals : int or None
        Fixed number of decimals shown; None shows two, and more if there are more.
    target : str
        Cell of the workbook that a click leads to.
    """

    value: Value = None
    formula: str = ""
    style: Style = Style.TEXT
    decimals: int | None = None
    target: str = ""


class Accepts(StrEnum):
    """What a cell to fill in accepts, in XlsxWriter's words: a word of a list, a date, a number from zero, any text."""

    LIST = "list"
    DATE = "date"
    NUMBER = "decimal"
    TEXT = "any"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a reader may type into the open cells of a column.

    Attributes
    ----------
    kind : Accepts
    prompt : str
        Shown when the cell is selected, in Spanish; at most 255 characters.
    choices : tuple of str
        The words of a list.
    """

    kind: Accepts
    prompt: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column; lines refer to it by `key`.

    Attributes
    ----------
    key, header : str
    width : float
        In characters, as in Excel.
    is_light : bool
        Its traffic-light words are coloured.
    is_extra : bool
        Not printed, like all columns after it.
    entry : Entry or None
        What a reader fills in there; None for a column of data.
    """

    key: str
    header: str
    width: float
    is_light: bool = False
    is_extra: bool = False
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: cells by the key of their column. A `nested` line belongs to the one above it and folds away."""

    cells: Mapping[str, Cell]
    nested: bool = False


@dataclass(frozen=True)
class Block:
    """A table of a sheet. One without a title is the only one on its sheet, with filter and frozen header."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    title: str = ""

    @property
    def height(self) -> int:
        """Its number of lines."""
        return len(self.lines)

    @cached_property
    def numeric(self) -> frozenset[str]:
        """Keys of the columns that hold a number, or a word for a missing one."""
        cells = ((key, cell) for line in self.lines for key, cell in line.cells.items())
        return frozenset(
            key for key, cell in cells if not isinstance(cell.value, str) or cell.style is Style.MISSING
        )


ROW = "{row}"
"""Placeholder of the row number in a column's formula."""


@dataclass(frozen=True)
class Track:
    """One column with its content, of a table that is described by columns.

    It shows that all cells of a column have the same formula.

    Attributes
    ----------
    column : Column
    values : Sequence[Value]
        One per line: the cell's value or its formula's result; None leaves the cell empty, without formula.
    formula : str
        With the leading `=` and `{row}` for the row; empty for a column of values.
    style : Style
    decimals : int or None
        As `Cell.decimals`.
    """

    column: Column
    values: Sequence[Value]
    formula: str = ""
    style: Style = Style.TEXT
    decimals: int | None = None

    def cell(self, place: int, row: int) -> Cell | None:
        """Return the cell of a line, by its index from 0 and its row on the sheet from 1; None if it is empty."""
        value = self.values[place]
        if value is None:
            return None
        return Cell(value, self.formula.replace(ROW, str(row)), self.style, self.decimals)

    @property
    def holds_numbers(self) -> bool:
        """Whether it is a column of numbers: some cell has one, or all are empty. Its other cells may hold words."""
        words = [value for value in self.values if isinstance(value, str)]
        return not any(words) or len(words) + self.values.count(None) < len(self.values)


@dataclass(frozen=True)
class Grid:
    """A sheet's only table, described by columns of the same length. It can be read like a Block.

    Attributes
    ----------
    tracks : tuple of Track
    first : int
        Row of the first line.
    """

    tracks: tuple[Track, ...]
    first: int
    title: str = ""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its columns from left to right."""
        return tuple(track.column for track in self.tracks)

    @property
    def height(self) -> int:
        """Its number of lines."""
        return len(self.tracks[0].values)

    @cached_property
    def numeric(self) -> frozenset[str]:
        """Keys of the columns of numbers."""
        return frozenset(track.column.key for track in self.tracks if track.holds_numbers)

    @property
    def lines(self) -> Iterator[Line]:
        """Its lines, each created when it is read."""
        for place in range(self.height):
            cells = ((track.column.key, track.cell(place, self.first + place)) for track in self.tracks)
            yield Line({key: cell for key, cell in cells if cell is not None})


Table = Block | Grid
"""A table of a sheet, described by lines or by columns."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: the name on its tab, a title, a sentence on its content, and its blocks from top to bottom.

    On one that `is_locked` only open cells can be changed, until somebody takes off the lock, which has no password.
    The first `naming` columns say what a line is about; pages of a sheet that is too wide for one repeat them.
    """

    name: str
    title: str
    about: str
    blocks: tuple[Table, ...]
    is_locked: bool = False
    naming: int = 1


@dataclass(frozen=True)
class Papers:
    """A described workbook.

    Attributes
    ----------
    sheets : Sequence[Sheet]
        The others link back to the first one.
    names : Mapping[str, str]
        Defined names and what they refer to.
    properties : Mapping[str, object]
        The document's properties. With a fixed `created`, the same Papers give the same bytes.
    header, footer : str
        Header and footer of every printed page, with Excel's codes.
    """

    sheets: Sequence[Sheet]
    names: Mapping[str, str]
    properties: Mapping[str, str | datetime]
    header: str
    footer: str


HEADING_ROWS = 3
"""Rows of title, introduction and link back to the index."""
FIRST_LINE = HEADING_ROWS + 2
"""Row of the first line, from 1, on a sheet with a single table."""


def header_rows(blocks: Sequence[Table]) -> tuple[int, ...]:
    """Return the row, from 1, of the header of each block of a sheet, from top to bottom; a blank row separates two."""
    rows = []
    row = HEADING_ROWS + 1
    for block in blocks:
        row += bool(block.title)
        rows.append(row)
        row += block.height + 2
    return tuple(rows)


def text(value: str, style: Style = Style.TEXT, target: str = "") -> Cell:
    """Return a cell of text; a text that looks like a formula stays text.

    `target` is the cell that a click leads to, as `sheet_addresses.reference` writes it; empty for plain text.
    """
    return Cell(value, "", style, None, target)


def within_limit(value: str) -> str:
    """Return a text as a cell holds it: cut with an ellipsis at Excel's limit of characters."""
    return value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"


def texts(values: Mapping[str, str]) -> dict[str, Cell]:
    """Return a cell of text for each value, by the same keys."""
    return {key: text(value) for key, value in values.items()}
