"""What `poa lista` shows of each run: whether it has a report, of what kind, and when it was made."""

import io
import json

import pytest
from rich.console import Console
from run_fakes import RUN

from helpers.desk.terminal.run_list import show_list
from helpers.run.report.destination import FINAL_KEPT, usual_place

WHEN = "2024-07-15T10:32:00-04:00"


def write_report(folder, state):
    folder.mkdir(parents=True)
    (folder / "manifiesto.json").write_text(json.dumps({"estado": state}), encoding="utf-8")
    times = {"iniciado": WHEN, "terminado": WHEN, "segundos": {}}
    (folder / "tiempos.json").write_text(json.dumps(times), encoding="utf-8")


@pytest.fixture
def place(workspace):
    return usual_place(workspace, "mre", "2024-T2", is_partial=False)


def listed(workspace):
    console = Console(file=io.StringIO(), width=120, highlight=False)
    show_list(console, workspace)
    return console.file.getvalue()


def reports(workspace):
    """The lines of the only run's reports, each as its parts: state, time where known, and folder."""
    lines = listed(workspace).partition("Métodos")[0].splitlines()[1:]
    return [line.removeprefix("  2024-T2  simple").strip().split(" · ") for line in lines if line.strip()]


def states(workspace):
    return [state for state, *_ in reports(workspace)]


def test_a_run_without_report_is_listed_too(workspace):
    assert listed(workspace).splitlines()[0].rstrip() == "mre · Ministerio de Prueba"
    assert reports(workspace) == [["sin informe"]]
    assert not workspace.output.exists()


def test_each_kind_of_report_is_listed(workspace, place, wording):
    write_report(place.folder, "completo")
    write_report(place.failed, "fallido")
    write_report(place.folder.with_name("2024-T2-parcial"), "parcial")
    assert states(workspace) == ["completo", "fallido", "parcial"]
    first = listed(workspace).splitlines()[1].rstrip()
    wording(first, "2024-T2", "completo", "15/07/2024 10:32", "output/mre/2024-T2")


def test_a_report_in_the_failed_folder_is_failed_whatever_its_manifest_says(workspace, place):
    write_report(place.failed, "completo")
    assert states(workspace) == ["fallido"]


def test_a_report_without_manifest_is_of_unknown_state(workspace, place):
    place.folder.mkdir(parents=True)
    assert states(workspace) == ["desconocida"]


def test_a_run_in_progress_is_listed(workspace, place):
    with place.reserved():
        assert states(workspace) == ["en curso"]


def test_a_final_report_that_was_replaced_is_listed_beside_the_new_one(workspace, place):
    write_report(place.staging, "completo")
    write_report(place.folder, "completo")
    kept = place.publish(keep_as=FINAL_KEPT)
    assert [folder for *_, folder in reports(workspace)] == ["output/mre/2024-T2", f"output/mre/{kept.name}"]


def test_a_report_whose_replacement_was_cut_short_is_put_back(workspace, place):
    write_report(place.previous, "completo")
    assert states(workspace) == ["completo"]
    assert place.folder.is_dir()


def test_a_params_file_that_does_not_load_hides_no_other(workspace):
    other = workspace.run_file("mre", "2024-T1")
    other.write_text(RUN.replace("2024-T2", "2024-T1") + "color: azul\n", encoding="utf-8")
    text = listed(workspace)
    assert "«color»" in text
    assert "  2024-T2  simple  sin informe" in text


def test_an_institution_that_does_not_load_is_told_once_beside_its_code(workspace):
    workspace.institution_file("mre").write_text("codigo: MRE\nsigla: MP\n", encoding="utf-8")
    heading, *rest = listed(workspace).splitlines()
    assert heading.startswith("mre · ")
    assert "«nombre»" in listed(workspace)
    assert any(line.split()[:2] == ["2024-T2", "simple"] for line in rest)


def test_methods_are_listed_with_their_problems(workspace):
    _, _, methods = listed(workspace).partition("Métodos\n")
    assert methods.startswith("  simple  ")
    assert "falta esta clave" in methods
