"""An xlsx workbook → grids, with the numbers that were typed and the results of formulas."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

from helpers.findings import Finding, Severity
from helpers.intake.grid import BLANK, Cell, Grid, lines_of
from helpers.intake.problems import Code, found
from helpers.numerals import from_double
from helpers.records import SourceCell

NO_RESULT = (
    "tiene una fórmula sin resultado; abra y guarde el libro en Excel o LibreOffice, o escriba el valor"
)
_ZEROS = re.compile(r"0{2,}")
_QUOTED = re.compile(r'"[^"]*"|\\.')

SheetCell = ReadOnlyCell | EmptyCell
Rows = Sequence[Sequence[SheetCell]]
Choose = Callable[[Sequence[str]], Sequence[str]]
"""From the names of a workbook's sheets, those to read."""


def read_xlsx(path: Path, label: str, choose: Choose) -> tuple[Mapping[str, Grid], tuple[Finding, ...]]:
    """Read some sheets of a workbook.

    Parameters
    ----------
    label : str
        The file, named from the root.
    choose : callable
        Given the sheets' names in order, returns those to read.

    Returns
    -------
    Mapping of str to Grid
        By sheet; empty where the workbook cannot be read.
    tuple of Finding
        What prevents reading it.
    """
    try:
        typed = _load(path, choose, formulas=True)
        results = _load(path, choose, formulas=False) if any(map(_formulas, typed.values())) else typed
    except Exception:  # openpyxl raises whatever its parsing stumbles on, and nothing else happens here
        return {}, (_broken(label),)
    return {name: _grid(label, name, results[name], _formulas(typed[name])) for name in typed}, ()


def _load(path: Path, choose: Choose, *, formulas: bool) -> dict[str, Rows]:
    """Cells of the chosen sheets: formulas as written, or the results that were saved with them."""
    with _opened(path, formulas=formulas) as book:
        sheets = book.worksheets  # a chart's own sheet is left out
        for sheet in sheets:
            # Some programs write a wrong extent, and cells beyond it would be lost.
            sheet.reset_dimensions()
        return {name: list(book[name].iter_rows()) for name in choose([sheet.title for sheet in sheets])}


@contextmanager
def _opened(path: Path, *, formulas: bool) -> Iterator[Workbook]:
    with warnings.catch_warnings():
        # openpyxl warns of extensions (validation lists, drawings) that hold no values.
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=not formulas)
        try:
            yield book
        finally:
            book.close()


def _formulas(rows: Rows) -> set[tuple[int, int]]:
    return {
        (number, index)
        for number, row in enumerate(rows, 1)
        for index, cell in enumerate(row)
        if cell.data_type == "f"
    }


def _grid(label: str, sheet: str, rows: Rows, formulas: set[tuple[int, int]]) -> Grid:
    """Cells as they are used; a formula without a result is a fault and not a blank."""
    cells = [
        (
            number,
            tuple(
                Cell(fault=NO_RESULT) if _lacks_result(cell, (number, index) in formulas) else _cell(cell)
                for index, cell in enumerate(row)
            ),
        )
        for number, row in enumerate(rows, 1)
    ]
    return Grid(label, sheet, lines_of(cells))


def _lacks_result(cell: SheetCell, is_formula: bool) -> bool:
    # A formula that gives an empty text also has no value, but says that its result is a text.
    return is_formula and cell.value is None and cell.data_type == "n"


def _cell(cell: SheetCell) -> Cell:
    value = cell.value
    if value is None:
        return BLANK
    if cell.data_type == "e":
        return Cell(
            str(value), fault=f"tiene el error de Excel «{value}»; corrija su fórmula o escriba el valor"
        )
    if isinstance(value, bool):
        return Cell("VERDADERO" if value else "FALSO")
    if isinstance(value, int | float):
        return _number(from_double(value), cell.number_format)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(day.isoformat(), day)
    return Cell(str(value).strip())


def _number(value: Decimal, number_format: str) -> Cell:
    """A number as it is shown: a percentage in points (0.476 as `0.0%` is 47.6), a code with its zeros."""
    if "%" in _QUOTED.sub("", number_format):
        value = value.scaleb(2)
    if _ZEROS.fullmatch(number_format) and value == value.to_integral_value() and value >= 0:
        return Cell(f"{value:f}".zfill(len(number_format)), value)
    return Cell(f"{value:f}", value)


def _broken(label: str) -> Finding:
    return found(
        Code.FILE_UNREADABLE,
        Severity.ERROR,
        SourceCell(label, "", ""),
        "no se puede abrir como libro xlsx: está dañado, tiene contraseña o es de otro formato. "
        "Ábralo en Excel o LibreOffice y guárdelo de nuevo como .xlsx, sin contraseña.",
        expected="libro .xlsx",
    )
