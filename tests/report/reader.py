"""The report as a reader uses it, in a real browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from browsers import RULES, accessibility_faults, set_ground, set_width

WIDE, PHONE, NARROWEST = 1400, 390, 320
SEARCH = "#buscar-en-el-informe"
DISTINCT_PARTS = """
for (const part of document.querySelectorAll('details:not([open]) > :not(summary)')) part.remove();
const build = part => part.tagName + '.' + part.className + '(' + [...part.children].map(build).join() + ')', seen = new Set();
for (const body of document.querySelectorAll('tbody')) for (const row of [...body.rows].slice(2)) {
    const kind = body.closest('table').className + body.className + build(row);
    if (seen.has(kind)) row.remove(); else seen.add(kind);
}
"""
# axe first examines the whole page, even what a dialog hides behind its text. The parts that are judged alone are outside
# of the page's main part, so that is emptied; other tests judge it.
ALONE = """
document.querySelector('main').replaceChildren();
if (arguments[0] === 'dialog') for (const one of document.body.children) if (one.tagName !== 'DIALOG') one.style.display = 'none';
"""
COPIES = "navigator.clipboard.writeText = text => { window.copiedText = text; return Promise.resolve(); }"
LISTS = ".cifras-del-grafico"
FETCHED = "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !/^(data|blob):/.test(n))"


class Page:
    """The report in a browser window. It opens at first use on a wide screen, unless a test opens it otherwise."""

    def __init__(self, window, output: Path) -> None:
        self.window, self.address, self.is_open = window, (output / "informe.html").as_uri(), False

    @property
    def browser(self):
        if not self.is_open:
            self.open()
        return self.window

    def open(self, width: int = WIDE, figure: str = "", ground: str = "light") -> None:
        """Open the report at a width, on a system that prefers a ground, at a figure's panel if one is named."""
        self.is_open = True
        self.show(width, ground)
        self.browser.get("about:blank")
        self.browser.get(f"{self.address}#cifra={figure}" if figure else self.address)

    def show(self, width: int, ground: str) -> None:
        """Change the window's width, and the ground that the system prefers."""
        set_width(self.browser, width)
        self.prefer(ground)

    def fold(self) -> None:
        """Close the panel and whatever is unfolded."""
        self.run("for (const part of document.querySelectorAll('details[open]')) part.open = false")
        self.run("document.querySelector('dialog[open] .cerrar')?.click()")
        self.wait_closed()

    def thin(self) -> None:
        """Leave one of each kind of row and nothing folded: axe passes over that, but takes minutes for it.

        Each table body keeps its first two rows, and every row whose structure is new among tables of its class.
        """
        self.run(DISTINCT_PARTS)

    def faults(self, part: str = "", rules: Sequence[str] = RULES) -> list[str]:
        """What axe finds in the thinned page, or in a part that is outside of the sections, which are then removed."""
        if part:
            self.run(ALONE, part)
        else:
            self.thin()
        return accessibility_faults(self.browser, part, rules)

    def faults_on_both(self, part: str) -> list[str]:
        """The faults of a part in a wide window on light ground and on a phone on dark ground.

        Rules other than those on colours find the same faults on both grounds, and colours do not depend on the width.
        """
        found = []
        for width, ground in ((WIDE, "light"), (PHONE, "dark")):
            self.show(width, ground)
            found += self.faults(part)
        return found

    def follow(self, figure: str) -> None:
        """Follow a link to a figure's panel within the open page."""
        self.browser.get(f"{self.address}#cifra={figure}")
        self.until("return document.querySelector('dialog[open] .id')?.textContent.endsWith(' ' + arguments[0])", figure)

    def prefer(self, ground: str) -> None:
        """Make the system prefer a `light` or `dark` ground."""
        set_ground(self.browser, ground)

    def search(self, words: str) -> str:
        """Search the report as a reader does: type into the box and return the text of the results."""
        if not self.find(SEARCH).is_displayed():
            self.find(".abrir-busqueda").click()
        field = self.find(SEARCH)
        field.clear()
        field.send_keys(words)
        typed = "para «' + arguments[0].normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase() + '»"
        self.until(f"return document.querySelector('.aviso-busqueda').textContent.includes('{typed}')", words)
        return str(self.find(".resultados").text)

    def run(self, program: str, *arguments: object) -> object:
        return self.browser.execute_script(program, *arguments)

    def find(self, place: str):
        return self.browser.find_element("css selector", place)

    def all(self, place: str) -> list:
        return self.browser.find_elements("css selector", place)

    def click(self, place: str) -> None:
        element = self.find(place)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def press(self, *keys: str) -> None:
        """Send keys to the element that has the focus."""
        self.browser.switch_to.active_element.send_keys(*keys)

    def until(self, program: str, *arguments: object) -> object:
        """Run a JavaScript program repeatedly until it returns a true value, and return that value."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.browser, 20, 0.05).until(lambda _: self.run(program, *arguments))

    def unfold(self) -> str:
        """Unfold the working of the figure in the panel, unless it is open; returns the panel's words."""
        if not self.run("return document.querySelector('dialog .obtencion').open"):
            self.click("dialog .obtencion > summary")
        return self.panel("Regla")

    def panel(self, shows: str) -> str:
        """The open panel's words, once it shows a text."""
        said = "const panel = document.querySelector('dialog[open]'); return panel && panel.innerText.includes(arguments[0]) && panel.innerText"
        return str(self.until(said, shows))

    def wait_closed(self) -> None:
        self.until("return !document.querySelector('dialog[open]')")

    def status(self, table: str) -> str:
        return str(self.until(f"return document.querySelector('{table} .aviso-cuadro').textContent"))

    def focused(self) -> str:
        return str(self.run("const e = document.activeElement; return e.dataset.cifra || e.getAttribute('href') || e.textContent.trim()"))

    def column(self, table: str, number: int) -> list[str]:
        cells = f"return [...document.querySelectorAll('{table} tbody tr')].filter(row => !row.hidden).map(row => row.cells[{number}].innerText)"
        return self.run(cells)
