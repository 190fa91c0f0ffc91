"""The made-up units' forms, written, filled in and put into each quarter's inbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openpyxl import Workbook

from helpers.demo.chance import Chance
from helpers.demo.fill import headings_of, type_into
from helpers.demo.mishaps import Letter, Mishap, letters_of
from helpers.demo.params_files import METHOD, YEAR
from helpers.demo.quarter_faults import QuarterFaults
from helpers.entidad import load_institution
from helpers.forms.form_set import FormSet
from helpers.forms.headings import GOAL
from helpers.forms.identity import Kind
from helpers.forms.send import workbook_of
from helpers.intake.read import read_dataset
from helpers.methods import load_method
from helpers.params import load_run
from helpers.reception.log import INBOX
from helpers.workspace import Workspace

Tell = Callable[[int, int, int], None]
"""Told of the quarter, of how many forms are done, and of how many there are."""


def fill_inboxes(
    program: Workspace, made_in: Workspace, quarters: Sequence[QuarterFaults], chance: Chance, tell: Tell
) -> int:
    """Fill in every unit's form of every quarter; return how many came in.

    Parameters
    ----------
    program : Workspace
        Where the method's file is.
    made_in : Workspace
        Where the institution's params and tables are, and its inboxes go.
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
    """What a unit makes for itself instead of filling in its form."""
    workbook = Workbook()
    workbook.active.append(["Nuestro avance", letter.filled.unit])
    for code in letter.filled.lines:
        workbook.active.append([code, "cumplido"])
    return workbook


def _raise_goal(workbook: Workbook, name: str) -> None:
    """Change the goal of the first task, which the form has locked."""
    sheet = workbook[Kind.FOLLOW_UP.value]
    header, columns = headings_of(sheet, name)
    cell = sheet.cell(header + 1, columns[GOAL])
    cell.value = (cell.value or 0) + 1
