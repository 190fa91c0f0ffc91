"""Helpers that write a form, fill it in as a person would, save it and read it back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.forms.blank.blank_forms import workbook_of
from helpers.forms.blank.form_set import FormSet
from helpers.forms.returned.form_reading import FormReading
from helpers.forms.returned.read_form import read_form

Rows = Mapping[str, Mapping[str, object]]


def blank(forms: FormSet, unit: str, folder: Path, *, is_plan: bool = False) -> Path:
    """A unit's form as it is sent out."""
    path = folder / f"{unit}.xlsx"
    workbook_of(forms, forms.form(unit, is_plan=is_plan)).save(path)
    return path


def headings_of(sheet: Worksheet, first: str) -> tuple[int, dict[str, int]]:
    """The row of a table's headings and each one's column."""
    for row in sheet.iter_rows():
        if row[0].value == first:
            return row[0].row, {cell.value: cell.column for cell in row if cell.value}
    raise AssertionError(first)


def row_of(sheet: Worksheet, text: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == text)


def write(sheet: Worksheet, first: str, row: str, values: Mapping[str, object]) -> None:
    """Write values, by heading, into the row that begins with the text `row`."""
    _, columns = headings_of(sheet, first)
    for heading, value in values.items():
        sheet.cell(row_of(sheet, row), columns[heading]).value = value


def sign(sheet: Worksheet, name: object = "Ana Rojas", post: str = "Directora", day: object = "08/07/2024") -> None:
    """Fill in who presents the form."""
    labels = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in {"Presentado por", "Cargo", "Fecha"}}
    for label, value in (("Presentado por", name), ("Cargo", post), ("Fecha", day)):
        sheet.cell(labels[label].row + 1, labels[label].column).value = value


def filled(forms: FormSet, unit: str, folder: Path, rows: Rows, *, signed: bool = True) -> Path:
    """A unit's follow-up form, filled in; the values are given by task and heading."""
    path = folder / f"{unit}.xlsx"
    filled_workbook(forms, unit, rows, signed=signed).save(path)
    return path


def filled_workbook(forms: FormSet, unit: str, rows: Rows, *, signed: bool = True) -> Workbook:
    """The same form, not yet saved: opening a form takes openpyxl three times as long as making it."""
    workbook = workbook_of(forms, forms.form(unit))
    fill_tasks(workbook["Seguimiento"], rows, signed=signed)
    return workbook


def fill_tasks(sheet: Worksheet, rows: Rows, *, signed: bool = True) -> None:
    """Fill in the first sheet of a follow-up form; the values are given by task and heading."""
    for task, values in rows.items():
        write(sheet, "Tarea", task, values)
    if signed:
        sign(sheet)


def read(path: Path, forms: FormSet) -> FormReading:
    return read_form(path, f"data/x/2024/T2/formularios/{path.name}", forms)


def codes(reading: FormReading) -> list[str]:
    return sorted(finding.codigo for finding in reading.findings)


def errors(reading: FormReading) -> list[str]:
    return sorted(finding.codigo for finding in reading.findings if finding.severidad == "error")
