"""A sheet as described: columns, lines, cells with formulas and the values they give; `render` draws it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, Protocol

from xlsxwriter.utility import xl_col_to_name

Value = str | int | Fraction | Decimal | None


class Style(StrEnum):
    """What a cell is to an auditor; the look follows from it."""

    TEXT = "texto"
    FAINT = "tenue"
    STRONG = "fuerte"
    INPUT = "entrada"
    LINK = "enlace"
    FORMULA = "formula"
    RECORDED = "asentado"
    MISSING = "falta"


class Cell(NamedTuple):
    """One cell; a tuple, because there are a million of them and a record takes twice as long to make.

    Attributes
    ----------
    value : Value
        What stands in it, or what its formula gives.
    formula : str
        With the leading `=`; empty for a value.
    style : Style
    decimals : int or None
        Decimals shown, fixed; None shows two and as many more as there are.
    target : str
        Cell of the workbook that a click leads to.
    """

    value: Value = None
    formula: str = ""
    style: Style = Style.TEXT
    decimals: int | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `key` is what lines call it.

    Attributes
    ----------
    key, header : str
    width : float
        In characters, as Excel counts them.
    is_light : bool
        Its traffic-light words are coloured.
    is_extra : bool
        Seen on the screen and left out of the print, with all the columns after it.
    """

    key: str
    header: str
    width: float
    is_light: bool = False
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line: cells by the key of their column."""

    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Block:
    """A table of a sheet; one without a title has the sheet for itself, with filter and frozen header.

    `opens_page` begins a new page with it when printed.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    title: str = ""
    opens_page: bool = False


class Table(Protocol):
    """What a sheet is made of, however it is described: by lines, or by columns."""

    @property
    def columns(self) -> tuple[Column, ...]: ...

    @property
    def lines(self) -> Sequence[Line]: ...

    @property
    def title(self) -> str: ...

    @property
    def opens_page(self) -> bool: ...


@dataclass(frozen=True)
class Sheet:
    """A sheet: the name on its tab, a title, a sentence on what it holds, its blocks one under the other."""

    name: str
    title: str
    about: str
    blocks: tuple[Table, ...]


HEADING_ROWS = 3
"""Title, what the sheet holds, the way back to the index."""
FIRST_LINE = HEADING_ROWS + 2
"""Row of the first line, as a spreadsheet shows it, where the sheet is one table."""


def header_rows(blocks: Sequence[Table]) -> tuple[int, ...]:
    """Row of each block's header, 1 for the sheet's first row; a blank row parts two blocks."""
    rows = []
    row = HEADING_ROWS + 1
    for block in blocks:
        row += bool(block.title)
        rows.append(row)
        row += len(block.lines) + 2
    return tuple(rows)


def letter(columns: Iterable[Column], key: str) -> str:
    """The letter of a column."""
    return xl_col_to_name([column.key for column in columns].index(key))


def reference(sheet: str, column: str, row: int, last: int | None = None) -> str:
    """An absolute reference from another sheet: `'Cifras'!$K$12`, or a range down to `last`."""
    end = "" if last is None else f":${column}${last}"
    # Always quoted: not every program reads a bare «Método».
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!${column}${row}{end}"


def text(value: str, style: Style = Style.TEXT, target: str = "") -> Cell:
    """A cell of text; one that looks like a formula stays text."""
    return Cell(value, "", style, None, target) if target else _words(value, style)


@lru_cache(maxsize=2**15)
def _words(value: str, style: Style) -> Cell:
    """Remembered: nine in ten of half a million texts without a link are names, units and periods said again."""
    return Cell(value, "", style)


def texts(values: Mapping[str, str], style: Style = Style.TEXT) -> dict[str, Cell]:
    """Cells of text by column."""
    return {key: text(value, style) for key, value in values.items()}
