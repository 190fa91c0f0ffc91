"""Empty workbooks for the tables of the contract, with explained headings, lists of choices and formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.python_extras import not_none
from helpers.base.system import atomic
from helpers.intake.dataset import TABLES
from helpers.intake.tables.table_columns import Column, Kind, Table

HEADING, OPTIONAL = PatternFill("solid", fgColor="1F4E79"), PatternFill("solid", fgColor="7F9DB9")
FORMATS = {Kind.CODE: "@", Kind.TEXT: "@", Kind.PERIOD: "@", Kind.DATE: "yyyy-mm-dd"}
WIDTHS = {Kind.TEXT: 34, Kind.CODE: 16, Kind.DATE: 14}
NARROW = 12
LAST_ROW = 1_048_576
MOST_IN_LIST = 255
MOST_IN_PROMPT = 250


def write_template(
    table: str, path: Path, rows: Sequence[Sequence[str]] = (), leave_out: frozenset[str] = frozenset()
) -> None:
    """Write a table of the contract as an Excel file to fill in, replacing the file: headings, lists and formats.

    Parameters
    ----------
    rows : Sequence of Sequence of str
        Rows already known, in the order of the columns.
    leave_out : frozenset of str
        Optional columns to omit.
    """
    contract = TABLES[table]
    columns = [column for column in contract.file_columns if column.name not in leave_out]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = table
    for place, column in enumerate(columns, start=1):
        _column(sheet, place, column, contract)
    for line, row in enumerate(rows, start=2):
        for place, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(line, place, text)
                cell.number_format, cell.data_type = "@", "s"  # Text that begins with = stays text.
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    not_none(sheet.sheet_properties.pageSetUpPr).fitToPage = True
    with atomic.replacing(path) as aside:
        book.save(aside)


def _column(sheet: Worksheet, place: int, column: Column, table: Table) -> None:
    """Write a column: heading with comment, width, validation, and the format that its empty cells take on."""
    letter = get_column_letter(place)
    heading = sheet.cell(1, place, column.name)
    heading.font, heading.alignment = Font(bold=True, color="FFFFFF"), Alignment(vertical="center")
    heading.fill = HEADING if column.required else OPTIONAL
    heading.comment = Comment(_explained(column), "poa")
    heading.comment.width, heading.comment.height = 320, 130
    whole = sheet.column_dimensions[letter]
    whole.width = max(WIDTHS.get(column.kind, NARROW), len(column.name) + 3)
    whole.number_format = FORMATS.get(column.kind, "General")
    rule = _rule(column)
    if rule is not None:
        sheet.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{LAST_ROW}")


def _explained(column: Column) -> str:
    """The comment of a heading: what the column is, how it is written, and whether it is required."""
    needed = "Obligatoria." if column.required and not column.blank else "Puede quedar vacía."
    allowed = f" Admite: {', '.join(column.allowed)}." if column.allowed else ""
    return f"{column.description} {needed}{allowed} Se escribe así: {column.written}."


def _rule(column: Column) -> DataValidation | None:
    """The validation of a column with its message; None if any text is accepted."""
    choices = f'"{",".join(column.allowed)}"'
    if column.allowed and len(choices) <= MOST_IN_LIST:
        rule = DataValidation("list", formula1=choices, allow_blank=True)
        rule.error = f"Elija uno de la lista: {', '.join(column.allowed)}."[:MOST_IN_PROMPT]
    elif column.kind is Kind.DATE:
        rule = DataValidation("date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True)
        rule.error = "Escriba una fecha, como 2024-06-30."
    elif column.kind in {Kind.NUMBER, Kind.INTEGER}:
        rule = DataValidation("decimal", operator="greaterThan", formula1="-1E+15", allow_blank=True)
        rule.error = "Escriba solo un número. Si no hay dato, deje la celda vacía: vacío no es cero."
    else:
        return None
    rule.errorTitle, rule.promptTitle, rule.prompt = column.name, column.name, column.description[:MOST_IN_PROMPT]
    rule.showErrorMessage = rule.showInputMessage = True
    return rule
