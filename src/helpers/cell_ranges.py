"""Many cells in few words: those that lie side by side as ranges (`B2:D39`), none added and none lost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.records import SourceCell

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
Span = tuple[int, int]


def ranges_of(cells: Iterable[SourceCell]) -> tuple[SourceCell, ...]:
    """The same cells, those of one rectangle as one range; what has no address of its own stays as it is.

    Returns
    -------
    tuple of SourceCell
        By file and sheet in the order given; within a sheet by row and column.
    """
    sheets: dict[tuple[str, str], dict[int, set[int]]] = {}
    others: dict[SourceCell, None] = {}
    for cell in cells:
        address = _ADDRESS.fullmatch(cell.cell)
        if address is None:
            others[cell] = None
            continue
        rows = sheets.setdefault((cell.file, cell.sheet), {})
        rows.setdefault(int(address[2]), set()).add(_number(address[1]))
    found = (SourceCell(*sheet, text) for sheet, rows in sheets.items() for text in _rectangles(rows))
    return (*found, *others)


def _rectangles(rows: dict[int, set[int]]) -> list[str]:
    """Ranges of a sheet: spans of neighbouring columns, joined down the rows while they are the same."""
    open_spans: dict[Span, int] = {}
    closed: list[tuple[int, Span, int]] = []
    last = None
    for row in sorted(rows):
        spans = _spans(rows[row])
        for span in list(open_spans):
            if last is None or row != last + 1 or span not in spans:
                closed.append((open_spans.pop(span), span, last or row))
        for span in spans:
            open_spans.setdefault(span, row)
        last = row
    closed += [(first, span, last or first) for span, first in open_spans.items()]
    return [_text(first, span, end) for first, span, end in sorted(closed)]


def _spans(columns: set[int]) -> list[Span]:
    spans: list[Span] = []
    for column in sorted(columns):
        if spans and column == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], column)
        else:
            spans.append((column, column))
    return spans


def _text(first: int, span: Span, last: int) -> str:
    start, end = f"{_letters(span[0])}{first}", f"{_letters(span[1])}{last}"
    return start if start == end else f"{start}:{end}"


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters
