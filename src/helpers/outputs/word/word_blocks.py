"""Blocks of a page as paragraphs and tables of Word: headings, texts, lists, tables, charts, formulas, boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from lxml.html import HtmlElement

from helpers.base.python_extras import not_none
from helpers.outputs.html.closing_section import CLOSING_ID
from helpers.outputs.html.html_trees import (
    HEADINGS,
    above,
    classes,
    first_number,
    introduces_next,
    level_of,
    text_of,
    with_class,
)  # fmt: skip
from helpers.outputs.html.paper_parts import BLOCKS, BOXES, NOTES, blocks, card_lines, numbered
from helpers.outputs.pdf.typst_tables import PrintedTable
from helpers.outputs.word import word_document as word
from helpers.outputs.word.word_paragraphs import KEPT, insert_property, properties_of, set_size, style_of, unnumbered
from helpers.outputs.word.word_tables import CENTRED, cards, word_table
from helpers.outputs.word.word_text import LineWriter, Look
from helpers.outputs.word.word_xml import (
    Element,
    Heading,
    bookmark_name,
    bookmarked,
    counted,
    made,
    paragraph,
    text_run,
    valued,
)  # fmt: skip

if TYPE_CHECKING:
    from docx.document import Document

ON_THE_SAME_PAGE = 480
"""Space before the heading of a section that begins no page, in twentieths of a point."""


@dataclass(frozen=True)
class Block:
    """Consecutive elements of a Word document, whether they need a landscape page, and whether they are a heading."""

    elements: list[Element]
    is_wide: bool = False
    is_heading: bool = False


@dataclass
class BlockWriter:
    """Writes the blocks of a page, in its order.

    Attributes
    ----------
    document : Document
        Receives the numberings of lists.
    lines : LineWriter
    headings : list of Heading
        The headings written so far that the contents list.
    """

    document: Document
    lines: LineWriter
    headings: list[Heading] = field(default_factory=list)
    _bookmarks: Iterator[int] = field(default_factory=lambda: count(1))

    def flow(self, parent: HtmlElement, style: str = word.TEXT) -> Iterator[Block]:
        """Yield the blocks inside an element in order; `style` is the paragraph style of its plain text."""
        for block in blocks(parent):
            if isinstance(block, list):
                yield Block([paragraph(style, self.lines.of_pieces(block))])
            else:
                yield from self._block(block, style)

    def _block(self, element: HtmlElement, style: str) -> Iterator[Block]:
        """Yield an element as blocks; nothing for an empty paragraph or a rule (`hr`)."""
        names = classes(element)
        if element.tag in HEADINGS:
            yield self._heading(element)
        elif element.tag == "figure" and "cuadro" in names:
            yield self._cuadro(element)
        elif element.tag == "figure" and "grafico" in names:
            yield Block(self._chart(element))
        elif not BOXES.isdisjoint(names):
            yield from self._box(element, names)
        elif element.tag == "table":
            printed = PrintedTable(element)
            yield Block([word_table(printed, "", self._cell), _gap()], printed.is_landscape)
        elif element.tag in ("ul", "ol"):
            yield Block(list(self._list(element)))
        elif element.tag == "dl":
            yield Block([cards(self.particulars(element))])
        elif element.tag == "blockquote":
            yield from self.flow(element, word.BOX)
        elif element.tag == "pre":
            yield Block([paragraph(word.CODE, [text_run(line)]) for line in element.text_content().splitlines()])
        elif element.tag != "hr":
            yield from self._paragraph(element, names, style)

    def _paragraph(self, element: HtmlElement, names: list[str], style: str) -> Iterator[Block]:
        """Yield a paragraph in the style of its class, else in `style`; nothing if it is empty."""
        content = self.lines.write(element)
        if not content:
            return
        is_note = not NOTES.isdisjoint(names)
        own = word.NOTE if is_note else word.LABEL if "formula-nombre" in names else style
        leads = own == word.TEXT and introduces_next(element)
        yield Block([paragraph(own, content, *([made(KEPT)] if leads else []))])

    # --- headings and captions --------------------------------------------------------------------------------------

    def _heading(self, heading: HtmlElement) -> Block:
        """Return a heading with its bookmarks, and add it to the contents if it has an id and a level below 3."""
        said, rest = numbered(heading)
        level = min(3, max(1, level_of(heading) - 1))
        section = above(heading)
        anchors = [heading.get("id"), section.get("id") if heading.tag == "h2" and section.tag == "section" else None]
        names = [bookmark_name(anchor) for anchor in dict.fromkeys(filter(None, anchors))]
        content = self.lines.of_pieces(rest)
        properties: list[Element] = []
        follows_on = section.find("ul[@class='lista-no-incluye']") is not None or section.get("id") == CLOSING_ID
        if level == 1 and "seccion" in classes(section):
            if follows_on:  # on the page of the section before, from which it stands apart
                properties.append(made("w:spacing", {"w:before": ON_THE_SAME_PAGE}))
            else:
                properties.insert(0, made("w:pageBreakBefore"))
        if names and level < 3:
            title = "".join(run for one in content for run in one.itertext())
            self.headings.append(Heading(level, said, title, names[0]))
        return Block(
            [paragraph(f"Heading{level}", bookmarked(names, content, self._bookmarks), *properties)], is_heading=True
        )

    def _caption(self, figure: HtmlElement, *, is_above: bool) -> tuple[list[Element], str]:
        """Return the paragraph of a caption, and its text."""
        caption = not_none(figure.find(".//figcaption"))
        number, rest = numbered(caption)
        content = [*_sequence(number), text_run(" "), *self.lines.of_pieces(rest)]
        names = [bookmark_name(anchor)] if (anchor := figure.get("id")) else []
        below = [valued(KEPT, 0), made("w:spacing", {"w:before": 40, "w:after": 160})]
        properties = [] if is_above else below
        return [paragraph(word.CAPTION, bookmarked(names, content, self._bookmarks), *properties)], text_of(caption)

    # --- tables and charts ------------------------------------------------------------------------------------------

    def _cuadro(self, figure: HtmlElement) -> Block:
        """Return caption, tables and notes of a table as one block."""
        written, title = self._caption(figure, is_above=True)
        wide = False
        for table in figure.iter("table"):
            printed = PrintedTable(table, "apaisado" in classes(figure))
            wide = wide or printed.is_landscape
            written.append(word_table(printed, title, self._cell, has_notes=figure.find("p") is not None))
        written += self._notes(figure)
        return Block([*written, _gap()], wide)

    def _notes(self, figure: HtmlElement) -> list[Element]:
        """Return the paragraphs below a table or a chart."""
        return [
            one
            for note in figure.iterchildren("p")
            for block in self._block(note, word.NOTE)
            for one in block.elements
        ]

    def _chart(self, figure: HtmlElement) -> list[Element]:
        """Return picture, caption and notes of a chart."""
        image = self.lines.pictures.run(not_none(figure.find(".//img")))
        picture = paragraph(word.TEXT, [image], made(KEPT))
        return [picture, *self._caption(figure, is_above=False)[0], *self._notes(figure)]

    def _cell(self, element: HtmlElement, look: Look) -> list[Element]:
        """Return a cell's content as paragraphs with a look; an empty paragraph without content."""
        if not any(child.tag in BLOCKS for child in element):
            return [paragraph(word.TABLE, self.lines.write(element, look=look))]
        written = [one for block in self.flow(element, word.TABLE) for one in block.elements]
        return written or [paragraph(word.TABLE, [])]

    # --- lists and boxes --------------------------------------------------------------------------------------------

    def _list(self, element: HtmlElement) -> Iterator[Element]:
        """Yield the paragraphs of a list; only the first of each item has a mark. An inner list is a level deeper."""
        depth = min(word.DEEPEST, sum(1 for _ in element.iterancestors("ul", "ol")))
        style, id = word.BULLETS, word.BULLET_LIST
        if element.tag == "ol":
            style, id = word.NUMBERED, word.new_list(self.document, first_number(element), depth)
        for item in element.iterchildren("li"):
            mark = made("w:numPr", None, valued("w:ilvl", depth), valued("w:numId", id))
            lines = [one for block in self.flow(item, style) for one in block.elements]
            is_first = True
            for one in lines:
                if style_of(one) == style and one.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is None:
                    number = mark if is_first else unnumbered()
                    insert_property(properties_of(one), number)
                    is_first = False
                yield one

    def particulars(self, listed: HtmlElement) -> list[list[Element]]:
        """Return a cell for each term, with its texts below, so that a cover of many terms stays on one page.

        Texts before the first term have a cell of their own.
        """
        cells: list[list[Element]] = []
        for one in listed.iter("dt", "dd"):
            is_term = one.tag == "dt"
            if is_term or not cells:
                cells.append([])
            style = word.NOTE if is_term else word.TEXT
            cells[-1].append(paragraph(style, self.lines.write(one, look=Look(bold=is_term))))
        return cells

    def _box(self, element: HtmlElement, names: list[str]) -> Iterator[Block]:
        """Yield key figures, signatures, a formula or a finding as blocks."""
        if "cifras-clave" in names:
            figures = [self._card(card) for card in with_class(element, "div", "cifra-clave")]
            yield Block([cards(figures, fill=word.PALE), _gap()])
        elif "firmas" in names:
            signed = [
                [paragraph(word.TABLE, self.lines.write(one), valued("w:jc", CENTRED))]
                for one in with_class(element, "div", "firma")
            ]
            yield Block([paragraph(word.TEXT, [], made("w:spacing", {"w:before": 1400})), cards(signed), _gap()])
        elif "formula" in names:
            yield Block(list(self._formula(element)))
        else:
            kind = next((name for name in names if name in word.FINDINGS), "nota")
            yield from self.flow(element, f"Hallazgo{kind}")

    def _formula(self, block: HtmlElement) -> Iterator[Element]:
        """Yield a formula's picture and its words, both centred."""
        picture = self.lines.pictures.run(not_none(block.find(".//img")))
        yield paragraph(word.TEXT, [picture], valued("w:jc", CENTRED))
        for words in with_class(block, "span", "palabras"):
            yield paragraph(word.NOTE, self.lines.write(words), valued("w:jc", CENTRED))

    def _card(self, card: HtmlElement) -> list[Element]:
        """Return the paragraphs of a key figure's card: the value large and blue, all but details in bold."""
        found = []
        for role, part in card_lines(card):
            written = paragraph(word.TABLE, self.lines.write(part, look=Look(bold=role != "detalle")))
            if role == "valor":
                set_size(written, 26, word.BLUE)
            found.append(written)
        return found


def _sequence(number: str) -> list[Element]:
    """Return a caption's number as runs: `Cuadro 4.` as text, and its last number as a field that Word counts."""
    chapter, _, ordinal = number.rstrip(".").rpartition(".")
    instruction = f"SEQ {chapter.split()[0]} \\* ARABIC" + (" \\r 1" if ordinal == "1" else "")
    return [text_run(f"{chapter}."), *counted(instruction, [text_run(ordinal)]), text_run(".")]


def _gap() -> Element:
    """Return the empty line after a table, which Word needs between two tables."""
    return paragraph(word.TABLE, [])
