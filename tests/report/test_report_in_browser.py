"""The real report in a real browser: nothing sticks out, every reference leads somewhere, nothing is fetched."""

from __future__ import annotations

import shutil

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.pdf]

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
DANGLING = """
return [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
    .filter(id => !document.getElementById(id))
"""
PICTURES_NOT_DRAWN = "return [...document.images].filter(i => !(i.complete && i.naturalWidth > 0)).length"
FETCHED = "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('data:'))"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    service = webdriver.chrome.service.Service(shutil.which("chromedriver"))
    window = webdriver.Chrome(service=service, options=options)
    yield window
    window.quit()


@pytest.mark.parametrize("width", [360, 1400])
def test_the_page_fits_its_window(browser, output, width):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get((output / "informe.html").as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_every_reference_leads_somewhere_and_every_picture_is_drawn(browser, output):
    browser.get((output / "informe.html").as_uri())
    assert browser.execute_script(DANGLING) == []
    assert browser.execute_script(PICTURES_NOT_DRAWN) == 0


def test_the_page_fetches_nothing_and_complains_of_nothing(browser, output):
    browser.get((output / "informe.html").as_uri())
    assert browser.execute_script(FETCHED) == []
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
