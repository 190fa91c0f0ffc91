"""The printed report."""

from __future__ import annotations

import builtins
import hashlib
import re
from dataclasses import replace

import pytest
from helpers.assemble.press import print_report
from notebook_parts import ALT, COVER, chart, save, shows, table

from helpers.assemble.pdf import write_pdf
from helpers.assemble.problems import PdfFailed, PdfUnavailable
from helpers.assemble.report import HTML_NAME, PDF_NAME, assemble_report
from helpers.grid import Column, Table, TableRow

ROWS = 45


def notebooks(folder):
    summary = "# Resumen\n\nEl devengado, en el [](#cuadro-a).\n\n$$\\frac{E}{P}$$"
    return [
        save(folder, "resumen", summary, shows(chart("grafico-a"))),
        save(folder, "acp", "# Avance\n\n## Por unidad", shows(table("cuadro-a", "Devengado", ROWS))),
        save(
            folder,
            "ancho",
            "# Ancho",
            shows(table("cuadro-b", "Apaisado", 3, "apaisado")),
            "## Después\n\nYa.",
        ),
    ]


def print_out(parts, cover, folder, **carried):
    """Put a report together and print it."""
    assemble_report(parts, cover, folder)
    print_report((folder / HTML_NAME).read_text(encoding="utf-8"), folder / PDF_NAME, **carried)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    pypdf = pytest.importorskip("pypdf")
    folder = tmp_path_factory.mktemp("informe")
    print_out(notebooks(folder), COVER, folder)
    return pypdf.PdfReader(folder / "informe.pdf")


def text_of(page):
    return " ".join(page.extract_text().split())


@pytest.mark.pdf
def test_the_list_of_a_charts_figures_stays_on_the_screen(printed):
    (page,) = [text_of(page) for page in printed.pages if "Gráfico 1.1. Un gráfico" in text_of(page) and "Resumen" in text_of(page)]
    assert "Ver las cifras" not in page and "92,16" not in page


def test_without_pango_the_html_is_there_and_the_message_says_what_to_install(tmp_path, monkeypatch):
    real = builtins.__import__

    def without_pango(name, *rest, **named):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(PdfUnavailable, match="apt-get install libpango"):
        print_out(notebooks(tmp_path), COVER, tmp_path)
    assert (tmp_path / "informe.html").exists()


def test_the_html_alone_needs_no_pdf(tmp_path):
    assemble_report(notebooks(tmp_path), COVER, tmp_path)
    assert [path.name for path in tmp_path.glob("informe.*")] == ["informe.html"]


@pytest.mark.pdf
@pytest.mark.parametrize(
    "source", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "data:image/png;base64,eA=="]
)
def test_what_is_not_in_the_page_is_never_fetched(source, tmp_path):
    with pytest.raises(PdfFailed):
        write_pdf(f'<html lang="es"><title>t</title><img alt="a" src="{source}">', tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.slow
@pytest.mark.pdf
def test_every_page_of_a_draft_is_marked_and_numbered(printed):
    pages = [text_of(page) for page in printed.pages]
    assert all("BORRADOR" in text and "Informe parcial" in text for text in pages)
    assert "Página" not in pages[0]
    for number, text in enumerate(pages[1:], start=2):
        assert f"Página {number} de {len(pages)}" in text


@pytest.mark.slow
@pytest.mark.pdf
def test_no_page_is_blank(printed):
    heads_and_feet = 140
    assert all(len(text_of(page)) > heads_and_feet for page in printed.pages)


@pytest.mark.slow
@pytest.mark.pdf
def test_running_heads_name_the_institution_the_period_and_the_section(printed):
    head = printed.pages[3].extract_text()
    assert all(
        words in head
        for words in ("Ministerio de Relaciones Exteriores", "Segundo trimestre de 2024", "2 Avance")
    )


@pytest.mark.slow
@pytest.mark.pdf
def test_a_long_table_repeats_its_head_and_loses_no_row(printed):
    pages = [text_of(page) for page in printed.pages]
    with_rows = [text for text in pages if ".355.202,50" in text]
    assert len(with_rows) > 2 and all("Unidad" in text and "Devengado" in text for text in with_rows)
    assert sum(text.count(".355.202,50") for text in with_rows) == 7 * (ROWS + 3)


@pytest.mark.slow
@pytest.mark.pdf
def test_a_table_of_long_texts_begins_under_its_heading_and_its_caption_is_never_alone(tmp_path):
    """Four rows, each of half a page: cut where the page ends, with the head of the table above them."""
    pypdf = pytest.importorskip("pypdf")
    text = "La contraparte pidió otra fecha y la comisión no se reunió. " * 40
    rows = tuple(TableRow((f"Unidad {name}", "Central", text)) for name in "ABCD")
    columns = (Column("Unidad"), Column("Área"), Column("Por qué, según la unidad"))
    long = Table("cuadro-largo", "Los últimos", columns, rows)._repr_html_()
    parts = [save(tmp_path, "unidades", "# Desempeño", "Algo antes. " * 300, "## Al final\n\nQuiénes.", shows(long))]
    print_out(parts, COVER, tmp_path)
    pages = [text_of(page) for page in pypdf.PdfReader(tmp_path / "informe.pdf").pages]
    (first,) = [at for at, words in enumerate(pages) if "1.1. Los últimos" in words and "Índice" not in words]
    assert "1.1 Al final" in pages[first] and "Unidad A Central La contraparte" in pages[first]
    assert all("Por qué, según la unidad" in words for words in pages[first:])


@pytest.mark.slow
@pytest.mark.pdf
def test_a_wide_table_lies_on_its_side_with_its_heading_and_the_text_after_it_stands(printed):
    wide = [page for page in printed.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 1 and "3 Ancho" in wide[0].extract_text()
    assert "3.1 Después" in text_of(printed.pages[-1])
    assert printed.pages[-1].mediabox.width < printed.pages[-1].mediabox.height


@pytest.mark.slow
@pytest.mark.pdf
def test_bookmarks_and_contents_name_the_same_pages(printed):
    marks = [leaf for mark in printed.outline for leaf in (mark if isinstance(mark, list) else [mark])]
    pages = {" ".join(mark.title.split()): printed.get_destination_page_number(mark) + 1 for mark in marks}
    assert list(pages)[2:] == ["1 Resumen", "2 Avance", "2.1 Por unidad", "3 Ancho", "3.1 Después"]
    assert [pages["1 Resumen"], pages["2.1 Por unidad"], pages["3.1 Después"]] == [3, 4, len(printed.pages)]
    contents = text_of(printed.pages[1])
    for title, page in list(pages.items())[2:]:
        assert re.search(rf"{re.escape(title)} ?(\. ?)+ {page}\b", contents)
    assert "Índice de cuadros" in contents and "Índice de gráficos" in contents


@pytest.mark.slow
@pytest.mark.pdf
def test_it_is_tagged_in_spanish_and_declares_pdf_a(printed):
    root = printed.trailer["/Root"]
    assert (
        root["/MarkInfo"]["/Marked"]
        and root["/Lang"] == "es"
        and root["/ViewerPreferences"]["/DisplayDocTitle"]
    )
    assert printed.metadata.title == "Informe de seguimiento al POA · MRE · Segundo trimestre de 2024"
    assert printed.metadata.author == "Ministerio de Relaciones Exteriores"
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in root["/Metadata"].get_data()


def elements(node):
    """Every structure element below a node."""
    node = node.get_object()
    if isinstance(node, dict) and "/S" in node:
        yield node
    if isinstance(node, dict) and "/K" in node:
        children = node["/K"]
        for child in children if isinstance(children, list) else [children]:
            yield from elements(child)


@pytest.mark.slow
@pytest.mark.pdf
def test_pictures_have_words_and_tables_have_heads_in_the_tags(printed):
    tags = list(elements(printed.trailer["/Root"]["/StructTreeRoot"]["/K"][0]))
    assert {element["/Alt"] for element in tags if element["/S"] == "/Figure"} == {ALT, r"\frac{E}{P}"}
    assert {"/H1", "/H2", "/H3", "/Table", "/THead", "/TH", "/TD", "/Caption", "/Link"} <= {
        tag["/S"] for tag in tags
    }


@pytest.mark.slow
@pytest.mark.pdf
def test_every_font_travels_in_the_file_and_none_comes_from_the_machine(printed):
    fonts = {}
    for page in printed.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            fonts[font["/BaseFont"]] = (
                "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]
            )
    assert all(fonts.values())
    assert all("Source" in name or "Signos" in name for name in fonts)


@pytest.mark.slow
@pytest.mark.pdf
def test_the_same_input_gives_the_same_bytes_with_its_attachments(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    figures = tmp_path / "cifras.csv"
    digests = set()
    for _ in range(2):
        figures.write_text("id;valor\n")
        print_out(notebooks(tmp_path), COVER, tmp_path, attachments=[figures])
        digests.add(hashlib.sha256((tmp_path / "informe.pdf").read_bytes()).hexdigest())
    pypdf = pytest.importorskip("pypdf")
    assert len(digests) == 1
    assert list(pypdf.PdfReader(tmp_path / "informe.pdf").attachments) == ["cifras.csv"]


@pytest.mark.slow
@pytest.mark.pdf
def test_every_page_of_made_up_data_says_so(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    print_out(notebooks(tmp_path), replace(COVER, state="definitivo", note="", synthetic=True), tmp_path)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "informe.pdf").pages]
    assert all("SINTÉTICOS" in text for text in pages)


@pytest.mark.slow
@pytest.mark.pdf
def test_a_final_report_bears_no_mark(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    print_out(notebooks(tmp_path), replace(COVER, state="definitivo", note=""), tmp_path)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "informe.pdf").pages]
    assert not any("BORRADOR" in text for text in pages) and "Documento definitivo" in pages[2]
