"""Compares the parts (members of the ZIP package) of two Office files: Word documents or workbooks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from types import MappingProxyType
from xml.sax.saxutils import unescape

from helpers.audit.audit_result import Difference, drawn_otherwise
from helpers.audit.pages.word_differences import numbers_and_words, quoted_changes, words_and_tags
from helpers.base.display import number_es
from helpers.base.python_extras import by_key
from helpers.intake.readers.workbook_archive import BROKEN_PACKAGE

DOCUMENT = "word/document.xml"
_TEXT_PART = re.compile(r"word/(?:document|header\d+|footer\d+)\.xml|word/_rels/.*|\[Content_Types\]\.xml")
"""Parts of a Word document whose words do not depend on versions: text, links, and the list of parts."""
_MARKUP_PART = re.compile(r".*\.rels|docProps/.*\.xml")
"""Short parts that are compared with their markup: links and metadata, whose tags say what they are."""
_TEXT = re.compile(r"<w:(?:t|instrText)(?:\s[^>]*)?>([^<]*)</w:(?:t|instrText)>|</w:p>|<w:(?:tab|br)/>")


_CELL = re.compile(rb"<c\b[^>]*/>|<c\b.*?</c>", re.DOTALL)
"""A cell of a workbook's sheet."""
TWICE = "varias con el mismo nombre: cada programa lee una u otra"


def part_differences(
    file: str,
    due: bytes,
    found: bytes,
    *,
    is_same_writer: bool,
    names: Mapping[str, str] = MappingProxyType({}),
    told: Collection[str] = (),
) -> tuple[list[Difference], list[str]]:
    """Return the differences of two Office files, and the names of the differing parts whose content is not compared.

    Such a part was written by other versions, which may write it otherwise. Of equal parts, the bytes around them are
    counted.

    Parameters
    ----------
    file : str
        The file as messages name it.
    due, found : bytes
        The file written now, and the published one.
    is_same_writer : bool
        Both were made with the same versions: then every part must be the same.
    names : Mapping of str to str
        What messages call some parts.
    told : collection of str
        Places of a workbook's sheets whose differing cells are told already: only what is around the cells is compared.
    """
    try:
        with zipfile.ZipFile(BytesIO(due)) as one, zipfile.ZipFile(BytesIO(found)) as other:
            differences, left_out = _compared(file, one, other, is_same_writer, names, told)
            more = _outside_parts(other, found) - _outside_parts(one, due)
    except BROKEN_PACKAGE:
        return [Difference(file, "un archivo completo", "no se puede leer")], []
    if more > 0 and not differences and not left_out:
        place = f"{file}, fuera de sus partes"
        differences.append(Difference(place, "la lista de sus partes", f"además, otros {number_es(more)} bytes"))
    return differences, left_out


def _compared(
    file: str,
    due: zipfile.ZipFile,
    found: zipfile.ZipFile,
    is_same_writer: bool,
    names: Mapping[str, str],
    told: Collection[str],
) -> tuple[list[Difference], list[str]]:
    """Compare two packages as in `part_differences`, part by part: no more than one part of each is in memory."""
    expected, said = set(due.namelist()), set(found.namelist())
    differences = [
        Difference(f"{file}, {names.get(part, part)}", "una parte", TWICE) for part in _repeated(found.namelist())
    ]
    left_out: list[str] = []
    for part in sorted({*expected, *said}):
        place = f"{file}, {names.get(part, part)}"
        if part not in expected or part not in said:
            one, other = ("una parte", "no está") if part in expected else ("ninguna parte", "una parte de más")
            differences.append(Difference(place, one, other))
            continue
        content, published = due.read(part), found.read(part)
        if place in told:
            content, published = _CELL.sub(b"", content), _CELL.sub(b"", published)
            place += ", fuera de sus celdas"
        if content != published:
            if is_same_writer or (DOCUMENT in expected and _TEXT_PART.fullmatch(part)):
                words = words_and_tags if _MARKUP_PART.fullmatch(part) else words_of
                texts = (one.decode("utf-8", errors="replace") for one in (content, published))
                changed = quoted_changes(*map(words, texts))
                differences += [Difference(place, *both) for both in changed] or [drawn_otherwise(place)]
            else:
                left_out.append(part)
    return differences, left_out


def _outside_parts(package: zipfile.ZipFile, content: bytes) -> int:
    """Return how many bytes of a package are outside its parts: as many in any two with the same parts."""
    return len(content) - sum(part.compress_size for part in package.infolist())


def _repeated(parts: Sequence[str]) -> Iterator[str]:
    """Yield the names that several parts of a package have, in upper or lower case: programs read one or another."""
    for alike in by_key((part.lower(), part) for part in parts).values():
        if alike[1:]:
            yield alike[0]


def words_of(text: str) -> list[str]:
    """Return the numbers and words of a Word document's part in order, with the instructions of its fields."""
    return numbers_and_words(" ".join(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the runs of text in the XML of a Word document between ends of paragraphs, tabs and line breaks."""
    line = ""
    for found in _TEXT.finditer(text):
        if found[1] is None:
            yield line
            line = ""
        else:
            line += unescape(found[1])
    yield line
