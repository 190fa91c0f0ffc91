"""The consolidated table as page, CSV, workbook and PDF, with the numbers exactly as printed."""

import csv
import re
from dataclasses import replace

import pytest
from browsers import faults_on_both_grounds
from openpyxl import load_workbook
from paper_tags import broken_rules
from paper_texts import beyond_the_margins, lost_on_paper, texts_of
from test_batch_records import CARD, FIGURE

from helpers.desk.batch.batch_records import Consolidated, ReportLine
from helpers.desk.batch.consolidated_files import UNBROKEN_HYPHEN, page, write_consolidated

LONG = replace(FIGURE, published="100000000000000.07", rating="", light="", symbol="")
OTHER = replace(
    CARD, report="b/2024-anual", institution='Oficina <B> & "Cía."', sigla="B", method="Otro método", errors=1,
    figures={"fisico_acumulado": LONG, "financiero_acumulado": replace(FIGURE, published="7", unit="%")},
    synthetic=True, folder="output/b/2024-anual", words="gestión 2024",
)  # fmt: skip


def table(*cards):
    lines = [ReportLine(card.report, card, f"../../{card.report}/informe.html") for card in cards]
    lines.append(ReportLine("z/2024-T2", reason="Fallaron secciones: acp: celda [3]: <b>error</b>"))
    return Consolidated("prueba", tuple(lines))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("lote")
    write_consolidated(table(CARD, OTHER), path)
    return path


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_has_no_accessibility_fault_on_either_ground(folder, browser):
    assert faults_on_both_grounds(browser, folder / "consolidado.html") == []


def test_the_csv_has_one_row_per_report_with_its_run_and_figure_ids(folder):
    with (folder / "consolidado.csv").open(encoding="utf-8", newline="") as stream:
        first, second, failed = csv.DictReader(stream)
    assert (first["fisico_periodo"], first["fisico_periodo_cifra"]) == ("92.10", FIGURE.id)
    assert (first["fisico_periodo_calificacion"], first["financiero_periodo"]) == ("Alto", "")
    assert (first["manifiesto"], first["carpeta"], first["datos"]) == ("ab" * 32, "output/a/2024-T2", "reales")
    assert (second["fisico_acumulado"], second["errores"], second["datos"]) == (LONG.published, "1", "sintéticos")
    assert (failed["resultado"], failed["manifiesto"]) == ("falló", "")
    assert "celda [3]" in failed["motivo"]


def test_the_workbook_keeps_each_number_with_its_decimals(folder):
    sheet = load_workbook(folder / "consolidado.xlsx").active
    heading = next(row for row in sheet.iter_rows() if row[0].value == "Institución")
    columns = {cell.value: cell.column for cell in heading}
    row = heading[0].row + 1
    shown = sheet.cell(row, columns["Avance físico del periodo"])
    assert (shown.value, shown.number_format) == (92.1, "#,##0.00")
    assert sheet.cell(row, columns["Avance físico del periodo: calificación"]).value == "● Alto"
    said = "a/2024-T2 · borrador"  # two institutions may have one name, and a draft is no final report
    assert sheet.cell(row, columns["Informe"]).value == f'=HYPERLINK("../../a/2024-T2/informe.html","{said}")'
    assert sheet.cell(row + 2, columns["Motivo"]).value.startswith("Fallaron secciones")
    assert sheet.cell(row + 1, columns["Avance físico acumulado"]).value == LONG.published, "a number would lose digits"
    assert sheet.cell(row + 1, columns["Ejecución financiera acumulada"]).value == 7


def test_the_page_is_spanish_loads_nothing_and_marks_synthetic_reports(folder, wording):
    page = (folder / "consolidado.html").read_text(encoding="utf-8")
    assert '<html lang="es">' in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//|url\((?!"?data:)|<script""", page)
    assert f'<data value="92.10" data-cifra="{FIGURE.id}" title="Avance físico">92,10\u00a0%</data>' in page
    assert '<a href="../../a/2024-T2/informe.html">Oficina A</a>' in page
    assert "Oficina &lt;B&gt; &amp; &#34;Cía.&#34;" in page
    assert "&lt;b&gt;error&lt;/b&gt;" in page
    assert "100.000.000.000.000,07" in page
    wording(re.search(r"</strong>(.*)</p></aside>", page)[1], "1")
    assert re.search(r"<b>datos sintéticos</b>", page)
    assert "3 informes: <strong>2" in page
    assert "Los métodos difieren" in page


@pytest.mark.pdf
def test_the_pdf_keeps_the_standards_and_has_every_word_of_the_table(folder):
    paper = folder / "consolidado.pdf"
    assert broken_rules(paper) == []
    assert not lost_on_paper(page(table(CARD, OTHER), on_paper=True), paper)
    assert list(beyond_the_margins(paper)) == []
    said = " ".join("".join(texts_of(paper)).split())
    assert "92,10 % ● Alto" in said and "100.000.000.000.000,07" in said
    assert f"b/2024{UNBROKEN_HYPHEN}anual · borrador" in said


@pytest.mark.pdf
def test_a_pdf_with_some_synthetic_reports_says_so_without_a_watermark(folder, tmp_path, wording):
    """A watermark would apply to all rows, although only one report is synthetic."""
    said = texts_of(folder / "consolidado.pdf")[0]
    wording(re.search(r"DATOS SINTÉTICOS\.[^.]*\.", " ".join(said.split()))[0], "1")
    assert said.count("SINTÉTICOS") == 1
    write_consolidated(table(OTHER), tmp_path)
    assert "SINTÉTICOS" in texts_of(tmp_path / "consolidado.pdf")[0]


def test_the_page_and_the_workbook_say_where_to_read_what_a_progress_leaves_out(folder):
    """SEGIP's 57,97 % of 62,24 % of its budget stood beside others like a progress of the whole institution."""
    told = "A quiénes o cuánto presupuesto no cuenta un avance, y si es una estimación, lo dice su informe"
    about = load_workbook(folder / "consolidado.xlsx").active["A2"].value
    assert told in about and told in (folder / "consolidado.html").read_text(encoding="utf-8")


def test_several_synthetic_reports_are_mentioned_in_the_plural(wording):
    alone, both = page(table(OTHER)), page(table(OTHER, replace(OTHER, report="b/2024-T1")))
    wording(re.search(r"</strong>(.*)</p></aside>", alone)[1])
    assert "Esta entidad" not in both
    wording(re.search(r"</strong>(.*)</p></aside>", both)[1])


def test_a_table_without_a_pdf_removes_the_pdf_of_an_earlier_table(tmp_path):
    assert "consolidado.pdf" in write_consolidated(table(CARD), tmp_path)
    assert write_consolidated(table(CARD), tmp_path, with_pdf=False) == ("consolidado.html", "consolidado.csv", "consolidado.xlsx")
    assert not (tmp_path / "consolidado.pdf").exists()


def test_equal_tables_give_equal_bytes(folder, tmp_path):
    for name in write_consolidated(table(CARD, OTHER), tmp_path):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_batch_without_any_report_has_its_table_too(tmp_path):
    write_consolidated(table(), tmp_path)
    assert "1 informe: <strong>0" in (tmp_path / "consolidado.html").read_text(encoding="utf-8")
