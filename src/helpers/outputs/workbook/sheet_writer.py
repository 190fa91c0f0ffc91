"""Writes described sheets with XlsxWriter: headings, tables, widths, colours and print settings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile, zip_longest
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from helpers.outputs.workbook.cell_writer import PIXELS_A_CHARACTER, Looks, Pen, header_height, height_of, lines_of
from helpers.outputs.workbook.sheet_model import HEADING_ROWS, Accepts, Column, Grid, Papers, Sheet, Table, header_rows
from helpers.settings.scales import SHEET_LIGHTS

A4, A3 = 9, 8
SIDE = 0.3
"""Left and right margin, in inches."""
SMALLEST = 0.78
"""Scale that prints 9-point letters with 7 points, the smallest readable size."""
ACROSS = {paper: int((inches - 2 * SIDE) * 96 / SMALLEST) for paper, inches in ((A4, 11.69), (A3, 16.54))}
"""Pixels of columns that fit on each paper in landscape at that scale."""
TOP, BOTTOM = 0.8, 0.7
"""Upper and lower margin, in inches."""
DOWN = {A4: (8.27 - TOP - BOTTOM) * 72, A3: (11.69 - TOP - BOTTOM) * 72}
"""Points between the upper and the lower margin of each paper in landscape."""
TITLE = 21
"""Height of the title's row, in points."""
FULL = 0.4
"""Share of a page from which on the rest stays empty rather than begin a table that must be cut."""
LEAST = 100
"""Points that a table needs to begin on a page: its title, its header and a line or two."""
PADDING = 5
"""Padding of every column, in pixels."""
UNLOCKED = dict.fromkeys(("format_columns", "format_rows", "autofilter"), True)
"""What a reader may do on a locked sheet besides filling in its open cells."""
NORMAL = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
"""The font that widths of columns are counted in. Where Calibri is not installed, LibreOffice counts in a broader one
and all columns come out a third too wide; letters of Arial and of its free twin measure the same."""


class PlainSheet(Worksheet):
    """A worksheet whose formulas are written as they are: XlsxWriter searches each one for 29 names of functions.

    The sheets use none of these functions, and the search takes three quarters of the time of a large workbook. The
    file is the same, byte for byte, and a test compares them.
    """

    def _write_formula(  # type: ignore[override]
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: str | float = 0
    ) -> int:
        self._check_dimensions(row, col)
        self.table[row][col] = CellFormulaTuple(formula[1:], cell_format, value)
        return 0


def render(papers: Papers, path: Path) -> None:
    """Write a described workbook to `path`, replacing an earlier file. The same description gives the same bytes."""
    # In memory, because the zip then has a fixed date; with temporary files the date depends on the time zone.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(path, options | {"default_format_properties": NORMAL}) as workbook:
        workbook.set_properties(dict(papers.properties))
        workbook.set_size(24_000, 14_000)
        looks = Looks(workbook)
        for sheet in papers.sheets:
            _draw(workbook.add_worksheet(sheet.name, PlainSheet), sheet, papers, looks)
        for name, target in papers.names.items():
            workbook.define_name(name, f"={target}")


def _draw(page: Worksheet, sheet: Sheet, papers: Papers, looks: Looks) -> None:
    """Write a sheet with its heading, tables, frozen panes and print settings."""
    page.set_default_row(height_of(1))
    widths = _set_widths(page, sheet)
    pen = Pen(page, looks)
    _head(page, sheet, papers.sheets[0], looks, widths)
    headers = header_rows(sheet.blocks)
    heights = [_draw_block(pen, block, header) for block, header in zip(sheet.blocks, headers, strict=True)]
    only = sheet.blocks[0] if len(sheet.blocks) == 1 and not sheet.blocks[0].title else None
    if only is not None:
        page.freeze_panes(HEADING_ROWS + 1, 1)
        page.repeat_rows(HEADING_ROWS)
        page.autofilter(HEADING_ROWS, 0, HEADING_ROWS + max(only.height, 1), len(only.columns) - 1)
    else:
        page.freeze_panes(HEADING_ROWS, 0)
        page.repeat_rows(0)
    _set_print(page, sheet, papers, widths, heights)
    if sheet.is_locked:
        page.protect("", UNLOCKED)


def _head(page: Worksheet, sheet: Sheet, index: Sheet, looks: Looks, widths: Sequence[float]) -> None:
    """Write title, introduction and, except on the index, the link back to the index."""
    page.write_string(0, 0, sheet.title, looks.heading("title"))
    _about(page, sheet.about, looks, widths)
    if sheet is not index:
        page.write_url(2, 0, f"internal:'{index.name}'!A1", looks.heading("back"), f"← {index.name}")
    page.set_row(0, TITLE)


def _about(page: Worksheet, words: str, looks: Looks, widths: Sequence[float]) -> None:
    """Write the sentence under the title; a sentence longer than a line is wrapped over the columns that fit on A4."""
    across = [width for place, width in enumerate(widths) if _pixels(widths[: place + 1]) <= ACROSS[A4]]
    lines = lines_of(words, sum(across))
    if lines == 1 or len(across) == 1:
        page.write_string(1, 0, words, looks.heading("about"))
        return
    page.merge_range(1, 0, 1, len(across) - 1, words, looks.heading("long_about"))
    page.set_row(1, height_of(lines))


def _draw_block(pen: Pen, block: Table, header: int) -> float:
    """Write a table with its title and headers (`header` is their row, from 1); return its height in points."""
    page, looks = pen.page, pen.looks
    if block.title:
        page.write_string(header - 2, 0, block.title, looks.heading("block"))
    for place, column in enumerate(block.columns):
        plain = "number_header" if column.key in block.numeric else "header"
        page.write_string(header - 1, place, column.header, looks.heading("open_header" if column.entry else plain))
        _restrict(page, column, place, header, block.height)
    page.set_row(header - 1, header_height(block.columns))
    lines = pen.draw_lines(block.columns, block.lines, header, block.numeric if isinstance(block, Grid) else ())
    _colour(page, block, header, looks)
    return height_of(1) * 2 + header_height(block.columns) + lines


def _restrict(page: Worksheet, column: Column, place: int, header: int, height: int) -> None:
    """Let the open cells of a column accept only what its entry says; nothing for a column of data or without lines.

    A number must be zero or more, and a date after 1 January 2000. `place` is the column, from 0; `header` is the row
    of the headers, from 1, and the `height` rows below it are open.
    """
    if column.entry is None or not height:
        return
    rule: dict[str, object] = {"validate": column.entry.kind, "input_title": column.header[:32]}
    rule["input_message"] = column.entry.prompt
    match column.entry.kind:
        case Accepts.LIST:
            rule["source"] = list(column.entry.choices)
        case Accepts.DATE:
            rule |= {"criteria": ">", "value": date(2000, 1, 1)}
        case Accepts.NUMBER:
            rule |= {"criteria": ">=", "value": 0}
    page.data_validation(header, place, header + height - 1, place, rule | {"error_message": column.entry.prompt})


def _set_widths(page: Worksheet, sheet: Sheet) -> tuple[float, ...]:
    """Set each column to the largest width that a block gives it, and return the widths."""
    places = zip_longest(*(block.columns for block in sheet.blocks))
    widths = tuple(max(column.width for column in columns if column) for columns in places)
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    return widths


def _pixels(widths: Sequence[float]) -> float:
    """Return the width in pixels of columns with these widths in characters, padding included."""
    return sum(widths) * PIXELS_A_CHARACTER + len(widths) * PADDING


def _colour(page: Worksheet, block: Table, header: int, looks: Looks) -> None:
    """Let the words of traffic-light columns have their colours, also after they change."""
    for place, column in enumerate(block.columns):
        for word in SHEET_LIGHTS if column.is_light and block.height else ():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": looks.light(word)}
            page.conditional_format(header, place, header + block.height - 1, place, rule)


def _printed(sheet: Sheet) -> int:
    """Return how many columns of a sheet are printed: those before the first that is only for the screen."""
    return max(len(tuple(takewhile(lambda column: not column.is_extra, block.columns))) for block in sheet.blocks)


def _set_print(
    page: Worksheet, sheet: Sheet, papers: Papers, widths: Sequence[float], heights: Sequence[float]
) -> None:
    """Set a sheet to print in landscape on the smallest readable paper; if it is too wide, on pages side by side.

    Pages side by side repeat the columns that name a line. `heights` are those of the sheet's tables, in points.
    """
    printed = _printed(sheet)
    pixels, repeated = _pixels(widths[:printed]), _pixels(widths[: sheet.naming])
    paper = A4 if pixels <= ACROSS[A4] else A3
    pages = max(1, math.ceil((pixels - repeated) / (ACROSS[paper] - repeated)))
    scale = min(1, SMALLEST * (pages * (ACROSS[paper] - repeated) + repeated) / pixels)
    headers = header_rows(sheet.blocks)
    page.print_area(0, 0, headers[-1] + sheet.blocks[-1].height - 1, printed - 1)
    page.set_landscape()
    page.set_paper(paper)
    page.fit_to_pages(pages, 0)
    page.repeat_columns(0, sheet.naming - 1)
    page.set_h_pagebreaks([headers[at] - 2 for at in _begin_pages(heights, DOWN[paper] / scale)])
    page.set_margins(left=SIDE, right=SIDE, top=TOP, bottom=BOTTOM)
    page.set_header(papers.header)
    page.set_footer(papers.footer)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _begin_pages(heights: Sequence[float], room: float) -> Iterator[int]:
    """Yield which tables of a sheet begin a page, by index, so that their lines are not cut off from their headers.

    These are the tables that fit on a page but not on the rest of one that is fairly full (`FULL`), and those of which
    the rest would hold little more than the header. `heights` are those of the tables, `room` of a page, in points.
    """
    used = TITLE + 2 * height_of(1)
    for at, height in enumerate(heights):
        left = room - used
        if height > left and (left < LEAST or (used > FULL * room and height + TITLE <= room)):
            yield at
            used = TITLE
        used = (used + height) % room
