"""What `poa comprobar` and its sheets show: the unit of each finding, what comes first, and where the rest is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import load_workbook
from quarter_files import LATER, NOW, hand_in, inbox, make_world, put
from rich.console import Console
from typer.testing import CliRunner

from helpers.base.periods import Period
from helpers.desk.checking.check_data import plain_check
from helpers.desk.checking.check_page import show_check
from helpers.desk.checking.check_sentences import advice
from helpers.desk.checking.finding_units import Attribution
from helpers.desk.checking.period_check import Checked, check_run, is_earlier
from helpers.desk.checking.unit_sheets import general_sheet, unit_sheet, write_unit_sheets
from helpers.desk.checking.unit_standing import Status
from helpers.desk.cli import app
from helpers.desk.terminal.finding_pages import causes_table, place_of
from helpers.figures.findings import UNCHANGED, Finding, Severity

RUN = ("mini", "2024-T2")
WRONG = {"T1": {"Ejec. abr": "x1", "Ejec. may": "x2", "Ejec. jun": "x3"}, "T2": {"Ejec. may": "x4"}}
EARLY = datetime.fromisoformat("2024-07-06T10:00:00-04:00")
QUARTER = Period.parse("2024-T2")


@pytest.fixture
def workspace(tmp_path):
    return make_world(tmp_path)


def page(checked: Checked, *, everything: bool = False, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    show_check(console, checked, everything=everything)
    return " ".join(console.file.getvalue().split())


def unit(checked: Checked, code: str = "U1"):
    return next(one for one in checked.units if one.node.code == code)


def finding(code: str = "X", severity: Severity = Severity.WARNING, **fields: str) -> Finding:
    return Finding(code, severity, fields.pop("mensaje", f"algo de {code}."), **fields)


class TestOnePage:
    def test_two_errors_of_each_unit_are_shown_and_all_with_the_option_todo(self, workspace, wording):
        hand_in(workspace, "U1", changes=WRONG)
        checked = check_run(workspace, *RUN, NOW)
        short, whole = page(checked), page(checked, everything=True)
        assert "«x3»" not in short
        wording(short.partition("Errores ")[2].partition(" Por unidad")[0], "U1", "«x1»", "U1", "«x2»", "2", "«--todo»")
        assert all(f"«x{number}»" in whole for number in (1, 2, 3, 4))

    def test_general_errors_come_first_and_all_are_shown_with_the_option_todo(self, workspace, wording):
        hand_in(workspace, "U1")
        checked = check_run(workspace, *RUN, NOW)
        general = tuple(finding(f"G{number}", Severity.ERROR) for number in range(14))
        broken = replace(checked, of_none=general, findings=general)
        wording(page(broken).partition("Errores ")[2].partition(" Por unidad")[0], "G0", "G1", "12", "«--todo»")
        assert all(f"algo de G{number}." in page(broken, everything=True) for number in range(14))

    def test_the_command_prints_everything_with_the_option_todo(self, workspace, monkeypatch):
        monkeypatch.setenv("POA_RAIZ", str(workspace.root))
        hand_in(workspace, "U1", changes=WRONG)
        done = CliRunner().invoke(app, ["check", "mini/2024-T2", "--todo"])
        assert done.exit_code == 1 and "«x4»" in done.stdout

    def test_causes_that_move_nothing_are_not_listed_and_the_others_bear_no_number(self):
        effects = ("−1,00 puntos", "no se puede calcular", f"{UNCHANGED}; Bs 9,00 que no cuadran", UNCHANGED)
        told = [finding(f"G{at}", efecto=effect, posicion=str(at + 8)) for at, effect in enumerate(effects)]
        told[1] = replace(told[1], archivo="d/gastos.csv", celda="P7")
        note = finding("N", Severity.NOTE, efecto="no se puede calcular", posicion="12")
        marks, causes = causes_table([*told, note]).columns
        assert list(marks.cells) == ["•", "•"]
        assert [str(text).partition("\n")[0] for text in causes.cells] == ["algo de G0.", "gastos.csv, celda P7: algo de G1."]

    def test_the_others_of_a_cause_are_counted_and_a_practice_does_not_follow_from_its_first_case(self):
        told = [finding(posicion=f"{at}{more}", efecto="E") for at in (1, 2, 3) for more in ("", *(".1", ".2")[: at - 1])]
        _, causes = causes_table(told).columns
        effects = [str(text).partition("\n")[2] for text in causes.cells]
        assert effects == ["Efecto: E.", "Efecto: E; y uno más de la misma causa.", "Efecto: E; y 2 más de la misma causa."]

    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({"archivo": "d/a.xlsx", "hoja": "Sheet"}, "a.xlsx, hoja «Sheet»"),
            ({"archivo": "d/a.xlsx", "hoja": "Seguimiento", "celda": "K2"}, "a.xlsx, hoja «Seguimiento», celda K2"),
            ({"archivo": "d/a.csv", "celda": "5"}, "a.csv, fila 5"),
            ({"archivo": "d/a.md", "celda": "línea 2"}, "a.md, línea 2"),
            ({"archivo": "d/a.pdf"}, "a.pdf"),
            ({"archivo": "data/x/2023/T2/cierre"}, "cierre (segundo trimestre de 2023)"),
            ({"archivo": "data/x/2023/T2/formularios/U1-2023-T2 v2.xlsx"}, "U1-2023-T2 v2.xlsx"),
            ({"archivo": "data/x/2023/poa/v1/tareas.csv", "celda": "E2"}, "tareas.csv (versión v1 del plan), celda E2"),
            ({"archivo": "data/x/2024/poa/v1/formularios/sur/a.xlsx", "celda": "E2"}, "sur/a.xlsx, celda E2"),
            ({"archivo": "data/x/2024/T2/formularios/sur/a.xlsx", "celda": "E2"}, "sur/a.xlsx (segundo trimestre de 2024), celda E2"),
            ({}, ""),
        ],
    )
    def test_a_place_is_named_as_far_as_it_is_known(self, fields, place):
        assert place_of(finding(**fields)) == place


class TestEarlierPeriods:
    @pytest.mark.parametrize(
        ("fields", "earlier"),
        [
            ({"elemento": "presentaciones/2024-T1/U1"}, True),
            ({"elemento": "presentaciones/2024-T2/U1"}, False),
            ({"elemento": "unidad/U1", "esperado": "un formulario de 2024-T1", "archivo": "d/2024/estructura.csv"}, True),
            ({"archivo": "data/mini/2024/T1/formularios/a.xlsx"}, True),
            ({"archivo": "data/mini/2024/T2/formularios/a.xlsx"}, False),
            ({"elemento": "tarea/2024-X1"}, False),
            ({"elemento": "gastos/1", "mensaje": "«Una», al 31/03/2024, aprobado: el devengado pasa del vigente."}, True),
            ({"elemento": "gastos/1", "mensaje": "«Una», al 30/06/2024, aprobado: el devengado pasa del vigente."}, False),
            ({"elemento": "avance_fisico/2024-S1/unidad/U1"}, False),
        ],
    )
    def test_a_finding_belongs_to_the_period_that_it_names_unless_it_is_an_error(self, fields, earlier):
        assert is_earlier(finding(**fields), QUARTER) is earlier
        assert not is_earlier(finding(severity=Severity.ERROR, **fields), QUARTER), "an error stops this period too"

    def test_findings_of_earlier_periods_are_listed_apart_from_what_a_unit_must_mend(self, workspace):
        put(workspace.root / "data/mini/2024/T1/presentaciones.csv", "unidad,fecha_presentacion\nU1,2024-04-03\nU2,\n")
        hand_in(workspace, "U1")
        hand_in(workspace, "U2")
        checked = check_run(workspace, *RUN, NOW)
        assert ("U2", "PRE-FALTA") in {(code, item.codigo) for code, item in checked.earlier}
        assert unit(checked, "U2").findings == () and not unit_sheet(checked, unit(checked, "U2")).is_needed
        assert "de antes" in page(checked) and "De periodos anteriores" in page(checked, everything=True)
        found = plain_check(checked)["de_periodos_anteriores"]
        assert {"unidad": "U2", "codigo": "PRE-FALTA"}.items() <= found[[item["codigo"] for item in found].index("PRE-FALTA")].items()


class TestAdvice:
    def test_without_a_plan_no_form_can_be_made_yet(self, workspace, wording):
        (workspace.root / "data/mini/2024/poa/v1/tareas.csv").unlink()
        wording(advice(check_run(workspace, *RUN, NOW))[0], "poa formularios mini/2024-T2")

    def test_a_form_replaced_by_one_of_another_period_is_asked_for_once(self, workspace, wording):
        hand_in(workspace, "U1", "U1.xlsx")
        check_run(workspace, *RUN, NOW)
        book = load_workbook(inbox(workspace) / "U1.xlsx")
        cell = next(cell for row in book["Seguimiento"].iter_rows() for cell in row if cell.value == "2024-T2")
        cell.value = "2024-T1"
        book.custom_doc_props["poa_periodo"].value = "2024-T1"
        book.save(inbox(workspace) / "U1.xlsx")
        checked = check_run(workspace, *RUN, LATER)
        (found,) = [item for item in checked.findings if item.severidad is Severity.ERROR]
        assert (found.codigo, unit(checked).status) == ("REC-CAMBIADO", Status.LOST)
        for words in ("formularios/U1.xlsx: aquí estaba el formulario aceptado de «U1»", "2024-T1", "fila 2 de data/mini/2024/T2/"):
            assert words in found.mensaje
        sentences = " ".join(advice(checked))
        wording(sentences, "U1", "U2")
        assert "Devuelva" not in sentences

    def test_a_lost_form_is_named_with_the_way_to_restore_it(self, workspace, wording):
        hand_in(workspace, "U1", "U1.xlsx")
        check_run(workspace, *RUN, NOW)
        (inbox(workspace) / "U1.xlsx").unlink()
        checked = check_run(workspace, *RUN, LATER)
        (found,) = [item for item in checked.findings if item.severidad is Severity.ERROR]
        assert "formularios/U1.xlsx: aquí estaba" in found.mensaje
        wording(found.mensaje)
        assert unit(checked).status is Status.LOST

    def test_a_unit_with_two_forms_of_one_day_is_asked_which_counts(self, workspace, wording):
        hand_in(workspace, "U1", "a.xlsx")
        hand_in(workspace, "U1", "b.xlsx", changes={"T1": {"Ejec. jun": 9}})
        checked = check_run(workspace, *RUN, NOW)
        wording(advice(checked)[0], "U1")
        assert not [sentence for sentence in advice(checked) if sentence.startswith("Devuelva")]

    def test_files_that_are_no_forms_are_to_be_set_aside_and_unknown_forms_identified(self, workspace, wording):
        for name in ("acta.pdf", "oficio.docx"):
            (inbox(workspace) / name).write_bytes(name.encode())
        hand_in(workspace, "U1", "quién.xlsx")
        book = load_workbook(inbox(workspace) / "quién.xlsx")
        sheet = book["Seguimiento"]
        for row in sheet.iter_rows(max_row=8):
            for cell in row:
                if type(cell).__name__ != "MergedCell":
                    cell.value = None
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]
        book.save(inbox(workspace) / "quién.xlsx")
        found = advice(check_run(workspace, *RUN, NOW))
        wording(found, "«quién.xlsx»", "formularios/descartados/", "«acta.pdf»", "«oficio.docx»")

    @pytest.mark.parametrize(("now", "words"), [(EARLY, "El plazo vence el 12"), (LATER, "El plazo venció el 12")])
    def test_a_past_deadline_is_said_to_be_past(self, workspace, now, words):
        hand_in(workspace, "U1", day="05/07/2024")
        checked = check_run(workspace, *RUN, now)
        assert any(f"{words} de julio de 2024." in sentence for sentence in advice(checked))
        assert ("plazo vencido" in page(checked)) is checked.is_overdue


class TestSheets:
    def test_findings_of_no_unit_have_a_sheet_of_their_own(self, workspace):
        (inbox(workspace) / "acta.pdf").write_bytes(b"x")
        hand_in(workspace, "U1")
        written = write_unit_sheets(workspace, check_run(workspace, *RUN, NOW))
        folder = workspace.output / "mini/2024-T2-revision"
        sheet = load_workbook(folder / "generales.xlsx")["Qué corregir"]
        assert "acta.pdf" in [cell.value for row in sheet.iter_rows() for cell in row]
        assert "acta.pdf" in (folder / "generales.html").read_text(encoding="utf-8")
        assert "en generales.xlsx" in written and not (folder / "U1.xlsx").exists(), "U1 has nothing to mend"

    def test_a_sheet_writes_amounts_as_bolivia_does_and_codes_as_they_are(self, workspace):
        checked = check_run(workspace, *RUN, NOW)
        told = (
            finding(esperado="≤ 161600.72", encontrado="163791.23", diferencia="2190.51"),
            finding(esperado="540 0 013", encontrado="5.10"),
        )
        sheet = general_sheet(replace(checked, of_none=told))
        assert [row[4:6] for row in sheet.mend] == [("163.791,23", "≤ 161.600,72"), ("5.10", "540 0 013")]

    def test_the_sheet_of_a_rejected_form_says_that_it_has_no_figure(self, workspace, wording):
        hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "diez y pico"}, "T3": {"Ejec. jun": 0}})
        checked = check_run(workspace, *RUN, NOW)
        sheet = unit_sheet(checked, unit(checked))
        wording(sheet.reach)
        assert sheet.steps == () and checked.need(unit(checked)) is None
        assert "avance_fisico/2024-T2/unidad/U1" not in checked.book.figures
        absent = {item.elemento: item.encontrado for item in checked.findings if item.codigo == "PRE-FALTA"}
        assert absent == {"unidad/U2": "ninguno"}, "U1's came, and was rejected"

    def test_the_sheet_of_a_rejected_form_says_so_also_beside_an_execution_of_the_budget(self, workspace):
        """A method that gives units the execution of their budget showed it instead, as if it stood for the progress."""
        run = workspace.run_file(*RUN)
        put(run, run.read_text(encoding="utf-8").replace("metodo: mre-2024", "metodo: acp-ponderada"))
        year = workspace.root / "data/mini/2024"
        put(year / "vinculacion.csv", "cat_prog,acp,unidad\n1,1,U1\n")
        lines = "2024-03-31,categoria,1,100,10\n2024-06-30,categoria,1,100,40\n"
        put(year / "gastos.csv", f"fecha_corte,reporte,cat_prog,ppto_vigente,devengado\n{lines}")
        hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "diez y pico"}})
        checked = check_run(workspace, *RUN, NOW)
        sheet = unit_sheet(checked, unit(checked))
        assert "ejecucion_financiera/2024-T2/unidad/U1" in checked.book.figures
        assert sheet.reach == "Mientras el formulario esté rechazado no tiene cifra de avance."
        assert "Ejecución financiera" not in dict(sheet.facts)

    def test_a_rejected_form_does_not_hide_the_figure_that_tables_give(self, workspace):
        """The sheet said that there was none, below the figure."""
        put(workspace.root / "data/mini/2024/T2/avances.csv", "nivel,codigo,indicador,periodo,valor\nunidad,U1,avance_fisico,2024-T2,90\n")
        hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "diez y pico"}})
        checked = check_run(workspace, *RUN, NOW)
        one = unit(checked)
        sheet = unit_sheet(checked, one)
        assert (one.status, one.figure.published) == (Status.REJECTED, "90.00")
        assert sheet.reach.startswith("Tiene 90,00 en «Avance físico»")

    def test_a_sheet_without_a_computed_run_says_why_it_has_no_figure(self, workspace, wording):
        put(workspace.root / "data/mini/2024/acciones.csv", "acp,denominacion\n1,\n")
        hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "diez y pico"}})
        checked = check_run(workspace, *RUN, NOW)
        wording(unit_sheet(checked, unit(checked)).reach)
        assert not unit_sheet(checked, unit(checked, "U2")).steps

    def test_a_sheet_says_nothing_of_grades_where_the_method_has_none(self, workspace):
        run = workspace.run_file(*RUN)
        put(run, run.read_text(encoding="utf-8").replace("metodo: mre-2024", "metodo: segip-2020"))
        hand_in(workspace, "U1", changes={"T1": {"Ejec. abr": "diez y pico"}})
        checked = check_run(workspace, *RUN, NOW)
        assert (unit(checked).status, unit_sheet(checked, unit(checked)).reach) == (Status.REJECTED, "")

    def test_findings_that_need_no_change_in_the_form_are_listed_apart(self, workspace, wording):
        hand_in(workspace, "U1", "a.xlsx", day="03/07/2024")
        hand_in(workspace, "U1", "b.xlsx", day="18/07/2024")
        sheet = unit_sheet(checked := check_run(workspace, *RUN, LATER), unit(checked))
        (row,) = sheet.aside
        wording(row[-1], "«b.xlsx»")
        assert sheet.mend == ()
        assert dict(sheet.facts)["Por corregir"] == "nada"


def test_a_finding_on_a_whole_version_or_column_belongs_to_no_unit(workspace):
    hand_in(workspace, "U1")
    dataset = check_run(workspace, *RUN, NOW).gathered.dataset
    of = Attribution(dataset, QUARTER, {}).unit
    at = {"archivo": "data/mini/2024/poa/v1/tareas.csv", "celda": "A2"}
    assert of(finding(elemento="tarea/T1", **at)) == "U1"
    assert [of(finding(elemento=name, **at)) for name in ("versiones/v1", "tareas/unidad_medida", "ejecucion")] == ["", "", ""]
    assert of(finding(elemento="tareas/T1/meta", **at)) == "U1"
