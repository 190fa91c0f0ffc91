"""A correction to a period already closed is told in one line at the top of the check, of that period or of a later one."""

from __future__ import annotations

import io

import pytest
from quarter_files import LATER, NOW, RUN, hand_in, make_world, put
from rich.console import Console
from test_close import close, finish

from helpers.desk.checking.check_data import plain_check
from helpers.desk.checking.check_page import show_check
from helpers.desk.checking.period_check import Checked, check_run

TOP = "Corrección tardía de 2024-T2, que Ana Rojas, Directora cerró el 9 de julio de 2024: "


@pytest.fixture
def workspace(tmp_path):
    made = make_world(tmp_path)
    third = RUN.replace("2024-T2", "2024-T3").replace("2024-06-30", "2024-09-30")
    put(made.root / "params/mini/2024-T3.yaml", third)
    hand_in(made, "U1", changes={"T1": {"Ejec. jun": 2}})
    hand_in(made, "U2")
    check_run(made, "mini", "2024-T2", NOW)
    finish(made)
    close(made)
    return made


def top(checked: Checked) -> str:
    """What stands before the first section of the page."""
    console = Console(file=io.StringIO(), width=400, highlight=False)
    show_check(console, checked)
    return console.file.getvalue().partition("Quién informó")[0]


def test_nothing_is_told_of_a_closing_that_still_holds(workspace):
    for period in ("2024-T2", "2024-T3"):
        checked = check_run(workspace, "mini", period, LATER)
        assert "Corrección tardía" not in top(checked) and plain_check(checked)["correcciones_tardias"] == []


def test_a_form_that_nobody_has_judged_is_told_in_the_next_quarter(workspace):
    hand_in(workspace, "U1", "corregido.xlsx", day="12/07/2024")
    checked = check_run(workspace, "mini", "2024-T3", LATER)
    assert f"{TOP}hay archivos sin revisar («poa comprobar mini/2024-T2»)." in top(checked)


def test_an_accepted_form_and_what_it_changed_are_told_every_time(workspace):
    hand_in(workspace, "U1", "corregido.xlsx", day="12/07/2024")
    for period in ("2024-T2", "2024-T3", "2024-T2"):
        checked = check_run(workspace, "mini", period, LATER)
        changed = sum(item.codigo in {"CIE-REEXPRESADA", "CIE-DESAPARECE"} for item in checked.findings)
        assert changed > 1
        told = f"{TOP}se aceptó un formulario (U1) y {changed} cifras ya no son las cerradas (una por una, con «--todo»)."
        assert told in top(checked) and plain_check(checked)["correcciones_tardias"] == [told]
