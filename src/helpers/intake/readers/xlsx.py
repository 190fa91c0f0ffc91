"""Reads an xlsx or xlsm package: its sheets in order, shared texts and number formats. Macros are never opened."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from helpers.intake.readers.read_limits import Meter, damaged
from helpers.intake.readers.sheet_cells import Book, Sheet
from helpers.intake.readers.workbook_archive import BROKEN, attribute, elements, forget, local
from helpers.intake.readers.xlsx_sheet import Context, escaped, read_sheet

_WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class _Entry:
    """A sheet as the workbook lists it, with the path of its part."""

    name: str
    part: str
    hidden: bool


def read(path: Path) -> Book:
    """Read every sheet of a workbook.

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
    entries, since_1904 = _entries(package, relations)
    texts = next((part for kind, part in relations.values() if kind == "sharedStrings"), "")
    styles = next((part for kind, part in relations.values() if kind == "styles"), "")
    context = Context(_texts(package, texts) if texts else (), _formats(package, styles) if styles else (), since_1904)
    meter = Meter()
    sheets = []
    for entry in entries:
        sheet = Sheet(entry.name, meter, hidden=entry.hidden)
        read_sheet(package, entry.part, sheet, context)
        sheets.append(sheet)
    names = package.namelist()
    has_macros = any(name.endswith("vbaProject.bin") or name.startswith("xl/macrosheets/") for name in names)
    return Book(sheets, has_macros, _linked(package, names))


def _relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of each relation of a part, by relation id."""
    folder, name = posixpath.split(part)
    listing = f"{folder}/_rels/{name}.rels"
    if listing not in package.namelist():
        return {}
    found = {}
    for _, element in elements(package, listing, "Relationship"):
        target = element.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], whole)
    return found


def _entries(package: zipfile.ZipFile, relations: dict[str, tuple[str, str]]) -> tuple[list[_Entry], bool]:
    entries, since_1904 = [], False
    for _, element in elements(package, _WORKBOOK, "sheet", "workbookPr"):
        if local(element) == "workbookPr":
            since_1904 = element.get("date1904", "0") in {"1", "true"}
            continue
        relation = next((value for key, value in element.items() if key.endswith("}id")), "")
        kind, part = relations.get(relation, ("", ""))
        if kind == "worksheet":  # skip chart sheets
            hidden = element.get("state", "visible") != "visible"
            entries.append(_Entry(element.get("name", ""), part, hidden))
    return entries, since_1904


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


def _linked(package: zipfile.ZipFile, names: list[str]) -> tuple[str, ...]:
    links = [name for name in names if name.startswith("xl/externalLinks/_rels/")]
    return tuple(element.get("Target", "") for name in links for _, element in elements(package, name, "Relationship"))
