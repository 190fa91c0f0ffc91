"""Compares the appearance of two PDFs: page size, annotations, drawn objects and pixels."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.audit.audit_result import Difference
from helpers.audit.pages.pdf_words import PDFIUM, open_pdf, words_of_page
from helpers.base.python_extras import grouped
from helpers.outputs.run_files import PDF_FILE

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray
    from pypdfium2 import PdfBookmark, PdfDocument, PdfPage

SCALE = 1.0
"""Pixels per point: 72 per inch, at which a comma in the smallest font still covers a pixel."""
TOLERANCE = 8
"""Tolerated difference of a pixel, of 255 levels; far less than any visible text makes."""
_DEEPEST = 20
_LINK = 2
_KINDS = {1: "textos", 2: "trazos", 3: "imágenes", 4: "degradados", 5: "grupos"}
_ANNOTATIONS = {
    1: "nota", 2: "enlace", 3: "texto libre", 4: "línea", 5: "cuadro", 6: "círculo", 7: "polígono", 9: "resaltado",
    12: "tachado", 13: "sello", 15: "trazo a mano", 17: "archivo adjunto", 20: "campo de formulario",
}  # fmt: skip
_CM = 72 / 2.54
_PRINTER = ("Creator", "Producer")
_LONGEST_ADDRESS = 4096


@dataclass(frozen=True, slots=True)
class PageLook:
    """The content of a page.

    Attributes
    ----------
    size : tuple of float
        In points.
    annotations : Counter
        Links by rectangle, other annotations by kind.
    objects : Counter
        Number of drawn objects by kind.
    """

    size: tuple[float, float]
    annotations: Counter[str]
    objects: Counter[int]


def look_differences(due: Path, found: Path, *, is_same_printer: bool) -> Iterator[Difference]:
    """Yield how the PDF `found` differs in appearance from `due`, the one printed now: bookmarks, links, pages.

    Parameters
    ----------
    is_same_printer : bool
        Both were made with the same versions, so that pages must have the same pixels, but for `TOLERANCE`. Otherwise
        only pages with the same words are compared, by the number of drawn objects of each kind.
    """
    with PDFIUM, open_pdf(due) as expected, open_pdf(found) as said:
        yield from _document_differences(expected, said, is_same_printer)
        if not is_same_printer:
            yield from _alike_differences(expected, said)
        elif len(expected) != len(said):
            yield Difference(f"{PDF_FILE}, número de páginas", str(len(expected)), str(len(said)))
            for number, page in enumerate(said, start=1):
                yield from _strange_annotations(f"{PDF_FILE}, página {number}", page)
        else:
            for number, (one, other) in enumerate(zip(expected, said, strict=True), start=1):
                yield from _page_differences(f"{PDF_FILE}, página {number}", one, other, is_same_printer)


def _alike_differences(due: PdfDocument, found: PdfDocument) -> Iterator[Difference]:
    """Compare PDFs of different versions: each page with the one that has the same words, wherever it is."""
    waiting = grouped(due, lambda page: tuple(words_of_page(page)))
    for number, page in enumerate(found, start=1):
        words = tuple(words_of_page(page))
        where = f"{PDF_FILE}, página {number}"
        if waiting.get(words):
            yield from _page_differences(where, waiting[words].pop(0), page, False)
            continue
        if not words:
            yield Difference(where, "ninguna página sin palabras", "una de más")
        yield from _strange_annotations(where, page)


def _page_differences(where: str, due: PdfPage, found: PdfPage, is_same_printer: bool) -> Iterator[Difference]:
    one, other = _look(due), _look(found)
    if one.size != other.size:
        yield Difference(f"{where}, tamaño", _size(one.size), _size(other.size))
        return
    links_aside = one.annotations if is_same_printer else _without_links(one.annotations)
    found_aside = other.annotations if is_same_printer else _without_links(other.annotations)
    for name in sorted((links_aside | found_aside) - (links_aside & found_aside)):
        yield Difference(f"{where}, anotación: {name}", str(links_aside[name]), str(found_aside[name]))
    for kind in sorted(one.objects | other.objects):
        if one.objects[kind] != other.objects[kind]:
            place = f"{where}, {_KINDS.get(kind, 'otros objetos')} que se dibujan"
            yield Difference(place, str(one.objects[kind]), str(other.objects[kind]))
    if is_same_printer:
        yield from _pixel_differences(where, due, found)


def _pixel_differences(where: str, due: PdfPage, found: PdfPage) -> Iterator[Difference]:
    """Yield the box of the pixels that differ, and the words expected in it."""
    from numpy import abs as absolute
    from numpy import argwhere, array_equal, int16

    one, other = _pixels(due), _pixels(found)
    if one.shape != other.shape:
        yield Difference(f"{where}, dibujo", f"{one.shape}", f"{other.shape}")
        return
    if array_equal(one, other):
        return
    off = argwhere((absolute(one.astype(int16) - other) > TOLERANCE).any(axis=2))
    if len(off):
        (top, left), (bottom, right) = off.min(axis=0) / SCALE, (off.max(axis=0) + 1) / SCALE
        words = _words_in(due, (left, top, right, bottom))
        place = f"{where}, a {_cm(left)} cm de la izquierda y {_cm(top)} cm de arriba"
        size = f"{_cm(right - left)} × {_cm(bottom - top)} cm"
        place += f" (sobre «{words}»)" if words else ""
        yield Difference(place, "lo que se dibuja de nuevo", f"otro dibujo, de {size}")


def _pixels(page: PdfPage) -> NDArray[uint8]:
    pixels: NDArray[uint8] = page.render(scale=SCALE, may_draw_forms=True).to_numpy()
    return pixels


def _words_in(page: PdfPage, box: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = box
    height = page.get_height()
    text = page.get_textpage().get_text_bounded(left - 1, height - bottom - 1, right + 1, height - top + 1)
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _look(page: PdfPage) -> PageLook:
    objects = Counter(item.type for item in page.get_objects(max_depth=_DEEPEST))
    return PageLook(tuple(round(side, 1) for side in page.get_size()), Counter(_annotations(page)), objects)


def _annotations(page: PdfPage) -> Iterator[str]:
    from pypdfium2 import raw

    for place in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, place)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        words = _ANNOTATIONS.get(kind, f"de clase {kind}")
        box = raw.FS_RECTF()
        if kind == _LINK and raw.FPDFAnnot_GetRect(annotation, box):
            words += " en " + ", ".join(f"{side:.0f}" for side in (box.left, box.bottom, box.right, box.top))
            words += _target(page, annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        yield words


def _target(page: PdfPage, annotation: object) -> str:
    """Return the target of a link: a page, or an external address or program, which no link of a report has."""
    from pypdfium2 import raw

    link = raw.FPDFAnnot_GetLink(annotation)
    destination = raw.FPDFLink_GetDest(page.pdf, link)
    if destination:
        return f", a la página {raw.FPDFDest_GetDestPageIndex(page.pdf, destination) + 1}"
    action = raw.FPDFLink_GetAction(link)
    return f", acción de clase {raw.FPDFAction_GetType(action)}" if action else ""


def _strange_annotations(where: str, page: PdfPage) -> Iterator[Difference]:
    for name, count in _without_links(Counter(_annotations(page))).items():
        yield Difference(f"{where}, anotación: {name}", "0", str(count))


def _without_links(annotations: Counter[str]) -> Counter[str]:
    return Counter({name: count for name, count in annotations.items() if not name.startswith(_ANNOTATIONS[_LINK])})


def _document_differences(due: PdfDocument, found: PdfDocument, is_same_printer: bool) -> Iterator[Difference]:
    """Yield differences outside pages: bookmarks, title and author, forms and programs, external links.

    Other versions may put a section on another page and write their own name.
    """
    from pypdfium2 import raw

    told = {
        "marcadores": ([_bookmark(item, is_same_printer) for item in document.get_toc()] for document in (due, found)),
        "enlaces hacia fuera": (sorted(_outside(document)) for document in (due, found)),
        "programas": (raw.FPDFDoc_GetJavaScriptActionCount(document) for document in (due, found)),
        "formularios": (document.get_formtype() for document in (due, found)),
    }
    for name, (one, other) in told.items():
        if one != other:
            yield Difference(f"{PDF_FILE}, {name}", *_departing(one, other))
    one, other = (document.get_metadata_dict() for document in (due, found))
    passed = () if is_same_printer else _PRINTER
    for name in (name for name in one if one[name] != other.get(name) and name not in passed):
        yield Difference(f"{PDF_FILE}, dato «{name}» del archivo", one[name] or "vacío", other.get(name) or "vacío")


def _outside(document: PdfDocument) -> Iterator[str]:
    """Yield the addresses, or kinds of programs, that a PDF's links lead to."""
    from pypdfium2 import raw

    for page in document:
        for place in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, place)
            action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
            raw.FPDFPage_CloseAnnot(annotation)
            if action and (kind := raw.FPDFAction_GetType(action)) != raw.PDFACTION_GOTO:
                address = (ctypes.c_char * _LONGEST_ADDRESS)()
                raw.FPDFAction_GetURIPath(document, action, address, len(address))
                yield f"acción de clase {kind} {address.value.decode('ascii', 'replace')}".strip()


def _bookmark(item: PdfBookmark, with_page: bool) -> str:
    destination = item.get_dest() if with_page else None
    page = destination.get_index() if destination else None
    return f"{item.get_title()}{'' if page is None else f', página {page + 1}'}"


def _departing(one: object, other: object) -> tuple[str, str]:
    """Return the first items in which two lists differ; other values are returned whole."""
    if not isinstance(one, Sequence) or not isinstance(other, Sequence):
        return str(one), str(other)
    pairs = zip([*one, "(no está)"], [*other, "(no está)"], strict=False)
    return next(((a, b) for a, b in pairs if a != b), (f"{len(one)}", f"{len(other)}"))


def _size(size: tuple[float, float]) -> str:
    return " × ".join(_cm(side) for side in size) + " cm"


def _cm(points: float) -> str:
    return f"{points / _CM:.1f}".replace(".", ",")
