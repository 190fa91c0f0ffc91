"""Sections assembled to a page: numbering, contents, references, and one file that loads nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from builders import make_corrida
from lxml import html as lxml_html
from notebook_parts import COVER, chart, formula, make_cover, shows, table

from helpers.base.errors import PoaError
from helpers.outputs.html.closing_section import next_report
from helpers.outputs.html.html_trees import text_of
from helpers.outputs.html.report_page import assemble_document
from helpers.outputs.html.section_tree import BadSection
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
        "## Por área",
        shows(table("cuadro-c", "Por área")),
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


def test_captions_number_tables_and_charts_separately_in_each_section(page):
    assert texts(page, "//figcaption") == [
        "Cuadro 1.1. Un cuadro",
        "Cuadro 2.1. Por unidad",
        "Gráfico 2.1. Por ACP",
        "Cuadro 2.2. Por área",
    ]


def test_empty_references_get_a_number_and_others_keep_their_words(page):
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


def test_a_table_without_rows_is_left_out_and_references_lead_to_its_section(section, cover):
    empty = Table("cuadro-vacio", "Formularios tardíos", (Column("Quién"),), (), empty="Ninguno.")
    first = section("uno", "# Uno\n\nVéase [](#cuadro-vacio).", shows(empty._repr_html_()), shows(table("cuadro-b")))
    page = lxml_html.document_fromstring(assemble_document([first], cover))
    assert "Formularios tardíos" not in page.text_content()
    assert page.xpath("//section//h2//*[@id='cuadro-vacio']"), "whoever names it is led to the title of its section"
    assert texts(page, "//figcaption") == ["Cuadro 1.1. Un cuadro"]
    assert texts(page, "//nav//details//a") == ["Cuadro 1.1 Un cuadro"]
    assert texts(page, "//main//p//a") == ["sección 1"]


def test_a_heading_with_nothing_below_it_is_left_out(section, cover):
    """«Vacío» and «Último» have nothing below, «Capítulo» a lower heading with a table."""
    cells = [shows(""), "## Capítulo", "### Parte", shows(table("cuadro-b")), "## Último"]
    first = section("uno", "# Uno\n\nPresenta.", "## Vacío", *cells)
    page = lxml_html.document_fromstring(assemble_document([first], cover))
    assert [text.split()[-1] for text in texts(page, "//main//h3 | //main//h4")] == ["Capítulo", "Parte"]


def test_a_planners_heading_is_kept_and_so_is_the_one_before_the_planners_text(section, cover):
    own = '<div class="texto-propio"><p>Mío.</p><h2>Suyo</h2></div>'
    first = section("uno", "# Uno\n\nPresenta.", shows(table("cuadro-b")), "## Parte", shows(own))
    page = lxml_html.document_fromstring(assemble_document([first], cover))
    assert [text.split()[-1] for text in texts(page, "//main//h3")] == ["Parte", "Suyo"]


def test_every_link_within_the_page_has_a_target(page):
    ids = set(page.xpath("//@id"))
    assert {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")} <= ids


def test_the_page_has_one_title_and_skips_no_heading_level(page):
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_has_landmarks_a_language_and_a_skip_link(page):
    assert page.get("lang") == "es"
    assert [len(page.xpath(f"//body//{tag}")) for tag in ("main", "nav", "footer")] == [1, 1, 1]
    assert page.xpath("//body/header") and page.xpath("//body/a[1]/@href") == ["#contenido"]


def test_a_table_that_scrolls_is_reachable_by_keyboard_and_has_a_name(page):
    box = page.xpath("//figure[@id='cuadro-b']/div")[0]
    assert box.get("tabindex") == "0" and box.get("role") == "region"
    assert text_of(page.get_element_by_id(box.get("aria-labelledby"))) == "Cuadro 2.1. Por unidad"


def test_the_page_loads_nothing_from_outside(section, cover):
    document = assemble_document([section("a", "# A", shows(chart("grafico-a")))], cover)
    assert not re.search(r"""(src|href)=["'](?!data:|#)""", document)
    assert not re.search(r"""url\(["']?(?!["']?data:)""", document)
    assert "@import" not in document


def test_the_same_sections_give_the_same_text(section, cover):
    fragments = [section("a", "# A", shows(formula("x^2")), shows(table("cuadro-a")))]
    assert assemble_document(fragments, cover) == assemble_document(fragments, cover)


def test_a_draft_says_so_on_screen_and_a_final_report_does_not(section, cover):
    fragments = [section("a", "# A")]
    final = assemble_document(fragments, make_cover(estado="definitivo", aprobado_por="Ana Quispe"))
    assert 'class="aviso-marcas"' in assemble_document(fragments, cover)
    assert "BORRADOR" not in final and "Ana Quispe" in final


def test_synthetic_data_are_marked_in_a_draft_and_in_a_final_report(section, cover, wording):
    fragments = [section("a", "# A")]
    draft = assemble_document(fragments, make_cover({"sintetica": True}))
    assert 'content: "BORRADOR · DATOS SINTÉTICOS"' in draft
    wording(lxml_html.document_fromstring(draft).xpath("string(//aside)"))
    final = assemble_document(fragments, make_cover({"sintetica": True}, estado="definitivo", aprobado_por="Ana Quispe"))
    assert "Documento definitivo · DATOS SINTÉTICOS" in final and "BORRADOR" not in final


def test_html_in_the_words_of_the_cover_is_escaped(section, cover):
    assert "<b>MRE" not in assemble_document(
        [section("a", "# A")], make_cover({"nombre": "<b>MRE & Cía"})
    )


def test_all_references_without_a_target_are_named(section, cover, wording):
    one = section("uno", "# Uno\n\n[](#cuadro-x) y [texto](#sec-y)")
    whole = make_cover(only=())
    with pytest.raises(PoaError) as refusal:
        assemble_document([one, section("dos", "# Dos\n\n[](#cuadro-z)")], whole)
    wording(str(refusal.value), "«#cuadro-x»", "«uno»", "«#sec-y»", "«uno»", "«#cuadro-z»", "«dos»")


def test_a_reference_without_target_in_a_partial_report_says_so(section, cover, wording):
    page = assemble_document(
        [section("uno", "# Uno\n\nVéase [](#cuadro-x) y [el método](#sec-y).")], cover
    )
    wording(texts(lxml_html.document_fromstring(page), "//span[@class='ref ausente']"), "el método")


def test_an_id_that_occurs_twice_is_refused(section, cover):
    sections = [section(name, f"# {name}", shows(table("cuadro-x"))) for name in ("a", "b")]
    with pytest.raises(PoaError, match="cuadro-x"):
        assemble_document(sections, cover)


def test_a_heading_that_skips_a_level_is_refused(section, cover):
    with pytest.raises(BadSection, match="«Detalle» salta un nivel: use ## y no ###"):
        assemble_document([section("a", "# A\n\n### Detalle")], cover)


OWN = '<div class="texto-propio"><h3>Conclusiones</h3>\n<h4>Una</h4>\n<h3>Otra</h3></div>'


def test_a_planners_headings_go_one_level_below_the_heading_before_them(section, cover):
    """The planner cannot know whether the section's notebook has a heading of its own before the text."""
    first = assemble_document([section("a", "# A", shows(OWN))], cover)
    assert '<span class="numero">1.1</span> Conclusiones</h3>' in first
    assert "<h4>Una</h4>" in first
    below = assemble_document([section("a", "# A\n\n## Antes", shows(OWN))], cover)
    assert "<h4>Conclusiones</h4>" in below and "<h5>Una</h5>" in below and "<h4>Otra</h4>" in below


def test_a_planners_reference_to_something_that_the_period_lacks_says_so(section, cover, wording):
    text = '<div class="texto-propio"><p>Véase <a href="#cuadro-y"></a> y <a href="#cuadro-z">el mapa</a>.</p></div>'
    page = assemble_document([section("a", "# A", shows(text))], make_cover(only=()))
    wording(texts(lxml_html.document_fromstring(page), "//span[@class='ref ausente']"), "el mapa")


def test_a_table_without_caption_is_refused(section, cover):
    with pytest.raises(BadSection, match=r"el Cuadro 1\.1 no tiene título"):
        assemble_document([section("a", "# A", shows(table("cuadro-x", caption="")))], cover)


EMBLEM = {"archivo": "e.svg", "texto": "Escudo", "contenido": "data:image/svg+xml;base64,PHN2Zy8+"}
MARKED = make_cover({"emblema": EMBLEM}, cite="DGP 7/2024", hoja_de_ruta="HR 11.24", version="2")


def test_the_cover_shows_emblem_cite_route_and_version(section, cover):
    page = lxml_html.document_fromstring(assemble_document([section("acp", "# A", shows(table("cuadro-a")))], MARKED))
    assert page.xpath("//header//img/@alt") == ["Escudo"]
    particulars = dict(zip(texts(page, "//dl/div/dt"), texts(page, "//dl/div/dd"), strict=True))
    assert [particulars[name] for name in ("CITE", "Hoja de ruta", "Versión")] == ["DGP 7/2024", "HR 11.24", "2"]
    assert page.xpath("//meta[@name='referencia']/@content") == ["CITE DGP 7/2024 · Hoja de ruta HR 11.24 · Versión 2"]


def test_the_cover_has_no_entry_for_marks_that_are_not_given(page):
    assert page.xpath("//header//img | //meta[@name='referencia']") == []
    assert not {"CITE", "Hoja de ruta", "Versión"} & set(texts(page, "//dl/div/dt"))


def test_the_last_section_gives_contact_licence_and_next_report(section, wording):
    given = {"contacto": {"correo": "dgp@of.bo"}, "licencia": {"nombre": "CC-BY-4.0", "direccion": "https://x.org/l"}}
    made = assemble_document([section("acp", "# A", shows(table("cuadro-a")))], make_cover(given, only=()))
    page = lxml_html.document_fromstring(made)
    wording(texts(page, "//main/section/h2"), "1 A", "2", "Contacto", "licencia")
    assert texts(page, "//section[@id='sec-contacto']//li") == ["Correo: dgp@of.bo"]
    assert page.xpath("//section[@id='sec-contacto']//a/@href") == ["https://x.org/l"]
    assert texts(page, "//section[@id='sec-contacto']/p")[-1] == next_report(make_corrida())


def test_contact_and_next_report_stand_before_the_annexes_whose_last_page_is_often_full(section):
    made = assemble_document([section("acp", "# A"), section("anexos", "# B")], make_cover(only=()))
    ids = lxml_html.document_fromstring(made).xpath("//main/section/@id")
    assert ids.index("sec-contacto") < ids.index("sec-anexos") == len(ids) - 1


def test_the_title_of_the_last_section_names_its_contents(section, wording):
    given = make_cover({"licencia": {"nombre": "CC-BY-4.0"}}, only=())
    page = lxml_html.document_fromstring(assemble_document([section("acp", "# A", shows(table("cuadro-a")))], given))
    wording(texts(page, "//main/section/h2"), "1 A", "2 Licencia", "3")


def test_an_empty_last_section_is_left_out_and_its_parts_are_listed_as_missing(section, wording):
    made = assemble_document([section("acp", "# A", shows(table("cuadro-a")))], make_cover(only=(), periodo="2024-poa", cortes={}))
    page = lxml_html.document_fromstring(made)
    (line,) = texts(page, "//ul[@class='lista-no-incluye']/li")
    wording([*texts(page, "//main/section/h2"), line], "1 A", "2", "contacto", "licencia")


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2024-T2", "El próximo informe, el del tercer trimestre de 2024, tiene su corte el 30 de septiembre de 2024 (fecha prevista)."),
        ("2024-T4", "El próximo informe, el del primer trimestre de 2025, tiene su corte el 31 de marzo de 2025 (fecha prevista)."),
        ("2024-poa", ""),
    ],
)  # fmt: skip
def test_the_date_of_the_next_report_is_the_calendars(period, words):
    assert next_report(make_corrida(periodo=period)) == words


def test_a_date_that_the_parameters_give_is_not_marked_as_foreseen(wording):
    run = make_corrida(proximo_informe={"fecha": date(2024, 10, 20), "fuente": "Instructivo 3"})
    wording(next_report(run), "tercer", "2024", "20 de octubre de 2024")


def test_the_cover_says_how_many_checks_failed_and_where_they_are_listed(section, wording):
    (due,) = replace(make_cover(only=()), failed=1).warnings
    wording(due, "1", "hallazgos.csv")
    page = assemble_document([section("a", "# A")], replace(COVER, failed=1))
    assert texts(lxml_html.document_fromstring(page), "//header/p[@class='advertencia-portada']") == [due, "Informe parcial: acp"]
