"""What the page is made of besides its sections: its policy, its program, its data and the marks of findings."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from lxml import html as lxml_html
from notebook_parts import shows, table

from helpers.figures.findings import Finding, Severity
from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.packed_figures import packed, unpacked
from helpers.outputs.browser.page_scripts import FILES, SCRIPTS, program
from helpers.outputs.html.html_trees import text_of
from helpers.outputs.html.report_page import assemble_document


def backing(*findings: Finding) -> Backing:
    """Nothing but findings and a printed table of one cell: the figures of these tables are in no Book."""
    column = PrintedColumn("hechos", "Hechos", "entero", "", None, "B")
    row = PrintedRow(2, "Norte", False, ("1",))
    printed = PrintedTable("a", "A", "", "", "", "", "", "data/x.csv", "", ("oficina",), (), (column,), (row,))
    values = {str(value.cell): value for value in printed.cells()}
    return Backing(SimpleNamespace(figures={}, printed=(), printed_values=values), findings)


class TestPolicy:
    @pytest.fixture
    def page(self, section, cover):
        document = assemble_document([section("a", "# A\n\n$$x^2$$\n\nSea $$y$$.", shows(table("cuadro-a")))], cover)
        return lxml_html.document_fromstring(document)

    def policy(self, page):
        (content,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        return dict(rule.split(" ", 1) for rule in content.split("; "))

    @pytest.mark.parametrize(("rule", "tag"), [("script-src", "script"), ("style-src", "style")])
    def test_its_only_program_and_style_are_let_in_by_their_hash_and_no_other(self, page, rule, tag):
        (element,) = page.iter(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert self.policy(page)[rule] == f"'sha256-{digest}'"

    def test_everything_else_is_closed(self, page):
        rules = self.policy(page)
        assert rules.keys() == {"default-src", "script-src", "style-src", "img-src", "font-src", "base-uri", "form-action"}
        assert {rules[name] for name in ("default-src", "base-uri", "form-action")} == {"'none'"}
        assert {rules[name] for name in ("img-src", "font-src")} == {"data:"}

    def test_no_element_has_a_style_of_its_own_and_formulas_keep_their_size(self, page):
        assert page.xpath("//*[@style]") == []
        (sheet,) = page.iter("style")
        for image in page.xpath("//img[contains(@class, 'formula')]"):
            name = image.get("class").split()[-1]
            assert re.search(rf"#contenido \.{name} {{ width:[\d.]+em;vertical-align:", sheet.text)


class TestProgram:
    def test_it_asks_for_nothing_evaluates_nothing_and_writes_no_markup(self):
        forbidden = r"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|fetch\(|XMLHttpRequest|import\(|https?:"
        assert re.findall(forbidden, program()) == []

    def test_it_cannot_end_its_element(self):
        assert "</script" not in program().lower() and "<!--" not in program()

    def test_every_file_is_in_it(self):
        assert sorted(FILES) == sorted(path.name for path in SCRIPTS.iterdir())


DATA = {"cifras": [["a/1", 1]], "textos": ["", "Ejecución «física» </script>"]}


class TestPacking:
    def test_what_is_packed_is_unpacked(self):
        assert unpacked(packed(DATA)) == '{"cifras":[["a/1",1]],"textos":["","Ejecución «física» </script>"]}'

    def test_nothing_of_it_can_end_its_element(self):
        assert re.fullmatch(r"[A-Za-z0-9+/]+=*", packed(DATA))

    @pytest.mark.parametrize(
        "letters",
        [
            "", "no", packed(DATA)[:-4], base64.b64encode(zlib.compress(b"{}") + b"algo").decode(),
            base64.b64encode(zlib.compress(b"\xff")).decode(),
        ],
        ids=["nada", "otras letras", "cortado", "con algo detrás", "no es texto"],
    )  # fmt: skip
    def test_anything_else_is_refused(self, letters):
        with pytest.raises(ValueError, match="not packed data"):
            unpacked(letters)


class TestFindingMarks:
    """Tables of `table` print the figures x/0, x/1…"""

    WARNING = Finding("PRU-UNO", Severity.WARNING, "No cuadra.", "x/0")
    NOTES = (Finding("PRU-DOS", Severity.NOTE, "Raro.", "x/1"), Finding("PRU-TRES", Severity.NOTE, "Otro.", "y/9"))
    TOLD = (
        '<figure class="cuadro" id="cuadro-hallazgos"><figcaption>Hallazgos</figcaption><div class="desborde"><table><tbody>'
        "<tr><td>No cuadra.</td><td><data value='1' data-cifra='x/0'>1</data></td></tr></tbody></table></div></figure>"
    )

    @pytest.fixture(autouse=True)
    def whatever_the_numbers_say(self, monkeypatch):
        monkeypatch.setattr("helpers.outputs.html.report_page.check_numbers", lambda sections, book: None)

    def marks(self, section, cover, *sections, findings, **options):
        fragments = [section(name, f"# {name}", *cells) for name, *cells in sections]
        page = lxml_html.document_fromstring(
            assemble_document(fragments, cover, backing=backing(*findings), **options)
        )
        return [(mark.getparent().get("id"), text_of(mark), (mark.xpath("a/@href") or [""])[0]) for mark in page.xpath("//*[starts-with(@class, 'marca-hallazgos')]")]

    def test_a_table_says_how_many_touch_its_figures_and_leads_to_where_they_are_told(self, section, cover, wording):
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", shows(self.TOLD)))
        (mark,) = self.marks(section, cover, *sections, findings=(self.WARNING, *self.NOTES))
        wording(mark, "cuadro-a", "▲ 2", "1", "1", "Cuadro 2.1", "#cuadro-hallazgos")

    def test_a_finding_told_in_the_same_section_is_not_looked_for_elsewhere(self, section, cover, wording):
        here = self.TOLD.replace("cuadro-hallazgos", "cuadro-propios")
        sections = (("acp", shows(table("cuadro-a")), shows(here)), ("conciliacion", shows(self.TOLD)))
        (mark,) = self.marks(section, cover, *sections, findings=(self.WARNING,))
        wording(mark, "cuadro-a", "▲ 1", "Cuadro 1.2", "#cuadro-propios")

    def test_a_printed_table_is_marked_for_the_findings_on_its_cells(self, section, cover, wording):
        numbers = "".join(f"<td><data value='1' data-celda='data/x.csv#{cell}'>1</data></td>" for cell in ("B2", "B3"))
        printed = f'<figure class="cuadro" id="cuadro-a"><figcaption>A</figcaption><div class="desborde"><table><tr>{numbers}</tr></table></div></figure>'
        wrong = Finding("CUA-CIFRA", Severity.WARNING, "Debe decir 2.", "cuadro/a/x/y", archivo="data/x.csv", celda="B2")
        elsewhere = Finding("CUA-CIFRA", Severity.WARNING, "Otra.", "cuadro/a/x/z", archivo="data/otro.csv", celda="B2")
        for findings, why in (((wrong, elsewhere), "regla"), ((replace(wrong, veredicto="irreconciliable"),), "no coincide")):
            (mark,) = self.marks(section, cover, ("acp", shows(printed)), findings=findings)
            wording(mark, "cuadro-a", "▲ 1", why)
            assert mark[2] == ""

    def test_what_cannot_be_verified_is_not_said_to_differ_and_leads_to_where_it_is_told(self, section, cover, wording):
        told = self.TOLD.replace("cuadro-hallazgos", "cuadro-pesos").replace("No cuadra.", "No se sabe.")
        of = {"veredicto": "no verificable"}
        unknown = [Finding("PLA-X", Severity.NOTE, text, name, **of) for text, name in (("No se sabe.", "x/0"), ("Ni esto.", "x/1"))]
        sections = (("acp", shows(table("cuadro-a")), shows(told)), ("conciliacion", "Nada."))
        (mark,) = self.marks(section, cover, *sections, findings=tuple(unknown))
        wording(mark, "cuadro-a", "● 2", "comprobar", "Cuadro 1.2", "#cuadro-pesos")
        differs = Finding("PUB-CIFRA", Severity.WARNING, "Otra.", "x/0", veredicto="irreconciliable")
        (one,) = [text for id, text, _ in self.marks(section, cover, *sections, findings=(differs, *unknown)) if id == "cuadro-a"]
        wording(one, "▲ 1", "difiere", "sección 2", "● 1", "comprobar", "sección 2")

    def test_findings_of_one_kind_are_called_by_it(self, section, cover, wording):
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", "Nada."))
        (mark,) = self.marks(section, cover, *sections, findings=(self.NOTES[0],))
        wording(mark, "cuadro-a", "● 1 nota", "sección 2", "#sec-conciliacion")

    def test_a_figure_printed_otherwise_in_many_places_counts_once_and_apart(self, section, cover, wording):
        printed = [Finding("PUB-CIFRA", Severity.WARNING, f"Tabla {at}.", "x/1", veredicto="irreconciliable") for at in "abc"]
        told = self.TOLD.replace("cuadro-hallazgos", "cuadro-irreconciliables").replace("No cuadra.", "Otra.").replace("x/0", "x/1")
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", shows(told)))
        found = self.marks(section, cover, *sections, findings=(self.WARNING, *printed))
        wording([text for _, text, _ in found], "▲ 1 advertencia", "sección 2", "▲ 1", "difiere", "Cuadro 2.1")
        (links,) = self.marks(section, cover, *sections, findings=tuple(printed))
        assert links[2] == "#cuadro-irreconciliables"

    def test_every_table_that_tells_them_is_named(self, section, cover, wording):
        second = self.TOLD.replace("cuadro-hallazgos", "cuadro-otros").replace("No cuadra.", "Raro.").replace("x/0", "x/1")
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", shows(self.TOLD), shows(second)))
        (mark,) = self.marks(section, cover, *sections, findings=(self.WARNING, *self.NOTES))
        wording(mark, "cuadro-a", "▲ 2", "1", "1", "Cuadro 2.1 y Cuadro 2.2", "#cuadro-hallazgos")

    def test_where_no_section_tells_them_there_is_nothing_to_lead_to(self, section, cover):
        found = self.marks(section, cover, ("acp", shows(table("cuadro-a"))), findings=(self.WARNING,))
        assert found == [("cuadro-a", "▲ 1 advertencia sobre estos datos", "")]

    def test_a_table_without_findings_and_the_one_that_tells_them_bear_no_mark(self, section, cover):
        sections = (("acp", shows(self.TOLD)), ("b", shows(table("cuadro-b", rows=1).replace("x/0", "z/0"))))
        assert self.marks(section, cover, *sections, findings=(self.WARNING,)) == []
