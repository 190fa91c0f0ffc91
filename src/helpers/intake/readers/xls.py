"""Reads an Excel 97–2003 workbook (.xls), with the formats that mark percentages, codes and dates."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import xlrd
from xlrd.biffh import (
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XL_CELL_TEXT,
    error_text_from_code,
)
from xlrd.compdoc import CompDoc

from helpers.intake.layout.cell_grid import BLANK, Cell, Merged
from helpers.intake.readers.file_signature import protected
from helpers.intake.readers.read_limits import Meter, Unreadable, damaged
from helpers.intake.readers.sheet_cells import Book, Sheet, error_cell, number_cell, text_cell, truth_cell

_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_LINK, _ENCRYPTED = 0x01AE, 0x002F
_OWN_SHEETS, _ADD_INS = 0x0401, 0x3A01


def read(path: Path) -> Book:
    """Read every sheet of a workbook.

    Raises
    ------
    Unreadable
        If the workbook is damaged, incomplete, protected by a password or beyond the limits.
    """
    data = path.read_bytes()
    try:
        records = _records(data)
        if any(kind == _ENCRYPTED for kind, _ in records):
            raise protected()
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO()
        ) as book:
            meter = Meter()
            sheets = [_sheet(book, name, meter) for name in book.sheet_names()]
    except Unreadable:
        raise
    except Exception as problem:  # xlrd raises any type of exception on a damaged file
        raise damaged("el libro .xls está dañado o incompleto") from problem
    return Book(sheets, _MACROS in data, _linked(records))


def _records(data: bytes) -> list[tuple[int, bytes]]:
    """Return the records on links and encryption, which xlrd does not give: (kind, content)."""
    document = CompDoc(data, logfile=io.StringIO())
    stream = document.get_named_stream("Workbook") or document.get_named_stream("Book")
    found, place = [], 0
    while stream and place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind in {_LINK, _ENCRYPTED}:
            found.append((kind, bytes(stream[place + 4 : place + 4 + size])))
        place += 4 + size
    return found


def _linked(records: list[tuple[int, bytes]]) -> tuple[str, ...]:
    """Return one entry for each link to another file or program; the encoded name is not decoded."""
    links = [content for kind, content in records if kind == _LINK and len(content) >= 4]
    outside = [c for c in links if struct.unpack_from("<H", c, 2)[0] not in {_OWN_SHEETS, _ADD_INS}]
    return tuple("otro archivo o programa" for _ in outside)


def _sheet(book: xlrd.Book, name: str, meter: Meter) -> Sheet:
    source = book.sheet_by_name(name)
    sheet = Sheet(name, meter, hidden=bool(source.visibility))
    for number in range(source.nrows):
        cells = {}
        for index, cell in enumerate(source.row(number)):
            shown = _cell(book, cell)
            if not shown.is_blank:
                cells[index] = shown
        info = source.rowinfo_map.get(number)
        sheet.add(number + 1, cells, hidden=bool(info and info.hidden))
    for top, bottom, first, last in source.merged_cells:  # xlrd gives the end of a range as one past its last
        sheet.merged.append(Merged(top + 1, bottom, first, last - 1))
    sheet.hidden_columns.extend((index, index) for index, info in source.colinfo_map.items() if info.hidden)
    book.unload_sheet(name)
    return sheet


def _cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    if cell.ctype == XL_CELL_TEXT:
        return text_cell(cell.value)
    if cell.ctype in {XL_CELL_NUMBER, XL_CELL_DATE}:
        return number_cell(float(cell.value), _format(book, cell), since_1904=bool(book.datemode))
    if cell.ctype == XL_CELL_BOOLEAN:
        return truth_cell(bool(cell.value))
    if cell.ctype == XL_CELL_ERROR:
        return error_cell(error_text_from_code.get(int(cell.value), f"error {cell.value}"))
    return BLANK


def _format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.xf_index is None:
        return ""
    return book.format_map[book.xf_list[cell.xf_index].format_key].format_str
