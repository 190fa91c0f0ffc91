"""`poa iniciar`: an institution begins without code. What the command makes can be filled in, checked and reported."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
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
from helpers.desk.periods.new_institution import Answers, check_folder, init_institution
from helpers.desk.periods.new_period import new_period
from helpers.desk.periods.next_params import TITLES
from helpers.desk.periods.table_templates import write_template
from helpers.intake.dataset import TABLES
from helpers.run.compute import compute
from helpers.settings.institution import load_institution
from helpers.settings.params import load_run

ANSWERS = Answers("aduana", "Aduana de Prueba", "ADP", "", Period.parse("2025-T1"), "mre-2024")


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    shutil.copytree(ROOT / "params/metodos", tmp_path / "params/metodos")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    return Workspace(tmp_path)


def fill(path: Path, *rows: dict[str, object]) -> None:
    """Fill in a template as a person would, by the heading of each column."""
    book = load_workbook(path)
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[1]}
    first = next(line for line in range(2, 99) if sheet.cell(line, 1).value is None)
    for line, row in enumerate(rows, start=first):
        for name, value in row.items():
            sheet.cell(line, columns[name]).value = value
    book.save(path)


def test_the_new_files_are_listed_and_can_be_loaded(workspace):
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


def test_an_institution_that_begins_with_a_year_has_the_title_of_a_years_report(workspace):
    init_institution(workspace, replace(ANSWERS, period=Period.parse("2025-anual")))
    assert load_run(workspace, "aduana", "2025-anual").titulo == TITLES["anual"], "as `poa abrir` writes it"


def test_the_check_of_a_new_institution_names_the_empty_tables(workspace, wording):
    init_institution(workspace, ANSWERS)
    checked = check_run(workspace, "aduana", "2025-T1")
    empty = {finding.elemento: finding.mensaje for finding in checked.findings if finding.codigo == "ENT-TABLA-VACIA"}
    assert set(empty) == {"estructura", "acciones", "versiones", "tareas", "gastos", "vinculacion"}
    assert {finding.severidad for finding in checked.findings} == {"error"}
    assert checked.findings[0].elemento == "estructura", "without the structure nothing can be judged: it comes first"
    assert checked.of_none[0] == checked.findings[0], "on the page too, although other files' names come before"
    wording(checked.findings[0].mensaje, "data/aduana/2025/estructura.xlsx", "estructura")
    for name in ("estructura", "acciones", "versiones", "tareas"):
        assert "quítela" not in empty[name], "these cannot be done without"
    assert "quítela de «tablas»" in empty["gastos"]


def test_a_structure_without_any_row_counts_as_empty(workspace):
    init_institution(workspace, ANSWERS)
    path = workspace.root / "data/aduana/2025/estructura.xlsx"
    book = load_workbook(path)
    book.active.delete_rows(2)
    book.save(path)
    assert check_run(workspace, "aduana", "2025-T1").findings[0].elemento == "estructura"


def test_an_empty_table_of_percentages_is_only_a_warning(workspace):
    """An empty template is only a warning, because the forms bring the percentages."""
    init_institution(workspace, replace(ANSWERS, has_tasks=False))
    findings = check_run(workspace, "aduana", "2025-T1").findings
    assert {finding.severidad for finding in findings if finding.elemento == "avances"} == {"advertencia"}


def test_an_institution_that_is_filled_in_is_checked_without_errors(workspace):
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


def test_a_method_that_only_counts_results_asks_for_results_and_for_nothing_that_it_cannot_read(workspace):
    """It has no indicator: `avances` could not be filled in, and money would not be printed."""
    made = init_institution(workspace, replace(ANSWERS, method="resultados", has_tasks=False))
    tables = [Path(path).stem for path in made if path.endswith(".xlsx")]
    run = load_run(workspace, "aduana", "2025-T1")
    assert tables == list(run.tablas) == ["estructura", "acciones", "marcos", "resultados"]
    assert {"resultados", "objetivos"} <= {*run.secciones} and "POA" not in run.titulo


def test_results_of_an_earlier_quarter_do_not_stand_for_those_of_the_next(workspace):
    """No form asks for results alone, so the inbox that `poa iniciar` makes supplies none."""
    init_institution(workspace, replace(ANSWERS, method="resultados", has_tasks=False))
    year = workspace.root / "data/aduana/2025"
    fill(year / "estructura.xlsx", {"codigo": "UNO", "nombre": "Unidad Uno", "nivel": "unidad", "padre": "ADP"})
    fill(year / "acciones.xlsx", {"acp": "1", "denominacion": "Una acción"})
    fill(year / "marcos.xlsx", {"marco": "ODS", "codigo": "16", "titulo": "Paz"})
    fill(year / "T1/resultados.xlsx", {"id": "1", "texto": "Se atendió."})
    new_period(workspace, "aduana", "2025-T2", "2025-T1")
    faults = {
        quarter: [one.elemento for one in check_run(workspace, "aduana", quarter).findings if one.severidad == "error"]
        for quarter in ("2025-T1", "2025-T2")
    }
    assert faults == {"2025-T1": [], "2025-T2": ["resultados"]}


def test_an_institution_with_percentages_has_no_plan_to_fill_in(workspace):
    answers = Answers("gam", "Gobierno de Prueba", "GAMP", "1234", Period.parse("2025-T1"), "mre-2024", has_tasks=False)
    made = init_institution(workspace, answers)
    assert "data/gam/2025/avances.xlsx" in made
    assert not any("tareas" in name for name in made)


@pytest.mark.parametrize("table", ["estructura", "acciones", "versiones", "tareas", "avances", "gastos", "vinculacion"])
def test_every_heading_is_that_of_the_contract_with_its_description(table, tmp_path):
    write_template(table, tmp_path / f"{table}.xlsx")
    headings = [cell for cell in load_workbook(tmp_path / f"{table}.xlsx").active[1]]
    assert [cell.value for cell in headings] == [column.name for column in TABLES[table].file_columns]
    for cell, column in zip(headings, TABLES[table].file_columns, strict=True):
        assert column.description in cell.comment.text


def test_a_column_of_choices_has_a_list_and_a_spanish_error(tmp_path, wording):
    write_template("tareas", tmp_path / "tareas.xlsx")
    rules = load_workbook(tmp_path / "tareas.xlsx").active.data_validations.dataValidation
    (choice,) = [rule for rule in rules if rule.formula1 == '"si,no"']
    wording(choice.error, "si", "no")
    assert all(rule.error and rule.prompt for rule in rules)


def test_what_is_typed_into_an_empty_cell_takes_the_format_of_its_column(tmp_path):
    """A code `007` stays text. Columns have the format and not their cells, so that no empty cell is written or read."""
    write_template("tareas", tmp_path / "tareas.xlsx")
    sheet = load_workbook(tmp_path / "tareas.xlsx").active
    formats = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert [formats[name] for name in ("tarea", "meta", "unidad")] == ["@", "General", "@"]
    assert sheet.max_row == 1


@pytest.mark.parametrize("folder", ["Aduana", "../fuera", "a", "con espacio", ""])
def test_a_short_name_that_cannot_be_a_folder_is_refused(workspace, folder):
    with pytest.raises(UsageError, match="no sirve de nombre corto: use de 2 a 31"):
        init_institution(workspace, Answers(folder, "X", "X", "", Period.parse("2025-T1"), "mre-2024"))


def test_an_existing_institution_is_not_changed(workspace):
    init_institution(workspace, ANSWERS)
    before = (workspace.root / "params/aduana/entidad.yaml").read_bytes()
    with pytest.raises(UsageError, match="params/metodos ya existe"):
        check_folder(workspace, "metodos")
    with pytest.raises(UsageError, match="ya existe"):
        init_institution(workspace, ANSWERS)
    assert (workspace.root / "params/aduana/entidad.yaml").read_bytes() == before


def test_words_that_yaml_could_read_as_other_values_stay_text(workspace):
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

    def test_the_command_asks_for_missing_options(self, workspace):
        answers = "\n".join(["Aduana de Prueba", "ADP", "", "2025-T1", "mre-2024", "s"]) + "\n"
        done = CliRunner().invoke(app, ["init", "aduana"], input=answers)
        assert done.exit_code == 0, done.output
        assert "poa comprobar aduana/2025-T1" in done.stdout

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [("2025-T9", "no es un periodo"), ("2025-poa", "es el plan del año"), ("mre-2042", "No existe el método"), ("quizás", "no es sí ni no")],
    )
    def test_a_wrong_answer_is_asked_again_and_the_others_are_kept(self, workspace, wrong, words):
        answers = ["Aduana de Prueba", "ADP", "", "2025-T1", "mre-2024", "s"]
        answers.insert({"m": 4, "q": 5}.get(wrong[0], 3), wrong)
        done = CliRunner().invoke(app, ["init", "aduana"], input="\n".join(answers) + "\n")
        assert done.exit_code == 0, done.output
        assert words in " ".join(done.output.split())
        assert "Responda otra vez" in done.output
        assert load_institution(workspace, "aduana").nombre == "Aduana de Prueba"

    def test_a_wrong_option_is_reported_before_any_question(self):
        done = CliRunner().invoke(app, ["init", "aduana", "--periodo", "2025-T9"], input="")
        assert done.exit_code == 2
        assert "no es un periodo" in done.output and "--nombre" not in done.output

    def test_the_number_in_sigep_has_digits_only(self):
        done = CliRunner().invoke(app, ["init", "aduana", "--codigo-sigep", "abc"], input="")
        assert done.exit_code == 2
        assert "«abc»" in done.output

    def test_the_help_names_both_kinds_of_report(self):
        shown = CliRunner().invoke(app, ["init", "--help"]).stdout
        assert "--con-tareas" in shown and "--con-porcentajes" in shown

    def test_without_answers_the_command_names_the_missing_options(self):
        done = CliRunner().invoke(app, ["init", "aduana"], input="")
        assert done.exit_code == 2
        message = " ".join(done.output.split())
        for option in ("--nombre", "--sigla", "--periodo", "--metodo", "--con-tareas"):
            assert option in message
        assert "--codigo-sigep" not in message, "it may be left blank"

    @pytest.mark.slow
    def test_the_examples_of_the_help_can_be_run_without_a_terminal(self, workspace):
        """The example with every option works. The one that would ask fails, because nobody can answer."""
        shown = CliRunner().invoke(app, ["init", "--help"]).stdout
        examples = [line.strip() for line in shown.splitlines() if line.strip().startswith("poa iniciar ")]
        environment = os.environ | {"POA_RAIZ": str(workspace.root)}
        for example, code in zip(examples, (2, 0), strict=True):
            words = [sys.executable, "-m", "helpers.desk.cli", *shlex.split(example)[1:]]
            done = subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            assert done.returncode == code, done.stderr.decode()
        assert load_institution(workspace, "aduana").nombre == "Aduana Nacional"
        assert load_run(workspace, "aduana", "2025-T1").metodo == "segip-2020"

    def test_with_all_options_the_command_asks_nothing(self, workspace):
        words = ["--nombre", "Aduana", "--sigla", "AD", "--codigo-sigep", "", "--periodo", "2025-T1", "--metodo", "segip-2020"]
        done = CliRunner().invoke(app, ["init", "aduana", *words, "--con-porcentajes"], input="")
        assert done.exit_code == 0, done.output
        assert load_run(workspace, "aduana", "2025-T1").metodo == "segip-2020"

    def test_nobody_is_asked_for_tasks_where_the_method_only_counts_results(self, workspace):
        done = CliRunner().invoke(app, ["init", "fondo"], input="Fondo de Prueba\nFP\n\n2025-T1\nresultados\n")
        assert done.exit_code == 0, done.output

    def test_tasks_cannot_be_asked_of_a_method_that_scores_none(self):
        words = ["--nombre", "A", "--sigla", "AD", "--codigo-sigep", "", "--periodo", "2025-T1", "--metodo", "resultados"]
        done = CliRunner().invoke(app, ["init", "aduana", *words, "--con-tareas"], input="")
        assert done.exit_code == 2 and "no puntúa tareas" in " ".join(done.output.split())

    def test_a_method_that_does_not_exist_makes_nothing(self, workspace):
        words = ["--nombre", "A", "--sigla", "AD", "--codigo-sigep", "", "--periodo", "2025-T1", "--metodo", "mre-2042"]
        assert CliRunner().invoke(app, ["init", "aduana", *words, "--con-tareas"]).exit_code == 2
        assert not (workspace.params / "aduana").exists()
