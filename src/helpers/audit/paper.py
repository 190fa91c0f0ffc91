"""The words of a PDF as it was drawn, and those that its HTML page puts on paper."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from helpers.audit.page_words import page_words, read_page
from helpers.audit.words import numbers_and_words

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfObject

PDFIUM = Lock()
"""Held by whoever reads a PDF: Pdfium is for one thread at a time, and checks run in several."""
NOT_PRINTED = frozenset({"salto", "aviso-marcas", "pie", "cifras-del-grafico"})
"""Classes that the style sheet leaves off paper."""
RUNNING = frozenset({"institucion", "periodo", "estado", "advertencia-portada"})
"""Classes whose words the style sheet repeats at the top and foot of every page."""
CONTENTS = "indice"
"""Class of the table of contents, whose entries end in a page number on paper."""
FIGURE = "Figure"
"""What a picture is tagged as."""
_DEEPEST = 20
_LONGEST_TAG = 64


@dataclass(frozen=True, slots=True)
class PaperWord:
    """A word that the page puts on paper, and its element; `target` is what a page number of the contents refers to."""

    text: str
    element: HtmlElement
    target: str = ""


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word of a PDF and its page, 1 for the first; a letter of a chart is one on its own."""

    text: str
    page: int
    in_chart: bool = False


def paper_words(document: str) -> list[PaperWord]:
    """What a page puts on paper, in order; a page number of the contents is a `?` still to be known."""
    body = read_page(document).find("body")
    for element in [one for one in body.iter() if _has_class(one, NOT_PRINTED)]:
        element.drop_tree()
    found: list[PaperWord] = []
    entry = None
    for word in page_words(body, with_attributes=False):
        link = _contents_link(word.element)
        if entry is not None and link is not entry:
            found.append(PaperWord("?", entry, entry.get("href", "").removeprefix("#")))
        entry = link
        found.extend(PaperWord(text, word.element) for text in numbers_and_words(word.text))
    return found


def pdf_words(path: Path) -> list[PdfWord]:
    """The words of a PDF, in the order in which they were drawn: that of the page, not that of the places on paper.

    Raises
    ------
    pypdfium2.PdfiumError
        Where it is no PDF.
    """
    from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

    found: list[PdfWord] = []
    with PDFIUM, opened(path) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            for piece in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST, textpage=text):
                if _is_marked(piece, FIGURE):
                    found.append(PdfWord(piece.extract().strip(), number, in_chart=True))
                else:
                    found.extend(PdfWord(word, number) for word in numbers_and_words(piece.extract()))
    return found


def _is_marked(piece: PdfObject, tag: str) -> bool:
    """Whether an object was drawn as part of an element of some kind."""
    from pypdfium2.raw import FPDFPageObj_CountMarks, FPDFPageObj_GetMark

    marks = (FPDFPageObj_GetMark(piece, place) for place in range(FPDFPageObj_CountMarks(piece)))
    return any(_mark_name(mark) == tag for mark in marks)


def _mark_name(mark: object) -> str:
    from pypdfium2.raw import FPDF_WCHAR, FPDFPageObjMark_GetName

    letters, length = (FPDF_WCHAR * _LONGEST_TAG)(), ctypes.c_ulong()
    FPDFPageObjMark_GetName(mark, letters, ctypes.sizeof(letters), length)
    return bytes(letters)[: length.value].decode("utf-16-le").rstrip("\0")


def attachments(path: Path) -> dict[str, bytes]:
    """The files that travel inside a PDF."""
    with PDFIUM, opened(path) as document:
        places = range(document.count_attachments())
        return {one.get_name(): bytes(one.get_data()) for one in map(document.get_attachment, places)}


def producer_of(path: Path) -> str:
    """What a PDF says that wrote it; empty where it is no PDF."""
    import pypdfium2

    try:
        with PDFIUM, opened(path) as document:
            return document.get_metadata_value("Producer")
    except pypdfium2.PdfiumError:
        return ""


def opened(path: Path) -> PdfDocument:
    """Open a PDF; to be used while `PDFIUM` is held."""
    import pypdfium2

    return pypdfium2.PdfDocument(path)


def running_words(document: str) -> set[str]:
    """The words of the running heads, feet and watermark: institution, period, state, and the titles of sections."""
    root = read_page(document)
    heads = [*root.iter("h2"), *(one for one in root.iter() if _has_class(one, RUNNING))]
    words = {word for head in heads for word in numbers_and_words(head.text_content())}
    # The watermark is drawn letter by letter.
    return words | {letter for word in words for letter in word if letter.isupper()} | {"Página", "de"}


def repeated_heads(document: str) -> list[list[str]]:
    """The words of each table's head, which is drawn again on every page that the table goes on to; longest first."""
    heads = [
        [text for word in page_words(head, with_attributes=False) for text in numbers_and_words(word.text)]
        for head in read_page(document).iter("thead")
    ]
    return sorted(filter(None, heads), key=len, reverse=True)


def _has_class(element: HtmlElement, classes: frozenset[str]) -> bool:
    return isinstance(element.tag, str) and bool(classes & set(element.get("class", "").split()))


def _contents_link(element: HtmlElement) -> HtmlElement | None:
    link = next((one for one in (element, *element.iterancestors()) if one.tag == "a"), None)
    if link is None:
        return None
    return link if any(CONTENTS in one.get("class", "").split() for one in link.iterancestors("nav")) else None
