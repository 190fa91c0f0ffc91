"""Sections put together: numbers, contents, references, one file that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html as lxml_html
from notebook_parts import chart, shows, table

from helpers.outputs.html.assembly_problems import BadSection, DuplicateIds, MissingReferences
from helpers.outputs.html.cover import Closing
from helpers.outputs.html.html_trees import text_of
from helpers.outputs.html.report_page import assemble_document
from helpers.views.elements.grid import Column, Table


@pytest.fixture
def page(section, cover):
    first = section(
        "resumen",
        '# Resumen\n\nVéase <a class="ref" href="#cuadro-b"></a> y [](#sec-acp).',
        shows(table("cuadro-a")),
    )
    second = section(
        "acp",
        "# Avance por ACP\n\nDel [](#grafico-a); [el primer cuadro](#cuadro-a).\n\n## Por unidad",
        shows(table("cuadro-b", "Por unidad")),
        shows(chart("grafico-a", "Por ACP")),
        shows(table("cuadro-c", "Por área")),
        "## Por área",
    )
    return lxml_html.document_fromstring(assemble_document([first, second], cover))


def texts(page, path):
    return [text_of(element) for element in page.xpath(path)]


def test_sections_and_subsections_are_numbered(page):
    assert texts(page, "//main//h2 | //main//h3") == [
        "1 Resumen",
        "2 Avance por ACP",
        "2.1 Por unidad",
        "2.2 Por área",
    ]


def test_captions_count_tables_and_charts_apart_within_each_section(page):
    assert texts(page, "//figcaption") == [
        "Cuadro 1.1. Un cuadro",
        "Cuadro 2.1. Por unidad",
        "Gráfico 2.1. Por ACP",
        "Cuadro 2.2. Por área",
    ]


def test_references_say_the_number_and_keep_words_of_their_own(page):
    assert texts(page, "//main//p//a") == ["Cuadro 2.1", "sección 2", "Gráfico 2.1", "el primer cuadro"]


def test_contents_list_sections_tables_and_charts(page):
    assert texts(page, "//nav/ol/li/a") == ["1 Resumen", "2 Avance por ACP"]
    assert texts(page, "//nav/ol/li/ol/li/a") == ["2.1 Por unidad", "2.2 Por área"]
    assert texts(page, "//nav//details//a") == [
        "Cuadro 1.1 Un cuadro",
        "Cuadro 2.1 Por unidad",
        "Cuadro 2.2 Por área",
        "Gráfico 2.1 Por ACP",
    ]


def test_a_table_without_rows_is_not_printed_and_who_names_it_is_led_to_its_section(section, cover):
    empty = Table("cuadro-vacio", "Formularios tardíos", (Column("Quién"),), (), empty="Ninguno.")
    first = section("uno", "# Uno\n\nVéase [](#cuadro-vacio).", shows(empty._repr_html_()), shows(table("cuadro-b")))
    page = lxml_html.document_fromstring(assemble_document([first], cover))
    assert "Formularios tardíos" not in page.text_content()
    assert page.xpath("//section//h2//*[@id='cuadro-vacio']"), "whoever names it is led to the title of its section"
    assert texts(page, "//figcaption") == ["Cuadro 1.1. Un cuadro"]
    assert texts(page, "//nav//details//a") == ["Cuadro 1.1 Un cuadro"]
    assert texts(page, "//main//p//a") == ["sección 1"]


def test_every_link_within_the_page_arrives(page):
    ids = set(page.xpath("//@id"))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= ids


def test_one_title_and_no_heading_skipped(page):
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_landmarks_language_and_skip_link(page):
    assert page.get("lang") == "es"
    assert [len(page.xpath(f"//body//{tag}")) for tag in ("main", "nav", "footer")] == [1, 1, 1]
    assert page.xpath("//body/header") and page.xpath("//body/a[1]/@href") == ["#contenido"]


def test_a_table_that_scrolls_can_be_reached_and_has_a_name(page):
    box = page.xpath("//figure[@id='cuadro-b']/div")[0]
    assert box.get("tabindex") == "0" and box.get("role") == "region"
    assert text_of(page.get_element_by_id(box.get("aria-labelledby"))) == "Cuadro 2.1. Por unidad"


def test_the_page_needs_nothing_but_itself(section, cover):
    document = assemble_document([section("a", "# A", shows(chart("grafico-a")))], cover)
    assert not re.search(r"""(src|href)=["'](?!data:|#)""", document)
    assert not re.search(r"""url\(["']?(?!["']?data:)""", document)
    assert "@import" not in document


def test_the_same_sections_give_the_same_text(section, cover):
    fragments = [section("a", "# A\n\n$$x^2$$", shows(table("cuadro-a")))]
    assert assemble_document(fragments, cover) == assemble_document(fragments, cover)


def test_a_draft_says_so_on_screen_and_a_final_report_does_not(section, cover):
    fragments = [section("a", "# A")]
    final = assemble_document(fragments, replace(cover, state="definitivo", approved_by="Ana Quispe"))
    assert 'class="aviso-marcas"' in assemble_document(fragments, cover)
    assert "BORRADOR" not in final and "Ana Quispe" in final


def test_made_up_data_are_called_so_whatever_the_state(section, cover):
    fragments = [section("a", "# A")]
    draft = assemble_document(fragments, replace(cover, synthetic=True))
    assert "Esta entidad no existe" in draft and 'content: "BORRADOR · DATOS SINTÉTICOS"' in draft
    final = assemble_document(fragments, replace(cover, synthetic=True, state="definitivo", approved_by="Ana Quispe"))
    assert "Documento definitivo · DATOS SINTÉTICOS" in final and "BORRADOR" not in final


def test_a_state_that_is_neither_is_refused(cover):
    with pytest.raises(ValueError, match="provisional"):
        replace(cover, state="provisional")


def test_the_covers_words_cannot_break_the_page(section, cover):
    assert "<b>MRE" not in assemble_document(
        [section("a", "# A")], replace(cover, institution="<b>MRE & Cía")
    )


def test_references_that_lead_nowhere_are_all_named(section, cover, wording):
    one = section("uno", "# Uno\n\n[](#cuadro-x) y [texto](#sec-y)")
    whole = replace(cover, is_partial=False, note="Cifras preliminares")
    with pytest.raises(MissingReferences) as refusal:
        assemble_document([one, section("dos", "# Dos\n\n[](#cuadro-z)")], whole)
    assert refusal.value.references == [("uno", "cuadro-x"), ("uno", "sec-y"), ("dos", "cuadro-z")]
    wording(str(refusal.value), "«#cuadro-x»", "«uno»", "«#sec-y»", "«uno»", "«#cuadro-z»", "«dos»")


def test_in_a_partial_report_they_say_that_it_is_partial(section, cover, wording):
    page = assemble_document(
        [section("uno", "# Uno\n\nVéase [](#cuadro-x) y [el método](#sec-y).")], replace(cover, note="")
    )
    wording(texts(lxml_html.document_fromstring(page), "//span[@class='ref ausente']"), "el método")


def test_an_id_that_stands_twice_is_refused(section, cover):
    sections = [section(name, f"# {name}", shows(table("cuadro-x"))) for name in ("a", "b")]
    with pytest.raises(DuplicateIds, match="cuadro-x"):
        assemble_document(sections, cover)


def test_a_heading_that_skips_a_level_is_refused(section, cover):
    with pytest.raises(BadSection, match="«Detalle» salta un nivel: use ## y no ###"):
        assemble_document([section("a", "# A\n\n### Detalle")], cover)


OWN = '<div class="texto-propio"><h3>Conclusiones</h3>\n<h4>Una</h4>\n<h3>Otra</h3></div>'


def test_the_planners_headings_stand_right_below_what_is_above_them(section, cover):
    """The section's notebook may have a heading of its own before the text, or none: who writes it cannot know."""
    first = assemble_document([section("a", "# A", shows(OWN))], cover)
    assert '<span class="numero">1.1</span> Conclusiones</h3>' in first
    assert "<h4>Una</h4>" in first
    below = assemble_document([section("a", "# A\n\n## Antes", shows(OWN))], cover)
    assert "<h4>Conclusiones</h4>" in below and "<h5>Una</h5>" in below and "<h4>Otra</h4>" in below


def test_a_planners_reference_to_what_this_period_does_not_have_says_so(section, cover, wording):
    text = '<div class="texto-propio"><p>Véase <a href="#cuadro-y"></a> y <a href="#cuadro-z">el mapa</a>.</p></div>'
    page = assemble_document([section("a", "# A", shows(text))], replace(cover, is_partial=False))
    wording(texts(lxml_html.document_fromstring(page), "//span[@class='ref ausente']"), "el mapa")


def test_a_table_without_caption_is_refused(section, cover):
    with pytest.raises(BadSection, match=r"el Cuadro 1\.1 no tiene título"):
        assemble_document([section("a", "# A", shows(table("cuadro-x", caption="")))], cover)


MARKED = {
    "cite": "DGP 7/2024", "route": "HR 11.24", "version": "2", "emblem": "data:image/svg+xml;base64,PHN2Zy8+", "emblem_text": "Escudo",
}  # fmt: skip


def test_the_cover_and_the_pages_carry_the_marks_of_the_document(section, cover):
    page = lxml_html.document_fromstring(assemble_document([section("acp", "# A", shows(table("cuadro-a")))], replace(cover, **MARKED)))
    assert page.xpath("//header//img/@alt") == ["Escudo"]
    particulars = dict(zip(texts(page, "//dl/div/dt"), texts(page, "//dl/div/dd"), strict=True))
    assert [particulars[name] for name in ("CITE", "Hoja de ruta", "Versión")] == ["DGP 7/2024", "HR 11.24", "2"]
    assert page.xpath("//meta[@name='referencia']/@content") == ["CITE DGP 7/2024 · Hoja de ruta HR 11.24 · Versión 2"]


def test_what_is_not_given_is_not_on_the_cover(page):
    assert page.xpath("//header//img | //meta[@name='referencia']") == []
    assert not {"CITE", "Hoja de ruta", "Versión"} & set(texts(page, "//dl/div/dt"))


def test_the_last_section_says_whom_to_ask_the_licence_and_the_next_report(section, cover, wording):
    told = Closing(contact=(("Correo", "dgp@of.bo"),), licence="CC-BY-4.0", licence_address="https://x.org/l", following="Sigue otro.")
    made = assemble_document([section("acp", "# A", shows(table("cuadro-a")))], replace(cover, closing=told))
    page = lxml_html.document_fromstring(made)
    wording(texts(page, "//main/section/h2"), "1 A", "2", "Contacto", "licencia")
    assert texts(page, "//section[@id='sec-contacto']//li") == ["Correo: dgp@of.bo"]
    assert page.xpath("//section[@id='sec-contacto']//a/@href") == ["https://x.org/l"]
    assert texts(page, "//section[@id='sec-contacto']/p")[-1] == "Sigue otro."


def test_the_last_section_is_named_after_what_it_says(section, cover, wording):
    told = replace(cover, closing=Closing(licence="CC-BY-4.0", following="Sigue otro."))
    page = lxml_html.document_fromstring(assemble_document([section("acp", "# A", shows(table("cuadro-a")))], told))
    wording(texts(page, "//main/section/h2"), "1 A", "2 Licencia", "3")


def test_what_the_last_section_lacks_is_listed_and_one_without_words_is_not_printed(section, cover, wording):
    made = assemble_document([section("acp", "# A", shows(table("cuadro-a")))], replace(cover, closing=Closing()))
    page = lxml_html.document_fromstring(made)
    (line,) = texts(page, "//ul[@class='lista-no-incluye']/li")
    wording([*texts(page, "//main/section/h2"), line], "1 A", "2", "contacto", "licencia")
