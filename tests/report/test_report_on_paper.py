"""The real report on paper: what a reader, and a screen reader, find in its PDF."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from itertools import pairwise

import pikepdf
import pytest
from paper_tags import broken_rules
from paper_texts import Box, beyond_the_margins, boxes_of, lost_on_paper, texts_of

from helpers.audit.pages.pdf_words import attachments, pdf_words
from helpers.outputs.run_files import PLACES_FILE
from tools.page_fill import pages_of

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

HEADLINES = [f"{name}/{period}/entidad/MRE" for name in ("avance_fisico", "ejecucion_financiera") for period in ("2024-T2", "2024-S1")]
OVERLAP = 1.0
"""Points by which the boxes of two pieces of text may touch without being drawn one over the other."""
MOST_PAGES = 82
MOST_GAPS = 0.02
"""Share of pages less than a quarter full that do not end a part."""
LARGEST = 2_000_000
"""Bytes of the PDF without the attached workbook."""


@pytest.fixture(scope="module")
def paper(output):
    return output / "informe.pdf"


@pytest.fixture(scope="module")
def pages(paper) -> list[str]:
    """The text of each page on one line."""
    return [" ".join(text.split()) for text in texts_of(paper)]


@pytest.fixture(scope="module")
def marks(paper) -> dict[str, int]:
    """The bookmarks, without blanks, and the pages that they lead to, counted from 1."""
    import pypdfium2

    with pypdfium2.PdfDocument(paper) as document:
        return {"".join(item.get_title().split()): item.get_dest().get_index() + 1 for item in document.get_toc()}


@pytest.fixture(scope="module")
def carried(paper) -> dict[str, bytes]:
    return dict(attachments(paper))


def test_every_headline_figure_is_printed(pages, output):
    with (output / "cifras.csv").open(encoding="utf-8") as file:
        published = {row["id"]: row["publicado"] for row in csv.DictReader(file)}
    text = " ".join(pages)
    for figure in HEADLINES:
        assert f"{published[figure].replace('.', ',')} %" in text.replace("\u00a0", " "), figure


def test_the_summary_begins_with_the_matters_for_decision_and_takes_two_pages(marks):
    sections = {re.sub(r"^\d+", "", title): page for title, page in marks.items() if not re.match(r"\d+\.", title)}
    begins = sections["Resumenejecutivo"]
    assert marks["1.1Asuntosquerequierendecisión"] == begins
    assert min(page for page in sections.values() if page > begins) - begins == 2


def test_no_text_runs_into_the_margin_or_off_the_page(paper):
    assert list(beyond_the_margins(paper)) == []


def test_no_cell_is_printed_over_its_neighbour(paper):
    over = []
    for number, _, boxes in boxes_of(paper):
        lines: dict[int, list[Box]] = {}
        for box in boxes:
            lines.setdefault(round(box[1]), []).append(box)
        for line in lines.values():
            over += [(number, one, other) for one, other in pairwise(sorted(line)) if one[2] > other[0] + OVERLAP]
    assert not over


def test_every_page_has_a_text_of_its_own(paper, pages):
    assert {word.page for word in pdf_words(paper)} == set(range(1, len(pages) + 1))


def test_every_page_but_the_cover_is_numbered(pages):
    assert [at for at, text in enumerate(pages[1:], start=2) if f"Página {at} de {len(pages)}" not in text] == []


def test_the_contents_name_the_page_that_each_section_begins_on(marks, pages):
    contents = "".join(" ".join(pages[marks["Índice"] - 1 : min(page for page in marks.values() if page > marks["Índice"]) - 1]).split())
    numbered = {title: page for title, page in marks.items() if re.match(r"\d+(?![\d.])", title)}
    assert len(numbered) >= 9
    for title, page in numbered.items():
        assert re.search(rf"{re.escape(title)}\.+{page}", contents), title


def test_it_keeps_its_limits_of_pages_and_bytes(pages, paper, carried):
    assert len(pages) <= MOST_PAGES
    assert paper.stat().st_size - sum(len(content) for name, content in carried.items() if name.endswith("xlsx")) < LARGEST


def test_few_pages_are_nearly_empty(paper):
    pages = list(pages_of(paper))
    assert sum(page.is_gap for page in pages) <= MOST_GAPS * len(pages)


def test_it_carries_the_figures_the_workbook_and_the_manifest(carried, output):
    for name in ("cifras.csv", "hallazgos.csv", "conciliacion.csv", "papeles_de_trabajo.xlsx"):
        assert carried[name] == (output / name).read_bytes(), name
    last = json.loads((output / "manifiesto.json").read_text(encoding="utf-8"))
    last["salidas"].pop("informe.pdf")
    assert json.loads(carried["manifiesto.json"]) == last


def test_it_carries_a_list_of_where_each_figure_is_printed(carried, pages, output):
    with (output / "cifras.csv").open(encoding="utf-8") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    places = json.loads(carried[PLACES_FILE])
    listed = {id for id, *_ in places}
    assert set(HEADLINES) <= listed and len(listed & known) > 500
    texts = ["".join(page.split()) for page in pages]
    assert [place for place in places if "".join(place[1].split()) not in texts[place[2] - 1]] == []


def test_all_words_of_the_html_page_are_printed(paper, output):
    assert lost_on_paper((output / "informe.html").read_text(encoding="utf-8"), paper) == {}


def test_each_figure_is_printed_as_the_html_page_shows_it(carried, output):
    from lxml import html

    from helpers.outputs.browser.printed_numbers import traced_id

    page = html.document_fromstring((output / "informe.html").read_text(encoding="utf-8"))
    numbers = [one for one in page.iter("data") if traced_id(one) and next(one.iterancestors("details"), None) is None]
    shown = {(traced_id(number), " ".join(number.text_content().split())) for number in numbers}
    assert {(id, " ".join(text.split())) for id, text, *_ in json.loads(carried[PLACES_FILE])} == shown


def test_it_breaks_no_rule_for_screen_readers(paper):
    assert broken_rules(paper) == []


def test_it_is_well_formed_and_in_the_spanish_of_bolivia(paper):
    with pikepdf.open(paper) as document:
        assert document.Root.Lang == "es-BO"
        assert document.check_pdf_syntax() == []
        assert {str(one.AFRelationship) for one in document.Root.AF} == {"/Data"}


@pytest.mark.qpdf
def test_qpdf_finds_it_well_formed(paper):
    done = subprocess.run(["qpdf", "--check", str(paper)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.poppler
def test_poppler_reads_it_too(paper, pages):
    done = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True)
    assert done.stderr == "" and done.stdout.count("\f") == len(pages)
