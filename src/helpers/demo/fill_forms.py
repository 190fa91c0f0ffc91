"""Fills in forms of `poa formularios` as the synthetic units' staff would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.base.errors import UsageError
from helpers.base.python_extras import not_none
from helpers.demo.follow_up import months_of
from helpers.demo.planted.quarter_faults import QuarterFaults
from helpers.forms.form_labels import CAUSE, PROOF, RESULT, SIGNATURE, TASK, WHY, Kind, cause_words
from helpers.settings.institution import CAUSAS

TEXTS = {"medio_verificacion": PROOF, "resultado": RESULT, "causa_codigo": CAUSE, "causa_desviacion": WHY}
"""Heading in a form of each column of `ejecucion`."""
POST = "Responsable de seguimiento (cargo ficticio)"


@dataclass(frozen=True)
class Filled:
    """What a unit types into its form.

    Attributes
    ----------
    unit : str
    lines : Mapping
        By task of the plan, the text of each column of `ejecucion`; `tarea` holds the code as the unit returns it.
    by : str
        Name of the person.
    day : date
    """

    unit: str
    lines: Mapping[str, Mapping[str, str]]
    by: str
    day: date


def filled_forms(told: QuarterFaults) -> dict[str, Filled]:
    """Return what every unit types into its form, by unit and with planted faults; units without form are left out."""
    lines: dict[str, dict[str, Mapping[str, str]]] = {}
    for line in told.lines:
        lines.setdefault(line.unit, {})[line.code] = line.row
    return {
        unit: Filled(unit, lines.get(unit, {}), form.by, form.day)
        for unit, form in told.forms.items()
        if form.day is not None
    }


def type_into(workbook: Workbook, name: str, filled: Filled, quarter: int) -> None:
    """Fill in a unit's form of a quarter, in place: months, texts, the code as the unit returns it, and signature.

    Parameters
    ----------
    workbook : Workbook
        The blank form.
    name : str
        Name of the form's file, for messages.
    quarter : int
        1 to 4.

    Raises
    ------
    UsageError
        If the workbook has no follow-up sheet, or no line for a task.
    """
    if Kind.FOLLOW_UP.value not in workbook.sheetnames:
        raise UsageError(f"{name} no tiene la hoja «{Kind.FOLLOW_UP.value}»: no es un formulario de seguimiento.")
    sheet = workbook[Kind.FOLLOW_UP.value]
    header, columns = headings_of(sheet, name)
    rows = {str(sheet.cell(row, columns[TASK]).value): row for row in range(header + 1, sheet.max_row + 1)}
    headings = TEXTS | {month: f"Ejec. {month}" for month in months_of(quarter)}
    for task, cells in filled.lines.items():
        if task not in rows:
            raise UsageError(f"{name} no tiene la tarea {task}: es de otra versión del plan.")
        for column, heading in headings.items():
            if cells[column]:
                sheet.cell(rows[task], columns[heading]).value = _typed(column, cells[column])
        if cells["tarea"] != task:
            sheet.cell(rows[task], columns[TASK]).value = cells["tarea"]
    _sign(sheet, (filled.by, POST, filled.day))


def headings_of(sheet: Worksheet, name: str) -> tuple[int, dict[str, int]]:
    """Return the row of a sheet's headings, the first one with the task's, and the column (from 1) of each heading.

    Raises `UsageError` if there is no such row; `name` is the file's name in its message.
    """
    for row in sheet.iter_rows():
        columns = {str(cell.value): cell.column for cell in row if cell.value is not None}
        if TASK in columns:
            return not_none(row[0].row), columns
    raise UsageError(f"{name}, hoja «{sheet.title}»: no hay una columna «{TASK}».")


def _typed(column: str, text: str) -> str | Decimal:
    """Return a number as a number, other texts as typed, and a cause as the drop-down list has it."""
    if column == "causa_codigo":
        return next(cause_words(cause) for cause in CAUSAS if cause.codigo == text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _sign(sheet: Worksheet, values: Iterable[str | date]) -> None:
    """Write the signatory's data below each heading."""
    places = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value in SIGNATURE}
    for heading, value in zip(SIGNATURE, values, strict=False):
        sheet.cell(places[heading].row + 1, places[heading].column, value)
