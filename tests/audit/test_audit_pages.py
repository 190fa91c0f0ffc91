"""The comparison of a page, a PDF or a notebook names what differs and where a reader finds it."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_runs import NORTH, PUBLISHED, SOUTH

from helpers.audit.audit_result import Difference
from helpers.audit.audited_notebooks import check_notebooks
from helpers.audit.folder.stated_versions import with_picture_words
from helpers.audit.pages.audited_page import compared_pages, data_differences, number_differences, word_differences
from helpers.audit.pages.audited_pdf import place_differences, text_differences
from helpers.audit.pages.data_differences import departures
from helpers.audit.pages.page_words import page_words, place_of, read_page
from helpers.audit.pages.pdf_words import PdfWord, pdf_words
from helpers.audit.pages.word_differences import (
    Change,
    both_shortened,
    changes,
    line_differences,
    numbers_and_words,
    quoted_change,
)
from helpers.base.display import money_words, number_es
from helpers.base.exact import round_half_up
from helpers.figures.findings import Verdict
from helpers.figures.printed_tables import PrintedColumn, PrintedRow, PrintedTable
from helpers.outputs.browser.packed_figures import ELEMENT_ID, packed
from helpers.outputs.browser.printed_numbers import printed_number
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.run_files import HTML_FILE
from helpers.run.finished_run import Executed
from helpers.run.report.manifest import versions as versions_here
from helpers.run.report.section_notebooks import Section
from helpers.views.sections.reconciliation_section import reconciled_table

PAPER = "informe.pdf"
PAGE = f"""<html><body>
<div class="aviso-marcas"><p>BORRADOR 99</p></div>
<header class="portada"><p><span class="institucion">Entidad de prueba</span></p><p class="estado">BORRADOR</p></header>
<nav class="indice"><ol><li><a href="#sec-acp"><span>4</span> Por acción</a></li></ol></nav>
<section class="seccion" id="sec-acp"><h2>4 Por acción</h2>
<p>La entidad llegó a <data value="92.16" data-cifra="{SOUTH}">92,16&nbsp;%</data> y gastó poco.</p>
<figure id="cuadro-acp"><figcaption>Cuadro 4.1. Avance</figcaption><table>
<thead><tr><th>Área</th><th>Avance</th><th>Brecha</th></tr></thead>
<tbody><tr><th>SUR</th><td><data value="92.16" data-cifra="{SOUTH}">92,16</data></td><td><data value="-1.95">−1,95</data></td></tr>
<tr><th>NORTE</th><td>23,53</td><td>s/d</td></tr></tbody></table></figure>
<img alt="SUR 92,16" src="data:image/svg+xml;base64,AAAA">
<details class="cifras-del-grafico"><table><tr><th>SUR</th><td>88,00</td></tr></table></details></section>
<footer class="pie">Corte 77</footer></body></html>"""


def differences(before: str, after: str) -> list[str]:
    assert PAGE.count(before) == 1, before
    due, found = (page_words(read_page(page)) for page in (PAGE, PAGE.replace(before, after)))
    return list(map(str, word_differences(HTML_FILE, due, found, {})))


def test_a_page_compared_with_itself_has_no_differences():
    words = page_words(read_page(PAGE))
    assert not list(word_differences(HTML_FILE, words, words, {}))


def test_table_cells_are_separate_words_and_inline_elements_are_not():
    words = [
        word.text
        for word in page_words(read_page("<table><tr><td>1</td><td>2</td></tr></table><p>a<b>b</b>c d"))
    ]
    assert words == ["1", "2", "abc", "d"]


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("<td>23,53</td>", "<td>23,54</td>", "«Cuadro 4.1. Avance», fila «NORTE», columna «Avance»"),
        ("92,16</data></td>", "92,17</data></td>", f"fila «SUR», columna «Avance», cifra {SOUTH}"),
        ('"-1.95"', '"-1.96"', "fila «SUR», columna «Brecha»"),
        ("92,16&nbsp;%", "92,17&nbsp;%", "sección «4 Por acción», «La entidad llegó a 92,1"),
        ('alt="SUR 92,16"', 'alt="SUR 92,17"', "sección «4 Por acción»"),
        ("base64,AAAA", "base64,AAAB", "sección «4 Por acción»"),
        ("Corte 77", "Corte 78", "pie"),
    ],
)  # fmt: skip
def test_a_changed_digit_of_the_page_is_reported_with_its_place(before, after, place):
    reported = differences(before, after)
    assert len(reported) == 1
    assert place in reported[0]


def test_a_hidden_row_is_reported_with_its_place():
    (reported,) = differences("<tr><th>NORTE", '<tr hidden=""><th>NORTE')
    assert "«Cuadro 4.1. Avance», fila «NORTE»" in reported and "[⟨hidden=⟩]" in reported


class TestLines:
    """What is no word, such as a tag or a comment, is reported with its line."""

    def reported(self, before: str, after: str) -> list[Difference]:
        assert PAGE.count(before) == 1, before
        return list(line_differences("informe.html", PAGE, PAGE.replace(before, after)))

    @pytest.mark.parametrize(
        ("before", "after", "line"),
        [("<td>s/d</td>", "<th>s/d</th>", 10), ("<p>La entidad", "<p> La entidad", 6), ("Corte 77", "Corte 77<!-- 88 -->", 13)],
    )
    def test_a_change_is_reported_with_its_line(self, before, after, line):
        (reported,) = self.reported(before, after)
        assert reported.place == f"informe.html, línea {line}"
        assert after.split()[0] in reported.found

    def test_every_changed_line_is_reported(self):
        found = PAGE.replace("<nav", "<div").replace("Corte 77", "Corte 78")
        assert [one.place for one in line_differences("informe.html", PAGE, found)] == ["informe.html, línea 4", "informe.html, línea 13"]

    def test_other_line_breaks_are_one_difference_without_a_line(self, wording):
        (reported,) = line_differences("a.json", "uno\ndos", "uno\n\ndos")
        wording([reported.place, reported.found], "a.json")
        assert list(line_differences("a.json", "uno\ndos", "uno\ndos")) == []

    def test_a_word_as_long_as_a_file_is_shortened(self):
        (reported,) = line_differences("a.html", "a" * 1000, "b" * 1000)
        assert len(reported.found) < 130


PANEL = {
    "formato": 1, "cifras": [["a/1", 1, *[0] * 12, [], [0]], ["a/2", 2, *[0] * 12, [[3, 0, [0, 3, 4, 0], [-1, 3, 4, 2]]], [], [0]]],
    "celdas": [[4, 0, 1, 0, 2]], "hallazgos": [[1, 4, 2, 0, 0]], "textos": ["", "uno", "dos", "papel", "t.csv"],
}  # fmt: skip


class TestPanel:
    """A change in the compressed data is told of the figures of which the panel then shows something else."""

    def reported(self, change) -> list[tuple[str, str, str]]:
        changed = json.loads(json.dumps(PANEL))
        change(changed)
        due, found = (f'<script id="{ELEMENT_ID}">{packed(data)}</script>' for data in (PANEL, changed))
        told = data_differences("p.html", due, found)
        return [(one.place.removeprefix("p.html, datos de las cifras, "), one.expected, one.found) for one in told]

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (lambda data: data["textos"].__setitem__(1, "UNO"), [("cifras, a/1, n.º 2", "uno", "UNO"), ("cifras, a/2, n.º 24", "uno", "UNO")]),
            (lambda data: data["celdas"][0].__setitem__(2, 2), [("cifras, a/1, n.º 17", "uno", "dos")]),
            (lambda data: data["hallazgos"][0].__setitem__(2, 1), [("cifras, a/2, n.º 26", "dos", "uno")]),
            (lambda data: data["cifras"][1][14][0].pop(), [("cifras, a/2, n.º 21", "papel", "uno")]),
            (lambda data: data["textos"].insert(1, "x"), [("cifras, a/1, n.º 2", "uno", "x"), ("cifras, a/2, n.º 2", "dos", "uno")]),
        ],
    )
    def test_the_figure_is_named(self, change, told):
        assert self.reported(change) == told

    @pytest.mark.parametrize("change", [lambda data: data["textos"].append("x"), lambda data: data.update(otro="x"), lambda data: data["cifras"][0].__setitem__(1, 99)])
    def test_data_that_no_panel_can_show_are_reported_as_a_program_of_the_page(self, case, change):
        changed = json.loads(json.dumps(PANEL))
        change(changed)
        due, found = (f'<p>Uno</p><script id="{ELEMENT_ID}">{packed(data)}</script>' for data in (PANEL, changed))
        _, _, (one,) = compared_pages(HTML_FILE, case.reference.book, due, found)
        assert f'etiqueta <script id="{ELEMENT_ID}">' in one.place


class TestPictures:
    """Each picture becomes a short hash; one that other versions drew becomes a word, unless both texts have it."""

    ONE, OTHER, NEW = ("data:image/png;base64,AAAA", "data:image/png;base64,BBBB", "data:image/png;base64,CCCC")

    def words(self, case, found: list[str], **versions: str) -> tuple[list[str], list[str], str]:
        case = replace(case, manifest={"versiones": versions_here() | versions})
        return with_picture_words(case, [f'<img src="{self.ONE}"><img src="{self.OTHER}">'], found)

    @pytest.mark.parametrize("versions", [{}, {"matplotlib": "0.1"}], ids=["mismas versiones", "otras versiones"])
    def test_swapped_pictures_differ(self, case, versions):
        due, found, unchecked = self.words(case, [f'<img src="{self.OTHER}"><img src="{self.ONE}">'], **versions)
        assert (due == found, unchecked) == (False, "")

    def test_a_picture_drawn_otherwise_differs_only_with_the_same_versions(self, case):
        due, found, _ = self.words(case, [f'<img src="{self.ONE}"><img src="{self.NEW}">'])
        assert due != found
        due, found, unchecked = self.words(case, [f'<img src="{self.ONE}"><img src="{self.NEW}">'], matplotlib="0.1")
        assert (due == found, "matplotlib 0.1 y aquí" in unchecked) == (True, True)

    def test_a_picture_in_the_place_of_another_differs_whatever_the_versions(self, case):
        due, found, unchecked = self.words(case, [f'<img src="{self.OTHER}"><img src="{self.NEW}">'], matplotlib="0.1")
        assert (due == found, "matplotlib" in unchecked) == (False, True)


class TestTracedNumbers:
    """A number that names its figure states it twice, as text and as `value`; both are compared with the Book."""

    def reported(self, case, markup: str) -> list[str]:
        return [str(one) for one in number_differences(HTML_FILE, case.reference.book, next(read_page(markup).iter("data")))]

    @pytest.mark.parametrize("text", ["92,16", "92,16&nbsp;%"])
    def test_a_number_as_in_the_book_passes(self, case, text):
        assert self.reported(case, f'<p><data value="92.16" data-cifra="{SOUTH}">{text}</data>') == []

    def test_a_text_other_than_the_books_is_reported(self, case):
        (reported,) = self.reported(case, f'<p><data value="92.16" data-cifra="{SOUTH}">92,17</data>')
        assert "debía decir «92,16» y dice «92,17»" in reported

    def test_a_character_that_nobody_sees_in_a_number_is_shown_by_its_code(self, case):
        """The number was taken for the 92 before it, and should have said «92,16,16»."""
        (reported,) = self.reported(case, f'<p><data value="92.16" data-cifra="{SOUTH}">92,\u200b16 %</data>')
        assert "debía decir «92,16 %» y dice «92,[U+200B]16 %»" in reported

    def test_a_value_other_than_the_books_is_reported(self, case, wording):
        (reported,) = self.reported(case, f'<p><data value="92.17" data-cifra="{SOUTH}">92,16</data>')
        wording(reported, "92.16", "92.17")

    def test_a_number_marked_as_absolute_is_printed_without_its_sign(self, case):
        book = case.reference.book
        gap = next(figure for figure in book if figure.value < 0)
        shown = number_es(abs(gap.rounded))
        markup = f'<p>bajó <data value="{gap.published}" data-cifra="{gap.id}" data-forma="absoluto">{shown}</data>'
        assert self.reported(case, markup) == []
        assert len(self.reported(case, markup.replace(' data-forma="absoluto"', ""))) == 1
        assert len(self.reported(case, markup.replace(shown, "9.999,99"))) == 1

    def test_an_amount_in_words_is_compared_with_the_book(self, case):
        amount = case.reference.book[SOUTH]
        words = money_words(amount.rounded)
        markup = f'<p><data value="{amount.published}" data-cifra="{amount.id}" data-forma="letras">{words}</data>'
        assert self.reported(case, markup) == []
        (reported,) = self.reported(case, markup.replace(words, "Un 00/100 Bolivianos"))
        assert f"debía decir «{words}» y dice «Un 00/100 Bolivianos»" in reported

    @pytest.mark.parametrize(("printed", "shown"), [("24", "24"), ("23.5", "23,5"), ("23.525", "23,525")])
    def test_beside_an_earlier_document_a_figure_has_the_decimals_of_that_document(self, case, printed, shown):
        """NORTE is 23.525, published as 23.53. Each printed number is compared and shown with its own decimals."""
        item = replace(PUBLISHED[1], publicado=printed, calculado=printed, diferencia="0", veredicto=Verdict.EXACT)
        table = reconciled_table(case.reference.book, [item], id="cuadro-conciliacion", title="Conciliación")._repr_html_()
        numbers = [one for one in read_page(table).iter("data") if one.get("data-cifra")]
        assert [(one.text_content(), one.get("value")) for one in numbers] == [(shown, "23.53")]
        markup = f'<p><data value="23.53" data-cifra="{NORTH}" data-forma="otros-decimales">{shown}</data>'
        assert self.reported(case, markup) == []
        assert len(self.reported(case, markup.replace(f">{shown}", f">1{shown}"))) == 1
        assert len(self.reported(case, markup.replace("23.53", "23.54"))) == 1
        for number in numbers:
            assert list(number_differences(HTML_FILE, case.reference.book, number)) == []

    def test_a_text_and_a_value_that_agree_but_are_wrong_are_reported(self, case):
        assert len(self.reported(case, f'<p><data value="92.17" data-cifra="{SOUTH}">92,17</data>')) == 1

    def test_a_figure_that_the_book_does_not_have_is_reported(self, case):
        assert len(self.reported(case, '<p><data value="1" data-cifra="x/2024-T2/area/SUR">1</data>')) == 1

    def test_a_number_of_a_printed_table_is_compared_with_its_cell(self, case):
        column = PrintedColumn("hechos", "Hechos", "entero", "", None, "B")
        table = PrintedTable(
            "uno", "Uno", "", "", "", "", "", "data/x/uno.csv", "", ("oficina",), (), (column,),
            (PrintedRow(2, "Norte", False, ("1200",)),),
        )  # fmt: skip
        book = replace(case.reference.book, printed=(table,))

        def reported(markup):
            return [one.found for one in number_differences(HTML_FILE, book, next(read_page(markup).iter("data")))]

        assert reported('<data value="1200" data-celda="data/x/uno.csv#B2">1.200</data>') == []
        assert reported('<data value="1200" data-celda="data/x/uno.csv#B2">1.201</data>') == ["1.201"]
        assert reported('<data value="1201" data-celda="data/x/uno.csv#B2">1.200</data>') == ["1201"]
        assert reported('<data value="1200" data-celda="data/x/uno.csv#B3">1.200</data>') == ["data/x/uno.csv#B3"]

    def test_the_text_of_a_number_without_figure_is_compared_with_its_value(self, case):
        assert self.reported(case, '<p><data value="-1.95">−1,95</data>') == []
        assert len(self.reported(case, '<p><data value="-1.95">1,95</data>')) == 1


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(min_value=0, max_value=4))
def test_a_printed_number_is_read_back_exactly(value, decimals):
    number = round_half_up(value, decimals)
    assert printed_number(f"Bs {number_es(number)}") == number


class TestPaper:
    """The words of the PDF found are compared with those of the PDF printed again."""

    def pdf(self, *pages: str) -> list[PdfWord]:
        return [PdfWord(word, number) for number, text in enumerate(pages, start=1) for word in numbers_and_words(text)]

    def printed(self, table: str = "SUR 92,16 −1,95 NORTE 23,53 s/d") -> list[PdfWord]:
        return self.pdf(
            "Entidad de prueba BORRADOR 4 Por acción",
            f"4 Por acción La entidad llegó a 92,16 % y gastó poco. Cuadro 4.1. Avance Área Avance Brecha {table}",
        )

    def reported(self, table: str) -> list[Difference]:
        return list(text_differences(PAPER, self.printed(), self.printed(table)))

    def test_the_same_words_pass(self):
        assert self.reported("SUR 92,16 −1,95 NORTE 23,53 s/d") == []

    def test_a_changed_digit_is_reported_with_its_page_and_neighbours(self):
        (reported,) = self.reported("SUR 92,17 −1,95 NORTE 23,53 s/d")
        assert reported.place == "informe.pdf, página 2"
        assert "SUR [92,16] −1,95" in reported.expected and "SUR [92,17] −1,95" in reported.found

    def test_a_removed_minus_is_reported(self):
        assert len(self.reported("SUR 92,16 1,95 NORTE 23,53 s/d")) == 1

    def test_two_swapped_numbers_are_reported(self):
        assert self.reported("SUR 23,53 −1,95 NORTE 92,16 s/d")

    def test_an_added_number_is_reported(self):
        (reported,) = self.reported("SUR 92,16 −1,95 NORTE 23,53 55,55 s/d")
        assert "[55,55]" in reported.found

    def test_the_removal_of_the_only_word_is_reported(self):
        (reported,) = text_differences(PAPER, self.pdf("uno"), [])
        assert (reported.place, reported.found) == ("informe.pdf, página 1", "[]")

    def test_the_same_words_on_other_pages_pass(self):
        """Where a page ends depends on the version of the program that lays it out."""
        words = self.printed()
        assert list(text_differences(PAPER, words, [replace(word, page=word.page + 1) for word in words])) == []


PLACES = [("avance/1", "92,16"), ("avance/1", "92,16"), ("avance/2", "23,53")]


class TestPlaces:
    """The figures that a PDF lists in its attachment `lugares.json` are compared with those that it should list."""

    def test_the_same_places_in_another_order_pass(self):
        assert list(place_differences(PLACES, PLACES[::-1])) == []

    @pytest.mark.parametrize(
        ("found", "due"),
        [
            (PLACES[1:], ["cifra avance/1: debía decir «92,16 (1 vez)» y dice «no está»"]),
            (
                [],
                [
                    "cifra avance/1: debía decir «92,16 (2 veces)» y dice «no está»",
                    "cifra avance/2: debía decir «23,53 (1 vez)» y dice «no está»",
                ],
            ),
            ([*PLACES, ("avance/3", "1")], ["cifra avance/3: debía decir «no está» y dice «1 (1 vez)»"]),
            ([("avance/1", "92,17"), *PLACES[1:]], ["cifra avance/1: debía decir «92,16 (1 vez)» y dice «92,17 (1 vez)»"]),
            (
                [*PLACES[:2], ("avance/9", "23,53")],
                [
                    "cifra avance/2: debía decir «23,53 (1 vez)» y dice «no está»",
                    "cifra avance/9: debía decir «no está» y dice «23,53 (1 vez)»",
                ],
            ),
        ],
        ids=["una de menos", "ninguna", "una de más", "otro texto", "otra cifra"],
    )
    def test_missing_added_and_changed_places_are_reported(self, found, due):
        assert list(map(str, place_differences(PLACES, found))) == [f"informe.pdf, lugares.json, {one}" for one in due]


class TestWords:
    def rebuilt(self, expected: list[str], found: list[str]) -> str:
        """The second text, rebuilt from the first one and the changes."""
        parts, place = [], 0
        for change in changes(expected, found):
            parts += expected[place : change.first] + found[change.start : change.end]
            place = change.last
        return "".join(parts + expected[place:])

    @given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
    def test_changes_turn_one_text_into_the_other(self, expected, found):
        assert self.rebuilt(expected, found) == "".join(found)

    @given(
        st.lists(st.integers(0, 400).map(str), min_size=30, max_size=90),
        st.lists(st.sampled_from("ab"), max_size=3),
        st.data(),
    )
    def test_changes_also_rebuild_a_long_text_of_which_a_part_has_moved(self, expected, new, data):
        first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(expected))] * 2)))
        rest = expected[:first] + expected[last:]
        to = data.draw(st.integers(0, len(rest)))
        found = rest[:to] + expected[first:last] + new + rest[to:]
        assert self.rebuilt(expected, found) == "".join(found)

    def test_a_number_changed_in_a_long_text_is_the_only_change(self):
        expected = ["de", "la", "unidad", *map(str, range(40))] * 2 + [f"{number},5" for number in range(60)]
        found = [*expected[:100], "77,7", *expected[101:]]
        assert list(changes(expected, found)) == [Change(100, 101, 100, 101)]

    def test_changes_far_apart_in_a_text_of_frequent_words_are_the_only_changes(self):
        expected = [word for number in range(400) for word in ("de", "la", "unidad", str(number))]
        found = ["77,7", *expected[1:-1], "66,6"]
        assert list(changes(expected, found)) == [Change(0, 1, 0, 1), Change(1599, 1600, 1599, 1600)]

    def test_changes_far_apart_in_a_whole_page_are_found_in_less_than_a_second(self):
        """The ministry's page has 143,000 words, most of them frequent ones; difflib alone takes five seconds."""
        expected = [word for number in range(20_000) for word in ("<td>", "de", "la", "unidad", f"{number % 90}", f"id={number}")]
        found = ["77,7", *expected[1:-1], "66,6"]
        started = process_time()
        assert list(changes(expected, found)) == [Change(0, 1, 0, 1), Change(119_999, 120_000, 119_999, 120_000)]
        assert process_time() - started < 1

    def test_a_text_beside_itself_has_no_changes(self):
        assert list(changes(list("abc") * 1000, list("abc") * 1000)) == []

    def test_numbers_are_whole_and_signs_belong_to_them(self):
        assert numbers_and_words("Bs 1.234,56 (−1,95 %) DGAA-2.") == ["Bs", "1.234,56", "−1,95", "DGAA", "2"]

    def test_a_word_cut_in_two_is_no_change(self):
        assert list(changes(["a", "publicado.csv", "b"], ["a", "publi", "cado.csv", "b"])) == []

    def test_ligatures_and_combining_accents_equal_the_letters_they_stand_for(self):
        """A copied name may hold them, and a PDF gives back «fi» and «ñ»; the audit must not call that a forgery."""
        typed, printed = "O\ufb01cina de An\u0303os", "Oficina de Años"
        assert numbers_and_words(typed) == numbers_and_words(printed) == ["Oficina", "de", "Años"]
        pieces = [word for piece in ("O", "\ufb01", "cina de A", "n", "\u0303os") for word in numbers_and_words(piece)]
        assert list(changes(numbers_and_words(typed), pieces)) == []

    @pytest.mark.parametrize("printed", ["Oficina de Anos", "Oficina de Año", "Oficina de Áños"])
    def test_another_accent_or_letter_is_a_change(self, printed):
        assert list(changes(numbers_and_words("O\ufb01cina de An\u0303os"), numbers_and_words(printed))) != []

    def test_a_quoted_change_has_five_words_on_each_side(self):
        due, found = list("abcdefghijklmn"), list("abcdefgXijklmn")
        assert quoted_change(due, found, Change(7, 8, 7, 8)) == ("c d e f g [h] i j k l m", "c d e f g [X] i j k l m")

    def test_the_place_that_differs_is_quoted_of_a_long_attribute(self):
        """The page's description ends with the manifest's fingerprint."""
        words = [f"<meta content='Informe. {'Corte al 30 de junio. ' * 9}Huella {digits}. {'Fin. ' * 40}'>" for digits in ("0f3a", "0f3b")]
        due, found = (page_words(read_page(f"<html><head>{word}</head><body></body></html>")) for word in words)
        (difference,) = word_differences(HTML_FILE, due, found, {})
        assert "Huella 0f3a." in difference.expected and "Huella 0f3b." in difference.found
        assert max(len(difference.expected), len(difference.found)) < 130


LONG = "palabra " * 40


@pytest.mark.parametrize(
    ("due", "found", "shown"),
    [
        (f"{LONG}1", f"{LONG}2", ("palabra 1", "palabra 2")),
        (LONG + "1" + LONG, LONG, ("palabra 1palabra", "palabra ")),
        (f"1 {LONG}", f"2 {LONG}", ("1 palabra", "2 palabra")),
        ("92,16\u00a0%", "92,16 %", ("92,16[U+00A0]%", "92,16 %")),
        ("92,16  %", "92,16 % ", ("92,16 [U+0020]%", "92,16 %[U+0020]")),
        ("Norte\u200b", "Norte", ("Norte[U+200B]", "Norte")),
        ("Excelente", "Exc\u0435lente", ("Excelente", "Exc[U+0435]lente")),
        ("Acción", "Accio\u0301n", ("Acción", "Accio[U+0301]n")),
    ],
)
def test_a_quoted_difference_shows_where_it_differs(due, found, shown):
    quoted = both_shortened(due, found)
    assert quoted[0] != quoted[1]
    assert [part in text for part, text in zip(shown, quoted, strict=True)] == [True, True], quoted
    assert max(map(len, quoted)) <= 122


UNUSUAL = (
    "O\ufb01cina de \ufb02ujo №", "Administracio\u0301n de An\u0303os", "Archivo\u00ad\u00adgeneral y so\u00adft", "½ ¹ ² ٣",
    "Unidad de Ελληνικά и Кириллица", "规划单位", "ŒUVRE ǆ ß ẞ", "a\u200bb\u200cc e\u2060f", "Interinstitucional" * 12, "*Unidad* _de_ `x` [x](y)",
    "<b>negrita</b> &amp; \"Norte\"", "x̄ ȳ n̂",
)  # fmt: skip
"""Names that a planner may write or copy, and that a report prints."""


@pytest.mark.pdf
def test_names_with_unusual_letters_are_read_back_from_paper(tmp_path):
    """Tables and sentences give the names back as written; lines break only at blanks and hyphens."""
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th><td>23,53</td></tr>' for name in UNUSUAL)
    head = '<!doctype html><html lang="es"><head><title>Informe</title></head>'
    texts = "".join(f"<p>{escape(name)}</p>" for name in UNUSUAL)
    table = f"<table><thead><tr><th>Unidad</th><th>Avance</th></tr></thead><tbody>{rows}</tbody></table>"
    page = f'{head}<body><main><section id="sec-a"><h2>Nombres</h2>{texts}{table}</section></main></body></html>'
    write_pdf(page, tmp_path / "informe.pdf")
    due = ["Nombres", *UNUSUAL, "Unidad", "Avance", *(text for name in UNUSUAL for text in (name, "23,53"))]
    words = [PdfWord(word, 1) for text in due for word in numbers_and_words(text)]
    assert list(map(str, text_differences(PAPER, words, pdf_words(tmp_path / "informe.pdf")))) == []


class TestExecutedNotebooks:
    """Notebooks are compared cell by cell: code, texts, tables and pictures."""

    def cells(self, **changes: object) -> list[dict]:
        data = {"text/html": ["<table>\n", "<tr><td>92,16</td></tr></table>"], "image/png": "AAAA"} | changes.get("data", {})
        output = {"output_type": "display_data", "data": data}
        return [
            {"cell_type": "markdown", "source": ["# Título"]},
            {"cell_type": "code", "source": changes.get("source", "cuadro(1)"), "outputs": [output, {"output_type": "stream", "text": changes.get("text", "listo 3\n")}]},
        ]  # fmt: skip

    def differences(self, case, folder: Path, found: list[dict], **versions: str) -> tuple[list[str], str]:
        """The differences of a run whose only notebook has these cells, and what could not be compared."""
        executed = Executed((Section("acp", Path("04.ipynb"), "04.ipynb"),), folder / "otra vez", {})
        for place, cells in ((executed.folder, self.cells()), (case.folder / "cuadernos", found)):
            place.mkdir()
            text = json.dumps({"cells": cells, "metadata": {}}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            (place / "04.ipynb").write_text(text, encoding="utf-8", newline="")
        result = check_notebooks(replace(case, manifest={"versiones": versions_here() | versions}), executed)
        return list(map(str, result.differences)), result.unchecked

    def test_the_same_cells_pass(self, case, tmp_path):
        assert self.differences(case, tmp_path, self.cells()) == ([], "")

    @pytest.mark.parametrize(
        ("changes", "reported"),
        [
            ({"source": "cuadro(2)"}, "celda [1], contenido: debía decir «cuadro(1)» y dice «cuadro(2)»"),
            ({"text": "listo 4\n"}, "celda [1], salidas, n.º 2, texto: debía decir «listo 3\n» y dice «listo 4\n»"),
            ({"data": {"text/html": "<table>\n<tr><td>92,17</td></tr></table>"}}, "celda [1], salidas, n.º 1, datos, text/html: debía decir «"),
            ({"data": {"text/plain": "x"}}, "celda [1], salidas, n.º 1, datos, text/plain: debía decir «(no está)» y dice «x»"),
            ({"data": {"text/html": "<table>\n<tr><td>92,16</td></tr></table>"}}, "escritura: debía decir «la que escribe poa informe»"),
        ],
    )  # fmt: skip
    def test_a_single_change_is_reported_with_its_place(self, case, tmp_path, changes, reported):
        ((said,), _) = self.differences(case, tmp_path, self.cells(**changes))
        assert said.startswith(f"cuadernos/04.ipynb, {reported}")

    def test_a_changed_paragraph_is_not_called_code_and_has_its_place_among_all_cells(self, case, tmp_path):
        """It was «celda de texto n.º 3, código»: the third cell, and the second of text."""
        due = [*self.cells(), {"cell_type": "markdown", "source": ["Uno."]}]
        executed = Executed((Section("acp", Path("04.ipynb"), "04.ipynb"),), tmp_path, {})
        (case.folder / "cuadernos").mkdir()
        for folder, cells in ((tmp_path, due), (case.folder / "cuadernos", [*due[:2], {**due[2], "source": ["Dos."]}])):
            (folder / "04.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        (told,) = check_notebooks(replace(case, manifest={"versiones": versions_here()}), executed).differences
        assert str(told) == "cuadernos/04.ipynb, celda n.º 3, de texto, contenido: debía decir «Uno.» y dice «Dos.»"

    def test_a_changed_number_of_a_long_text_is_quoted_apart_from_the_tags_around_it(self):
        """Tags without blanks between them were quoted together with the number as one word."""
        rows = "".join(f"<tr><td>{number},16</td></tr>" for number in range(40))
        (reported,) = departures({"a": rows}, {"a": rows.replace("30,16", "30,17")})
        assert (reported.path, reported.found) == (("a",), "29,16 </td> </tr> <tr> <td> [30,17] </td> </tr> <tr> <td> 31,16")

    def test_a_changed_picture_is_reported_with_its_cell(self, case, tmp_path, wording):
        ((reported,), _) = self.differences(case, tmp_path, self.cells(data={"image/png": "AAAB"}))
        wording(reported, "[1]", "image/png")

    def test_a_picture_of_other_versions_is_unverified(self, case, tmp_path):
        differences, unchecked = self.differences(case, tmp_path, self.cells(data={"image/png": "AAAB"}), matplotlib="0.1")
        assert (differences, "matplotlib 0.1 y aquí" in unchecked) == ([], True)

    def test_a_removed_cell_is_reported(self, case, tmp_path):
        ((reported,), _) = self.differences(case, tmp_path, self.cells()[:1])
        assert reported.startswith("cuadernos/04.ipynb, celda [1]: ") and reported.endswith("«(no está)»")

    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_cells_around_a_removed_or_an_added_one_are_not_reported(self, case, tmp_path, place):
        due = [{"cell_type": "code", "id": f"c-{number}", "source": f"paso({number})", "outputs": []} for number in range(3)]
        added = {"cell_type": "code", "id": "otra", "source": "paso(9)", "outputs": []}
        executed = Executed((Section("acp", Path("04.ipynb"), "04.ipynb"),), tmp_path, {})
        (case.folder / "cuadernos").mkdir()
        (tmp_path / "04.ipynb").write_text(json.dumps({"cells": due}), encoding="utf-8")
        for cells, name in ((due[:place] + due[place + 1 :], f"celda [{place + 1}]"), ([*due[:place], added, *due[place:]], f"celda [{place + 1}], de más")):
            (case.folder / "cuadernos/04.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
            (told,) = check_notebooks(replace(case, manifest={"versiones": versions_here()}), executed).differences
            assert told.place == f"cuadernos/04.ipynb, {name}"


def test_a_place_outside_of_sections_is_named_by_its_part_of_the_page():
    root = read_page(PAGE)
    assert place_of(root.find(".//footer")).startswith("pie")
