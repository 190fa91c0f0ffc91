"""Only the data of accepted forms enter the run, with the forms' cells as their source."""

from __future__ import annotations

from decimal import Decimal

import pytest
from openpyxl import load_workbook
from quarter_files import LATER, NOW, TABLES, hand_in, inbox, make_world, period_folder, put

from helpers.desk.checking.period_check import check_run
from helpers.figures.findings import InputsFailed, Severity
from helpers.forms.reception.reception_log import LOG
from helpers.run.compute import compute
from helpers.run.gathered_inputs import gather

FIGURE = "avance_fisico/2024-T2/unidad/U1"


@pytest.fixture
def workspace(tmp_path):
    return make_world(tmp_path)


def codes(findings) -> list[str]:
    return [finding.codigo for finding in findings if finding.codigo.startswith("REC-")]


def codes_of_failed_run(workspace) -> list[str]:
    with pytest.raises(InputsFailed) as failed:
        compute(workspace, "mini", "2024-T2")
    return codes(failed.value.findings)


def test_the_figure_rests_on_the_cells_of_the_form(workspace):
    """T1 has 22 of 30 and T2 10 of 10, so their operation has 32 of 40, 80. T3 has 100: (80 × 2 + 100) / 3 = 86.67."""
    hand_in(workspace, "U1", changes={"T1": {"Ejec. jun": 2}})
    check_run(workspace, "mini", "2024-T2", NOW)
    book = compute(workspace, "mini", "2024-T2").book
    assert book[FIGURE].rounded == Decimal("86.67")
    files = {cell.file for cell in book.leaves(book[FIGURE])}
    assert files == {"data/mini/2024/poa/v1/tareas.csv", "data/mini/2024/T2/formularios/U1 final (1).xlsx"}
    assert {cell.sheet for cell in book.leaves(book[FIGURE])} == {"", "Seguimiento"}


def test_a_unit_without_a_form_has_no_figure(workspace):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    book = compute(workspace, "mini", "2024-T2").book
    assert [figure.code for figure in book.select("avance_fisico", book.period, "unidad")] == ["U1"]


def test_an_accepted_form_came_although_the_table_of_versions_no_longer_has_its_version(workspace):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    put(workspace.root / "data/mini/2024/versiones.csv", "version,resolucion,fecha\nV1,RA 1/2024,2024-01-02\n")
    put(workspace.root / "data/mini/2024/poa/v2/tareas.csv", TABLES["poa/v1/tareas.csv"])
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert [(one.codigo, one.archivo, one.celda) for one in checked.findings if one.severidad is Severity.ERROR] == [
        ("FOR-OTRA-VERSION", "data/mini/2024/versiones.csv", "A2")
    ]
    (unit,) = [unit for unit in checked.units if unit.node.code == "U1"]
    assert (unit.presented.isoformat(), unit.to_return) == ("2024-07-05", False)


@pytest.mark.parametrize("day", ["05/07/2024", "05/07/2025", ""])
def test_a_date_edited_in_the_log_is_told_with_the_cell_of_the_form(workspace, wording, day):
    """A form dated after its reception, or undated, has the day of reception in the log: nothing to compare with."""
    hand_in(workspace, "U1", day=day)
    check_run(workspace, "mini", "2024-T2", NOW)
    log = period_folder(workspace) / LOG
    before, edited = log.read_text(encoding="utf-8"), "2024-07-08"
    put(log, before.replace(",2024-07-05,", f",{edited},").replace(",2024-07-09,", f",{edited},"))
    found = [one for one in gather(workspace, "mini", "2024-T2").findings if one.codigo == "REC-FECHA-REGISTRO"]
    whole = [("F2", "2024-07-05", edited)] if day == "05/07/2024" else []
    assert [(one.celda, one.esperado, one.encontrado) for one in found] == whole
    for one in found:
        wording(one.mensaje, "8 de julio", "5 de julio")
    put(log, before)
    assert "REC-FECHA-REGISTRO" not in codes(gather(workspace, "mini", "2024-T2").findings)


def test_the_day_of_reception_of_a_form_accepted_later_is_no_edited_date(workspace):
    """It was dated after its reception, and is accepted after that date, when the plan is right."""
    hand_in(workspace, "U1", day="12/07/2024")
    plan = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    right = plan.read_text(encoding="utf-8")
    put(plan, right.replace("trámites,30,10,10,10", "trámites,31,11,10,10"))
    check_run(workspace, "mini", "2024-T2", NOW)
    put(plan, right)
    (unit, _) = check_run(workspace, "mini", "2024-T2", LATER).units
    assert (unit.node.code, unit.presented.isoformat()) == ("U1", "2024-07-09")
    assert "REC-FECHA-REGISTRO" not in codes(gather(workspace, "mini", "2024-T2").findings)


def test_nothing_is_asked_again_of_a_closed_quarters_form(workspace):
    path = hand_in(workspace, "U1", changes={"T1": {"Ejec. jun": 2}})
    book = load_workbook(path)
    for row in book["Seguimiento"].iter_rows():
        for cell in row:
            if cell.value in ("C11", "Se explica.", "Informe"):
                cell.value = None
    book["Seguimiento"]["AZ30"] = "véase el informe"
    book.save(path)
    check_run(workspace, "mini", "2024-T2", NOW)
    run = workspace.run_file("mini", "2024-T2").read_text(encoding="utf-8")
    put(workspace.run_file("mini", "2024-T3"), run.replace("2024-T2", "2024-T3").replace("2024-06-30", "2024-09-30"))

    def asked(period):
        found = [one.codigo for one in gather(workspace, "mini", period).findings]
        return [code for code in ("FOR-SIN-CAUSA", "FOR-SIN-MEDIO", "FOR-FUERA") if code in found]

    assert asked("2024-T2") == asked("2024-T3") == ["FOR-SIN-CAUSA", "FOR-SIN-MEDIO", "FOR-FUERA"]
    (period_folder(workspace) / "cierre").mkdir()
    assert (len(asked("2024-T2")), asked("2024-T3")) == (3, [])


def test_log_and_forms_are_inputs_and_the_book_lists_the_log(workspace):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    book = compute(workspace, "mini", "2024-T2").book
    assert {"data/mini/2024/T2/recepcion.csv", "data/mini/2024/T2/formularios/U1 final (1).xlsx"} <= set(book.inputs)
    (line,) = book.listings["recepcion"]
    assert (line["periodo"], line["unidad"], line["estado"]) == ("2024-T2", "U1", "aceptado")


def test_a_form_that_was_not_judged_is_left_out_and_reported(workspace):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U2")
    gathered = gather(workspace, "mini", "2024-T2")
    assert codes(gathered.findings) == ["REC-SIN-REVISAR"]
    assert not gathered.fails
    assert {row.text("tarea") for row in gathered.dataset.rows("ejecucion")} == {"T1", "T2", "T3"}


def test_an_accepted_form_that_is_gone_stops_the_run(workspace):
    path = hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    path.unlink()
    assert codes_of_failed_run(workspace) == ["REC-FALTA"]


def test_an_accepted_form_that_was_only_renamed_still_counts(workspace):
    path = hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    path.rename(inbox(workspace) / "U1.xlsx")
    assert compute(workspace, "mini", "2024-T2").book[FIGURE].rounded == 100


def test_an_accepted_form_that_was_changed_stops_the_run_until_one_of_a_later_date_is_accepted(workspace, wording):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U1", changes={"T1": {"Ejec. jun": 2}})
    assert codes_of_failed_run(workspace) == ["REC-CAMBIADO", "REC-SIN-REVISAR"]
    for _ in range(2):
        found = check_run(workspace, "mini", "2024-T2", LATER).findings
        (told,) = [one for one in found if one.severidad is Severity.ERROR]
        assert told.codigo == "REC-CAMBIADO"
        wording(told.mensaje, "«U1»", "fila 2 de data/mini/2024/T2/recepcion.csv")
    hand_in(workspace, "U1", day="06/07/2024", changes={"T1": {"Ejec. jun": 2}})
    assert not check_run(workspace, "mini", "2024-T2", LATER).fails
    assert compute(workspace, "mini", "2024-T2").book[FIGURE].rounded == Decimal("86.67")


def test_a_copy_of_anothers_form_over_an_accepted_one_is_told_to_be_it(workspace):
    """The check said that nobody had looked at the copy, and to run the check that had just been run."""
    lost, other = hand_in(workspace, "U1"), hand_in(workspace, "U2")
    check_run(workspace, "mini", "2024-T2", NOW)
    lost.write_bytes(other.read_bytes())
    found = check_run(workspace, "mini", "2024-T2", LATER).findings
    (told,) = [one.mensaje for one in found if one.codigo == "REC-CAMBIADO"]
    assert "hay otro archivo con el mismo nombre, de «U2», que quedó aceptado. Recupérelo" in told


@pytest.mark.parametrize(("old", "new", "code"), [
    ("T2,Dictar talleres,O1,U1", "T2,Dictar talleres,O1,", "ENT-VACIO"),
    ("T4,Emitir informes,O3,U2", "T4,Emitir informes,O3,U9", "ENT-CODIGO"),
    ("informes,12,", "informes,doce,", "ENT-NUMERO"),
    ("12,4,4,4,si", "12,#N/A,4,4,si", "ENT-NUMERO"),
])  # fmt: skip
def test_an_error_of_the_plan_is_no_fault_of_the_forms(workspace, old, new, code):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    path = hand_in(workspace, "U2")
    book = load_workbook(path)
    for cell in (cell for row in book["Seguimiento"].iter_rows() for cell in row if cell.value in ("C11", "Se explica.")):
        cell.value = None  # it did what was programmed
    book.save(path)
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U1", "otra vez.xlsx", day="06/07/2024")
    plan = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    put(plan, plan.read_text(encoding="utf-8").replace(old, new))
    found = check_run(workspace, "mini", "2024-T2", LATER).findings
    assert [one.codigo for one in found if one.severidad is Severity.ERROR] == [code]
    assert not [one.codigo for one in found if one.codigo.startswith("FOR-") and "otra vez" not in one.archivo]


def test_a_form_and_a_table_of_the_same_unit_stop_the_run(workspace, wording):
    """An accepted form counts wherever it is moved, so only what the table has can be removed."""
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    put(period_folder(workspace) / "ejecucion.csv", "tarea,abr,may,jun\nT1,10,10,10\nT4,4,4,4\n")
    assert codes_of_failed_run(workspace) == ["REC-DOS-FUENTES"]
    (found,) = [one for one in check_run(workspace, "mini", "2024-T2", NOW).findings if one.codigo == "REC-DOS-FUENTES"]
    wording(found.mensaje, "«U1»", "fila 2")


def test_a_form_and_a_table_of_another_unit_go_together(workspace):
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    put(period_folder(workspace) / "ejecucion.csv", "tarea,abr,may,jun\nT4,4,4,4\n")
    book = compute(workspace, "mini", "2024-T2").book
    assert book["avance_fisico/2024-T2/entidad/MINI"].rounded == 100


def test_the_table_gives_the_months_of_a_task_that_was_dropped_within_the_quarter(workspace):
    """T9 was in force in April only, so the form of the second quarter lacks it."""
    plan = TABLES["poa/v1/tareas.csv"]
    put(workspace.root / "data/mini/2024/poa/v1/tareas.csv", f"{plan}T9,Retirada,O9,U1,1,actos,4,4,,,si\n")
    put(workspace.root / "data/mini/2024/poa/v2/tareas.csv", plan)
    put(workspace.root / "data/mini/2024/versiones.csv", "version,resolucion,fecha\nv1,RA 1,2024-01-02\nv2,RA 2,2024-05-01\n")
    hand_in(workspace, "U1")
    check_run(workspace, "mini", "2024-T2", NOW)
    put(period_folder(workspace) / "ejecucion.csv", "tarea,abr\nT9,2\n")
    book = compute(workspace, "mini", "2024-T2").book
    assert book["avance_fisico/2024-abr/tarea/T9"].rounded == 50
    assert "avance_fisico/2024-T2/tarea/T9" not in book.figures


def test_a_reminder_in_the_table_of_presentations_is_no_second_source(workspace):
    put(period_folder(workspace) / "presentaciones.csv", "unidad,fecha_presentacion,reiteracion\nU1,,nota 12/2024\n")
    hand_in(workspace, "U1")
    assert not check_run(workspace, "mini", "2024-T2", NOW).fails


def test_a_replaced_form_stays_among_the_presentations(workspace, wording):
    """The first form came in time, so sending it again after the deadline does not make the unit late."""
    hand_in(workspace, "U1", "uno.xlsx", day="03/07/2024")
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U1", "dos.xlsx", day="18/07/2024", changes={"T1": {"Ejec. jun": 2}})
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    unit = checked.units[0]
    assert (unit.status.value, unit.replaced, unit.file) == ("en plazo", 1, "dos.xlsx")
    assert "PRE-TARDE" not in {finding.codigo for finding in checked.findings}
    (twice,) = [finding for finding in checked.findings if finding.codigo == "PRE-DOBLE"]
    wording([twice.esperado, twice.causa])
    forms = compute(workspace, "mini", "2024-T2").book.listing("presentaciones")
    assert len(forms) == 2 and not any(row.get("observacion") for row in forms), "the log's reason is no remark of the unit"


def test_of_undated_forms_the_one_that_counts_is_named(workspace, wording):
    hand_in(workspace, "U1", "uno.xlsx", day="")
    check_run(workspace, "mini", "2024-T2", NOW)
    hand_in(workspace, "U1", "dos.xlsx", day="05/07/2052", changes={"T1": {"Ejec. jun": 2}})
    findings = check_run(workspace, "mini", "2024-T2", NOW).findings
    (told,) = [finding.mensaje for finding in findings if finding.codigo == "PRE-DOBLE"]
    wording(told, "«dos.xlsx»")


def test_a_rejected_form_is_not_called_missing(workspace, wording):
    hand_in(workspace, "U1")
    hand_in(workspace, "U2", changes={"T4": {"Ejec. jun": -3}})
    check_run(workspace, "mini", "2024-T2", NOW)
    (told,) = [one for one in compute(workspace, "mini", "2024-T2").findings if one.codigo == "PRE-FALTA"]
    assert (told.elemento, told.encontrado) == ("unidad/U2", "uno rechazado")
    wording(told.mensaje, "«Unidad Segunda»")


def test_the_log_is_no_unknown_file(workspace):
    hand_in(workspace, "U1")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert (period_folder(workspace) / LOG).is_file()
    assert "ENT-ARCHIVO-DESCONOCIDO" not in {finding.codigo for finding in checked.findings}


def test_without_an_inbox_nothing_changes(workspace):
    inbox(workspace).rmdir()
    put(period_folder(workspace) / "ejecucion.csv", "tarea,abr,may,jun\nT4,4,4,4\n")
    put(period_folder(workspace) / "presentaciones.csv", "unidad,fecha_presentacion\nU2,2024-07-01\n")
    checked = check_run(workspace, "mini", "2024-T2", NOW)
    assert not checked.fails
    assert not (period_folder(workspace) / LOG).exists()
    assert [unit.status.value for unit in checked.units] == ["falta", "en plazo"]
