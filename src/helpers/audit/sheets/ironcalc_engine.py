"""Recalculates the workbook with IronCalc, an engine that shares no code with LibreOffice or this project."""

from __future__ import annotations

from pathlib import Path

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Result, Unverifiable
from helpers.audit.spreadsheet_engines import Place, Values, check_engine

SUBJECT = "Papeles de trabajo, recalculados con IronCalc"
HOW = "Un segundo motor, IronCalc, recalcula todas las fórmulas, sin muestreo, y cada una da el valor del libro."


def check_ironcalc(case: Case) -> Result:
    """Let IronCalc recalculate the run's workbook, and compare every formula's result with the Book's value.

    Raises
    ------
    Unverifiable
        If the workbook is missing, IronCalc cannot read it, or it gives the stored values back.
    """
    return check_engine(case, SUBJECT, HOW, ironcalc_values)


def ironcalc_values(path: Path, _folder: Path, wanted: frozenset[Place]) -> Values:
    """Return the values that IronCalc computes at the wanted places, by sheet and cell; None where a sheet is missing.

    Raises
    ------
    Unverifiable
        If IronCalc cannot read the workbook.
    """
    import ironcalc

    try:
        model = ironcalc.load_from_xlsx(str(path))
        model.evaluate()
    except ironcalc.WorkbookError as problem:
        raise Unverifiable(f"IronCalc no pudo leer el libro ({problem}).") from problem
    sheets = {sheet["name"]: place for place, sheet in enumerate(model.get_worksheets_properties())}
    return {
        (sheet, cell): model.get_cell_value(sheets[sheet], *_numbers(cell)) if sheet in sheets else None
        for sheet, cell in wanted
    }


def _numbers(cell: str) -> tuple[int, int]:
    """Return row and column of an address, from 1."""
    column, row = coordinate_from_string(cell)
    return row, column_index_from_string(column)
