"""`poa informe mre/2024-T2`, from the printed figures of 2024 to the files that a planner hands over."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from lxml import html
from paper_texts import texts_of
from real_commands import copy_of_project, poa

from helpers.figures.book_file import read
from helpers.views.quality.finding_tables import as_printed

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

FILES = {
    "informe.html", "informe.pdf", "papeles_de_trabajo.xlsx", "cifras.csv", "hallazgos.csv", "conciliacion.csv",
    "sensibilidad.csv", "sensibilidad_pasos.csv", "manifiesto.json", "tiempos.json", "libro.json", "textos.json",
    "cuadernos", "datos_abiertos", "resumen_ciudadano.html", "resumen_ciudadano.pdf",
}  # fmt: skip
SECTIONS = (
    "resumen", "acp", "areas", "unidades", "servicios", "resultados", "desviaciones", "categorias", "historia",
    "conclusiones", "marco", "metodo", "conciliacion", "anexos",
)  # fmt: skip


def figures(output: Path) -> dict[str, dict[str, str]]:
    with (output / "cifras.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_run_leaves_every_file_of_the_contract(output):
    assert {path.name for path in output.iterdir()} == FILES
    assert {path.stem.split("_")[1] for path in (output / "cuadernos").iterdir()} == set(SECTIONS)


def test_every_number_on_the_page_is_the_figure_that_it_names(output):
    page = html.fromstring((output / "informe.html").read_text(encoding="utf-8"))
    known = figures(output)
    shown = page.xpath("//data[@data-cifra]")
    assert len(shown) > 500
    for number in shown:
        assert number.get("value") == known[number.get("data-cifra")]["publicado"]
        digits = "".join(sign for sign in number.text_content() if sign.isdigit())
        assert digits == "".join(sign for sign in number.get("value") if sign.isdigit())


def test_every_section_is_on_the_page_in_order_or_listed_as_not_included(output):
    page = html.fromstring((output / "informe.html").read_text(encoding="utf-8"))
    listed = set(page.xpath("//ul[@class='lista-no-incluye']//span/@id"))
    expected = [f"sec-{name}" for name in SECTIONS if f"sec-{name}" not in listed]
    annexes = expected.index("sec-anexos")
    expected[annexes:annexes] = ["sec-contacto", "sec-no_incluye"]
    assert {"sec-resumen", "sec-marco", "sec-acp", "sec-conciliacion"} <= set(expected)
    assert page.xpath("//section[contains(@class,'seccion')]/@id") == expected
    assert page.get("lang") == "es"
    assert len(page.xpath("//h1")) == 1
    assert all(image.get("alt") for image in page.xpath("//img"))


def test_every_finding_is_on_the_page_or_is_a_note_counted_there(output):
    page = html.fromstring((output / "informe.html").read_text(encoding="utf-8"))
    printed = {" ".join(cell.text_content().split()) for cell in page.xpath("//td | //th")}
    with (output / "hallazgos.csv").open(encoding="utf-8", newline="") as stream:
        found = [row for row in csv.DictReader(stream) if not row["veredicto"]]
    assert found
    book = read(output / "libro.json")
    lost = [row for row in found if " ".join(as_printed(book, row["mensaje"]).split()) not in printed]
    assert [row["mensaje"] for row in lost if row["severidad"] != "nota"] == []
    (counted,) = page.xpath("//figure[@id='cuadro-hallazgos']//p[@class='nota']") if lost else ("",)
    for code, count in Counter(row["codigo"] for row in lost).items():
        assert f"{code} ({count})" in counted.text_content()


def test_every_page_of_the_pdf_says_draft(output):
    assert [at for at, text in enumerate(texts_of(output / "informe.pdf"), start=1) if "BORRADOR" not in text] == []


def test_the_matters_for_decision_are_on_one_page(output):
    texts = texts_of(output / "informe.pdf")
    (page,) = [text for text in texts if "1.1 Asuntos que requieren decisión" in text and "Opción A" in text]
    document = html.fromstring((output / "informe.html").read_text(encoding="utf-8"))
    answering = [item for item in document.xpath("//section[@id='sec-resumen']//li") if item.text_content().startswith("Responde")]
    assert len(answering) == 5
    assert page.count("Responde") == len(answering)


def test_every_executed_notebook_ran_to_its_end(output):
    for path in (output / "cuadernos").iterdir():
        cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        assert all(cell.execution_count for cell in cells)
        assert not [out for cell in cells for out in cell.outputs if out.output_type == "error"]


def test_the_manifest_names_what_went_in_and_what_came_out(output, project):
    manifest = json.loads((output / "manifiesto.json").read_text(encoding="utf-8"))
    text = json.dumps(manifest)
    assert str(project) not in text
    unnamed = {"manifiesto.json", "tiempos.json"}
    for path in sorted(path for path in output.rglob("*") if path.is_file() and path.name not in unnamed):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text, path.name
    for path in sorted((project / "data" / "mre" / "2024").rglob("*.csv")):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in text


def test_bad_inputs_are_reported_all_at_once_and_the_earlier_report_stays(output, project, tmp_path):
    root = copy_of_project(tmp_path)
    (root / "output" / "mre").mkdir(parents=True)
    earlier = root / "output" / "mre" / "2024-T2"
    output.rename(earlier)
    before = digests(earlier)
    try:
        year = root / "data" / "mre" / "2024"
        (year / "acciones.csv").unlink()
        avances = year / "avances.csv"
        text = avances.read_text(encoding="utf-8").replace("unidad,DGAA,", "unidad,DGA,", 1)
        avances.write_text(text, encoding="utf-8")
        gastos = year / "gastos.csv"
        gastos.write_text(gastos.read_text(encoding="utf-8").replace("16083.69", "dieciséis", 1), encoding="utf-8")
        done = poa(root, "report", "mre/2024-T2")
        assert done.returncode == 1
        printed = " ".join((done.stdout + done.stderr).split())
        for part in ("acciones", "«DGA»", "B18", "lo más parecido es", "avances.csv", "dieciséis", "gastos.csv"):
            assert part in printed
        assert "Traceback" not in printed
        assert digests(earlier) == before
    finally:
        earlier.rename(output)


def test_a_final_report_needs_somebody_who_approved_it(project):
    done = poa(project, "report", "mre/2024-T2", "-p", "estado=definitivo")
    assert done.returncode == 2
    assert "aprobado_por" in done.stdout + done.stderr
