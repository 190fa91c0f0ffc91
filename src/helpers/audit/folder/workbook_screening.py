"""Measures a workbook or a Word document before it is read, by unpacking it piece by piece."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils.cell import range_boundaries

from helpers.audit.folder import audit_limits
from helpers.audit.folder.audit_limits import size_es
from helpers.base.display import number_es
from helpers.base.python_extras import not_none
from helpers.intake.readers.workbook_archive import BROKEN, excess

_PIECE = 1 << 20
_DOCTYPE = b"<!DOCTYPE"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*>")
_PLACE = re.compile(rb"""\sref\s*=\s*["']([A-Z]+\d+:[A-Z]+\d+)["']""")


@dataclass
class _Count:
    """Counts over all parts of a workbook so far."""

    size: int = 0
    tags: int = 0
    merged: int = 0
    defines: bool = False


def workbook_problems(path: Path, name: str, calculated: int) -> Iterator[str]:
    """Yield why a workbook or Word document is not opened, in Spanish: one sentence each; nothing if that is safe.

    It may be too large unpacked, have too many tags or merged cells, or define entities in its XML. Damage is no reason
    here: the check that reads the file reports it.

    Parameters
    ----------
    name : str
        The file as messages name it.
    calculated : int
        Bytes of the run computed again and saved.
    """
    most, most_tags = audit_limits.WORKBOOK_UNPACKED.of(calculated), audit_limits.WORKBOOK_TAGS.of(calculated)
    count = _Count()
    try:
        with zipfile.ZipFile(path) as package:
            if said := excess(package, most):
                yield f"{name}: {said[0]}; se abren como máximo {said[1]}."
                return
            for _ in _counted(package, count):
                if count.size > most or count.tags > most_tags or count.merged > audit_limits.MERGED_CELLS:
                    break
    # The check that reads the workbook reports a damaged one.
    except BROKEN:
        pass
    if count.size > most:
        yield f"{name}: al abrirse pasa de {size_es(most)}, que es lo más que se abre en este informe."
    if count.tags > most_tags:
        yield f"{name}: tiene más de {number_es(most_tags)} etiquetas XML, que es lo más que se lee en este informe."
    if count.merged > audit_limits.MERGED_CELLS:
        yield f"{name}: sus celdas unidas cubren más de {number_es(audit_limits.MERGED_CELLS)} celdas."
    if count.defines:
        yield f"{name}: su XML define entidades, cosa que ningún libro ni documento hace."


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
