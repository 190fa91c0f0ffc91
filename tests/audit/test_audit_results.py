"""The result of a check: its state and the message that the audit prints for it."""

import ast
import re
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest

import helpers.audit
from helpers.audit import acta, run_audit
from helpers.audit.audit_result import Check, Difference, Result, State, Unverifiable
from helpers.audit.folder.hashes import file_hashes, hash_differences
from helpers.audit.pages import audited_docx, audited_page, audited_pdf
from helpers.audit.pages.data_differences import departures
from helpers.audit.run_audit import run_check
from helpers.audit.sheets.audited_csv import comparison_differences
from helpers.outputs.pdf.typst_text import PdfFailed
from helpers.outputs.run_files import ACTA_HTML, ACTA_PDF, PDF_FILE, SENSITIVITY_FILES

PLACE = Difference("cifras.csv, celda J12", "92.16", "92.17")


def test_a_check_that_compared_something_and_found_no_difference_passes():
    assert Result("CSV", "", 12, "celdas").state is State.PASSES


def test_a_check_that_compared_nothing_does_not_pass(wording):
    result = Result("CSV", "", 0, "celdas")
    assert result.state is State.UNVERIFIED
    wording(result.trouble, "CSV")


def test_one_difference_fails_and_its_place_is_reported(wording):
    result = Result("CSV", "", 12, "celdas", (PLACE,))
    assert result.state is State.DIFFERS
    wording(result.trouble, "cifras.csv", "J12", "92.16", "92.17")


def test_of_several_differences_the_first_is_quoted_and_the_others_are_counted():
    assert Result("CSV", "", 12, "celdas", (PLACE,) * 3).trouble.endswith("(y 2 diferencias más)")
    assert Result("CSV", "", 12, "celdas", (PLACE,) * 1500).trouble.endswith("(y 1.499 diferencias más)")


def test_a_check_left_out_on_request_holds_but_is_waived_and_not_passed():
    result = Result("LibreOffice", "", is_waived=True)
    assert (result.holds, result.state) == (True, State.WAIVED)


@pytest.mark.parametrize("problem", [Unverifiable("no está"), KeyError("hoja"), OSError("cortado")])
def test_a_check_that_breaks_off_fails_and_says_why(problem):
    def breaking() -> Result:
        raise problem

    result = run_check(Check("Papeles", "como sea", breaking))
    assert (result.state, result.holds) == (State.UNVERIFIED, False)
    assert str(problem) in result.unverified


def test_if_a_section_stops_the_page_the_pdf_and_the_word_document_do_not_pass_and_say_which(tmp_path):
    """Whoever forges a number of the page and breaks a notebook gains nothing: the page is not compared, and fails."""
    (tmp_path / PDF_FILE).write_bytes(b"%PDF")
    case = SimpleNamespace(folder=tmp_path, is_due=lambda name: True, output=lambda name: tmp_path / name)
    executed: Future = Future()
    executed.set_result(SimpleNamespace(stops={"resumen": "KeyError"}))
    checks = {check.subject: check for check in run_audit._checks(case, Future(), executed)}
    results = [run_check(checks[module.SUBJECT]) for module in (audited_page, audited_pdf, audited_docx)]
    assert [result.state for result in results] == [State.UNVERIFIED] * 3
    assert all("falló resumen" in result.trouble for result in results)


def test_a_missing_file_has_no_hash_and_differs(tmp_path, wording):
    (tmp_path / "a.csv").write_text("1")
    stated = {"a.csv": file_hashes(tmp_path, ["a.csv"])["a.csv"], "b.csv": "f" * 64}
    (difference,) = hash_differences(tmp_path, stated, "manifiesto.json")
    wording(difference.place, "b.csv", "SHA-256", "manifiesto.json")
    wording(difference.found)


def test_departures_name_items_by_their_id():
    due = {"cifras": [{"id": "a", "valor": "1"}, {"id": "b", "valor": "2"}], "nodos": []}
    found = {"cifras": [{"id": "b", "valor": "3"}, {"id": "a", "valor": "1"}], "nodos": []}
    (departure,) = departures(due, found)
    assert (departure.path, departure.expected, departure.found) == (("cifras", "b", "valor"), "2", "3")


def test_departures_name_tables_of_a_list_by_their_name():
    due = [{"tabla": "presentaciones", "filas": "7"}]
    found = [{"tabla": "historico", "filas": "40"}, {"tabla": "presentaciones", "filas": "8"}]
    reported = {departure.path: departure.expected for departure in departures(due, found)}
    assert reported == {("presentaciones", "filas"): "7", ("historico",): "(no está)"}


def test_departures_name_the_files_of_one_table_and_count_the_rows_of_a_new_one():
    due = {"columnas": [{"tabla": "ejecucion", "archivo": "a.xlsx"}, {"tabla": "ejecucion", "archivo": "b.xlsx"}]}
    found = {"columnas": [{"tabla": "ejecucion", "archivo": "b.xlsx"}], "historico": [{"valor": "1"}, {"valor": "2"}]}
    reported = {departure.path: (departure.expected, departure.found) for departure in departures(due, found)}
    assert reported == {
        ("columnas", "ejecucion a.xlsx"): ('{"tabla": "ejecucion", "archivo": "a.xlsx"}', "(no está)"),
        ("historico",): ("(no está)", "2 elementos"),
    }


def test_departures_report_what_is_missing_and_what_is_in_excess():
    reported = {departure.path: (departure.expected, departure.found) for departure in departures({"a": 1}, {"b": None})}
    assert reported == {("a",): ("1", "(no está)"), ("b",): ("(no está)", "vacío")}


def test_a_number_and_the_text_of_the_same_digits_are_not_the_same():
    assert len(list(departures({"a": 1}, {"a": "1"}))) == 1
    assert not list(departures({"a": [1, "x"]}, {"a": [1, "x"]}))


@pytest.mark.parametrize(("due", "found"), [(1, "1"), ("", None), (True, "True"), ("x" * 300 + "a", "x" * 300 + "b")])
def test_the_two_sides_of_a_departure_read_differently(due, found):
    (departure,) = departures({"a": due}, {"a": found})
    assert departure.expected != departure.found


def test_an_item_twice_in_a_list_is_reported():
    due = [{"id": "a", "valor": "1"}]
    assert len(list(departures(due, due * 2))) == 1


def test_the_acta_speaks_of_the_report_and_not_of_a_run():
    """«Corrida» (run) is a word of the program; a reader of the acta only knows the report."""
    here = Path(helpers.audit.__file__).parent
    programs = [path.read_text(encoding="utf-8") for path in here.rglob("*.py") if path.parent.name != "sampling"]
    texts = [node.value for program in programs for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Constant)]
    texts += [path.read_text(encoding="utf-8") for path in here.rglob("*.j2")]
    assert len(texts) > 500
    assert [text for text in texts if isinstance(text, str) and re.search(r"\b(la|una|de|su) corrida\b", text, re.IGNORECASE)] == []


def test_an_earlier_pdf_does_not_stay_beside_an_acta_that_cannot_be_printed(tmp_path, monkeypatch):
    """It said PASA beside a page that said NO PASA."""

    def refused(*_: object) -> None:
        raise PdfFailed("no")

    monkeypatch.setattr(acta, "acta_document", lambda _: "NO PASA")
    monkeypatch.setattr(acta, "write_pdf", refused)
    (tmp_path / ACTA_PDF).write_text("PASA", encoding="utf-8")
    with pytest.raises(PdfFailed):
        acta.write_acta(None, tmp_path)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(ACTA_HTML, "NO PASA")]


def test_a_step_of_another_method_without_a_number_is_told_in_spanish(tmp_path):
    figures, steps = (tmp_path / name for name in SENSITIVITY_FILES)
    figures.write_text("id,metodo,periodo,lugar,valor,publicado\na,otro,2024-T2,entidad,,8.50\n", encoding="utf-8")
    steps.write_text("id,valor,efecto\na,ocho,\n", encoding="utf-8")
    case = SimpleNamespace(folder=tmp_path, reference=SimpleNamespace(corrida=SimpleNamespace(metodo="propio")))
    assert [(one.expected, one.found) for one in comparison_differences(case)] == [("8.50", "(no es un número)")]
