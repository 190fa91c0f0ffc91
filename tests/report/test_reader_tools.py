"""What the page offers to a reader: a search over the report, a dark ground, and printed pages that say «draft»."""

from __future__ import annotations

import pytest
from browsers import printed_pages
from reader import PHONE, SEARCH

from helpers.outputs.html.cover import DRAFT

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.pdf]

LINKS = ".resultados a"
GROUND = "return getComputedStyle(document.documentElement).backgroundColor"
WHITE = "rgb(255, 255, 255)"
IN_SIGHT = """
const box = document.querySelector('.hallado').getBoundingClientRect();
return box.top >= 0 && box.bottom <= innerHeight && document.activeElement === document.querySelector('.hallado');
"""
CHART_GROUNDS = "return [...new Set([...document.querySelectorAll('figure.grafico > img')].map(image => getComputedStyle(image).backgroundColor))]"


class TestSearch:
    @pytest.fixture
    def page(self, open_page):
        return open_page

    def test_accents_and_capitals_do_not_matter(self, page):
        assert page.search("EJECUCION FISICA") == page.search("ejecución física")
        assert "Ejecución física y financiera por acción de corto plazo" in page.search("ejecucion fisica")

    def test_it_finds_headings_tables_texts_rows_and_figures(self, page):
        found = page.search("avance")
        assert all(kind in found for kind in ("Títulos (", "Cuadros y gráficos (", "Texto (", "Filas de cuadros (", "Cifras ("))
        assert page.run("return document.querySelectorAll('.resultados mark').length") > 20
        assert not page.find("nav.indice > ol").is_displayed()

    @pytest.mark.parametrize(
        ("words", "kind", "place"),
        [("embajada perú lima", "Filas de cuadros", "#cuadro-puestos"), ("ejecución del periodo", "Títulos", "#sec-acp"), ("frente al anterior por ACP", "Cuadros y gráficos", "#cuadro-acp-variacion")],
    )  # fmt: skip
    def test_a_result_leads_to_its_place(self, page, words, kind, place):
        assert page.search(words).startswith(f"{kind} (")
        page.click(LINKS)
        assert page.run(IN_SIGHT)
        assert page.run("return Boolean(document.querySelector('.hallado').closest(arguments[0]))", place)

    def test_a_figure_is_found_by_its_name_and_by_its_identity_and_opens_in_the_panel(self, page):
        figure = "avance_fisico/2024-T2/acp/7"
        assert "Avance físico · ACP 7 · Segundo trimestre de 2024" in page.search("avance fisico acp 7 segundo trimestre")
        page.search(figure)
        page.click(LINKS)
        assert figure in page.panel("Avance físico de la ACP 7")
        page.click("dialog .cerrar")
        page.wait_closed()

    def test_the_keyboard_leads_from_the_box_to_a_result_and_back_to_the_contents(self, page, keys):
        page.search("grados y umbrales")
        page.press(keys.ARROW_DOWN)
        assert page.focused().startswith("#sec-metodo")
        page.press(keys.ARROW_UP)
        assert page.run("return document.activeElement.id") == SEARCH.removeprefix("#")
        page.press(keys.ENTER)
        assert page.run(IN_SIGHT) and "Grados y umbrales" in page.focused()
        page.run("arguments[0].focus()", page.find(SEARCH))
        page.press(keys.ESCAPE)
        page.until("return !document.querySelector('.resultados a')")
        assert page.find("nav.indice > ol").is_displayed() and page.find(SEARCH).get_property("value") == ""

    def test_a_search_without_results_says_so(self, page):
        assert page.search("palabra-inexistente") == ""
        assert page.find(".aviso-busqueda").text == "0 resultados para «palabra-inexistente»."

    def test_a_result_inside_a_folded_calculation_unfolds_it(self, page):
        page.open()  # the first search on a page reads it
        page.run("document.querySelector('#sec-acp details.calculo p').append(' zafarrancho')")
        page.search("zafarrancho")
        page.click(LINKS)
        assert page.run("return document.querySelector('#sec-acp details.calculo').open") and page.run(IN_SIGHT)

    def test_on_a_phone_a_button_opens_the_search_and_a_result_closes_it(self, page):
        page.open(PHONE)
        page.search("organización")
        page.click(LINKS)
        assert page.run(IN_SIGHT) and not page.find("nav.indice").is_displayed()


class TestGround:
    @pytest.fixture(autouse=True)
    def choice_forgotten(self, page):
        yield
        page.run("localStorage.clear()")

    def test_the_ground_follows_the_system_but_charts_keep_a_white_background(self, page):
        assert page.run(GROUND) == WHITE
        page.prefer("dark")
        assert page.run(GROUND) != WHITE and page.find(".tema").text == "Fondo claro"
        assert page.run(CHART_GROUNDS) == [WHITE]

    def test_a_choice_comes_before_the_system_is_remembered_and_leaves_paper_light(self, page):
        assert page.find(".tema").text == "Fondo oscuro"
        page.click(".tema")
        assert page.run(GROUND) != WHITE
        page.open(ground="light")
        assert page.run(GROUND) != WHITE and page.find(".tema").text == "Fondo claro"
        self.is_light_on_paper(page)
        page.prefer("dark")
        page.click(".tema")
        assert page.run(GROUND) == WHITE
        page.open(ground="dark")
        assert page.run(GROUND) == WHITE and page.find(".tema").text == "Fondo oscuro"

    def is_light_on_paper(self, page):
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        try:
            ink = page.run("const style = getComputedStyle(document.documentElement); return [style.color, style.getPropertyValue('--papel'), style.colorScheme]")
            assert ink == ["rgb(27, 39, 51)", "#ffffff", "light"]
            assert [part for part in (".tema", ".buscador", ".barra-indice") if page.find(part).is_displayed()] == []
        finally:
            page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_each_page_of_a_draft_that_a_browser_prints_says_draft(page):
    page.thin()
    texts = printed_pages(page.browser)
    assert len(texts) > 20
    assert [number for number, text in enumerate(texts, start=1) if DRAFT.words not in text] == []
