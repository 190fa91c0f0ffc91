"""The page's parts besides its sections: security policy, program, data and marks of findings."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import replace

import pytest
from lxml import html as lxml_html
from notebook_parts import formula, shows, table

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.findings import Finding, Severity
from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable
from helpers.outputs.browser.figure_backing import Backing
from helpers.outputs.browser.packed_figures import packed, unpacked
from helpers.outputs.html.html_trees import text_of
from helpers.outputs.html.report_page import FILES, SCRIPTS, assemble_document, program


def backing(*findings: Finding) -> Backing:
    """Findings and a printed table of one cell; the figures of these tests' tables are in no Book."""
    column = PrintedColumn("hechos", "Hechos", "entero", "", None, "B")
    row = PrintedRow(2, "Norte", False, ("1",))
    printed = PrintedTable("a", "A", "", "", "", "", "", "data/x.csv", "", ("oficina",), (), (column,), (row,))
    return Backing(Book("x", Period.parse("2024-T2"), {}, (), printed=(printed,)), findings, ())


class TestPolicy:
    @pytest.fixture
    def page(self, section, cover):
        document = assemble_document([section("a", "# A", shows(formula("x^2")), shows("<p style='color: red'>9</p>"), shows(table("cuadro-a")))], cover)
        return lxml_html.document_fromstring(document)

    def policy(self, page):
        (content,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        return dict(rule.split(" ", 1) for rule in content.split("; "))

    @pytest.mark.parametrize(("rule", "tag"), [("script-src", "script"), ("style-src", "style")])
    def test_the_policy_allows_only_the_pages_own_program_and_style_by_hash(self, page, rule, tag):
        (element,) = page.iter(tag)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert self.policy(page)[rule] == f"'sha256-{digest}'"

    def test_the_policy_forbids_everything_else(self, page):
        rules = self.policy(page)
        assert rules.keys() == {"default-src", "script-src", "style-src", "img-src", "font-src", "base-uri", "form-action"}
        assert {rules[name] for name in ("default-src", "base-uri", "form-action")} == {"'none'"}
        assert {rules[name] for name in ("img-src", "font-src")} == {"data:"}

    def test_no_element_has_a_style_that_the_policy_forbids(self, page):
        assert page.xpath("//*[@style]") == []


class TestProgram:
    def test_the_program_requests_nothing_evaluates_nothing_and_writes_no_html(self):
        forbidden = r"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|fetch\(|XMLHttpRequest|import\(|https?:"
        assert re.findall(forbidden, program()) == []

    def test_the_program_cannot_end_its_script_element(self):
        assert "</script" not in program().lower() and "<!--" not in program()

    def test_every_script_file_is_in_the_program(self):
        assert sorted(FILES) == sorted(path.name for path in SCRIPTS.iterdir())


DATA = {"cifras": [["a/1", 1]], "textos": ["", "Ejecución «física» </script>"]}


class TestPacking:
    def test_packed_data_can_be_unpacked(self):
        assert unpacked(packed(DATA)) == '{"cifras":[["a/1",1]],"textos":["","Ejecución «física» </script>"]}'

    def test_packed_data_cannot_end_their_element(self):
        assert re.fullmatch(r"[A-Za-z0-9+/]+=*", packed(DATA))

    @pytest.mark.parametrize(
        "letters",
        [
            "", "no", packed(DATA)[:-4], base64.b64encode(zlib.compress(b"{}") + b"algo").decode(),
            base64.b64encode(zlib.compress(b"\xff")).decode(),
        ],
        ids=["nada", "otras letras", "cortado", "con algo detrás", "no es texto"],
    )  # fmt: skip
    def test_letters_that_are_no_packed_data_are_refused(self, letters):
        with pytest.raises(ValueError, match="not packed data"):
            unpacked(letters)


class TestFindingMarks:
    """The tables that `table` makes print the figures x/0, x/1…"""

    WARNING = Finding("PRU-UNO", Severity.WARNING, "No cuadra.", "x/0")
    NOTES = (Finding("PRU-DOS", Severity.NOTE, "Raro.", "x/1"), Finding("PRU-TRES", Severity.NOTE, "Otro.", "y/9"))
    LISTED = (
        '<figure class="cuadro" id="cuadro-hallazgos"><figcaption>Hallazgos</figcaption><div class="desborde"><table><tbody>'
        "<tr><td>No cuadra.</td><td><data value='1' data-cifra='x/0'>1</data></td></tr></tbody></table></div></figure>"
    )

    @pytest.fixture(autouse=True)
    def numbers_are_not_checked(self, monkeypatch):
        monkeypatch.setattr("helpers.outputs.html.report_page.check_numbers", lambda sections, book: None)

    def marks(self, section, cover, *sections, findings, **options):
        fragments = [section(name, f"# {name}", *cells) for name, *cells in sections]
        page = lxml_html.document_fromstring(
            assemble_document(fragments, cover, backing=backing(*findings), **options)
        )
        return [(mark.getparent().get("id"), text_of(mark), (mark.xpath("a/@href") or [""])[0]) for mark in page.xpath("//*[starts-with(@class, 'marca-hallazgos')]")]

    def test_a_table_shows_the_number_of_its_findings_and_links_to_their_table(self, section, cover, wording):
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", shows(self.LISTED)))
        (mark,) = self.marks(section, cover, *sections, findings=(self.WARNING, *self.NOTES))
        wording(mark, "cuadro-a", "▲ 2", "1", "1", "Cuadro 2.1 y papeles de trabajo", "#cuadro-hallazgos")

    def test_a_printed_table_is_marked_for_the_findings_on_its_cells(self, section, cover, wording):
        numbers = "".join(f"<td><data value='1' data-celda='data/x.csv#{cell}'>1</data></td>" for cell in ("B2", "B3"))
        printed = f'<figure class="cuadro" id="cuadro-a"><figcaption>A</figcaption><div class="desborde"><table><tr>{numbers}</tr></table></div></figure>'
        wrong = Finding("CUA-CIFRA", Severity.WARNING, "Debe decir 2.", "cuadro/a/x/y", archivo="data/x.csv", celda="B2")
        elsewhere = Finding("CUA-CIFRA", Severity.WARNING, "Otra.", "cuadro/a/x/z", archivo="data/otro.csv", celda="B2")
        for findings, why in (((wrong, elsewhere), "regla"), ((replace(wrong, veredicto="irreconciliable"),), "no coincide")):
            (mark,) = self.marks(section, cover, ("acp", shows(printed)), findings=findings)
            wording(mark, "cuadro-a", "▲ 1", why)
            assert mark[2] == ""

    def test_an_unverifiable_figure_is_not_said_to_differ_and_links_to_its_finding(self, section, cover, wording):
        listed = self.LISTED.replace("cuadro-hallazgos", "cuadro-pesos").replace("No cuadra.", "No se sabe.")
        of = {"veredicto": "no verificable"}
        unknown = [Finding("PLA-X", Severity.NOTE, text, name, **of) for text, name in (("No se sabe.", "x/0"), ("Ni esto.", "x/1"))]
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", shows(listed)))
        (mark,) = self.marks(section, cover, *sections, findings=tuple(unknown))
        wording(mark, "cuadro-a", "● 2", "comprobar", "Cuadro 2.1", "#cuadro-pesos")
        differs = Finding("PUB-CIFRA", Severity.WARNING, "Otra.", "x/0", veredicto="irreconciliable")
        (one,) = [text for id, text, _ in self.marks(section, cover, *sections, findings=(differs, *unknown)) if id == "cuadro-a"]
        wording(one, "▲ 1", "difiere", "Cuadro 2.1", "● 1", "comprobar", "sección 2")

    def test_findings_of_one_severity_are_named_by_it(self, section, cover, wording):
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", "Nada."))
        (mark,) = self.marks(section, cover, *sections, findings=(self.NOTES[0],))
        wording(mark, "cuadro-a", "● 1 nota", "papeles de trabajo", "#sec-conciliacion")

    def test_a_figure_that_differs_in_many_places_counts_once_and_separately(self, section, cover, wording):
        printed = [Finding("PUB-CIFRA", Severity.WARNING, f"Tabla {at}.", "x/1", veredicto="irreconciliable") for at in "abc"]
        listed = self.LISTED.replace("cuadro-hallazgos", "cuadro-irreconciliables").replace("No cuadra.", "Otra.").replace("x/0", "x/1")
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", shows(listed)))
        found = self.marks(section, cover, *sections, findings=(self.WARNING, *printed))
        wording([text for _, text, _ in found], "▲ 1 advertencia", "papeles de trabajo", "▲ 1", "difiere", "Cuadro 2.1")
        (links,) = self.marks(section, cover, *sections, findings=tuple(printed))
        assert links[2] == "#cuadro-irreconciliables"

    def test_a_figure_published_with_another_grade_only_is_not_said_to_differ(self, section, cover, wording):
        graded = [Finding("PUB-CIFRA", Severity.WARNING, "G.", name, veredicto="irreconciliable", encontrado="ALTO") for name in ("x/0", "x/1")]
        valued = Finding("PUB-CIFRA", Severity.WARNING, "V.", "x/0", veredicto="irreconciliable", encontrado="67.20")
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", "Nada."))
        (mark,) = self.marks(section, cover, *sections, findings=(valued, *graded))
        wording(mark[1], "1", "sección 2", "1", "sección 2")

    def test_every_table_that_lists_the_findings_is_named(self, section, cover, wording):
        second = self.LISTED.replace("cuadro-hallazgos", "cuadro-otros").replace("No cuadra.", "Raro.").replace("x/0", "x/1")
        sections = (("acp", shows(table("cuadro-a"))), ("conciliacion", shows(self.LISTED), shows(second)))
        (mark,) = self.marks(section, cover, *sections, findings=(self.WARNING, *self.NOTES))
        wording(mark, "cuadro-a", "▲ 2", "1", "1", "Cuadro 2.1 y Cuadro 2.2", "#cuadro-hallazgos")

    def test_findings_that_no_section_lists_are_counted_without_a_link(self, section, cover, wording):
        found = self.marks(section, cover, ("acp", shows(table("cuadro-a"))), findings=(self.WARNING,))
        ((place, said, link),) = found
        assert (place, link) == ("cuadro-a", "")
        wording(said, "1")

    def test_a_table_without_findings_and_the_table_that_lists_them_have_no_mark(self, section, cover):
        sections = (("conciliacion", shows(self.LISTED)), ("b", shows(table("cuadro-b", rows=1).replace("x/0", "z/0"))))
        assert self.marks(section, cover, *sections, findings=(self.WARNING,)) == []
