"""Where a figure's input cells lie, in few words: each cell, or the rectangles that hold very many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from helpers.book import Book
from helpers.records import SourceCell
from helpers.trace import Figure

MOST_CELLS = 60
"""Cells named one by one: a ministry rests on tens of thousands, more than a cell of a spreadsheet can hold."""
WITHIN = "dentro de "
"""How a rectangle is told from a range all of whose cells were used."""

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
Sheet = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The smallest rectangle of a sheet that holds some cells; columns and rows count from one."""

    left: int
    top: int
    right: int
    bottom: int

    def joined(self, other: Rectangle) -> Rectangle:
        """The smallest one that holds both."""
        return Rectangle(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip

    def __str__(self) -> str:
        start, end = f"{_letters(self.left)}{self.top}", f"{_letters(self.right)}{self.bottom}"
        return start if start == end else f"{start}:{end}"


@dataclass(frozen=True, slots=True)
class Extent:
    """What a figure rests on: its cells while they are few, else rectangles by sheet and what has no address."""

    cells: Mapping[SourceCell, None] = field(default_factory=dict)
    rectangles: Mapping[Sheet, Rectangle] = field(default_factory=dict)

    @property
    def many(self) -> bool:
        return bool(self.rectangles)

    def places(self) -> tuple[str, ...]:
        """As `cifras.csv` writes them."""
        within = (f"{WITHIN}{SourceCell(*sheet, str(rectangle))}" for sheet, rectangle in self.rectangles.items())
        return (*within, *map(str, self.cells))


class SourceExtents:
    """The extents of a Book's figures, each had from those of its parts: none is gone through twice."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._found: dict[str, Extent] = {}

    def of(self, figure: Figure) -> Extent:
        """What a figure rests on.

        Parameters
        ----------
        figure : Figure
            Of this Book.

        Returns
        -------
        Extent
            Every cell in the order of the calculation, or rectangles where they are more than `MOST_CELLS`.
        """
        waiting = [figure]
        while waiting:
            current = waiting[-1]
            if current.id in self._found:
                waiting.pop()
                continue
            parts = (*self._book.operands(current), *self._book.weights(current))
            missing = [part for part in parts if part.id not in self._found]
            if missing:
                waiting.extend(reversed(missing))
            else:
                waiting.pop()
                self._found[current.id] = self._join(current, parts)
        return self._found[figure.id]

    def _join(self, figure: Figure, parts: Sequence[Figure]) -> Extent:
        own = Extent(dict.fromkeys(self._book.cells_of(figure)))
        if not parts and len(own.cells) <= MOST_CELLS:
            return own  # as most are: of a task, or read
        return _union((own, *(self._found[part.id] for part in parts)))


def _union(extents: Iterable[Extent]) -> Extent:
    cells: dict[SourceCell, None] = {}
    rectangles: dict[Sheet, Rectangle] = {}
    for extent in extents:
        cells.update(extent.cells)
        for sheet, rectangle in extent.rectangles.items():
            _widen(rectangles, sheet, rectangle)
    if not rectangles and len(cells) <= MOST_CELLS:
        return Extent(cells)
    return _gathered(cells, rectangles)


def _gathered(cells: Iterable[SourceCell], rectangles: dict[Sheet, Rectangle]) -> Extent:
    """Cells put into the rectangles of their sheets; one without an address stays by itself."""
    others: dict[SourceCell, None] = {}
    places: dict[Sheet, list[tuple[int, int]]] = {}
    for cell in cells:
        place = _place(cell.cell)
        if place is None:
            others[cell] = None
        else:
            places.setdefault((cell.file, cell.sheet), []).append(place)
    for sheet, found in places.items():
        columns, rows = zip(*found, strict=True)
        _widen(rectangles, sheet, Rectangle(min(columns), min(rows), max(columns), max(rows)))
    return Extent(others, rectangles)


@lru_cache(maxsize=1 << 16)
def _place(address: str) -> tuple[int, int] | None:
    """Column and row of an address; None for what is none."""
    found = _ADDRESS.fullmatch(address)
    return (_number(found[1]), int(found[2])) if found else None


def _widen(rectangles: dict[Sheet, Rectangle], sheet: Sheet, more: Rectangle) -> None:
    known = rectangles.get(sheet)
    rectangles[sheet] = more if known is None else known.joined(more)


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
