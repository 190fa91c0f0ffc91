"""`poa iniciar`: an office without a line of code starts here: what it makes can be filled in, checked and reported."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from builders import ROOT
from openpyxl import load_workbook
from typer.testing import CliRunner

from helpers.base.errors import UsageError
from helpers.base.periods import Period
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.period_check import check_run
from helpers.desk.cli import app
from helpers.desk.periods.new_institution import Answers, check_scores, init_institution
from helpers.desk.periods.table_templates import write_template
from helpers.intake.dataset import TABLES
from helpers.run.compute import compute
from helpers.settings.institution import load_institution
from helpers.settings.methods import load_method
from helpers.settings.params import load_run

ANSWERS = Answers("aduana", "Aduana de Prueba", "ADP", "", Period.parse("2025-T1"), "mre-2024")


@pytest.fixture(scope="module")
def templates(tmp_path_factory) -> Callable[..., None]:
    """Writes an empty table as `write_template` does: the first time by it, afterwards as a copy, which costs nothing."""
    folder = tmp_path_factory.mktemp("plantillas")

    @cache
    def made(*asked) -> Path:
        path = folder / f"{made.cache_info().misses}.xlsx"
        write_template(asked[0], path, *asked[1:])
        return path

    def write(table: str, path: Path, *given) -> None:
        shutil.copyfile(made(table, *given), path)

    return write


@pytest.fixture
def workspace(tmp_path, templates, monkeypatch) -> Workspace:
    monkeypatch.setattr("helpers.desk.periods.new_institution.write_template", templates)
    shutil.copytree(ROOT / "params/metodos", tmp_path / "params/metodos")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    return Workspace(tmp_path)


def fill(path: Path, *rows: dict[str, object]) -> None:
    """Fill in a template as a person would: by the heading of each column."""
    book = load_workbook(path)
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    first = next(line for line in range(2, 99) if sheet.cell(line, 1).value is None)
    for line, row in enumerate(rows, start=first):
        for name, value in row.items():
            sheet.cell(line, columns[name]).value = value
    book.save(path)


def test_what_it_makes_loads_and_names_what_is_to_be_filled_in(workspace):
    made = init_institution(workspace, ANSWERS)
    assert made == (
        "params/aduana/entidad.yaml",
        "params/aduana/2025-T1.yaml",
        "data/aduana/2025/estructura.xlsx",
        "data/aduana/2025/acciones.xlsx",
        "data/aduana/2025/versiones.xlsx",
        "data/aduana/2025/poa/v1/tareas.xlsx",
        "data/aduana/2025/gastos.xlsx",
        "data/aduana/2025/vinculacion.xlsx",
    )
    assert load_institution(workspace, "aduana").nombre == "Aduana de Prueba"
    run = load_run(workspace, "aduana", "2025-T1")
    assert run.tablas == ("estructura", "acciones", "versiones", "tareas", "gastos", "vinculacion")
    assert "historia" not in run.secciones
    assert (workspace.root / "data/aduana/2025/T1/formularios").is_dir()


def test_before_anything_is_filled_in_the_check_says_what_is_empty(workspace):
    init_institution(workspace, ANSWERS)
    checked = check_run(workspace, "aduana", "2025-T1")
    empty = {finding.elemento: finding.mensaje for finding in checked.findings if finding.codigo == "ENT-TABLA-VACIA"}
    assert set(empty) == {"estructura", "acciones", "versiones", "tareas", "gastos", "vinculacion"}
    assert {finding.severidad for finding in checked.findings} == {"error"}
    assert checked.findings[0].elemento == "estructura", "without the structure nothing can be judged: it comes first"
    assert checked.of_none[0] == checked.findings[0], "on the page too, although other files' names come before"
    assert "una fila por unidad" in checked.findings[0].mensaje
    for name in ("estructura", "acciones", "versiones", "tareas"):
        assert "quítela" not in empty[name], "these cannot be done without"
    assert "quítela de «tablas»" in empty["gastos"]


def test_a_structure_without_a_single_row_is_empty_too(workspace):
    init_institution(workspace, ANSWERS)
    path = workspace.root / "data/aduana/2025/estructura.xlsx"
    book = load_workbook(path)
    book.active.delete_rows(2)
    book.save(path)
    assert check_run(workspace, "aduana", "2025-T1").findings[0].elemento == "estructura"


def test_percentages_that_come_in_forms_need_no_table(workspace):
    """The empty template is only told: what the forms say is enough."""
    init_institution(workspace, replace(ANSWERS, has_tasks=False))
    findings = check_run(workspace, "aduana", "2025-T1").findings
    assert {finding.severidad for finding in findings if finding.elemento == "avances"} == {"advertencia"}


def test_filled_in_it_is_read_without_errors_and_forms_can_be_made(workspace):
    init_institution(workspace, ANSWERS)
    year = workspace.root / "data/aduana/2025"
    fill(year / "estructura.xlsx", {"codigo": "UNO", "nombre": "Unidad Uno", "nivel": "unidad", "padre": "ADP", "acp": "1"})
    fill(year / "acciones.xlsx", {"acp": "1", "denominacion": "Una acción"})
    fill(year / "versiones.xlsx", {"version": "v1", "resolucion": "RA 1/2025", "fecha": "2025-01-02"})
    plan = {"tarea": "T1", "descripcion": "Atender", "operacion": "O1", "unidad": "UNO", "acp": "1", "meta": 9}
    cut = {"fecha_corte": "2025-03-31", "reporte": "categoria", "cat_prog": "1 0 1", "ppto_vigente": 100, "devengado": 50}
    fill(year / "gastos.xlsx", cut)
    fill(year / "vinculacion.xlsx", {"cat_prog": "1 0 1", "acp": "1", "unidad": "UNO"})
    fill(year / "poa/v1/tareas.xlsx", plan | {"ene": 3, "feb": 3, "mar": 3, "acumulable": "si"})
    checked = check_run(workspace, "aduana", "2025-T1")
    assert [finding.mensaje for finding in checked.findings if finding.severidad == "error"] == []
    assert [unit.node.code for unit in checked.units] == ["UNO"]
    assert compute(workspace, "aduana", "2025-T1").book.nodes[0].code == "ADP"


def test_an_office_of_percentages_has_no_plan_to_fill_in(workspace):
    answers = Answers("gam", "Gobierno de Prueba", "GAMP", "1234", Period.parse("2025-T1"), "mre-2024", has_tasks=False)
    made = init_institution(workspace, answers)
    assert "data/gam/2025/avances.xlsx" in made
    assert not any("tareas" in name for name in made)


@pytest.mark.parametrize("table", ["estructura", "acciones", "versiones", "tareas", "avances", "gastos", "vinculacion"])
def test_every_heading_is_explained_and_is_the_contracts(table, tmp_path):
    write_template(table, tmp_path / f"{table}.xlsx")
    headings = [cell for cell in load_workbook(tmp_path / f"{table}.xlsx").active[1]]
    assert [cell.value for cell in headings] == [column.name for column in TABLES[table].file_columns]
    for cell, column in zip(headings, TABLES[table].file_columns, strict=True):
        assert column.description in cell.comment.text


def test_a_choice_is_a_list_and_its_refusal_is_spanish(tmp_path, wording):
    write_template("tareas", tmp_path / "tareas.xlsx")
    rules = load_workbook(tmp_path / "tareas.xlsx").active.data_validations.dataValidation
    (choice,) = [rule for rule in rules if rule.formula1 == '"si,no"']
    wording(choice.error, "si", "no")
    assert all(rule.error and rule.prompt for rule in rules)


def test_a_method_that_scores_no_tasks_is_not_for_an_office_that_has_them(workspace):
    method = load_method(workspace, "mre-2024").model_copy(update={"hoja": None})
    with pytest.raises(UsageError, match="no puntúa tareas"):
        check_scores(method, has_tasks=True)
    check_scores(method, has_tasks=False)


@pytest.mark.parametrize("folder", ["Aduana", "../fuera", "metodos", "a", "con espacio", ""])
def test_a_name_that_is_no_folder_is_refused(workspace, folder):
    with pytest.raises(UsageError, match="no sirve de nombre corto"):
        init_institution(workspace, Answers(folder, "X", "X", "", Period.parse("2025-T1"), "mre-2024"))


def test_what_exists_is_not_touched(workspace):
    init_institution(workspace, ANSWERS)
    before = (workspace.root / "params/aduana/entidad.yaml").read_bytes()
    with pytest.raises(UsageError, match="ya existe"):
        init_institution(workspace, ANSWERS)
    assert (workspace.root / "params/aduana/entidad.yaml").read_bytes() == before


def test_words_that_yaml_would_take_for_something_else_stay_words(workspace):
    answers = Answers("rara", "Sí: «No» # 1", "NO", "010", Period.parse("2025-T1"), "mre-2024")
    init_institution(workspace, answers)
    read = load_institution(workspace, "rara")
    assert (read.nombre, read.sigla, read.codigo_sigep) == ("Sí: «No» # 1", "NO", "010")


def test_a_full_disk_leaves_no_part_of_an_institution(workspace, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr("helpers.desk.periods.new_institution.write_template", lambda *given: os.write(os.open("/dev/full", os.O_WRONLY), b"x"))
        with pytest.raises(OSError, match="No space left"):
            init_institution(workspace, ANSWERS)
    assert not (workspace.params / "aduana").exists() and not (workspace.root / "data/aduana").exists()
    init_institution(workspace, ANSWERS)


class TestCommand:
    @pytest.fixture(autouse=True)
    def _root(self, workspace, monkeypatch):
        monkeypatch.setenv("POA_RAIZ", str(workspace.root))

    def test_asks_for_what_it_was_not_told(self, workspace):
        answers = "\n".join(["Aduana de Prueba", "ADP", "", "2025-T1", "mre-2024", "s"]) + "\n"
        done = CliRunner().invoke(app, ["init", "aduana"], input=answers)
        assert done.exit_code == 0, done.output
        assert "poa comprobar aduana/2025-T1" in done.stdout

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [("2025-T9", "no es un periodo"), ("2025-poa", "es el plan del año"), ("mre-2042", "No existe el método"), ("quizás", "no es sí ni no")],
    )
    def test_a_wrong_answer_is_asked_again_and_the_others_stand(self, workspace, wrong, words):
        answers = ["Aduana de Prueba", "ADP", "", "2025-T1", "mre-2024", "s"]
        answers.insert({"m": 4, "q": 5}.get(wrong[0], 3), wrong)
        done = CliRunner().invoke(app, ["init", "aduana"], input="\n".join(answers) + "\n")
        assert done.exit_code == 0, done.output
        assert words in " ".join(done.output.split())
        assert "Responda otra vez" in done.output
        assert load_institution(workspace, "aduana").nombre == "Aduana de Prueba"

    def test_a_wrong_option_is_told_before_anything_is_asked(self):
        done = CliRunner().invoke(app, ["init", "aduana", "--periodo", "2025-T9"], input="")
        assert done.exit_code == 2
        assert "no es un periodo" in done.output and "--nombre" not in done.output

    def test_without_anybody_to_ask_it_names_the_option(self):
        done = CliRunner().invoke(app, ["init", "aduana"], input="")
        assert done.exit_code == 2
        told = " ".join(done.output.split())
        for option in ("--nombre", "--sigla", "--periodo", "--metodo", "--con-tareas"):
            assert option in told
        assert "--codigo-sigep" not in told, "it may be left blank"

    @pytest.mark.slow
    def test_the_examples_of_its_own_help_are_run_as_they_stand_without_a_terminal(self, workspace):
        """The one that tells everything works; the one that asks says what to tell."""
        shown = CliRunner().invoke(app, ["init", "--help"]).stdout
        examples = [line.strip() for line in shown.splitlines() if line.strip().startswith("poa iniciar ")]
        environment = os.environ | {"POA_RAIZ": str(workspace.root)}
        for example, code in zip(examples, (2, 0), strict=True):
            words = [sys.executable, "-m", "helpers.desk.cli", *shlex.split(example)[1:]]
            done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            assert done.returncode == code, done.stderr.decode()
        assert load_institution(workspace, "aduana").nombre == "Aduana Nacional"
        assert load_run(workspace, "aduana", "2025-T1").metodo == "segip-2020"

    def test_told_everything_it_asks_nothing(self, workspace):
        words = ["--nombre", "Aduana", "--sigla", "AD", "--codigo-sigep", "", "--periodo", "2025-T1", "--metodo", "segip-2020"]
        done = CliRunner().invoke(app, ["init", "aduana", *words, "--con-porcentajes"], input="")
        assert done.exit_code == 0, done.output
        assert load_run(workspace, "aduana", "2025-T1").metodo == "segip-2020"

    def test_a_method_that_does_not_exist_makes_nothing(self, workspace):
        words = ["--nombre", "A", "--sigla", "AD", "--codigo-sigep", "", "--periodo", "2025-T1", "--metodo", "mre-2042"]
        assert CliRunner().invoke(app, ["init", "aduana", *words, "--con-tareas"]).exit_code == 2
        assert not (workspace.params / "aduana").exists()
