"""Computes the height of a row from its texts, because not every program does so when it opens a workbook."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from helpers.outputs.workbook.sheet_model import Cell, Column, Style

LINE = 12.5
"""Points of one line of text."""
PIXELS_A_CHARACTER = 7
"""Pixels per character of a column's width, as in Excel."""
INDENT = 1.5
"""Characters by which the header of a column of numbers is indented."""
_EM = 12 * 1.04
"""Pixels per em at 9 points, plus 4 %, because screens round the width of each letter."""
_BOLD = 1.07
_SURE_TO_FIT = 0.75
"""Share of a column's width in characters that fits on one line even in capitals."""
_WIDTHS = {
    222: "ijl'", 278: "!,./:;I[\\]ftíÍ· |", 333: "()-`r{}", 500: "Jcksvxyz\"°ºª*",
    556: "#$0123456789?L_abdeghnopquáéóúñü«»–÷≥≤+<=>~×−", 611: "FTZ", 722: "CDHNRUwÚÑ",
    778: "GOQÓ", 833: "Mm", 889: "%", 944: "W", 1015: "@—",
}  # fmt: skip
"""Width of Arial's characters in thousandths of an em; capitals that are not listed take 667."""
_EMS = defaultdict(
    lambda: 0.667, {character: width / 1000 for width, characters in _WIDTHS.items() for character in characters}
)


def lines_in(column: Column, cell: Cell) -> int:
    """Return the number of lines that a cell's text needs in a column, bold if its style is; a number needs one."""
    if not isinstance(cell.value, str) or len(cell.value) <= column.width * _SURE_TO_FIT:
        return 1
    return lines_of(cell.value, column.width, is_bold=cell.style is Style.STRONG)


def header_height(columns: Sequence[Column]) -> float:
    """Return the points that a row of these columns' headers needs: bold, and indented above numbers."""
    return height_of(max(lines_of(column.header, column.width - INDENT, is_bold=True) for column in columns)) + 4


def height_of(lines: int) -> float:
    """Return the height in points of a row with this number of text lines."""
    return LINE * lines + 2


@lru_cache(maxsize=2**16)
def lines_of(text: str, width: float, *, is_bold: bool = False) -> int:
    """Return the number of lines that a text needs in a column `width` characters wide; an empty text needs one.

    Lines break between words; a word longer than the column is broken.
    """
    room = width * PIXELS_A_CHARACTER
    space = _pixels(" ", is_bold)
    lines, used = 1, 0.0
    for word in text.split(" "):
        size = _pixels(word, is_bold)
        if used and used + space + size > room:
            lines, used = lines + 1, 0.0
        used += size + space * bool(used)
        if used > room:
            broken = math.ceil(used / room) - 1
            lines, used = lines + broken, used - broken * room
    return lines


def _pixels(word: str, is_bold: bool) -> float:
    """Return the width of a word in pixels."""
    ems = sum(map(_EMS.__getitem__, word))
    return ems * _EM * (_BOLD if is_bold else 1)
