"""Reads an Excel 97–2003 workbook (.xls), with the formats that mark percentages, codes and dates."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
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

from helpers.intake.layout.cell_grid import BLANK, Cell, Merged, letter
from helpers.intake.readers.file_signature import protected
from helpers.intake.readers.read_limits import Meter, Unreadable, damaged
from helpers.intake.readers.sheet_cells import Book, Sheet, error_cell, number_cell, text_cell, truth_cell

_LINK, _ENCRYPTED = 0x01AE, 0x002F
_OWN_SHEETS, _ADD_INS = 0x0401, 0x3A01
_SHEET, _BEGIN, _END = 0x0085, 0x0809, 0x000A
_FORMULA = 0x0006
_ONE_VALUE = frozenset({_FORMULA, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
"""Records of a cell with a value: row and column come first."""
_SEVERAL_VALUES = 0x00BD
"""Record of neighbouring cells in a row: row and first column come first, the last column at its end."""


def read(path: Path) -> Book:
    """Read every sheet of a workbook, hidden ones too; formulas give their stored results.

    Raises
    ------
    Unreadable
        If the workbook is damaged, incomplete, protected by a password or beyond the limits.
    """
    data = path.read_bytes()
    try:
        stream = _stream(data)
        records = [(kind, content) for kind, content in _records(stream) if kind in {_LINK, _ENCRYPTED, _SHEET}]
        if any(kind == _ENCRYPTED for kind, _ in records):
            raise protected()
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, logfile=io.StringIO()
        ) as book:
            meter = Meter()
            sheets = [_sheet(book, name, meter) for name in book.sheet_names()]
        for sheet, start in zip(sheets, _starts(records), strict=False):  # the oldest formats have a single sheet
            _note_cells(sheet, stream, start)
    except Unreadable:
        raise
    except Exception as problem:  # xlrd raises any type of exception on a damaged file
        raise damaged("el libro .xls está dañado o incompleto") from problem
    return Book(sheets, _linked(records))


def _stream(data: bytes) -> bytes:
    """Return the part of the file that has the workbook; empty if there is none."""
    document = CompDoc(data, logfile=io.StringIO())
    found: bytes | None = document.get_named_stream("Workbook") or document.get_named_stream("Book")
    return found or b""


def _records(stream: bytes, place: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield the records from a place on, (kind, content): xlrd gives neither links nor repeated cells."""
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, bytes(stream[place + 4 : place + 4 + size])
        place += 4 + size


def _starts(records: list[tuple[int, bytes]]) -> list[int]:
    """Return where the records of each sheet begin, in the order of the sheets; charts have no cells."""
    return [struct.unpack_from("<I", content)[0] for kind, content in records if kind == _SHEET and content[5] == 0]


def _note_cells(sheet: Sheet, stream: bytes, start: int) -> None:
    """Note formulas, and addresses that have more than one value: xlrd tells neither, and takes the last value."""
    seen: set[str] = set()
    depth = 0
    for kind, content in _records(stream, start):
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 0:
            return
        for row, column in _cells_of(kind, content) if depth == 1 else ():
            address = f"{letter(column)}{row + 1}"
            if address in seen:
                sheet.doubled.append(address)
            seen.add(address)
            if kind == _FORMULA:
                sheet.formulas.add(address)


def _cells_of(kind: int, content: bytes) -> Iterator[tuple[int, int]]:
    """Yield row and column, from 0, of the cells that a record gives a value."""
    if kind in _ONE_VALUE:
        row, column = struct.unpack_from("<HH", content)
        yield row, column
    elif kind == _SEVERAL_VALUES:
        row, first = struct.unpack_from("<HH", content)
        (last,) = struct.unpack_from("<H", content, len(content) - 2)
        yield from ((row, column) for column in range(first, last + 1))


def _linked(records: list[tuple[int, bytes]]) -> tuple[str, ...]:
    """Return `otro archivo o programa` once for each link to one; its name, which is encoded, is not read."""
    links = [content for kind, content in records if kind == _LINK and len(content) >= 4]
    outside = [c for c in links if struct.unpack_from("<H", c, 2)[0] not in {_OWN_SHEETS, _ADD_INS}]
    return tuple("otro archivo o programa" for _ in outside)


def _sheet(book: xlrd.Book, name: str, meter: Meter) -> Sheet:
    """Read a sheet with its merged and hidden areas and comments, and unload it."""
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
    sheet.notes = {f"{letter(index)}{row + 1}": note.text for (row, index), note in source.cell_note_map.items()}
    book.unload_sheet(name)
    return sheet


def _cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    """Return a cell by its stored type; any other type is blank."""
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
