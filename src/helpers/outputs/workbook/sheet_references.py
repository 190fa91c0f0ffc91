"""References to cells and columns of a described sheet, for formulas of other sheets."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.utility import xl_col_to_name

from helpers.outputs.workbook.sheet_model import FIRST_LINE, Column


def letter(columns: Iterable[Column], key: str) -> str:
    """Return the letter of a column: `A` for the first.

    Raises
    ------
    ValueError
        If no column has the key.
    """
    return xl_col_to_name([column.key for column in columns].index(key))


def column_reference(sheet: str, columns: Iterable[Column], key: str, height: int) -> str:
    """Return the reference to a whole column of a sheet with a single table of `height` lines.

    Raises
    ------
    ValueError
        If no column has the key.
    """
    return reference(sheet, letter(columns, key), FIRST_LINE, FIRST_LINE + height - 1)


def reference(sheet: str, column: str, row: int, last: int | None = None) -> str:
    """Return an absolute reference to a cell from another sheet, `'Cifras'!$K$12`, or a range down to row `last`.

    Rows count from 1; `column` is a letter.
    """
    end = "" if last is None else f":${column}${last}"
    # Always quoted, because not every program reads «Método» without quotes.
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!${column}${row}{end}"
