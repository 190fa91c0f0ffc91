"""The page as a browser lays it out."""

from __future__ import annotations

import shutil

import pytest
from notebook_parts import chart, shows, table

from helpers.assemble.document import assemble_document

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PAGE_WIDTH = "return [document.documentElement.scrollWidth, window.innerWidth]"
# Elements that stick out of the window, other than what scrolls inside its own box.
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
CONTENTS_IN_SIGHT = """
const box = document.querySelector('nav').getBoundingClientRect();
return box.top >= 0 && box.bottom <= window.innerHeight
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("Chromium y ChromeDriver no están instalados")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    window = webdriver.Chrome(service=webdriver.chrome.service.Service(driver), options=options)
    yield window
    window.quit()


LONG = (
    r"\text{Avance físico acumulado} = \frac{\text{ejecutado en la ventana}}{\text{programado en la ventana}}"
)
CARD = (
    '<div class="cifra-clave"><p class="etiqueta">Vigente</p><p class="valor">Bs '
    '<data value="355202151.00" data-cifra="v">355.202.151,00</data></p></div>'
)


@pytest.fixture
def page(section, cover, tmp_path):
    title = "# Avance físico y ejecución financiera por acción de corto plazo"
    fragments = [
        section("a", f"{title}\n\n$${LONG}$$", shows(f'<div class="cifras-clave">{CARD * 4}</div>')),
        section("b", "# Cuadros", shows(table("cuadro-a", rows=35)), shows(chart("grafico-a"))),
    ]
    path = tmp_path / "informe.html"
    path.write_text(assemble_document(fragments, cover), encoding="utf-8")
    return path.as_uri()


def show(browser, page, width):
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(page)


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_the_page_never_scrolls_sideways(browser, page, width):
    show(browser, page, width)
    scrolled, window = browser.execute_script(PAGE_WIDTH)
    assert window == width and scrolled <= window
    assert browser.execute_script(STICKING_OUT) == []


@pytest.mark.parametrize("width", [360, 1400])
def test_no_number_is_cut_or_leaves_its_card(browser, page, width):
    show(browser, page, width)
    assert set(browser.execute_script(NUMBER_LINES)) == {1}
    assert browser.execute_script(OUT_OF_CARD) == 0


def test_the_contents_stay_in_sight_on_a_wide_screen(browser, page):
    show(browser, page, 1400)
    browser.execute_script("window.scrollTo(0, 1500)")
    assert browser.execute_script(CONTENTS_IN_SIGHT)


def test_the_policy_lets_in_all_that_the_page_has_and_no_program(browser, page, tmp_path):
    """Fonts, pictures and styles are drawn; a program put into the page afterwards does not run."""
    spoilt = tmp_path / "otro.html"
    text = (tmp_path / "informe.html").read_text(encoding="utf-8")
    policy = '<meta http-equiv="Content-Security-Policy"'
    assert text.index(policy) < text.index("<title>")
    program = "document.documentElement.dataset.cambio = '1'"
    spoilt.write_text(
        text.replace("<body", f'<body onload="{program}"', 1).replace("</main>", f"<script>{program}</script></main>"),
        encoding="utf-8",
    )
    browser.get_log("browser")
    show(browser, page, 1400)
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")
    assert browser.execute_script(LOADED)
    assert [line["message"] for line in browser.get_log("browser") if "Content Security" in line["message"]] == []
    show(browser, spoilt.as_uri(), 1400)
    assert browser.execute_script("return document.documentElement.dataset.cambio") is None
