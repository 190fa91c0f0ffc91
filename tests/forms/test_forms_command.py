"""`poa formularios` in a temporary copy: which units get a form, where it is written, and that none is overwritten."""

from __future__ import annotations

import shutil

import pytest
from builders import ROOT
from filling import read
from office import STRUCTURE, make_forms
from openpyxl import load_workbook
from typer.testing import CliRunner

from helpers.base.errors import UsageError
from helpers.base.system.workspace import ROOT_VARIABLE, Workspace
from helpers.desk.cli import app
from helpers.forms.blank.form_set import read_form_set

FOLDER = "output/segip/2020-anual-formularios"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A copy with SEGIP's plan and structure only: forms need nothing else."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "notebooks").mkdir()
    data = tmp_path / "data/segip/2020"
    shutil.copytree(ROOT / "data/segip/2020/poa", data / "poa")
    shutil.copy(ROOT / "data/segip/2020/estructura.csv", data)
    monkeypatch.setenv(ROOT_VARIABLE, str(tmp_path))
    return tmp_path


def run(*words):
    return CliRunner().invoke(app, ["forms", *words])


def test_a_unit_gets_one_form_which_is_not_overwritten(root):
    done = run("segip/2020-anual", "--unidad", "DNP")
    assert done.exit_code == 0, done.output
    (path,) = (root / FOLDER).iterdir()
    assert path.name == "DNP-2020-anual.xlsx"
    assert "1 nuevo en" in done.output
    before = path.read_bytes()
    again = run("segip/2020-anual", "--unidad", "DNP")
    assert (again.exit_code, path.read_bytes()) == (0, before)
    assert "1 ya estaba y" in again.output


@pytest.mark.parametrize(("source", "is_told"), [("Circular 3/2021", True), ("propuesta: los mismos días; confírmela", False)])
def test_a_form_tells_no_deadline_that_is_only_proposed_and_the_command_says_so(root, source, is_told):
    """Units read «confírmela con su nota» in their instructions, and a date that nobody had set."""
    params = root / "params/segip/2020-anual.yaml"
    text = params.read_text(encoding="utf-8")
    assert "plazos:" not in text
    params.write_text(f"{text}\nplazos:\n  2020-anual: {{fecha: 2021-01-08, fuente: '{source}'}}\n", encoding="utf-8")
    done = run("segip/2020-anual", "--unidad", "DNP")
    steps = [cell.value for cell in load_workbook(root / FOLDER / "DNP-2020-anual.xlsx")["Instrucciones"]["B"]]
    assert any("8 de enero de 2021" in str(step) for step in steps) is is_told
    assert ("el plazo de 2020-anual es todavía una propuesta" in done.output) is not is_told


def test_the_form_has_the_years_seventeen_tasks_and_can_be_read_back(root):
    run("segip/2020-anual", "--unidad", "DNP")
    path = root / FOLDER / "DNP-2020-anual.xlsx"
    forms = read_form_set(Workspace(root), "segip", "2020-anual")
    assert len(forms.form("DNP").tasks) == 17
    assert forms.form("DNP").places == (12,), "programmed by year, so one column"
    workbook = load_workbook(path)
    sheet = workbook["Seguimiento"]
    assert [cell.value for cell in sheet[10]][5:8] == ["Prog. anual", "Ejec. anual", "%"]
    sheet["G11"].value = 4.5
    workbook.save(path)
    (row,) = read(path, forms).rows["ejecucion"]
    assert (row.text("tarea"), row.number("anual").cell.cell) == ("10.1.1", "G11")


def test_a_form_of_another_plan_is_left_alone_and_reported(root):
    run("segip/2020-anual", "--unidad", "DNP")
    tasks = next(root.glob("data/segip/2020/poa/*/tareas.csv"))
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("Realizar el Taller", "Hacer el Taller"), encoding="utf-8")
    path = root / FOLDER / "DNP-2020-anual.xlsx"
    before = path.read_bytes()
    done = run("segip/2020-anual", "--unidad", "DNP")
    assert (done.exit_code, path.read_bytes()) == (1, before)
    assert "DNP-2020-anual.xlsx" in done.output


@pytest.mark.parametrize("code", ["00 0 001", ""])
def test_what_was_spent_does_not_stop_the_forms(root, code):
    """The budget has no report of the cut-off, and its line has no code: neither is on a form."""
    budget = f"fecha_corte,reporte,cat_prog,ppto_vigente,devengado\n2020-09-30,categoria,{code},20.00,10.00\n"
    (root / "data/segip/2020/gastos.csv").write_text(budget, encoding="utf-8")
    (root / "data/segip/2020/sigep").mkdir()
    (root / "data/segip/2020/sigep/reporte.csv").write_text("esto no es un reporte\n", encoding="utf-8")
    done = run("segip/2020-anual", "--unidad", "DNP")
    assert (done.exit_code, "ENT-" in done.output) == (0, False), done.output
    assert (root / FOLDER / "DNP-2020-anual.xlsx").exists()


def test_without_its_plan_an_institution_with_tasks_gets_no_form_of_percentages(root, wording):
    shutil.rmtree(root / "data/segip/2020/poa")
    done = run("segip/2020-anual")
    assert done.exit_code == 2
    wording(" ".join(done.output.split()), "2020")
    assert not (root / "output").exists()


def test_planning_forms_are_written_to_the_given_folder(root):
    done = run("segip/2020-anual", "--plan", "--unidad", "DNP", "--unidad", "DNC", "--salida", str(root / "otra"))
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (root / "otra").iterdir()) == ["DNC-2020-poa.xlsx", "DNP-2020-poa.xlsx"]


@pytest.mark.parametrize(("words", "told"), [
    (("segip/2020-anual", "--unidad", "DNPP"), "«DNP»"), (("segip",), "ENTIDAD/PERIODO"), (("segip/2020-T1",), "No hay parámetros"),
])  # fmt: skip
def test_wrong_arguments_are_refused_without_writing(root, words, told):
    done = run(*words)
    assert done.exit_code == 2
    assert told in done.output
    assert not (root / "output").exists()


POSTS = "    DC | Dirección con puestos | unidad | A | 1\n    P1 | Puesto de Uyuni | puesto | DC | 1\n"


@pytest.mark.parametrize(("unit", "period", "is_plan"), [("DC", "2024-T2", False), ("P1", "2024-S1", False), ("A", "2024-T2", True)])
def test_a_unit_that_has_no_form_is_told_why(unit, period, is_plan, wording):
    """It was told which other code is like its own."""
    forms = make_forms("mre-2024", period, estructura=f"{STRUCTURE}{POSTS}")
    with pytest.raises(UsageError) as refused:
        forms.form(unit, is_plan=is_plan)
    wording(str(refused.value), unit)
