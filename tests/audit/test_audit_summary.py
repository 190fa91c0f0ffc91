"""The audit writes the one-page summary again and reports any change in its HTML page or its PDF."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pytest
from builders import shipped
from small_runs import change, finished

from helpers.audit.audit_result import Unverifiable, drawn_otherwise
from helpers.audit.pages.audited_summary import check_summary
from helpers.outputs.html.citizen_page import print_citizen_page, write_citizen_page
from helpers.outputs.run_files import PDF_FILE, SUMMARY_HTML, SUMMARY_PDF
from helpers.run.report.manifest import versions


@pytest.fixture(scope="module")
def computed():
    return shipped("segip/2020-anual")


@pytest.fixture
def case(computed, tmp_path):
    case = finished(tmp_path)
    write_citizen_page(computed, case.folder, with_pdf=True)
    print_citizen_page(computed, case.folder)
    return replace(case, reference=computed, manifest={"con_pdf": True, "versiones": versions()})


@pytest.mark.slow
def test_the_unchanged_summary_passes(case):
    result = check_summary(case)
    assert result.holds
    assert result.unit.endswith("byte por byte")


def test_a_changed_number_of_the_page_is_reported_where_a_reader_finds_it(case, wording):
    """Only the file was named, and the number was quoted among the tags around it."""
    change(case.folder / SUMMARY_HTML, "57,97\u00a0%</data></strong>", "58,97\u00a0%</data></strong>")
    (difference,) = check_summary(case).differences
    assert (difference.expected, difference.found) == ("57,97 %", "58,97 %")
    wording(difference.place, SUMMARY_HTML, "avance_fisico/2020-anual/entidad/SEGIP")


def test_a_change_that_no_reader_sees_is_reported(case):
    change(case.folder / SUMMARY_HTML, "max-width: 52rem; margin: 0 auto", "max-width: 52rem; margin: 0  auto")
    (difference,) = check_summary(case).differences
    assert difference.place == f"{SUMMARY_HTML}, encabezado del archivo, etiqueta <style>"


def test_a_white_box_drawn_on_the_pdf_is_reported(case):
    path = case.folder / SUMMARY_PDF
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        page = document.pages[0]
        page.contents_add(document.make_stream(b"q 1 1 1 rg 60 700 300 40 re f Q"))
        document.save(path)
    result = check_summary(case)
    assert (result.holds, result.differences) == (False, (drawn_otherwise(SUMMARY_PDF),))


def test_other_bytes_with_the_same_words_are_unverified_under_another_version(case):
    case.manifest["versiones"] = versions() | {"typst": "0.1"}
    path = case.folder / SUMMARY_PDF
    path.write_bytes(path.read_bytes() + b"%\n")
    result = check_summary(case)
    assert (result.holds, result.differences) == (False, ())
    assert "typst 0.1 y aquí" in result.unchecked


@pytest.mark.parametrize("name", [SUMMARY_HTML, SUMMARY_PDF])
def test_a_missing_file_cannot_be_verified(case, name):
    (case.folder / name).unlink()
    with pytest.raises(Unverifiable, match=name):
        check_summary(case)


def test_a_summary_is_not_accused_of_a_pdf_that_the_manifest_denies(case):
    case.manifest["con_pdf"] = False
    (case.folder / PDF_FILE).touch()
    assert check_summary(case).holds


def test_a_run_made_without_pdf_needs_no_pdf_summary(case):
    (case.folder / SUMMARY_PDF).unlink()
    write_citizen_page(case.reference, case.folder, with_pdf=False)
    case.manifest["con_pdf"] = False
    assert check_summary(case).holds
    assert PDF_FILE not in (case.folder / SUMMARY_HTML).read_text(encoding="utf-8"), "no link to a file that is not there"
