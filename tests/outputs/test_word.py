"""The Word document, made from the finished page: native styles, captions, tables, contents, pictures and pages."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from base64 import b64encode
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from notebook_parts import photograph

from helpers.audit.pages.office_parts import part_differences
from helpers.outputs.html.closing_section import CLOSING_ID
from helpers.outputs.pdf.typst_text import PdfFailed
from helpers.outputs.run_files import WORD_FILE
from helpers.outputs.word.report_docx import report_docx
from helpers.outputs.word.word_document import COLOURS

DATED = date(2024, 6, 30)
DRAWN = b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30"><rect width="40" height="20"/></svg>').decode()
FORMULA = b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -141 592 232"><path d="M0 0L40 40"/></svg>').decode()
WIDE = "".join(f'<th class="num">Recaudado {month} 2024</th>' for month in range(14))
WIDE_ROW = "".join('<td class="num">1.234.567.890,12</td>' for _ in range(14))
TERMS = "".join(f"<div><dt>Dato {term}</dt><dd>30 de junio</dd></div>" for term in "abcdefgh")
PAGE = f"""<!doctype html><html lang="es"><head><title>Informe POA</title><meta name="author" content="Entidad Uno">
<meta name="description" content="Corte al 30 de junio"></head><body class="borrador">
<aside class="aviso-marcas"><p><strong>BORRADOR</strong> <span>no es final</span></p></aside>
<header class="portada"><p class="emisor"><span class="institucion">Entidad Uno</span> <span class="sigla">EU</span></p>
<h1>Seguimiento al plan operativo anual y al presupuesto de la Entidad Uno</h1><p class="periodo">Segundo trimestre</p><p class="estado">BORRADOR</p>
<dl class="ficha">{TERMS}</dl></header><main>
<section class="seccion" id="sec-uno"><h2 id="t1"><span class="numero">1</span> Avance</h2>
<p>Llegó a <data data-cifra="avance/e">92,16 %</data> y <b>subió</b>; vea el <a class="ref" href="#cuadro-uno">Cuadro 1.1</a> y
<a href="https://example.org/a">la norma</a>.</p><ul><li>uno</li><li>dos</li></ul><ol><li>a</li></ol>
<h3 id="t11"><span class="numero">1.1</span> Unidades</h3>
<figure class="cuadro" id="cuadro-uno"><figcaption><span class="numero">Cuadro 1.1.</span> Avance por unidad</figcaption><table>
<thead><tr><th rowspan="2">Unidad</th><th colspan="2">Avance</th></tr><tr><th class="num">T1</th><th class="num">T2</th></tr></thead>
<tbody><tr class="grupo"><th colspan="3">Central</th></tr><tr><th class="nivel-1">DGAA</th><td class="num"><data data-cifra="avance/u">23,53</data></td>
<td class="num"><span class="semaforo verde">● Alto</span></td></tr>
<tr class="total"><th>Total</th><td class="num">23,53</td><td class="num">9,00</td></tr></tbody></table><p class="nota">s/d: sin dato.</p></figure>
<figure class="cuadro" id="cuadro-dos"><figcaption><span class="numero">Cuadro 1.2.</span> Segundo</figcaption><table><tr><td>x</td></tr></table></figure>
</section><section class="seccion" id="sec-dos"><h2 id="t2"><span class="numero">2</span> Gráficos</h2>
<figure class="grafico" id="grafico-a"><img alt="Barra de 40 puntos" src="data:image/svg+xml;base64,{DRAWN}"><figcaption><span class="numero">Gráfico 2.1.</span> Barra</figcaption></figure>
<div class="formula bloque"><img class="formula" alt="a sobre b" src="data:image/svg+xml;base64,{FORMULA}"></div>
<figure class="cuadro apaisado" id="cuadro-tres"><figcaption><span class="numero">Cuadro 2.1.</span> Ancho</figcaption><table><thead><tr>{WIDE}</tr></thead>
<tbody><tr>{WIDE_ROW}</tr></tbody></table></figure><p>Después: 10<sup>2</sup> km.</p></section></main></body></html>"""


@pytest.fixture(scope="module")
def written() -> bytes:
    return report_docx(PAGE, DATED)


@pytest.fixture
def document(written):
    return Document(BytesIO(written))


def instructions(document) -> list[str]:
    return [one.text.strip() for one in document.element.iter(qn("w:instrText"))]


def test_the_same_page_gives_the_same_bytes_without_times(written):
    assert report_docx(PAGE, DATED) == written
    with zipfile.ZipFile(BytesIO(written)) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_captions_and_texts_have_styles_of_their_own(document):
    styled = {one.style.name: one.text for one in document.paragraphs}
    assert [one.text for one in document.paragraphs if one.style.name.startswith("Heading")] == ["Avance", "Unidades", "Gráficos"]
    assert styled["Caption"] == "Cuadro 2.1. Ancho"
    assert {"Texto", "Nota", "List Bullet", "List Number", "Title", "Subtitle"} <= {*styled}


def test_a_power_is_raised(document):
    assert [one.text for one in document.paragraphs[-1].runs if one.font.superscript] == ["2"]


def test_numbers_of_headings_and_captions_are_counted_by_word(document):
    numbering = document.styles["Heading 1"].element.find(f".//{qn('w:numId')}")
    assert numbering is not None
    assert instructions(document) == [
        'TOC \\o "1-2" \\h \\z \\u', "SEQ Cuadro \\* ARABIC \\r 1", "SEQ Cuadro \\* ARABIC", "SEQ Gráfico \\* ARABIC \\r 1", "SEQ Cuadro \\* ARABIC \\r 1",
    ]  # fmt: skip


def test_contents_show_every_heading_before_word_updates_them(document):
    entries = [one for one in document.element.iter(qn("w:p")) if (one.pPr is not None and (one.pPr.style or "").startswith("TOC"))]
    assert ["".join(one.text or "" for one in entry.iter(qn("w:t"))) for entry in entries] == ["1Avance", "1.1Unidades", "2Gráficos"]


def test_every_inner_link_leads_to_a_bookmark(document):
    marks = {one.get(qn("w:name")) for one in document.element.iter(qn("w:bookmarkStart"))}
    links = {one.get(qn("w:anchor")) for one in document.element.iter(qn("w:hyperlink"))} - {None}
    assert links
    assert links <= marks
    ids = [one.get(qn("w:id")) for one in document.element.iter(qn("w:bookmarkStart"))]
    assert len(ids) == len({*ids})


def test_tables_repeat_their_header_merge_its_cells_and_split_no_row(document):
    table = document.tables[1]
    heads = [row for row in table.rows if row._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(heads) == 2
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    assert [cell.text for cell in table.rows[3].cells] == ["DGAA", "23,53", "●\u00a0Alto"]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc, "«Unidad» over two rows"
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc, "«Avance» over two columns"
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Cuadro 1.1. Avance por unidad"


def test_a_tables_last_row_stays_with_the_notes_below_it(document):
    def is_kept(table) -> bool:
        return all(one.paragraph_format.keep_with_next for cell in table.rows[-1].cells for one in cell.paragraphs)

    assert [is_kept(table) for table in document.tables] == [False, True, False, False]


def test_the_terms_of_the_cover_stand_side_by_side_each_over_its_text(document):
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert cells == [f"Dato {term}\n30 de junio" for term in "abcdefgh"]


def test_a_term_may_have_several_texts():
    """A Markdown list of definitions in a notebook gives such terms; writing the document failed."""
    listed = "<dl><dt>Fuente</dt><dd>SIGEP</dd><dd>Formularios</dd><dt>Corte</dt><dd>30 de junio</dd></dl></section></main>"
    made = Document(BytesIO(report_docx(PAGE.replace("</section></main>", listed), DATED)))
    cells = [cell.text for cell in made.tables[-1].rows[0].cells]
    assert cells == ["Fuente\nSIGEP\nFormularios", "Corte\n30 de junio"]


def test_the_closing_section_continues_a_page_and_the_others_begin_one():
    closing = f'<section class="seccion" id="{CLOSING_ID}"><h2>Contacto</h2><p>El próximo informe.</p></section></main>'
    made = Document(BytesIO(report_docx(PAGE.replace("</main>", closing), DATED)))
    heads = {one.text: one.paragraph_format for one in made.paragraphs if one.style.name == "Heading 1"}
    assert {name: one.page_break_before for name, one in heads.items()} == {"Avance": True, "Gráficos": True, "Contacto": None}
    least = made.styles["Heading 2"].paragraph_format.space_before
    assert heads["Contacto"].space_before > least, "it touched the table above it"


def test_an_inner_numbered_list_begins_at_one_and_no_list_is_deeper_than_the_numbering():
    """LibreOffice printed 3 and 4 before the items of a second inner list, and 1 in place of a fourth bullet."""
    inner = "<ul><li>x<ol><li>a</li><li>b</li></ol></li><li>y<ol><li>c</li></ol></li></ul>"
    deep = f"{'<ul><li>z' * 5}{'</li></ul>' * 5}</section></main>"
    made = Document(BytesIO(report_docx(PAGE.replace("</section></main>", inner + deep), DATED)))
    lists = [one for one in made.part.numbering_part.element.iter(qn("w:num")) if len(one.findall(qn("w:lvlOverride")))]
    begins = [[one.get(qn("w:ilvl")) for one in of_list.iter(qn("w:lvlOverride"))] for of_list in lists]
    assert begins == [["0", "1", "2"]] * 3
    assert {one.get(qn("w:val")) for one in made.element.body.iter(qn("w:ilvl"))} == {"0", "1", "2"}


def test_a_list_that_goes_on_after_a_paragraph_keeps_its_numbers():
    listed = '<ol start="2"><li>dos</li></ol></section></main>'
    made = Document(BytesIO(report_docx(PAGE.replace("</section></main>", listed), DATED)))
    lists = made.part.numbering_part.element.findall(qn("w:num"))
    starts = [one.find(f".//{qn('w:startOverride')}").get(qn("w:val")) for one in lists if len(one) > 1]
    assert starts == ["1", "2"]


def test_the_marks_of_a_list_in_a_cell_are_as_small_as_its_text():
    cell = "<table><tr><td><ul><li>uno</li></ul></td></tr></table></section></main>"
    made = Document(BytesIO(report_docx(PAGE.replace("</section></main>", cell), DATED)))
    item = next(one for one in made.tables[-1].cell(0, 0).paragraphs if one.text == "uno")
    mark = item._p.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:sz')}")
    assert mark.get(qn("w:val")) == str(int(2 * item.runs[0].font.size.pt))


def test_a_line_that_ends_in_a_colon_stays_with_its_list():
    listed = "<p>Limitaciones:</p><ul><li>Un solo balanceador.</li></ul><p>Fin:</p></section></main>"
    made = Document(BytesIO(report_docx(PAGE.replace("</section></main>", listed), DATED)))
    kept = {one.text: bool(one.paragraph_format.keep_with_next) for one in made.paragraphs}
    assert (kept["Limitaciones:"], kept["Un solo balanceador."], kept["Fin:"]) == (True, False, False)


def test_pictures_have_alternative_texts(document):
    described = [one.get("descr") for one in document.element.iter("{*}docPr")]
    assert described == ["Barra de 40 puntos", "a sobre b"]


@pytest.mark.parametrize("box", ['viewBox="0,0,400,100"', 'width="400" height="100"', "viewBox='0 0 400 100'"])
def test_an_emblem_is_as_high_however_its_file_states_its_size(box):
    emblem = b64encode(f'<svg xmlns="http://www.w3.org/2000/svg" {box}><rect width="400" height="100"/></svg>'.encode())
    shown = f'<p class="emblema"><img alt="Escudo" src="data:image/svg+xml;base64,{emblem.decode()}"></p>'
    made = Document(BytesIO(report_docx(PAGE.replace('<p class="emisor">', f'{shown}<p class="emisor">'), DATED)))
    size = made.inline_shapes[0]
    assert (round(size.width.pt), round(size.height.pt)) == (248, 62)


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_picture_of_a_notebooks_text_has_its_own_size(kind):
    image = f'<p><img alt="x" src="{photograph(kind, 400, 300)}"></p></section></main>'
    made = Document(BytesIO(report_docx(PAGE.replace("</section></main>", image), DATED)))
    size = made.inline_shapes[2]
    assert (round(size.width.pt), round(size.height.pt)) == (400, 300)


def test_a_wide_table_has_a_landscape_page_of_its_own(document):
    assert [one.orientation == WD_ORIENT.LANDSCAPE for one in document.sections] == [False, False, True, False]
    footer = "".join(one.text for one in document.sections[2].footer.paragraphs)
    assert footer.startswith("BORRADOR")
    fields = [one.text.strip() for one in document.sections[1].footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Entidad Uno · Segundo trimestre" in document.sections[1].header.paragraphs[0].text


def test_the_document_has_its_language_and_properties(document):
    assert document.core_properties.language == "es-BO"
    assert (document.core_properties.title, document.core_properties.author) == ("Informe POA", "Entidad Uno")
    assert document.core_properties.created.date() == DATED
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "es-BO"


def test_a_final_document_does_not_say_so_in_the_red_of_drafts(document):
    final = Document(BytesIO(report_docx(PAGE.replace('<body class="borrador">', '<body class="definitivo">'), DATED)))
    said = [next(one for one in made.paragraphs if one.text == "BORRADOR").runs[0] for made in (document, final)]
    assert [str(one.font.color.rgb) for one in said] == ["None", COLOURS["azul"].upper()]


def test_a_picture_that_is_cut_short_is_named():
    image = '<p><img alt="x" src="data:image/png;base64,iVBORw0KGgo="></p></section></main>'
    with pytest.raises(PdfFailed, match="un dibujo no se puede leer"):
        report_docx(PAGE.replace("</section></main>", image), DATED)


def changed(document: bytes, part: str, change) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as read, zipfile.ZipFile(packed, "w") as write:
        for name in read.namelist():
            content = read.read(name)
            write.writestr(name, change(content) if name == part else content)
    return packed.getvalue()


EDITS = {
    "número en un cuadro": ("word/document.xml", b"23,53", b"33,53", "23,53"),
    "número en el texto": ("word/document.xml", "92,16\u00a0%".encode(), "92,17\u00a0%".encode(), "92,16"),
    "estado del pie": ("word/footer1.xml", b"BORRADOR", b"DEFINITIVO", "BORRADOR"),
    "texto oculto": ("word/document.xml", b"<w:b/>", b"<w:b/><w:vanish/>", "algo se dibujó, se movió o se ocultó"),
    "enlace": ("word/_rels/document.xml.rels", b"example.org", b"example.com", "example.com"),
}


@pytest.mark.parametrize("edit", EDITS, ids=str)
@pytest.mark.parametrize("is_same_writer", [True, False])
def test_an_edit_of_the_document_is_reported(written, edit, is_same_writer):
    part, old, new, reported_text = EDITS[edit]
    edited = changed(written, part, lambda content: content.replace(old, new, 1))
    differences, unchecked = part_differences(WORD_FILE, written, edited, is_same_writer=is_same_writer)
    assert len(differences) == 1
    assert part in differences[0].place
    assert reported_text in differences[0].expected + differences[0].found
    assert not unchecked


def test_other_versions_leave_only_pictures_and_styles_unchecked(written):
    edited = changed(written, "word/styles.xml", lambda content: content + b" ")
    assert part_differences(WORD_FILE, written, edited, is_same_writer=False) == ([], ["word/styles.xml"])
    assert part_differences(WORD_FILE, written, edited, is_same_writer=True)[0]


def test_a_damaged_document_is_reported(written, wording):
    differences, _ = part_differences(WORD_FILE, written, written[:500], is_same_writer=False)
    wording(differences[0].found.partition(" (")[0])


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.poppler
def test_libreoffice_prints_the_same_numbers(written, tmp_path):
    (tmp_path / "informe.docx").write_bytes(written)
    profile = f"-env:UserInstallation=file://{tmp_path}/perfil"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "informe.docx")]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    text = subprocess.run([shutil.which("pdftotext"), "-layout", str(tmp_path / "informe.pdf"), "-"], check=True, capture_output=True, text=True).stdout
    numbers = re.findall(r"\d[\d.]*,\d+", text)
    assert sorted(numbers) == sorted(["92,16", "23,53", "23,53", "9,00", *["1.234.567.890,12"] * 14])
    assert "Cuadro 1.2. Segundo" in text
    assert "Página 5 de 6" in text
