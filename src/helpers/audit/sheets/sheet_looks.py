"""Compares how a sheet looks, apart from its cells' contents: hidden rows, white text, objects over cells."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl.cell import MergedCell
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from helpers.audit.audit_result import Difference
from helpers.audit.pages.word_differences import shortened

KnownStyles = dict[tuple[int, int], tuple[str, str] | None]
"""Differences of each pair of styles, by the styles' numbers in both workbooks."""
VISIBLE, HIDDEN = "visible", "oculta"
ABSENT = "(no está)"
_LEAST = 1.5
"""Below this height in points, or width in characters, a row or column shows nothing."""
_STYLES = {
    "font": "letra", "fill": "relleno", "alignment": "alineación", "number_format": "formato",
    "protection": "protección",
}  # fmt: skip


def sheet_differences(due: Worksheet, found: Worksheet, where: str) -> Iterator[Difference]:
    """Yield differences in what is hidden (rows, columns, the sheet) and in how the sheet is laid out.

    The layout is merged cells, filter, frozen panes, print area, conditional formats and validations.

    Parameters
    ----------
    where : str
        Beginning of each place.
    """
    if due.sheet_state != found.sheet_state:
        yield Difference(f"{where}, visibilidad", due.sheet_state, found.sheet_state)
    for kind, one, other in (
        ("fila", _hidden_rows(due), _hidden_rows(found)), ("columna", _hidden_columns(due), _hidden_columns(found)),
    ):  # fmt: skip
        for name in sorted(one ^ other, key=lambda name: (len(name), name)):
            states = (HIDDEN, VISIBLE) if name in one else (VISIBLE, HIDDEN)
            yield Difference(f"{where}, {kind} {name}, visibilidad", *states)
    laid, others = _laid_out(due), _laid_out(found)
    for name in laid:
        if laid[name] != others[name]:
            yield Difference(f"{where}, {name}", *map(_told, (laid[name], others[name])))


def style_difference(
    due: Cell | MergedCell | None, found: Cell | MergedCell | None, known: KnownStyles
) -> tuple[str, str] | None:
    """Return the first part of a cell's style that differs, as expected and as found, in Spanish.

    None if the styles are equal or the expected cell is empty. The parts are font, fill, alignment, number format and
    protection, in this order.

    Parameters
    ----------
    known : KnownStyles
        Cache that the function fills: there are about a hundred styles and a hundred thousand cells.
    """
    if due is None or found is None or due.value is None:
        return None
    pair = (due.style_id, found.style_id)
    if pair not in known:
        known[pair] = _parts_of_style(due, found)
    return known[pair]


def part_differences(due: Path, found: Path, name: str) -> Iterator[Difference]:
    """Yield parts of the file that only one workbook has: drawings, comments, macros, links.

    `name` begins each place.
    """
    with zipfile.ZipFile(due) as one, zipfile.ZipFile(found) as other:
        parts, others = one.namelist(), other.namelist()
    for part in dict.fromkeys((*parts, *others)):
        if parts.count(part) != others.count(part):
            states = ("la parte", ABSENT) if part in parts and part not in others else (ABSENT, "una parte de más")
            yield Difference(f"{name}, parte interna {part}", *states)


def _hidden_rows(sheet: Worksheet) -> set[str]:
    return {str(number) for number, row in sheet.row_dimensions.items() if row.hidden or _is_flat(row.height)}


def _hidden_columns(sheet: Worksheet) -> set[str]:
    """Return hidden columns as the file groups them: `C:F`."""
    return {
        f"{name}:{column.max}" if column.max and column.max != column.min else name
        for name, column in sheet.column_dimensions.items()
        if column.hidden or _is_flat(column.width)
    }


def _is_flat(size: float | None) -> bool:
    return size is not None and size < _LEAST


def _laid_out(sheet: Worksheet) -> dict[str, object]:
    return {
        "celdas unidas": sorted(map(str, sheet.merged_cells.ranges)),
        "filtro": str(sheet.auto_filter.ref or ""),
        "paneles fijos": str(sheet.freeze_panes or ""),
        "área de impresión": str(sheet.print_area or ""),
        "formatos condicionales": sorted(
            f"{places.sqref}: {rule.type} {' '.join(rule.formula)}"
            for places in sheet.conditional_formatting
            for rule in places.rules
        ),
        "validaciones": sorted(f"{item.sqref}: {item.type}" for item in sheet.data_validations.dataValidation),
    }


def _told(value: object) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return shortened(text) or "ninguno"


def _parts_of_style(due: Cell | MergedCell, found: Cell | MergedCell) -> tuple[str, str] | None:
    for name, words in _STYLES.items():
        one, other = (repr(getattr(cell, name)) for cell in (due, found))
        if one != other:
            return f"la {words} del informe", f"otra {words} ({_departure(one, other)})"
    return None


def _departure(one: str, other: str) -> str:
    """Return the first line in which two descriptions differ."""
    pairs = zip(one.splitlines(), other.splitlines(), strict=False)
    return next((" ".join(b.split()) for a, b in pairs if a != b), "")
