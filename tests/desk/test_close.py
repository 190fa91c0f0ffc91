"""`poa cerrar`, and the findings of later runs on figures of a closed period that changed."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from quarter_files import LATER, NOW, copy_of_made, hand_in, make_world, period_folder, put, run_of
from typer.testing import CliRunner

from helpers.audit.audit_case import open_case
from helpers.base.errors import PoaError, UsageError
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.checks.grouping.headline_effects import UNKNOWN
from helpers.desk.checking.period_check import check_run
from helpers.desk.cli import app
from helpers.desk.periods.close_period import close_period
from helpers.desk.periods.new_period import new_period
from helpers.figures.findings import Finding, InputsFailed, Severity, Verdict
from helpers.intake.closings import closing_folder
from helpers.run.compute import compute, save
from helpers.run.report.manifest import COMPLETE, PARTIAL, origin, write_manifest
from helpers.settings.params import OF_THE_DOCUMENT, Corrida, load_run
from helpers.views.progress.year_views import Restated

WHO = "Ana Rojas, Directora"
UNIT = "avance_fisico/2024-T2/unidad/U1"
ENTITY = "avance_fisico/2024-T2/entidad/MINI"
ACCRUED = "devengado/2024-T2/entidad/MINI"
BUDGET = "data/mini/2024/gastos.csv"
BUDGET_REPORTS = """\
fecha_corte,reporte,cat_prog,ppto_vigente,devengado
2024-03-31,categoria,01 0 001,100,10
2024-06-30,categoria,01 0 001,100,30
2024-06-15,categoria,01 0 001,100,25
2024-03-31,categoria,01 0 002,200,1
2024-06-30,categoria,01 0 002,200,2
2024-06-15,categoria,01 0 002,200,2
"""
LINKS = "data/mini/2024/vinculacion.csv"
FINAL = ("estado=definitivo", "aprobado_por=Ana Rojas")


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return copy_of_made(_finished, tmp_path)


def _finished(root: Path) -> Workspace:
    made = make_world(root)
    hand_in(made, "U1", changes={"T1": {"Ejec. jun": 2}})
    hand_in(made, "U2")
    check_run(made, "mini", "2024-T2", NOW)
    finish(made)
    return made


def finish(workspace: Workspace, state: str = COMPLETE, overrides: tuple[str, ...] = FINAL) -> None:
    """Write what a run writes, except its sections."""
    computed = compute(workspace, "mini", "2024-T2", overrides)
    folder = workspace.output / "mini/2024-T2"
    folder.mkdir(parents=True, exist_ok=True)
    save(computed, folder)
    write_manifest(folder, state, origin(workspace, computed, (), overrides), {}, with_pdf=False)


def close(workspace: Workspace, by: str = WHO):
    return close_period(workspace, "mini", "2024-T2", by, NOW)


def folder_of(workspace: Workspace):
    return closing_folder(workspace, "mini", load_run(workspace, "mini", "2024-T2").period)


def closing_findings(workspace: Workspace, prefix: str = "CIE-") -> list[Finding]:
    return [finding for finding in compute(workspace, "mini", "2024-T2").findings if finding.codigo.startswith(prefix)]


def test_a_report_made_before_its_closing_is_audited_without_it(workspace):
    """What it read is the same then, so its audit passes after the closing too."""
    case = open_case(workspace, "mini", "2024-T2", None, workspace.root / "antes")
    close(workspace)
    after = open_case(workspace, "mini", "2024-T2", None, workspace.root / "después")
    assert after.again is not None
    assert after.again.book == case.again.book
    assert any("cierre" in name for name in compute(workspace, "mini", "2024-T2").book.inputs)


def reasons_against_closing(workspace: Workspace) -> str:
    with pytest.raises(PoaError) as refused:
        close(workspace)
    assert not folder_of(workspace).exists()
    return str(refused.value)


def test_a_closing_keeps_every_figure_and_its_inputs(workspace):
    label, count = close(workspace)
    folder = workspace.root / label
    act = json.loads((folder / "cierre.json").read_text(encoding="utf-8"))
    with (folder / "cifras.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert count == len(rows) == act["cifras"]
    assert (rows[UNIT]["publicado"], rows[UNIT]["calificacion"]) == ("86.67", "Alto")
    assert "data/mini/2024/T2/formularios/U1 final (1).xlsx" in rows[UNIT]["archivos"]
    assert (act["por"], act["cerrado"]) == (WHO, NOW.isoformat())
    assert act["libro_sha256"] == file_sha256(workspace.output / "mini/2024-T2/libro.json")
    assert act["insumos"]["data/mini/2024/T2/recepcion.csv"] == file_sha256(period_folder(workspace) / "recepcion.csv")


def test_a_closed_period_that_did_not_change_has_no_finding(workspace):
    close(workspace)
    assert closing_findings(workspace) == []


def test_a_closing_is_not_overwritten(workspace):
    close(workspace)
    before = (folder_of(workspace) / "cierre.json").read_bytes()
    with pytest.raises(UsageError, match=r"ya está cerrado en data/mini/2024/T2/cierre/; cierre\.json"):
        close(workspace, "Otra persona")
    assert (folder_of(workspace) / "cierre.json").read_bytes() == before


def test_a_restated_figure_is_reported_with_before_after_and_cause(workspace, wording):
    """The corrected form says that T1 did 30 of 30: U1 goes from 86.67 to 100, the entity from 93.34 to 100."""
    close(workspace)
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024")
    checked = check_run(workspace, "mini", "2024-T2", LATER)
    assert "REC-CERRADO" in {finding.codigo for finding in checked.findings}
    restated = {finding.elemento: finding for finding in closing_findings(workspace, "CIE-REEXPRESADA")}
    found = restated[UNIT]
    wording(found.mensaje, "86,67", "100,00")
    assert WHO in found.mensaje
    assert "corregido.xlsx" in found.causa
    assert found.archivo == "data/mini/2024/T2/cierre/cifras.csv"
    wording(restated[UNIT].efecto, "+6,66", "segundo trimestre de 2024")
    assert restated[ENTITY].efecto == restated[UNIT].efecto
    assert "avance_fisico/2024-T2/unidad/U2" not in restated, "what did not change is not told"


def test_a_corrected_form_is_one_warning_that_all_it_changed_follows_from(workspace, wording):
    """The semester of the entity holds every changed cell; no figure of now is wrong."""
    close(workspace)
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024")
    check_run(workspace, "mini", "2024-T2", LATER)
    root, *others = closing_findings(workspace, "CIE-REEXPRESADA")
    assert (root.elemento, root.severidad, root.causa_raiz) == ("avance_fisico/2024-S1/entidad/MINI", Severity.WARNING, "")
    assert len(others) == 23
    assert {(one.severidad, one.sigue_de) for one in others} == {(Severity.NOTE, root.elemento)}
    assert {one.posicion.partition(".")[0] for one in others} == {root.posicion}
    wording(root.mensaje, "corregido.xlsx", "23")
    wording(others[0].causa_raiz)


def test_what_is_now_blank_in_another_month_is_no_cause_of_a_months_change(workspace):
    """The corrected form says 8 for April and nothing for May: April's figure rests on April's cell alone."""
    close(workspace)
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024", changes={"T1": {"Ejec. abr": 8, "Ejec. may": None}})
    check_run(workspace, "mini", "2024-T2", LATER)
    causes = {one.elemento: one.causa for one in closing_findings(workspace)}
    april, quarter = (re.findall("antes (.*?) y ahora", causes[f"avance_fisico/2024-{window}/unidad/U1"]) for window in ("abr", "T2"))
    assert (april, quarter) == (["10"], ["10", "10", "2"])


def test_a_restated_figure_is_not_told_again_because_of_the_history(workspace):
    """`historico.csv` says 93.34, as `poa abrir` wrote it from the closed period; the corrected data give 100."""
    close(workspace)
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024")
    check_run(workspace, "mini", "2024-T2", LATER)
    found = {(one.codigo, one.elemento): one.efecto for one in compute(workspace, "mini", "2024-T3").findings}
    assert found["CIE-REEXPRESADA", ENTITY] == UNKNOWN, "the nine months are read from that form too"
    assert ("CAL-REPETIDA", ENTITY) not in found


def test_the_history_has_what_the_closed_report_printed(workspace):
    """The late form comes before the next period is opened: the data give 100, and the final report printed 93.34."""
    close(workspace)
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024")
    check_run(workspace, "mini", "2024-T2", LATER)
    new_period(workspace, "mini", "2024-T3", "2024-T2")
    assert "2024-T2,entidad,MINI,avance_fisico,93.34," in (period_folder(workspace).parent / "historico.csv").read_text()


def test_a_change_of_method_is_given_as_the_cause(workspace):
    close(workspace)
    path = workspace.method_file("mre-2024")
    text = path.read_text(encoding="utf-8")
    assert text.count("  tope: 100\n") == 1
    path.write_text(text.replace("  tope: 100\n", "  tope: 50\n"), encoding="utf-8")
    causes = {finding.elemento: finding.causa for finding in closing_findings(workspace, "CIE-REEXPRESADA")}
    assert causes[UNIT] == "método"


@pytest.fixture
def money(tmp_path) -> Workspace:
    """As `workspace`, with a table of the year's budget reports, which grows; the method is another since the closing."""
    return copy_of_made(_closed_with_money, tmp_path)


def _closed_with_money(root: Path) -> Workspace:
    made = make_world(root)
    put(root / BUDGET, BUDGET_REPORTS)
    put(root / LINKS, "cat_prog,denominacion,acp,unidad\n01 0 001,Una,1,U1\n01 0 002,Dos,1,U2\n")
    hand_in(made, "U1", changes={"T1": {"Ejec. jun": 2}})
    hand_in(made, "U2")
    check_run(made, "mini", "2024-T2", NOW)
    finish(made)
    close(made)
    method = made.method_file("mre-2024")
    method.write_text(method.read_text(encoding="utf-8").replace("  tope: 100\n", "  tope: 50\n"), encoding="utf-8")
    return made


def test_a_file_that_grew_is_no_cause_if_the_numbers_of_the_closed_quarter_are_the_same(money):
    put(money.root / BUDGET, BUDGET_REPORTS + "2024-09-30,categoria,01 0 001,100,60\n")
    causes = {finding.elemento: finding.causa for finding in closing_findings(money)}
    assert {causes[UNIT], causes["brecha_fisico_financiera/2024-T2/entidad/MINI"]} == {"método"}
    assert ACCRUED not in causes


def test_no_method_and_no_parameter_is_a_cause_for_an_amount_read_from_the_same_cell(money, wording):
    """June's accrued money is 31 instead of 30, the quarter's 22 instead of 21; the method, a deadline and the rounding tolerance are other ones too."""
    put(money.root / BUDGET, BUDGET_REPORTS.replace("100,30", "100,31"))
    run = money.run_file("mini", "2024-T2")
    text = run.read_text(encoding="utf-8").replace("fecha: 2024-07-08", "fecha: 2024-07-09")
    put(run, text + "tolerancia_redondeo: 0.5\n")
    found = {finding.elemento: finding for finding in closing_findings(money)}
    cell = "datos (data/mini/2024/gastos.csv: celda E3, antes 30 y ahora 31)"
    deadline = "parámetros (plazos.2024-T2: fecha antes 2024-07-08, ahora 2024-07-09)"
    assert found[ACCRUED].causa == cell
    assert found[UNIT].causa == f"{deadline} o método"
    assert found["ejecucion_financiera/2024-T2/entidad/MINI"].causa == f"{cell}, {deadline} o método"
    wording([found[name].mensaje for name in (ACCRUED, UNIT)], "21,00", "22,00")


def test_a_cut_off_is_a_cause_for_the_amounts_of_its_window_only(money, wording):
    """The reports of the first quarter and of the middle of June change in the table; the cut-off is now the latter."""
    put(money.root / BUDGET, BUDGET_REPORTS.replace("100,10", "100,11"))
    run = money.run_file("mini", "2024-T2")
    run.write_text(run.read_text(encoding="utf-8").replace("fecha: 2024-06-30", "fecha: 2024-06-15"), encoding="utf-8")
    causes = {finding.elemento: finding.causa for finding in closing_findings(money)}
    assert causes["devengado/2024-T1/entidad/MINI"].startswith("datos (") and "parámetros" not in causes["devengado/2024-T1/entidad/MINI"]
    wording(causes[ACCRUED], "cortes.2024-T2", "2024-06-30", "2024-06-15")
    assert causes[UNIT] == "método"


def test_an_amount_of_the_same_numbers_changed_by_one_of_the_files_that_changed(money):
    """The second category goes from U2 to U1, and the budget reports grow; no number of the closed quarter changes."""
    put(money.root / BUDGET, BUDGET_REPORTS + "2024-09-30,categoria,01 0 001,100,60\n")
    put(money.root / LINKS, "cat_prog,denominacion,acp,unidad\n01 0 001,Una,1,U1\n01 0 002,Dos,1,U1\n")
    causes = {finding.elemento: finding.causa for finding in closing_findings(money)}
    files = f"datos (alguno de estos archivos: {BUDGET}, {LINKS})"
    assert causes["devengado/2024-T2/unidad/U1"] == causes["devengado/2024-T2/unidad/U2"] == files
    assert causes["ejecucion_financiera/2024-T2/unidad/U2"] == f"{files} o método", "it is gone"


def test_a_unit_that_goes_to_another_area_moves_figures_by_the_files_that_say_where_it_is(tmp_path):
    """U2's numbers are the same. The published figures and the results, which no figure is computed from, changed too.

    Then the method has other decimals; then, with the first method, U1 corrects T1's June from 2 to 10.
    """
    made = make_world(tmp_path)
    year = made.root / "data/mini/2024"
    areas = "A1,Área Uno,area,MINI,A1,,1,4\nA2,Área Dos,area,MINI,A2,,1,5\n"
    structure = (year / "estructura.csv").read_text(encoding="utf-8").replace("unidad,MINI,U1", "unidad,A1,U1")
    for parent, said in (("A2", "Se hizo."), ("A1", "Se hizo todo.")):
        put(year / "estructura.csv", structure.replace("unidad,MINI,U2", f"unidad,{parent},U2") + areas)
        put(year / "acciones.csv", f"acp,denominacion\n1,{said}\n")
        put(year / "T2/resultados.csv", f"id,texto\n1,{said}\n")
        put(year / "T2/publicado.csv", f"id,valor,donde\n{UNIT},86.67,{said}\n")
        if parent == "A2":
            hand_in(made, "U1", changes={"T1": {"Ejec. jun": 2}})
            hand_in(made, "U2")
            check_run(made, "mini", "2024-T2", NOW)
            finish(made)
            close(made)
    causes = {finding.elemento: finding.causa for finding in closing_findings(made)}
    files = "data/mini/2024/acciones.csv, data/mini/2024/estructura.csv"
    assert causes["avance_fisico/2024-T2/area/A1"] == f"datos (alguno de estos archivos: {files})"
    assert causes["avance_fisico/2024-T2/area/A2"] == causes["avance_fisico/2024-T2/area/A1"], "it is gone"
    method = made.method_file("mre-2024")
    stated = method.read_text(encoding="utf-8")
    method.write_text(stated.replace("decimales: 2\n", "decimales: 1\n", 1), encoding="utf-8")
    causes = {finding.elemento: finding.causa for finding in closing_findings(made)}
    assert causes["avance_fisico/2024-T2/area/A1"] == f"datos (alguno de estos archivos: {files}) o método"
    method.write_text(stated, encoding="utf-8")
    hand_in(made, "U1", "corregido.xlsx", day="06/07/2024")
    check_run(made, "mini", "2024-T2", LATER)
    causes = {finding.elemento: finding.causa for finding in closing_findings(made)}
    cell = "data/mini/2024/T2/formularios/corregido.xlsx: celda Seguimiento!K11, antes 2 y ahora 10"
    assert causes[UNIT] == f"datos ({cell})"
    moved = f"alguno de estos archivos: data/mini/2024/T2/recepcion.csv, {files}"
    assert causes["avance_fisico/2024-T2/area/A1"] == f"datos ({cell}; {moved})"


def test_parameters_of_the_document_alone_are_no_cause_of_a_change(workspace):
    close(workspace)
    path = workspace.run_file("mini", "2024-T2")
    path.write_text(path.read_text(encoding="utf-8") + 'cite: MRE-12\nversion: "2"\n', encoding="utf-8")
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024")
    check_run(workspace, "mini", "2024-T2", LATER)
    causes = {finding.causa for finding in closing_findings(workspace, "CIE-REEXPRESADA")}
    assert causes
    assert not any("parámetros" in cause for cause in causes)
    assert set(OF_THE_DOCUMENT) <= set(Corrida.model_fields)


def test_a_figure_that_disappeared_is_reported(workspace):
    close(workspace)
    path = workspace.root / "data/mini/2024/estructura.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("unidad,MINI,U2,,1,3", "puesto,MINI,U2,,1,3"), encoding="utf-8")
    gone = {finding.elemento: finding.causa for finding in closing_findings(workspace, "CIE-DESAPARECE")}
    assert "avance_fisico/2024-T2/unidad/U2" in gone
    assert "estructura.csv" in gone["avance_fisico/2024-T2/unidad/U2"]
    (new,) = closing_findings(workspace, "CIE-NUEVA")
    assert new.elemento == "avance_fisico/2024-abr/puesto/U2"
    assert "avance_fisico/" not in new.mensaje and "Avance físico · " in new.mensaje


def test_new_figures_of_several_subjects_stand_under_none_of_them(workspace):
    close(workspace)
    path = workspace.root / "data/mini/2024/estructura.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("unidad,", "puesto,"), encoding="utf-8")
    new = [one for one in check_run(workspace, "mini", "2024-T2", LATER).of_none if one.codigo == "CIE-NUEVA"]
    assert [one.elemento for one in new] == ["cierre/2024-T2"]


def test_a_later_period_compares_too(workspace):
    close(workspace)
    run = workspace.run_file("mini", "2024-T2").read_text(encoding="utf-8")
    put(workspace.run_file("mini", "2024-T3"), run_of(run, "2024-T3"))
    (workspace.root / "data/mini/2024/T3/formularios").mkdir(parents=True)
    findings = compute(workspace, "mini", "2024-T3").findings
    assert [finding.codigo for finding in findings if finding.codigo in {"CIE-REEXPRESADA", "CIE-DESAPARECE"}] == []
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024")
    check_run(workspace, "mini", "2024-T2", LATER)
    later = compute(workspace, "mini", "2024-T3").findings
    assert UNIT in {finding.elemento for finding in later if finding.codigo == "CIE-REEXPRESADA"}


@pytest.fixture
def third(workspace):
    """The third quarter, opened after the second was closed and U1's form corrected: T1 did 30 of 30."""
    close(workspace)
    run = workspace.run_file("mini", "2024-T2").read_text(encoding="utf-8")
    put(workspace.run_file("mini", "2024-T3"), run_of(run, "2024-T3"))
    (workspace.root / "data/mini/2024/T3/formularios").mkdir(parents=True)
    hand_in(workspace, "U1", "corregido.xlsx", day="06/07/2024")
    check_run(workspace, "mini", "2024-T2", LATER)
    return compute(workspace, "mini", "2024-T3")


def test_what_was_published_at_the_closing_is_not_called_wrong(third, workspace, wording):
    """86.67 was the figure of the closing; with the corrected form it is 100."""
    put(workspace.root / "data/mini/2024/T3/publicado.csv", f"id,valor,donde\n{UNIT},86.67,Informe\n")
    (line,) = compute(workspace, "mini", "2024-T3").reconciliation
    assert line.veredicto is Verdict.NOT_VERIFIABLE
    wording(line.causa)


def test_the_closed_value_is_a_figure_read_from_the_closing(third):
    """86,67 at the closing and 100 now: 13,33 more. The source of the closed figure is a cell of the closing."""
    book = third.book
    closed = book["avance_fisico_al_cierre/2024-T2/unidad/U1"]
    assert (closed.published, book[UNIT].published) == ("86.67", "100.00")
    assert book["avance_fisico_reexpresion/2024-T2/unidad/U1"].published == "13.33"
    assert [cell.file for cell in closed.sources] == ["data/mini/2024/T2/cierre/cifras.csv"]
    assert book.get("avance_fisico_al_cierre", "2024-T2", "entidad", "MINI") is not None
    assert book.get("avance_fisico_al_cierre", "2024-T2", "unidad", "U2") is None, "it did not change"


def test_the_cause_names_the_cell_whose_value_changed(third):
    """June of T1 is 2 in the form that was closed and 10 in the corrected one."""
    restated = Restated(third.book, third.findings)
    (cause,) = {finding.causa for finding in restated.changed if finding.elemento == UNIT}
    assert "corregido.xlsx: celda Seguimiento!" in cause and cause.endswith("antes 2 y ahora 10)")
    assert all(finding.causa.startswith("datos (") for finding in restated.changed)


def test_the_table_of_changes_shows_before_after_and_difference(third, wording):
    table = Restated(third.book, third.findings).table(id="cuadro-prueba")
    rows = [[getattr(cell, "text", str(cell)) for cell in row.cells] for row in table.rows]
    causes = [row[0] for row in rows if len(row) == 1]
    assert causes and len(set(causes)) == len(causes) < len(rows) - len(causes), "a cause stands once above its figures"
    shown = [": ".join(row) for row in rows if row[0].startswith("Avance físico · ") and "segundo trimestre" in row[0]]
    wording(shown, "Instituto de Prueba", "93,34", "100,00", "6,66", "Unidad Primera", "86,67", "100,00", "13,33")
    wording(table.notes[0], "12", "24", "CIE-REEXPRESADA", "CIE-DESAPARECE")
    some = tuple(one for one in third.findings if one.elemento == UNIT or "/tarea/" in one.elemento)
    assert Restated(third.book, some).table(id="cuadro-prueba").notes[0].startswith("Aquí, 1 de ")


@pytest.mark.parametrize("file", ["cifras.csv", "cierre.json"])
def test_a_closing_that_was_altered_stops_the_run(workspace, file):
    close(workspace)
    path = folder_of(workspace) / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("86.67", "87.00") if file == "cifras.csv" else text[:50], encoding="utf-8")
    with pytest.raises(InputsFailed) as failed:
        compute(workspace, "mini", "2024-T2")
    assert [finding.codigo for finding in failed.value.findings if finding.severidad == "error"] == ["CIE-ALTERADO"]


class TestRefusals:
    def test_a_period_without_a_report_is_not_closed(self, tmp_path, wording):
        wording(reasons_against_closing(make_world(tmp_path)))

    def test_a_partial_report_is_not_closed(self, workspace, wording):
        finish(workspace, PARTIAL)
        wording(reasons_against_closing(workspace))

    def test_inputs_changed_since_the_report_prevent_the_closing(self, workspace):
        path = workspace.root / "data/mini/2024/acciones.csv"
        put(path, "acp,denominacion\n1,Otra acción\n")
        assert "acciones.csv cambió" in reasons_against_closing(workspace)

    def test_a_form_received_since_the_report_prevents_the_closing(self, workspace, wording):
        hand_in(workspace, "U2", "otra vez.xlsx", changes={"T4": {"Ejec. jun": 3}})
        wording(reasons_against_closing(workspace), "otra vez.xlsx")

    def test_a_draft_is_not_closed(self, workspace, wording):
        finish(workspace, overrides=())
        wording(reasons_against_closing(workspace), "estado: definitivo", "aprobado_por", "params/mini/2024-T2.yaml")

    def test_figures_made_with_other_parameters_are_not_closed(self, workspace):
        finish(workspace, overrides=(*FINAL, "tolerancia_redondeo=0.5"))
        assert "tolerancia_redondeo=0.5" in reasons_against_closing(workspace)

    def test_other_parameters_of_the_document_alone_do_not_prevent_the_closing(self, workspace):
        finish(workspace, overrides=(*FINAL, "cite=MRE-12", "hoja_de_ruta=HR-7"))
        _, count = close(workspace)
        assert count

    def test_a_report_with_errors_is_not_closed(self, workspace, wording):
        folder = workspace.output / "mini/2024-T2"
        path = folder / "hallazgos.csv"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(",nota,", ",error,", 1), encoding="utf-8")
        wording(reasons_against_closing(workspace))
        manifest = json.loads((folder / "manifiesto.json").read_text(encoding="utf-8"))
        manifest["salidas"]["hallazgos.csv"] = file_sha256(path)
        (folder / "manifiesto.json").write_text(json.dumps(manifest), encoding="utf-8")
        assert "tiene un error" in reasons_against_closing(workspace)

    def test_a_closing_needs_the_name_of_a_person(self, workspace):
        with pytest.raises(UsageError, match="quién cierra"):
            close(workspace, "  ")


def test_the_command_closes_once_and_needs_a_name(workspace, monkeypatch):
    monkeypatch.setenv("POA_RAIZ", str(workspace.root))
    assert CliRunner().invoke(app, ["close", "mini/2024-T2"]).exit_code == 2, "who closes it must be said"
    done = CliRunner().invoke(app, ["close", "mini/2024-T2", "--por", WHO])
    assert done.exit_code == 0, done.output
    assert "está cerrado" in done.stdout and "(poa abrir mini/2024-T3 --desde 2024-T2)" in done.stdout
    assert CliRunner().invoke(app, ["close", "mini/2024-T2", "--por", WHO]).exit_code == 2
