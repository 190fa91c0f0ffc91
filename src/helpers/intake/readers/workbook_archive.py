"""Unpacks the parts of a compressed workbook within limits, and parses their XML without external references."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from lxml import etree

from helpers.intake.readers.read_limits import (
    ELEMENT_BYTES,
    MEGABYTE,
    PART_BYTES,
    PARTS,
    RATIO,
    RATIO_FROM,
    UNPACKED_BYTES,
    Unreadable,
    damaged,
    too_big,
)

BROKEN_PACKAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""Exceptions that opening and unpacking raise for a damaged ZIP package."""
BROKEN = (*BROKEN_PACKAGE, etree.XMLSyntaxError, TypeError, LookupError, OverflowError)
"""Exceptions that unpacking and parsing raise for a damaged workbook."""
_PROPERTY_PARTS = (("docProps/custom.xml", "property"), ("meta.xml", "user-defined"))
"""Part with the properties, and element of one property: for .xlsx and for .ods."""


def check_parts(package: zipfile.ZipFile) -> None:
    """Check the sizes that a compressed workbook declares for its parts.

    Raises
    ------
    Unreadable
        If there are more than `PARTS`, they add up to more than `UNPACKED_BYTES`, or one that unpacks to more than
        `RATIO_FROM` bytes unpacks to more than `RATIO` times its compressed size.
    """
    if said := excess(package, UNPACKED_BYTES):
        raise too_big(*said)


def excess(package: zipfile.ZipFile, most: int) -> tuple[str, str] | None:
    """Return how a package exceeds the limits, from the sizes that it declares.

    Parameters
    ----------
    most : int
        Bytes to which the whole package may unpack; the other limits are those of `check_parts`.

    Returns
    -------
    (str, str) or None
        The excess and the limit, in Spanish; None within the limits.
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
    """Return whether a package has a part whose first megabyte, unpacked, contains the wanted bytes."""
    if name not in package.namelist():
        return False
    with package.open(name) as part:
        return wanted in part.read(MEGABYTE)


class _Bounded:
    """Reads a part and raises an error beyond the limits, whatever size the part declares."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self._left = PART_BYTES
        self.since_last = 0
        """Bytes read since the last element was given: what the parser holds meanwhile."""

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes, or all for −1.

        Raises
        ------
        Unreadable
            If the part or one of its elements is longer than allowed.
        """
        data = self._part.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(data)
        self.since_last += len(data)
        if self._left < 0 or self.since_last > ELEMENT_BYTES:
            raise too_big("una parte del libro no termina", f"{PART_BYTES // MEGABYTE} MB")
        return data


def elements(
    package: zipfile.ZipFile, name: str, *tags: str, opening: bool = False
) -> Iterator[tuple[str, etree._Element]]:
    """Yield the elements of one part that have the given local names.

    Parameters
    ----------
    name : str
        The part's path in the package.
    tags : str
        Local names, without namespace.
    opening : bool
        Yield each element also when it begins.

    Yields
    ------
    (str, element)
        `start` or `end`, and the element.

    Raises
    ------
    Unreadable
        If the part or one of its elements is too large, or the part has a document type, which could define entities.
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
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, in any namespace; empty if the element has none."""
    value = element.get(name)
    if value is not None:
        return value
    return next((text for key, text in element.items() if key.endswith(f"}}{name}")), "")


def forget(element: etree._Element) -> None:
    """Free the memory of an element that has been read, and of those before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def custom_properties(path: Path) -> Mapping[str, str]:
    """Read a workbook's custom properties by name; empty if it has none, is damaged or is no package (.xls)."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as package:
            check_parts(package)
            names = set(package.namelist())
            return {
                attribute(element, "name"): "".join(element.itertext()).strip()
                for part, tag in _PROPERTY_PARTS
                if part in names
                for _, element in elements(package, part, tag)
            }
    except (*BROKEN, Unreadable):
        # The identity block repeats the properties, and reading the cells reports what is wrong with the file.
        return {}
