"""`poa comprobar`: which units reported, which did not, what to mend and what the next grade needs."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from decimal import Decimal

import pytest
from builders import WORKSPACE
from openpyxl import load_workbook
from quarter_files import (
    LATER,
    NOW,
    RUN,
    TABLES,
    forms_of,
    hand_in,
    inbox,
    make_world,
    period_folder,
    put,
    run_of,
    sign,
)
from typer.testing import CliRunner

from helpers.base.errors import UsageError
from helpers.base.periods import Period, run_windows
from helpers.base.python_extras import not_none
from helpers.desk.checking.check_data import plain_check
from helpers.desk.checking.check_sentences import advice
from helpers.desk.checking.finding_units import Attribution
from helpers.desk.checking.grade_needs import grade_distance
from helpers.desk.checking.period_check import check_run
from helpers.desk.checking.unit_sheets import html_of, unit_sheet, write_unit_sheets
from helpers.desk.checking.unit_standing import Status
from helpers.desk.cli import app
from helpers.desk.terminal.finding_pages import NO_FORM
from helpers.figures.findings import Finding, Severity
from helpers.figures.situations import rejected_forms, reporters
from helpers.forms.blank.blank_forms import workbook_of
from helpers.scoring.score import score
from helpers.settings.params import load_run


@pytest.fixture
def workspace(tmp_path):
    return make_world(tmp_path)


def statuses(checked) -> dict[str, Status]:
    return {unit.node.code: unit.status for unit in checked.units}


def unit_of(checked, code):
    return next(unit for unit in checked.units if unit.node.code == code)


@pytest.mark.parametrize(
    ("day", "status"),
    [("08/07/2024", Status.IN_TIME), ("12/07/2024", Status.REMINDED), ("13/07/2024", Status.LATE)],
)
def test_the_deadline_and_the_reminder_decide(workspace, day, status):
    hand_in(workspace, "U1", day=day)
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    assert statuses(checked) == {"U1": status, "U2": Status.MISSING}
    assert not checked.fails


@pytest.mark.parametrize(("task", "status"), [("T4", Status.MISSING), ("T5", Status.REPORTED)])
def test_quantities_of_a_task_that_the_plan_no_longer_has_are_no_report(workspace, task, status):
    year = workspace.root / "data/mini/2024"
    put(year / "versiones.csv", f"{TABLES['versiones.csv']}v2,RA 2/2024,2024-03-01\n")
    put(year / "poa/v2/tareas.csv", TABLES["poa/v1/tareas.csv"].replace("T4,", "T5,"))
    put(period_folder(workspace) / "ejecucion.csv", f"tarea,abr,may,jun\n{task},1,1,1\n")
    assert statuses(check_run(workspace, "mini", "2024-T2", LATER))["U2"] is status


@pytest.mark.parametrize(("has_tasks", "status"), [(True, Status.MISSING), (False, Status.REPORTED)])
def test_a_percentage_of_the_type_is_no_report_of_a_post_that_has_tasks(workspace, has_tasks, status):
    structure = TABLES["estructura.csv"].replace("U2,Unidad Segunda,unidad,MINI,U2", "TIP,Puestos,tipo,MINI,TIP")
    put(workspace.root / "data/mini/2024/estructura.csv", f"{structure}P1,Puesto,puesto,TIP,P1,,1,4\n")
    put(period_folder(workspace) / "avances.csv", "nivel,codigo,indicador,periodo,valor\ntipo,TIP,avance_fisico,2024-T2,75\n")
    tables = "versiones, tareas, ejecucion, presentaciones"
    put(workspace.root / "params/mini/2024-T2.yaml", RUN.replace(tables, f"{tables}, avances" if has_tasks else "avances"))
    tasks = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    put(tasks, tasks.read_text("utf-8").replace(",O3,U2,", ",O3,P1,"))
    if not has_tasks:
        tasks.unlink()
        (workspace.root / "data/mini/2024/versiones.csv").unlink()
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    assert checked.book is not None
    assert statuses(checked)["P1"] is status


def test_an_empty_table_is_told_until_forms_bring_its_rows(workspace):
    """`poa iniciar --con-porcentajes` leaves one, which the check of every quarter named first."""
    put(period_folder(workspace) / "ejecucion.csv", "tarea,abr,may,jun\n")
    codes = []
    for unit in ("", "U1"):
        if unit:
            hand_in(workspace, unit)
        findings = check_run(workspace, "mini", "2024-T2", NOW).findings
        codes.append([(one.elemento, one.severidad) for one in findings if one.codigo == "ENT-TABLA-VACIA"])
    assert codes == [[("ejecucion", Severity.WARNING)], []]


def test_a_rejected_form_is_an_error_of_its_unit(workspace):
    hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    unit = unit_of(checked, "U1")
    assert (unit.status, unit.file, unit.count(Severity.ERROR)) == (Status.REJECTED, "U1 final (1).xlsx", 1)
    assert checked.fails
    assert advice(checked)[0].startswith("Devuelva su formulario a U1")
    assert "sin lo rechazado" in advice(checked)[-1], "nothing else stops the report"


def test_a_form_lost_in_an_earlier_quarter_is_no_state_of_this_one(workspace):
    """The state said «aceptado y perdido» of the third quarter, in which nobody had sent anything yet."""
    put(workspace.root / "params/mini/2024-T3.yaml", run_of(RUN, "2024-T3"))
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U1", day="06/07/2024")
    checked = check_run(workspace, "mini", "2024-T3", LATER)
    (told,) = [one for one in unit_of(checked, "U1").findings if one.codigo == "REC-CAMBIADO"]
    assert statuses(checked)["U1"] is not Status.LOST
    assert any(step.startswith("Vuelva a poner el formulario aceptado de U1") for step in advice(checked))
    assert "«poa comprobar» de 2024-T2" in told.mensaje, "it was the command that had just been run"


@pytest.mark.parametrize("away", [".aparte", "data/mini/2024/poa/v1/formularios", "data/mini/2024/T1/formularios"])
def test_a_unit_whose_rejected_form_was_moved_away_is_asked_for_one(workspace, away):
    """It stayed «rechazado» for ever, and nothing said that its report was missing."""
    hand_in(workspace, "U2")
    hand_in(workspace, "U1", "otro.xlsx", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    check_run(workspace, "mini", "2024-T2", NOW)
    (workspace.root / away).mkdir(parents=True)
    (inbox(workspace) / "otro.xlsx").rename(workspace.root / away / "otro.xlsx")
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    assert (unit_of(checked, "U1").status, unit_of(checked, "U1").file) == (Status.MISSING, "")
    assert [one.elemento for one in checked.findings if one.codigo == "PRE-FALTA"] == ["unidad/U1"]
    assert any(step.startswith("Reitere el pedido a U1") for step in advice(checked))
    assert not rejected_forms(not_none(checked.book), not_none(checked.book).period)


def test_a_declared_table_that_no_section_shows_is_told(workspace, wording):
    """The report left it out, and neither the check nor the report's list of what it does not include said so."""
    declared = "titulo: Altas\nseccion: bienes\ncolumnas:\n  oficina: {tipo: texto}\n  altas: {tipo: entero}\nclave: [oficina]\n"
    put(workspace.root / "data/mini/2024/cuadros/altas.csv", "oficina,altas\nLa Paz,10\n")
    put(workspace.root / "data/mini/2024/cuadros/altas.yaml", declared)
    steps = advice(check_run(workspace, "mini", "2024-T2", NOW))
    (step,) = (step for step in steps if "«altas»" in step)
    wording(step)
    put(workspace.root / "params/mini/2024-T2.yaml", RUN.replace("secciones: [", "secciones: [cuadros, "))
    assert not any("«altas»" in step for step in advice(check_run(workspace, "mini", "2024-T2", NOW)))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("U1,Unidad Primera,unidad,MINI", "U1,Unidad Primera,unidad,MINO"), "ENT-PADRE"),
        (("U1,Unidad Primera,unidad", "U9,Unidad Primera,unidad"), "FOR-UNIDAD"),
    ],
)
def test_an_error_of_the_structure_is_the_planners_and_returns_no_form(workspace, wrong, told):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    put(workspace.root / "data/mini/2024/estructura.csv", TABLES["estructura.csv"].replace(*wrong))
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert told in {one.codigo for one in checked.findings if one.severidad is Severity.ERROR}
    assert not any(unit.to_return or unit_sheet(checked, unit).mend for unit in checked.units)
    steps = advice(checked)
    assert not any(step.startswith("Devuelva") for step in steps)
    assert ("«U1 final (1).xlsx»" in steps[0]) == (told == "FOR-UNIDAD")
    assert not (told == "FOR-UNIDAD" and any("Reitere" in step or "repártalos" in step for step in steps))


@pytest.mark.parametrize("file", ["T2/recepcion.csv", "estructura.csv"])
def test_a_file_that_cannot_be_read_is_mended_before_anybody_is_asked_for_a_form(workspace, file):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    path = workspace.root / "data/mini/2024" / file
    path.write_text(path.read_text().replace(",", ";") if file != "estructura.csv" else "")
    (step,) = advice(check_run(workspace, "mini", "2024-T2", NOW))
    assert step.startswith("Corrija el error")


def test_a_plan_that_is_gone_is_no_fault_of_the_forms_and_returns_none(workspace, wording):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U2")
    (workspace.root / "data/mini/2024/poa/v1/tareas.csv").unlink()
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    wrong = [one for one in checked.findings if one.severidad is Severity.ERROR]
    assert [one.codigo for one in wrong] == ["ENT-TABLA-FALTA", "FOR-OTRO-FORMULARIO"]
    wording(wrong[1].mensaje, "U2")
    assert not any(step.startswith("Devuelva") for step in advice(checked))


@pytest.mark.parametrize("wrong", ["12,cuatro,4,4", "doce,4,4,4"])
def test_a_form_does_not_differ_from_a_cell_of_the_plan_that_cannot_be_read(workspace, wrong):
    """The form was refused because the plan had no number there, and was to be returned."""
    hand_in(workspace, "U2")
    plan = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    put(plan, TABLES["poa/v1/tareas.csv"].replace("12,4,4,4", wrong))
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert [one.codigo for one in checked.findings if one.severidad is not Severity.NOTE] == ["ENT-NUMERO"]
    assert statuses(checked)["U2"] is Status.IN_TIME
    put(plan, TABLES["poa/v1/tareas.csv"].replace("12,4,4,4", "12,5,4,3"))
    assert "FOR-PROGRAMA-CAMBIADO" in {one.codigo for one in check_run(workspace, "mini", "2024-T2", NOW).findings}


def test_a_unit_is_not_asked_to_correct_what_it_did_beyond_its_programme(workspace):
    plan = TABLES["poa/v1/tareas.csv"].replace("talleres,10,,5,5,si", "talleres,10,,,,si")
    put(workspace.root / "data/mini/2024/poa/v1/tareas.csv", plan)
    hand_in(workspace, "U1")
    sheet = unit_sheet(checked := check_run(workspace, "mini", "2024-T2", NOW), unit_of(checked, "U1"))
    assert "10" in [row[4] for row in sheet.aside] and sheet.mend == ()


def test_an_error_of_a_text_stops_the_report(workspace):
    """The figures are computed, and no report is made."""
    put(workspace.root / "data/mini/2024/T2/texto/resumen.md", 'Avanzó {{ cifra("avance_fisico/2024-T2/unidad/NADIE") }}.\n')
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert checked.fails and checked.book is not None
    assert "no hay informe" in "".join(advice(checked))


def test_what_units_write_under_observations_is_to_be_read(workspace):
    """The form tells them to write there what is wrong in the plan, and nothing led the planner to it."""
    for unit in ("U1", "U2"):
        path = hand_in(workspace, unit)
    book = load_workbook(path)
    label = next(cell for row in book["Seguimiento"].iter_rows() for cell in row if cell.value == "Observaciones")
    book["Seguimiento"].cell(label.row + 1, label.column).value = "La meta de T4 está mal"
    book.save(path)
    assert "Lea las «Observaciones» y las notas del formulario de U2." in advice(check_run(workspace, "mini", "2024-T2", NOW))


def test_a_note_beside_a_percentage_is_to_be_read(workspace):
    """It is about the value and no cause, but it may be all that the unit explains."""
    put(workspace.root / "data/mini/2024/estructura.csv", TABLES["estructura.csv"] + "U3,Tercera,unidad,MINI,U3,,1,4\n")
    forms = forms_of(workspace)
    book = workbook_of(forms, forms.form("U3"))
    book["Porcentajes"]["E11"].value, book["Porcentajes"]["H11"].value = 40, "Faltó el desembolso"
    sign(book["Porcentajes"], "05/07/2024")
    book.save(period_folder(workspace) / "formularios/U3.xlsx")
    assert "Lea las «Observaciones» y las notas del formulario de U3." in advice(check_run(workspace, "mini", "2024-T2", NOW))


def test_an_error_of_the_tables_stops_everything(workspace, wording):
    put(workspace.root / "data/mini/2024/acciones.csv", "acp,denominacion\n1,\n")
    hand_in(workspace, "U1")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert checked.book is None
    assert statuses(checked)["U1"] is Status.IN_TIME, "who reported is known all the same"
    wording(advice(checked)[-1])


def test_before_any_form_came_a_unit_with_nothing_due_does_not_count_as_reporting(workspace):
    """The planner who had not made the forms was told to remind U1, and that the report could be made."""
    plan = TABLES["poa/v1/tareas.csv"].replace("informes,12,4,4,4,", "informes,12,,,,")
    put(workspace.root / "data/mini/2024/poa/v1/tareas.csv", plan)
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert statuses(checked) == {"U1": Status.MISSING, "U2": Status.NOT_DUE}
    steps = advice(checked)
    assert steps[0].startswith("No consta ningún informe todavía. Haga los formularios con «poa formularios mini/2024-T2»")
    assert not any("poa informe" in step for step in steps)


def test_without_a_deadline_nobody_is_late(workspace):
    run = workspace.run_file("mini", "2024-T2")
    text = run.read_text(encoding="utf-8")
    run.write_text(text[: text.index("# Hasta")] + text[text.index("tablas:") :], encoding="utf-8")
    hand_in(workspace, "U1", day="19/07/2024")
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    assert statuses(checked)["U1"] is Status.REPORTED
    assert any("plazos" in sentence for sentence in advice(checked))


@pytest.mark.parametrize("period", ["2024-anual", "2024-poa"])
def test_what_has_no_forms_of_its_own_asks_for_no_forms_and_no_deadline(workspace, period):
    """The year has those of its quarters; on the plan nobody reports."""
    for unit in ("U1", "U2"):
        hand_in(workspace, unit)
    check_run(workspace, "mini", "2024-T2", NOW)
    text = run_of(workspace.run_file("mini", "2024-T2").read_text(encoding="utf-8"), period)
    put(workspace.run_file("mini", period), text[: text.index("# Hasta")] + text[text.index("tablas:") :])
    told = advice(check_run(workspace, "mini", period, NOW))
    assert told
    assert not any(word in sentence for sentence in told for word in ("poa formularios", "Reitere", "plazos"))


@pytest.mark.parametrize(("quarters", "is_asked"), [("1234", False), ("123", True)])
def test_a_year_whose_quarters_have_their_deadlines_needs_none_of_its_own(workspace, quarters, is_asked):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    text = run_of(workspace.run_file("mini", "2024-T2").read_text(encoding="utf-8"), "2024-anual")
    dates = "".join(f"  2024-T{one}: {{fecha: 2024-07-08, fuente: circular}}\n" for one in quarters)
    put(workspace.run_file("mini", "2024-anual"), f"{text[: text.index('# Hasta')]}plazos:\n{dates}\n{text[text.index('tablas:') :]}")
    told = advice(check_run(workspace, "mini", "2024-anual", NOW))
    assert any("Reitere" in sentence for sentence in told)
    assert any("«plazos»" in sentence for sentence in told) is is_asked


def test_the_reminder_of_a_unit_is_known(workspace):
    put(period_folder(workspace) / "presentaciones.csv", "unidad,fecha_presentacion,reiteracion\nU2,,nota 12/2024\n")
    hand_in(workspace, "U1")
    unit = unit_of(check_run(workspace, "mini", "2024-T2", NOW), "U2")
    assert (unit.status, unit.reminder) == (Status.MISSING, "nota 12/2024")


def test_a_form_without_date_is_late_or_in_time_as_a_document_says(workspace, monkeypatch):
    """The table and the findings say the same of it."""
    put(period_folder(workspace) / "presentaciones.csv", "unidad,fecha_presentacion,en_plazo\nU1,,no\nU2,,si\n")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert statuses(checked) == {"U1": Status.LATE, "U2": Status.IN_TIME}
    assert [one.elemento for one in checked.findings if one.codigo.startswith("PRE-")] == ["presentaciones/2024-T2/U1"]
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    assert " ".join(CliRunner().invoke(app, ["check", "mini/2024-T2"]).stdout.split()).count("tarde 1 U1") == 1


def test_tables_alone_are_checked_too():
    """MRE's second quarter came as percentages in a table, without dates; CGE-09 has a value without a quarter."""
    checked = check_run(WORKSPACE, "mre", "2024-T2", NOW)
    assert len(checked.units) == 109
    assert {code for code, status in statuses(checked).items() if status is not Status.REPORTED} == {"CGE-09"}
    assert statuses(checked)["CGE-09"] is Status.MISSING
    assert not checked.fails
    assert checked.received is None or checked.received.new == ()


@pytest.mark.parametrize("reporting", [("U1", "U2"), ("U1", "U2", "U3")])
def test_the_check_the_forms_and_the_report_expect_the_same_units(workspace, monkeypatch, reporting):
    """U3 has no tasks: it is asked for a form once a unit has handed in percentages, and not before."""
    folder = workspace.root / "data/mini/2024"
    put(folder / "estructura.csv", TABLES["estructura.csv"] + "U3,Unidad Tercera,unidad,MINI,U3,,1,4\nU4,Cuarta,unidad,MINI,U4,,1,5\n")
    put(workspace.root / "params/mini/2024-T1.yaml", RUN.replace("2024-T2", "2024-T1").replace("06-30", "03-31"))
    if "U3" in reporting:
        forms = replace(forms_of(workspace), corrida=load_run(workspace, "mini", "2024-T1"))
        book = workbook_of(forms, forms.form("U3"))
        book["Porcentajes"]["E11"].value = 90
        sign(book["Porcentajes"], "05/04/2024")
        (folder / "T1/formularios").mkdir(parents=True)
        book.save(folder / "T1/formularios/U3.xlsx")
        check_run(workspace, "mini", "2024-T1", NOW)
        reporting = (*reporting, "U4")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert tuple(statuses(checked)) == reporting
    assert tuple(code for _, code in reporters(checked.book, checked.gathered.corrida.period)) == reporting
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    done = CliRunner().invoke(app, ["forms", "mini/2024-T2"])
    made = {path.name.split("-")[0] for path in (workspace.root / "output/mini/2024-T2-formularios").iterdir()}
    assert (done.exit_code, made, "--unidad U3" in done.output) == (0, set(reporting), "U3" not in reporting)


def test_where_only_services_report_no_unit_is_expected_but_forms_can_be_made(workspace, monkeypatch):
    """The report counts the service as the one that reports."""
    folder = workspace.root / "data/mini/2024"
    shutil.rmtree(folder / "poa")
    services = "codigo,nombre,nivel,padre\nMINI,Instituto,entidad,\nS,Servicio,servicio,MINI\nU1,Primera,unidad,S\n"
    put(folder / "estructura.csv", services)
    put(folder / "avances.csv", "nivel,codigo,indicador,periodo,valor\nservicio,S,avance_fisico,2024-T2,80\n")
    run = workspace.run_file("mini", "2024-T2")
    put(run, run.read_text(encoding="utf-8").replace("versiones, tareas, ejecucion, presentaciones", "avances"))
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert checked.units == () and "formularios" not in " ".join(advice(checked))
    assert reporters(checked.book, checked.gathered.corrida.period) == (("servicio", "S"),)
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    done = CliRunner().invoke(app, ["forms", "mini/2024-T2"])
    assert done.exit_code == 0 and "1 nuevo" in done.output and "por eso sin formulario" not in done.output


def test_in_a_semester_a_unit_without_data_of_a_quarter_reported_in_part(workspace):
    """U2 had nothing programmed in the first quarter."""
    folder = workspace.root / "data/mini/2024"
    put(folder / "poa/v1/tareas.csv", "tarea,descripcion,operacion,unidad,acp,ene,abr\nT1,a,O1,U1,1,3,3\nT4,b,O3,U2,1,,4\n")
    put(folder / "ejecucion.csv", "periodo,tarea,abr\n2024-T2,T1,3\n2024-T2,T4,4\n")
    run = (workspace.root / "params/mini/2024-T2.yaml").read_text(encoding="utf-8")
    put(workspace.root / "params/mini/2024-S1.yaml", run.replace("2024-T2", "2024-S1"))
    assert statuses(check_run(workspace, "mini", "2024-S1", NOW)) == {"U1": Status.PARTIAL, "U2": Status.REPORTED}


def test_findings_go_to_the_unit_that_mends_them(workspace):
    hand_in(workspace, "U1")
    dataset = check_run(workspace, "mini", "2024-T2", NOW).gathered.dataset
    attribution = Attribution(dataset, Period.parse("2024-T2"), {"formularios/x.xlsx": "U2"})

    def owner(**fields: str) -> str:
        return attribution.unit(Finding("X", Severity.ERROR, "mal", **fields))

    assert owner(archivo="formularios/x.xlsx") == "U2"
    assert owner(elemento="unidad/U1") == "U1"
    assert owner(elemento="avance_fisico/2024-T2/tarea/T4") == "U2"
    assert owner(elemento="avance_fisico/2024-T2/operacion/O1") == "U1"
    assert owner(elemento="presentaciones/2024-T2/U2") == "U2"
    assert owner(archivo="data/mini/2024/poa/v1/tareas.csv", celda="H5") == "U2"
    assert owner(archivo="data/mini/2024/poa/v1/tareas.csv", celda="H1") == ""
    assert owner(elemento="ppto_vigente/2024-T2/entidad/MINI") == ""


def test_a_finding_on_a_task_is_its_units_while_a_version_in_preparation_gives_it_to_another(workspace):
    year = workspace.root / "data/mini/2024"
    own = TABLES["poa/v1/tareas.csv"]
    put(year / "poa/v2/tareas.csv", own.replace("T1,Atender trámites,O1,U1", "T1,Atender trámites,O1,U2"))
    put(period_folder(workspace) / "ejecucion.csv", "tarea,abr,may,jun\nT1,1,,1\n")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert {one.node.code for one in checked.units for told in one.findings if told.elemento.endswith("tarea/T1")} == {"U1"}


def test_a_unit_that_owes_no_form_is_not_missing_because_one_of_its_was_set_aside(workspace, wording):
    """The second version leaves U2 without tasks; the form of the first that it returned all the same is discarded."""
    source, year = hand_in(workspace, "U2"), workspace.root / "data/mini/2024"
    put(year / "versiones.csv", f"{TABLES['versiones.csv']}v2,RA 2/2024,2024-06-01\n")
    put(year / "poa/v2/tareas.csv", TABLES["poa/v1/tareas.csv"].replace(",O3,U2,", ",O3,U1,"))
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert statuses(checked) == {"U1": Status.MISSING, "U2": Status.REJECTED}
    (wrong,) = [one for one in checked.findings if one.codigo == "FOR-OTRO-FORMULARIO"]
    wording(wrong.mensaje, "«v1»", "«v2»", "«U2»", "--unidad U2")
    aside = inbox(workspace) / "descartados"
    aside.mkdir()
    source.rename(aside / source.name)
    assert statuses(check_run(workspace, "mini", "2024-T2", LATER)) == {"U1": Status.MISSING}


def test_who_only_sent_a_form_that_was_set_aside_is_missing_in_the_findings_too(workspace):
    def absent():
        return [one.elemento for one in check_run(workspace, "mini", "2024-T2", LATER).findings if one.codigo == NO_FORM]

    hand_in(workspace, "U1")
    source = hand_in(workspace, "U2", changes={"T4": {"Ejec. abr": "x"}})
    assert absent() == []
    aside = inbox(workspace) / "descartados"
    aside.mkdir()
    source.rename(aside / source.name)
    assert absent() == ["unidad/U2"]


def test_a_unit_with_tasks_gets_the_amounts_that_reach_the_next_grade(workspace):
    """T1 (22 of 30) and T2 (5 of 10): 27 of 40, 67.5. T3: 2 of 3, 66.67. (67.5 × 2 + 66.67) / 3 = 67.22, «Medio».

    T2 is the furthest behind. One more gives 28 of 40, (70 × 2 + 66.67) / 3 = 68.89; two more give 70.56, «Alto».
    """
    done = {"T1": {"Ejec. jun": 2}, "T2": {"Ejec. may": 0}, "T3": {"Ejec. jun": 0}}
    hand_in(workspace, "U1", changes=done)
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    need = checked.need(unit_of(checked, "U1"))
    assert (need.printed, need.grade, need.next_grade, need.points) == (Decimal("67.22"), "Medio", "Alto", Decimal("2.78"))
    assert [(step.task, step.executed, step.programmed, step.more) for step in need.steps] == [("T2", 5, 10, 2)]
    assert need.reached == Decimal("70.56")


@pytest.mark.parametrize("more", [0, 1, 2])
def test_the_recommended_amount_reaches_the_grade_when_it_is_handed_in(workspace, more):
    """Hands in the amounts of the test above with 0, 1 or 2 more: only 2, as recommended, reaches the grade."""
    done = {"T1": {"Ejec. jun": 2}, "T2": {"Ejec. may": 0, "Ejec. jun": 5 + more}, "T3": {"Ejec. jun": 0}}
    hand_in(workspace, "U1", changes=done)
    figure = unit_of(check_run(workspace, "mini", "2024-T2", NOW), "U1").figure
    assert (figure.grade.rating == "Alto") == (more == 2)


@pytest.mark.parametrize("decimals", [2, 25])
def test_a_sufficient_amount_is_found_among_amounts_of_many_digits(workspace, decimals):
    """T1 22 of 30, T2 5 of 10,0…01, T3 2 of 3: the smallest sufficient amount of T2 is searched among up to 5 × 10^25.

    69,995 is printed as 70,00. ((22 + executed) / 40 × 200 + 66,67) / 3 reaches it once 6,662 of T2 are executed.
    """
    tasks = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    least = "1".rjust(decimals, "0")
    put(tasks, tasks.read_text("utf-8").replace("10,,5,5", f"10.{least},,5.{least},5"))
    put(period_folder(workspace) / "ejecucion.csv", "tarea,abr,may,jun\nT1,10,10,2\nT2,,0,5\nT3,1,1,0\n")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    need = checked.need(unit_of(checked, "U1"))
    assert [(step.task, step.executed) for step in need.steps] == [("T2", 5)]
    assert need.reached == Decimal("70.00")
    assert abs(need.steps[0].more - Decimal("1.662")) < Decimal("0.01")


def test_a_unit_with_the_best_grade_needs_nothing(workspace):
    hand_in(workspace, "U1")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert checked.need(unit_of(checked, "U1")) is None
    assert checked.need(unit_of(checked, "U2")) is None, "without a figure nothing can be said"


def test_a_unit_with_percentages_gets_the_points_to_the_next_grade():
    """EMB-07 has 66.29, «Medio»; «Alto» begins at 70, which is 3.71 points more."""
    checked = check_run(WORKSPACE, "mre", "2024-T2", NOW)
    need = checked.need(unit_of(checked, "EMB-07"))
    assert (need.next_grade, need.points, need.steps) == ("Alto", Decimal("3.71"), ())


def test_a_goal_maintained_every_month_is_completed_in_all_months(workspace):
    """Only T3 is behind, in two months of three, and only both months together reach 100."""
    hand_in(workspace, "U1", changes={"T3": {"Ejec. may": 0, "Ejec. jun": 0}})
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    need = checked.need(unit_of(checked, "U1"))
    assert [(step.task, step.more) for step in need.steps] == [("T3", 2)]
    assert need.reached == 100


def test_of_a_goal_maintained_every_month_only_what_suffices_is_asked(workspace):
    """T3, which weighs a third, did nothing in three months; for the 70 of «Alto» two of them suffice."""
    hand_in(workspace, "U1", changes={"T1": {"Ejec. jun": 2}, "T3": {"Ejec. abr": 0, "Ejec. may": 0, "Ejec. jun": 0}})
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    need = checked.need(unit_of(checked, "U1"))
    assert (need.printed, [(step.task, step.more) for step in need.steps], need.reached) == (Decimal("53.33"), [("T3", 2)], Decimal("75.56"))


@pytest.fixture
def both_behind(workspace):
    """Both units reported: U1 lacks 8 of T1's 30 (86.67 %), U2 the last 4 of T4's 12 (66.67 %)."""
    hand_in(workspace, "U1", changes={"T1": {"Ejec. jun": 2}})
    hand_in(workspace, "U2", changes={"T4": {"Ejec. jun": 0}})
    return check_run(workspace, "mini", "2024-T2", NOW)


@pytest.mark.parametrize("window", ["2024-T2", "2024-S1"])
def test_a_unit_scored_alone_has_the_figure_of_the_whole_run(both_behind, window):
    """Otherwise no amount is recommended. U1 needs 100 for «Excelente»; with 9 of 12, 75, U2 passes the 70 of «Alto»."""
    gathered = replace(both_behind.gathered, corrida=both_behind.gathered.corrida.model_copy(update={"periodo": window}))
    figures = [both_behind.book[f"avance_fisico/{window}/unidad/{unit.node.code}"] for unit in both_behind.units]
    of_window = [replace(unit, figure=figure) for unit, figure in zip(both_behind.units, figures, strict=True)]
    needs = [grade_distance(gathered, both_behind.book, unit) for unit in of_window]
    assert [(need.printed, [(step.task, step.more) for step in need.steps], need.reached) for need in needs] == [
        (Decimal("86.67"), [("T1", 8)], 100),
        (Decimal("66.67"), [("T4", 1)], 75),
    ]


def test_a_window_scored_alone_has_the_figures_of_the_whole_run(both_behind):
    """Amounts are recommended from the run's period, which is scored without the other windows."""
    gathered, book = both_behind.gathered, both_behind.book
    for window in run_windows(gathered.corrida.period):
        alone, _ = score(gathered.dataset, gathered.method, gathered.corrida, gathered.entidad, (window,))
        assert {figure.id: figure.value for figure in alone} == {figure.id: figure.value for figure in book if figure.period == window}


def test_the_sheet_of_a_unit_names_the_cell_and_what_is_expected(workspace, tmp_path):
    hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    hand_in(workspace, "U2", changes={"T4": {"Ejec. jun": 0}})
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    written = write_unit_sheets(workspace, checked)
    folder = workspace.output / "mini/2024-T2-revision"
    assert "2 de 2" in written, "U1 has something to mend, and U2 a grade to reach"
    sheet = load_workbook(folder / "U1.xlsx")["Qué corregir"]
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    row = next(row for row in cells if row[0] == "error")
    assert row[1:5] == ["U1 final (1).xlsx", "Seguimiento", row[3], "diez mil y pico"]
    assert row[3] in (folder / "U1.html").read_text(encoding="utf-8")
    with (folder / "indice.csv").open(encoding="utf-8", newline="") as stream:
        assert [line["codigo"] for line in csv.DictReader(stream)] == ["U1", "U2"]


def test_unneeded_sheets_are_removed_and_foreign_folders_refused(workspace, tmp_path):
    hand_in(workspace, "U1", "a.xlsx", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    folder = tmp_path / "hojas"
    write_unit_sheets(workspace, check_run(workspace, "mini", "2024-T2", NOW), folder)
    assert (folder / "U1.xlsx").is_file()
    hand_in(workspace, "U1", "b.xlsx")
    hand_in(workspace, "U2", "c.xlsx")
    with (folder / "indice.csv").open("a", encoding="utf-8") as stream:
        stream.write("U3\nU4,,,..,\n")  # somebody edited it
    write_unit_sheets(workspace, check_run(workspace, "mini", "2024-T2", LATER), folder)
    assert not (folder / "U1.html").exists() and folder.is_dir()
    other = tmp_path / "mío"
    put(other / "tesis.txt", "importante")
    with pytest.raises(UsageError, match="elija otra carpeta"):
        write_unit_sheets(workspace, check_run(workspace, "mini", "2024-T2", LATER), other)


def test_html_in_the_data_is_escaped_in_the_sheet(workspace, tmp_path):
    hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "<b>=2+2</b>"}})
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    sheet = unit_sheet(checked, unit_of(checked, "U1"))
    assert "<b>=2" not in html_of(sheet)
    assert "&lt;b&gt;=2" in html_of(sheet)


def test_the_plain_check_has_text_for_numbers_and_every_unit(workspace):
    hand_in(workspace, "U1", changes={"T1": {"Ejec. jun": 2}})
    plain = plain_check(check_run(workspace, "mini", "2024-T2", NOW))
    assert json.loads(json.dumps(plain)) == plain
    first, second = plain["unidades"]
    assert (first["estado"], first["cifra"]["publicado"], second["estado"]) == ("en plazo", "86.67", "falta")
    assert first["para_subir"]["tareas"][0]["tarea"] == "T1"
    assert plain["sin_errores"] is True


class TestCommand:
    @pytest.fixture(autouse=True)
    def _root(self, workspace, monkeypatch):
        monkeypatch.setenv("POA_RAIZ", str(workspace.root))
        monkeypatch.setenv("COLUMNS", "140")

    def test_the_command_ends_with_1_if_there_are_errors(self, workspace):
        hand_in(workspace, "U1", day="05/07/2024", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
        done = CliRunner().invoke(app, ["check", "mini/2024-T2"])
        assert done.exit_code == 1
        assert "diez mil y pico" in done.stdout
        assert "rechazado" in done.stdout

    def test_the_command_ends_with_0_without_errors(self, workspace):
        hand_in(workspace, "U1")
        done = CliRunner().invoke(app, ["check", "mini/2024-T2"])
        assert done.exit_code == 0
        assert "poa informe mini/2024-T2" in done.stdout

    @pytest.mark.parametrize("words", [["mini/2024-T3"], ["otra/2024-T2"], ["mini"], ["mini/2024-T2", "--salida", "x"]])
    def test_the_command_ends_with_2_on_an_unknown_run_or_a_wrong_option(self, words):
        assert CliRunner().invoke(app, ["check", *words]).exit_code == 2

    def test_with_the_option_json_only_json_is_printed(self, workspace):
        hand_in(workspace, "U1")
        done = CliRunner().invoke(app, ["check", "mini/2024-T2", "--json"])
        assert json.loads(done.stdout)["periodo"] == "2024-T2"

    def test_a_check_imports_no_heavy_library(self, workspace):
        import subprocess
        import sys

        code = (
            "import sys; from helpers.desk.checking.period_check import check_run; from helpers.desk.checking.check_page import show_check;"
            "from helpers.base.system.workspace import Workspace; check_run(Workspace.find(), 'mini', '2024-T2');"
            "print([n for n in ('matplotlib', 'typst', 'papermill', 'nbconvert', 'seaborn') if n in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"
