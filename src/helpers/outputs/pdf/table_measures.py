"""The cells of a table for printing, and column widths computed from their words, as browsers do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from lxml.html import HtmlElement

from helpers.outputs.html.html_trees import above, classes
from helpers.outputs.html.paper_parts import BLANKS, MAY_BREAK, NO_BREAK, contents, with_breaks

FONTS = Path(__file__).parents[2] / "views" / "charts" / "fonts"
FACES = {False: FONTS / "libro-sans-400.ttf", True: FONTS / "libro-sans-700.ttf"}
UNKNOWN = 0.6
"""Width, in ems, of a character that the font lacks."""
PADDING = 8.6
"""Padding of a cell, in points, both sides together."""
_BREAKS = re.compile("[ \u200b]|(?<=[^\\W\\d_]{3}[-/])(?=[^\\W\\d_]{3})")
"""Where a line may break: a space, a marked place, and after a hyphen or a slash between long words of a code."""
EVEN = 0.35
"""Exponent of the sum of the squares of a column's lines, by which columns share a page too narrow for all lines. Less
than a half, because lines of a narrow column lose more of their width at their ends. Found with the shipped reports.
"""
BEGINS_A_LINE = frozenset({"br", "p", "li"})
PILL = 0.9
"""Width of a grade's mark besides its text, in font sizes."""
INDENT = 9.6
"""Indent per level, in points (`sangria` in `informe.typ`)."""
_WORD = re.compile(r"[^\W\d_]{4}")
"""A word in a column of numbers, which may wrap."""


@dataclass(frozen=True)
class Extent:
    """Widths of a text, cell or column: the least at which no word is cut, and the one that fits on one line."""

    least: float
    most: float

    def at(self, size: float, extra: float = 0.0) -> Extent:
        """Return the widths in points, padding included, of widths in ems.

        Parameters
        ----------
        size : float
            Font size in points.
        extra : float
            Points that a mark around the text adds.
        """
        return Extent(self.least * size + extra + PADDING, self.most * size + extra + PADDING)


def widest(extents: Iterable[Extent]) -> Extent:
    """Return the widths of several lines or cells, one above the other; without any, both are 1."""
    known = tuple(extents) or (Extent(1.0, 1.0),)
    return Extent(max(one.least for one in known), max(one.most for one in known))


def widths(columns: Sequence[Extent], room: float, rows: Iterable[Sequence[float]]) -> list[float]:
    """Return the width of each column of a table that fills its page, in points.

    If every line fits, columns share the space left in proportion to their widths. If even the least widths do not fit,
    all shrink alike. Otherwise each column gets between its least and its one-line width, by what all its cells need,
    so that one long cell among short ones does not take the space of a column of long texts.

    Parameters
    ----------
    columns : sequence of Extent
    room : float
        Width of the page in points.
    rows : iterable
        For each row, the one-line width of each cell in points.
    """
    least, most = [column.least for column in columns], [column.most for column in columns]
    if sum(least) >= room or sum(most) <= room:
        whole = least if sum(least) >= room else most
        return [width * room / sum(whole) for width in whole]
    wanted = [sum(line * line for line in asked) ** EVEN for asked in zip(*rows, strict=True)]

    def shared(times: float) -> list[float]:
        """Return `times` what each column wants, within its limits."""
        return [min(max(times * want, few), many) for want, few, many in zip(wanted, least, most, strict=True)]

    low, high = 0.0, max(many / want for want, many in zip(wanted, most, strict=True) if want)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(shared(middle)) < room else (low, middle)
    return [width * room / sum(shared(high)) for width in shared(high)]


def in_ems(text: str, bold: bool) -> Extent:
    """Return the least and the one-line width of a text without line breaks, in ems and without padding.

    A line never breaks at a no-break space, nor within a word unless that is very long (`with_breaks`).
    """
    return Extent(max(_width(word, bold) for word in _BREAKS.split(with_breaks(text))), _width(text, bold))


def _width(text: str, bold: bool) -> float:
    """Return the width of a text in ems."""
    return sum(map(_advances(bold).__getitem__, text), 0.0)


@cache
def _advances(bold: bool) -> Mapping[str, float]:
    """Return the width in ems of each character of the font; `UNKNOWN` for one that the font lacks."""
    from fontTools.ttLib import TTFont

    with TTFont(FACES[bold], lazy=True) as face:
        units, widths_of = face["head"].unitsPerEm, face["hmtx"].metrics
        found = {chr(code): widths_of[name][0] / units for code, name in face.getBestCmap().items()}
        return defaultdict(lambda: UNKNOWN, found)


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
