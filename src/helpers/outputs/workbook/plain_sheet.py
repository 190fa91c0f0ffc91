"""A faster XlsxWriter worksheet for workbooks with hundreds of thousands of cells."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from operator import itemgetter
from typing import Protocol, TextIO, cast

from xlsxwriter.format import Format
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.utility import _utf16_len, _utf16_truncate, xl_col_to_name
from xlsxwriter.worksheet import RowInfo, Worksheet

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""Error values of formulas, which are not text."""
BLOCK = 16
"""Rows that share one `spans` attribute."""


class _Written(Protocol):
    """Attributes that a worksheet has once it belongs to a workbook; the library's own types declare them as None."""

    fh: TextIO
    str_table: SharedStringTable
    dim_rowmin: int
    dim_rowmax: int
    dim_colmax: int


class PlainSheet(Worksheet):
    """A worksheet for texts, finite numbers and formulas with one value.

    XlsxWriter takes each cell through a dozen calls: it parses addresses, tests the value's type, searches attributes
    for characters to escape and every formula for 29 functions later than Excel 2007, and looks at every column of
    each row. This class writes each cell as XML at once, except for its address and format. The result is the same,
    byte for byte, and a test compares them. The workbook of a ministry with 4,426 tasks (713,000 cells, 305,000
    formulas) takes 6 s of processor time with it and 26 s without; nearly all of the difference is the search for those
    functions.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pieces: dict[str, str] = {}

    # Every cell has a format and one type of value; the library's methods accept more.
    def _write_string(self, row: int, col: int, string: str, cell_format: Format) -> int:  # type: ignore[override]
        piece = self._pieces.get(string)
        if piece is None:
            piece = self._pieces[string] = self._shared(string)
        else:
            cast(_Written, self).str_table.count += 1
        self.table[row][col] = cell_format, piece
        return 0

    def _shared(self, string: str) -> str:
        # A character outside the basic plane counts as two; most texts are too short for that to matter.
        if len(string) > self.xls_strmax // 2 and _utf16_len(string) > self.xls_strmax:
            string = _utf16_truncate(string, self.xls_strmax)
        return f' t="s"><v>{cast(_Written, self).str_table._get_shared_string_index(string)}</v></c>'

    def _write_number(self, row: int, col: int, number: float, cell_format: Format) -> int:  # type: ignore[override]
        self.table[row][col] = cell_format, f"><v>{number:.16G}</v></c>"
        return 0

    def _write_blank(self, row: int, col: int, blank: None, cell_format: Format) -> int:  # type: ignore[override]
        self.table[row][col] = cell_format, "/>"
        return 0

    def _write_formula(  # type: ignore[override]
        self, row: int, col: int, formula: str, cell_format: Format, value: str | float = 0
    ) -> int:
        kind = ""
        if isinstance(value, str) and value:
            kind = ' t="e"' if value in ERRORS else ' t="str"'
            value = _escaped(value)
        self.table[row][col] = cell_format, f"{kind}><f>{_escaped(formula[1:])}</f><v>{value}</v></c>"
        return 0

    # The public methods also accept an address in letters, which is not used here.
    write_string = _write_string  # type: ignore[assignment]
    write_number = _write_number  # type: ignore[assignment]
    write_formula = _write_formula  # type: ignore[assignment]

    def _assemble_xml_file(self) -> None:
        # Rows beyond a sheet's limit are not written.
        for row, cells in filter(itemgetter(1), self.table.items()):
            self._check_dimensions(row, min(cells))
            self._check_dimensions(row, max(cells))
        for row in self.row_info:
            self._check_dimensions(row, self.dim_colmin or 0)
        super()._assemble_xml_file()

    def _write_rows(self) -> None:
        written, looks = cast(_Written, self), _Looks()
        names = _letters(written.dim_colmax + 1)
        shapes: dict[tuple[str | None, int], str] = {}
        for row, span in self._spans():
            cells, info = self.table.get(row), self.row_info.get(row)
            if cells:
                # Rows of the same height and span differ only in their number.
                shape = shapes.get((span, id(info)))
                if shape is None:
                    shape = shapes[span, id(info)] = self._shape(row, span, info)
                line = str(row + 1)
                pieces = [
                    f'<c r="{names[col]}{line}{looks[look]}{piece}' for col, (look, piece) in sorted(cells.items())
                ]
                written.fh.write(f'<row r="{line}{shape}{"".join(pieces)}</row>')
            elif info:
                self._write_empty_row(row, span, info)
        # Freed here: the sheet refers to itself, so that only the garbage collector would free it after the workbook.
        for kept in (self.table, self.row_info, self.row_sizes, self._pieces):
            kept.clear()

    def _shape(self, row: int, span: str | None, info: RowInfo | None) -> str:
        """Return what follows the number in a row's tag, as the library writes it."""
        written = cast(_Written, self)
        whole, written.fh = written.fh, (own := StringIO())
        self._write_row(row, span, info)
        written.fh = whole
        return own.getvalue().removeprefix(f'<row r="{row + 1}')

    def _spans(self) -> Iterator[tuple[int, str | None]]:
        """Yield each row, and the first and last column of its block of rows."""
        written = cast(_Written, self)
        first, last = written.dim_rowmin, written.dim_rowmax + 1
        for start in range(first // BLOCK * BLOCK, last, BLOCK):
            rows = range(max(start, first), min(start + BLOCK, last))
            filled = [self.table[row] for row in rows if self.table.get(row)]
            span = f"{min(map(min, filled)) + 1}:{max(map(max, filled)) + 1}" if filled else None
            for row in rows:
                yield row, span


class _Looks(dict[Format, str]):
    """The XML attribute of each format. Formats are numbered in the order in which the cells first use them."""

    def __missing__(self, look: Format) -> str:
        said = self[look] = f'" s="{look._get_xf_index()}"'
        return said


def _letters(columns: int) -> list[str]:
    return [xl_col_to_name(col) for col in range(columns)]


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
