"""Headless Chromium for the browser tests, started once in each process; a plugin for its fixtures."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]
# axe takes some milliseconds for the contrast of each text. Texts of one look on grounds of one look have one contrast, so
# the first of each is marked: a look is that of an element's parent and its own colours, letters and layers.
ONE_OF_A_LOOK = """
const looks = new Map(), numbers = new Map(), seen = new Set();
for (const one of document.querySelectorAll('*')) {
    const its = getComputedStyle(one), look = [looks.get(one.parentElement), its.color, its.backgroundColor, its.backgroundImage,
        its.fontSize, its.fontWeight, its.opacity, its.position, its.display, its.visibility, its.clipPath, its.textShadow].join();
    if (!numbers.has(look)) numbers.set(look, numbers.size);
    looks.set(one, numbers.get(look));
    const has_text = [...one.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
    const is_field = one.matches('input, select, textarea');
    one.toggleAttribute('data-one-of-a-look', is_field || has_text && !seen.has(numbers.get(look)));
    if (has_text) seen.add(numbers.get(look));
}
axe.configure({rules: [{id: 'color-contrast', selector: '[data-one-of-a-look]'}]});
"""
AXE = """
const [context, rules, done] = arguments;
axe.run(context || document, {runOnly: rules, resultTypes: ['violations', 'incomplete']}).then(result => {
    const unsure = result.incomplete.filter(one => one.id === 'color-contrast');
    done([...result.violations, ...unsure].map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | ')));
}, done);
"""
PATIENCE = 600
"""Seconds that a script may take on a busy machine."""


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The process's Chromium, with an empty profile."""
    from selenium import webdriver

    profile = tmp_path_factory.mktemp("chromium")

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in [*FLAGS.split(), f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    service = webdriver.chrome.service.Service(shutil.which("chromedriver"))
    window = webdriver.Chrome(service=service, options=options)
    window.set_script_timeout(PATIENCE)
    window.command_executor.client_config.timeout = PATIENCE  # Selenium itself waits for 120 s
    yield window
    window.quit()


@pytest.fixture(scope="module")
def browser(chromium: Any) -> Iterator[Any]:
    """Chromium as it starts: each file leaves it blank, with nothing kept, set or logged.

    Tests that use it are marked `browser`; `make test` leaves them out on a machine without Chromium.
    """
    yield chromium
    chromium.get("about:blank")
    chromium.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "file://", "storageTypes": "all"})
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    chromium.get_log("browser")


def set_width(browser: Any, width: int, height: int = 900) -> None:
    """Set the size of the window, in CSS pixels."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def set_ground(browser: Any, ground: str) -> None:
    """Make the browser report that the system prefers `light` or `dark` colours."""
    wish = {"features": [{"name": "prefers-color-scheme", "value": ground}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)


def accessibility_faults(browser: Any, context: str = "", rules: Sequence[str] = RULES) -> list[str]:
    """Violations of WCAG 2.2 AA and of axe-core's best practices, and texts whose contrast it cannot determine.

    Parameters
    ----------
    context : str
        Selector of the part of the page to judge; all of it if empty.
    rules : sequence of str
        Groups of rules, or single rules such as `COLOURS`.
    """
    package = pytest.importorskip("selenium_axe_python")
    browser.execute_script((Path(package.__file__).parent / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    browser.execute_script(ONE_OF_A_LOOK)
    found: list[str] = browser.execute_async_script(AXE, context, rules)
    return found


def faults_on_both_grounds(browser: Any, page: Path) -> list[str]:
    """The faults of a page without scripts, in a wide window on light ground and on a phone on dark ground.

    Rules other than those on colours find the same faults on both grounds, and colours do not depend on the width. The
    window is made as tall as the page, because axe-core cannot determine the contrast of text out of view. A page whose
    text has the same colour on both grounds has a fault too.
    """
    browser.get(page.as_uri())
    found, inks = [], {}
    for width, ground in ((1280, "light"), (390, "dark")):
        set_ground(browser, ground)
        set_width(browser, width)
        set_width(browser, width, browser.execute_script("return document.documentElement.scrollHeight"))
        found += [f"{width} px, {ground}: {fault}" for fault in accessibility_faults(browser)]
        across = browser.execute_script("return document.documentElement.scrollWidth")
        found += [f"{width} px, {ground}: {across} px wide"] if across > width else []
        inks[ground] = browser.execute_script("return getComputedStyle(document.body).color")
    return [*found, "the same ink on both grounds"] if inks["light"] == inks["dark"] else found


def complaints(browser: Any) -> list[str]:
    """Errors, and whatever the page's security policy blocked, since the last call."""
    lines = browser.get_log("browser")
    return [line["message"] for line in lines if line["level"] == "SEVERE" or "Content Security" in line["message"]]


def printed_pages(browser: Any) -> list[str]:
    """The text of each page as the browser prints it with its default settings, which omit background colours."""
    import pypdfium2

    made = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    with pypdfium2.PdfDocument(base64.b64decode(made["data"])) as document:
        return [page.get_textpage().get_text_range() for page in document]
