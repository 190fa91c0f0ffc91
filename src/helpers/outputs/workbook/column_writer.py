"""Writes cells with XlsxWriter, one by one or whole columns at a time; no other module writes the lines of a table.

Exact numbers become binary here, because a cell holds nothing else. Their exact digits are in `cifras.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from helpers.outputs.workbook.cell_formats import FORMULA_SIGNS, Looks
from helpers.outputs.workbook.row_heights import height_of, lines_in, row_height
from helpers.outputs.workbook.sheet_model import OPEN_STYLES, Cell, Column, Grid, Line, Track, Value, within_limit

MOST_LINKS = 65_530
"""Excel's limit of links per sheet; the rest stay plain text."""
_WRAPPED = 30
"""Shorter texts never need more than one line; in characters."""


@dataclass
class Pen:
    """Writes the cells of one sheet.

    Attributes
    ----------
    page : Worksheet
    looks : Looks
    links : int
        Number of links written so far; Excel has a limit per sheet.
    """

    page: Worksheet
    looks: Looks
    links: int = 0

    def write(self, row: int, place: int, cell: Cell) -> None:
        """Write a cell in a row and column counted from 0; a cell without formula and value is left out, unless open.

        A text longer than Excel's limit is cut; links beyond its limit become plain text.
        """
        value, formula, style, _, target = cell
        if formula:
            self.page.write_formula(row, place, formula, self.looks.of(cell), _stored(value))
        elif value is None or value == "":
            if style in OPEN_STYLES:
                self.page.write_blank(row, place, None, self.looks.of(cell))
        elif not isinstance(value, str):
            self.page.write_number(row, place, _binary(value), self.looks.of(cell))
        elif target and self.links < MOST_LINKS:
            self.links += 1
            link = f"internal:{target.replace('$', '')}"
            self.page.write_url(row, place, link, self.looks.of(cell), within_limit(value))
        else:
            self.page.write_string(row, place, within_limit(value), self.looks.of(cell))

    def draw_lines(self, columns: Sequence[Column], lines: Iterable[Line], header: int) -> None:
        """Write lines below a header, each row as high as its highest text.

        Parameters
        ----------
        columns : sequence of Column
            From left to right; a line's cells name them by key.
        header : int
            Row of the header, from 1.
        """
        places = {column.key: (place, column) for place, column in enumerate(columns)}
        lines = tuple(lines)
        if any(line.nested for line in lines):
            # A line stands above those nested in it, so the sign that folds them does too.
            self.page.outline_settings(symbols_below=False)
        for row, line in enumerate(lines, start=header):
            highest = 1
            for key, cell in line.cells.items():
                place, column = places[key]
                self.write(row, place, cell)
                if cell.value.__class__ is str:
                    highest = max(highest, lines_in(column, cell))
            if highest > 1 or line.nested:
                self.page.set_row(row, height_of(highest), None, {"level": 1} if line.nested else {})


def draw_grid(page: Worksheet, grid: Grid, header: int, looks: Looks) -> None:
    """Write the lines of a grid below its header, one column at a time, each row as high as its highest text.

    Texts that formulas give do not count for the height.

    Parameters
    ----------
    header : int
        Row of the header, from 1.
    """
    for place, track in enumerate(grid.tracks):
        _draw_track(page, track, place, header, looks)
    texts = [track for track in grid.tracks if not track.formula and not holds_numbers(track)]
    columns = [track.column for track in texts]
    for at, row in enumerate(range(header, header + grid.height)):
        said = [track.values[at] for track in texts]
        if any(isinstance(value, str) and len(value) > _WRAPPED for value in said):
            page.set_row(row, row_height(columns, [Cell(value) for value in said]))


def holds_numbers(track: Track) -> bool:
    """Return whether a column is one of numbers: some cell has one, or all cells are empty.

    Other cells of such a column may hold words.
    """
    words = [value for value in track.values if isinstance(value, str)]
    return not any(words) or len(words) + track.values.count(None) < len(track.values)


def _draw_track(page: Worksheet, track: Track, place: int, header: int, looks: Looks) -> None:
    """Write a column of a grid below its header; the cells of missing values stay empty."""
    number = looks.of(Cell(0, style=track.style, decimals=track.decimals))
    word = looks.of(Cell("", style=track.style))
    if not track.formula:
        for row, value in enumerate(track.values, start=header):
            if isinstance(value, str) and value:
                # write_string, because a text that looks like a formula must stay text.
                look = looks.of(Cell(value, style=track.style)) if value[0] in FORMULA_SIGNS else word
                page.write_string(row, place, within_limit(value), look)
            elif value is not None and value != "":
                page.write_number(row, place, _binary(value), number)
        return
    look = number if holds_numbers(track) else word
    for row, value in enumerate(track.values, start=header):
        if value is not None:
            page.write_formula(row, place, track.formula_at(row + 1), look, _stored(value))


def _stored(value: Value) -> str | float:
    """Return a formula's result as the file stores it; 0 without a value."""
    if isinstance(value, str):
        return value
    return 0.0 if value is None else _binary(value)


def _binary(value: int | Fraction | Decimal) -> float:
    """Return the nearest binary number. For a fraction `float` gives the same but takes twice as long."""
    if value.__class__ is Fraction:
        above, below = value.as_integer_ratio()
        return above / below
    return float(value)
