"""The PDF for screen readers and archives: the rules of PDF/UA-1 and PDF/A-3a that a program can check."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import paper_tags
import pikepdf
import pytest
from notebook_parts import ALT, COVER, chart, formula, make_page, save, shows, table
from paper_tags import artifacts, attribute, broken_rules, elements
from paper_texts import texts_of

from helpers.outputs.pdf import report_pdf
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.run_files import HTML_FILE, PDF_FILE, PLACES_FILE

pytestmark = pytest.mark.pdf

GROUPED = (
    '<figure class="cuadro" id="cuadro-grupos"><figcaption>Con grupos</figcaption><div class="desborde"><table><thead>'
    '<tr><th rowspan="2" scope="col">Unidad</th><th colspan="2" scope="colgroup">Meta</th></tr>'
    '<tr><th class="num" scope="col">Programada</th><th class="num" scope="col">Hecha</th></tr></thead><tbody>'
    '<tr class="grupo"><th colspan="3" scope="colgroup">Norte</th></tr>'
    '<tr><th scope="row">U1</th><td class="num">1</td><td class="num">2</td></tr>'
    '<tr class="total"><th scope="row">Total</th><td class="num">1</td><td class="num">2</td></tr>'
    "</tbody></table></div><p class='nota'>Una nota.</p></figure>"
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Path:
    """A report with everything that a section may contain."""
    folder = tmp_path_factory.mktemp("informe")
    text = "# Resumen\n\nMire el [](#cuadro-grupos) y <https://example.org/a>.\n\n- uno\n- dos"
    parts = [
        save(folder, "resumen", text, shows(formula(r"\frac{E}{P}")), shows(chart("grafico-a"))),
        save(folder, "acp", "# Avance\n\n## Por unidad", shows(table("cuadro-a", "Devengado", 45)), "### Más", shows(GROUPED)),
        save(folder, "ancho", "# Ancho", shows(table("cuadro-b", "Apaisado", 9, "apaisado", columns=14))),
    ]
    (folder / HTML_FILE).write_text(make_page(parts, COVER), encoding="utf-8")
    (folder / "cifras.csv").write_text("id;valor\n", encoding="utf-8")
    page = (folder / HTML_FILE).read_text(encoding="utf-8")
    write_pdf(page, folder / PDF_FILE, attachments=[folder / "cifras.csv"])
    return folder / PDF_FILE


@pytest.fixture(scope="module")
def opened(printed):
    with pikepdf.open(printed) as document:
        yield document


def of_kind(document: pikepdf.Pdf, kind: str) -> list[paper_tags.Element]:
    return [one for one in elements(document) if one.kind == kind]


def test_no_rule_is_broken(printed):
    assert broken_rules(printed) == []


def without_claim(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as entries:
        del entries["pdfuaid:part"]


def with_untagged_text(document: pikepdf.Pdf) -> None:
    document.pages[2].contents_add(b"BT /F 12 Tf (x) Tj ET")


def without(kind: str, name: str) -> Callable[[pikepdf.Pdf], None]:
    """Remove an entry from every element of a kind, or from its attributes."""

    def change(document: pikepdf.Pdf) -> None:
        for one in of_kind(document, kind):
            held = one.node if name in one.node else one.node.get("/A")
            for own in held if isinstance(held, pikepdf.Array) else [held]:
                if name in own:
                    del own[name]

    return change


def with_skipped_level(document: pikepdf.Pdf) -> None:
    of_kind(document, "/H2")[0].node.S = pikepdf.Name("/H4")


def with_head_outside_row(document: pikepdf.Pdf) -> None:
    of_kind(document, "/TR")[0].node.S = pikepdf.Name("/P")


def without_link_texts(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        for one in page.get("/Annots", []):
            del one["/Contents"]


def with_root(**changes: object) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        for name, value in changes.items():
            document.Root[f"/{name}"] = value

    return change


BROKEN = {
    "5": without_claim, "7.1: page": with_untagged_text, "7.2: not": with_root(Lang="en"),
    "7.1: not": with_root(MarkInfo=pikepdf.Dictionary()), "7.1: its title": with_root(ViewerPreferences=pikepdf.Dictionary()),
    "7.2: /T": with_head_outside_row, "7.3": without("/Figure", "/Alt"), "7.4": with_skipped_level, "7.5: a head": without("/TH", "/Scope"),
    "7.18": without_link_texts,
}  # fmt: skip


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_reported(printed, tmp_path, rule):
    with pikepdf.open(printed) as document:
        BROKEN[rule](document)
        document.save(tmp_path / "roto.pdf")
    assert any(said.startswith(rule) for said in broken_rules(tmp_path / "roto.pdf"))


def test_pictures_say_what_they_show(opened):
    assert {str(one.node.Alt) for one in of_kind(opened, "/Figure")} == {ALT, r"\frac{E}{P}"}


def test_table_heads_are_column_heads_also_if_they_are_grouped(opened):
    """Row heads are tagged as cells, because Typst has no stable way to tag them as heads."""
    heads = of_kind(opened, "/TH")
    assert {str(attribute(one, "/Scope")) for one in heads} == {"/Column"}
    grouped = of_kind(opened, "/Table")[1].node
    within = [one for one in heads if one.node.P.P.P.objgen == grouped.objgen]
    assert [(attribute(one, "/ColSpan"), attribute(one, "/RowSpan")) for one in within][:2] == [(None, 2), (2, None)]


def test_a_table_over_several_pages_is_one_table_and_repeated_heads_are_artifacts(opened):
    assert len(of_kind(opened, "/Table")) == 3 and len(of_kind(opened, "/Caption")) == 4
    assert sum("Pagination" in artifacts(page) for page in opened.pages) >= 1


def test_heads_and_feet_and_marks_of_a_page_are_artifacts(opened):
    kinds = [Counter(artifacts(page)) for page in opened.pages]
    assert all(found["Background"] == 1 for found in kinds)
    assert [(found["Header"], found["Footer"]) for found in kinds] == [(0, 0), *[(1, 1)] * (len(kinds) - 1)]


def test_attachments_are_data_with_their_type(opened):
    entries = {str(one.UF): (str(one.AFRelationship), str(one.EF.F.Subtype)) for one in opened.Root.AF}
    assert entries == {"cifras.csv": ("/Data", "/text/csv"), PLACES_FILE: ("/Data", "/application/json")}


def test_links_name_the_part_of_the_report_that_they_lead_to_or_their_address(opened, printed):
    """The contents lead to sections, a reference to a table. What they name is printed on the page they lead to."""
    links = [one for page in opened.pages for one in page.get("/Annots", [])]
    assert {str(one.Contents): led_to(opened, one) for one in links} == {
        " “1 Resumen” página 3": 3, " “2 Avance” página 4": 4, " “2.1 Por unidad” página 4": 4, " “3 Ancho” página 6": 6,
        "Cuadro 2.2, página 5": 5, "https://example.org/a": "https://example.org/a",
    }  # fmt: skip
    texts = texts_of(printed)
    for words, page in (("Resumen", 3), ("Por unidad", 4), ("Cuadro 2.2. Con grupos", 5), ("Ancho", 6)):
        assert words in texts[page - 1]


def led_to(document: pikepdf.Pdf, link: pikepdf.Object) -> int | str:
    """The number of the page that a link leads to, or its address."""
    if "/Dest" not in link:
        return str(link.A.URI)
    place = link.Dest if isinstance(link.Dest, pikepdf.Array) else pikepdf.NameTree(document.Root.Names.Dests)[str(link.Dest)]
    return document.pages.index(pikepdf.Page(place[0])) + 1


def test_the_pdf_is_well_formed(printed):
    with pikepdf.open(printed) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.qpdf
def test_qpdf_finds_the_pdf_well_formed(printed):
    done = subprocess.run(["qpdf", "--check", str(printed)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_packing_changes_only_the_attachments_and_the_size(printed, monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    page = (printed.parent / HTML_FILE).read_text(encoding="utf-8")
    write_pdf(page, tmp_path / "junto.pdf", attachments=[printed.parent / "cifras.csv"])
    (tmp_path / "suelto.pdf").write_bytes(report_pdf.printed(page, ["cifras.csv"]))
    with pikepdf.open(tmp_path / "suelto.pdf") as one, pikepdf.open(tmp_path / "junto.pdf") as other:
        for written, packed in zip(one.pages, other.pages, strict=True):
            assert written.Contents.read_bytes() == packed.Contents.read_bytes()
        assert kinds_of(one) == kinds_of(other)
        assert carried_by(other) == carried_by(one) | {"cifras.csv": (printed.parent / "cifras.csv").read_bytes()}
        assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()
    assert (tmp_path / "junto.pdf").stat().st_size < 0.7 * (tmp_path / "suelto.pdf").stat().st_size


def kinds_of(document: pikepdf.Pdf) -> list[tuple[str, str]]:
    return [(one.kind, one.above) for one in elements(document)]


def carried_by(document: pikepdf.Pdf) -> dict[str, bytes]:
    return {name: file.get_file().read_bytes() for name, file in document.attachments.items()}
