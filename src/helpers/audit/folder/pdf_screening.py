"""Measures a PDF before it is drawn, by unpacking its streams piece by piece and listing its objects."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.audit.folder import audit_limits
from helpers.audit.folder.audit_limits import size_es
from helpers.base.display import list_es, number_es

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_STREAM = re.compile(rb"stream[ \t]*(?:\r\n|\n|\r)")
_END = b"end"
_PIECE = 1 << 16
_UNPACKED_PIECE = 1 << 20
_FILTERS = frozenset({"/FlateDecode", "/DCTDecode"})
"""Filters of streams in reports. A combination of two would hide the true size."""


def pdf_problems(path: Path, name: str, calculated: int) -> Iterator[str]:
    """Yield why a PDF is too large to be drawn, cannot be read or has what no report has; nothing if it is safe.

    In Spanish; a size above the limit is the only one told.

    Parameters
    ----------
    name : str
        The file as messages name it.
    calculated : int
        Bytes of the run computed again and saved; the limit of the unpacked size grows with them.
    """
    import pikepdf

    most = audit_limits.PDF_UNPACKED.of(calculated)
    if _unpacked(path, most) > most:
        yield f"{name}: al abrirse pasa de {size_es(most)}, que es lo más que se abre en este informe."
        return
    try:
        with pikepdf.open(path) as document:
            yield from (f"{name}: {problem}" for problem in dict.fromkeys(_object_problems(document)))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        yield f"{name}: no es un PDF que se pueda leer."


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
        while not press.eof and (packed := press.unconsumed_tail or data[place : place + _PIECE]):
            if not press.unconsumed_tail:
                place += len(packed)
            yield len(press.decompress(packed, _UNPACKED_PIECE))
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
