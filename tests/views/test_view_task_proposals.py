"""Tasks that could be rescheduled, merged or dropped, and the progress that their unit would then have."""

from __future__ import annotations

import re

import pytest
from builders import make_dataset, make_scored

from helpers.views.progress.deviation_views import Deviations
from helpers.views.progress.task_proposals import DROP, MERGE, MOVE, proposals, proposals_table

STRUCTURE = """
    nivel    | codigo   | padre    | acp
    entidad  | E        |          |
    servicio | CENTRAL  | E        |
    area     | NORTE    | CENTRAL  |
    unidad   | U1       | NORTE    | 1
"""
PLAN = """
    version | tarea | descripcion            | operacion | unidad | acp | ene | feb | mar | abr | may | jun
    v1      | 1.1   | Convenios              | O1        | U1     | 1   |     |     |     | 2   | 2   | 2
    v1      | 1.2   | Talleres               | O1        | U1     | 1   | 1   |     |     | 1   | 1   | 1
    v1      | 1.3   | Informe de visitas A   | O1        | U1     | 1   |     |     |     | 1   | 1   | 1
    v1      | 1.4   | Informe de visitas B   | O1        | U1     | 1   |     |     |     | 1   | 1   | 1
    v1      | 2.1   | Trámites               | O2        | U1     | 1   |     |     |     | 1   | 1   | 2
"""
DONE = """
    periodo | tarea | ene | feb | mar | abr | may | jun | causa_codigo | causa_desviacion
    2024-T1 | 1.2   | 0   |     |     |     |     |     |              |
    2024-T2 | 1.1   |     |     |     | 1   | 1   | 1   | C1           |
    2024-T2 | 1.2   |     |     |     | 0   | 0   | 0   |              |
    2024-T2 | 1.3   |     |     |     | 1   | 1   | 1   |              |
    2024-T2 | 1.4   |     |     |     | 1   | 1   | 1   |              |
    2024-T2 | 2.1   |     |     |     | 1   | 1   | 2   |              |
"""


@pytest.fixture(scope="module")
def deviations():
    tables = {"estructura": STRUCTURE, "acciones": "acp | denominacion\n 1 | Servir", "tareas": PLAN, "ejecucion": DONE}
    return Deviations(make_scored(make_dataset(**tables)))


@pytest.fixture(scope="module")
def by_kind(deviations):
    return {one.kind: one for one in proposals(deviations)}


def test_the_unit_has_the_mean_of_its_operations_by_number_of_tasks(deviations):
    """O1 did 3 + 0 + 3 + 3 of 6 + 3 + 3 + 3: 60 %, with four tasks; O2 did all, with one: (60 × 4 + 100 ×
    1) ÷ 5 = 68."""
    assert str(deviations.book["avance_fisico/2024-T2/unidad/U1"].rounded) == "68.00"


def test_the_unexecuted_part_of_a_task_with_a_cause_could_be_rescheduled(by_kind):
    """1.1 then has 3 of 3: O1 has 9 of 12, 75 %, and the unit (75 × 4 + 100) ÷ 5 = 80."""
    assert [task.code for task in by_kind[MOVE].tasks] == ["1.1"]
    assert str(by_kind[MOVE].would_be) == "80.00"


@pytest.mark.parametrize("cause", ["C6", "C10"])
def test_what_a_task_left_undone_is_not_moved_where_its_cause_changes_the_goal(cause):
    """Nobody asked for it (C6), or the goal was wrong (C10): the matters for decision do not carry it over either."""
    done = DONE.replace("| C1  ", f"| {cause:<4}")
    tables = {"estructura": STRUCTURE, "acciones": "acp | denominacion\n 1 | Servir", "tareas": PLAN, "ejecucion": done}
    assert {one.kind for one in proposals(Deviations(make_scored(make_dataset(**tables))))} == {MERGE, DROP}


def proposed(plan, done):
    tables = {"estructura": STRUCTURE, "acciones": "acp | denominacion\n 1 | Servir", "tareas": plan, "ejecucion": done}
    found = proposals(Deviations(make_scored(make_dataset(**tables))))
    return {one.kind: (one.tasks[0].code, str(one.would_be)) for one in found}


@pytest.mark.parametrize(("before", "expected"), [("5", None), ("4", ("1.1", "71.43")), ("2", ("1.1", "80.00"))])
def test_only_what_a_task_still_lacks_since_january_is_moved(before, expected):
    """Of 2 and 6 programmed 1.1 did 3 in the second quarter. With 5 in the first nothing is lacking; with 4, only 1.

    1.1 has then 3 of 5, O1 9 of 14 (64.29 %) and the unit (64.29 × 4 + 100) ÷ 5 = 71.43; with 2, all 3 (see above).
    """
    plan = PLAN.replace("O1        | U1     | 1   |     |     |     | 2 ", "O1        | U1     | 1   | 2   |     |     | 2 ")
    done = f"{DONE}    2024-T1 | 1.1   | {before}   |     |     |     |     |     |              |\n"
    assert proposed(plan, done).get(MOVE) == expected


def test_a_goal_to_be_kept_every_month_is_not_moved():
    head, *lines = PLAN.strip().splitlines()
    plan = [f"{line} | {'no' if 'Convenios' in line else 'si'}" for line in lines]
    assert MOVE not in proposed("\n".join((f"{head} | acumulable", *plan)), DONE)


@pytest.mark.parametrize(
    ("one", "other", "is_merged"),
    [
        ("Elaborar el informe trimestral de pasaportes", "Elaborar el informe trimestral de detenidos", False),
        ("Elaborar el informe trimestral de pasaportes", "Elaborar el informe trimestral de los pasaportes", True),
        ("Taller 1 de capacitación", "Taller 2 de capacitacion", True),
    ],
)
def test_tasks_whose_descriptions_name_other_things_are_not_merged(one, other, is_merged):
    plan = PLAN.replace("Informe de visitas A", one).replace("Informe de visitas B", other)
    assert (MERGE in proposed(plan, DONE)) is is_merged


def test_a_task_without_execution_in_two_quarters_could_be_dropped(by_kind):
    """Without 1.2, O1 has 9 of 12, 75 %, with three tasks: (75 × 3 + 100) ÷ 4 = 81.25."""
    assert [task.code for task in by_kind[DROP].tasks] == ["1.2"]
    assert str(by_kind[DROP].would_be) == "81.25"


def test_two_similar_tasks_could_be_merged_and_weigh_as_one(by_kind):
    """O1's amounts stay the same, 60 %, with three tasks instead of four: (60 × 3 + 100) ÷ 4 = 70."""
    assert [task.code for task in by_kind[MERGE].tasks] == ["1.3", "1.4"]
    assert str(by_kind[MERGE].would_be) == "70.00"


def test_an_operation_that_would_be_left_without_tasks_gives_no_proposal():
    """2.1 is the only task of O2: without it O2 could not be measured."""
    done = DONE.replace("2024-T2 | 2.1   |     |     |     | 1   | 1   | 2   |  ", "2024-T2 | 2.1   |     |     |     | 0   | 0   | 0   | C1")
    assert done != DONE
    tables = {"estructura": STRUCTURE, "acciones": "acp | denominacion\n 1 | Servir", "tareas": PLAN, "ejecucion": done}
    found = proposals(Deviations(make_scored(make_dataset(**tables))))
    assert "2.1" not in [task.code for one in found for task in one.tasks]
    assert found


def test_the_table_shows_the_units_progress_under_each_change(deviations, wording):
    table = proposals_table(deviations, proposals(deviations))
    assert [row.cells[0] for row in table.rows] == [MOVE, MERGE, DROP]
    html = table._repr_html_()
    wording(re.search('<data value="80.00" title="([^"]+)">80,00</data>', html)[1], "avance_fisico/2024-T2/unidad/U1", "reprogramar", "1.1")
    assert ">68,00</data>" in html
    assert [note.partition(":")[0] for note in table.notes[:-1]] == [MOVE, MERGE, DROP]


def test_only_the_kinds_of_proposal_that_the_table_has_are_explained(deviations):
    moved = [one for one in proposals(deviations) if one.kind == MOVE]
    notes = proposals_table(deviations, moved).notes
    assert [note.partition(":")[0] for note in notes[:-1]] == [MOVE]


def test_a_plan_without_deviations_has_no_proposal():
    done = DONE.replace("| 1   | 1   | 1   | C1", "| 2   | 2   | 2   | C1").replace("| 0   | 0   | 0 ", "| 1   | 1   | 1 ")
    plan = PLAN.replace("visitas B", "compras hechas al cierre")
    tables = {"estructura": STRUCTURE, "acciones": "acp | denominacion\n 1 | Servir", "tareas": plan, "ejecucion": done}
    assert proposals(Deviations(make_scored(make_dataset(**tables)))) == ()


def test_once_the_year_is_over_no_change_of_its_plan_is_proposed():
    """Lowering a goal of a closed year would only raise the percentage that was reached."""
    tables = {"estructura": STRUCTURE, "acciones": "acp | denominacion\n 1 | Servir", "tareas": PLAN, "ejecucion": DONE}
    book = make_scored(make_dataset(**tables), "2024-anual")
    assert str(book["avance_fisico/2024-anual/tarea/1.1"].rounded) == "50.00"
    assert proposals(Deviations(book)) == ()
