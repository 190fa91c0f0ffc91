"""Writes planners' texts as a Word document whose numbers are locked controls, and reads such a document back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from docx import Document as open_document
from docx.oxml.ns import qn

from helpers.base.errors import UsageError
from helpers.outputs.word import text_blocks
from helpers.outputs.word import word_document as word
from helpers.outputs.word.text_blocks import BULLET, HEADING, ORDERED, PARAGRAPH, QUOTE, ROW, Span, TextBlock, blocks_of
from helpers.outputs.word.word_paragraphs import insert_property, properties_of, style_of, unnumbered
from helpers.outputs.word.word_xml import Element, made, paragraph, text_run, valued

SECTION_TAG, DIGEST_TAG = "texto:", "poa:"
LONGEST_TAG = 64
"""Word accepts no longer tag: a longer expression is named by its digest."""
_STYLES = {
    PARAGRAPH: word.TEXT, BULLET: word.BULLETS, ORDERED: word.NUMBERED, QUOTE: word.BOX, ROW: word.CODE,
}  # fmt: skip
_KINDS = {style: kind for kind, style in _STYLES.items()}
HOW_TO = (
    "Corrija, quite y agregue texto. Los números sombreados se piden al libro y no se pueden cambiar aquí: muévalos, "
    "cópielos o bórrelos con su frase. Un número que se escriba a mano se señala al leer el documento."
)


@dataclass(frozen=True)
class SectionText:
    """A section's text: name of the section and Markdown."""

    name: str
    source: str

    @property
    def tag(self) -> str:
        """The tag of the section's heading: its name and a digest of its Markdown, to tell later whether it changed."""
        return f"{SECTION_TAG}{self.name}:{hashlib.sha256(self.source.encode()).hexdigest()[:16]}"


@dataclass
class ReadSection:
    """A section as a document has it.

    Attributes
    ----------
    name, digest : str
        As in the tag of its heading.
    blocks : list of TextBlock
    paragraphs : list of int
        For each block, its paragraph in the document, from 1.
    overtyped : list of tuple
        Paragraph, expression, and the text that stands in place of its number.
    renewed : list of tuple
        Expression, and the number that the document has: nobody touched it, but its value is another one now.
    tables : list of int
        The first paragraph of each table of Word, which the text cannot keep.
    """

    name: str
    digest: str
    blocks: list[TextBlock] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    overtyped: list[tuple[int, str, str]] = field(default_factory=list)
    renewed: list[tuple[str, str]] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)

    def changed(self, before: str) -> Iterator[tuple[int, str, str]]:
        """Yield paragraph, text and Markdown of each block of the document that the section did not have.

        `before` is the section's Markdown that was written to the document.
        """
        known = {block.markdown for block in blocks_of(before)}
        for number, block in zip(self.paragraphs, self.blocks, strict=True):
            if block.markdown not in known:
                yield number, block.plain, block.markdown

    def taken(self, before: str, other: str) -> int:
        """Return the first paragraph that another section's text (`other`) has and `before` does not; 0 if none."""
        theirs = {block.markdown for block in blocks_of(other)}
        return next((number for number, _, markdown in self.changed(before) if markdown in theirs), 0)

    def merged(self, before: str) -> str:
        """Return the section's Markdown with what the planner changed in the document.

        A block that reads as one of `before`, the Markdown written to the document, keeps that one's very characters;
        the other blocks are written anew.
        """
        return text_blocks.merged(self.blocks, before)


Shown = Callable[[str], str]
"""Returns what stands in the document for a piece of a template."""


def tag_of(piece: str) -> str:
    """Return the tag of a template piece: the expression itself or, if Word cannot hold it, its digest."""
    if len(piece) <= LONGEST_TAG and "\n" not in piece:
        return piece
    return DIGEST_TAG + hashlib.sha256(piece.encode()).hexdigest()[:16]


def planner_docx(title: str, texts: Sequence[SectionText], shown: Shown, dated: date) -> bytes:
    """Return the texts as one Word document; the same texts and values give the same bytes.

    Parameters
    ----------
    title : str
        Printed above the texts.
    texts : sequence of SectionText
        Each begins with the section's name as a heading that cannot be changed.
    shown : callable
        Returns what stands in the document for a piece of a template, such as `{{ cifra("…") }}`.
    dated : date
        The document's date.
    """
    document = word.new_document()
    word.described(document, title=title, dated=dated)
    end = document.element.body.find(qn("w:sectPr"))
    ids = count(1)
    elements = [paragraph("Subtitle", [text_run(title)]), paragraph(word.NOTE, [text_run(HOW_TO)])]
    for text in texts:
        name = _control(ids, text.tag, text.name, "sdtContentLocked", [text_run(text.name)])
        elements.append(paragraph("Heading1", [name], unnumbered()))
        blocks, listed = blocks_of(text.source), word.NUMBER_LIST
        for before, block in zip((None, *blocks), blocks, strict=False):
            if block.kind == ORDERED and _begins_list(block, before):
                listed = word.new_list(document, block.number, min(word.DEEPEST, block.level))
            elements.append(_written(block, shown, ids, listed))
    for element in elements:
        end.addprevious(element)
    return word.packed(document)


def _begins_list(block: TextBlock, before: TextBlock | None) -> bool:
    """Return whether a numbered item begins a list: the block before it is no numbered item and no deeper bullet."""
    return before is None or not (before.kind == ORDERED or (before.kind == BULLET and before.level > block.level))


def _written(block: TextBlock, shown: Shown, ids: Iterator[int], listed: int) -> Element:
    """Return a block as a paragraph of Word in the style of its kind and level; `listed` numbers ordered items."""
    style = f"Heading{min(9, block.level + 1)}" if block.kind == HEADING else _STYLES[block.kind]
    written = paragraph(style, [one for span in block.spans for one in _runs(span, shown, ids)])
    if block.kind == HEADING:
        insert_property(properties_of(written), unnumbered())
    elif block.kind in (BULLET, ORDERED):
        id = word.BULLET_LIST if block.kind == BULLET else listed
        number = made("w:numPr", None, valued("w:ilvl", min(word.DEEPEST, block.level)), valued("w:numId", id))
        insert_property(properties_of(written), number)
    return written


def _runs(span: Span, shown: Shown, ids: Iterator[int]) -> Iterator[Element]:
    """Yield a text as runs, or a template piece as a locked control with its value; grey if the piece has no value."""
    look = [made("w:b")] * span.bold + [made("w:i")] * span.italic
    if not span.is_piece:
        lines = span.text.split("  \n")
        for at, line in enumerate(lines):
            yield text_run(line, *map(deepcopy, look))
            if at + 1 < len(lines):
                yield made("w:r", None, made("w:br"))
        return
    value = shown(span.text)
    if value == span.text:
        look = [*look, valued("w:color", word.GREY)]
    shade = made("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": word.PALE})
    yield _control(ids, tag_of(span.text), value, "contentLocked", [text_run(value or "\u200b", *look, shade)])


def _control(ids: Iterator[int], tag: str, title: str, lock: str, content: list[Element]) -> Element:
    """Return a control of Word whose id is the next of `ids`."""
    told = {"alias": title[:LONGEST_TAG], "tag": tag, "id": next(ids), "lock": lock}
    properties = made("w:sdtPr", None, *(valued(f"w:{name}", value) for name, value in told.items()))
    return made("w:sdt", None, properties, made("w:sdtContent", None, *content))


# --- reading ------------------------------------------------------------------------------------------------------


def read_planner_docx(path: Path, pieces: Mapping[str, str], shown: Shown) -> list[ReadSection]:
    """Read the sections of a document that `planner_docx` wrote and a planner edited.

    Text before the heading of the first section is ignored.

    Parameters
    ----------
    pieces : Mapping[str, str]
        The expressions of the present texts by the tags that name them by digest.
    shown : callable
        What should stand for each piece.

    Raises
    ------
    UsageError
        If the file is not such a document.
    """
    try:
        document = open_document(str(path))
    except Exception as problem:  # zipfile, lxml and python-docx raise errors of many kinds for a damaged file
        raise UsageError(f"{path.name} no se puede leer como documento de Word: guárdelo como .docx.") from problem
    found: list[ReadSection] = []
    tables, starts = set(), word.list_starts(document)
    for number, element in enumerate(document.element.body.iter(qn("w:p")), start=1):
        name = next((tag for tag in map(_tag, element.iter(qn("w:sdt"))) if tag.startswith(SECTION_TAG)), "")
        if name:
            section, _, digest = name.removeprefix(SECTION_TAG).rpartition(":")
            found.append(ReadSection(section, digest))
        elif found:
            table = next(element.iterancestors(qn("w:tbl")), None)
            if table is not None and table not in tables:
                tables.add(table)
                found[-1].tables.append(number)
            spans = _spans_read(element, number, found[-1], pieces, shown)
            if any(span.text.strip() for span in spans):
                found[-1].blocks.append(_block_read(element, spans, starts))
                found[-1].paragraphs.append(number)
    if not found:
        raise UsageError(
            f"{path.name} no tiene los controles de un documento de textos, que LibreOffice puede quitar al guardar: "
            "escriba otro con poa textos y corríjalo en Word."
        )
    return found


def _spans_read(
    element: Element, number: int, section: ReadSection, pieces: Mapping[str, str], shown: Shown
) -> list[Span]:
    """Return the spans of a paragraph of the document, and add to its section the numbers that were typed over."""
    spans: list[Span] = []
    for child in element:
        if child.tag == qn("w:sdt") and _tag(child):
            piece = pieces.get(_tag(child), _tag(child))
            said = _text(child).replace("\u200b", "")
            if said == _tag(child, "w:alias") != shown(piece)[:LONGEST_TAG]:
                section.renewed.append((piece, said))
            elif said != shown(piece):
                section.overtyped.append((number, piece, said))
            spans.append(_span(next(child.iter(qn("w:r")), child), piece, is_piece=True))
        else:
            runs = [child] if child.tag == qn("w:r") else child.iter(qn("w:r"))
            spans += [_span(run, _text(run)) for run in runs if _text(run)]
    return spans


def _block_read(element: Element, spans: list[Span], starts: Mapping[tuple[str, str], int]) -> TextBlock:
    """Return a paragraph of Word as a block, with kind, level and where its list begins from style and numbering."""
    style = style_of(element)
    list_id, level = (_value(element, f"w:pPr/w:numPr/{name}") for name in ("w:numId", "w:ilvl"))
    if style.startswith("Heading") and style[7:].isdecimal():
        return TextBlock(HEADING, max(1, int(style[7:]) - 1), tuple(spans))
    kind = _KINDS.get(style, PARAGRAPH)
    depth = int(level or 0) if kind in (BULLET, ORDERED) else 0
    return TextBlock(kind, depth, tuple(spans), number=starts.get((list_id, level), 1))


def _span(run: Element, text: str, *, is_piece: bool = False) -> Span:
    """Return a text, or a template piece, with the emphasis of the run that it stands in."""
    return Span(text, is_piece, _is_set(run, "w:b"), _is_set(run, "w:i"))


def _is_set(run: Element, name: str) -> bool:
    """Return whether a run itself has a property such as `w:b`, and not switched off."""
    mark = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off")


def _tag(control: Element, name: str = "w:tag") -> str:
    """Return a control's tag, or another property; empty without one."""
    return _value(control, f"w:sdtPr/{name}")


def _value(element: Element, path: str) -> str:
    """Return the value (`w:val`) of an element below another one; empty without one."""
    found = element.find("/".join(map(qn, path.split("/"))))
    return "" if found is None else found.get(qn("w:val"), "")


def _text(element: Element) -> str:
    """Return the text of an element; text that a tracked change deleted is left out."""
    others = {qn("w:tab"): " ", qn("w:br"): "  \n", qn("w:noBreakHyphen"): "-"}
    return "".join(others.get(str(one.tag), one.text or "") for one in element.iter(qn("w:t"), *others))
