"""The parts of a compressed workbook, unpacked within limits; its XML, without what reaches outside of it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from lxml import etree

from helpers.intake.formats.limits import (
    ELEMENT_BYTES,
    MEGABYTE,
    PART_BYTES,
    PARTS,
    RATIO,
    RATIO_FROM,
    UNPACKED_BYTES,
    damaged,
    too_big,
)

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
)
"""What unpacking and parsing raise for a workbook that is not whole."""


def check_parts(package: zipfile.ZipFile) -> None:
    """Refuse a package that says it would unpack to more than any workbook has.

    Raises
    ------
    Unreadable
    """
    if said := excess(package, UNPACKED_BYTES):
        raise too_big(*said)


def excess(package: zipfile.ZipFile, most: int) -> tuple[str, str] | None:
    """What a package says that it holds beyond the limits, and the limit; None where it keeps to them.

    Parameters
    ----------
    most : int
        Bytes that all of it may unpack to.
    """
    parts = package.infolist()
    if len(parts) > PARTS:
        return f"el libro contiene {len(parts)} archivos", f"{PARTS}"
    whole = sum(part.file_size for part in parts)
    swollen = [
        part for part in parts if part.file_size > RATIO_FROM and part.file_size > RATIO * max(part.compress_size, 1)
    ]
    if whole > most or swollen:
        said = f"el libro está comprimido de forma anormal: ocuparía {whole // MEGABYTE} MB al abrirse"
        return said, f"{most // MEGABYTE} MB"
    return None


def looks_inside(package: zipfile.ZipFile, name: str, wanted: bytes) -> bool:
    """Whether a part is there and its beginning holds some bytes."""
    if name not in package.namelist():
        return False
    with package.open(name) as part:
        return wanted in part.read(MEGABYTE)


class _Bounded:
    """A part that ends in an error beyond the limits, whatever size it claims."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self._left = PART_BYTES
        self.since_last = 0
        """Bytes read since the last element was given: what the parser holds meanwhile."""

    def read(self, size: int = -1) -> bytes:
        data = self._part.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(data)
        self.since_last += len(data)
        if self._left < 0 or self.since_last > ELEMENT_BYTES:
            raise too_big("una parte del libro no termina", f"{PART_BYTES // MEGABYTE} MB")
        return data


def elements(
    package: zipfile.ZipFile, name: str, *tags: str, opening: bool = False
) -> Iterator[tuple[str, etree._Element]]:
    """Go through the elements of some local names of one part, as they end (and begin, where `opening`).

    A part that defines entities is refused, and nothing outside is ever loaded.

    Raises
    ------
    Unreadable
    """
    with package.open(name) as part:
        bounded = _Bounded(part)
        found = etree.iterparse(
            bounded,
            events=("start", "end") if opening else ("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        for event, element in found:
            if element.getroottree().docinfo.doctype:
                raise damaged("su XML define entidades, cosa que ningún libro hace")
            bounded.since_last = 0
            yield event, element


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; empty where it is not there."""
    value = element.get(name)
    if value is not None:
        return value
    return next((text for key, text in element.items() if key.endswith(f"}}{name}")), "")


def forget(element: etree._Element) -> None:
    """Free an element that has been read, and those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
