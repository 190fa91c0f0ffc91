"""Writes a finished page as `informe.docx`, with Word's own styles, captions, tables, contents, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from docx.oxml.ns import qn
from lxml.html import HtmlElement

from helpers.outputs.html import paper_parts
from helpers.outputs.html.html_trees import parse_page, text_of, with_class
from helpers.outputs.pdf.report_pdf import for_paper
from helpers.outputs.word import word_document as word
from helpers.outputs.word.word_blocks import Block, BlockWriter
from helpers.outputs.word.word_tables import cards
from helpers.outputs.word.word_text import LineWriter, PlacedPictures
from helpers.outputs.word.word_xml import Element, Heading, counted, made, paragraph, text_run, valued

_LONG, _SHORT = 16838, 11906
"""Sides of an A4 page in twips."""
_MARGINS = {False: (1531, 1247, 1134), True: (1417, 1134, 1021)}
"""Top, bottom and side margins in twips, of upright and of landscape pages."""


def report_docx(document: str, dated: date) -> bytes:
    """Return a finished page as the content of a Word file; the same page and date give the same bytes.

    Parameters
    ----------
    document : str
        The text of a self-contained HTML page of the report.
    dated : date
        The document's date; the report's cut-off date.

    Raises
    ------
    PdfFailed
        If a picture cannot be drawn.
    """
    return _Report(parse_page(for_paper(document)), dated).written()


class _Report:
    """Writes a page into a new document; `last` is the page setup at its end, before which elements are added."""

    def __init__(self, page: HtmlElement, dated: date) -> None:
        self.page = page
        self.dated = dated
        self.document = word.new_document()
        self.body = self.document.element.body
        pictures = PlacedPictures(self.document.part, list(page.iter("img")))
        self.blocks = BlockWriter(self.document, LineWriter(self.document.part, pictures, paper_parts.anchors(page)))
        self.last = self.body.find(qn("w:sectPr"))

    def written(self) -> bytes:
        """Return the document's bytes; called once, because it fills the document."""
        self._describe()
        frames = {is_wide: self._frame(is_wide) for is_wide in _MARGINS}
        content = [block for section in paper_parts.sections(self.page) for block in self.blocks.flow(section)]
        self._add(self._cover())
        self._add([_page_setup(False, {}, is_break=True)])
        self._add(_contents(self.blocks.headings))
        pages = list(_pages(content))
        for at, (is_wide, blocks) in enumerate(pages):
            self._add(one for block in blocks for one in block.elements)
            if at + 1 < len(pages):
                self._add([_page_setup(is_wide, frames[is_wide], is_break=True)])
            else:
                self.body.replace(self.last, _page_setup(is_wide, frames[is_wide], is_break=False))
        return word.packed(self.document)

    def _add(self, elements: Iterator[Element] | list[Element]) -> None:
        """Add elements at the document's end, before its last page setup."""
        for element in elements:
            self.last.addprevious(element)

    def _describe(self) -> None:
        """Set the document's properties from the page."""
        meta = paper_parts.metadata(self.page)
        title = self.page.find(".//title")
        word.described(
            self.document,
            title=text_of(title) if title is not None else "",
            dated=self.dated,
            author=meta.get("author", ""),
            subject=self._said("periodo"),
            about=meta.get("description", ""),
            state=self._said("estado"),
        )

    def _said(self, name: str) -> str:
        """Return the text of the page's first element of a class; empty without one."""
        return next((text_of(one) for one in with_class(self.page, "*", name)), "")

    # --- cover, contents and frames ---------------------------------------------------------------------------------

    def _cover(self) -> Iterator[Element]:
        """Yield the cover: emblem, institution, title, period, state, warnings, particulars; nothing without one."""
        cover = next(with_class(self.page, "header", "portada"), None)
        if cover is None:
            return
        for emblem in with_class(cover, "p", "emblema"):
            yield paragraph(word.TEXT, self.blocks.lines.write(emblem))
        owner = " · ".join(filter(None, (self._said("institucion"), self._said("sigla"))))
        yield paragraph(word.COVER_OWNER, [text_run(owner)])
        title = cover.find(".//h1")
        yield paragraph("Title", [text_run(text_of(title) if title is not None else "")])
        yield paragraph("Subtitle", [text_run(self._said("periodo"))])
        final = [] if paper_parts.is_draft(self.page) else [valued("w:color", word.COLOURS["azul"])]
        yield paragraph(word.COVER_STATE, [text_run(self._said("estado"), *final)])
        for warning in with_class(cover, "p", "advertencia-portada"):
            yield paragraph(word.COVER_STATE, [text_run(text_of(warning))])
        yield paragraph(word.TABLE, [], made("w:spacing", {"w:before": 1600}))
        for sheet in with_class(cover, "dl", "ficha"):
            yield cards(self.blocks.particulars(sheet))

    def _frame(self, is_wide: bool) -> Mapping[str, str]:
        """Add the header and the footer of upright or landscape pages; return their relation ids."""
        width = (_LONG if is_wide else _SHORT) - 2 * _MARGINS[is_wide][2]
        reference = paper_parts.metadata(self.page).get("referencia", "")
        heading = " · ".join(filter(None, (self._said("institucion"), self._said("periodo"), reference)))
        red = [made("w:b"), valued("w:color", word.COLOURS["borrador"])]
        marks = text_run(" · ".join(paper_parts.watermarks(self.page)), *red)
        header, above = self.document.part.add_header_part()
        _fill(header.element, "Header", width, heading, [marks], "bottom")
        page, pages = (counted(name, [text_run("1")]) for name in ("PAGE", "NUMPAGES"))
        footer, below = self.document.part.add_footer_part()
        number = [text_run("Página "), *page, text_run(" de "), *pages]
        _fill(footer.element, "Footer", width, self._said("estado"), number, "top")
        return {"w:headerReference": above, "w:footerReference": below}


def _fill(root: Element, style: str, width: int, left: str, right: list[Element], side: str) -> None:
    """Replace the content of a header or a footer by one paragraph with a line at its `side` (`top` or `bottom`)."""
    line = made(f"w:{side}", {"w:val": "single", "w:sz": 4, "w:space": 4, "w:color": word.COLOURS["regla"]})
    tabs = made("w:tabs", None, made("w:tab", {"w:val": "right", "w:pos": width}))
    for old in list(root):
        root.remove(old)
    content = [text_run(left), made("w:r", None, made("w:tab")), *right]
    root.append(paragraph(style, content, made("w:pBdr", None, line), tabs))


def _pages(content: list[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Yield the blocks in groups of like pages, with True if landscape; headings go with the block that follows."""
    group: list[Block] = []
    waiting: list[Block] = []
    is_wide = False
    for block in content:
        if block.is_heading:
            waiting.append(block)
            continue
        if block.is_wide != is_wide:
            if group:
                yield is_wide, group
            group, is_wide = [], block.is_wide
        group += [*waiting, block]
        waiting = []
    yield is_wide, [*group, *waiting]


def _page_setup(is_wide: bool, frame: Mapping[str, str], *, is_break: bool) -> Element:
    """Return the setup of the pages before it; with `is_break`, in a paragraph of almost no height that ends them.

    `frame` has the relation ids of header and footer.
    """
    top, bottom, sides = _MARGINS[is_wide]
    across, down = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)
    size = {"w:w": across, "w:h": down} | ({"w:orient": "landscape"} if is_wide else {})
    edges = {
        "w:top": top, "w:right": sides, "w:bottom": bottom, "w:left": sides, "w:header": 640, "w:footer": 560,
        "w:gutter": 0,
    }  # fmt: skip
    references = [made(tag, {"w:type": "default", "r:id": id}) for tag, id in frame.items()]
    setup = made(
        "w:sectPr", None, *references, valued("w:type", "nextPage"), made("w:pgSz", size), made("w:pgMar", edges)
    )
    if not is_break:
        return setup
    flat = made("w:spacing", {"w:before": 0, "w:after": 0, "w:line": 20, "w:lineRule": "exact"})
    return made("w:p", None, made("w:pPr", None, valued("w:pStyle", word.TABLE), flat, setup))


def _contents(headings: list[Heading]) -> list[Element]:
    """Return the table of contents as a field with all its entries, but without page numbers; empty without headings.

    Only a program that lays out pages knows them: the entries get their page numbers when the field is computed again
    (F9 in Word).
    """
    entries = [_entry(heading) for heading in headings]
    if not entries:
        return []
    whole = counted('TOC \\o "1-2" \\h \\z \\u', [])
    first = entries[0]
    for place, run in enumerate(whole[:3]):
        first.insert(1 + place, run)
    entries[-1].append(whole[3])
    gallery = made("w:docPartObj", None, valued("w:docPartGallery", "Table of Contents"), made("w:docPartUnique"))
    content = made("w:sdtContent", None, paragraph(word.CONTENTS_TITLE, [text_run("Índice")]), *entries)
    return [made("w:sdt", None, made("w:sdtPr", None, gallery), content)]


def _entry(heading: Heading) -> Element:
    """Return a heading's line of the table of contents, as a link to its bookmark."""
    number = [text_run(heading.number), made("w:r", None, made("w:tab"))] if heading.number else []
    link = made("w:hyperlink", {"w:anchor": heading.bookmark, "w:history": 1}, *number, text_run(heading.title))
    return paragraph(f"TOC{heading.level}", [link])
