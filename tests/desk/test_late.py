"""A late correction to a closed period is one line at the top of the check of that period and of later ones."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from quarter_files import LATER, NOW, RUN, copy_of_made, hand_in, make_world, put
from rich.console import Console
from test_close import close, finish

from helpers.base.system.workspace import Workspace
from helpers.desk.checking.check_data import plain_check
from helpers.desk.checking.check_page import show_check
from helpers.desk.checking.period_check import Checked, check_run

TOP = "Desde que Ana Rojas, Directora, cerró 2024-T2, el 9 de julio de 2024, hay "


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_of_made(_closed, tmp_path)


def _closed(root: Path) -> Workspace:
    made = make_world(root)
    third = RUN.replace("2024-T2", "2024-T3").replace("2024-06-30", "2024-09-30")
    put(made.root / "params/mini/2024-T3.yaml", third)
    hand_in(made, "U1", changes={"T1": {"Ejec. jun": 2}})
    hand_in(made, "U2")
    check_run(made, "mini", "2024-T2", NOW)
    finish(made)
    close(made)
    return made


def top(checked: Checked) -> str:
    """The text before the first section of the page."""
    console = Console(file=io.StringIO(), width=400, highlight=False)
    show_check(console, checked)
    return console.file.getvalue().partition("Quién informó")[0]


def test_a_closing_without_corrections_adds_no_line(workspace):
    for period in ("2024-T2", "2024-T3"):
        checked = check_run(workspace, "mini", period, LATER)
        assert "Desde que " not in top(checked) and plain_check(checked)["correcciones_tardias"] == []


def test_an_unchecked_form_is_mentioned_in_the_next_quarter(workspace, wording):
    hand_in(workspace, "U1", "corregido.xlsx", day="12/07/2024")
    checked = check_run(workspace, "mini", "2024-T3", LATER)
    (line,) = [line for line in top(checked).splitlines() if line.startswith(TOP)]
    wording(line, "poa comprobar mini/2024-T2")


def test_an_accepted_form_and_its_changes_are_mentioned_in_every_check(workspace):
    hand_in(workspace, "U1", "corregido.xlsx", day="12/07/2024")
    for period in ("2024-T2", "2024-T3", "2024-T2"):
        checked = check_run(workspace, "mini", period, LATER)
        changed = sum(item.codigo in {"CIE-REEXPRESADA", "CIE-DESAPARECE"} for item in checked.findings)
        assert changed > 1
        line = f"{TOP}1 formulario aceptado (U1) y {changed} cifras que ya no son las cerradas (una por una, con «--todo»)."
        assert line in top(checked) and plain_check(checked)["correcciones_tardias"] == [line]
