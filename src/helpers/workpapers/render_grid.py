"""Write cells with XlsxWriter, one by one or whole columns of them; the only module that does.

Exact numbers become binary ones here and nowhere else: a cell can hold nothing better. Their true digits are in
`cifras.csv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.workpapers.grid import Grid, Track
from helpers.workpapers.heights import lines_in, row_height
from helpers.workpapers.looks import Looks
from helpers.workpapers.sheet import Cell, Column, Line, Value

LONGEST_TEXT = 32_767
"""Characters that Excel takes in a cell; a longer text is cut with an ellipsis, and whole in the CSVs."""
MOST_LINKS = 65_530
"""Links that Excel takes in a sheet; the rest stay plain text."""
_EMPTY = Cell("")
_WRAPPED = 30
"""Characters from which a text may need more than one line."""


@dataclass(frozen=True)
class Drawn:
    """The texts of a column so far: nine in ten come again, and are put down as they were drawn.

    Attributes
    ----------
    column : Column
    texts : dict
        What the sheet keeps of each one, and how many lines it takes.
    """

    column: Column
    texts: dict[Cell, tuple[object, int]] = field(default_factory=dict)


def write(page: Worksheet, row: int, place: int, cell: Cell, look: Format) -> None:
    """Write one cell."""
    value, formula, _, _, target = cell
    if formula:
        page.write_formula(row, place, formula, look, _stored(value))
    elif value is None or value == "":
        page.write_blank(row, place, None, look)
    elif not isinstance(value, str):
        page.write_number(row, place, _binary(value), look)
    elif target and page.hlink_count < MOST_LINKS:
        page.write_url(row, place, f"internal:{target.replace('$', '')}", look, _fit(value))
    else:
        page.write_string(row, place, _fit(value), look)


def draw_line(page: Worksheet, row: int, line: Line, looks: Looks, columns: Sequence[Drawn]) -> int:
    """Write the cells of a line, from the first column on; returns how many lines of text the highest one takes."""
    lines, cells, is_result, written = 1, line.cells, line.is_result, page.table[row]
    for place, drawn in enumerate(columns):
        cell = cells.get(drawn.column.key)
        if cell is None:
            # An empty cell only shows where it carries the shade of a result.
            if is_result:
                write(page, row, place, _EMPTY, looks.of(_EMPTY, is_result))
            continue
        value, formula, _, _, target = cell
        if formula or target or not value or not isinstance(value, str):
            write(page, row, place, cell, looks.of(cell, is_result))
            needed = lines_in(drawn.column, cell)
        elif cell in drawn.texts:
            written[place], needed = drawn.texts[cell]
            page.str_table.count += 1
        else:
            write(page, row, place, cell, looks.of(cell, is_result))
            needed = lines_in(drawn.column, cell)
            drawn.texts[cell] = written[place], needed
        if needed > lines:
            lines = needed
    return lines


def draw_lines(page: Worksheet, grid: Grid, header: int, looks: Looks) -> None:
    """Write the lines of a grid, a column at a time."""
    for place, track in enumerate(grid.tracks):
        _draw_track(page, track, place, header, looks)
    texts = [track for track in grid.tracks if not track.formula and not holds_numbers(track)]
    columns = [track.column for track in texts]
    for at, row in enumerate(range(header, header + len(grid.lines))):
        said = [track.values[at] for track in texts]
        if any(isinstance(value, str) and len(value) > _WRAPPED for value in said):
            page.set_row(row, row_height(columns, [Cell(value) for value in said]))


def holds_numbers(track: Track) -> bool:
    """Whether a column is of numbers, though a word may stand where there is none, and all of it may be empty."""
    words = [value for value in track.values if isinstance(value, str)]
    return not any(words) or len(words) + track.values.count(None) < len(track.values)


def _draw_track(page: Worksheet, track: Track, place: int, header: int, looks: Looks) -> None:
    number = looks.of(Cell(0, style=track.style, decimals=track.decimals))
    word = looks.of(Cell("", style=track.style))
    if not track.formula:
        for row, value in enumerate(track.values, start=header):
            if value is not None:
                look = _look(value, track, number, word, looks)
                if isinstance(value, str):
                    page.write_string(row, place, _fit(value), look)
                else:
                    page.write_number(row, place, _binary(value), look)
        return
    look = number if holds_numbers(track) else word
    for row, value in enumerate(track.values, start=header):
        if value is not None:
            page.write_formula(row, place, track.formula_at(row + 1), look, _stored(value))


def _look(value: Value, track: Track, number: Format, word: Format, looks: Looks) -> Format:
    """The column's own, but for a text that looks like a formula and must stay text."""
    if not isinstance(value, str):
        return number
    return looks.of(Cell(value, style=track.style)) if value.startswith(("=", "+", "-", "@")) else word


def _stored(value: Value) -> str | float:
    if isinstance(value, str):
        return value
    return 0.0 if value is None else _binary(value)


def _binary(value: int | Fraction | Decimal) -> float:
    """The nearest binary number; `float` finds the same one of a fraction in twice the time."""
    if value.__class__ is Fraction:
        above, below = value.as_integer_ratio()
        return above / below
    return float(value)


def _fit(value: str) -> str:
    return value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"
