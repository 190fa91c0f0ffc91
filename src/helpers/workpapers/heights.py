"""How high a row must be for its texts: not every program that opens a workbook finds out by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from helpers.workpapers.sheet import Cell, Column, Style

LINE = 12.5
"""Points of one line of text."""
PIXELS_A_CHARACTER = 7
"""Of a column's width, as Excel counts it."""
_SLACK = 1.03
"""Words do not break in the middle: a line is seldom full."""
_SURE_TO_FIT = 0.75
"""Characters for each one of the column's width that take one line even if all are capitals."""


def row_height(columns: Sequence[Column], cells: Sequence[Cell]) -> float:
    """Points that a row's wrapped texts need."""
    lines = 1
    for column, cell in zip(columns, cells, strict=True):
        if isinstance(cell.value, str) and len(cell.value) > column.width * _SURE_TO_FIT:
            lines = max(lines, lines_of(cell.value, column.width, is_bold=cell.style is Style.STRONG))
    return LINE * lines + 2


def lines_of(text: str, width: float, *, is_bold: bool = False) -> int:
    """Lines that a text takes in a column."""
    pixels = sum(map(_pixels, text)) * (_SLACK if not is_bold else _SLACK * _SLACK)
    return max(1, math.ceil(pixels / (width * PIXELS_A_CHARACTER)))


def _pixels(character: str) -> float:
    """About what a character of 9 points takes."""
    if character.isupper():
        return 8.2
    return 3.4 if character in " .,:;/|ijlít'()" else 6.2
