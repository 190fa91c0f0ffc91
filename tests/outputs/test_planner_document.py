"""Planners' texts go to Word and come back: the same text, with what a planner changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from helpers.base.errors import UsageError
from helpers.outputs.word.planner_document import SectionText, planner_docx, read_planner_docx, tag_of
from helpers.outputs.word.text_blocks import blocks_of, merged

DATED = date(2024, 6, 30)
LONG = '{{ con_partes("avance_fisico/2024-T2/entidad/MRE", "avance_fisico/2024-T2/tipo/CONSULADOS") }}'
TEXT = f"""{{# Un comentario

de tres líneas #}}

# Logros de la **gestión**

La ejecución fue de {{{{ cifra("x/2024-T2/entidad/MRE") }}}} y
sigue en la otra línea, con *cursiva* y **{LONG}**.
- uno
- dos
    - tres
1. primero
2. segundo

| área | avance |
| - | - |
| DGAA | {{{{ cifra("y") }}}} |

> una cita
{{% if hay("x") %}}sí{{% else %}}no{{% endif %}}

fin
"""
TEXTS = [TEXT, "una línea sin final", "\n\nx\n\n\ny\n", "* asterisco\n* otro\n", "a  \nb\n", "2 * 3 * 4 no es cursiva\n"]


def shown(piece: str) -> str:
    return "77,70 %" if piece.startswith("{{") else piece


def write_word(source: str, folder: Path) -> Path:
    path = folder / "textos.docx"
    path.write_bytes(planner_docx("Informe", [SectionText("logros", source)], shown, DATED))
    return path


def read_word(path: Path, source: str):
    pieces = {tag_of(span.text): span.text for block in blocks_of(source) for span in block.spans if span.is_piece}
    return read_planner_docx(path, pieces, shown)


def test_a_number_that_nobody_touched_takes_the_value_of_today(tmp_path):
    path = write_word(TEXT, tmp_path)
    pieces = {tag_of(span.text): span.text for block in blocks_of(TEXT) for span in block.spans if span.is_piece}
    (section,) = read_planner_docx(path, pieces, lambda piece: shown(piece).replace("77", "78"))
    assert section.overtyped == [] and section.merged(TEXT) == TEXT
    assert ('{{ cifra("y") }}', "77,70 %") in section.renewed


def controls(document) -> list:
    return [one for one in document.element.body.iter(qn("w:sdt")) if one.find(f".//{qn('w:tag')}").get(qn("w:val")).startswith(("{", "poa:"))]


@pytest.mark.parametrize("source", TEXTS)
def test_an_unchanged_text_comes_back_letter_by_letter(source, tmp_path):
    (section,) = read_word(write_word(source, tmp_path), source)
    assert section.overtyped == []
    assert [one.markdown for one in section.blocks] == [one.markdown for one in blocks_of(source)]
    assert merged(section.blocks, source) == source


@pytest.mark.parametrize("source", TEXTS)
def test_a_block_written_again_reads_the_same(source):
    for block in blocks_of(source):
        assert [one.markdown for one in blocks_of(block.markdown)] == [block.markdown]


def test_a_character_of_private_use_in_a_text_is_no_piece():
    """Such a character, as fonts of icons have, ended in an IndexError, or stood for the first piece of the text."""
    (block,) = blocks_of('Sube \U000f0000: {{ cifra("a") }}.')
    assert [span.text for span in block.spans if span.is_piece] == ['{{ cifra("a") }}']
    assert block.plain == block.source == 'Sube \U000f0000: {{ cifra("a") }}.'


def test_the_same_texts_give_the_same_bytes():
    texts = [SectionText("logros", TEXT)]
    assert planner_docx("Informe", texts, shown, DATED) == planner_docx("Informe", texts, shown, DATED)


def test_numbers_are_locked_and_know_their_expression(tmp_path):
    found = controls(Document(write_word(TEXT, tmp_path)))
    assert {one.find(f".//{qn('w:lock')}").get(qn("w:val")) for one in found} == {"contentLocked"}
    tags = [one.find(f".//{qn('w:tag')}").get(qn("w:val")) for one in found]
    assert '{{ cifra("x/2024-T2/entidad/MRE") }}' in tags
    assert tag_of(LONG) in tags
    assert max(map(len, tags)) <= 64
    ids = [one.get(qn("w:val")) for one in Document(write_word(TEXT, tmp_path)).element.body.iter(qn("w:id"))]
    assert len(ids) == len({*ids})


def test_each_numbered_list_begins_at_1(tmp_path):
    """A bullet below an item interrupts no list; a paragraph, a heading and another section do."""
    source = "1. a\n    - b\n2. c\n    1. d\n\ntexto\n\n1. e\n2. f\n\n# g\n\n1. h\n- i\n    1. j\n"
    path = tmp_path / "listas.docx"
    path.write_bytes(planner_docx("Informe", [SectionText("a", source), SectionText("b", "1. k\n")], shown, DATED))
    document = Document(path)
    lists: dict[str, list[str]] = {}
    for one in document.paragraphs:
        if one.style.name == "List Number":
            lists.setdefault(one._p.pPr.numPr.numId.val, []).append(one.text)
    assert [*lists.values()] == [["a", "c", "d"], ["e", "f"], ["h"], ["j"], ["k"]]
    numbered = document.part.numbering_part.element.findall(qn("w:num"))
    starts = {one.get(qn("w:numId")): len(one.findall(f".//{qn('w:startOverride')}")) for one in numbered}
    assert all(starts[str(id)] == 3 for id in lists)


def test_a_list_that_goes_on_after_a_paragraph_keeps_its_number_when_an_item_is_corrected(tmp_path):
    source = "1. a\n    1. b\n\ntexto\n\n2. c\n3. d\n"
    path = write_word(source, tmp_path)
    document = Document(path)
    for paragraph, corrected in (("c", "corregido"), ("b", "cambiado")):
        next(one for one in document.paragraphs if one.text == paragraph).runs[0].text = corrected
    document.save(path)
    (section,) = read_word(path, source)
    assert section.merged(source) == "1. a\n    1. cambiado\n\ntexto\n\n2. corregido\n3. d\n"


def test_corrections_come_back_and_the_other_lines_are_kept(tmp_path):
    path = write_word(TEXT, tmp_path)
    document = Document(path)
    (last,) = (one for one in document.paragraphs if one.text == "fin")
    last.add_run(" de todo").bold = True
    (second,) = (one for one in document.paragraphs if one.text == "dos")
    second.runs[0].text = "dos y medio"
    document.save(path)
    (section,) = read_word(path, TEXT)
    assert merged(section.blocks, TEXT) == TEXT.replace("fin\n", "fin **de todo**\n").replace("- dos\n", "- dos y medio\n")


@pytest.mark.parametrize(
    ("before", "read", "after"),
    [
        ("uno\n\ndos\n", ("uno", "dos", "tres"), "uno\n\ndos\n\ntres\n"),
        ("uno sin final", ("uno sin final", "dos"), "uno sin final\n\ndos\n"),
        ("- uno\n- dos\n", ("- uno", "- dos", "fin"), "- uno\n- dos\n\nfin\n"),
        ("- uno\n- dos\n", ("- uno", "- dos", "- tres"), "- uno\n- dos\n- tres\n"),
        ("- uno\n- dos\n\nfin\n", ("- uno", "fin"), "- uno\n\nfin\n"),
    ],
)
def test_a_paragraph_added_after_another_is_a_paragraph_of_its_own(before, read, after):
    assert merged([block for text in read for block in blocks_of(text)], before) == after


def test_text_typed_over_a_number_is_reported_with_its_paragraph(tmp_path):
    path = write_word(TEXT, tmp_path)
    document = Document(path)
    for control, said in zip([one for one in controls(document) if "77,70" in "".join(one.itertext())], ["80,00 %", "81"], strict=False):
        next(control.iter(qn("w:t"))).text = said
    document.save(path)
    (section,) = read_word(path, TEXT)
    assert [(piece, said) for _, piece, said in section.overtyped] == [('{{ cifra("x/2024-T2/entidad/MRE") }}', "80,00 %"), (LONG, "81")]
    number = section.overtyped[0][0]
    assert "La ejecución fue de" in [*document.element.body.iter(qn("w:p"))][number - 1].xpath("string()")


def test_tables_of_word_and_text_of_another_section_are_found(tmp_path):
    path = write_word(TEXT, tmp_path)
    document = Document(path)
    document.add_paragraph("De otra sección")
    document.add_table(1, 2).rows[0].cells[0].text = "Una celda"
    document.save(path)
    (section,) = read_word(path, TEXT)
    last = len([*document.element.body.iter(qn("w:p"))])
    assert section.tables == [last - 1]
    assert section.taken(TEXT, "De otra sección\n\nfin\n") == last - 2
    assert section.taken(TEXT, "fin\n") == 0


def test_other_files_are_refused(tmp_path):
    (tmp_path / "otro.docx").write_bytes(b"PK nada")
    with pytest.raises(UsageError, match=r"no se puede leer como documento de Word: guárdelo como \.docx\.$"):
        read_planner_docx(tmp_path / "otro.docx", {}, shown)
    empty = Document()
    lists = next(id for id, one in empty.part.rels.items() if one.reltype == RELATIONSHIP_TYPE.NUMBERING)
    del empty.part.rels[lists]
    empty.save(tmp_path / "vacio.docx")
    with pytest.raises(UsageError, match="que LibreOffice puede quitar al guardar"):
        read_planner_docx(tmp_path / "vacio.docx", {}, shown)
