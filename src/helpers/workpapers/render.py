"""Draw described sheets with XlsxWriter: heads, tables, widths, colours, print set-up."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers.workpapers.grid import Grid
from helpers.workpapers.heights import row_height
from helpers.workpapers.looks import LIGHTS, Looks
from helpers.workpapers.plain_sheet import PlainSheet
from helpers.workpapers.render_grid import draw_lines, holds_numbers, write
from helpers.workpapers.sheet import HEADING_ROWS, Cell, Column, Sheet, Style, Table, header_rows

A4, A3 = 9, 8
WIDE = 250
"""Characters from which a sheet is printed on A3: on A4 it would be too small to read."""
ACROSS = 400
"""Characters that fit across an A3 page; a wider sheet takes as many pages side by side as it needs."""
_EMPTY = Cell("")


@dataclass(frozen=True)
class Papers:
    """A whole workbook, described.

    Attributes
    ----------
    sheets : Sequence[Sheet]
        The first one is where the others lead back to.
    names : Mapping[str, str]
        Defined names and what they refer to.
    properties : Mapping[str, object]
        Of the document; with a fixed `created`, the same Papers give the same bytes.
    header, footer : str
        Of every printed page, with Excel's codes.
    """

    sheets: Sequence[Sheet]
    names: Mapping[str, str]
    properties: Mapping[str, str | datetime]
    header: str
    footer: str


def render(papers: Papers, path: Path) -> None:
    """Write a described workbook."""
    # In memory, files in the zip get a fixed date; from temporary files, one that depends on the time zone.
    with Workbook(
        path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as workbook:
        workbook.set_properties(dict(papers.properties))
        workbook.set_size(24_000, 14_000)
        looks = Looks(workbook)
        for sheet in papers.sheets:
            _draw(workbook.add_worksheet(sheet.name, PlainSheet), sheet, papers, looks)
        for name, target in papers.names.items():
            workbook.define_name(name, f"={target}")


def _draw(page: Worksheet, sheet: Sheet, papers: Papers, looks: Looks) -> None:
    _head(page, sheet, papers.sheets[0], looks)
    for block, header in zip(sheet.blocks, header_rows(sheet.blocks), strict=True):
        _draw_block(page, block, header, looks)
    widths = _set_widths(page, sheet)
    only = sheet.blocks[0] if len(sheet.blocks) == 1 and not sheet.blocks[0].title else None
    if only is not None:
        fixed = only.fixed if isinstance(only, Grid) else 1
        page.freeze_panes(HEADING_ROWS + 1, fixed)
        page.repeat_rows(HEADING_ROWS)
        page.repeat_columns(0, fixed - 1)
        page.autofilter(HEADING_ROWS, 0, HEADING_ROWS + max(len(only.lines), 1), len(only.columns) - 1)
    else:
        page.freeze_panes(HEADING_ROWS, 0)
        page.repeat_rows(0)
    _set_print(page, papers, widths)


def _head(page: Worksheet, sheet: Sheet, index: Sheet, looks: Looks) -> None:
    page.write_string(0, 0, sheet.title, looks.heading("title"))
    page.write_string(1, 0, sheet.about, looks.heading("about"))
    if sheet is not index:
        page.write_url(2, 0, f"internal:'{index.name}'!A1", looks.heading("back"), f"← {index.name}")
    page.set_row(0, 21)


def _draw_block(page: Worksheet, block: Table, header: int, looks: Looks) -> None:
    if block.title:
        page.write_string(header - 2, 0, block.title, looks.heading("block"))
    headers = [Cell(column.header, style=Style.STRONG) for column in block.columns]
    for place, (column, cell) in enumerate(zip(block.columns, headers, strict=True)):
        look = looks.heading("number_header" if _holds_numbers(block, column) else "header")
        page.write_string(header - 1, place, cell.value, look)
    page.set_row(header - 1, row_height(block.columns, headers) + 4)
    if isinstance(block, Grid):
        draw_lines(page, block, header, looks)
    else:
        _draw_lines(page, block, header, looks)
    _colour(page, block, header, looks)


def _draw_lines(page: Worksheet, block: Table, header: int, looks: Looks) -> None:
    for row, line in enumerate(block.lines, start=header):
        cells = [line.cells.get(column.key, _EMPTY) for column in block.columns]
        page.set_row(row, row_height(block.columns, cells), None, {"level": 1} if line.is_part else {})
        for place, cell in enumerate(cells):
            # An empty cell only shows where it carries the shade of a result.
            if line.is_result or cell is not _EMPTY:
                write(page, row, place, cell, looks.of(cell, line.is_result))


def _holds_numbers(block: Table, column: Column) -> bool:
    if isinstance(block, Grid):
        return holds_numbers(next(track for track in block.tracks if track.column is column))
    cells = (line.cells[column.key] for line in block.lines if column.key in line.cells)
    return any(cell.style is Style.MISSING or not isinstance(cell.value, str) for cell in cells)


def _set_widths(page: Worksheet, sheet: Sheet) -> float:
    total = 0.0
    for place in range(max(len(block.columns) for block in sheet.blocks)):
        width = max(block.columns[place].width for block in sheet.blocks if place < len(block.columns))
        page.set_column(place, place, width)
        total += width
    return total


def _colour(page: Worksheet, block: Table, header: int, looks: Looks) -> None:
    for place, column in enumerate(block.columns):
        for word in LIGHTS if column.is_light and block.lines else ():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": looks.light(word)}
            page.conditional_format(header, place, header + len(block.lines) - 1, place, rule)


def _set_print(page: Worksheet, papers: Papers, width: float) -> None:
    page.set_landscape()
    page.set_paper(A3 if width > WIDE else A4)
    page.fit_to_pages(math.ceil(width / ACROSS), 0)
    page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
    page.set_header(papers.header)
    page.set_footer(papers.footer)
    page.outline_settings(symbols_below=False)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
