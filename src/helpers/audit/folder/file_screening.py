"""Measures a page, a workbook, a Word document or a PDF before it is read, by unpacking it piece by piece.

Each function yields why a file is not opened, in Spanish: one sentence each; nothing if that is safe. `calculated` is
the bytes of the run computed again and saved, with which the limits grow.
"""

from __future__ import annotations

import mmap
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl.utils.cell import range_boundaries

from helpers.audit.folder import audit_limits
from helpers.audit.folder.audit_limits import size_es
from helpers.base.display import list_es, number_es
from helpers.base.python_extras import not_none
from helpers.intake.readers.workbook_archive import BROKEN, excess

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_READ, _PIECE = 1 << 16, 1 << 20
_MARK = re.compile(r"[<\s]")
_DOCTYPE = b"<!DOCTYPE"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*>")
_PLACE = re.compile(rb"""\sref\s*=\s*["']([A-Z]+\d+:[A-Z]+\d+)["']""")
_STREAM = re.compile(rb"stream[ \t]*(?:\r\n|\n|\r)")
_END = b"end"
_FILTERS = frozenset({"/FlateDecode", "/DCTDecode"})
"""Filters of streams in reports. A combination of two would hide the true size."""


def page_problems(path: Path, calculated: int) -> Iterator[str]:
    """Yield why a page is too large to be parsed: one sentence, or nothing."""
    most, marks = audit_limits.PAGE_MARKS.of(calculated), 0
    with path.open(encoding="utf-8", errors="replace") as stream:
        while marks <= most and (piece := stream.read(_READ)):
            marks += len(_MARK.findall(piece))
    if marks > most:
        yield f"tiene más de {number_es(most)} etiquetas y palabras, que es lo más que se lee en este informe."


@dataclass
class _Count:
    """Counts over all parts of a workbook so far."""

    size: int = 0
    tags: int = 0
    merged: int = 0
    defines: bool = False


def workbook_problems(path: Path, calculated: int) -> Iterator[str]:
    """Yield why a workbook or Word document is not opened.

    It may be too large unpacked, have too many tags or merged cells, or define entities in its XML. Damage is no reason
    here: the check that reads the file reports it.
    """
    most, most_tags = audit_limits.WORKBOOK_UNPACKED.of(calculated), audit_limits.WORKBOOK_TAGS.of(calculated)
    count = _Count()
    try:
        with zipfile.ZipFile(path) as package:
            if said := excess(package, most):
                yield f"{said[0]}; se abren como máximo {said[1]}."
                return
            for _ in _counted(package, count):
                if count.size > most or count.tags > most_tags or count.merged > audit_limits.MERGED_CELLS:
                    break
    # The check that reads the workbook reports a damaged one.
    except BROKEN:
        pass
    if count.size > most:
        yield f"al abrirse pasa de {size_es(most)}, que es lo más que se abre en este informe."
    if count.tags > most_tags:
        yield f"tiene más de {number_es(most_tags)} etiquetas XML, que es lo más que se lee en este informe."
    if count.merged > audit_limits.MERGED_CELLS:
        yield f"sus celdas unidas cubren más de {number_es(audit_limits.MERGED_CELLS)} celdas."
    if count.defines:
        yield "su XML define entidades, cosa que ningún libro ni documento hace."


def _counted(package: zipfile.ZipFile, count: _Count) -> Iterator[None]:
    """Unpack every part, whatever size it claims, and yield after adding each piece to `count`: the caller may stop."""
    for part in package.infolist():
        before = b""
        with package.open(part) as stream:
            while piece := stream.read(_PIECE):
                count.size += len(piece)
                # XML may use two bytes per character.
                letters = piece.replace(b"\0", b"")
                count.tags += letters.count(b"<")
                text = before + letters
                count.defines = count.defines or _DOCTYPE in text
                count.merged += sum(map(_covered, _MERGED.finditer(text)))
                # A tag that continues in the next piece is searched together with it.
                before = text[text.rfind(b"<") :][-_PIECE:] if b"<" in text and not text.endswith(b">") else b""
                yield


def _covered(merged: re.Match[bytes]) -> int:
    """Return how many cells a merged range covers; one more than the limit if the range is malformed."""
    place = _PLACE.search(merged[0])
    if place is None:
        return audit_limits.MERGED_CELLS + 1
    left, top, right, bottom = map(not_none, range_boundaries(place[1].decode("ascii")))
    return (right - left + 1) * (bottom - top + 1)


def pdf_problems(path: Path, calculated: int) -> Iterator[str]:
    """Yield why a PDF is too large to be drawn, cannot be read or has what no report has.

    A size above the limit is the only one told.
    """
    import pikepdf

    most = audit_limits.PDF_UNPACKED.of(calculated)
    if _unpacked(path, most) > most:
        yield f"al abrirse pasa de {size_es(most)}, que es lo más que se abre en este informe."
        return
    try:
        with pikepdf.open(path) as document:
            yield from dict.fromkeys(_object_problems(document))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        yield "no es un PDF que se pueda leer."


def _unpacked(path: Path, most: int) -> int:
    """Return the unpacked bytes of all streams in the file; counting stops just above `most`."""
    size = 0
    if not path.stat().st_size:
        return size
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for start in _STREAM.finditer(data):
            if data[max(0, start.start() - len(_END)) : start.start()] == _END:
                continue
            for piece in _pieces(data, start.end()):
                size += piece
                if size > most:
                    return size
    return size


def _pieces(data: mmap.mmap, place: int) -> Iterator[int]:
    """Yield the unpacked size of each piece of the stream at `place`, up to data that are not zlib's."""
    press = zlib.decompressobj()
    try:
        while not press.eof and (packed := press.unconsumed_tail or data[place : place + _READ]):
            if not press.unconsumed_tail:
                place += len(packed)
            yield len(press.decompress(packed, _PIECE))
    # Data that are not compressed count with their size in the file.
    except zlib.error:
        return


def _object_problems(document: Pdf) -> Iterator[str]:
    """Yield in Spanish what no report's PDF has: too many pages, unknown filters, too large pictures, deep forms."""
    import pikepdf

    if len(document.pages) > audit_limits.PDF_PAGES:
        yield f"tiene más de {number_es(audit_limits.PDF_PAGES)} páginas."
    known: dict[tuple[object, int], int] = {}
    for item in document.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        packing = item.get("/Filter")
        names = list(packing) if isinstance(packing, pikepdf.Array) else [packing] if packing is not None else []
        if len(names) > 1 or not {str(name) for name in names} <= _FILTERS:
            yield f"guarda algo comprimido como {list_es([str(name) for name in names])}, cosa que ningún informe hace."
        if int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > audit_limits.PDF_PIXELS:
            yield f"tiene una imagen de más de {number_es(audit_limits.PDF_PIXELS)} puntos."
        if (
            item.get("/Subtype") == "/Form"
            and _depth(item, audit_limits.PDF_FORMS_DEEP, known) > audit_limits.PDF_FORMS_DEEP
        ):
            yield f"tiene más de {audit_limits.PDF_FORMS_DEEP} dibujos uno dentro de otro."


def _depth(form: Object, left: int, known: dict[tuple[object, int], int]) -> int:
    """Return the nesting depth of a form and the forms that it draws; counting stops just above `left`.

    Parameters
    ----------
    known : dict
        Cache that the function fills, because many forms may draw the same ones.
    """
    key = (form.objgen, left)
    if key not in known:
        resources = form.get("/Resources") if left else None
        inner = resources.get("/XObject") if resources is not None else None
        named = inner.items() if inner is not None else ()
        forms = (one for _, one in named if one.get("/Subtype") == "/Form")
        known[key] = 1 + max((_depth(one, left - 1, known) for one in forms), default=0)
    return known[key]
