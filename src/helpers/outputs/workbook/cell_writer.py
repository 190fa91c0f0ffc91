"""Writes cells with XlsxWriter; no other module writes the lines of a table.

Exact numbers become binary here, because a cell holds nothing else. Their exact digits are in `cifras.csv`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.outputs.workbook.cell_formats import Looks
from helpers.outputs.workbook.row_heights import height_of, lines_in
from helpers.outputs.workbook.sheet_model import OPEN_STYLES, Cell, Column, Line, Track, Value, within_limit

MOST_LINKS = 65_530
"""Excel's limit of links per sheet; the rest stay plain text."""


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

    def write(self, row: int, place: int, cell: Cell, look: Format) -> None:
        """Write a cell in a row and column counted from 0; a cell without formula and value is left out, unless open.

        A text longer than Excel's limit is cut; links beyond its limit become plain text.
        """
        value, formula, style, _, target = cell
        if formula:
            self.page.write_formula(row, place, formula, look, _stored(value))
        elif value is None or value == "":
            if style in OPEN_STYLES:
                self.page.write_blank(row, place, None, look)
        elif not isinstance(value, str):
            self.page.write_number(row, place, _binary(value), look)
        elif target and self.links < MOST_LINKS:
            self.links += 1
            link = f"internal:{target.replace('$', '')}"
            self.page.write_url(row, place, link, look, within_limit(value))
        else:
            self.page.write_string(row, place, within_limit(value), look)

    def draw_lines(
        self, columns: Sequence[Column], lines: Iterable[Line], header: int, counting: Collection[str] = ()
    ) -> float:
        """Write lines below a header, each row as high as its highest text, and return their height in points.

        A text of several lines is written without its link: LibreOffice does not wrap a link and cuts it at the column.

        Parameters
        ----------
        columns : sequence of Column
            From left to right; a line's cells name them by key.
        header : int
            Row of the header, from 1.
        counting : Collection of str
            Keys of the columns whose formulas look like numbers, also where they give a word now.
        """
        places = {column.key: (place, column) for place, column in enumerate(columns)}
        points = 0.0
        for row, line in enumerate(lines, start=header):
            highest = 1
            for key, cell in line.cells.items():
                place, column = places[key]
                needed = lines_in(column, cell)
                shown = cell._replace(target="") if cell.target and needed > 1 else cell
                look = self.looks.of(shown._replace(value=0) if cell.formula and key in counting else shown)
                self.write(row, place, shown, look)
                highest = max(highest, needed)
            points += height_of(highest)
            if line.nested:
                # A line stands above those nested in it, so the sign that folds them does too.
                self.page.outline_settings(symbols_below=False)
            if highest > 1 or line.nested:
                self.page.set_row(row, height_of(highest), None, {"level": 1} if line.nested else {})
        return points


def holds_numbers(track: Track) -> bool:
    """Return whether a column is one of numbers: some cell has one, or all cells are empty.

    Other cells of such a column may hold words.
    """
    words = [value for value in track.values if isinstance(value, str)]
    return not any(words) or len(words) + track.values.count(None) < len(track.values)


def _stored(value: Value) -> str | float:
    """Return a formula's result as the file stores it; 0 without a value."""
    if isinstance(value, str):
        return value
    return 0.0 if value is None else _binary(value)


def _binary(value: int | Fraction | Decimal) -> float:
    """Return the nearest binary number."""
    return float(value)
