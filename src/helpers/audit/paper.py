"""The words of a PDF as they are drawn, and the files that it carries."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from helpers.audit.words import numbers_and_words

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfObject, PdfPage

PDFIUM = Lock()
"""Held by whoever reads a PDF: Pdfium is for one thread at a time, and checks run in several."""
ARTIFACT = "Artifact"
"""The mark of what belongs to the page and not to its text: running heads, page numbers, heads drawn again."""
CONTENTS = "Índice"
"""The bookmark of the contents, whose page numbers depend on where pages end."""
_DEEPEST = 20
_LONGEST_TAG = 64


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word of a PDF and its page, 1 for the first."""

    text: str
    page: int


def pdf_words(path: Path) -> list[PdfWord]:
    """The words of a PDF's text, in the order in which they were drawn; page numbers of its contents are left out.

    Raises
    ------
    pypdfium2.PdfiumError
        Where it is no PDF.
    """
    with PDFIUM, opened(path) as document:
        contents = _pages_of_contents(document)
        words = (PdfWord(word, at) for at, page in enumerate(document, start=1) for word in words_of_page(page))
        return [word for word in words if not (word.page in contents and word.text.replace(".", "").isdigit())]


def words_of_page(page: PdfPage) -> Iterator[str]:
    """The words of a page's own text: without what belongs to the page and not to the text."""
    from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

    text = page.get_textpage()
    for piece in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST, textpage=text):
        if not _is_marked(piece, ARTIFACT):
            yield from numbers_and_words(piece.extract())


def _pages_of_contents(document: PdfDocument) -> range:
    """From the page of the contents to that before the next bookmark's."""
    marks = [(item.get_title(), item.get_dest()) for item in document.get_toc()]
    # A bookmark may lead to a page that is not there.
    pages = [(title, place.get_index() + 1) for title, place in marks if place and place.get_index() is not None]
    at = next((place for place, (title, _) in enumerate(pages) if title == CONTENTS), None)
    if at is None:
        return range(0)
    after = pages[at + 1][1] if at + 1 < len(pages) else len(document) + 1
    return range(pages[at][1], after)


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


def attachments(path: Path) -> list[tuple[str, bytes]]:
    """The files that travel inside a PDF: name and content. A name may be there twice in one that was tampered with."""
    with PDFIUM, opened(path) as document:
        places = range(document.count_attachments())
        return [(one.get_name(), bytes(one.get_data())) for one in map(document.get_attachment, places)]


def pages_of(path: Path) -> int:
    """How many pages a PDF has."""
    with PDFIUM, opened(path) as document:
        return len(document)


def creator_of(path: Path) -> str:
    """What a PDF says that made it; empty where it is no PDF."""
    import pypdfium2

    try:
        with PDFIUM, opened(path) as document:
            return document.get_metadata_value("Creator")
    except pypdfium2.PdfiumError:
        return ""


def opened(path: Path) -> PdfDocument:
    """Open a PDF; to be used while `PDFIUM` is held."""
    import pypdfium2

    return pypdfium2.PdfDocument(path)
