"""The text of a PDF's pages and its position, read with Pdfium: many times faster than a reader written in Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml.html import HtmlElement

from helpers.audit.pages.page_words import BLOCKS, read_page
from helpers.audit.pages.pdf_words import pdf_words
from helpers.audit.pages.word_differences import numbers_and_words
from helpers.outputs.html.paper_parts import ON_SCREEN_ALONE
from helpers.outputs.pdf.report_pdf import for_paper

Box = tuple[float, float, float, float]
MARGIN = 18 / 25.4 * 72
"""The narrowest side margin of any page, in points."""
EDGE = 8 / 25.4 * 72
"""The free space above page heads and below page feet, in points."""
TALLEST = 45
"""A height in points between the tallest line of the report and the smallest letter of the watermark."""


def texts_of(path: Path) -> list[str]:
    """The text of each page."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def boxes_of(path: Path) -> Iterator[tuple[int, tuple[float, float], list[Box]]]:
    """Number, size and text boxes of each page, without the watermark, whose turned letters are very tall."""
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document, start=1):
            texts = page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=20)
            boxes = [piece.get_bounds() for piece in texts]
            yield number, page.get_size(), [box for box in boxes if box[3] - box[1] < TALLEST]


def beyond_the_margins(path: Path) -> Iterator[tuple[int, Box]]:
    """Boxes of texts that reach into a margin or off the page, with their page number."""
    for number, (width, height), boxes in boxes_of(path):
        for box in boxes:
            left, bottom, right, top = box
            if left < MARGIN - 1 or right > width - MARGIN + 1 or bottom < EDGE or top > height - EDGE:
                yield number, box


def lost_on_paper(page: str, paper: Path) -> Counter[str]:
    """The words and numbers of a page's sections that its PDF lacks, or contains fewer times."""
    texts = "".join(text for main in read_page(for_paper(page)).iter("main") for text in _parted(main))
    return Counter(numbers_and_words(texts)) - Counter(word.text for word in pdf_words(paper))


def _parted(element: HtmlElement) -> Iterator[str]:
    """The printable text of an element, with a blank at the edges of blocks, subscripts and superscripts."""
    if not isinstance(element.tag, str) or element.tag in ON_SCREEN_ALONE:
        return
    edge = " " if element.tag in BLOCKS or element.tag in ("sub", "sup") else ""
    yield f"{edge}{element.text or ''}"
    for child in element:
        yield from _parted(child)
        yield child.tail or ""
    yield edge
