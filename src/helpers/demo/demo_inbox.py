"""Writes the synthetic units' forms, fills them in and puts them into each quarter's inbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from openpyxl import Workbook

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.demo.fill_forms import headings_of, type_into
from helpers.demo.params_files import METHOD, YEAR
from helpers.demo.planted.mishaps import Letter, Mishap, letters_of
from helpers.demo.planted.quarter_faults import QuarterFaults
from helpers.demo.random_streams import Chance
from helpers.forms.blank.blank_forms import workbook_of
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_labels import GOAL, Kind
from helpers.forms.reception.reception_log import INBOX
from helpers.intake.read_inputs import read_dataset
from helpers.settings.institution import load_institution
from helpers.settings.methods import load_method
from helpers.settings.params import load_run

Tell = Callable[[int, int, int], None]
"""Called with the quarter, the number of forms done and the total."""


def fill_inboxes(
    program: Workspace, made_in: Workspace, quarters: Sequence[QuarterFaults], chance: Chance, tell: Tell
) -> int:
    """Write every unit's form of every quarter, filled in and partly with errors, into the quarter's inbox.

    Parameters
    ----------
    program : Workspace
        Workspace with the method's file.
    made_in : Workspace
        Workspace with the institution's params and tables, which gets the inboxes.

    Returns
    -------
    int
        Number of workbooks written.
    """
    method = load_method(program, METHOD)
    entidad = load_institution(made_in, "demo")
    count, before = 0, None
    for told in quarters:
        corrida = load_run(made_in, "demo", f"{YEAR}-T{told.quarter}")
        forms = FormSet(entidad, corrida, method, read_dataset(made_in, corrida)[0])
        folder = made_in.year_data("demo", YEAR) / f"T{told.quarter}" / INBOX
        folder.mkdir(parents=True)
        letters = letters_of(told, chance)
        for number, letter in enumerate(letters, 1):
            _workbook(letter, forms, before, told.quarter).save(folder / letter.name)
            tell(told.quarter, number, len(letters))
        count, before = count + len(letters), forms
    return count


def _workbook(letter: Letter, forms: FormSet, before: FormSet | None, quarter: int) -> Workbook:
    """Return the workbook that a unit sends: its form filled in, or with its mishap; an earlier form stays blank."""
    unit = letter.filled.unit
    if letter.mishap is Mishap.UNKNOWN:
        return _own_workbook(letter)
    if letter.mishap is Mishap.PERIOD and before is not None:
        return workbook_of(before, before.form(unit))
    workbook = workbook_of(forms, forms.form(unit))
    type_into(workbook, letter.name, letter.filled, quarter)
    if letter.mishap is Mishap.PROGRAMME:
        _raise_goal(workbook, letter.name)
    return workbook


def _own_workbook(letter: Letter) -> Workbook:
    """Return a workbook that a unit makes itself instead of filling in its form."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Nuestro avance", letter.filled.unit])
    for code in letter.filled.lines:
        sheet.append([code, "cumplido"])
    return workbook


def _raise_goal(workbook: Workbook, name: str) -> None:
    """Raise the goal of the first task, which the form locks, by 1; UsageError if it is no number."""
    sheet = workbook[Kind.FOLLOW_UP.value]
    header, columns = headings_of(sheet, name)
    cell = sheet.cell(header + 1, columns[GOAL])
    goal = cell.value or 0
    if not isinstance(goal, int | float | Decimal):
        raise UsageError(f"{name}: la meta de la primera tarea no es un número.")
    cell.value = goal + 1
