"""The demo's quarters were closed and then corrected in one thing each, which is the only cause that is found."""

from __future__ import annotations

import pytest
from closed_demo import closed_demo

from helpers.base.system.workspace import Workspace
from helpers.run.differences.causes import Cause
from helpers.run.differences.compared_side import open_side
from helpers.run.differences.explained_changes import Differences, compare_sides

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    return closed_demo(tmp_path_factory)


def since_closing(workspace: Workspace, quarter: str) -> Differences:
    sides = (f"data/demo/2024/{quarter}/cierre", f"demo/2024-{quarter}")
    return compare_sides(*(open_side(workspace, name) for name in sides))


def moving_causes(differences: Differences) -> set[Cause]:
    parts = [part for change in differences.changes for part in change.parts]
    return {cause for part in parts if part.value for cause in part.causes} - {Cause.ROUNDING}


def test_a_corrected_cell_of_the_first_quarter_is_the_only_cause(workspace):
    found = since_closing(workspace, "T1")
    assert moving_causes(found) == {Cause.PHYSICAL}
    assert [one.cell.table for one in found.changes[0].parts[0].cells] == ["ejecucion"]


def test_a_corrected_cut_off_of_the_second_quarter_changes_parameters_and_plan(workspace):
    """Amounts of the old date are not compared with cells of the new one, where they would look like corrections.

    The second version of the plan is dated in June, so it was not read with the old date, 31 May.
    """
    found = since_closing(workspace, "T2")
    assert moving_causes(found) == {Cause.PARAMETERS, Cause.PLAN}
    lines = [line for change in found.changes for part in change.parts if part.value for line in part.rules]
    assert {(line.what, line.before, line.after) for line in lines} == {
        ("Fecha de corte de 2024-T2", "31 de mayo de 2024", "30 de junio de 2024")
    }


def test_a_corrected_formula_of_the_third_quarter_moves_no_headline_figure(workspace, wording):
    found = since_closing(workspace, "T3")
    assert moving_causes(found) == set()
    wording(found.notes[1], "demo/2024-T3")
