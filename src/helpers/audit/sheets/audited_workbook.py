"""Compares the published workbook with the one written from the Book: every cell, stored value, name and part."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, written_otherwise
from helpers.audit.folder.stated_versions import SYSTEM, WRITER, differing_versions, made_alike
from helpers.audit.pages.data_differences import ABSENT, departures
from helpers.audit.pages.office_parts import part_differences
from helpers.audit.pages.word_differences import both_shortened
from helpers.audit.spreadsheet_engines import cell_words
from helpers.outputs.run_files import WORKPAPERS_FILE

SUBJECT = "Papeles de trabajo, celda por celda"
HOW = (
    "Cada celda de papeles_de_trabajo.xlsx —textos, insumos, constantes, fórmulas y valores guardados— y cada nombre "
    "definido son los que da el libro; y cada parte del archivo es la misma, con su aspecto y las hojas, filas y "
    "columnas que se ven."
)
OTHER_WRITER = (
    "el archivo se escribió con otra versión ({}) y sus bytes no son los de ahora: se compararon todas las celdas, "
    "pero no su aspecto, ni qué hojas, filas y columnas se ven"
)
COMPRESSED = "Los bytes del archivo comprimido difieren, como pueden en otro sistema; ninguna de sus partes difiere."
TEXTS = f"{WORKPAPERS_FILE}, xl/sharedStrings.xml"
"""The part with the texts of the cells, which are compared cell by cell."""
STORED = ", valor guardado de su fórmula"
_WIDER, _SPARE = 2, 100_000
"""Largest area compared: this many times the expected sheet's, plus this many cells."""


def check_workbook(case: Case) -> Result:
    """Compare the published workbook with the one written now: the bytes or, if they differ, cells, names and parts.

    Raises
    ------
    Unverifiable
        If the published workbook is missing.
    """
    due, path = case.expected / WORKPAPERS_FILE, case.output(WORKPAPERS_FILE)
    blocks = (block for sheet in case.papers.sheets for block in sheet.blocks)
    amount = sum((block.height + 1) * len(block.columns) for block in blocks)
    one, other = due.read_bytes(), path.read_bytes()
    if one == other:
        return Result(SUBJECT, HOW, amount, "celdas: el archivo es igual byte por byte")
    differences = _content_differences(due, path)
    names = {f"xl/worksheets/sheet{at}.xml": f"hoja «{sheet.name}»" for at, sheet in enumerate(case.papers.sheets, 1)}
    parts, left_out = part_differences(
        WORKPAPERS_FILE,
        one,
        other,
        is_same_writer=made_alike(case, WRITER),
        names=names,
        told={difference.place.partition("», ")[0] + "»" for difference in differences},
    )
    if differences:
        parts = [*differences, *(part for part in parts if part.place != TEXTS)]
    if not parts and made_alike(case, WRITER, "python", SYSTEM):
        parts = [written_otherwise(WORKPAPERS_FILE)]
    unchecked = OTHER_WRITER.format(differing_versions(case, WRITER)) if left_out else ""
    notes = () if parts or left_out else (COMPRESSED,)
    return Result(SUBJECT, HOW, amount, "celdas", tuple(parts), notes, unchecked=unchecked)


def _content_differences(due: Path, path: Path) -> tuple[Difference, ...]:
    """Return the differences of cells and defined names; those of stored values only if their formulas are alike."""
    formulas, published = load_workbook(due), load_workbook(path)
    differences = [
        *cell_differences(formulas, published, ""),
        *_name_differences(formulas, published),
    ]
    seen = {difference.place for difference in differences}
    stored, others = (load_workbook(file, data_only=True) for file in (due, path))
    for difference in cell_differences(stored, others, STORED):
        if difference.place.removesuffix(STORED) not in seen:
            differences.append(difference)
    return tuple(differences)


Line = tuple[Cell | MergedCell, ...]


def cell_differences(due: Workbook, found: Workbook, what: str) -> Iterator[Difference]:
    """Yield sheets that only one workbook has, and cells whose content or number format differs, in order.

    `what` is added to each cell's place.
    """
    for name in (*due.sheetnames, *(name for name in found.sheetnames if name not in due.sheetnames)):
        where = f"{WORKPAPERS_FILE}, hoja «{name}»"
        if name not in found.sheetnames or name not in due.sheetnames:
            is_missing = name not in found.sheetnames
            yield Difference(where, "la hoja" if is_missing else ABSENT, ABSENT if is_missing else "una hoja de más")
            continue
        yield from _in_sheet(due[name], found[name], where, what)


def _in_sheet(due: Worksheet, found: Worksheet, where: str, what: str) -> Iterator[Difference]:
    """Yield the cells in which two sheets differ, or one difference if the published sheet is too large to compare."""
    if found.max_row * found.max_column > _WIDER * due.max_row * due.max_column + _SPARE:
        # Iterating creates every cell of the area, and one cell in the last row is enough for millions.
        yield Difference(f"{where}, extensión", due.dimensions, found.dimensions)
        return
    nothing: Line = ()
    for left, right in zip_longest(due.iter_rows(), found.iter_rows(), fillvalue=nothing):
        for one, other in zip_longest(left, right):
            expected, said = _content(one), _content(other)
            if expected != said:
                cell = (one or other).coordinate
                subject = _subject(left)
                yield Difference(f"{where}, celda {cell}{subject}{what}", *_told(expected, said))


def _content(cell: Cell | MergedCell | None) -> tuple[object, str]:
    """Return a cell's content and number format, because a format may print another number; empty texts if blank."""
    if cell is None or cell.value is None:
        return "", ""
    return cell.value, cell.number_format


def _told(expected: tuple[object, str], found: tuple[object, str]) -> tuple[str, str]:
    """Say in Spanish what two differing cells contain or, if only the formats differ, their formats."""
    if expected[0] != found[0]:
        one, other = both_shortened(cell_words(expected[0]), cell_words(found[0]))
        return (one, other) if one != other else (_with_kind(expected[0]), _with_kind(found[0]))
    return f"formato {expected[1]}", f"formato {found[1]}"


def _with_kind(value: object) -> str:
    return f"{cell_words(value)} ({'texto' if isinstance(value, str) else 'no es texto'})"


def _subject(row: Line) -> str:
    """Return the text of a row's first cell in parentheses; empty if it is long, a formula or no text."""
    first = row[0].value if row else None
    return f" ({first})" if isinstance(first, str) and 0 < len(first) <= 80 and not first.startswith("=") else ""


def _name_differences(due: Workbook, found: Workbook) -> Iterator[Difference]:
    """Yield the names defined for the whole workbook that only one has, or that refer to different places."""
    names, others = ({name: item.attr_text for name, item in book.defined_names.items()} for book in (due, found))
    for one in departures(names, others):
        yield Difference(f"{WORKPAPERS_FILE}, nombre definido {one.path[0]}", one.expected, one.found)
