"""Tables of a page as Typst: columns as wide as their words ask for, upright where they fit, on a landscape page if not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from helpers.assemble.column_widths import Extent, extent, widths
from helpers.assemble.typst_text import NO_BREAK, array, call, classes, quoted

PORTRAIT, LANDSCAPE = 481.9, 739.8
"""Points between the margins of a page (`informe.typ`)."""
USUAL, DENSE, SMALL, LEAST = 8.6, 7.6, 6.8, 6.2
"""Sizes of letters, in points; the last is tried only where a landscape page is too narrow for the others."""
FEW = 5
"""Rows up to which a table said to be wide is printed upright wherever no word is cut."""
LINE = 1.3
"""Height of a line, in sizes of its letters."""
ROW_PADDING = 5.4
WHOLE = 220.0
"""Points of height up to which a table is not cut."""
WRAPPED = 1.35
"""How much wider than an upright page the lines of a table said to be wide may be, for it to be printed upright."""
MARKED = {"total": "total", "subtotal": "fuerte", "grupo": "grupo"}
_PILL = 10.0

_WORD = re.compile(r"[^\W\d_]{4}")
"""In a column of numbers, what is a word and wraps."""

Content = Callable[[HtmlElement], str]


@dataclass(frozen=True)
class _Cell:
    element: HtmlElement
    column: int
    across: int
    down: int

    @cached_property
    def is_number(self) -> bool:
        return "num" in classes(self.element)

    @cached_property
    def lines(self) -> list[tuple[str, bool]]:
        """The text line by line, blanks that may not break as no-break spaces, and whether it is bold."""
        written: list[str] = [""]
        for text, together in _texts(self.element, False):
            if text is None:
                written.append("")
            else:
                plain = " ".join(text.split(" ")) if together is False else text
                written[-1] += plain.replace(" ", NO_BREAK) if together else plain
        bold = self.element.getparent().getparent().tag == "thead" or bool({"total", "grupo"} & {*_row_classes(self.element)})
        return [(" ".join(line.replace("\n", " ").split(" ")).strip(), bold) for line in written]

    def extent(self, size: float) -> Extent:
        pills = 0.9 * size if self.element.find(".//span[@class]") is not None and "semaforo" in str(
            self.element.xpath("string(.//span[contains(@class,'semaforo')]/@class)")
        ) else 0.0
        indent = 9.6 * _depth(self.element)
        return extent(self.lines, size, pills + indent)


def ties(styles: Sequence[str]) -> list[tuple[int, int, str]]:
    """Which rows of a long table stay together: where they begin, how many they are, and whether they may be parted.

    The first three and the last three; a group's heading and the row after it; a total and the row before it.
    """
    last = len(styles) - 1
    spans = [(0, min(2, last)), (max(0, last - 2), last)]
    spans += [(at, min(at + 1, last)) for at, style in enumerate(styles) if style == "grupo"]
    spans += [(max(0, at - 1), at) for at, style in enumerate(styles) if style in ("total", "subtotal")]
    merged: list[list[int]] = []
    for first, end in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([first, end])
    found, at = [], 0
    for first, end in merged:
        if first > at:
            found.append((at, first - at, "true"))
        found.append((first, end - first + 1, "false"))
        at = end + 1
    return found


def _row_classes(cell: HtmlElement) -> list[str]:
    return classes(cell.getparent())


def _depth(cell: HtmlElement) -> int:
    return next((int(name[-1]) for name in classes(cell) if name.startswith("nivel-")), 0)


def _texts(element: HtmlElement, together: bool) -> Iterator[tuple[str | None, bool]]:
    """The texts of a cell in their order; None where a line ends."""
    if element.tag in ("br", "p", "li"):
        yield None, together
    if element.tag == "wbr":
        yield "\u200b", False
    own = together or element.tag == "data" or "junto" in classes(element) or "semaforo" in classes(element)
    if element.tag in ("td", "th"):
        own = "num" in classes(element) and not _WORD.search(element.text_content())
    if element.text:
        yield element.text, own
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child, own)
        if child.tail:
            yield child.tail, own


@dataclass(frozen=True)
class PrintedTable:
    """One table of a page, measured."""

    table: HtmlElement
    is_wide: bool = False

    @cached_property
    def heads(self) -> list[list[_Cell]]:
        return _placed([row for part in self.table.iter("thead") for row in part.iter("tr")])

    @cached_property
    def rows(self) -> list[list[_Cell]]:
        return _placed([row for row in self.table.iter("tr") if row.getparent().tag != "thead"])

    @cached_property
    def columns(self) -> int:
        return max((cell.column + cell.across for row in (*self.heads, *self.rows) for cell in row), default=1)

    @cached_property
    def size(self) -> float:
        """The largest usual size of letters at which no word is cut."""
        usual = DENSE if "densa" in classes(self.table) else USUAL
        for size in (usual, DENSE, 7.2, SMALL, LEAST):
            if size <= usual and sum(column.least for column in self._extents(size)) <= self.room:
                return size
        return LEAST

    @cached_property
    def is_landscape(self) -> bool:
        """Whether an upright page is too narrow: words would be cut, or lines of a wide table wrapped again and again."""
        if sum(column.least for column in self._extents(SMALL)) > PORTRAIT:
            return True
        asked = sum(column.most for column in self._extents(DENSE))
        return self.is_wide and len(self.rows) > FEW and asked > WRAPPED * PORTRAIT

    @property
    def room(self) -> float:
        return LANDSCAPE if self.is_landscape else PORTRAIT

    @cached_property
    def widths(self) -> list[float]:
        return widths(self._extents(self.size), self.room)

    @cached_property
    def height(self) -> float:
        """About how high it is, in points."""
        return sum(self._row_height(row) for row in (*self.heads, *self.rows))

    def write(self, content: Content, notes: str = "none", *, whole: bool = True) -> str:
        """The table as a call of `tabla`.

        Parameters
        ----------
        content : Callable
            Writes what a cell holds.
        notes : str
            What stands below it, which is never alone on a page.
        whole : bool
            Whether it is printed without a break; otherwise no page begins or ends with one or two of its rows.
        """
        numeric = [self._is_numeric(column) for column in range(self.columns)]
        aligned = ["right" if one else "left" for one in numeric]
        styles = [next((name for name in classes(row) if name in MARKED), "") for row in self._body_rows]
        return call(
            "tabla",
            array([f"{width:.1f}pt" for width in self.widths]),
            array(aligned),
            f"{self.size}pt",
            str(len(self.heads)),
            array([quoted(style) for style in styles]),
            array([_written(cell, aligned, content, "cabeza") for row in self.heads for cell in row]),
            notes,
            array([] if whole else [array([str(at), str(count), bound]) for at, count, bound in ties(styles)]),
            *(_written(cell, aligned, content, MARKED.get(style, "")) for row, style in zip(self.rows, styles, strict=True) for cell in row),
        )  # fmt: skip

    @property
    def _body_rows(self) -> list[HtmlElement]:
        return [row for row in self.table.iter("tr") if row.getparent().tag != "thead"]

    def _is_numeric(self, column: int) -> bool:
        own = [cell.is_number for row in self.rows for cell in row if cell.column == column and cell.across == 1]
        return sum(own) * 2 > len(own)

    def _extents(self, size: float) -> list[Extent]:
        found = [Extent(0.0, 0.0)] * self.columns
        for row, is_head in ((row, is_head) for part, is_head in ((self.heads, True), (self.rows, False)) for row in part):
            for cell in row:
                if cell.across == 1:
                    own = cell.extent(size)
                    # A head wraps where the numbers below it do not.
                    most = own.least if is_head and self._is_numeric(cell.column) else own.most
                    before = found[cell.column]
                    found[cell.column] = Extent(max(before.least, own.least), max(before.most, most))
        return found

    def _row_height(self, row: Sequence[_Cell]) -> float:
        lines = 1
        for cell in row:
            width = sum(self.widths[cell.column : cell.column + cell.across])
            needed = sum(max(1, math.ceil(extent([line], self.size).most / width)) for line in cell.lines)
            lines = max(lines, needed)
        return lines * LINE * self.size + ROW_PADDING


def _placed(rows: Sequence[HtmlElement]) -> list[list[_Cell]]:
    """The cells of rows with the columns that they begin in, those that reach down from above counted."""
    taken: dict[tuple[int, int], bool] = {}
    placed: list[list[_Cell]] = []
    for at, row in enumerate(rows):
        cells, column = [], 0
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            while taken.get((at, column)):
                column += 1
            across, down = int(element.get("colspan") or 1), int(element.get("rowspan") or 1)
            taken |= {(at + below, column + beside): True for below in range(down) for beside in range(across)}
            cells.append(_Cell(element, column, across, down))
        placed.append(cells)
    return placed


def _written(cell: _Cell, aligned: Sequence[str], content: Content, mark: str) -> str:
    body = content(cell.element)
    if body != "none":
        body = call("sangria", str(_depth(cell.element)), body) if _depth(cell.element) else body
        body = call(mark, body) if mark else body
    asked = []
    if cell.across > 1:
        asked.append(f"colspan: {cell.across}")
    if cell.down > 1:
        asked.append(f"rowspan: {cell.down}")
    due = "right" if cell.is_number else "center" if mark == "cabeza" and cell.across > 1 else "left"
    if due != aligned[cell.column]:
        asked.append(f"align: {due}" + (" + bottom" if mark == "cabeza" else ""))
    if "larga" in _row_classes(cell.element):
        asked.append("breakable: true")
    if not asked:
        return body if body != "none" else "[]"
    return call("table.cell", *asked, body if body != "none" else "[]")
