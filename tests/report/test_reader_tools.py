"""What the page offers to a reader: a search, contents, the panel of a figure, a dark ground, printed pages that say
«draft», and all that is to be read without JavaScript.

The page is that of a small institution, which the browser opens in a sixth of the time that the ministry's takes.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from browsers import printed_pages
from hospital import HOSPITAL, hospital_report
from reader import COPIES, LISTS, PHONE, SEARCH, WIDE, Page

from helpers.base.display import number_es, with_unit
from helpers.figures.book_file import read
from helpers.figures.operation_text import operation_sentence
from helpers.outputs.browser.page_style import DRAFT

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.pdf]

FIGURE = "avance_fisico/2025-anual/unidad/PED"
EXECUTED = "ejecucion_financiera/2025-anual/area/{}"
TABLE = "#cuadro-unidades"
LINKS = ".resultados a"
GROUND = "return getComputedStyle(document.documentElement).backgroundColor"
WHITE = "rgb(255, 255, 255)"
IN_SIGHT = """
const box = document.querySelector('.hallado').getBoundingClientRect();
return box.top >= 0 && box.bottom <= innerHeight && document.activeElement === document.querySelector('.hallado');
"""
CHART_GROUNDS = "return [...new Set([...document.querySelectorAll('figure.grafico > img')].map(image => getComputedStyle(image).backgroundColor))]"


@pytest.fixture(scope="module")
def output(tmp_path_factory) -> Path:
    return hospital_report(tmp_path_factory) / "output" / HOSPITAL


@pytest.fixture(scope="module")
def pages(browser, output) -> Page:
    return Page(browser, output)


@pytest.fixture(scope="module")
def book(output):
    return read(output / "libro.json")


class TestSearch:
    @pytest.fixture
    def page(self, open_page):
        return open_page

    def test_accents_and_capitals_do_not_matter(self, page):
        assert page.search("EJECUCION FISICA") == page.search("ejecución física")
        assert "Ejecución física y financiera por unidad" in page.search("ejecucion fisica")

    def test_it_finds_headings_tables_texts_rows_and_figures(self, page):
        found = page.search("unidad")
        assert all(kind in found for kind in ("Títulos (", "Cuadros y gráficos (", "Texto (", "Filas de cuadros (", "Cifras ("))
        assert page.run("return document.querySelectorAll('.resultados mark').length") > 20
        assert not page.find("nav.indice > ol").is_displayed()

    @pytest.mark.parametrize(
        ("words", "kind", "place"),
        [("analizar muestras", "Filas de cuadros", "#cuadro-tareas-unidad-3"), ("dispersión", "Títulos", "#sec-unidades"), ("tareas de pediatría", "Cuadros y gráficos", "#cuadro-tareas-unidad-1")],
    )  # fmt: skip
    def test_a_result_leads_to_its_place(self, page, words, kind, place):
        assert page.search(words).startswith(f"{kind} (")
        page.click(LINKS)
        assert page.run(IN_SIGHT)
        assert page.run("return Boolean(document.querySelector('.hallado').closest(arguments[0]))", place)

    def test_a_figure_is_found_by_its_name_and_by_its_identity_and_opens_in_the_panel(self, page):
        assert "Cumplimiento · Unidad PED · Gestión de 2025" in page.search("cumplimiento pediatria gestion de 2025")
        page.search(FIGURE)
        page.click(LINKS)
        assert FIGURE in page.panel("Cumplimiento de la unidad «Pediatría»")
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
        page.run("document.querySelector('#sec-unidades details.calculo p').append(' zafarrancho')")
        page.search("zafarrancho")
        page.click(LINKS)
        assert page.run("return document.querySelector('#sec-unidades details.calculo').open") and page.run(IN_SIGHT)

    def test_on_a_phone_a_button_opens_the_search_and_a_result_closes_it(self, page):
        page.open(PHONE)
        page.search("organización")
        page.click(LINKS)
        assert page.run(IN_SIGHT) and not page.find("nav.indice").is_displayed()

    @pytest.mark.parametrize(("width", "ground"), [(WIDE, "light"), (PHONE, "dark")])
    def test_what_it_finds_has_no_accessibility_faults(self, page, width, ground):
        page.open(width, ground=ground)
        page.search("unidad")
        assert page.faults("nav.indice") == []
        page.open()


class TestPanel:
    @pytest.fixture
    def page(self, open_page):
        return open_page

    def test_the_mouse_leads_from_a_figure_to_its_cell_and_back(self, page, book):
        figure = book[EXECUTED.format("CLIN")]
        sentence = operation_sentence(book, figure)
        page.click(f'{TABLE} data[data-cifra="{figure.id}"]')
        assert sentence not in page.panel(with_unit(figure.rounded, figure.unit))
        said = page.unfold()
        assert sentence in said and figure.rule in said
        part = book[figure.operands[0].figure]
        page.click(f'dialog a[href$="{part.id}"]')
        page.panel(part.name)
        (cell,) = part.sources
        said = page.panel(cell.file)
        assert cell.cell in said and number_es(Decimal(part.published)) in said
        page.click("dialog .ruta button")
        page.panel(sentence)
        page.click("dialog .cerrar")
        page.wait_closed()

    def test_the_keyboard_leads_from_cell_to_cell_into_the_panel_and_back(self, page, book, keys):
        page.run("arguments[0].focus()", page.find(f"{TABLE} data[tabindex='0']"))
        page.press(*[keys.ARROW_DOWN] * 3, keys.ARROW_RIGHT)
        figure = book[page.focused()]
        assert figure.id == EXECUTED.format("APOYO")
        page.press(keys.ENTER)
        page.panel(with_unit(figure.rounded, figure.unit))
        while page.focused() != "Cómo se obtuvo, paso a paso":
            page.press(keys.TAB)
        page.press(keys.ENTER)
        sentence = operation_sentence(book, figure)
        page.panel(sentence)
        part = book[figure.operands[0].figure]
        while page.focused() != f"#cifra={part.id}":
            page.press(keys.TAB)
        page.press(keys.ENTER)
        page.panel(with_unit(part.rounded, part.unit))
        while page.focused() != "Volver":
            page.press(keys.SHIFT, keys.TAB)
        page.press(keys.SPACE)
        page.panel(sentence)
        page.press(keys.ESCAPE)
        page.wait_closed()
        assert page.focused() == figure.id

    def test_the_browsers_own_back_closes_the_panel(self, page):
        page.click(f'{TABLE} data[data-cifra="{FIGURE}"]')
        page.panel("95,0 %")
        page.browser.back()
        page.wait_closed()
        assert page.browser.current_url == page.address

    def test_a_link_to_a_figure_that_the_page_does_not_have_says_so(self, page):
        page.browser.get(f"{page.address}#cifra={EXECUTED.format(99)}")
        assert EXECUTED.format(99) in page.panel("Esta cifra no está en la página")


def test_lists_of_figures_of_charts_are_not_printed(page):
    page.run(f"for (const list of document.querySelectorAll('{LISTS}')) list.open = true")
    assert [one.is_displayed() for one in page.all(LISTS)] == [True] * 2
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert [one for one in page.all(LISTS) if one.is_displayed()] == []
    finally:
        page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


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


def test_on_a_phone_the_contents_open_and_close_with_the_keyboard(page, keys):
    page.open(PHONE)
    assert not page.find("nav.indice").is_displayed()
    control = page.find(".abrir-indice")
    page.run("arguments[0].focus()", control)
    page.press(keys.ENTER)
    assert page.find("nav.indice").is_displayed() and control.get_attribute("aria-expanded") == "true"
    page.press(keys.ESCAPE)
    assert not page.find("nav.indice").is_displayed() and page.focused().startswith("Índice")
    control.click()
    page.click('nav.indice a[href="#sec-unidades"]')
    assert not page.find("nav.indice").is_displayed()


def test_a_link_opens_its_figure_and_can_be_copied(page):
    page.open(figure=FIGURE)
    assert "Publicado antes" in page.panel("95,0 %")
    page.run(COPIES)
    page.click("dialog .mando button:not([hidden]):not(.cerrar)")
    page.panel("Enlace copiado.")
    assert page.run("return window.copiedText") == f"{page.address}#cifra={FIGURE}"
    page.click("dialog .cerrar")
    page.wait_closed()
    assert page.run("return location.hash") == ""


def test_without_javascript_the_page_is_complete_and_has_no_dead_controls(page):
    """The controls that the page's script adds are absent; tables, references and marks of findings are there."""
    page.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.open(PHONE)
        root = page.browser.execute_cdp_cmd("DOM.getDocument", {})["root"]["nodeId"]

        def count(place: str) -> int:
            query = {"nodeId": root, "selector": place}
            return len(page.browser.execute_cdp_cmd("DOM.querySelectorAll", query)["nodeIds"])

        added = (".con-programa", ".herramientas", ".barra-indice", "dialog", "button", "[aria-haspopup]")
        assert {place: count(place) for place in added} == dict.fromkeys(added, 0)
        assert all(map(count, ("nav a", "main table", "main data[title]", ".marca-hallazgos a[href]", "main img[alt]", f"{LISTS} > summary")))
    finally:
        page.window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_each_page_of_a_draft_that_a_browser_prints_says_draft(page):
    page.thin()
    texts = printed_pages(page.browser)
    assert len(texts) > 10
    assert [number for number, text in enumerate(texts, start=1) if DRAFT.words not in text] == []
