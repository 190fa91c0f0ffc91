"""The cells of a table on their way to paper: where each stands, and how wide its words are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from helpers.assemble.column_widths import Extent, extent
from helpers.assemble.typst_text import MAY_BREAK, NO_BREAK, classes

BEGINS_A_LINE = frozenset({"br", "p", "li"})
PILL = 0.9
"""What a grade's mark takes beside its words, in sizes of its letters."""
INDENT = 9.6
"""Points that a level sets a label in (`sangria` of `informe.typ`)."""
_WORD = re.compile(r"[^\W\d_]{4}")
"""In a column of numbers, what is a word and wraps."""
_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes
    ----------
    element : HtmlElement
        Its `td` or `th`.
    column : int
        Where it begins, 0 for the first.
    across, down : int
        How many columns and rows it takes.
    """

    element: HtmlElement
    column: int
    across: int
    down: int

    @property
    def row_classes(self) -> list[str]:
        return classes(self.element.getparent())

    @property
    def is_number(self) -> bool:
        return "num" in classes(self.element)

    @cached_property
    def depth(self) -> int:
        """How many levels its label is set in."""
        return next((int(name[-1]) for name in classes(self.element) if name.startswith("nivel-")), 0)

    @cached_property
    def lines(self) -> list[str]:
        """Its text line by line; a blank at which no line ends is a no-break space."""
        lines = [""]
        together = self.is_number and not _WORD.search(self.element.text_content())
        for text in _texts(self.element, together):
            if text is None:
                lines.append("")
            else:
                lines[-1] += text
        return [_BLANKS.sub(" ", line).strip() for line in lines]

    @cached_property
    def is_bold(self) -> bool:
        in_head = self.element.getparent().getparent().tag == "thead"
        return in_head or not {"total", "grupo"}.isdisjoint(self.row_classes)

    @cached_property
    def has_pill(self) -> bool:
        return any("semaforo" in classes(one) for one in self.element.iter("span"))

    def extent(self, size: float) -> Extent:
        """Its extent in letters of a size, in points."""
        beside = (PILL * size if self.has_pill else 0.0) + INDENT * self.depth
        return extent([(line, self.is_bold) for line in self.lines], size, beside)


def placed(rows: Sequence[HtmlElement]) -> list[list[Cell]]:
    """The cells of rows with the columns that they begin in; those that reach down from a row above are counted."""
    taken: set[tuple[int, int]] = set()
    found: list[list[Cell]] = []
    for at, row in enumerate(rows):
        cells, column = [], 0
        for element in row.iterchildren("td", "th"):
            while (at, column) in taken:
                column += 1
            across, down = int(element.get("colspan") or 1), int(element.get("rowspan") or 1)
            taken |= {(at + below, column + beside) for below in range(down) for beside in range(across)}
            cells.append(Cell(element, column, across, down))
        found.append(cells)
    return found


def _texts(element: HtmlElement, together: bool) -> Iterator[str | None]:
    """The texts of an element in their order; None where a line begins."""
    if element.tag in BEGINS_A_LINE:
        yield None
    if element.tag == "wbr":
        yield MAY_BREAK
    own = together or element.tag == "data" or not {"junto", "semaforo"}.isdisjoint(classes(element))
    yield _bound(element.text, own)
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child, own)
        yield _bound(child.tail, own)


def _bound(text: str | None, together: bool) -> str:
    return _BLANKS.sub(NO_BREAK if together else " ", text or "")
