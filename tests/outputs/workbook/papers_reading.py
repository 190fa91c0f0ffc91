"""Follow a workbook's formulas from cell to cell, as an auditor does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

FIRST_LINE = 5
REFERENCE = re.compile(r"(?:'([^']+)'!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])")
TEXT = re.compile(r'"[^"]*"')
Place = tuple[str, str]


def lines(sheet: Worksheet) -> Iterator[dict[str, object]]:
    """The lines of a sheet that is one table, by header."""
    headers = [cell.value for cell in sheet[FIRST_LINE - 1]]
    for row in sheet.iter_rows(min_row=FIRST_LINE, values_only=True):
        yield dict(zip(headers, row, strict=True))


def formulas(workbook: Workbook) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and formula of every formula."""
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value


def links(sheet: Worksheet) -> list[str]:
    """Where the links of a sheet lead."""
    return [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def precedents(workbook: Workbook, sheet: str, formula: str) -> set[Place]:
    """The cells that a formula refers to, by reference, range or defined name."""
    plain = TEXT.sub("", formula)
    for name, target in workbook.defined_names.items():
        plain = re.sub(rf"\b{name}\b", target.attr_text, plain)
    found = set()
    for other, area in REFERENCE.findall(plain):
        first, top, last, bottom = range_boundaries(area)
        cells = workbook[other or sheet].iter_rows(top, bottom, first, last)
        found |= {(other or sheet, cell.coordinate) for row in cells for cell in row}
    return found


class Tracer:
    """Finds the cells without a formula on which a cell rests."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.known: dict[Place, frozenset[Place]] = {}

    def leaves(self, place: Place, above: tuple[Place, ...] = ()) -> frozenset[Place]:
        assert place not in above, f"circular: {above}"
        if place not in self.known:
            cell = self.workbook[place[0]][place[1]]
            parts = precedents(self.workbook, place[0], cell.value) if cell.data_type == "f" else set()
            below = [self.leaves(part, (*above, place)) for part in parts]
            self.known[place] = frozenset().union(*below) if parts else frozenset([place])
        return self.known[place]
