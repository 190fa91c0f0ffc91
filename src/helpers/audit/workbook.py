"""The workbook as published beside the one that the Book gives: every cell, formula, stored value and name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from importlib import metadata
from itertools import zip_longest
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from helpers.audit.case import Case
from helpers.audit.result import Difference, Result, Unverifiable
from helpers.audit.words import shortened
from helpers.runner.steps import WORKPAPERS_FILE

SUBJECT = "Papeles de trabajo, celda por celda"
HOW = (
    "Cada celda de papeles_de_trabajo.xlsx —textos, insumos, constantes, fórmulas, valores guardados y formatos— y "
    "cada nombre definido son los que da el libro."
)
WRITER = "xlsxwriter"
STORED = ", valor guardado de su fórmula"
ABSENT = "(no está)"


def check_workbook(case: Case) -> Result:
    """Compare the published workbook with the one written now.

    Raises
    ------
    Unverifiable
        Where it is not there.
    """
    due, path = case.expected / WORKPAPERS_FILE, case.folder / WORKPAPERS_FILE
    if not path.is_file():
        raise Unverifiable(f"{WORKPAPERS_FILE} no está en {case.label}/.")
    blocks = (block for sheet in case.papers.sheets for block in sheet.blocks)
    amount = sum((len(block.lines) + 1) * len(block.columns) for block in blocks)
    if due.read_bytes() == path.read_bytes():
        return Result(SUBJECT, HOW, amount, "celdas: el archivo es igual byte por byte")
    formulas, published = load_workbook(due), load_workbook(path)
    differences = [*cell_differences(formulas, published, ""), *_name_differences(formulas, published)]
    seen = {difference.place for difference in differences}
    stored = (load_workbook(file, data_only=True) for file in (due, path))
    for difference in cell_differences(*stored, STORED):
        if difference.place.removesuffix(STORED) not in seen:
            differences.append(difference)
    parts, notes = (), ()
    if not differences:
        parts, notes = _parts(due, path, case)
    return Result(SUBJECT, HOW, amount, "celdas", (*differences, *parts), notes)


def cell_differences(due: Workbook, found: Workbook, what: str) -> Iterator[Difference]:
    """Sheets and cells that differ, in the order of the workbook."""
    for name in (*due.sheetnames, *(name for name in found.sheetnames if name not in due.sheetnames)):
        where = f"{WORKPAPERS_FILE}, hoja «{name}»"
        if name not in found.sheetnames or name not in due.sheetnames:
            is_missing = name not in found.sheetnames
            yield Difference(where, "la hoja" if is_missing else ABSENT, ABSENT if is_missing else "una hoja de más")
            continue
        if due[name].sheet_state != found[name].sheet_state:
            yield Difference(f"{where}, visibilidad", due[name].sheet_state, found[name].sheet_state)
        yield from _in_sheet(due[name], found[name], where, what)


def _in_sheet(due: Worksheet, found: Worksheet, where: str, what: str) -> Iterator[Difference]:
    for left, right in zip_longest(due.iter_rows(), found.iter_rows(), fillvalue=()):
        for one, other in zip_longest(left, right):
            expected, said = _content(one), _content(other)
            if expected != said:
                cell = (one or other).coordinate
                subject = _subject(left)
                yield Difference(f"{where}, celda {cell}{subject}{what}", *_told(expected, said))


def _content(cell: Cell | None) -> tuple[object, str]:
    """What stands in a cell and how it is shown: a format may print a number that is not there."""
    if cell is None or cell.value is None:
        return "", ""
    return cell.value, cell.number_format


def _told(expected: tuple[object, str], found: tuple[object, str]) -> tuple[str, str]:
    if expected[0] != found[0]:
        return _words(expected[0]), _words(found[0])
    return f"formato {expected[1]}", f"formato {found[1]}"


def _words(value: object) -> str:
    text = "vacío" if value in ("", None) else str(value)
    return text.replace(".", ",") if isinstance(value, float) else shortened(text)


def _subject(row: tuple[Cell, ...]) -> str:
    first = row[0].value if row else None
    return f" ({first})" if isinstance(first, str) and 0 < len(first) <= 80 and not first.startswith("=") else ""


def _name_differences(due: Workbook, found: Workbook) -> Iterator[Difference]:
    names = {name: item.attr_text for name, item in due.defined_names.items()}
    others = {name: item.attr_text for name, item in found.defined_names.items()}
    for name in dict.fromkeys((*names, *others)):
        if names.get(name) != others.get(name):
            place = f"{WORKPAPERS_FILE}, nombre definido {name}"
            yield Difference(place, names.get(name, ABSENT), others.get(name, ABSENT))


def _parts(due: Path, path: Path, case: Case) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """What else of the file differs; with another version of the program that writes it, that is to be expected."""
    with zipfile.ZipFile(due) as one, zipfile.ZipFile(path) as other:
        names = dict.fromkeys((*one.namelist(), *other.namelist()))
        changed = [name for name in names if _member(one, name) != _member(other, name)]
    versions = case.manifest.get("versiones")
    made_with = versions.get(WRITER) if isinstance(versions, dict) else None
    if made_with != metadata.version(WRITER):
        note = f"El archivo se escribió con {WRITER} {made_with}: sus bytes difieren de los de ahora, sus celdas no."
        return (), (note,)
    if not changed:
        return (), ("Los bytes del archivo comprimido difieren; ninguna de sus partes, descomprimida, difiere.",)
    return tuple(
        Difference(f"{WORKPAPERS_FILE}, parte interna {name}", "la que se escribe de nuevo", "otra (aspecto o enlaces)")
        for name in changed
    ), ()


def _member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    return archive.read(name) if name in archive.namelist() else None
