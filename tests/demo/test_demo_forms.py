"""The synthetic quarters as forms: each form is received with the right status, and its planted faults are found."""

import csv
import shutil
from collections import Counter
from datetime import UTC, datetime

import pytest
from builders import WORKSPACE

from helpers.base.system.workspace import Workspace
from helpers.demo.demo_write import make_demo
from helpers.demo.generate import institution_of
from helpers.demo.planted.mishaps import MADE_UP_FOR, Mishap, letters_of
from helpers.desk.checking.check_sentences import advice
from helpers.desk.checking.period_check import check_run
from helpers.desk.checking.unit_standing import Status
from helpers.figures.findings import Severity, count_by_severity
from helpers.run.compute import compute

pytestmark = pytest.mark.slow
TASKS = 48
QUARTERS = (1, 2)
NOW = datetime(2024, 7, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """A workbook with forms, and what the check of its first two quarters found, one after the other."""
    workspace = Workspace(tmp_path_factory.mktemp("formularios") / "libro")
    make_demo(WORKSPACE, workspace.root, TASKS, 2024, with_forms=True)
    return workspace, {quarter: check_run(workspace, "demo", f"2024-T{quarter}", NOW) for quarter in QUARTERS}


@pytest.fixture(scope="module")
def computed(checked):
    """The runs of the first two quarters, after both checks."""
    return {quarter: compute(checked[0], "demo", f"2024-T{quarter}") for quarter in QUARTERS}


def faults(workspace):
    with (workspace.root / "data/demo/fallas.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def log(workspace, quarter):
    path = workspace.root / f"data/demo/2024/T{quarter}/recepcion.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_form_is_accepted_rejected_or_replaced_as_planned(checked, quarter):
    workspace, _ = checked
    told = institution_of(TASKS).quarters[quarter - 1].told
    letters = letters_of(told, institution_of(TASKS).chance)
    last = {line["archivo"]: line["estado"] for line in log(workspace, quarter)}
    again = {form.unit for form in told.again}
    for letter in letters:
        replaced = letter.filled.unit in again and "reenvío" not in letter.name
        assert last[letter.name] == ("rechazado" if letter.mishap else "reemplazado" if replaced else "aceptado"), letter.name
    assert last.keys() == {letter.name for letter in letters}
    accepted = Counter(letter.filled.unit for letter in letters if last[letter.name] == "aceptado")
    assert accepted == Counter(unit for unit, form in told.forms.items() if form.day)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_bad_form_is_reported_with_its_rule(checked, quarter):
    workspace, found = checked
    planted = [fault for fault in faults(workspace) if fault["archivo"].startswith(f"T{quarter}/formularios/")]
    assert {fault["regla"] for fault in planted} == {Mishap.UNKNOWN, MADE_UP_FOR}
    assert len(planted) == (3 if quarter == 1 else 4), "one of each mishap; no form of the year before in the first quarter"
    for fault in planted:
        assert any(
            finding.codigo == fault["regla"] and finding.archivo.endswith(fault["archivo"])
            for finding in found[quarter].findings
        ), fault


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_fault_planted_in_the_forms_is_found_in_the_run(checked, computed, quarter):
    assert not [finding for finding in computed[quarter].findings if finding.severidad is Severity.ERROR]
    expected = [fault for fault in faults(checked[0]) if f"T{quarter}" in fault["corridas"].split()]
    assert {fault["regla"] for fault in expected} > {"EJE-SIN-DATO", "EJE-SOBRE-100", "PRE-FALTA", "PRE-TARDE", "PRE-DOBLE"}
    lost = [
        fault
        for fault in expected
        if not any(
            finding.codigo == fault["regla"] and fault["pista"] in f"{finding.mensaje} {finding.elemento}"
            for finding in computed[quarter].findings
        )
    ]
    assert lost == []


def test_a_figure_can_be_traced_to_the_cell_of_a_form(computed):
    book = computed[2].book
    cells = book.leaves(book["avance_fisico/2024-T2/entidad/DEMO"])
    files = {cell.file for cell in cells}
    assert "data/demo/2024/poa/v2/tareas.csv" in files
    assert any(name.startswith("data/demo/2024/T2/formularios/") for name in files)
    assert {cell.sheet for cell in cells if "/formularios/" in cell.file} == {"Seguimiento"}


def test_results_of_forms_get_the_id_action_and_unit_of_their_task(checked, computed):
    """No cell of a form holds these, but the section and the annexes show a result with its action, unit and id."""
    workspace, _ = checked
    book = computed[1].book
    tasks = {task.code: task for task in institution_of(TASKS).plans[0].tasks}
    rows = book.listing("resultados")
    assert len(rows) > 5
    for row in rows:
        assert (row["id"], row["periodo"]) == (row["tarea"], "2024-T1")
        assert (row["acp"], row["unidad"]) == (tasks[row["tarea"]].action, tasks[row["tarea"]].unit)
    assert {row["unidad"] for row in book.listing("presentaciones")} == {line["unidad"] for line in log(workspace, 1)} - {""}


def test_the_workbook_that_is_no_units_form_is_put_aside_and_no_error_is_left(checked, tmp_path):
    """As the check advises. `test_whole_quarter` receives forms and opens the next quarter with the commands."""
    made, found = checked
    workspace = Workspace(shutil.copytree(made.root, tmp_path / "libro"))
    (told,) = [line for line in advice(found[2]) if line.startswith("Averigüe de qué unidad")]
    stray = told.split("«")[1].split("»")[0]
    inbox = workspace.root / "data/demo/2024/T2/formularios"
    (inbox / "descartados").mkdir()
    (inbox / stray).rename(inbox / "descartados" / stray)
    received = check_run(workspace, "demo", "2024-T2", NOW)
    assert count_by_severity(found[2].findings)[Severity.ERROR] == 1
    assert not received.fails
    assert not received.with_status(Status.REJECTED)
    assert received.with_status(Status.MISSING) and received.with_status(Status.LATE)
