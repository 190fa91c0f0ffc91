"""The real report in a real browser, read with a mouse, with a keyboard or on a phone.

`test_reader_tools` asks a small report what does not depend on how much the page holds.
"""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from browsers import COLOURS, accessibility_faults, set_width
from reader import COPIES, LISTS, NARROWEST, PHONE, WIDE

from helpers.base.display import number_es, with_unit
from helpers.figures.book_file import read
from helpers.figures.operation_text import operation_sentence
from helpers.outputs.csv_exports import read_findings
from helpers.views.quality.finding_tables import printed_message

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.pdf]

FIGURE = "avance_fisico/2024-T2/acp/6"
GROUPED = "avance_fisico_partes/2024-T2/tipo/EMBAJADAS"
SAID = {
    FIGURE: "Avance físico de la ACP 6 en el segundo trimestre de 2024: {}, promedio simple de 9 unidades",
    "ejecucion_financiera/2024-S1/entidad/MRE": "Ejecución financiera del Ministerio de Relaciones Exteriores en el primer semestre de 2024: {}, según la regla «Devengado ÷ presupuesto vigente × 100»",
    "avance_fisico/2024-T2/tipo/CONSULADOS": "Avance físico del tipo «Consulados» en el segundo trimestre de 2024: {}, informado por «Consulados»",
}
"""What the panels of some figures say first."""
TABLE = "#cuadro-acp-trimestre"
LONG_TABLE = "#cuadro-puestos"
CHART, LONG_CHART = "#grafico-resumen-mapa", "#grafico-dispersion"
OPEN_LISTS = f"for (const list of document.querySelectorAll('{LISTS}')) list.open = true"
OPEN_CALCULATION = "document.querySelector('#sec-acp details.calculo').open = true"
DANGLING = """
return [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
    .filter(id => !document.getElementById(id))
"""
PICTURES_NOT_DRAWN = "return [...document.images].filter(i => !(i.complete && i.naturalWidth > 0)).length"
# On a phone most tables scroll sideways, and axe cannot judge what is scrolled away. So the page is widened there.
SPREAD = "document.documentElement.style.width = '160rem'"
# What these rules find depends on the ground, on the width or on what is hidden; the others would find the same as on a wide screen.
ON_PHONES = [*COLOURS, "link-in-text-block", "target-size", "scrollable-region-focusable", "heading-order", "region"]
OF_PHONES = ".barra-indice, nav.indice"
SMALL = 1280
# 700 is a screen of 1400 pixels with a zoom of 200 %.
WIDTHS = (WIDE, 700, PHONE, NARROWEST)
TABLES_SCROLLED = """
return [...document.querySelectorAll('main figure.cuadro .desborde')].filter(box => !box.closest('details:not([open])')
    && box.scrollWidth > box.clientWidth + 1).map(box => box.closest('figure').id);
"""
HEIGHT = "return document.documentElement.scrollHeight"
SCROLLED = """
return [...document.querySelectorAll('main .desborde, main figure')].filter(box => !box.closest('details:not([open])')
    && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1)).map(box => box.outerHTML.slice(0, 120));
"""
# Opens the panels of some figures by their addresses and returns the sentences with which the panels begin.
SENTENCES = """
const [ids, done] = arguments;
(async () => {
    const said = [];
    for (const id of ids) {
        location.hash = '#cifra=' + encodeURI(id);
        while (!document.querySelector('dialog[open] .id')?.textContent.endsWith(' ' + id)) await new Promise(go => setTimeout(go, 10));
        said.push(document.querySelector('dialog .frase').textContent);
    }
    done(said);
})();
"""
ORIGIN = re.compile(r", a partir de (.*)\.$")
# Without animations and transitions the page needs no rule for readers who want reduced motion.
MOVING = """
return [...document.querySelectorAll('*')].map(part => getComputedStyle(part))
    .filter(style => style.animationName !== 'none' || style.transitionDuration !== '0s').length;
"""


@pytest.fixture(scope="module")
def book(output):
    return read(output / "libro.json")


def sentence(book, figure: str) -> str:
    """A figure's operation on one line, as the Book has it."""
    return operation_sentence(book, book[figure])


def printed(book, figure: str) -> str:
    return with_unit(book[figure].rounded, book[figure].unit)


def origin(book, figure: str) -> list[str]:
    """How many cells of how many files a figure depends on, in words; empty if it depends on none."""
    cells = book.leaves(book[figure])
    files = len({cell.file for cell in cells})
    if len(cells) < 2:
        return ["una celda"] if cells else []
    return [f"{number_es(len(cells))} celdas de {'un archivo' if files == 1 else f'{files} archivos'}"]


class TestLayout:
    def test_the_page_fits_its_window_whatever_is_open(self, page):
        page.open(SMALL)
        assert page.run(TABLES_SCROLLED) == []
        page.run(OPEN_LISTS)
        page.run(OPEN_CALCULATION)
        for width in WIDTHS:
            set_width(page.browser, width)
            assert page.run("return document.documentElement.scrollWidth") <= width

    def test_every_reference_leads_somewhere_and_every_picture_is_drawn(self, open_page):
        assert open_page.run(DANGLING) == []
        assert open_page.run(PICTURES_NOT_DRAWN) == 0

    def test_the_contents_mark_the_section_that_is_being_read(self, open_page):
        for section in ("sec-areas", "sec-unidades"):
            open_page.run("document.getElementById(arguments[0]).scrollIntoView()", section)
            open_page.until("return document.querySelector('nav [aria-current=location]').hash.startsWith('#' + arguments[0])", section)
        assert len(open_page.all("nav [aria-current]")) == 1
        assert open_page.run("return document.querySelector('nav li.abierta > a').hash") == "#sec-unidades"



class TestPanel:
    @pytest.fixture
    def page(self, open_page):
        return open_page

    def test_the_panel_begins_with_one_sentence_on_the_figure_and_its_origin(self, page, book):
        for figure, words in SAID.items():
            page.follow(figure)
            (cells,) = origin(book, figure)
            due = f"{words.format(printed(book, figure))}, a partir de {cells}."
            assert " ".join(page.find("dialog .frase").text.split()) == " ".join(due.split())

    def test_the_sentence_counts_the_cells_that_the_book_counts(self, page, book):
        ids = page.run("return [...new Set([...document.querySelectorAll('main data[data-cifra]')].map(e => e.dataset.cifra))]")[::60]
        sentences = page.browser.execute_async_script(SENTENCES, ids)
        assert len(ids) > 20 and [ORIGIN.findall(said) for said in sentences] == [origin(book, figure) for figure in ids]

    def test_many_similar_parts_are_folded_into_one_line(self, page, book):
        page.follow(GROUPED)
        page.panel("33 puestos")
        total = sum(book[part.figure].rounded for part in book[GROUPED].operands)
        assert f"33 puestos, que suman {number_es(total)}" in page.unfold()
        assert [part for part in page.all("dialog .partes li") if part.is_displayed()] == []
        page.click("dialog .iguales > summary")
        assert len([part for part in page.all("dialog .partes li") if part.is_displayed()]) == 33

    def test_every_figure_on_the_page_can_be_opened(self, page, book):
        ids = page.run("return [...new Set([...document.querySelectorAll('main data[data-cifra]')].map(e => e.dataset.cifra))]")
        carried = page.browser.execute_async_script(
            "const done = arguments[1]; const text = document.getElementById('datos-cifras').textContent;"
            "const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));"
            "new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).json()"
            ".then(data => done(data.cifras.map(row => row[0])))", None,
        )  # fmt: skip
        assert set(ids) <= set(carried) <= {*book.figures, *book.printed_values}

    def test_the_mark_of_a_table_opens_its_findings(self, page, output):
        findings, book = read_findings(output / "hallazgos.csv"), read(output / "libro.json")
        ids = set(page.run(f"return [...document.querySelectorAll('{TABLE} data')].map(e => e.dataset.cifra)"))
        touching = [printed_message(book, finding) for finding in findings if finding.elemento in ids]
        printed = {finding.elemento for finding in findings if finding.elemento in ids and finding.veredicto}
        assert f"{len(printed)} cifra" in page.find(f"{TABLE} .marca-hallazgos").text
        page.click(f"{TABLE} .marca-hallazgos a")
        said = " ".join(page.panel("Hallazgos").split())
        assert all(" ".join(message.split()) in said for message in touching)


class TestChartLists:
    """The list of a chart's figures below it, which is folded until a reader opens it."""

    @pytest.fixture
    def page(self, open_page):
        return open_page

    def test_the_mouse_leads_from_a_chart_to_the_working_of_a_number(self, page, book):
        figure = "eficacia_ponderada/2024-S1/acp/7"
        number = f'{CHART} {LISTS} data[data-cifra="{figure}"]'
        assert not page.find(number).is_displayed()
        page.click(f"{CHART} summary")
        assert page.find(number).get_property("textContent") == printed(book, figure)
        page.click(number)
        page.panel(printed(book, figure))
        said = page.unfold()
        assert sentence(book, figure) in said
        assert page.find(f"{CHART} figcaption").text in said

    def test_the_keyboard_leads_from_number_to_number(self, page, keys):
        page.run("arguments[0].focus()", page.find(f"{CHART} summary"))
        page.press(keys.ENTER)
        while not page.focused().endswith("2024-S1/acp/1"):
            page.press(keys.TAB)
        page.press(keys.ARROW_RIGHT)
        page.press(keys.ARROW_DOWN)
        ids = page.run(f"return [...document.querySelectorAll('{CHART} {LISTS} data')].map(e => e.dataset.cifra)")
        assert page.focused() == ids[2]

    def test_every_number_of_a_list_is_in_the_alternative_text_of_its_chart(self, open_page):
        words = open_page.run(
            f"return [...document.querySelectorAll('{LISTS}')].map(list => [list.parentNode.querySelector('img').alt,"
            " [...list.querySelectorAll('data')].map(number => number.textContent)])"
        )
        unsaid = [number for alt, numbers in words for number in numbers if number.split("\u00a0")[0] not in alt]
        assert len(words) > 5 and unsaid == []

    def test_a_list_has_no_tools_of_tables_and_is_in_no_table(self, open_page):
        assert open_page.all(f"{LISTS} .herramientas, {LISTS} .ordenar, .cuadro {LISTS}") == []


class TestTables:
    @pytest.fixture
    def page(self, open_page):
        return open_page

    def test_a_search_hides_the_other_rows_and_says_how_many_are_left(self, page, keys):
        field = page.find(f"{LONG_TABLE}-buscar")
        field.send_keys("embajada PERU")
        page.until(f"return document.querySelector('{LONG_TABLE} .aviso-cuadro').textContent.startsWith('1 de ')")
        shown = page.run(f"return [...document.querySelectorAll('{LONG_TABLE} tbody tr:not([hidden])')].map(row => row.innerText)")
        assert len(shown) == 2 and "Perú - Lima" in shown[1]  # its group's heading stays
        field.send_keys(keys.ESCAPE)
        page.until(f"return /^\\d+ filas\\.$/.test(document.querySelector('{LONG_TABLE} .aviso-cuadro').textContent)")
        assert page.run(f"return document.querySelectorAll('{LONG_TABLE} tbody tr[hidden]').length") == 0

    def test_a_head_sorts_by_the_numbers_and_leaves_the_total_last(self, page):
        before = page.column(TABLE, 1)
        head = f"{TABLE} thead th:nth-child(2)"
        page.click(f"{head} button")
        assert "de mayor a menor" in page.status(TABLE)
        assert page.find(head).get_attribute("aria-sort") == "descending"
        *amounts, total = (Decimal(text.replace(".", "").replace(",", ".")) for text in page.column(TABLE, 1))
        assert amounts == sorted(amounts, reverse=True) and total == sum(amounts)
        page.click(f"{head} button")
        assert page.find(head).get_attribute("aria-sort") == "ascending"
        page.click(f"{head} button")
        assert page.column(TABLE, 1) == before

    def test_rows_are_sorted_within_their_group(self, page):
        groups = f"return [...document.querySelectorAll('{LONG_TABLE} tbody')].map(body => [...body.rows].map(row => row.cells[0].innerText))"
        before = page.run(groups)
        page.click(f"{LONG_TABLE} thead th button")
        after = page.run(groups)
        assert after != before
        assert [group[0] for group in after] == [group[0] for group in before]
        assert [sorted(group) for group in after] == [sorted(group) for group in before]

    def test_a_copied_table_is_a_csv_of_the_books_numbers(self, page, book):
        page.run(COPIES)
        page.click(f"{TABLE} .herramientas button")
        page.until(f"return document.querySelector('{TABLE} .aviso-cuadro').textContent === 'Copiadas 8 filas.'")
        heads, *rows = csv.reader(io.StringIO(page.run("return window.copiedText")), delimiter=";")
        assert heads[0] == "Acción de corto plazo" and len(rows) == 8 and {len(row) for row in rows} == {len(heads)}
        figure = book["devengado/2024-T2/acp/7"]
        assert rows[6][2] == figure.published.replace(".", ",") == "36132885,52"


class TestAccessible:
    """axe-core with the rules of WCAG 2.2 AA and its own good practice, on light ground or dark, wide or on a phone.

    It judges every picture and every kind of row, in a window so tall that nothing is scrolled away. It does not judge
    rows built like an earlier one, text in pictures, or folded parts; lists of charts' figures and a section's
    calculation are opened first. If only a part is judged (the panel), the sections are removed first, so what it covers is
    not judged.
    """

    @pytest.fixture
    def opened(self, page):
        """Opens the page with two charts' figures and a calculation unfolded."""

        def open_at(width: int, ground: str) -> None:
            page.open(width, ground=ground)
            page.run(OPEN_CALCULATION)
            for chart in (CHART, LONG_CHART):
                page.run(f"document.querySelector('{chart} {LISTS}').open = true")
                assert [one.is_displayed() for one in page.all(f"{chart} {LISTS} table")] == [True]

        return open_at

    def test_the_page_on_a_wide_screen(self, page, opened):
        opened(WIDE, "light")
        # Twice, because the boxes of long tables grow with the window.
        for _ in range(2):
            set_width(page.browser, WIDE, page.run(HEIGHT))
        assert page.run(SCROLLED) == []
        assert page.faults() == []
        assert page.run(MOVING) == 0

    def test_the_page_on_a_phone(self, page, opened):
        opened(PHONE, "dark")
        page.run(SPREAD)
        page.thin()
        set_width(page.browser, PHONE, page.run(HEIGHT))
        assert page.faults("", ON_PHONES) == []
        page.click(".abrir-indice")
        for ground in ("dark", "light"):
            page.prefer(ground)
            assert page.faults(OF_PHONES) == []

    def test_the_open_panel(self, page):
        page.open(figure=GROUPED)
        page.panel("33 puestos")
        page.unfold()
        page.click("dialog .iguales > summary")
        assert page.faults_on_both("dialog") == []
        page.click("dialog .partes a")
        page.panel("Volver")
        assert page.faults_on_both("dialog") == []


def test_one_faint_text_among_many_of_its_kind_is_found(browser, tmp_path):
    """The contrast of texts that look alike is judged once: the same words on another ground are no such texts."""
    page = tmp_path / "claro.html"
    alike = "<p>Unidad</p>" * 50
    page.write_text(f"<!doctype html><title>Claro</title><main>{alike}<div style='background:#222'>{alike}</div></main>", encoding="utf-8")
    browser.get(page.as_uri())
    assert [fault.partition(":")[0] for fault in accessibility_faults(browser, "", COLOURS)] == ["color-contrast"]
