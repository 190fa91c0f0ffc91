"""What of the input tables changed after the report was made, of values that no figure counts."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_dataset
from small_runs import finished

from helpers.audit.audited_inputs import row_differences
from helpers.outputs.open_data.data_package import write_input_tables
from helpers.outputs.run_files import OPEN_DATA

TASKS = """
    tarea | descripcion      | operacion | unidad | acp | ponderacion | anual
    T1    | Emitir pasajes   | O1        | U1     | 1   | 40.00       | 4
    T2    | Tomar inventario | O1        | U1     | 1   | 60.00       | 2
    T3    | Atender quejas   | O1        | U2     | 1   |             | 2
"""
FILE = "data/x/2024/tareas.csv"


@pytest.fixture
def told(tmp_path):
    """Tell place, earlier and present text of each difference between the plan of the report and the one of now."""

    def differences(now: str, spoil=lambda folder: None) -> list[tuple[str, str, str]]:
        case = finished(tmp_path)
        write_input_tables(replace(case.again, dataset=make_dataset(tareas=TASKS)), case.folder)
        spoil(case.folder / OPEN_DATA)
        again = replace(case.again, dataset=replace(make_dataset(tareas=now), files={FILE: "f" * 64}))
        return [(one.place, one.expected, one.found) for one in row_differences(replace(case, again=again))]

    return differences


def test_an_unchanged_plan_has_no_differences(told):
    assert told(TASKS) == []


@pytest.mark.parametrize(
    ("before", "now", "difference"),
    [
        ("60.00", "10.00", (f"{FILE}#F3", "60.00", "10.00")),
        ("Atender quejas", "Archivar quejas", (f"{FILE}#B4", "Atender quejas", "Archivar quejas")),
        ("40.00", "     ", (f"{FILE}#F2", "40.00", "(no hay)")),
    ],
    ids=["peso", "descripción", "dato borrado"],
)
def test_a_changed_cell_is_named_with_both_texts(told, before, now, difference):
    """No figure counts a weight where the method does not weigh: the audit said that no value had changed."""
    assert told(TASKS.replace(before, now)) == [difference]


def test_a_column_that_is_gone_is_named_in_each_row_that_had_a_value_there(told):
    without = "\n".join("|".join(line.split("|")[:5] + line.split("|")[6:]) for line in TASKS.strip().splitlines())
    first, second = told(without)
    assert first == (f"{FILE}#2, columna «ponderacion», que el archivo no tiene", "40.00", "(no hay)")
    assert second[0].startswith(f"{FILE}#3, columna «ponderacion»")


def test_a_removed_row_is_named_and_those_below_it_are_said_to_have_moved(told):
    """Every number below a removed row was reported as another one, and the removed row was not."""
    header, _, *rest = TASKS.strip().splitlines()
    gone, moved = told("\n".join((header, *rest)))
    assert gone == (f"{FILE}#2", "toda la fila", "(falta la fila)")
    assert moved[0].startswith(FILE)
    assert moved[1:] == (f"{FILE}#3", f"{FILE}#2")


def test_rows_added_at_the_end_are_no_difference(told):
    assert told(f"{TASKS.rstrip()}\n    T4    | Cerrar cuentas   | O2        | U2     | 1   |             | 1") == []


def damage(folder: Path) -> None:
    (folder / "tareas.csv").write_bytes(b"\xff\xfe")


def test_open_data_that_cannot_be_read_are_left_to_the_check_of_the_files(told):
    assert told(TASKS.replace("60.00", "10.00"), damage) == []
