"""Filling in the forms that `poa forms` writes, as the people of the made-up units would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers.demo.follow_up import months_of
from helpers.demo.quarter_faults import QuarterFaults
from helpers.entidad import CAUSAS
from helpers.errors import UsageError
from helpers.forms.furniture import cause_words
from helpers.forms.headings import CAUSE, PRESENTED, PROOF, RESULT, TASK, WHY
from helpers.forms.identity import Kind

TEXTS = {"medio_verificacion": PROOF, "resultado": RESULT, "causa_codigo": CAUSE, "causa_desviacion": WHY}
"""Under which heading each column of `ejecucion` is typed in a form."""
POST = "Responsable de seguimiento (cargo ficticio)"


@dataclass(frozen=True)
class Filled:
    """What a unit types into its form.

    Attributes
    ----------
    unit : str
    lines : Mapping
        By task of the plan, what is typed in each column of `ejecucion`; under `tarea` the code as it comes back.
    by : str
    day : date
    """

    unit: str
    lines: Mapping[str, Mapping[str, str]]
    by: str
    day: date


def filled_forms(told: QuarterFaults) -> dict[str, Filled]:
    """What every unit that hands in a form types, planted faults included; who is missing is absent."""
    lines: dict[str, dict[str, Mapping[str, str]]] = {}
    for line in told.lines:
        lines.setdefault(line.unit, {})[line.code] = line.row
    return {
        unit: Filled(unit, lines.get(unit, {}), form.by, form.day)
        for unit, form in told.forms.items()
        if form.day is not None
    }


def fill_form(path: Path, filled: Filled, quarter: int, target: Path) -> int:
    """Type a unit's quarter into its blank form, and keep it under another name.

    Parameters
    ----------
    path : Path
        A blank form.
    quarter : int
        1 to 4.
    target : Path
        Where the filled form goes: the inbox, under whatever name.

    Returns
    -------
    int
        Lines typed.

    Raises
    ------
    UsageError
        For a workbook without the sheet of follow-up, or without a line for a task.
    """
    workbook = load_workbook(path)
    type_into(workbook, path.name, filled, quarter)
    target.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(target)
    return len(filled.lines)


def type_into(workbook: Workbook, name: str, filled: Filled, quarter: int) -> None:
    """Type a unit's quarter into its open form; `name` is the form's, for messages."""
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
    """The row of the table's headings and the column of each."""
    for row in sheet.iter_rows():
        columns = {str(cell.value): cell.column for cell in row if cell.value is not None}
        if TASK in columns:
            return row[0].row, columns
    raise UsageError(f"{name}, hoja «{sheet.title}»: no hay una columna «{TASK}».")


def _typed(column: str, text: str) -> str | Decimal:
    """A number as a number; what is no number, as somebody typed it; a cause as the drop-down has it."""
    if column == "causa_codigo":
        return next(cause_words(cause) for cause in CAUSAS if cause.codigo == text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _sign(sheet: Worksheet, values: Iterable[object]) -> None:
    """Write who hands the form in, below each heading."""
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in PRESENTED}
    for heading, value in zip(PRESENTED, values, strict=False):
        sheet.cell(places[heading].row + 1, places[heading].column).value = value
