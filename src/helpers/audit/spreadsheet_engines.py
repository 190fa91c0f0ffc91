"""Compares the values that a spreadsheet engine computes from the workbook's formulas with the Book's exact values.

Before an engine reads the file, the stored value of every formula is replaced by a canary value. An engine that only
copies stored values is thereby detected and cannot pass.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import TypeGuard

from xlsxwriter.utility import xl_rowcol_to_cell

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, Unverifiable
from helpers.base.display import number_es
from helpers.base.name_phrases import number_with_noun
from helpers.outputs.run_files import WORKPAPERS_FILE
from helpers.outputs.workbook.sheet_model import Papers, Value, header_rows

CANARY = -777.125
"""A value that no figure of a report has, exact in binary."""
TOLERANCE = Fraction(1, 10**9)
"""Relative tolerance for unrounded values: spreadsheets compute with some 15 digits. Published values must be equal."""
RESIDUE = Fraction(4, 2**52)
"""Binary residue of the difference of two nearly equal amounts, relative to the larger."""

Place = tuple[str, str]
Values = Mapping[Place, object]
Engine = Callable[[Path, Path, frozenset[Place]], Values]
"""Takes a workbook, a working folder and the wanted places, and returns the computed values."""

_STORED = re.compile(rb"(</f>)<v>[^<]*</v>")
_SHEETS = "xl/worksheets/sheet"


@dataclass(frozen=True, slots=True)
class Due:
    """What a formula's cell must give: the Book's value, and the subject of its line."""

    value: Value
    subject: str


def formulas_due(papers: Papers) -> dict[Place, Due]:
    """Return what every cell with a formula must give, by sheet and cell.

    The first sheet, the index, comes last, because its formulas count those of the others.
    """
    return {
        (sheet.name, xl_rowcol_to_cell(row, place)): Due(cell.value, subject)
        for sheet in (*papers.sheets[1:], papers.sheets[0])
        for block, header in zip(sheet.blocks, header_rows(sheet.blocks), strict=True)
        for row, line in enumerate(block.lines, start=header)
        for subject in (_subject(line.cells.get(block.columns[0].key)),)
        for place, column in enumerate(block.columns)
        if (cell := line.cells.get(column.key)) is not None and cell.formula
    }


def check_engine(case: Case, subject: str, how: str, engine: Engine) -> Result:
    """Let an engine recalculate the run's workbook, and compare every formula's value with the Book's.

    The workbook itself stays unchanged; the engine gets a copy with canary values.

    Parameters
    ----------
    subject, how : str
        As in `Result`.

    Raises
    ------
    Unverifiable
        If the workbook is missing, or the engine returned a stored value without recalculating it.
    """
    path = case.output(WORKPAPERS_FILE)
    due = formulas_due(case.papers)
    folder = Path(case.scratch / engine.__name__)
    folder.mkdir()
    spoiled = folder / "con_canario.xlsx"
    number = write_canaries(path, spoiled)
    values = engine(spoiled, folder, frozenset(due))
    echoed = [place for place in due if values.get(place) == CANARY]
    if echoed:
        raise Unverifiable(
            f"El motor devolvió el valor guardado, sin recalcular, en {number_es(len(echoed))} celdas; la primera es "
            f"«{echoed[0][0]}»!{echoed[0][1]}."
        )
    found, residues = value_differences(due, values)
    stored, canary = number_es(number), number_es(Decimal(CANARY))
    notes = [f"Antes de abrirlo se cambió por {canary} el valor guardado de {stored} fórmulas; no volvió ninguno."]
    if residues:
        rests = number_with_noun(residues, "resta", "restas")
        notes.append(f"Queda el resto de la aritmética binaria, y nada más, en {rests} de montos casi iguales.")
    return Result(subject, how, len(due), "celdas que deben llevar fórmula", found, tuple(notes))


def value_differences(due: Mapping[Place, Due], values: Values) -> tuple[tuple[Difference, ...], int]:
    """Return the formulas that do not give the Book's value, and the number of others that differ by binary rounding.

    `values` are the engine's; a missing value counts as an empty cell.
    """
    numbers = (abs(Fraction(value)) for cell in due.values() if _is_number(value := cell.value))
    residue = max(numbers, default=Fraction(0)) * RESIDUE
    differences, residues = [], 0
    for place, cell in due.items():
        stored = values.get(place)
        if agrees(cell.value, stored):
            continue
        if agrees(cell.value, stored, residue):
            residues += 1
            continue
        words = f" ({cell.subject})" if cell.subject else ""
        where = f"{WORKPAPERS_FILE}, hoja «{place[0]}», celda {place[1]}{words}, recalculada"
        differences.append(Difference(where, cell_words(cell.value), cell_words(stored)))
    return tuple(differences), residues


def agrees(due: Value, found: object, residue: Fraction = Fraction(0)) -> bool:
    """Return whether an engine's value is the Book's.

    Parameters
    ----------
    due : Value
        Exact. A `Decimal` or integer is a published or counted number and must be equal to the last digit. A `Fraction`
        is an unrounded value and may differ by 1e-9 relative. A text must be equal; None counts as an empty text.
    found : object
        The engine's value: a float, a text, or None for an empty cell.
    residue : Fraction
        Absolute difference that is allowed for an unrounded value, in its own unit.
    """
    if not _is_number(due):
        return ("" if found is None else found) == ("" if due is None else due)
    if isinstance(found, bool) or not isinstance(found, int | float) or not isfinite(found):
        return False
    if isinstance(due, Decimal | int):
        return float(due) == found
    return abs(Fraction(found) - due) <= max(abs(due) * TOLERANCE, residue)


def write_canaries(source: Path, target: Path) -> int:
    """Write a copy of a workbook to `target`, with `CANARY` in place of every value stored for a formula.

    Return how many were replaced. A formula without stored value gets none. An earlier `target` is overwritten.
    """
    count = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.startswith(_SHEETS):
                data, found = _STORED.subn(rb"\g<1><v>%s</v>" % str(CANARY).encode(), data)
                count += found
            new.writestr(item, data)
    return count


def _subject(first: object) -> str:
    """Return the text of a line's first cell; empty if it has none or no text."""
    value = getattr(first, "value", "")
    return value if isinstance(value, str) else ""


def _is_number(value: object) -> TypeGuard[int | Decimal | Fraction]:
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def cell_words(value: object) -> str:
    """Return a cell's value for a Spanish message, with a decimal comma; `vacío` for an empty one."""
    if value is None or value == "":
        return "vacío"
    number = float(value) if isinstance(value, Fraction) else value
    if isinstance(number, float) and number.is_integer():
        return str(int(number))
    return str(number).replace(".", ",") if isinstance(number, float | Decimal) else str(number)
