"""`poa abrir` opens a period from another one and never overwrites what exists."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from builders import ROOT
from quarter_files import LATER, NOW, copy_of_made, hand_in, make_world, put, run_of
from typer.testing import CliRunner

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.period_check import check_run
from helpers.desk.cli import app
from helpers.desk.periods.new_period import EXTENDED, MADE, NOTED, THERE, new_period
from helpers.figures.findings import InputsFailed
from helpers.run.compute import compute
from helpers.settings.params import load_run


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_of_made(_checked, tmp_path)


def _checked(root: Path) -> Workspace:
    made = make_world(root)
    hand_in(made, "U1")
    hand_in(made, "U2", changes={"T4": {"Ejec. jun": 1}})
    check_run(made, "mini", "2024-T2", NOW)
    return made


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def history(workspace: Workspace) -> list[dict[str, str]]:
    path = workspace.year_data("mini", 2024) / "historico.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def states(lines, name: str) -> list[str]:
    return [line.state for line in lines if line.name.endswith(name)]


def test_the_next_quarter_has_parameters_with_later_dates(workspace):
    """The deadline of T2 was 8 days after its end, and its reminder 12 days."""
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    run = load_run(workspace, "mini", "2024-T3")
    assert (run.periodo, run.metodo, run.estado, run.aprobado_por) == ("2024-T3", "mre-2024", "borrador", "")
    assert run.cortes["2024-T3"].fecha == date(2024, 9, 30)
    assert run.cortes["2024-T2"].fecha == date(2024, 6, 30)
    due = run.plazos["2024-T3"]
    assert (due.fecha, due.reiteracion) == (date(2024, 10, 8), date(2024, 10, 12))
    assert "propuesta" in due.fuente and "propuesta" in run.cortes["2024-T3"].fuente


def test_comments_are_kept_and_the_first_one_names_the_new_period(workspace, wording):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    text = workspace.run_file("mini", "2024-T3").read_text(encoding="utf-8")
    wording(text.partition("\n")[0], "tercer", "2024", "2024-T2")
    assert "el segundo trimestre" not in text
    assert "# Hasta cuándo.\nplazos:" in text


def test_new_folders_are_empty_and_the_plan_in_force_is_named(workspace):
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2")
    folder = workspace.root / "data/mini/2024/T3"
    assert {path.name for path in folder.iterdir()} == {"formularios", "texto"}
    assert files(folder) == {}
    (plan,) = [line for line in lines if line.name.endswith("poa/v1/")]
    assert "RA 1/2024" in plan.note


def test_the_plan_in_force_is_that_of_the_new_period(workspace):
    """A reformulation of August is in force in the third quarter and not in the second."""
    year = workspace.root / "data/mini/2024"
    shutil.copytree(year / "poa/v1", year / "poa/v2")
    put(year / "versiones.csv", "version,resolucion,fecha\nv1,RA 1/2024,2024-01-02\nv2,RA 9/2024,2024-08-15\n")
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2", with_history=False)
    assert [line.name for line in lines if "plan vigente" in line.note] == ["data/mini/2024/poa/v2/"]


def test_the_history_is_extended_with_the_figures_of_the_run(workspace):
    """U1 has 100 and U2 75 (9 of 12): the entity's mean in the quarter is 87.50."""
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2")
    assert states(lines, "historico.csv") == [MADE]
    rows = {(row["periodo"], row["nivel"], row["indicador"]): row["valor"] for row in history(workspace)}
    assert rows["2024-T2", "entidad", "avance_fisico"] == "87.50"
    assert ("2024-S1", "entidad", "avance_fisico") in rows
    assert {level for _, level, _ in rows} == {"entidad"}


def test_a_longer_period_that_ends_with_its_last_quarter_is_opened_with_the_quarter_in_the_history(workspace):
    """The semester, as a year after its fourth quarter: its own figures are not its past, those of the quarter are."""
    lines = new_period(workspace, "mini", "2024-S1", "2024-T2")
    assert states(lines, "historico.csv") == [MADE]
    assert {row["periodo"] for row in history(workspace)} == {"2024-T2"}
    assert "CAL-REPETIDA" not in {finding.codigo for finding in compute(workspace, "mini", "2024-S1").findings}
    new_period(workspace, "mini", "2024-T3", "2024-S1")
    assert {row["periodo"] for row in history(workspace)} == {"2024-T2", "2024-S1"}


def test_the_last_quarter_opened_from_the_longer_period_does_not_extend_the_history(workspace):
    new_period(workspace, "mini", "2024-S1", "2024-T2", with_history=False)
    workspace.run_file("mini", "2024-T2").unlink()
    assert states(new_period(workspace, "mini", "2024-T2", "2024-S1"), "historico.csv") == [NOTED]


def test_no_history_is_said_to_be_there_where_a_method_has_no_headline_figures(workspace):
    """The method only counts results: nothing is written, and the file still is not there."""
    run = workspace.run_file("mini", "2024-T2")
    put(run, run.read_text(encoding="utf-8").replace("metodo: mre-2024", "metodo: resultados"))
    assert states(new_period(workspace, "mini", "2024-T3", "2024-T2"), "historico.csv") == []


def test_nobody_is_asked_for_forms_where_the_method_only_counts_results(workspace, monkeypatch):
    run = workspace.run_file("mini", "2024-T2")
    text = run.read_text(encoding="utf-8").replace("metodo: mre-2024", "metodo: resultados")
    put(run, text.replace("tareas, ejecucion, presentaciones", "resultados"))
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    done = CliRunner().invoke(app, ["new", "mini/2024-T3", "--desde", "2024-T2", "--sin-historia"])
    assert "poa formularios" not in done.stdout and "poa comprobar mini/2024-T3" in done.stdout


def test_the_extended_history_agrees_with_the_computed_figures(workspace):
    """The new period computes the second quarter again and finds the same values in the history."""
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    findings = compute(workspace, "mini", "2024-T3").findings
    assert "CAL-REPETIDA" not in {finding.codigo for finding in findings}


def test_a_history_with_another_value_is_reported(workspace, wording):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    path = workspace.year_data("mini", 2024) / "historico.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("87.50", "88.00", 1), encoding="utf-8")
    findings = compute(workspace, "mini", "2024-T3").findings
    (found,) = [finding for finding in findings if finding.codigo == "CAL-REPETIDA"]
    assert (found.esperado, found.encontrado) == ("87.50", "88.00")
    wording(found.mensaje, "88,00", "87,50")


def test_a_history_of_another_method_is_no_second_value(workspace):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    path = workspace.year_data("mini", 2024) / "historico.csv"
    text = path.read_text(encoding="utf-8").replace("87.50", "88.00", 1).replace("mre-2024", "mre-2021")
    path.write_text(text, encoding="utf-8")
    assert [line.note for line in new_period(workspace, "mini", "2024-T3", "2024-T2") if line.state == NOTED] == []
    assert "CAL-REPETIDA" not in {finding.codigo for finding in compute(workspace, "mini", "2024-T3").findings}


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("gestion,periodo,nivel,codigo,indicador,valor,metodo\n2023,2023-anual,entidad,MINI,avance_fisico,80.10,\n", "2024,2024-T2,entidad,MINI,avance_fisico,87.50,mre-2024"),
        ("gestion;periodo;nivel;codigo;indicador;valor\n2023;2023-anual;entidad;MINI;avance_fisico;80,10", "2024;2024-T2;entidad;MINI;avance_fisico;87,50"),
    ],
)  # fmt: skip
def test_an_existing_history_is_extended_in_its_own_format(workspace, before, line):
    path = workspace.year_data("mini", 2024) / "historico.csv"
    put(path, before)
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2")
    after = path.read_text(encoding="utf-8")
    assert states(lines, "historico.csv") == [EXTENDED]
    assert after.startswith(before)
    assert line in after.splitlines()


@pytest.mark.parametrize(
    "before",
    [
        "gestion,periodo,nivel,codigo,indicador,valor\n2024,T2,entidad,MINI,avance_fisico,87.50\n",
        "gestion, periodo, nivel, codigo, indicador, valor\n2024,2024-T2,entidad,MINI,avance_fisico,87.50\n",
    ],
)
def test_a_row_is_recognised_however_its_period_is_written(workspace, before):
    """The reference of the table allows `T2` with `gestion` 2024."""
    path = workspace.year_data("mini", 2024) / "historico.csv"
    put(path, before)
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    added = path.read_text(encoding="utf-8").removeprefix(before)
    assert "2024-S1,entidad,MINI,avance_fisico" in added
    assert "2024-T2,entidad,MINI,avance_fisico" not in added
    assert "ENT-DUPLICADO" not in {finding.codigo for finding in compute(workspace, "mini", "2024-T3").findings}


def test_no_history_is_written_while_forms_are_unchecked(workspace, wording):
    hand_in(workspace, "U1", "sin revisar.xlsx", day="06/07/2024")
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2")
    (noted,) = [line for line in lines if "historia" in line.note]
    wording(noted.note, "2024-T2")
    assert "poa comprobar" in noted.note
    assert not (workspace.root / "data/mini/2024/historico.csv").exists()


def test_a_history_older_than_a_correction_is_reported_at_the_next_opening(workspace, wording):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    path = workspace.root / "data/mini/2024/historico.csv"
    before = path.read_text(encoding="utf-8")
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024", changes={"T1": {"Ejec. jun": 5}})
    check_run(workspace, "mini", "2024-T2", LATER)
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2")
    wording([line.note for line in lines if line.name.endswith("historico.csv")], "2024-T2", "2")
    assert path.read_text(encoding="utf-8") == before


def test_a_single_figure_of_the_history_is_told_in_the_singular(workspace):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    path = workspace.root / "data/mini/2024/historico.csv"
    *kept, _ = path.read_text(encoding="utf-8").replace("87.50", "88.00", 1).splitlines(keepends=True)
    path.write_text("".join(kept), encoding="utf-8")
    notes = [line.note for line in new_period(workspace, "mini", "2024-T3", "2024-T2") if line.name.endswith(".csv")]
    assert notes[0] == "una sola cifra de 2024-T2"
    assert notes[1].startswith("1 cifra que ya estaba dice otra cosa")


def test_a_history_without_final_zeros_counts_as_equal(workspace):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    path = workspace.root / "data/mini/2024/historico.csv"
    text = path.read_text(encoding="utf-8")
    shorter = text.replace("0,mre-2024", ",mre-2024")
    assert shorter != text
    path.write_text(shorter, encoding="utf-8")
    notes = [line.note for line in new_period(workspace, "mini", "2024-T3", "2024-T2")]
    assert not any("dicen otra cosa" in note for note in notes)


def test_opening_a_period_again_changes_nothing(workspace):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    before = files(workspace.root)
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2")
    assert files(workspace.root) == before
    assert {line.state for line in lines} == {THERE}


def test_existing_parameters_are_not_changed(workspace):
    mine = workspace.run_file("mini", "2024-T3")
    shutil.copyfile(workspace.run_file("mini", "2024-T2"), mine)
    mine.write_text(run_of(mine.read_text(encoding="utf-8"), "2024-T3"), encoding="utf-8")
    before = mine.read_bytes()
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2")
    assert mine.read_bytes() == before
    assert states(lines, "2024-T3.yaml") == [THERE]


def test_a_new_year_starts_with_the_tables_and_the_history_of_the_last(workspace):
    lines = new_period(workspace, "mini", "2025-T1", "2024-T2")
    year = workspace.root / "data/mini/2025"
    assert (year / "estructura.csv").read_bytes() == (workspace.root / "data/mini/2024/estructura.csv").read_bytes()
    assert (year / "acciones.csv").is_file()
    assert not (year / "poa").exists()
    assert [line.state for line in lines if line.name.endswith("2025/poa/")] == [NOTED]
    assert "2024-T2" in (year / "historico.csv").read_text(encoding="utf-8")
    assert set(load_run(workspace, "mini", "2025-T1").cortes) == {"2025-T1"}


def test_the_plan_of_a_year_is_opened_from_a_period_of_the_year_before(workspace):
    """It has parameters, the institution's tables and a folder for its forms. Nothing is computed."""
    lines = new_period(workspace, "mini", "2025-poa", "2024-T2")
    run = load_run(workspace, "mini", "2025-poa")
    assert (run.periodo, run.metodo, run.estado) == ("2025-poa", "mre-2024", "borrador")
    assert run.tablas == ("estructura", "acciones")
    assert run.plazos == {}, "a quarter's deadline says nothing of a plan's"
    assert {code: str(cut.fecha) for code, cut in run.cortes.items()} == {"2025-poa": "2025-12-31"}
    year = workspace.root / "data/mini/2025"
    assert sorted(files(year)) == ["acciones.csv", "estructura.csv"]
    assert run.secciones[:5] == ("resumen_plan", "foda", "articulacion", "requerimientos", "resumen_presupuesto"), "a plan's report has sections of its own"
    assert (year / "poa/v1/formularios").is_dir() and not (year / "poa/texto").exists()
    assert states(lines, "2025-poa.yaml") == [MADE]


def test_the_forms_of_a_new_plan_can_be_made_and_the_plan_assembled(workspace, monkeypatch, tmp_path):
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    assert CliRunner().invoke(app, ["new", "mini/2025-poa", "--desde", "2024-T2"]).exit_code == 0
    sent = CliRunner().invoke(app, ["forms", "mini/2025-poa", "--salida", str(tmp_path / "salida")])
    assert sent.exit_code == 0, sent.output
    assert {path.name for path in (tmp_path / "salida").iterdir()} == {"U1-2025-poa.xlsx", "U2-2025-poa.xlsx"}
    planned = CliRunner().invoke(app, ["plan", "mini/2025-poa", "--version", "v1"])
    assert planned.exit_code == 1 and "U1" in planned.output, planned.output


def test_a_plan_can_be_opened_from_a_period_of_its_own_year(workspace):
    before = files(workspace.root)
    lines = new_period(workspace, "mini", "2024-poa", "2024-T2")
    after = files(workspace.root)
    assert {name for name in after if after[name] != before.get(name)} == {"params/mini/2024-poa.yaml"}
    assert [line.state for line in lines if line.name.endswith("v1/tareas.csv")] == [NOTED], "there is a plan already"
    assert {line.state for line in new_period(workspace, "mini", "2024-poa", "2024-T2")} == {THERE, NOTED}
    assert files(workspace.root) == after


def test_a_plans_deadline_comes_from_the_plan_before(workspace):
    """The plan of 2024 was due on 30 November 2023, 397 days before the end of 2024; so is that of 2025."""
    text = workspace.run_file("mini", "2024-T2").read_text(encoding="utf-8").replace("2024-T2", "2024-poa")
    text = text.replace("2024-07-08", "2023-11-30").replace("2024-07-12", "2023-12-04")
    put(workspace.run_file("mini", "2024-poa"), text)
    new_period(workspace, "mini", "2025-poa", "2024-poa")
    due = load_run(workspace, "mini", "2025-poa").plazos["2025-poa"]
    assert (due.fecha, due.reiteracion) == (date(2024, 11, 29), date(2024, 12, 3))
    assert "# Hasta cuándo.\nplazos:" in workspace.run_file("mini", "2025-poa").read_text(encoding="utf-8")


def test_no_period_is_opened_from_a_plan(workspace):
    new_period(workspace, "mini", "2025-poa", "2024-T2")
    with pytest.raises(UsageError, match="es el plan de un año"):
        new_period(workspace, "mini", "2025-T1", "2025-poa")
    new_period(workspace, "mini", "2025-T1", "2024-T2")
    assert load_run(workspace, "mini", "2025-T1").periodo == "2025-T1"


@pytest.mark.parametrize(
    ("target", "source", "words"),
    [
        ("2024-T2", "2024-T2", "ya es el periodo del que se parte"),
        ("2026-T1", "2024-T2", "falta un año"),
        ("2024-T3", "2024-T1", "No hay parámetros"),
        ("2024-T9", "2024-T2", "no es un periodo"),
    ],
)
def test_an_impossible_opening_is_refused_and_makes_nothing(workspace, target, source, words):
    before = files(workspace.root)
    with pytest.raises(UsageError, match=words):
        new_period(workspace, "mini", target, source)
    assert files(workspace.root) == before


def test_an_earlier_year_is_opened_from_a_later_one(workspace, wording):
    """The deadline of T2 was 8 days after its end; so is the new one. The year's tables are copied for correction."""
    lines = new_period(workspace, "mini", "2023-T4", "2024-T2")
    run = load_run(workspace, "mini", "2023-T4")
    assert (list(run.cortes), run.cortes["2023-T4"].fecha) == (["2023-T4"], date(2023, 12, 31))
    assert (list(run.plazos), run.plazos["2023-T4"].fecha) == (["2023-T4"], date(2024, 1, 8))
    year = workspace.root / "data/mini/2023"
    assert sorted(files(year)) == ["acciones.csv", "estructura.csv"]
    assert {path.name for path in (year / "T4").iterdir()} == {"formularios", "texto"}
    notes = [line.note for line in lines if line.state == NOTED]
    wording(notes, "2024-T2", "2023-T4", "2024", "2023")
    assert not (workspace.root / "data/mini/2024/historico.csv").exists()
    new_period(workspace, "mini", "2022-T4", "2023-T4")
    new_period(workspace, "mini", "2021-poa", "2024-T2")
    assert load_run(workspace, "mini", "2021-poa").period.is_plan


def test_an_earlier_period_of_the_year_keeps_the_dates_that_were_stated_for_it(workspace):
    path = workspace.run_file("mini", "2024-T2")
    stated = "cortes:\n  2024-T1:\n    fecha: 2024-03-28\n    fuente: reporte de marzo\n"
    put(path, path.read_text(encoding="utf-8").replace("cortes:\n", stated))
    new_period(workspace, "mini", "2024-T1", "2024-T2")
    run = load_run(workspace, "mini", "2024-T1")
    assert [(code, cut.fecha, cut.fuente) for code, cut in run.cortes.items()] == [
        ("2024-T1", date(2024, 3, 28), "reporte de marzo")
    ]
    assert run.plazos["2024-T1"].fecha == date(2024, 4, 8)


def test_a_source_with_errors_is_refused_unless_the_history_is_left_out(workspace, wording):
    put(workspace.root / "data/mini/2024/acciones.csv", "acp,denominacion\n1,\n")
    before = files(workspace.root)
    with pytest.raises(InputsFailed) as refused:
        new_period(workspace, "mini", "2024-T3", "2024-T2")
    assert files(workspace.root) == before
    wording(refused.value.__notes__, "2024-T3", "2024-T2", "--sin-historia")
    new_period(workspace, "mini", "2024-T3", "2024-T2", with_history=False)
    assert workspace.run_file("mini", "2024-T3").is_file()


def test_the_third_quarter_of_the_ministry_can_be_opened(tmp_path):
    """With the real institution: nothing of the third quarter has been published, so `publicado` is not required."""
    for folder in ("params", "data/mre"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    workspace = Workspace(tmp_path)
    lines = new_period(workspace, "mre", "2024-T3", "2024-T2")
    assert "publicado" not in load_run(workspace, "mre", "2024-T3").tablas
    assert states(lines, "historico.csv") == [EXTENDED]
    checked = check_run(workspace, "mre", "2024-T3", NOW)
    errors = [finding for finding in checked.findings if finding.severidad == "error"]
    assert [(finding.codigo, finding.elemento) for finding in errors] == [
        ("ENT-CORTE-FALTA", "gastos/2024-09-30"),
        ("ENT-TABLA-FALTA", "metas"),
    ]
    assert {unit.status.value for unit in checked.units} == {"falta"}


def test_the_command_names_files_whole_on_a_narrow_terminal(workspace, monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    monkeypatch.setenv("COLUMNS", "60")
    done = CliRunner().invoke(app, ["new", "mini/2024-T3", "--desde", "2024-T2"])
    assert "data/mini/2024/T3/formularios/" in done.stdout and "…" not in done.stdout


def test_a_year_without_plan_needs_one_before_its_forms(workspace, monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    assert "falta el plan de 2025" in CliRunner().invoke(app, ["new", "mini/2025-T1", "--desde", "2024-T2"]).stdout


def test_a_history_that_only_repeats_the_last_years_is_a_copy_of_it(workspace):
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    (line,) = [line for line in new_period(workspace, "mini", "2025-T1", "2024-T2") if line.name.endswith("historico.csv")]
    assert (line.state, line.note) == (MADE, "copia de 2024")


def test_a_later_period_of_a_year_that_still_lacks_its_plan_needs_it_too(workspace):
    (workspace.root / "data/mini/2024/poa/v1/tareas.csv").unlink()
    lines = new_period(workspace, "mini", "2024-T3", "2024-T2", with_history=False)
    assert [line.name for line in lines if line.note.startswith("falta el plan")] == ["data/mini/2024/poa/"]


def test_after_a_year_is_opened_the_check_tells_who_is_missing(workspace, monkeypatch, wording):
    """Percentages of quarters make none of the year with some methods."""
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    year = CliRunner().invoke(app, ["new", "mini/2024-anual", "--desde", "2024-T2"]).stdout.splitlines()[-1]
    titles = [load_run(workspace, "mini", period).titulo for period in ("2024-T2", "2024-anual")]
    assert titles[0] != titles[1], "the title of a quarter is none of a year"
    wording(year, "poa comprobar mini/2024-anual")


def test_the_command_lists_what_it_made(workspace, monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    monkeypatch.setenv("COLUMNS", "160")
    done = CliRunner().invoke(app, ["new", "mini/2024-T3", "--desde", "2024-T2"])
    assert done.exit_code == 0, done.output
    assert "params/mini/2024-T3.yaml" in done.stdout
    assert CliRunner().invoke(app, ["new", "mini/2024-T2", "--desde", "2024-T2"]).exit_code == 2
