"""Reads an OpenDocument workbook (.ods): stored values, percentages in points, codes with the zeros shown."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from lxml import etree

from helpers.base.written_values import from_double
from helpers.intake.layout.cell_grid import BLANK, Cell, Merged, letter
from helpers.intake.readers.read_limits import ROWS, Meter, damaged, too_big
from helpers.intake.readers.sheet_cells import (
    NO_RESULT,
    Book,
    Sheet,
    decimal_cell,
    error_cell,
    text_cell,
    truth_cell,
)
from helpers.intake.readers.workbook_archive import BROKEN, attribute, elements, forget, local

_CONTENT = "content.xml"
_TAGS = ("table", "table-row", "table-column", "table-cell", "covered-table-cell", "style")
_NUMBERS = frozenset({"float", "percentage", "currency"})
_UNSEEN = frozenset({"collapse", "filter"})
_ERRORS = re.compile(r"#[A-Z/0!?]+[!?A]?|Err:\d+")
_CODE = re.compile(r"[0-9][0-9 \-/]*")
_PLAIN = re.compile(r"(?P<whole>-?\d+)(?:[.,](?P<decimals>\d{1,2}))?(?: ?%)?")


@dataclass
class _Reader:
    """Position and results of the reading of `content.xml`.

    Attributes
    ----------
    unseen_tables : set of str
        Names of the styles that hide a sheet.
    row, column : int
        Position from 0 of the next row and cell.
    declared : int
        Columns declared so far, for the hidden ones.
    cells : dict of int to Cell
        Cells with content of the current row.
    depth : int
        Nesting of tables: 1 in a sheet, more in a table inside a cell.
    """

    meter: Meter
    sheets: list[Sheet] = field(default_factory=list)
    unseen_tables: set[str] = field(default_factory=set)
    row: int = 0
    column: int = 0
    declared: int = 0
    cells: dict[int, Cell] = field(default_factory=dict)
    depth: int = 0

    @property
    def sheet(self) -> Sheet:
        """The sheet that is being read, the last one begun."""
        return self.sheets[-1]


def read(path: Path) -> Book:
    """Read every sheet of a workbook, hidden ones too; formulas give their stored results.

    Raises
    ------
    Unreadable
        If the workbook is damaged, incomplete or beyond the limits.
    """
    try:
        with zipfile.ZipFile(path) as package:
            reader = _Reader(Meter())
            for event, element in elements(package, _CONTENT, *_TAGS, opening=True):
                _step(reader, event, element)
    except BROKEN as problem:
        raise damaged("el libro .ods está dañado o incompleto") from problem
    return Book(reader.sheets)


def _step(reader: _Reader, event: str, element: etree._Element) -> None:
    """Handle the beginning or end of an element; cells of a table inside a cell are skipped."""
    name = local(element)
    if name == "style":
        _style(reader, event, element)
    elif name == "table":
        _table(reader, event, element)
    elif reader.depth != 1:
        return  # outside sheets, or in a table inside a cell's drawing
    elif event == "start":
        if name == "table-row":
            reader.cells, reader.column = {}, 0
    elif name == "table-column":
        _column(reader, element)
    elif name == "table-row":
        _row(reader, element)
    else:
        _cells(reader, element, covered=name == "covered-table-cell")


def _style(reader: _Reader, event: str, element: etree._Element) -> None:
    if event == "end" and any(attribute(part, "display") == "false" for part in element):
        reader.unseen_tables.add(attribute(element, "name"))


def _table(reader: _Reader, event: str, element: etree._Element) -> None:
    """Begin a sheet, hidden if its style hides it; a table inside a cell only changes the depth."""
    if event == "end":
        reader.depth -= 1
        return
    reader.depth += 1
    if reader.depth == 1:
        hidden = attribute(element, "style-name") in reader.unseen_tables
        reader.sheets.append(Sheet(attribute(element, "name"), reader.meter, hidden=hidden))
        reader.row = reader.declared = 0


def _column(reader: _Reader, element: etree._Element) -> None:
    count = _repeated(element, "number-columns-repeated")
    if attribute(element, "visibility") in _UNSEEN:
        reader.sheet.hidden_columns.append((reader.declared, reader.declared + count - 1))
    reader.declared += count


def _row(reader: _Reader, element: etree._Element) -> None:
    """Add the current row as often as it is repeated; blank rows are only counted."""
    count = _repeated(element, "number-rows-repeated")
    if reader.cells and count > ROWS:
        raise too_big("tiene una fila repetida sin fin", f"{ROWS} filas")
    for number in range(count if reader.cells else 0):
        hidden = attribute(element, "visibility") in _UNSEEN
        reader.sheet.add(reader.row + number + 1, dict(reader.cells), hidden=hidden)
    reader.row += count
    forget(element)


def _cells(reader: _Reader, element: etree._Element, *, covered: bool) -> None:
    """Add a cell as often as it is repeated, and note its merging, comment, second value and external calls.

    A covered cell is blank.
    """
    count = _repeated(element, "number-columns-repeated")
    cell = BLANK if covered else _cell(element)
    if not cell.is_blank:
        for index in range(reader.column, reader.column + count):
            reader.meter.check(index, cell.text)  # `Sheet.add` counts it, once for each row that repeats it
            reader.cells[index] = cell
    down = _repeated(element, "number-rows-spanned")
    across = _repeated(element, "number-columns-spanned")
    if down * across > 1:
        top, first = reader.row + 1, reader.column
        reader.sheet.merged.append(Merged(top, top + down - 1, first, first + across - 1))
    if not covered and _has_two_values(element):
        reader.sheet.doubled.append(f"{letter(reader.column)}{reader.row + 1}")
    for note in element.iterchildren("{*}annotation"):
        reader.sheet.notes[f"{letter(reader.column)}{reader.row + 1}"] = _shown(note)
    if formula := attribute(element, "formula"):
        reader.sheet.add_formula(f"{letter(reader.column)}{reader.row + 1}", formula)
    reader.column += count
    forget(element)


def _repeated(element: etree._Element, name: str) -> int:
    return max(int(attribute(element, name) or 1), 1)


def _has_two_values(element: etree._Element) -> bool:
    """Whether a cell keeps another value than it shows: programs disagree on which to take.

    A number shown without thousands must be the stored one, rounded to the decimals shown.
    """
    kind, shown, text = attribute(element, "value-type"), _shown(element), attribute(element, "string-value")
    if text and (kind != "string" or (shown and shown != text.strip())):
        return True
    found = _PLAIN.fullmatch(shown) if kind in _NUMBERS else None
    if found is None:
        return False
    stored = from_double(float(attribute(element, "value"))) * (100 if kind == "percentage" else 1)
    decimals = len(found["decimals"] or "")
    return bool(abs(stored - Decimal(f"{found['whole']}.{found['decimals'] or 0}")) * 2 > Decimal(1).scaleb(-decimals))


def _shown(element: etree._Element) -> str:
    return "\n".join(_text(part) for part in element if local(part) == "p").strip()


def _cell(element: etree._Element) -> Cell:
    """Return an element's cell: a stored value, an error, or the text shown if it has no value."""
    kind, shown = attribute(element, "value-type"), _shown(element)
    if not kind:
        # LibreOffice stores a formula's error as shown text without a value.
        return Cell(fault=NO_RESULT) if attribute(element, "formula") and not shown else text_cell(shown)
    if attribute(element, "formula") and _ERRORS.fullmatch(shown):
        return error_cell(shown)
    if kind in _NUMBERS:
        return _number(attribute(element, "value"), shown, kind)
    if kind == "date":
        day = date.fromisoformat(attribute(element, "date-value")[:10])
        return Cell(day.isoformat(), day)
    if kind == "boolean":
        return truth_cell(attribute(element, "boolean-value") == "true")
    return text_cell(attribute(element, "string-value") or shown)


def _number(value: str, shown: str, kind: str) -> Cell:
    """Return the cell of a stored number; one shown as a code with leading zeros keeps them in its text."""
    exact = from_double(float(value))
    if not exact.is_finite():
        raise ValueError(value)
    cell = decimal_cell(exact, "%" if kind == "percentage" else "")
    digits = re.sub(r"\D", "", shown)
    is_code = kind == "float" and _CODE.fullmatch(shown) and digits.lstrip("0") == cell.text.lstrip("0")
    return Cell(shown, cell.value) if is_code and digits.startswith("0") and len(digits) > 1 else cell


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph; several blanks, tabs and line breaks are elements of their own."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        name = local(child) if isinstance(child.tag, str) else ""
        if name == "s":
            parts.append(" " * min(_repeated(child, "c"), 100))
        elif name == "tab":
            parts.append(" ")
        elif name == "line-break":
            parts.append("\n")
        elif name in {"span", "a"}:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
