"""A unit's sheet as a workbook that prints one page wide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.python_extras import not_none
from helpers.base.system import atomic
from helpers.desk.checking.unit_records import ASIDE_TITLE, MEND_HEADERS, REACH_TITLE, STEP_HEADERS, UnitSheet

WIDTHS = (16, 40, 17, 13, 22, 24, 64)
LINE = 15
"""Height of a line in points. It must be set: openpyxl sets none, and not every program adapts row heights."""
A4 = 9
FACE = "Calibri"
"""Font set for every cell: without one, some programs use a serif font."""
TEXT, BOLD, TITLE = Font(name=FACE), Font(name=FACE, bold=True), Font(name=FACE, bold=True, size=13)
TITLE_LINE = 19
SHADE = PatternFill("solid", fgColor="E6EDF4")
WRAPPED, UNBROKEN = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")


def write_excel(sheet: UnitSheet, path: Path) -> None:
    """Write a unit's sheet as an Excel file, which is replaced as a whole."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Qué corregir"
    writer = _Writer(page)
    for text in filter(None, (sheet.notice, f"{sheet.institution} · {sheet.period}", sheet.heading)):
        writer.heading(text, TITLE)
    for label, text in sheet.facts:
        writer.heading(label, BOLD, text)
    if sheet.mend:
        writer.table("Qué corregir", MEND_HEADERS, sheet.mend)
    if sheet.aside:
        writer.table(ASIDE_TITLE, MEND_HEADERS, sheet.aside)
    if sheet.reach:
        writer.title(REACH_TITLE)
        writer.paragraph(sheet.reach)
    if sheet.steps:
        writer.rows(STEP_HEADERS, sheet.steps)
    _set_up(page)
    with atomic.replacing(path) as aside:
        book.save(aside)


class _Writer:
    """Writes lines from top to bottom."""

    def __init__(self, page: Worksheet) -> None:
        self.page, self.line = page, 0

    def heading(self, text: str, font: Font, beside: str = "") -> None:
        """Write a text on the next row, in the first column; it may extend over the next ones if `beside` is empty."""
        self.line += 1
        self._put(1, text, font, UNBROKEN)
        self.page.row_dimensions[self.line].height = TITLE_LINE if font is TITLE else LINE
        if beside:
            self._put(2, beside, TEXT, UNBROKEN)

    def table(self, title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a heading after a blank row, then the shaded headers and the rows."""
        self.title(title)
        self.rows(headers, rows)

    def title(self, text: str) -> None:
        """Write a heading after a blank line."""
        self.line += 1
        self.heading(text, BOLD)

    def paragraph(self, text: str) -> None:
        """Write a text on the next row, across all columns of the sheet, and make the row high enough for it."""
        self.line += 1
        self._put(1, text, TEXT, WRAPPED)
        self.page.merge_cells(start_row=self.line, end_row=self.line, start_column=1, end_column=len(WIDTHS))
        self.page.row_dimensions[self.line].height = LINE * -(-len(text) * 11 // (sum(WIDTHS) * 10))

    def rows(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write shaded headings on the next row and the rows below, each as high as its longest cell needs."""
        for row, font in ((headers, BOLD), *((row, TEXT) for row in rows)):
            self.line += 1
            for place, text in enumerate(row, start=1):
                self._put(place, text, font, WRAPPED)
                if row is headers:
                    self.page.cell(self.line, place).fill = SHADE
            self.page.row_dimensions[self.line].height = LINE * _lines(row)

    def _put(self, place: int, text: str, font: Font, alignment: Alignment) -> None:
        cell = self.page.cell(self.line, place, ILLEGAL_CHARACTERS_RE.sub("", text))
        cell.data_type = "s"  # text that begins with «=» stays text
        cell.font, cell.alignment = font, alignment


def _lines(row: Sequence[str]) -> int:
    """Estimated number of lines of a row's longest cell, with a margin for words that do not break."""
    filled = [(len(text), width) for text, width in zip(row, WIDTHS, strict=False) if text]
    return max((-(-length * 11 // (width * 10)) for length, width in filled), default=1)


def _set_up(page: Worksheet) -> None:
    for place, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    not_none(page.sheet_properties.pageSetUpPr).fitToPage = True
