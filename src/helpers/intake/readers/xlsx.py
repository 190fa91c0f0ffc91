"""Reads an xlsx or xlsm package in a single pass that holds only cells with content in memory. Macros are never opened.

openpyxl needs two passes to get a formula and its stored result, gives neither merged nor hidden cells when it streams,
and takes more than three times as long (`benchmarks/reading.py`); calamine drops number formats and formulas.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_ISO8601

from helpers.base.python_extras import not_none
from helpers.intake.layout.cell_grid import BLANK, Cell, Merged, letter
from helpers.intake.readers.read_limits import Meter, damaged
from helpers.intake.readers.sheet_cells import (
    NO_RESULT,
    Book,
    Sheet,
    error_cell,
    moment_cell,
    number_cell,
    text_cell,
    truth_cell,
)
from helpers.intake.readers.workbook_archive import BROKEN, attribute, elements, forget, local

_ESCAPED = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_LAST_COLUMN = 16_384
_LONGEST_WHOLE = 28
"""Most characters of a whole number that is read exactly; a longer one becomes a double, as in Excel."""


@dataclass(frozen=True)
class Context:
    """Data that all sheets of a workbook share.

    Attributes
    ----------
    texts : tuple of str
        Shared texts.
    formats : tuple of str
        Number format of each cell style.
    since_1904 : bool
        Dates count from 1904 instead of 1900.
    """

    texts: tuple[str, ...]
    formats: tuple[str, ...]
    since_1904: bool


def read_sheet(package: zipfile.ZipFile, part: str, sheet: Sheet, context: Context) -> None:
    """Read the cells of a sheet, with its merged and hidden areas, into `sheet`.

    Parameters
    ----------
    part : str
        Path of the sheet's part in the package.

    Raises
    ------
    Unreadable
        Beyond the limits.
    ValueError
        For an address of another row or beyond the last column.
    """
    number, seen = 0, set()
    for _, element in elements(package, part, "row", "mergeCell", "col"):
        name = local(element)
        if name == "row":
            number = int(element.get("r") or number + 1)
            cells = _cells(element, sheet, context, number)
            if number in seen:
                sheet.doubled.extend(f"{letter(index)}{number}" for index in cells)
            seen.add(number)
            sheet.add(number, cells, hidden=_is_true(element.get("hidden")))
            forget(element)
        elif name == "mergeCell":
            first, top, last, bottom = map(not_none, range_boundaries(not_none(element.get("ref"))))
            sheet.merged.append(Merged(top, bottom, first - 1, last - 1))
        elif _is_true(element.get("hidden")):
            first, last = (int(not_none(element.get(edge))) for edge in ("min", "max"))
            sheet.hidden_columns.append((first - 1, last - 1))


def _cells(row: etree._Element, sheet: Sheet, context: Context, number: int) -> dict[int, Cell]:
    cells, seen, index = {}, set(), -1
    for element in row:
        if local(element) == "c":
            # Some programs omit the address of a cell that follows the cell before it.
            reference = element.get("r")
            index = _index(reference, number) if reference else index + 1
            cell = _cell(element, sheet, context, number, index)
            if index in seen or _values(element) > 1:
                sheet.doubled.append(f"{letter(index)}{number}")
            seen.add(index)
            if not cell.is_blank:
                cells[index] = cell
    return cells


def _index(reference: str, number: int) -> int:
    """Return a cell's column, from 0, by its address; ValueError if it is of another row or beyond the last column."""
    letters = reference.rstrip("0123456789")
    if reference != f"{letters}{number}":
        raise ValueError(reference)  # programs disagree: some follow the address, others the row
    return _column(letters)


def _values(element: etree._Element) -> int:
    """Return the number of values of a cell; if there are several, programs disagree on which to take."""
    return sum(local(child) in {"v", "is"} for child in element)


def escaped(text: str) -> str:
    """Return a text with its Excel escapes (`_x000D_`) replaced by the characters that XML cannot hold."""
    return _ESCAPED.sub(lambda codes: _units(codes[0]), text) if "_x" in text else text


def _units(codes: str) -> str:
    """Decode a run of escapes as UTF-16: two surrogates form one character, and a single one stays."""
    units = b"".join(int(code, 16).to_bytes(2, "little") for code in codes[2:-1].split("__x"))
    return units.decode("utf-16-le", errors="surrogatepass")


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


@lru_cache(maxsize=2048)
def _column(letters: str) -> int:
    index = column_index_from_string(letters) - 1
    if index >= _LAST_COLUMN:
        raise ValueError(letters)
    return index


def _cell(element: etree._Element, sheet: Sheet, context: Context, number: int, index: int) -> Cell:
    formula, value, inline = None, None, None
    for child in element:
        name = local(child)
        if name == "f":
            formula = child.text or ""
        elif name == "v":
            value = child.text
        elif name == "is":
            inline = "".join(run.text or "" for run in child.iter("{*}t"))
    if formula is not None:
        sheet.add_formula(f"{letter(index)}{number}", formula)
    kind = element.get("t", "n")
    if inline is not None:
        return text_cell(escaped(inline))
    if value is None or (value == "" and kind != "str"):
        # A formula whose result is an empty text has no value either, but its type is text.
        return Cell(fault=NO_RESULT) if formula is not None and kind == "n" else BLANK
    if formula is not None and kind == "str":
        return Cell(escaped(value).strip())
    return _of_kind(kind, value, _format(element, context), context)


def _format(element: etree._Element, context: Context) -> str:
    style = int(element.get("s", "0"))
    return context.formats[style] if style < len(context.formats) else ""


def _of_kind(kind: str, value: str, number_format: str, context: Context) -> Cell:
    if kind == "s":
        return text_cell(context.texts[int(value)])
    if kind == "e":
        return error_cell(value)
    if kind == "b":
        return truth_cell(_is_true(value))
    if kind == "d":
        return moment_cell(from_ISO8601(value))
    if kind == "n":
        is_whole = len(value) <= _LONGEST_WHOLE and value.lstrip("-").isdecimal()
        number = int(value) if is_whole else float(value)
        return number_cell(number, number_format, since_1904=context.since_1904)
    return text_cell(escaped(value))


_WORKBOOK = "xl/workbook.xml"
_OF_THREAD = re.compile(r"\A\[.*?go\.microsoft\.com.*?:\n\s*", re.DOTALL)
"""What Excel writes before a threaded comment for programs that show comments only."""


def read(path: Path) -> Book:
    """Read every sheet of a workbook, hidden ones too but no chart sheets; formulas give their stored results.

    Raises
    ------
    Unreadable
        If the workbook is damaged, incomplete or beyond the limits.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _read(package)
    except BROKEN as problem:
        raise damaged("el libro está dañado o incompleto") from problem


def _read(package: zipfile.ZipFile) -> Book:
    relations = _relations(package, _WORKBOOK)
    sheets, since_1904 = _sheets(package, relations)
    of_kind = dict(reversed(relations.values()))  # of several, the first counts
    texts, styles = of_kind.get("sharedStrings"), of_kind.get("styles")
    context = Context(_texts(package, texts) if texts else (), _formats(package, styles) if styles else (), since_1904)
    for sheet, part in sheets:
        read_sheet(package, part, sheet, context)
        sheet.notes = _notes(package, part)
    return Book([sheet for sheet, _ in sheets], _linked(package))


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of each relation of a part, by relation id."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in package.namelist():
        return {}
    found = {}
    for _, element in elements(package, listed, "Relationship"):
        target = element.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], whole)
    return found


def _notes(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the comments on the cells of a sheet, by address; of a thread, Excel repeats them as one comment."""
    own = dict(_relations(package, part).values()).get("comments", "")
    found = elements(package, own, "comment") if own in package.namelist() else ()
    texts = {element.get("ref", ""): "".join(run.text or "" for run in element.iter("{*}t")) for _, element in found}
    return {cell: _OF_THREAD.sub("", escaped(text)) for cell, text in texts.items()}


def _sheets(
    package: zipfile.ZipFile, relations: dict[str, tuple[str, str]]
) -> tuple[list[tuple[Sheet, str]], bool]:
    """Return the sheets as the workbook lists them, not read yet, each with its part; and whether dates are of 1904."""
    sheets, since_1904, meter = [], False, Meter()
    for _, element in elements(package, _WORKBOOK, "sheet", "workbookPr"):
        if local(element) == "workbookPr":
            since_1904 = _is_true(element.get("date1904"))
            continue
        relation = next((value for key, value in element.items() if key.endswith("}id")), "")
        kind, part = relations.get(relation, ("", ""))
        if kind == "worksheet":  # skip chart sheets
            hidden = element.get("state", "visible") != "visible"
            sheets.append((Sheet(element.get("name", ""), meter, hidden=hidden), part))
    return sheets, since_1904


def _texts(package: zipfile.ZipFile, part: str) -> tuple[str, ...]:
    """Return the texts that cells share, without formatting and phonetic guides."""
    found = []
    for _, element in elements(package, part, "si"):
        found.append(escaped("".join(_runs(element))))
        forget(element)
    return tuple(found)


def _runs(element: etree._Element) -> list[str]:
    texts = []
    for child in element:
        name = local(child)
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts.extend(part.text or "" for part in child if local(part) == "t")
    return texts


def _formats(package: zipfile.ZipFile, part: str) -> tuple[str, ...]:
    """Return the number format of each cell style, in order."""
    own: dict[int, str] = {}
    used: tuple[int, ...] = ()
    for _, element in elements(package, part, "numFmt", "cellXfs"):
        if local(element) == "numFmt":
            own[int(attribute(element, "numFmtId"))] = attribute(element, "formatCode")
        else:
            used = tuple(int(style.get("numFmtId", "0")) for style in element)
    return tuple(own.get(number) or BUILTIN_FORMATS.get(number, "") for number in used)


def _linked(package: zipfile.ZipFile) -> tuple[str, ...]:
    """Return the other files to which the workbook's formulas refer."""
    links = [name for name in package.namelist() if name.startswith("xl/externalLinks/_rels/")]
    return tuple(element.get("Target", "") for name in links for _, element in elements(package, name, "Relationship"))
