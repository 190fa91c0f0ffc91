"""The input cells that a figure depends on, in short: each cell, or the rectangles that contain very many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.records import SourceCell

MOST_CELLS = 60
"""Most cells listed one by one; a ministry's figure depends on more than a spreadsheet cell can list."""
WITHIN = "dentro de "
"""Marks a rectangle that contains the used cells, to tell it from a range whose cells were all used."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]+)")
Sheet = tuple[str, str]


class Rectangle(NamedTuple):
    """The smallest rectangle of a sheet that contains some cells. Columns and rows count from one."""

    left: int
    top: int
    right: int
    bottom: int

    def joined(self, other: Rectangle) -> Rectangle:
        """Return the smallest rectangle that contains both; neither is changed."""
        return Rectangle(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip

    def __str__(self) -> str:
        from openpyxl.utils import get_column_letter

        start, end = f"{get_column_letter(self.left)}{self.top}", f"{get_column_letter(self.right)}{self.bottom}"
        return start if start == end else f"{start}:{end}"


@dataclass(frozen=True)
class Extent:
    """The cells that a figure depends on: one by one while they are few, else rectangles by sheet.

    Attributes
    ----------
    cells : Mapping of str to SourceCell
        By the cell's text. Beside rectangles, only the sources without a cell address.
    rectangles : Mapping of Sheet to Rectangle
    """

    cells: Mapping[str, SourceCell] = field(default_factory=dict)
    rectangles: Mapping[Sheet, Rectangle] = field(default_factory=dict)

    def places(self) -> tuple[str, ...]:
        """Return the extent as texts for `cifras.csv`: rectangles, each after `dentro de`, then single cells."""
        within = (f"{WITHIN}{SourceCell(*sheet, str(rectangle))}" for sheet, rectangle in self.rectangles.items())
        return (*within, *self.cells)

    @cached_property
    def boxed(self) -> Extent:
        """The same extent with its addressed cells in rectangles."""
        others: dict[str, SourceCell] = {}
        rectangles = dict(self.rectangles)
        for text, cell in self.cells.items():
            if place := _place(cell.cell):
                _widen(rectangles, (cell.file, cell.sheet), Rectangle(*place, *place))
            else:
                others[text] = cell
        return Extent(others, rectangles)


class SourceExtents:
    """The extents of a Book's figures. Each is built from the extents of its parts, so no figure is visited twice."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._found: dict[str, Extent] = {}

    def of(self, figure: Figure) -> Extent:
        """Return the input cells that a figure depends on, its own and those of all figures it is computed from.

        Parameters
        ----------
        figure : Figure
            A figure of this Book.

        Returns
        -------
        Extent
            Every cell in the order of the calculation, or one rectangle per sheet where there are more than
            `MOST_CELLS`; empty if the figure depends on constants only.
        """
        if figure.id not in self._found:
            self._found[figure.id] = self._joined(figure)
        return self._found[figure.id]

    def _joined(self, figure: Figure) -> Extent:
        """Return the extent of a figure, from its own cells and the extents of its parts."""
        own = {str(cell): cell for cell in self._book.cells_of(figure)}
        extents = [self.of(self._book.figures[part]) for part in _parts(figure)]
        return _union([Extent(own), *extents] if own else extents)


def _parts(figure: Figure) -> tuple[str, ...]:
    """Return the ids of the figures that a figure was computed from, then of its weights; neither repeats an id."""
    operands = figure.operands
    parts = dict.fromkeys([operand.figure for operand in operands if operand.figure])
    return (*parts, *dict.fromkeys([operand.weight for operand in operands if operand.weight]))


def _union(extents: Sequence[Extent]) -> Extent:
    """Return the union of extents: up to `MOST_CELLS` cells one by one, else rectangles."""
    cells: dict[str, SourceCell] = {}
    for extent in extents:
        cells.update(extent.cells)
        if extent.rectangles or len(cells) > MOST_CELLS:
            return _boxed_together(extents)
    return Extent(cells)


def _boxed_together(extents: Sequence[Extent]) -> Extent:
    """Return the union of extents as one rectangle for each sheet; sheets that have a rectangle already come first."""
    boxed = [extent.boxed for extent in extents]
    rectangles: dict[Sheet, Rectangle] = {}
    for extent in (*extents, *boxed):
        for sheet, rectangle in extent.rectangles.items():
            _widen(rectangles, sheet, rectangle)
    return Extent({text: cell for extent in boxed for text, cell in extent.cells.items()}, rectangles)


def _place(address: str) -> tuple[int, int] | None:
    """Return column and row of a cell address, from 1; None for another text."""
    from openpyxl.utils import column_index_from_string  # what only reads figures does not need it

    match = _ADDRESS.fullmatch(address)
    return (column_index_from_string(match[1]), int(match[2])) if match else None


def _widen(rectangles: dict[Sheet, Rectangle], sheet: Sheet, more: Rectangle) -> None:
    """Extend a sheet's rectangle in `rectangles`, or add the sheet, so that it contains `more`."""
    known = rectangles.get(sheet)
    rectangles[sheet] = more if known is None else known.joined(more)
