"""The words of a PDF in drawing order, its attachments, and what was put over its pages."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from helpers.audit.pages.word_differences import numbers_and_words

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfObject, PdfPage

PDFIUM = Lock()
"""Lock for reading a PDF, because Pdfium supports one thread at a time and checks run in several."""
ARTIFACT = "Artifact"
"""Mark of content outside the text: running headers, page numbers, repeated table headers."""
CONTENTS = "Índice"
"""Bookmark of the table of contents, whose page numbers depend on the layout."""
_DEEPEST = 20
_LONGEST_TAG = 64
_ACTING = ("/OpenAction", "/AA", "/AcroForm", "/JavaScript")
"""Entries of a PDF's catalogue with which it runs something or asks for something."""


@dataclass(frozen=True, slots=True)
class PdfWord:
    """A word of a PDF and its page, from 1."""

    text: str
    page: int


def pdf_words(path: Path) -> list[PdfWord]:
    """Return the words of a PDF's text in drawing order, without the page numbers in its table of contents.

    What is marked as an artifact is left out: headers, footers, page numbers, repeated table headers.

    Raises
    ------
    pypdfium2.PdfiumError
        If the file is not a PDF.
    """
    with PDFIUM, _opened(path) as document:
        contents = _pages_of_contents(document)
        words = (PdfWord(word, at) for at, page in enumerate(document, start=1) for word in _words_of(page))
        return [word for word in words if not (word.page in contents and word.text.replace(".", "").isdigit())]


def _words_of(page: PdfPage) -> Iterator[str]:
    """Yield the numbers and words of a page in drawing order, without artifacts."""
    from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

    text = page.get_textpage()
    for piece in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST, textpage=text):
        if not _is_marked(piece, ARTIFACT):
            yield from numbers_and_words(piece.extract())


def _pages_of_contents(document: PdfDocument) -> range:
    """Return the pages, from 1, from the table of contents to the one before the next bookmark; none without it."""
    marks = [(item.get_title(), item.get_dest()) for item in document.get_toc()]
    # A bookmark may lead to a page that does not exist.
    pages = [(title, place.get_index() + 1) for title, place in marks if place and place.get_index() is not None]
    at = next((place for place, (title, _) in enumerate(pages) if title == CONTENTS), None)
    if at is None:
        return range(0)
    after = pages[at + 1][1] if at + 1 < len(pages) else len(document) + 1
    return range(pages[at][1], after)


def _is_marked(piece: PdfObject, tag: str) -> bool:
    """Return whether a drawn object is marked with a tag, such as `ARTIFACT`."""
    from pypdfium2.raw import FPDFPageObj_CountMarks, FPDFPageObj_GetMark

    marks = (FPDFPageObj_GetMark(piece, place) for place in range(FPDFPageObj_CountMarks(piece)))
    return any(_mark_name(mark) == tag for mark in marks)


def _mark_name(mark: object) -> str:
    from pypdfium2.raw import FPDF_WCHAR, FPDFPageObjMark_GetName

    letters, length = (FPDF_WCHAR * _LONGEST_TAG)(), ctypes.c_ulong()
    FPDFPageObjMark_GetName(mark, letters, ctypes.sizeof(letters), length)
    return bytes(letters)[: length.value].decode("utf-16-le").rstrip("\0")


def attachments(path: Path) -> list[tuple[str, bytes]]:
    """Return name and content of each of a PDF's attachments, in the file's order; a tampered PDF may repeat a name."""
    with PDFIUM, _opened(path) as document:
        places = range(document.count_attachments())
        return [(one.get_name(), bytes(one.get_data())) for one in map(document.get_attachment, places)]


def metadata(path: Path) -> dict[str, str]:
    """Return the fields that a PDF states of itself, by name (`Author`, `Title`…); empty ones are left out."""
    with PDFIUM, _opened(path) as document:
        return {name: str(text) for name, text in document.get_metadata_dict(skip_empty=True).items()}


def additions(path: Path) -> Counter[str]:
    """Count by Spanish words a PDF's annotations that are no links, its links out of the file, and its programs.

    Raises
    ------
    pikepdf.PdfError
        If the file is not a PDF.
    """
    import pikepdf

    found: Counter[str] = Counter()
    with pikepdf.open(path) as document:
        entries = (*document.Root.keys(), *document.Root.get("/Names", {}).keys())
        found.update(f"programa o formulario ({name[1:]})" for name in entries if name in _ACTING)
        for number, page in enumerate(document.pages, start=1):
            for item in page.get("/Annots", ()):
                action = item.get("/A")
                if item.get("/Subtype") != "/Link":
                    found[f"página {number}, anotación ({str(item.get('/Subtype'))[1:]})"] += 1
                elif action is not None and action.get("/S") != "/GoTo":
                    found[f"enlace hacia fuera ({action.get('/URI', action.get('/S'))})"] += 1
    return found


def pages_of(path: Path) -> int:
    """Return the number of pages of a PDF; a file that is no PDF raises `pypdfium2.PdfiumError`."""
    with PDFIUM, _opened(path) as document:
        return len(document)


def _opened(path: Path) -> PdfDocument:
    """Open a PDF; the caller holds the lock `PDFIUM` while using it. A file that is no PDF raises `PdfiumError`."""
    import pypdfium2

    return pypdfium2.PdfDocument(path)
