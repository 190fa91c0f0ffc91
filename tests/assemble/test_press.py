"""A report printed in pieces: what is bound looks, reads and leads as if it had been printed at once."""

from __future__ import annotations

import re

import numpy as np
import pytest
from helpers.assemble.pieces import ELSEWHERE, chapters_in, cut, numbered, pieces_of
from helpers.assemble.press import print_pieces, print_report, print_untaken
from notebook_parts import COVER, chart, save, shows, table

from helpers.assemble import press
from helpers.assemble.document import assemble_document
from helpers.assemble.fragments import fragment_from_file
from helpers.assemble.paper import for_paper
from helpers.assemble.pdf import write_pdf
from helpers.assemble.problems import PdfFailed

LISTING = '<ul class="lista-no-incluye"><li>Servicios.</li></ul>'


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cuadernos")
    wide = shows(table("cuadro-c", "Apaisado", 3, "apaisado"))
    parts = [
        save(folder, "resumen", "# Resumen\n\nEl devengado, en el [](#cuadro-a).", shows(chart("grafico-a"))),
        save(folder, "acp", "# Avance\n\n## Por unidad", shows(table("cuadro-a", "Devengado", 60))),
        save(folder, "ancho", "# Ancho\n\nViene del [](#grafico-a).", wide, shows(table("cuadro-b", "Otro", 3))),
    ]
    return assemble_document([fragment_from_file(name, path) for name, path in parts], COVER)


@pytest.fixture(scope="module")
def bound(document, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "informe.pdf"
    print_report(document, path)
    return path


@pytest.fixture(scope="module")
def pdf(bound):
    return pytest.importorskip("pypdf").PdfReader(bound)


def test_each_section_is_a_chapter_and_the_list_of_what_is_not_included_goes_with_the_one_before(document):
    _, chapters = pieces_of(document)
    assert list(chapters) == ["sec-resumen", "sec-acp", "sec-ancho"]
    listing = re.sub('(<section [^>]*id="sec-acp"[^>]*>)', rf"\1{LISTING}", document)
    assert LISTING in listing and list(pieces_of(listing)[1]) == ["sec-resumen", "sec-ancho"]


def test_a_chapter_is_the_same_whatever_the_others_say(document):
    changed = document.replace("El devengado, en el", "Lo devengado hasta hoy, en el").replace(COVER.source, "otra huella")
    (_, before), (_, after) = pieces_of(document), pieces_of(changed)
    assert changed.count("otra huella") > 1
    assert [name for name in before if before[name] != after[name]] == ["sec-resumen"]


def test_the_running_heads_cannot_end_the_style_they_are_written_in(document):
    hostile = document.replace(f">{COVER.institution}<", '>Uno "dos" \\ &lt;/style&gt;&lt;p&gt;tres<')
    assert hostile != document
    _, chapters = pieces_of(hostile)
    assert r"Uno \22 dos\22  \5c  \3c /style>" in chapters["sec-acp"] and "</style><p>" not in chapters["sec-acp"]


def test_the_contents_say_the_page_of_each_thing_they_name(document):
    front, _ = pieces_of(document)
    assert f'href="{ELSEWHERE}sec-acp" data-pagina="7"' in numbered(front, {"sec-acp": 7})


@pytest.mark.pdf
def test_what_is_bound_looks_as_if_it_had_been_printed_at_once(document, bound, tmp_path):
    """The same page printed by WeasyPrint in one go: dot by dot, word by word."""
    pdfium = pytest.importorskip("pypdfium2")
    write_pdf(for_paper(document), tmp_path / "de_una_vez.pdf")
    pieces, whole = pdfium.PdfDocument(bound), pdfium.PdfDocument(tmp_path / "de_una_vez.pdf")
    assert len(pieces) == len(whole) > 5
    for one, other in zip(pieces, whole, strict=True):
        assert one.get_textpage().get_text_range() == other.get_textpage().get_text_range()
        assert np.array_equal(one.render(scale=1).to_numpy(), other.render(scale=1).to_numpy())


@pytest.mark.pdf
def test_links_lead_from_one_piece_to_another(pdf):
    places = {name: pdf.get_destination_page_number(place) for name, place in pdf.named_destinations.items()}
    links = [(at, link.get_object()["/Dest"]) for at, page in enumerate(pdf.pages) for link in page.get("/Annots", ())]
    texts = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert {(places["sec-resumen"], "cuadro-a"), (places["sec-ancho"], "grafico-a"), (1, "sec-ancho")} <= set(links)
    assert "Cuadro 2.1. Devengado" in texts[places["cuadro-a"]] and "Gráfico 1.1." in texts[places["grafico-a"]]
    assert all("/A" not in link.get_object() for page in pdf.pages for link in page.get("/Annots", ()))


ACCENTED = """<html lang="es"><head><title>t</title></head><body><header class="portada"><h1>t</h1></header>
<nav class="indice"><a href="#sec-áreas">Áreas</a></nav><main id="contenido">
<section id="sec-áreas"><h2>Áreas</h2><a href="#sec-ñandú">otra</a> <a href="#sec-áreas">aquí</a><p id="aβ">Fin</p></section>
<section id="sec-ñandú"><h2>Ñandú</h2><a href="#aβ">atrás</a></section></main></body></html>"""


@pytest.mark.pdf
def test_a_link_names_its_place_byte_by_byte_and_names_are_in_order(tmp_path):
    """A planner's section may be called «áreas»; readers of PDF look names up by halves, comparing bytes."""
    pikepdf = pytest.importorskip("pikepdf")
    print_report(ACCENTED, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        names = [bytes(name) for name in list(pdf.Root.Names.Dests.Names)[::2]]
        links = [bytes(link.Dest) for page in pdf.pages for link in page.obj.get("/Annots", ())]
    assert names == sorted(names) and len(set(links)) == 3 and set(links) <= set(names)


@pytest.mark.pdf
def test_the_tags_of_all_pieces_are_one_tree(pdf):
    root = pdf.trailer["/Root"]["/StructTreeRoot"]
    (whole,) = root["/K"]
    numbers = root["/ParentTree"]["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert list(owners) == list(range(len(owners)))
    for page in pdf.pages:
        of_page = [owner for owner in owners[page["/StructParents"]] if isinstance(owner.get_object(), dict)]
        assert of_page and all(owner.get_object().raw_get("/Pg") == page.indirect_reference for owner in of_page)
        for link in page.get("/Annots", ()):
            owner = owners[link.get_object()["/StructParent"]].get_object()
            kids = [kid.get_object() for kid in owner["/K"] if not isinstance(kid, int)]
            assert [kid.raw_get("/Obj") for kid in kids if "/Obj" in kid] == [link]
    assert all(kid["/P"] == whole.get_object() for kid in whole["/K"])


@pytest.mark.pdf
def test_a_cell_names_heads_that_are_its_own_tables(pdf):
    cells = list(below(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()))
    heads = [cell["/ID"] for cell in cells if cell["/S"] == "/TH"]
    named = {head for cell in cells if cell["/S"] == "/TD" for head in cell["/A"].get("/Headers", ())}
    assert len(set(heads)) == len(heads) > 5 and named and named <= set(heads)


def below(element):
    yield element
    for kid in element.get("/K", ()):
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict) and "/S" in kid:
            yield from below(kid)


@pytest.mark.pdf
def test_the_contents_are_right_however_many_pages_they_take(document, bound, tmp_path, monkeypatch):
    monkeypatch.setattr(press, "USUAL_FRONT", 9)
    print_report(document, tmp_path / "otra.pdf")
    assert (tmp_path / "otra.pdf").read_bytes() == bound.read_bytes()


@pytest.mark.pdf
def test_a_link_that_leads_to_nothing_is_told(document, tmp_path):
    with pytest.raises(PdfFailed, match="#sec-perdida"):
        print_report(document.replace('href="#cuadro-a"', 'href="#sec-perdida"'), tmp_path / "a.pdf")


@pytest.mark.pdf
def test_chapters_are_printed_once_each_and_the_missing_ones_as_all_is_bound(document, bound, tmp_path):
    (place := tmp_path / "papel").mkdir()
    cut(document, place)
    first, second, third = chapters_in(place)
    second.taken.touch()
    print_untaken(place)
    assert [one.printed.exists() for one in (first, second, third)] == [True, False, True]
    before = first.printed.stat().st_mtime_ns
    print_pieces(place, tmp_path / "informe.pdf")
    assert first.printed.stat().st_mtime_ns == before and (tmp_path / "informe.pdf").read_bytes() == bound.read_bytes()
