"""A unit's errors are shown until one of its forms is accepted, whatever other files come with its code or for it."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from quarter_files import LATER, NOW, forms_of, hand_in, inbox, make_world

from helpers.desk.checking.period_check import Checked, check_run
from helpers.desk.checking.unit_sheets import unit_sheet
from helpers.figures.situations import FormState
from helpers.forms.blank.blank_forms import workbook_of

RUN = ("mini", "2024-T2")
WRONG = {"T1": {"Ejec. abr": "x1", "Ejec. may": "x2", "Ejec. jun": "x3"}, "T2": {"Ejec. may": "x4"}}
FOREIGN = "FOR-IDENTIDAD-CONTRADICE"


@pytest.fixture
def workspace(tmp_path):
    return make_world(tmp_path)


def copy_of_a_blank(workspace, name: str, *, of: str = "U1", named: str = "U2") -> None:
    """Hand in another unit's blank form with only the code changed."""
    forms = forms_of(workspace)
    path = inbox(workspace) / name
    workbook_of(forms, forms.form(of)).save(path)
    book = load_workbook(path)
    next(cell for row in book["Seguimiento"].iter_rows() for cell in row if cell.value == of).value = named
    book.save(path)


def sheet(checked: Checked, code: str) -> list[tuple[str, str]]:
    """File and value of each error on a unit's sheet."""
    unit = next(one for one in checked.units if one.node.code == code)
    return [(row[1], row[4]) for row in unit_sheet(checked, unit).mend if row[0] == "error"]


OWN = [("propio.xlsx", f"x{number}") for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("name", ["a.xlsx", "z.xlsx"])
@pytest.mark.parametrize("is_later", [False, True])
def test_a_copy_of_another_units_blank_form_hides_no_error(workspace, name, is_later):
    hand_in(workspace, "U1", "propio.xlsx", changes=WRONG)
    if is_later:
        check_run(workspace, *RUN, NOW)
    copy_of_a_blank(workspace, name)
    for _ in range(2):
        checked = check_run(workspace, *RUN, LATER)
        assert [pair for pair in sheet(checked, "U1") if pair[0] == "propio.xlsx"] == OWN
        assert (name, "U2") in sheet(checked, "U1") and sheet(checked, "U2") == [(name, "U2")]
        assert "REC-SUPERADO" not in {item.codigo for item in checked.findings}


def test_both_units_have_the_error_until_a_form_of_their_own_is_accepted(workspace):
    copy_of_a_blank(workspace, "copia.xlsx")
    check_run(workspace, *RUN, NOW)
    hand_in(workspace, "U1", "bueno.xlsx", day="10/07/2024")
    checked = check_run(workspace, *RUN, LATER)
    assert sheet(checked, "U1") == [] and sheet(checked, "U2") == [("copia.xlsx", "U2")]
    hand_in(workspace, "U2", "suyo.xlsx", day="10/07/2024")
    assert sheet(check_run(workspace, *RUN, LATER), "U2") == []
    assert not check_run(workspace, *RUN, LATER).fails


def test_a_copied_form_of_a_unit_that_reported_still_concerns_the_named_unit(workspace):
    copy_of_a_blank(workspace, "copia.xlsx")
    hand_in(workspace, "U1", "bueno.xlsx")
    checked = check_run(workspace, *RUN, NOW)
    assert sheet(checked, "U2") == [("copia.xlsx", "U2")] and "REC-SUPERADO" not in {f.codigo for f in checked.findings}


def test_every_rejected_form_of_a_unit_is_listed_with_all_its_errors(workspace):
    hand_in(workspace, "U1", "primero.xlsx", day="03/07/2024", changes={"T1": {"Ejec. abr": "mal"}})
    hand_in(workspace, "U1", "segundo.xlsx", day="04/07/2024", changes={"T2": {"Ejec. may": "peor"}})
    for _ in range(2):
        errors = sheet(check_run(workspace, *RUN, NOW), "U1")
        assert errors == [("primero.xlsx", "mal"), ("segundo.xlsx", "peor")]
    hand_in(workspace, "U1", "tercero.xlsx", day="05/07/2024")
    assert sheet(check_run(workspace, *RUN, NOW), "U1") == []


def test_a_form_that_is_right_after_the_plan_is_mended_counts_despite_a_later_copy(workspace):
    plan = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    right = plan.read_text(encoding="utf-8")
    hand_in(workspace, "U1", "propio.xlsx")
    plan.write_text(right.replace("trámites,30,10,10,10", "trámites,31,11,10,10"), encoding="utf-8")
    check_run(workspace, *RUN, NOW)
    plan.write_text(right, encoding="utf-8")
    copy_of_a_blank(workspace, "copia.xlsx")
    checked = check_run(workspace, *RUN, LATER)
    assert [(entry.archivo, entry.estado) for entry in checked.received.new] == [
        ("propio.xlsx", FormState.ACCEPTED), ("copia.xlsx", FormState.REJECTED),
    ]  # fmt: skip
