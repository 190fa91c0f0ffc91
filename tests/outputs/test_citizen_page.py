"""The summary for citizens and press: one A4 page with numbers of the Book, marked as a draft or as synthetic."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pypdf
import pytest
from browsers import faults_on_both_grounds, printed_pages
from builders import shipped
from lxml import html
from paper_tags import broken_rules

from helpers.base.display import number_es
from helpers.checks.computed import Computed
from helpers.outputs.html.citizen_page import (
    TITLE,
    citizen_page,
    print_citizen_page,
    write_citizen_page,
)
from helpers.outputs.run_files import HTML_FILE, OPEN_DATA, PDF_FILE, SUMMARY_HTML, SUMMARY_PDF

A4 = (595, 842)
"""Width and height, in points."""
RUNS = ("mre/2024-T2", "segip/2020-anual", "segip/2020-poa", "pacto-migracion/2021-anual")
MADE_UP = "demo/2024-T2"
FEWEST_FIGURES = {"mre/2024-T2": 5, "segip/2020-anual": 5, MADE_UP: 5}


@pytest.fixture(scope="module", params=[*RUNS, pytest.param(MADE_UP, marks=pytest.mark.slow)])
def run(request, tmp_path_factory) -> tuple[str, Computed, Path]:
    name = request.param
    folder = tmp_path_factory.mktemp("resumen")
    computed = shipped(name)
    write_citizen_page(computed, folder, with_pdf=True)
    print_citizen_page(computed, folder)
    return name, computed, folder


def numbers_of(folder: Path) -> list[html.HtmlElement]:
    return list(html.document_fromstring((folder / SUMMARY_HTML).read_bytes()).iter("data"))


@pytest.mark.slow
def test_the_pdf_is_one_a4_page_that_keeps_the_standards(run):
    _, _, folder = run
    (page,) = pypdf.PdfReader(folder / SUMMARY_PDF).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
    assert broken_rules(folder / SUMMARY_PDF) == []


@pytest.mark.slow
def test_a_longer_text_leaves_the_chart_less_of_the_page(run, tmp_path):
    _, computed, folder = run
    page = (folder / SUMMARY_HTML).read_text(encoding="utf-8")
    more = f"{'<p>Un párrafo más.</p>' * 10}<h3>Para saber más</h3>"
    (tmp_path / SUMMARY_HTML).write_text(page.replace("<h3>Para saber más</h3>", more), encoding="utf-8")
    print_citizen_page(computed, tmp_path)
    assert len(pypdf.PdfReader(tmp_path / SUMMARY_PDF).pages) == 1


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_prints_one_page_and_shows_no_accessibility_fault(run, browser):
    _, _, folder = run
    assert faults_on_both_grounds(browser, folder / SUMMARY_HTML) == []
    assert len(printed_pages(browser)) == 1


def test_every_traced_number_equals_its_figure_in_the_book(run):
    name, computed, folder = run
    traced = [number for number in numbers_of(folder) if number.get("data-cifra")]
    for number in traced:
        figure = computed.book[number.get("data-cifra")]
        assert Decimal(number.get("value")) == figure.rounded
        assert number_es(figure.rounded) in number.text_content()
    cards = html.document_fromstring((folder / SUMMARY_HTML).read_bytes()).find_class("cifra-clave")
    assert 1 <= len(cards) <= 5
    assert all(card.findall(".//p[@class='valor']//data[@data-cifra]") for card in cards)
    assert len({number.get("data-cifra") for number in traced}) >= FEWEST_FIGURES.get(name, 1)


def test_the_text_has_no_number_that_is_not_marked_as_one(run):
    """Without marked numbers, charts, notes, quotations and names, the text has no number but the year."""
    _, computed, folder = run
    main = html.document_fromstring((folder / SUMMARY_HTML).read_bytes()).find(".//main/section")
    for element in [*main.iter("data"), *main.find_class("grafico"), *main.find_class("nota"), *main.find_class("dichos")]:
        element.drop_tree()
    names = sorted({node.name for node in computed.book.nodes} | {figure.name for figure in computed.book}, key=len)
    licence = computed.book.identity["licencia"]
    names += [licence["nombre"]] if licence else []
    names += [row["grupo"] for row in computed.book.listing("marcos") if row.get("grupo")]
    words = " ".join(main.text_content().split())
    for name in reversed([name for name in names if re.search(r"\d", name)]):
        words = words.replace(name, "")
    assert set(re.findall(r"\d+", words)) <= {str(computed.book.period.year)}


def test_no_tooltip_shows_the_id_of_a_figure(run):
    """SEGIP's said «Suma del presupuesto vigente de las partes que promedia «avance_fisico/2020-anual/entidad/SEGIP»…»."""
    _, computed, folder = run
    told = " ".join(number.get("title", "") for number in numbers_of(folder))
    assert [id for id in set(re.findall(r"«([^«»]+)»", told)) if id in computed.book.figures] == []


def test_each_key_figure_links_to_its_panel_in_the_report(run):
    _, _, folder = run
    page = html.document_fromstring((folder / SUMMARY_HTML).read_bytes())
    key = page.xpath("//h2//data[@data-cifra] | //*[@class='cifra-clave']//data[@data-cifra]")
    assert key
    for number in key:
        assert unquote(number.getparent().get("href")) == f"informe.html#cifra={number.get('data-cifra')}"


def test_a_framework_is_named_with_the_group_of_all_its_objectives(run):
    name, _, folder = run
    said = html.document_fromstring((folder / SUMMARY_HTML).read_bytes()).text_content()
    told = "de «PMM» (Pacto Mundial para una Migración Segura, Ordenada y Regular) en la gestión de 2021;"
    assert (told in said) == name.startswith("pacto")


def test_the_objectives_with_results_are_told_with_how_many_results_name_none(run):
    """Most results of the national report on the migration compact do not say which objective they serve."""
    name, computed, folder = run
    said = " ".join(html.document_fromstring((folder / SUMMARY_HTML).read_bytes()).text_content().split())
    results = [row for row in computed.book.listing("resultados") if row["tipo"] != "dificultad"]
    told = f"No consta a qué objetivo sirven 26 de los {len(results)} resultados recibidos"
    assert (told in said) == name.startswith("pacto")


def test_the_page_shows_its_title_once_as_the_pdf_does(run):
    _, _, folder = run
    page = html.document_fromstring((folder / SUMMARY_HTML).read_bytes())
    shown = [text for text in page.xpath("//body//text()[not(ancestor::*[@class='solo-pdf'])]") if TITLE in text]
    assert len(shown) == 1
    assert ".solo-pdf { display: none; }" in page.findtext(".//style")
    assert pypdf.PdfReader(folder / SUMMARY_PDF).pages[0].extract_text().count(TITLE) == 1


def test_the_pdf_shows_its_state_and_names_the_other_files(run):
    _, computed, folder = run
    words = " ".join(pypdf.PdfReader(folder / SUMMARY_PDF).pages[0].extract_text().split())
    rest = (f"informe completo ({HTML_FILE})", f"versión para imprimir ({PDF_FILE})", f"datos abiertos (carpeta {OPEN_DATA})")
    for said in (TITLE, computed.entidad.nombre, "BORRADOR", *rest):
        assert said in words
    is_known = bool(computed.entidad.contacto or computed.entidad.unidad_responsable)
    assert ["Consultas:" in words, "No consta a quién consultar." in words] == [is_known, not is_known]
    assert ("DATOS SINTÉTICOS" in words) == computed.entidad.sintetica


def test_the_same_run_gives_the_same_page_and_pdf(run, tmp_path):
    _, computed, folder = run
    write_citizen_page(computed, tmp_path, with_pdf=True)
    print_citizen_page(computed, tmp_path)
    for name in (SUMMARY_HTML, SUMMARY_PDF):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.slow
def test_contact_and_licence_of_the_institution_are_printed():
    computed = shipped("segip/2020-anual")
    contact = {"direccion": "Calle Uno 1, La Paz", "correo": "dgp@of.bo"}
    identity = {**computed.book.identity, "contacto": contact, "licencia": {"nombre": "CC-BY-4.0"}}
    words = citizen_page(replace(computed, book=replace(computed.book, identity=identity)))
    assert "Consultas: Calle Uno 1, La Paz · dgp@of.bo." in words
    assert "con licencia CC-BY-4.0" in words


@pytest.mark.slow
def test_a_number_that_is_not_the_books_is_refused(monkeypatch):
    from helpers.outputs.html import citizen_page as module

    computed = shipped("segip/2020-anual")
    written = citizen_page(computed)
    assert "57,97" in written
    said = module.citizen_summary(computed.book, computed.metodo, computed.corrida, computed.findings, computed.reconciliation)
    wrong = replace(said, headline=type(said.headline)(said.headline.replace("57,97", "58,97")))
    monkeypatch.setattr(module, "citizen_summary", lambda *_: wrong)
    with pytest.raises(Exception, match="58,97"):
        citizen_page(computed)
