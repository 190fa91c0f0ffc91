"""The text of a PDF's pages and where it stands, as Pdfium reads it: many times faster than a reader written in Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml.html import HtmlElement

from helpers.audit.pages.page_words import BLOCKS, read_page
from helpers.audit.pages.pdf_words import pdf_words
from helpers.audit.pages.word_differences import numbers_and_words
from helpers.outputs.pdf.report_pdf import for_paper
from helpers.outputs.pdf.typst_text import ON_SCREEN_ALONE

Box = tuple[float, float, float, float]
MARGIN = 18 / 25.4 * 72
"""The narrowest side margin of any page, in points."""
EDGE = 8 / 25.4 * 72
"""What heads and feet keep free above and below, in points."""
TALLEST = 45
"""Points that no line of the report reaches and every letter of the watermark does."""


def texts_of(path: Path) -> list[str]:
    """The text of each page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def boxes_of(path: Path) -> Iterator[tuple[int, tuple[float, float], list[Box]]]:
    """Page, its size and the boxes of the text drawn on it, without the letters of the watermark, which are turned."""
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            texts = page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=20)
            boxes = [piece.get_bounds() for piece in texts]
            yield number, page.get_size(), [box for box in boxes if box[3] - box[1] < TALLEST]


def beyond_the_margins(path: Path) -> Iterator[tuple[int, Box]]:
    """The texts that run into a margin or off the page, by their page."""
    for number, (width, height), boxes in boxes_of(path):
        for box in boxes:
            left, bottom, right, top = box
            if left < MARGIN - 1 or right > width - MARGIN + 1 or bottom < EDGE or top > height - EDGE:
                yield number, box


def lost_on_paper(page: str, paper: Path) -> Counter[str]:
    """The words and numbers of a page's sections that its PDF does not have, or has fewer times."""
    texts = "".join(text for main in read_page(for_paper(page)).iter("main") for text in _parted(main))
    return Counter(numbers_and_words(texts)) - Counter(word.text for word in pdf_words(paper))


def _parted(element: HtmlElement) -> Iterator[str]:
    """The text of an element that is for paper, with a blank where a block, or what stands lower or higher, begins and ends."""
    if not isinstance(element.tag, str) or element.tag in ON_SCREEN_ALONE:
        return
    edge = " " if element.tag in BLOCKS or element.tag in ("sub", "sup") else ""
    yield f"{edge}{element.text or ''}"
    for child in element:
        yield from _parted(child)
        yield child.tail or ""
    yield edge
