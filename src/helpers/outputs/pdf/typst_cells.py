"""The cells of a table for printing: their positions and the widths of their words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from helpers.outputs.html.html_trees import above, classes
from helpers.outputs.html.paper_parts import BLANKS, MAY_BREAK, NO_BREAK, contents
from helpers.outputs.pdf.column_widths import Extent, in_ems, widest

BEGINS_A_LINE = frozenset({"br", "p", "li"})
PILL = 0.9
"""Width of a grade's mark besides its text, in font sizes."""
INDENT = 9.6
"""Indent per level, in points (`sangria` in `informe.typ`)."""
_WORD = re.compile(r"[^\W\d_]{4}")
"""A word in a column of numbers, which may wrap."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes
    ----------
    element : HtmlElement
        Its `td` or `th`.
    column, row : int
        Its first column, and its row in the header or below it, from 0.
    across, down : int
        Number of columns and rows that it spans.
    """

    element: HtmlElement
    column: int
    row: int
    across: int
    down: int

    @property
    def row_classes(self) -> list[str]:
        """The classes of its `tr`."""
        return classes(above(self.element))

    @property
    def is_number(self) -> bool:
        """Whether the page marks it as a number (class `num`)."""
        return "num" in classes(self.element)

    @cached_property
    def depth(self) -> int:
        """How many levels its label is indented; 0 without a class `nivel-N`."""
        return next((int(name[-1]) for name in classes(self.element) if name.startswith("nivel-")), 0)

    @cached_property
    def lines(self) -> list[str]:
        """Its text, line by line; a no-break space marks where no line may break. An empty cell has one empty line."""
        lines = [""]
        together = self.is_number and not _WORD.search(self.element.text_content())
        for text in _texts(self.element, together):
            if text is None:
                lines.append("")
            else:
                lines[-1] += text
        return [BLANKS.sub(" ", line).strip() for line in lines]

    @cached_property
    def is_bold(self) -> bool:
        """Whether it is in the header, in a total or in a group's heading."""
        return self.is_head or not {"total", "grupo"}.isdisjoint(self.row_classes)

    @cached_property
    def is_head(self) -> bool:
        """Whether it is in the header."""
        return above(above(self.element)).tag == "thead"

    @cached_property
    def has_pill(self) -> bool:
        """Whether it shows a grade in a coloured frame."""
        return any("semaforo" in classes(one) for one in self.element.iter("span"))

    def extent(self, size: float) -> Extent:
        """Return its least and one-line widths in points at a font size, with indent, grade mark and padding."""
        beside = (PILL * size if self.has_pill else 0.0) + INDENT * self.depth
        return self._in_ems.at(size, beside)

    def line_widths(self, size: float) -> list[float]:
        """Return the width of each of its lines in points at a font size, with padding and without indent and mark."""
        return [one.at(size).most for one in self._lines_in_ems]

    @cached_property
    def _lines_in_ems(self) -> list[Extent]:
        """The extent of each line, in ems."""
        return [in_ems(line, self.is_bold) for line in self.lines]

    @cached_property
    def _in_ems(self) -> Extent:
        """The extent of the widest line, in ems."""
        return widest(self._lines_in_ems)


def placed(rows: Sequence[HtmlElement]) -> list[list[Cell]]:
    """Return the cells of each row (`tr`) with their first columns, counting cells that span down from rows above."""
    taken: set[tuple[int, int]] = set()
    found: list[list[Cell]] = []
    for at, row in enumerate(rows):
        cells, column = [], 0
        for element in row.iterchildren("td", "th"):
            while (at, column) in taken:
                column += 1
            across, down = (_span(element.get(name)) for name in ("colspan", "rowspan"))
            taken |= {(at + below, column + beside) for below in range(down) for beside in range(across)}
            cells.append(Cell(element, column, at, across, down))
        found.append(cells)
    return found


def _span(written: str | None) -> int:
    """Parse a colspan or rowspan; 1 if it is 0, missing or not a number, as in browsers."""
    return max(1, int(written)) if written and written.isdecimal() else 1


def _texts(element: HtmlElement, together: bool) -> Iterator[str | None]:
    """Yield the texts of an element in order; None where a line begins."""
    if element.tag in BEGINS_A_LINE:
        yield None
    if element.tag == "wbr":
        yield MAY_BREAK
    own = together or element.tag == "data" or "semaforo" in classes(element)
    for piece in contents(element):
        if isinstance(piece, str):
            yield BLANKS.sub(NO_BREAK if own else " ", piece)
        else:
            yield from _texts(piece, own)
