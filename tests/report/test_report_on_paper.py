"""The real report on paper: what a reader, and a screen reader, find in its PDF."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

HEADLINES = [f"{name}/{period}/entidad/MRE" for name in ("avance_fisico", "ejecucion_financiera") for period in ("2024-T2", "2024-S1")]
MARGIN = 18 / 25.4 * 72
"""The narrowest margin of any page, in points."""
OVERLAP = 1.0
"""Points by which the boxes of two pieces of text may touch without being drawn one over the other."""
TALLEST = 45
"""Points that no line of the report reaches and every letter of the watermark does."""
MOST_PAGES = 82


@pytest.fixture(scope="module")
def pdf(output):
    pypdf = pytest.importorskip("pypdf")
    return pypdf.PdfReader(output / "informe.pdf")


@pytest.fixture(scope="module")
def root(pdf):
    return pdf.trailer["/Root"]


@pytest.fixture(scope="module")
def elements(root):
    """Every element of the tag tree with its parent's kind."""
    return list(walk(root["/StructTreeRoot"]["/K"][0], ""))


def walk(node, above: str) -> Iterator[tuple[dict, str]]:
    node = node.get_object()
    if not isinstance(node, dict) or "/S" not in node:
        return
    yield node, above
    for kid in node.get("/K", []):
        yield from walk(kid, node["/S"]) if hasattr(kid, "get_object") else ()


def kinds(elements, kind: str) -> list[dict]:
    return [element for element, _ in elements if element["/S"] == kind]


def text_of(pdf) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


def pieces(output) -> Iterator[tuple[int, float, list[tuple[float, float, float, float]]]]:
    """Page, its width and the boxes of the text drawn on it, without the letters of the watermark, which are turned."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

    document = pypdfium2.PdfDocument(output / "informe.pdf")
    for number, page in enumerate(document, start=1):
        texts = page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=20)
        boxes = [piece.get_bounds() for piece in texts]
        yield number, page.get_width(), [box for box in boxes if box[3] - box[1] < TALLEST]


def test_every_headline_figure_is_printed(pdf, output):
    text = text_of(pdf)
    with (output / "cifras.csv").open(encoding="utf-8") as file:
        published = {row["id"]: row["publicado"] for row in csv.DictReader(file)}
    for figure in HEADLINES:
        assert f"{published[figure].replace('.', ',')} %" in text.replace("\u00a0", " "), figure


def test_the_summary_is_one_page(pdf):
    starts = {item.title.split(maxsplit=1)[-1]: pdf.get_destination_page_number(item) for item in pdf.outline if not isinstance(item, list)}
    following = min(page for page in starts.values() if page > starts["Resumen ejecutivo"])
    assert following - starts["Resumen ejecutivo"] == 1


def test_no_text_runs_into_the_margin(output):
    beyond = [
        (number, round(box[2]))
        for number, width, boxes in pieces(output)
        for box in boxes
        if box[0] < MARGIN - 1 or box[2] > width - MARGIN + 1
    ]
    assert not beyond


def test_no_cell_is_printed_over_its_neighbour(output):
    over = []
    for number, _, boxes in pieces(output):
        lines: dict[int, list[tuple[float, float, float, float]]] = {}
        for box in boxes:
            lines.setdefault(round(box[1]), []).append(box)
        for line in lines.values():
            over += [(number, one, other) for one, other in pairwise(sorted(line)) if one[2] > other[0] + OVERLAP]
    assert not over


def test_the_contents_name_the_page_that_each_section_begins_on(pdf):
    marks = [leaf for mark in pdf.outline for leaf in (mark if isinstance(mark, list) else [mark])]
    pages = {" ".join(mark.title.split()): pdf.get_destination_page_number(mark) + 1 for mark in marks}
    contents = text_of(pdf)
    numbered = {title: page for title, page in pages.items() if re.match(r"\d+ ", title)}
    assert len(numbered) >= 9
    for title, page in numbered.items():
        assert re.search(rf"{re.escape(title)} ?(\. ?)+ {page}\b", contents), title


def test_it_is_no_longer_than_it_needs_to_be(pdf):
    assert len(pdf.pages) <= MOST_PAGES


def test_it_carries_the_figures_the_workbook_and_the_manifest(pdf, output):
    carried = {name: content[0] for name, content in pdf.attachments.items()}
    for name in ("cifras.csv", "hallazgos.csv", "conciliacion.csv", "papeles_de_trabajo.xlsx"):
        assert carried[name] == (output / name).read_bytes(), name
    last = json.loads((output / "manifiesto.json").read_text(encoding="utf-8"))
    last["salidas"].pop("informe.pdf")
    assert json.loads(carried["manifiesto.json"]) == last


class TestForEverybody:
    """The rules of PDF/UA-1 that a program can check, by their clauses."""

    def test_the_title_is_shown_and_the_language_told(self, root, pdf):  # 7.1, 7.2
        assert root["/ViewerPreferences"]["/DisplayDocTitle"] is True or root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert root["/Lang"] == "es" and root["/MarkInfo"]["/Marked"]
        assert pdf.metadata.title

    def test_all_content_is_tagged_or_set_apart(self, root, pdf, elements):  # 7.1
        numbers = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
        reached = {element.indirect_reference.idnum for element, _ in elements}
        for number, page in enumerate(pdf.pages):
            due = owners[page["/StructParents"]].get_object()
            content = page.get_contents().get_data()
            marks = {int(mark) for mark in re.findall(rb"/MCID (\d+)\s*>>\s*BDC", content)}
            owned = {place for place, owner in enumerate(due) if isinstance(owner.get_object(), dict)}
            assert marks == owned
            assert all(due[mark].idnum in reached for mark in marks)
            depth = 0
            for operator in re.findall(rb"(?<=\s)(BDC|BMC|EMC|Tj|TJ)(?=\s)", content):
                depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
                assert depth or operator == b"EMC", f"page {number + 1}: text in no tag"

    def test_headings_go_down_one_level_at_a_time(self, elements):  # 7.4
        levels = [int(element["/S"][2]) for element, _ in elements if re.fullmatch(r"/H\d", element["/S"])]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_every_head_of_a_table_says_which_way_it_reads(self, elements):  # 7.5
        heads = kinds(elements, "/TH")
        assert {head["/A"]["/Scope"] for head in heads} == {"/Column", "/Row"}

    def test_tables_and_lists_are_made_of_what_they_may_be(self, elements):  # 7.2
        allowed = {
            "/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/THead": {"/Table"},
            "/TBody": {"/Table"}, "/LI": {"/L"}, "/LBody": {"/LI"},
        }  # fmt: skip
        assert not [(element["/S"], above) for element, above in elements if above not in allowed.get(element["/S"], {above})]

    def test_every_picture_says_what_it_shows(self, elements):  # 7.3
        pictures = kinds(elements, "/Figure")
        assert pictures and all(str(picture.get("/Alt", "")).strip() for picture in pictures)

    def test_every_link_is_tagged_and_told(self, pdf):  # 7.18
        for page in pdf.pages:
            links = [link.get_object() for link in page.get("/Annots", [])]
            assert not links or page["/Tabs"] == "/S"
            assert all(link.get("/Contents") and "/StructParent" in link for link in links)
