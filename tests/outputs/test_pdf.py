"""The report as a PDF."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from datetime import date

import pypdfium2
import pytest
from notebook_parts import COVER, SVG, chart, formula, make_cover, make_page, photograph, save, shows, table
from paper_texts import beyond_the_margins, lost_on_paper
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from helpers.audit.pages.pdf_words import pdf_words
from helpers.outputs.html.closing_section import CLOSING_ID
from helpers.outputs.html.html_trees import parse_page
from helpers.outputs.html.paper_parts import MAY_BREAK, with_breaks
from helpers.outputs.pdf.report_pdf import write_pdf
from helpers.outputs.pdf.typst_source import Source
from helpers.outputs.pdf.typst_text import PdfFailed
from helpers.outputs.run_files import HTML_FILE, PDF_FILE, PLACES_FILE
from helpers.views.elements.grid import Column, Table, TableRow

ROWS = 45


def notebooks(folder):
    summary = "# Resumen\n\nEl devengado, en el [](#cuadro-a)."
    return [
        save(folder, "resumen", summary, shows(formula(r"\frac{E}{P}")), shows(chart("grafico-a"))),
        save(folder, "acp", "# Avance\n\n## Por unidad", shows(table("cuadro-a", "Devengado", ROWS))),
        save(
            folder,
            "ancho",
            "# Ancho",
            shows(table("cuadro-b", "Apaisado", 9, "apaisado", columns=14)),
            "## Después\n\nYa.",
        ),
    ]


def print_out(parts, cover, folder, **carried):
    """Assemble a report and print it."""
    (folder / HTML_FILE).write_text(make_page(parts, cover), encoding="utf-8")
    write_pdf((folder / HTML_FILE).read_text(encoding="utf-8"), folder / PDF_FILE, **carried)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    pypdf = pytest.importorskip("pypdf")
    folder = tmp_path_factory.mktemp("informe")
    print_out(notebooks(folder), COVER, folder)
    reader = pypdf.PdfReader(folder / PDF_FILE)
    reader.path = folder / PDF_FILE
    return reader


def text_of(page):
    return " ".join(page.extract_text().split())


def without_blanks(text):
    return "".join(text.split())


@pytest.mark.pdf
def test_the_pdf_has_every_word_of_the_page(printed):
    assert lost_on_paper(printed.path.with_name(HTML_FILE).read_text(encoding="utf-8"), printed.path) == {}


@pytest.mark.pdf
def test_the_cover_of_a_long_title_is_one_page(tmp_path):
    """The title of a consolidated report names laws and units; at full size it left the particulars for a second page."""
    pypdf = pytest.importorskip("pypdf")
    title = "Informe de seguimiento y evaluación de la ejecución física y financiera del Plan Operativo Anual y del presupuesto " * 3
    marks = {"cite": "MRE-DGP-Cs-120/2024", "hoja_de_ruta": "MRE-2024-1200", "version": "2"}
    print_out([save(tmp_path, "acp", "# Avance", shows("<p>Texto.</p>"))], make_cover(titulo=title.strip(), **marks), tmp_path)
    cover, contents, *_ = (text_of(page) for page in pypdf.PdfReader(tmp_path / PDF_FILE).pages)
    assert "Fecha de corte" in cover and "Índice" in contents


@pytest.mark.pdf
def test_the_list_of_a_charts_figures_is_not_printed(printed):
    (page,) = [text_of(page) for page in printed.pages if "Gráfico 1.1. Un gráfico" in text_of(page) and "Resumen" in text_of(page)]
    assert "Ver las cifras" not in page and "92,16" not in page


def test_writing_the_page_makes_no_pdf(tmp_path):
    (tmp_path / HTML_FILE).write_text(make_page(notebooks(tmp_path), COVER), encoding="utf-8")
    assert [path.name for path in tmp_path.glob("informe.*")] == ["informe.html"]


def page_with(content: str) -> str:
    """A page of one section."""
    head = '<html lang="es"><head><title>Hoja</title></head>'
    return f"<!doctype html>{head}<body><main><section id='sec-a'><h2>A</h2>{content}</section></main></body></html>"


def figure(image: str) -> str:
    return f'<figure class="grafico" id="grafico-a">{image}<figcaption>Un gráfico</figcaption></figure>'


def source_of(document: str) -> Source:
    return Source(parse_page(document))


OUTSIDE = "una imagen no viaja dentro del documento o no se lee"
UNFORESEEN = "Typst no pudo componer el documento"
REFUSED = {
    "from the network": ('<p><img alt="a" src="http://127.0.0.1:9/a.png"></p>', OUTSIDE),
    "from the machine": ('<p><img alt="a" src="file:///etc/hostname"></p>', OUTSIDE),
    "broken": ('<p><img alt="a" src="data:image/png;base64,eA=="></p>', "una imagen está dañada"),
    "a broken drawing": ('<p><img alt="a" src="data:image/svg+xml;base64,PHN2Zz4="></p>', "un dibujo está dañado"),
    "no words": (f'<p><img src="{SVG}"></p>', UNFORESEEN),
    "empty words": (figure(f'<img alt="" src="{SVG}">'), UNFORESEEN),
    "a level skipped": ("<h4>Muy abajo</h4>", UNFORESEEN),
    "a private letter": ("<p>\ue000</p>", "el texto tiene un carácter que un PDF para archivar no admite"),
}


def test_a_line_that_ends_in_a_colon_stays_with_its_list():
    written = source_of(page_with("<p>Texto.</p><ul><li>Uno</li></ul><p><b>Limitaciones:</b></p><ul><li>Dos</li></ul>")).text()
    assert 'parrafo("Texto.")' in written
    assert 'entrada(strong("Limitaciones:"))' in written


TABLE = '<figure class="cuadro"><table><tr><td>1</td></tr></table></figure>'
LED = "<h3>Unidad</h3><p>Avance físico: 71,67 %.</p>{}"


@pytest.mark.parametrize(
    ("content", "leads"),
    [
        ("<p>Objetivo.</p>" + TABLE, True),
        ("<ul><li>Uno</li></ul>" + TABLE, True),
        ("<p>Limitaciones:</p><ul><li>Una</li></ul>", True),
        ("<p>Objetivo.</p><h3>Otra</h3>" + TABLE, False),
        ("<p>Objetivo.</p>", False),
        (f"<ul><li>{'Un hecho. ' * 60}</li></ul><p>Objetivo.</p>{TABLE}", True),
        (f"<ul><li>{'Un hecho. ' * 60}</li></ul><p>Limitaciones:</p><ul><li>Una</li></ul>", False),
    ],
)
def test_a_heading_and_the_text_below_it_stay_with_the_table_that_follows(content, leads):
    written = source_of(page_with(LED.format(content))).text()
    assert f'{"entrada" if leads else "parrafo"}("Avance físico: 71,67 %.")' in written


def test_a_long_text_before_a_table_is_not_kept_on_the_page_of_the_table():
    written = source_of(page_with(f"<h3>Unidad</h3><p>{'Largo. ' * 90}</p><ul><li>Uno</li></ul>{TABLE}")).text()
    assert "junto-a-lo-que-sigue" not in written
    short = source_of(page_with(f"<h3>Unidad</h3><ul><li>Uno</li></ul>{TABLE}")).text()
    assert 'junto-a-lo-que-sigue(list("Uno"))' in short


CLOSING = f'<section class="seccion" id="{CLOSING_ID}"><h2>Contacto</h2>{{}}</section>'
OMITTED = '<section class="seccion"><h2>Qué no incluye</h2><ul class="lista-no-incluye"><li>x</li></ul></section>'


@pytest.mark.parametrize(
    ("section", "begins"),
    [
        ('<section class="seccion"><h2>Otra</h2></section>', "#pagina-de-seccion()"),
        (OMITTED, "#en-la-misma-pagina"),
        (CLOSING.format("<p>El próximo.</p>"), "#pagina-de-seccion(hueco: 55mm)"),
        (CLOSING.format("<p>Consultas:</p><ul><li>Correo</li></ul>"), "#pagina-de-seccion(hueco: 55mm)"),
    ],
)
def test_where_a_section_begins_depends_on_its_kind_and_length(section, begins):
    assert begins in source_of(page_with("").replace("</main>", f"{section}</main>")).text().splitlines()


def test_irregular_html_is_printed_nevertheless():
    content = (
        '<table><tr><td colspan="dos">a</td></tr></table><span class="semaforo">Alto</span>'
        "<dl><dt>Corte</dt><dd>junio</dd><dd>julio</dd></dl>"
    )
    written = source_of(page_with(content)).text()
    assert '(("Corte", "junio"), ("", "julio"))' in written and 'semaforo("gris", "Alto")' in written


def test_a_list_that_goes_on_after_a_paragraph_keeps_its_numbers():
    written = source_of(page_with("<ol><li>uno</li></ol><p>Texto</p><ol start='2'><li>dos</li></ol>")).text()
    assert 'enum(start: 1, "uno")' in written and 'enum(start: 2, "dos")' in written


@pytest.mark.pdf
def test_the_name_of_a_formula_is_set_off_from_the_formula_below_it(tmp_path):
    """Two functions of the style had one name, and the names of formulas were plain text."""
    pypdf = pytest.importorskip("pypdf")
    write_pdf(page_with('<p class="formula-nombre">Eficacia, <em>ponderada</em></p><p>Texto.</p>'), tmp_path / "a.pdf")
    fonts = {}
    pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text(
        visitor_text=lambda text, _, __, font, ___: fonts.update({text.strip(): font and font["/BaseFont"]})
    )
    assert fonts["Eficacia,"] != fonts["Texto."]


@pytest.mark.pdf
def test_a_title_within_a_page_stands_apart_from_the_text_before_it(tmp_path):
    """The titles of the acta, whose parts begin no pages, were printed over the line before."""
    write_pdf(page_with("<p>Línea</p><h2>Controles</h2><p>Texto</p>"), tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        text = document[0].get_textpage()
        (_, bottom, _, _), (_, _, _, top) = (text.get_charbox(text.search(word).get_next()[0]) for word in ("Línea", "Controles"))
    assert bottom - top > 9 * 72 / 25.4 / 2


@pytest.mark.pdf
def test_a_files_path_is_copied_from_the_pdf_without_invisible_characters(tmp_path):
    write_pdf(page_with("<p>Huella de data/<wbr></wbr>mre/<wbr></wbr>2024/<wbr></wbr>publicado.csv</p>"), tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        assert "data/mre/2024/publicado.csv" in document[0].get_textpage().get_text_bounded()


def test_a_long_path_breaks_after_its_slashes_and_in_no_name():
    path = "output/mre/2024-T2/datos_abiertos/cuadro_t2_areas_organizacionales.csv"
    assert with_breaks(path).split(MAY_BREAK) == path.replace("/", "/ ").split(" ")


@pytest.mark.pdf
def test_an_endless_word_breaks_at_the_margin_and_leaves_the_other_columns_their_width(tmp_path):
    """A link pasted as backing took the table's whole width, and other columns were printed one over the other."""
    link = f"https://of.sharepoint.com/{'aB3dE5' * 60}"
    rows = f"<tr><td>R1</td><td>{link}</td><td>11 embajadores</td></tr>" * 2
    write_pdf(page_with(f"<p>{link}</p><p>{'u' * 300}</p><table>{rows}</table>"), tmp_path / "a.pdf")
    assert "embajadores" in [word.text for word in pdf_words(tmp_path / "a.pdf")]
    assert list(beyond_the_margins(tmp_path / "a.pdf")) == []


@pytest.mark.pdf
def test_a_picture_of_a_notebooks_text_has_its_own_size(tmp_path):
    """A pasted photograph (JPEG) was a dot, and a PNG a seventh of its size on screen."""
    for kind in ("png", "jpeg"):
        write_pdf(page_with(f'<p><img alt="a" src="{photograph(kind, 400, 300)}"></p>'), tmp_path / "a.pdf")
        with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
            drawn = next(one for one in document[0].get_objects() if one.type == FPDF_PAGEOBJ_IMAGE)
            left, bottom, right, top = drawn.get_bounds()
        assert (round(right - left), round(top - bottom)) == (400, 300)


@pytest.mark.pdf
@pytest.mark.parametrize("what", REFUSED)
def test_content_from_outside_or_against_the_standards_is_refused_without_a_file(what, tmp_path):
    content, words = REFUSED[what]
    with pytest.raises(PdfFailed) as refused:
        write_pdf(page_with(content), tmp_path / "a.pdf")
    assert refused.value.problem.startswith(words) and str(tmp_path) not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.pdf
def test_an_unforeseen_error_is_reported_with_the_message_of_typst(tmp_path, monkeypatch, wording):
    monkeypatch.setattr("helpers.outputs.pdf.typst_source.Source.text", lambda source: "#no-hay()")
    with pytest.raises(PdfFailed) as refused:
        write_pdf(page_with(""), tmp_path / "a.pdf")
    sentence, _, detail = refused.value.problem.partition(" (Detalle: ")
    wording(sentence)
    assert detail.startswith("unknown variable") and detail.endswith("en documento.typ:3)")


@pytest.mark.pdf
def test_neither_fonts_nor_templates_of_the_machine_are_used(tmp_path, monkeypatch):
    """Fonts that a person installed, and templates in the folder where `poa` runs, change nothing."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    write_pdf(page_with("<p>Ñandú ✓ ▲</p>"), tmp_path / "a.pdf")
    (tmp_path / "informe.typ").write_text("#panic()", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TYPST_FONT_PATHS", "/usr/share/fonts")
    monkeypatch.setenv("TYPST_ROOT", str(tmp_path))
    write_pdf(page_with("<p>Ñandú ✓ ▲</p>"), tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


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
    own = {word.page for word in pdf_words(printed.path)}
    assert own == set(range(1, len(printed.pages) + 1))


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
    assert sum(text.count(".355.202,50") for text in with_rows) == 7 * ROWS + 14 * 9


@pytest.mark.slow
@pytest.mark.pdf
def test_a_table_of_long_texts_begins_under_its_heading_and_its_caption_is_never_alone(tmp_path):
    """Four rows of half a page each: a row is split where the page ends, and each page repeats the table's head."""
    pypdf = pytest.importorskip("pypdf")
    text = "La contraparte pidió otra fecha y la comisión no se reunió. " * 40
    rows = tuple(TableRow((f"Unidad {name}", "Central", text)) for name in "ABCD")
    columns = (Column("Unidad"), Column("Área"), Column("Por qué, según la unidad"))
    long = Table("cuadro-largo", "Los últimos", columns, rows)._repr_html_()
    parts = [save(tmp_path, "unidades", "# Desempeño", "Algo antes. " * 300, "## Al final\n\nQuiénes.", shows(long))]
    print_out(parts, COVER, tmp_path)
    pages = [text_of(page) for page in pypdf.PdfReader(tmp_path / PDF_FILE).pages]
    (first,) = [at for at, words in enumerate(pages) if "1.1. Los últimos" in words and "Índice" not in words]
    assert "1.1 Al final" in pages[first] and "Unidad A Central La contraparte" in pages[first]
    assert all("Por qué, según la unidad" in words for words in pages[first:])
    words = [word.text for word in pdf_words(tmp_path / PDF_FILE)]
    assert words.count("contraparte") == 4 * 40
    assert list(beyond_the_margins(tmp_path / PDF_FILE)) == []


@pytest.mark.slow
@pytest.mark.pdf
def test_a_wide_table_and_its_heading_are_landscape_and_the_text_after_is_portrait(printed):
    wide = [page for page in printed.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 1 and "3 Ancho" in wide[0].extract_text()
    assert "3.1 Después" in text_of(printed.pages[-1])
    assert printed.pages[-1].mediabox.width < printed.pages[-1].mediabox.height


@pytest.mark.slow
@pytest.mark.pdf
def test_bookmarks_and_contents_name_the_same_pages(printed):
    marks = [leaf for mark in printed.outline for leaf in (mark if isinstance(mark, list) else [mark])]
    pages = {without_blanks(mark.title): printed.get_destination_page_number(mark) + 1 for mark in marks}
    assert list(pages) == ["Índice", "1Resumen", "2Avance", "2.1Porunidad", "3Ancho", "3.1Después"]
    assert [pages["1Resumen"], pages["2.1Porunidad"], pages["3.1Después"]] == [3, 4, len(printed.pages)]
    contents = without_blanks(printed.pages[1].extract_text())
    for title, page in list(pages.items())[1:]:
        assert re.search(rf"{re.escape(title)}\.+{page}", contents)


@pytest.mark.pdf
@pytest.mark.parametrize("count", [29, 30])
def test_tables_and_charts_are_listed_from_thirty_on(tmp_path, count):
    pypdf = pytest.importorskip("pypdf")
    many = [shows(table(f"cuadro-{number}", f"Un cuadro {number}", 1)) for number in range(count - 1)]
    print_out([save(tmp_path, "acp", "# Avance", *many, shows(chart("grafico-a")))], COVER, tmp_path)
    contents = text_of(pypdf.PdfReader(tmp_path / PDF_FILE).pages[1])
    assert ("Índice de cuadros" in contents, "Índice de gráficos" in contents) == (count == 30, count == 30)


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("count", [18, 19, 20])
def test_the_name_of_a_list_stands_in_the_column_of_its_first_entry(tmp_path, count):
    """With 19 tables and 20 charts of long names the list of charts was named at the foot of the column before."""
    pdfium = pytest.importorskip("pypdfium2")
    name = "Un nombre que ocupa dos renglones del índice, o tres, como los de los anexos y los gráficos del informe de un año"
    many = [shows(table(f"cuadro-{at}", name, 1)) for at in range(count)]
    many += [shows(chart(f"grafico-{at}", name)) for at in range(20)]
    print_out([save(tmp_path, "acp", "# Avance", *many)], COVER, tmp_path)
    with pdfium.PdfDocument(tmp_path / PDF_FILE) as document:
        words = document[1].get_textpage()
        edges = [words.get_charbox(words.search(text).get_next()[0])[0] for text in ("Índice de gráficos", "Gráfico 1.1.")]
    assert abs(edges[0] - edges[1]) < 2


@pytest.mark.pdf
def test_a_blank_follows_the_number_of_a_heading_in_the_bookmarks(printed):
    titles = [mark.title for mark in printed.outline if not isinstance(mark, list)]
    assert "1 Resumen" in [" ".join(title.split()) for title in titles]


@pytest.mark.slow
@pytest.mark.pdf
def test_every_font_is_embedded_and_none_comes_from_the_machine(printed):
    fonts = {}
    for page in printed.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            fonts[font["/BaseFont"]] = (
                "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]
            )
    assert all(fonts.values())
    assert all(re.fullmatch(r"/[A-Z]{6}\+(Libro|DejaVu)\w+(-\w+)?", name) for name in fonts)


@pytest.mark.slow
@pytest.mark.pdf
def test_the_same_input_gives_the_same_bytes_with_its_attachments(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    figures = tmp_path / "cifras.csv"
    digests = set()
    for _ in range(2):
        figures.write_text("id;valor\n")
        print_out(notebooks(tmp_path), COVER, tmp_path, attachments=[figures])
        digests.add(hashlib.sha256((tmp_path / PDF_FILE).read_bytes()).hexdigest())
    pypdf = pytest.importorskip("pypdf")
    assert len(digests) == 1
    carried = pypdf.PdfReader(tmp_path / PDF_FILE).attachments
    assert sorted(carried) == ["cifras.csv", PLACES_FILE] and carried["cifras.csv"] == [b"id;valor\n"]


@pytest.mark.slow
@pytest.mark.pdf
def test_the_same_page_gives_the_same_bytes_in_any_process(tmp_path):
    """Each new Python process orders sets differently, by its hash seed."""
    (tmp_path / HTML_FILE).write_text(make_page(notebooks(tmp_path), COVER), encoding="utf-8")
    code = (
        "import sys; from datetime import date; from pathlib import Path; from helpers.outputs.pdf.report_pdf import write_pdf;"
        "page, paper = map(Path, sys.argv[1:]); write_pdf(page.read_text(encoding='utf-8'), paper, dated=date(2024, 6, 30))"
    )
    here, elsewhere = tmp_path / "aquí.pdf", tmp_path / "allá.pdf"
    write_pdf((tmp_path / HTML_FILE).read_text(encoding="utf-8"), here, dated=date(2024, 6, 30))
    command = [sys.executable, "-c", code, str(tmp_path / HTML_FILE), str(elsewhere)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "1"})
    assert here.read_bytes() == elsewhere.read_bytes()


@pytest.mark.slow
@pytest.mark.pdf
def test_every_page_with_synthetic_data_says_so(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    print_out(notebooks(tmp_path), make_cover({"sintetica": True}, only=(), estado="definitivo", aprobado_por="Ana Quispe"), tmp_path)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / PDF_FILE).pages]
    assert all("SINTÉTICOS" in text for text in pages)


@pytest.mark.slow
@pytest.mark.pdf
def test_cover_and_page_heads_show_cite_route_and_version(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    marked = make_cover(
        {"emblema": {"archivo": "e.svg", "texto": "Escudo", "contenido": SVG}}, cite="DGP 7/2024", hoja_de_ruta="HR 11.24", version="2"
    )
    print_out(notebooks(tmp_path), marked, tmp_path)
    first, *others = [page.extract_text() for page in pypdf.PdfReader(tmp_path / PDF_FILE).pages]
    assert "DGP 7/2024" in first and "HR 11.24" in first
    assert all("CITE DGP 7/2024 · Hoja de ruta HR 11.24 · Versión 2" in text for text in others)


@pytest.mark.slow
@pytest.mark.pdf
def test_a_final_report_has_no_draft_mark(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    print_out(notebooks(tmp_path), make_cover(only=(), estado="definitivo", aprobado_por="Ana Quispe"), tmp_path)
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / PDF_FILE).pages]
    assert not any("BORRADOR" in text for text in pages) and "Documento definitivo" in pages[2]
