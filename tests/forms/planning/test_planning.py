"""`poa plan` builds the year's plan from the units' planning forms.

    U1: T1 (10 a month from April to June), T2 (5 in May and June), T3 (one, kept every month): 50, 30.5 and 19.5 points
    U2: T4 (4 a month): 100 points
"""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from quarter_files import FULL, NOW, hand_in, made_of, make_world, put
from typer.testing import CliRunner

from helpers.base.errors import UsageError
from helpers.base.system.digest import file_sha256
from helpers.base.system.processes import locked
from helpers.base.system.workspace import Workspace
from helpers.desk.checking.period_check import check_run
from helpers.desk.checking.plan_page import plan_advice
from helpers.desk.cli import app
from helpers.figures.findings import InputsFailed
from helpers.figures.records import Origin, Row
from helpers.forms.blank.blank_forms import workbook_of
from helpers.forms.blank.form_set import FormSet
from helpers.forms.planning.plan_year import FormStatus, plan_year
from helpers.forms.planning.tasks_table import Outcome, first_difference, table_text
from helpers.intake.dataset import TABLES as CONTRACT
from helpers.intake.read_inputs import read_dataset
from helpers.run.compute import compute
from helpers.settings.institution import load_institution
from helpers.settings.methods import load_method
from helpers.settings.params import load_run

RUN = """\
entidad: mini
periodo: 2024-poa
metodo: mre-2024
titulo: Plan operativo
cortes:
  2024-poa: {fecha: 2024-12-31, fuente: prueba}
tablas: [estructura, acciones, versiones, tareas]
secciones: [resumen]
"""
ROWS = {
    "U1": [
        {"Tarea": "T1", "Operación": "O1", "ACP": "1", "Descripción": "Atender trámites", "Unidad de medida": "trámites",
         "¿Se suma?": "si", "Abr": 10, "May": 10, "Jun": 10, "Meta": 30, "Ponderación": 50, "Presupuesto (Bs)": "1.200,50"},
        {"Tarea": "T2", "Operación": "O1", "ACP": "1", "Descripción": "Dictar talleres", "Unidad de medida": "talleres",
         "¿Se suma?": "si", "May": 5, "Jun": 5, "Meta": 10, "Ponderación": 30.5},
        {"Tarea": "T3", "Operación": "O2", "ACP": "1", "Descripción": "Mantener el sistema", "Unidad de medida": "sistema",
         "¿Se suma?": "no", "Abr": 1, "May": 1, "Jun": 1, "Meta": 1, "Ponderación": 19.5},
    ],
    "U2": [
        {"Tarea": "T4", "Operación": "O3", "ACP": "1", "Descripción": "Emitir informes", "Unidad de medida": "informes",
         "¿Se suma?": "si", "Abr": 4, "May": 4, "Jun": 4, "Meta": 12, "Ponderación": 100},
    ],
}  # fmt: skip
WRITTEN = """\
tarea,descripcion,actividad,operacion,unidad,acp,ponderacion,unidad_medida,indicador,linea_base,meta,ene,feb,mar,abr,may,jun,jul,ago,sep,oct,nov,dic,anual,acumulable,ppto
T1,Atender trámites,,O1,U1,1,50,trámites,,,30,,,,10,10,10,,,,,,,,si,1200.50
T2,Dictar talleres,,O1,U1,1,30.5,talleres,,,10,,,,,5,5,,,,,,,,si,
T3,Mantener el sistema,,O2,U1,1,19.5,sistema,,,1,,,,1,1,1,,,,,,,,no,
T4,Emitir informes,,O3,U2,1,100,informes,,,12,,,,4,4,4,,,,,,,,si,
"""


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    """The institution before it has the year's plan."""
    made = make_world(tmp_path)
    shutil.rmtree(tmp_path / "data/mini/2024/poa")
    put(tmp_path / "params/mini/2024-poa.yaml", RUN)
    inbox(made).mkdir(parents=True)
    return made


def version_folder(workspace: Workspace, version: str = "v1") -> Path:
    return workspace.root / "data/mini/2024/poa" / version


def inbox(workspace: Workspace, version: str = "v1") -> Path:
    return version_folder(workspace, version) / "formularios"


def table(workspace: Workspace) -> Path:
    return version_folder(workspace) / "tareas.csv"


def log(workspace: Workspace) -> list[dict[str, str]]:
    with (version_folder(workspace) / "recepcion.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def states(workspace: Workspace) -> dict[str, str]:
    return {line["archivo"]: line["estado"] for line in log(workspace)}


def everything(workspace: Workspace) -> dict[str, bytes]:
    root = workspace.root / "data"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def blank_forms(workspace: Workspace, period: str = "2024-poa") -> FormSet:
    """The forms as `poa formularios --plan` makes them."""
    corrida = load_run(workspace, "mini", period)
    dataset, _ = read_dataset(workspace, corrida.model_copy(update={"tablas": ("estructura",)}))
    return FormSet(load_institution(workspace, "mini"), corrida, load_method(workspace, corrida.metodo), dataset)


def fill_in(sheet: Worksheet, rows: Sequence[Mapping[str, object]], day: object) -> None:
    header = next(row for row in sheet.iter_rows() if row[0].value == "Tarea")
    columns = {cell.value: cell.column for cell in header if cell.value}
    for line, values in enumerate(rows, start=header[0].row + 1):
        for heading, value in values.items():
            sheet.cell(line, columns[heading]).value = value
    labels = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    for label, value in (("Presentado por", "Ana Rojas"), ("Cargo", "Directora"), ("Fecha", day)):
        sheet.cell(labels[label].row + 1, labels[label].column).value = value


def programme(workspace: Workspace, unit: str, name: str = "", day: object = "05/07/2024", version: str = "v1", **change: object) -> Path:
    """Fill in a unit's planning form as a person would, with a change in its first task, and leave it in the inbox."""
    path = inbox(workspace, version) / (name or f"POA {unit} final.xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    first, *others = ROWS[unit]
    rows = (first | change, *others)
    made_of(workspace, lambda: _programme(workspace, unit, path, rows, day), path, unit, day, repr(rows))
    return path


def _programme(workspace: Workspace, unit: str, path: Path, rows: Sequence[Mapping[str, object]], day: object) -> None:
    forms = blank_forms(workspace)
    book = workbook_of(forms, forms.form(unit, is_plan=True))
    fill_in(book["Programación"], rows, day)
    book.save(path)


def made(workspace: Workspace, now: datetime = NOW, version: str = "v1", **options: bool):
    return plan_year(workspace, "mini", "2024-poa", version, now, **options)


def errors(planned) -> list[str]:
    return sorted(finding.codigo for finding in planned.findings if finding.severidad == "error")


def finding(planned, code: str):
    return next(finding for finding in planned.findings if finding.codigo == code)


def status_by_unit(planned) -> dict[str, FormStatus]:
    return {unit.node.code: unit.status for unit in planned.units}


@pytest.fixture
def whole(workspace) -> Workspace:
    """Both units have handed in a good form, one in a folder of its own."""
    programme(workspace, "U2", "área 2/copia de POA (3).xlsx")
    programme(workspace, "U1")
    return workspace


class TestAGoodPlan:
    def test_becomes_the_table_in_the_order_of_the_structure(self, whole):
        planned = made(whole)
        assert (planned.outcome, planned.fails, sum(unit.tasks for unit in planned.units)) == (Outcome.WRITTEN, False, 4)
        assert table(whole).read_bytes() == WRITTEN.encode()
        assert status_by_unit(planned) == {"U1": FormStatus.DONE, "U2": FormStatus.DONE}
        assert not [path for path in version_folder(whole).iterdir() if path.name.startswith(".")]

    def test_is_read_and_scored_by_a_run(self, whole):
        """U1 does everything, U2 9 of the 12 that it programmed: (100 + 75) / 2 = 87.50."""
        made(whole)
        hand_in(whole, "U1")
        hand_in(whole, "U2", changes={"T4": {"Ejec. jun": FULL["T4"]["Ejec. jun"] - 3}})
        checked = check_run(whole, "mini", "2024-T2", NOW)
        assert not checked.fails
        assert compute(whole, "mini", "2024-T2").book["avance_fisico/2024-T2/entidad/MINI"].published == "87.50"

    def test_leaves_a_log_that_leads_to_the_form_of_each_unit(self, whole):
        made(whole)
        found = {line["unidad"]: line for line in log(whole)}
        assert set(found) == {"U1", "U2"}
        for line in found.values():
            assert line["estado"] == "aceptado" and line["fecha_presentacion"] == "2024-07-05"
            assert file_sha256(inbox(whole) / line["archivo"]) == line["sha256"]

    def test_done_again_changes_nothing(self, whole):
        made(whole)
        before = everything(whole)
        planned = made(whole, datetime.fromisoformat("2024-08-01T09:00:00-04:00"))
        assert (planned.outcome, planned.fails) == (Outcome.THERE, False)
        assert everything(whole) == before

    def test_done_again_after_approval_and_reformulation_changes_nothing(self, whole):
        """The forms of v1 started without a plan, and are still read so when v1 or v2 is the plan in force."""
        made(whole)
        shutil.copytree(version_folder(whole), version_folder(whole, "v2"), ignore=shutil.ignore_patterns("formularios", "recepcion.csv"))
        put(whole.root / "data/mini/2024/versiones.csv", "version,resolucion,fecha\nv1,RA 1,2024-01-02\nv2,RA 9,2024-08-15\n")
        assert made(whole).outcome is Outcome.THERE

    def test_is_an_input_of_every_run_with_its_forms(self, whole):
        """An auditor follows a figure of the plan to the log, and by it to the cell that the unit filled in."""
        (inbox(whole) / "descartados").mkdir()
        (inbox(whole) / "descartados/otra cosa.xlsx").write_bytes(b"")
        made(whole)
        programme(whole, "U2", "llegó después.xlsx", day="08/07/2024")
        hand_in(whole, "U1")
        hand_in(whole, "U2")
        assert not check_run(whole, "mini", "2024-T2", NOW).fails
        inputs = compute(whole, "mini", "2024-T2").book.inputs
        folder = "data/mini/2024/poa/v1"
        stated = {name.removeprefix(f"{folder}/") for name in inputs if name.startswith(folder)}
        assert stated == {
            "tareas.csv", "recepcion.csv", "formularios/POA U1 final.xlsx", "formularios/área 2/copia de POA (3).xlsx",
            "formularios/descartados/otra cosa.xlsx",
        }  # fmt: skip
        assert all(file_sha256(whole.root / name) == digest for name, digest in inputs.items() if folder in name)

    def test_its_folder_gives_no_finding_of_the_intake(self, whole):
        """Neither the inbox nor the log of a version is reported as an unknown file of any run."""
        made(whole)
        for period in ("2024-T2", "2024-poa"):
            corrida = load_run(whole, "mini", period)
            _, findings = read_dataset(whole, corrida.model_copy(update={"tablas": ("estructura", "tareas")}))
            assert [finding.codigo for finding in findings] == []

    def test_the_next_step_is_its_row_in_versiones_and_then_the_check(self, whole, wording):
        wording(plan_advice(made(whole)), "«poa comprobar mini/PERIODO»")
        put(whole.root / "data/mini/2024/versiones.csv", "version,resolucion,fecha\nv0,RA 0/2024,2024-01-01\n")
        row, check = plan_advice(made(whole))
        wording(row, "«versiones»", "«v1»")
        wording(check)

    def test_an_action_without_tasks_is_a_warning(self, whole):
        put(whole.root / "data/mini/2024/acciones.csv", "acp,denominacion\n1,Una acción\n2,Otra acción\n")
        planned = made(whole)
        reported = finding(planned, "PRO-ACCION")
        assert (reported.severidad, reported.celda, planned.fails) == ("advertencia", "A3", False)
        assert "acción 2 («Otra acción»)" in reported.mensaje

    def test_a_task_without_programme_is_a_warning_as_in_reports(self, workspace):
        programme(workspace, "U1")
        programme(workspace, "U2", Meta=0, Abr=None, May=None, Jun=None)
        planned = made(workspace)
        assert finding(planned, "PLA-SIN-PROGRAMA").severidad == "advertencia"
        assert not planned.fails


class TestWhatIsWrong:
    def test_weights_that_do_not_add_up_name_the_cell_and_nothing_is_written(self, workspace, wording):
        programme(workspace, "U1", Ponderación=49)
        programme(workspace, "U2")
        before = everything(workspace)
        planned = made(workspace)
        reported = finding(planned, "FOR-PESOS")
        wording(reported.mensaje, "POA U1 final.xlsx", "X41", "1,0")
        assert status_by_unit(planned) == {"U1": FormStatus.WRONG, "U2": FormStatus.DONE}
        assert planned.fails and everything(workspace) == before
        wording(plan_advice(planned)[0], "U1")

    def test_a_task_of_two_units_is_an_error_of_each_that_names_both(self, workspace, wording):
        programme(workspace, "U1")
        programme(workspace, "U2", Tarea="T2")
        planned = made(workspace)
        assert errors(planned) == ["ENT-DUPLICADO"] * 2 and not table(workspace).exists()
        reported = [one.mensaje for one in planned.findings if one.codigo == "ENT-DUPLICADO"]
        wording(reported, "POA U2 final.xlsx", "A11", "«U1»", "POA U1 final.xlsx", "A12")
        assert status_by_unit(planned) == {"U1": FormStatus.WRONG, "U2": FormStatus.WRONG}

    def test_a_missing_form_stops_the_plan_unless_incomplete_is_asked_for(self, workspace, wording):
        programme(workspace, "U1")
        planned = made(workspace)
        assert (status_by_unit(planned)["U2"], planned.fails, errors(planned)) == (FormStatus.MISSING, True, [])
        assert not table(workspace).exists() and not (version_folder(workspace) / "recepcion.csv").exists()
        assert "--incompleto" in plan_advice(planned)[-1]
        planned = made(workspace, is_incomplete=True)
        assert (planned.outcome, sum(unit.tasks for unit in planned.units)) == (Outcome.WRITTEN, 3)
        wording(plan_advice(planned)[1])

    def test_what_a_unit_writes_in_its_remarks_is_a_note_and_the_planner_is_told_to_read_it(self, whole, wording):
        path = inbox(whole) / "POA U1 final.xlsx"
        book = load_workbook(path)
        labels = {cell.value: cell for row in book["Programación"].iter_rows() for cell in row}
        below = book["Programación"].cell(labels["Observaciones"].row + 1, labels["Observaciones"].column)
        below.value = "Las planillas pasan a la U2"
        book.save(path)
        planned = made(whole)
        (note,) = planned.findings
        assert (note.codigo, note.severidad, note.celda) == ("FOR-OBSERVACION", "nota", below.coordinate)
        wording([note.mensaje, plan_advice(planned)[0]], path.name, below.coordinate, "«Las planillas pasan a la U2»", "U1")

    def test_a_unit_with_a_post_below_it_may_programme_and_need_not(self, whole, monkeypatch, wording):
        structure = whole.root / "data/mini/2024/estructura.csv"
        put(structure, structure.read_text() + "U3,Unidad Tercera,unidad,MINI,U3,,1,4\nP1,Puesto Uyuni,puesto,U3,P1,,1,5\n")
        wording(poa(whole, monkeypatch, "mini/2024-poa", order="formularios").output, "--unidad U3")
        assert status_by_unit(made(whole)) == {"U1": FormStatus.DONE, "U2": FormStatus.DONE, "P1": FormStatus.MISSING}
        row = ROWS["U2"][0]
        monkeypatch.setitem(ROWS, "P1", [row | {"Tarea": "T5", "Operación": "O4"}])
        monkeypatch.setitem(ROWS, "U3", [row | {"Tarea": "T6", "Operación": "O5"}])
        programme(whole, "P1")
        programme(whole, "U3")
        assert made(whole).is_written
        with table(whole).open(encoding="utf-8", newline="") as stream:
            assert [(row["tarea"], row["unidad"]) for row in csv.DictReader(stream)][-2:] == [("T6", "U3"), ("T5", "P1")]
        (inbox(whole) / "POA U3 final.xlsx").unlink()
        assert errors(made(whole)) == ["REC-FALTA"], "a form that counted and is gone is told of, whoever gave it"

    def test_with_errors_an_incomplete_plan_is_repeated_as_it_was_asked_for(self, workspace):
        """It said that missing units stop it too, and gave the order without the option."""
        programme(workspace, "U1", Ponderación=49)
        step = plan_advice(made(workspace, is_incomplete=True))[-1]
        assert "--version v1 --incompleto»" in step and "falten unidades" not in step

    def test_without_any_form_nothing_is_written(self, workspace, wording):
        planned = made(workspace, is_incomplete=True)
        assert planned.fails and not table(workspace).exists()
        wording(plan_advice(planned)[0], "mini/2024-poa --plan")

    def test_a_stray_workbook_is_an_error_until_it_is_discarded(self, whole):
        book = Workbook()
        book.active["A1"] = "Lista de compras"
        book.save(inbox(whole) / "compras.xlsx")
        planned = made(whole)
        assert errors(planned) == ["FOR-SIN-IDENTIDAD"] and planned.strays == ("compras.xlsx",)
        assert "hoja «Sheet»" in finding(planned, "FOR-SIN-IDENTIDAD").mensaje
        assert "formularios/descartados/" in plan_advice(planned)[0]
        (inbox(whole) / "descartados").mkdir()
        shutil.move(inbox(whole) / "compras.xlsx", inbox(whole) / "descartados/compras.xlsx")
        assert made(whole).outcome is Outcome.WRITTEN
        assert states(whole)["descartados/compras.xlsx"] == "descartado"

    @pytest.mark.parametrize(("name", "code"), [("plan.pdf", "FOR-FORMATO"), ("roto.xlsx", "ENT-ARCHIVO-ILEGIBLE")])
    def test_a_file_that_is_no_workbook_is_an_error(self, whole, name, code):
        (inbox(whole) / name).write_bytes(b"")
        planned = made(whole)
        assert errors(planned) == [code] and planned.strays == (name,)

    def test_files_that_cannot_be_read_do_not_affect_the_others(self, whole):
        """Each unreadable file is reported once, by its own name."""
        good = (inbox(whole) / "POA U1 final.xlsx").read_bytes()
        (inbox(whole) / "vacio.xlsx").write_bytes(b"")
        (inbox(whole) / "cortado.xlsx").write_bytes(good[: len(good) // 2])
        (inbox(whole) / "clave.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"))
        with zipfile.ZipFile(inbox(whole) / "bomba.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/workbook.xml", bytes(30_000_000))
        planned = made(whole)
        reported = {finding.archivo.rpartition("/")[2]: finding.codigo for finding in planned.findings}
        assert reported == {
            "vacio.xlsx": "ENT-ARCHIVO-ILEGIBLE", "cortado.xlsx": "ENT-ARCHIVO-ILEGIBLE",
            "clave.xlsx": "ENT-ARCHIVO-PROTEGIDO", "bomba.xlsx": "ENT-ARCHIVO-ENORME",
        }  # fmt: skip
        assert len(planned.findings) == 4 and status_by_unit(planned) == {"U1": FormStatus.DONE, "U2": FormStatus.DONE}

    @pytest.mark.parametrize("period", ["2024-T2", "2024-poa"])
    def test_a_follow_up_form_is_refused_with_its_period(self, whole, period, wording):
        """Also one made with `poa formularios mini/2024-poa`, without --plan."""
        made(whole)
        forms = blank_forms(whole, period)
        workbook_of(forms, forms.form("U1")).save(inbox(whole) / "seguimiento.xlsx")
        planned = made(whole)
        reported = finding(planned, "FOR-OTRO-FORMULARIO")
        assert len(planned.findings) == 1 and planned.strays == ("seguimiento.xlsx",)
        assert reported.archivo.endswith("seguimiento.xlsx") and reported.esperado == "Programación"
        assert f"«Seguimiento» de «U1», de {period}," in reported.mensaje
        wording(reported.mensaje)

    def test_forms_of_another_year_institution_or_unit_are_errors(self, whole):
        for place, (label, value, code) in enumerate([
            ("Periodo", "2023-poa", "FOR-OTRO-PERIODO"), ("Entidad", "OTRA", "FOR-OTRA-ENTIDAD"), ("Unidad", "U9", "FOR-UNIDAD"),
        ]):  # fmt: skip
            path = programme(whole, "U1", f"ajeno {place}.xlsx")
            book = load_workbook(path)
            cell = next(cell for row in book["Programación"].iter_rows() for cell in row if cell.value in (label, f"{label}:"))
            cell.offset(column=1).value = value
            number = next(cell for row in book["Programación"].iter_rows() for cell in row if cell.value == "Formulario n.º")
            number.offset(column=1).value = None  # the number would identify the form in spite of a mistyped unit
            for prop in ("poa_periodo", "poa_entidad", "poa_unidad", "poa_formulario"):
                del book.custom_doc_props[prop]
            book.save(path)
            planned = made(whole)
            assert errors(planned) == [code], label
            assert finding(planned, code).celda and status_by_unit(planned)["U1"] is FormStatus.DONE
            path.unlink()

    def test_a_form_sent_to_one_unit_and_filled_in_by_another_is_an_error_of_the_other_until_its_own_counts(self, workspace):
        """U2 filled in a copy of the form of U1, which handed in its own: U2 was told to hand in, and nothing of its form."""
        programme(workspace, "U1")
        copy = programme(workspace, "U1", "copia.xlsx")
        book = load_workbook(copy)
        cell = next(cell for row in book["Programación"].iter_rows() for cell in row if cell.value == "Unidad")
        cell.offset(column=1).value = "U2"
        book.save(copy)
        planned = made(workspace, is_incomplete=True)
        assert (errors(planned), planned.outcome) == (["FOR-IDENTIDAD-CONTRADICE"], Outcome.NOTHING)
        assert status_by_unit(planned) == {"U1": FormStatus.DONE, "U2": FormStatus.WRONG}
        programme(workspace, "U2")
        planned = made(workspace)
        assert (errors(planned), planned.outcome) == ([], Outcome.WRITTEN)
        assert finding(planned, "REC-SUPERADO").archivo.endswith("copia.xlsx")
        assert [line["unidad"] for line in log(workspace) if line["archivo"] == "copia.xlsx"] == ["U1"]

    def test_a_formula_never_gets_into_the_table_and_other_text_stays_as_it_is(self, workspace):
        programme(workspace, "U2")
        programme(workspace, "U1", Descripción="=1+1")
        assert errors(made(workspace))
        programme(workspace, "U1", Descripción="-5 % de mora, \"según\" acta\ny anexo")
        assert made(workspace).outcome is Outcome.WRITTEN
        with table(workspace).open(encoding="utf-8", newline="") as stream:
            assert next(csv.DictReader(stream))["descripcion"] == "-5 % de mora, \"según\" acta\ny anexo"

    def test_a_code_that_would_be_read_as_a_total_is_refused(self, workspace, wording):
        """The intake would read a line with this code as a sum."""
        programme(workspace, "U2")
        programme(workspace, "U1", Tarea="TOTAL GENERAL")
        planned = made(workspace)
        wording(finding(planned, "PRO-SE-LEE-OTRO").mensaje, "«TOTAL GENERAL»")
        assert status_by_unit(planned)["U1"] is FormStatus.WRONG and not table(workspace).exists()
        assert not [path for path in version_folder(workspace).iterdir() if path.name.startswith(".")]


class TestTwoFormsOfAUnit:
    def test_the_later_presented_counts_and_the_other_is_noted(self, whole):
        programme(whole, "U1", "a corregido.xlsx", day="08/07/2024", Descripción="Atender trámites nuevos")
        planned = made(whole)
        assert planned.outcome is Outcome.WRITTEN
        assert "Atender trámites nuevos" in table(whole).read_text(encoding="utf-8")
        assert finding(planned, "PRO-REEMPLAZADO").archivo.endswith("POA U1 final.xlsx")
        assert states(whole) == {"POA U1 final.xlsx": "reemplazado", "a corregido.xlsx": "aceptado", "área 2/copia de POA (3).xlsx": "aceptado"}
        assert made(whole).outcome is Outcome.THERE

    def test_two_different_forms_of_the_same_day_are_an_error(self, whole):
        programme(whole, "U1", "otro.xlsx", Descripción="Otra cosa")
        planned = made(whole)
        reported = finding(planned, "REC-MISMO-DIA")
        assert errors(planned) == ["REC-MISMO-DIA"] and planned.fails and not table(whole).exists()
        assert "otro.xlsx" in reported.mensaje and "POA U1 final.xlsx" in reported.mensaje

    def test_a_new_form_without_date_beside_a_dated_one_is_an_error(self, whole, wording):
        """It might be older than the one with a date."""
        programme(whole, "U1", "sin fecha.xlsx", day=None, Descripción="Otra cosa")
        planned = made(whole)
        assert errors(planned) == ["REC-MISMO-DIA"]
        wording(finding(planned, "REC-MISMO-DIA").mensaje)

    def test_the_same_form_saved_twice_counts_once_with_a_note(self, whole):
        """As in a quarter: it was an error."""
        again = load_workbook(inbox(whole) / "POA U1 final.xlsx")
        again.properties.lastModifiedBy = "otra computadora"
        again.save(inbox(whole) / "de nuevo.xlsx")
        planned = made(whole)
        assert (planned.outcome, [one.codigo for one in planned.findings]) == (Outcome.WRITTEN, ["REC-REPETIDO"])

    def test_a_unit_whose_accepted_form_is_set_aside_is_missing(self, whole):
        """A new draft without it is written only if it is asked for as incomplete."""
        made(whole)
        table(whole).unlink()
        (inbox(whole) / "descartados").mkdir()
        (inbox(whole) / "POA U1 final.xlsx").rename(inbox(whole) / "descartados/POA U1 final.xlsx")
        planned = made(whole)
        assert (planned.outcome, status_by_unit(planned)["U1"]) == (Outcome.NOTHING, FormStatus.MISSING)
        assert not table(whole).exists()
        for _ in range(2):
            planned = made(whole, is_incomplete=True)
            assert not planned.fails and status_by_unit(planned)["U1"] is FormStatus.MISSING

    def test_an_older_form_does_not_count_in_place_of_a_lost_one(self, whole):
        """The draft was deleted and the form that it had was lost: the one before was written without a word."""
        later = programme(whole, "U1", "a corregido.xlsx", day="08/07/2024", Descripción="Atender trámites nuevos")
        made(whole)
        table(whole).unlink()
        later.unlink()
        planned = made(whole)
        assert errors(planned) == ["REC-FALTA"] and not table(whole).exists()

    def test_what_was_decided_stays_so_when_the_form_that_decided_it_is_gone(self, whole):
        """The lost form was later than one that came with the next, which corrects it without a date."""
        made(whole)
        table(whole).unlink()
        programme(whole, "U1", day=None, Descripción="Atender trámites nuevos")
        programme(whole, "U1", "antiguo.xlsx", day="01/07/2024", Descripción="Atender trámites viejos")
        assert made(whole).outcome is Outcome.WRITTEN
        before = everything(whole)
        assert made(whole, datetime.fromisoformat("2024-08-01T09:00:00-04:00")).outcome is Outcome.THERE
        assert everything(whole) == before

    def test_a_form_corrected_in_its_place_counts_in_a_new_draft(self, whole):
        """The planner deleted the draft; the unit corrected its own file, and left the date."""
        made(whole)
        table(whole).unlink()
        programme(whole, "U1", Descripción="Atender trámites nuevos")
        assert made(whole).outcome is Outcome.WRITTEN
        assert "Atender trámites nuevos" in table(whole).read_text(encoding="utf-8")

    def test_a_form_with_errors_and_no_date_that_comes_after_the_plan_was_written_is_an_error(self, whole):
        """It may correct the one that the plan has: it was passed over with a note."""
        made(whole)
        programme(whole, "U1", "otra vez.xlsx", day=None, Ponderación=49)
        assert errors(made(whole, datetime.fromisoformat("2024-08-01T09:00:00-04:00"))) == ["FOR-PESOS"]

    def test_an_exact_copy_counts_once(self, whole):
        shutil.copyfile(inbox(whole) / "POA U1 final.xlsx", inbox(whole) / "copia.xlsx")
        planned = made(whole)
        assert planned.outcome is Outcome.WRITTEN and finding(planned, "REC-COPIA")

    def test_a_later_correction_replaces_a_form_with_errors(self, whole):
        programme(whole, "U1", "primero.xlsx", day="01/07/2024", Ponderación=49)
        planned = made(whole)
        assert planned.outcome is Outcome.WRITTEN
        reported = finding(planned, "REC-SUPERADO")
        assert reported.severidad == "nota" and "X41" in reported.causa
        assert states(whole)["primero.xlsx"] == "rechazado"

    @pytest.mark.parametrize("day", [None, "30/02/2024"])
    def test_a_form_with_errors_and_no_date_that_another_settled_stays_settled(self, whole, day):
        """Done again, it counted as presented on the day of its reception, after the form that the table has."""
        programme(whole, "U1", "primero.xlsx", day=day, Ponderación=49)
        assert made(whole).outcome is Outcome.WRITTEN
        before = everything(whole)
        planned = made(whole, datetime.fromisoformat("2024-08-01T09:00:00-04:00"))
        assert (errors(planned), planned.outcome) == ([], Outcome.THERE)
        assert everything(whole) == before

    def test_a_later_form_with_errors_does_not_let_the_earlier_one_count(self, whole):
        programme(whole, "U1", "último.xlsx", day="08/07/2024", Ponderación=49)
        planned = made(whole)
        assert errors(planned) == ["FOR-PESOS"] and status_by_unit(planned)["U1"] is FormStatus.WRONG

    def test_an_impossible_date_is_replaced_by_that_of_reception_for_good(self, workspace):
        programme(workspace, "U1", day="05/07/2054")
        programme(workspace, "U2")
        assert finding(made(workspace), "REC-FECHA")
        before = everything(workspace)
        assert made(workspace, datetime.fromisoformat("2024-08-01T09:00:00-04:00")).outcome is Outcome.THERE
        assert everything(workspace) == before

    def test_a_date_after_the_reception_stays_impossible_when_that_day_has_come(self, workspace):
        """The note on a form that did not count gave the logged day of the other, and the log the stated one."""
        programme(workspace, "U1", "a.xlsx", day="12/07/2024")
        programme(workspace, "U2")
        made(workspace)
        table(workspace).unlink()
        programme(workspace, "U1", "b.xlsx", day="08/07/2024", Descripción="Atender trámites nuevos")
        assert made(workspace, datetime.fromisoformat("2024-08-01T09:00:00-04:00")).outcome is Outcome.WRITTEN
        assert "Atender trámites nuevos" in table(workspace).read_text(encoding="utf-8")

    def test_a_form_sent_again_from_the_draft_counts(self, whole):
        """`poa formularios --plan` starts from the draft once it is there."""
        made(whole)
        programme(whole, "U1", "desde el borrador.xlsx", day="08/07/2024", Descripción="Atender más trámites")
        table(whole).unlink()
        planned = made(whole)
        assert planned.outcome is Outcome.WRITTEN, errors(planned)
        assert "Atender más trámites" in table(whole).read_text(encoding="utf-8")


class TestWhatIsThere:
    def test_a_different_table_is_not_touched(self, whole, wording):
        made(whole)
        table(whole).write_text(WRITTEN.replace("T4,Emitir", "T4,Redactar"), encoding="utf-8", newline="\n")
        before = everything(whole)
        planned = made(whole)
        reported = finding(planned, "PRO-DISTINTO")
        assert planned.fails and everything(whole) == before
        wording(reported.mensaje.split(". "), "poa/v1/tareas.csv", "5")

    def test_a_line_break_in_a_cell_starts_no_row(self):
        assert first_difference('tarea\n"a\nb"\nc\n', 'tarea\n"a\nb"\nd\n') == 3

    def test_a_correction_after_it_was_written_changes_neither_table_nor_log(self, whole):
        made(whole)
        programme(whole, "U2", "tarde.xlsx", day="08/07/2024", Descripción="Emitir dictámenes")
        before = everything(whole)
        assert errors(made(whole)) == ["PRO-DISTINTO"]
        assert everything(whole) == before

    def test_an_empty_template_of_the_table_is_an_error(self, whole):
        book = Workbook()
        book.active.append([column.name for column in CONTRACT["tareas"].file_columns])
        book.save(version_folder(whole) / "tareas.xlsx")
        planned = made(whole)
        assert errors(planned) == ["PRO-OTRO-ARCHIVO"] and not table(whole).exists()

    def test_an_accepted_form_that_is_gone_is_an_error(self, whole):
        made(whole)
        (inbox(whole) / "POA U1 final.xlsx").unlink()
        planned = made(whole, is_incomplete=True)
        assert planned.fails and errors(planned) == ["REC-FALTA"]

    def test_a_log_that_cannot_be_read_is_left_alone(self, whole):
        put(version_folder(whole) / "recepcion.csv", "esto;no;es\n")
        before = everything(whole)
        with pytest.raises(InputsFailed) as failed:
            made(whole)
        assert [one.codigo for one in failed.value.findings] == ["REC-REGISTRO"]
        assert everything(whole) == before

    def test_a_reformulation_starts_from_the_plan_in_force(self, whole):
        made(whole)
        for unit in ("U1", "U2"):
            programme(whole, unit, version="v2", Descripción="Reformulada")
        planned = made(whole, version="v2")
        assert planned.outcome is Outcome.WRITTEN, errors(planned)
        assert {line["version"] for line in csv.DictReader((version_folder(whole, "v2") / "recepcion.csv").open())} == {"v1"}
        assert made(whole, version="v2").outcome is Outcome.THERE
        assert made(whole).outcome is Outcome.THERE

    def test_a_reformulation_without_a_unit_says_how_many_of_its_tasks_it_drops(self, whole, wording):
        """U2 has one task in version v1; a first plan drops none, because there is no earlier one."""
        made(whole)
        programme(whole, "U1", version="v2", Descripción="Reformulada")
        planned = made(whole, version="v2")
        wording(plan_advice(planned)[-1], "--incompleto", "fuera 1 tarea")
        planned = made(whole, version="v2", is_incomplete=True)
        assert [unit.dropped for unit in planned.with_status(FormStatus.MISSING)] == [1]
        wording(plan_advice(planned)[1], "fuera 1 tarea")

    def test_a_reformulation_says_how_many_tasks_no_form_has_and_one_that_moved_is_not_dropped(self, whole, wording):
        """U2's task goes to U1 in place of T1."""
        made(whole)
        for unit in ("U1", "U2"):
            programme(whole, unit, version="v2")
        assert not any("fuera" in told for told in plan_advice(made(whole, version="v2")))
        (version_folder(whole, "v2") / "tareas.csv").unlink()
        programme(whole, "U1", day="06/07/2024", version="v2", Tarea="T4")
        programme(whole, "U2", day="06/07/2024", version="v2", Tarea="T9")
        planned = made(whole, version="v2")
        assert planned.outcome is Outcome.WRITTEN, errors(planned)
        assert [unit.dropped for unit in planned.units] == [1, 0]
        wording(plan_advice(planned)[0], "fuera 1 tarea")

    def test_a_reformulation_listed_without_date_starts_from_the_plan_in_force(self, whole):
        """The resolution is not signed yet: the row of `versiones` has no date."""
        made(whole)
        put(whole.root / "data/mini/2024/versiones.csv", "version,resolucion,fecha\nv1,RA 1,2024-01-02\nv2,,\n")
        for unit in ("U1", "U2"):
            programme(whole, unit, version="v2", Descripción="Reformulada")
        planned = made(whole, version="v2")
        assert planned.outcome is Outcome.WRITTEN, errors(planned)
        assert {line["version"] for line in csv.DictReader((version_folder(whole, "v2") / "recepcion.csv").open())} == {"v1"}

    def test_a_second_run_at_the_same_time_is_refused(self, whole):
        with (
            locked(version_folder(whole) / ".recepcion.csv.bloqueo", lambda holder: AssertionError(holder)),
            pytest.raises(Exception, match="ya hay otra revisión"),
        ):
            made(whole)


class TestUsage:
    @pytest.mark.parametrize(
        ("period", "version", "words"),
        [
            ("2024-T2", "v1", "se escribe mini/2024-poa"),
            ("2024-poa", "v7", "No existe data/mini/2024/poa/v7/formularios/"),
            ("2024-poa", "../v1", "no sirve de nombre"),
            ("2024-poa", "formularios", "no sirve de nombre"),
            ("2025-poa", "v1", "No hay parámetros"),
        ],
    )
    def test_wrong_arguments_are_refused(self, workspace, period, version, words):
        with pytest.raises(UsageError, match=words):
            plan_year(workspace, "mini", period, version, NOW)

    def test_input_tables_with_errors_stop_the_plan(self, whole):
        put(whole.root / "data/mini/2024/acciones.csv", "acp,denominacion\n1,\n")
        with pytest.raises(InputsFailed):
            made(whole)
        assert not table(whole).exists()


def poa(workspace: Workspace, monkeypatch, *words: str, order: str = "plan"):
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    monkeypatch.setenv("COLUMNS", "160")
    return CliRunner().invoke(app, [order, *words])


def test_the_page_shows_units_errors_and_the_next_step(workspace, monkeypatch):
    programme(workspace, "U1", Ponderación=49)
    answer = poa(workspace, monkeypatch, "mini/2024-poa", "--version", "v1")
    assert answer.exit_code == 1, answer.output
    for words in ("Programación del POA 2024 · versión v1", "con errores", "falta", "U2", "POA U1 final.xlsx, hoja «Programación», celda X",
                  "las ponderaciones suman 99", "no se escribió nada", "Reitere el pedido a U2."):  # fmt: skip
        assert words.casefold() in " ".join(answer.output.split()).casefold(), words


def test_the_page_counts_warnings_by_rule_and_lists_all_when_asked(workspace, monkeypatch):
    for unit in ("U1", "U2"):
        programme(workspace, unit, day=None)
    short = poa(workspace, monkeypatch, "mini/2024-poa", "--version", "v1").output
    assert short.count("No dice en qué fecha") == 1 and "De U1 y U2." in short
    assert poa(workspace, monkeypatch, "mini/2024-poa", "--version", "v1", "--todo").output.count("No dice en qué fecha") == 2


def test_the_page_of_a_good_plan_says_what_was_written(whole, monkeypatch, wording):
    answer = poa(whole, monkeypatch, "mini/2024-poa", "--version", "v1", "--todo")
    assert answer.exit_code == 0, answer.output
    wording(" ".join(answer.output.split()).partition("Hallazgos: ")[2], "data/mini/2024/poa/v1/tareas.csv", "4")
    assert "ya estaba" in poa(whole, monkeypatch, "mini/2024-poa", "--version", "v1").output
    assert poa(whole, monkeypatch, "mini/2024-T2", "--version", "v1").exit_code == 2


def test_a_place_without_cell_is_named_by_file_and_sheet(whole, monkeypatch):
    book = Workbook()
    book.active["A1"] = "Lista de compras"
    book.save(inbox(whole) / "compras.xlsx")
    output = poa(whole, monkeypatch, "mini/2024-poa", "--version", "v1").output
    assert "compras.xlsx, hoja «Sheet»" in output
    assert "!" not in output


def test_an_ambiguous_number_is_reported_with_its_cell(workspace, monkeypatch, wording):
    """1.200,50 settles how 30,000 is read, but the ambiguous number is reported nevertheless."""
    programme(workspace, "U1", Meta="30,000")
    programme(workspace, "U2")
    output = " ".join(poa(workspace, monkeypatch, "mini/2024-poa", "--version", "v1").output.split())
    reported = output.partition("ENT-NUMERO-AMBIGUO")[2].partition(" Hallazgos")[0]
    wording(reported, "POA U1 final.xlsx", "V11", "«30,000»", "30000", "30,000", "30,000", "U1")


def test_numbers_are_written_as_typed_and_cannot_be_taken_for_thousands():
    """If `1.125` were alone in its column it could be read as 1125."""
    values = {"ene": Decimal("1.125"), "feb": Decimal("0.125"), "mar": Decimal("12.50"), "abr": Decimal("1E+3"), "may": Decimal("1200")}
    row = Row(Origin("tareas", "x", "", {}), 2, {"tarea": "T1", **values})
    written = next(csv.DictReader(table_text([row]).splitlines()))
    assert [written[month] for month in values] == ["1.1250", "0.125", "12.50", "1000", "1200"]
