"""How high a row must be for its texts: not every program that opens a workbook finds out by itself."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from helpers.workpapers.sheet import Cell, Column, Style

LINE = 12.5
"""Points of one line of text."""
PIXELS_A_CHARACTER = 7
"""Of a column's width, as Excel counts it."""
INDENT = 1.5
"""Characters of a column that the indent of a number's header takes."""
_EM = 12 * 1.04
"""Pixels of an em of 9 points, and a little more: screens round the width of each letter."""
_BOLD = 1.07
_SURE_TO_FIT = 0.75
"""Characters for each one of the column's width that take one line even if all are capitals."""
_WIDTHS = {
    222: "ijl'", 278: "!,./:;I[\\]ftíÍ· |", 333: "()-`r{}", 500: "Jcksvxyz\"°ºª*",
    556: "#$0123456789?L_abdeghnopquáéóúñü«»–÷≥≤+<=>~×−", 611: "FTZ", 722: "CDHNRUwÚÑ",
    778: "GOQÓ", 833: "Mm", 889: "%", 944: "W", 1015: "@—",
}  # fmt: skip
"""Thousandths of an em that Arial gives each character; capitals not listed take 667, as most do."""
_EMS = defaultdict(
    lambda: 0.667, {character: width / 1000 for width, characters in _WIDTHS.items() for character in characters}
)


def row_height(columns: Sequence[Column], cells: Sequence[Cell]) -> float:
    """Points that a row's wrapped texts need."""
    return height_of(max(lines_in(column, cell) for column, cell in zip(columns, cells, strict=True)))


def lines_in(column: Column, cell: Cell) -> int:
    """Lines that a cell takes in a column; a number takes one."""
    if not isinstance(cell.value, str) or len(cell.value) <= column.width * _SURE_TO_FIT:
        return 1
    return lines_of(cell.value, column.width, is_bold=cell.style is Style.STRONG)


def header_height(columns: Sequence[Column]) -> float:
    """Points that a row of headers needs: in bold, and indented over numbers."""
    return height_of(max(lines_of(column.header, column.width - INDENT, is_bold=True) for column in columns)) + 4


def height_of(lines: int) -> float:
    """Points of some lines of text."""
    return LINE * lines + 2


@lru_cache(maxsize=2**16)
def lines_of(text: str, width: float, *, is_bold: bool = False) -> int:
    """Lines that a text takes in a column: whole words, and a word longer than the column broken at its edge."""
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


@lru_cache(maxsize=2**16)
def _pixels(word: str, is_bold: bool) -> float:
    """Remembered: the texts of a workbook are many, and their words few."""
    ems = sum(map(_EMS.__getitem__, word))
    return ems * _EM * (_BOLD if is_bold else 1)
