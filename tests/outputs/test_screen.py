"""The page as a browser lays it out."""

from __future__ import annotations

import pytest
from browsers import complaints, printed_pages, set_width
from notebook_parts import chart, formula, make_cover, shows, table
from selenium.common.exceptions import JavascriptException

from helpers.outputs.html.report_page import assemble_document, program

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PAGE_WIDTH = "return [document.documentElement.scrollWidth, window.innerWidth]"
# Elements that reach beyond the window, except those that scroll inside a box of their own.
STICKING_OUT = """
return [...document.querySelectorAll('main *')].filter(e => !e.closest('.desborde, .formula, .grafico > img')
    && e.getBoundingClientRect().right > window.innerWidth + 1).map(e => e.outerHTML.slice(0, 80))
"""
LOADED = """
return [...document.fonts].some(face => face.status === 'loaded') &&
    [...document.images].every(image => image.naturalWidth > 0)
"""
NUMBER_LINES = "return [...document.querySelectorAll('data')].map(e => e.getClientRects().length)"
OUT_OF_CARD = """
return [...document.querySelectorAll('.cifra-clave data')].filter(e => e.getBoundingClientRect().right
    > e.closest('.cifra-clave').getBoundingClientRect().right).length
"""
FORMULA_WIDTH = "return document.querySelector('img.formula').width"
CONTENTS_IN_SIGHT = """
const box = document.querySelector('nav').getBoundingClientRect();
return box.top >= 0 && box.bottom <= window.innerHeight
"""


LONG = (
    r"\text{Avance físico acumulado} = \frac{\text{ejecutado en la ventana}}{\text{programado en la ventana}}"
)
LINK = f"https://of.sharepoint.com/{'aB3dE5' * 30}"
CARD = (
    '<div class="cifra-clave"><p class="etiqueta">Vigente</p><p class="valor">Bs '
    '<data value="28355202151.00" data-cifra="v">28.355.202.151,00</data></p></div>'
)


@pytest.fixture
def page(section, cover, tmp_path):
    title = "# Avance físico y ejecución financiera por acción de corto plazo"
    fragments = [
        section("a", f"{title}\n\nVea {LINK}.\n\n- {LINK}", shows(formula(LONG)), shows(f'<div class="cifras-clave">{CARD * 4}</div>')),
        section("b", "# Cuadros", shows(table("cuadro-a", rows=35)), shows(chart("grafico-a"))),
    ]
    path = tmp_path / "informe.html"
    path.write_text(assemble_document(fragments, cover), encoding="utf-8")
    return path.as_uri()


def show(browser, page, width):
    set_width(browser, width)
    browser.get(page)


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_the_page_never_scrolls_sideways(browser, page, width):
    show(browser, page, width)
    scrolled, window = browser.execute_script(PAGE_WIDTH)
    assert window == width and scrolled <= window
    assert browser.execute_script(STICKING_OUT) == []


OPEN_LIST = "document.querySelector('.cifras-del-grafico > summary').click()"
LISTED = """
const number = document.querySelector('.cifras-del-grafico data');
return [number.checkVisibility(), number.getBoundingClientRect().right <= window.innerWidth]
"""


@pytest.mark.parametrize("width", [360, 1400])
def test_the_list_of_a_charts_figures_opens_on_screen_and_is_never_printed(browser, page, width):
    show(browser, page, width)
    assert not browser.execute_script(LISTED)[0]
    browser.execute_script(OPEN_LIST)
    assert browser.execute_script(LISTED) == [True, True]
    scrolled, window = browser.execute_script(PAGE_WIDTH)
    assert scrolled <= window
    try:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        assert not browser.execute_script(LISTED)[0]
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


GOES_ON = """
const chart = document.querySelector('figure.grafico'), sign = getComputedStyle(chart, '::before').content;
return [chart.scrollWidth > chart.clientWidth, sign !== 'none']
"""


@pytest.mark.parametrize(("width", "goes_on"), [(360, True), (608, True), (641, False), (1400, False)])
def test_a_chart_that_scrolls_sideways_says_so(browser, page, width, goes_on):
    show(browser, page, width)
    assert browser.execute_script(GOES_ON) == [goes_on, goes_on]


@pytest.mark.parametrize("width", [360, 520, 1400])
def test_no_number_is_cut_or_leaves_its_card(browser, page, width):
    show(browser, page, width)
    assert set(browser.execute_script(NUMBER_LINES)) == {1}
    assert browser.execute_script(OUT_OF_CARD) == 0


def test_the_contents_stay_in_sight_on_a_wide_screen(browser, page):
    show(browser, page, 1400)
    browser.execute_script("window.scrollTo(0, 1500)")
    assert browser.execute_script(CONTENTS_IN_SIGHT)


def test_the_policy_allows_everything_that_the_page_has(browser, page):
    """The page has fonts, pictures, styles and a program of its own."""
    complaints(browser)
    show(browser, page, 1400)
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")
    assert browser.execute_script(LOADED)
    assert browser.execute_script(FORMULA_WIDTH) > 200
    assert browser.execute_script("return document.documentElement.classList.contains('con-programa')")
    assert complaints(browser) == []


@pytest.mark.parametrize(
    ("state", "synthetic", "mark"),
    [("borrador", False, "BORRADOR"), ("definitivo", False, ""), ("definitivo", True, "DATOS SINTÉTICOS"), ("borrador", True, "BORRADOR · DATOS SINTÉTICOS")],
)  # fmt: skip
def test_each_page_that_a_browser_prints_has_the_marks_of_its_document(browser, section, tmp_path, state, synthetic, mark):
    fragments = [section(name, "# Cuadros", shows(table(f"cuadro-{name}", rows=90))) for name in "ab"]
    path = tmp_path / "informe.html"
    document = assemble_document(fragments, make_cover({"sintetica": synthetic}, estado=state, aprobado_por="Ana Quispe"))
    path.write_text(document, encoding="utf-8")
    browser.get(path.as_uri())
    texts = printed_pages(browser)
    assert len(texts) > 5 and all(mark in text for text in texts)
    absent = {"BORRADOR", "DATOS SINTÉTICOS"} - set(mark.split(" · "))
    assert not any(word in text for text in texts for word in absent)


PROGRAM = "document.documentElement.dataset.cambio = '1'"
PUT_IN = {
    "un programa": ("</main>", f"<script>{PROGRAM}</script></main>"),
    "un programa en un atributo": ("<body", f'<body onload="{PROGRAM}"'),
    "una letra más en el programa": ("<script>\"use strict\";", f'<script>"use strict";{PROGRAM};'),
    "un estilo": ("</main>", "<style>h1 { width: 77px }</style></main>"),
    "un estilo en un atributo": ("<h1", '<h1 style="width: 77px"'),
}


@pytest.mark.parametrize("what", PUT_IN)
def test_the_policy_blocks_what_is_added_to_the_page_afterwards(browser, page, tmp_path, what):
    before, after = PUT_IN[what]
    text = (tmp_path / "informe.html").read_text(encoding="utf-8")
    assert text.index('<meta http-equiv="Content-Security-Policy"') < text.index("<title>") and before in text
    spoilt = tmp_path / "otro.html"
    spoilt.write_text(text.replace(before, after, 1), encoding="utf-8")
    show(browser, spoilt.as_uri(), 1400)
    assert browser.execute_script("return document.documentElement.dataset.cambio") is None
    assert browser.execute_script("return document.querySelector('h1').offsetWidth") > 100
    assert complaints(browser)


def test_the_program_is_valid_javascript(browser):
    browser.get("about:blank")
    assert browser.execute_script("new Function(arguments[0]); return true", program())
    with pytest.raises(JavascriptException):
        browser.execute_script("new Function(arguments[0])", program()[:-40])
