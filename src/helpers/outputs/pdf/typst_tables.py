"""Tables of a page as Typst, with columns as wide as their words need; landscape if they do not fit upright."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from lxml.html import HtmlElement

from helpers.outputs.html.html_trees import above, classes
from helpers.outputs.pdf.table_measures import Cell, Extent, placed, widest, widths
from helpers.outputs.pdf.typst_text import array, call, quoted

PORTRAIT, LANDSCAPE = 481.9, 739.8
"""Points between the margins of a page, from left to right (`informe.typ`)."""
UPRIGHT_HEIGHT, TURNED_HEIGHT = 703.0, 467.7
"""Points between the margins of an upright page and of a landscape page, from top to bottom."""
USUAL, DENSE, SMALL, LEAST = 8.6, 7.6, 6.8, 6.2
"""Font sizes in points. The last is used only if a landscape page is too narrow for the others."""
SAVED = 1.0
"""A table is turned if it takes this many pages fewer on its side, in letters of the same size, because the page before
it is left partly empty.
"""
FEW = 12
"""Up to this number of rows, a table marked as wide is printed upright if no word is cut."""
WRAPPED = 1.35
"""A longer table is printed upright if its lines are at most this many times wider than an upright page."""
WHOLE = 220.0
"""Tables up to this height, in points, are not divided between pages."""
LOWER = 0.72
"""A table that `DENSE` makes lower than this share of its height is printed in it; smaller letters alone give 0.78."""
LINE, ROW_PADDING = 1.3, 5.4
"""Height of a line in font sizes, and vertical padding of a row in points."""
MARKED = {"total": "total", "subtotal": "fuerte", "grupo": "grupo"}
"""Kinds of rows, and the function of `informe.typ` for their text."""

Content = Callable[[HtmlElement], str]
"""Returns the content of a cell (`td` or `th`) as Typst."""


@dataclass(frozen=True)
class PrintedTable:
    """A table of a page with its measures.

    Attributes
    ----------
    table : HtmlElement
    is_wide : bool
        The page marks it as wide.
    """

    table: HtmlElement
    is_wide: bool = False

    @cached_property
    def heads(self) -> list[list[Cell]]:
        """The cells of its header rows, row by row; empty without a header."""
        return placed([row for part in self.table.iter("thead") for row in part.iter("tr")])

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The cells of its other rows, row by row."""
        return placed(self._body_rows)

    @cached_property
    def columns(self) -> int:
        """The number of columns; 1 for a table without cells."""
        return max((cell.column + cell.across for row in (*self.heads, *self.rows) for cell in row), default=1)

    @cached_property
    def size(self) -> float:
        """The largest of the usual font sizes, in points, at which no word is cut; `LEAST` if one is cut at each.

        A long table is printed in `DENSE` if that makes it much lower (`LOWER`), because its longest words leave too
        little room for its texts.
        """
        return self._size_within(self.room)

    def _size_within(self, room: float) -> float:
        """Return the font size as `size` describes it, for a page with this room."""
        usual = DENSE if "densa" in classes(self.table) else USUAL
        sizes = [size for size in (USUAL, DENSE, 7.2, SMALL, LEAST) if size <= usual]
        size = next((size for size in sizes if self._least(size) <= room), LEAST)
        return DENSE if size == USUAL and self._is_better_in_dense(room) else size

    def _is_better_in_dense(self, room: float) -> bool:
        """Return whether `DENSE` instead of `USUAL` makes a long table much lower."""
        usual, dense = (self._height_of(size, room) for size in (USUAL, DENSE))
        return usual > WHOLE and dense < LOWER * usual

    @cached_property
    def is_landscape(self) -> bool:
        """Whether an upright page is too narrow, because words would be cut even in a small font.

        A table that the page marks as wide and that has more than `FEW` rows is turned too if its lines would wrap much
        (`WRAPPED`), and so is one whose texts are so squeezed that it takes fewer landscape pages (`SAVED`).
        """
        if self._least(SMALL) > PORTRAIT:
            return True
        asked = sum(column.most for column in self._extents(DENSE))
        if asked <= WRAPPED * PORTRAIT:
            return False
        return (self.is_wide and len(self.rows) > FEW) or self._saves_pages

    @property
    def _saves_pages(self) -> bool:
        """Whether the table takes enough pages fewer on its side (`SAVED`)."""
        size = self._size_within(PORTRAIT)
        pages = self._height_of(size, PORTRAIT) / UPRIGHT_HEIGHT
        return pages - self._height_of(size, LANDSCAPE) / TURNED_HEIGHT > SAVED

    @property
    def room(self) -> float:
        """The width between the margins of its page in points: upright or landscape."""
        return LANDSCAPE if self.is_landscape else PORTRAIT

    @property
    def widths(self) -> list[float]:
        """The width of each column in points; together they fill the page."""
        return self._widths_of(self.size, self.room)

    @property
    def height(self) -> float:
        """Its approximate height in points, header included."""
        return self._height_of(self.size, self.room)

    @cached_property
    def _widths_of(self) -> Callable[[float, float], list[float]]:
        """The function that returns the width of each column at a font size in a room; results are cached."""
        return cache(self._widths_within)

    def _widths_within(self, size: float, room: float) -> list[float]:
        """Return the width of each column at a font size in a room; cells that span several columns do not count."""
        asked = [[0.0] * self.columns for _ in (*self.heads, *self.rows)]
        for row, cells in zip(asked, (*self.heads, *self.rows), strict=True):
            for cell in cells:
                if cell.across == 1:
                    row[cell.column] = sum(cell.line_widths(size))
        return widths(self._extents(size), room, asked)

    def _height_of(self, size: float, room: float) -> float:
        """Return the approximate height in points at a font size in a room, header included."""
        across = self._widths_of(size, room)
        return sum(_row_height(row, size, across) for row in (*self.heads, *self.rows))

    def write(self, content: Content, notes: str = "none", *, whole: bool = True) -> str:
        """Return the table as a call of `tabla`.

        Parameters
        ----------
        content : Callable
            Returns a cell's content as Typst.
        notes : str
            Typst of the notes below it, which stay on the table's last page.
        whole : bool
            Print it without a page break; otherwise no page begins or ends with only one or two of its rows.
        """
        styles = self.styles
        tied = [] if whole else [array([str(at), str(count), bound]) for at, count, bound in self.tied()]
        marks = [MARKED.get(style, "") for style in styles]
        return call(
            "tabla",
            array([f"{width:.1f}pt" for width in self.widths]),
            array(self._aligned),
            f"{self.size}pt",
            str(len(self.heads)),
            array([quoted(style) for style in styles]),
            array([self._written(cell, content, "cabeza") for row in self.heads for cell in row]),
            notes,
            array(tied),
            *(self._written(cell, content, mark) for mark, row in zip(marks, self.rows, strict=True) for cell in row),
        )

    def tied(self) -> Iterator[tuple[int, int, str]]:
        """Yield the groups of `ties`; of one higher than `WHOLE`, only marked rows and their neighbours, if lower."""
        for at, count, may_part in ties(self.styles):
            if not self._is_high(at, count):
                yield at, count, may_part
                continue
            for row, few, bound in ties(self.styles[at : at + count], ends=False):
                yield at + row, few, "true" if self._is_high(at + row, few) else bound

    def _is_high(self, at: int, count: int) -> bool:
        """Return whether `count` rows from the row `at` on are higher than `WHOLE`."""
        return sum(_row_height(row, self.size, self.widths) for row in self.rows[at : at + count]) > WHOLE

    @property
    def styles(self) -> list[str]:
        """The kind of each row below the header (`MARKED`); empty for any other."""
        return [next((name for name in classes(row) if name in MARKED), "") for row in self._body_rows]

    @cached_property
    def _body_rows(self) -> list[HtmlElement]:
        """The table's rows outside its header."""
        return [row for row in self.table.iter("tr") if above(row).tag != "thead"]

    @cached_property
    def _numeric(self) -> list[bool]:
        """For each column, whether more than half of its cells below the header are numbers."""
        own: list[list[bool]] = [[] for _ in range(self.columns)]
        for row in self.rows:
            for cell in row:
                if cell.across == 1:
                    own[cell.column].append(cell.is_number)
        return [2 * sum(column) > len(column) for column in own]

    @cached_property
    def _is_ragged(self) -> bool:
        """Whether rows differ in length, as typed by hand: Typst fills the short ones with cells of the next row."""
        rows = (*self.heads, *self.rows)
        return sum(cell.across * cell.down for row in rows for cell in row) != self.columns * len(rows)

    @property
    def _aligned(self) -> list[str]:
        """The alignment of each column: right for numbers, else left."""
        return ["right" if one else "left" for one in self._numeric]

    def _least(self, size: float) -> float:
        """Return the width in points at a font size below which words are cut."""
        return sum(column.least for column in self._extents(size))

    def _extents(self, size: float) -> list[Extent]:
        """Return each column's extent from cells that span one column; above numbers, a header may always wrap."""
        found: list[list[Extent]] = [[] for _ in range(self.columns)]
        for cell in (cell for row in (*self.heads, *self.rows) for cell in row if cell.across == 1):
            own = cell.extent(size)
            wraps = cell.is_head and self._numeric[cell.column]
            found[cell.column].append(Extent(own.least, own.least) if wraps else own)
        return [widest(column) for column in found]

    def _written(self, cell: Cell, content: Content, mark: str) -> str:
        """Return a cell as Typst: its content with indent and mark, as `table.cell` only where it needs arguments."""
        body = content(cell.element)
        if body == "none":
            body = "[]"
        else:
            body = call("sangria", str(cell.depth), body) if cell.depth else body
            body = call(mark, body) if mark else body
        asked = list(self._asked(cell, is_head=mark == "cabeza"))
        return call("table.cell", *asked, body) if asked else body

    def _asked(self, cell: Cell, *, is_head: bool) -> Iterator[str]:
        """Yield the arguments in which a cell differs from its table: spans, alignment, and whether it may break."""
        if self._is_ragged:
            yield f"x: {cell.column}, y: {cell.row + (0 if is_head else len(self.heads))}"
        if cell.across > 1:
            yield f"colspan: {cell.across}"
        if cell.down > 1:
            yield f"rowspan: {cell.down}"
        due = "right" if cell.is_number else "center" if is_head and cell.across > 1 else "left"
        if due != self._aligned[cell.column]:
            yield f"align: {due}{' + bottom' if is_head else ''}"
        if "larga" in cell.row_classes or _lines_of(cell, self.size, self.widths) * LINE * self.size > WHOLE:
            yield "breakable: true"


def _row_height(row: Sequence[Cell], size: float, across: Sequence[float]) -> float:
    """Return the approximate height of a row in points, by its tallest cell."""
    lines = max((_lines_of(cell, size, across) for cell in row), default=1)
    return lines * LINE * size + ROW_PADDING


def _lines_of(cell: Cell, size: float, across: Sequence[float]) -> int:
    """Return how many lines a cell takes at a font size in columns of these widths."""
    width = sum(across[cell.column : cell.column + cell.across])
    return sum(max(1, math.ceil(most / width)) for most in cell.line_widths(size))


def ties(styles: Sequence[str], *, ends: bool = True) -> list[tuple[int, int, str]]:
    """Return which rows of a long table stay together; `styles` has `grupo`, `total`, `subtotal` or empty for each.

    These are a group's heading and the row after it, a total and the row before it and, with `ends`, the first three
    and the last three rows. The groups cover all rows in order. Of each: its first row, its number of rows, and whether
    a page may break inside (`true` or `false`, as Typst).
    """
    last = len(styles) - 1
    bound = {0, 1, last - 2, last - 1} if ends else set()
    bound |= {at for at, style in enumerate(styles) if style == "grupo"}
    bound |= {at - 1 for at, style in enumerate(styles) if style in ("total", "subtotal")}
    found: list[tuple[int, int, str]] = []
    at = 0
    while at <= last:
        first, is_bound = at, at in bound
        while at < last and (at in bound if is_bound else at + 1 not in bound):
            at += 1
        at += 1
        found.append((first, at - first, "false" if is_bound else "true"))
    return found
