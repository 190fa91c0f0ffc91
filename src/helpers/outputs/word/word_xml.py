"""Builds the elements of a Word document (WordprocessingML): paragraphs, runs, fields and bookmarks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

Element = etree._Element
"""An element of the document; lxml's own class has no other public name."""
LONGEST_NAME = 40
"""Word cuts longer names of bookmarks."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML file may hold."""


def made(tag: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """Return a new element; in its tag and attributes, a prefix (`w:val`) stands for its namespace.

    Parameters
    ----------
    attributes : dict, optional
        Values by name; they are written as text.
    """
    element = etree.Element(
        qn(tag), {qn(name) if ":" in name else name: str(value) for name, value in (attributes or {}).items()}
    )
    element.extend(children)
    return element


def valued(tag: str, value: object) -> Element:
    """Return an element whose only attribute is `w:val`, as most properties are."""
    return made(tag, {"w:val": value})


def text_run(text: str, *properties: Element, tag: str = "w:t") -> Element:
    """Return a run with a text and its properties, which must be in the order of the schema.

    Characters that XML cannot hold are left out.
    """
    written = made(tag, {"xml:space": "preserve"})
    written.text = _NOT_XML.sub("", text)
    return made("w:r", None, *([made("w:rPr", None, *properties)] if properties else []), written)


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """Return a paragraph of a style, by the style's id; the properties follow `w:pStyle` in the order of the schema."""
    return made("w:p", None, made("w:pPr", None, valued("w:pStyle", style), *properties), *content)


def counted(instruction: str, shown: Iterable[Element]) -> list[Element]:
    """Return the runs of a field; `shown` is its result until a program computes the field again."""
    begin, separate, end = (
        made("w:r", None, made("w:fldChar", {"w:fldCharType": kind})) for kind in ("begin", "separate", "end")
    )
    return [begin, text_run(f" {instruction} ", tag="w:instrText"), separate, *shown, end]


def bookmark_name(anchor: str) -> str:
    """Return the bookmark's name for an id of the page, with the characters and the length that Word allows."""
    plain = "_" + re.sub(r"\W", "_", anchor)
    if len(plain) <= LONGEST_NAME and re.fullmatch(r"[\w-]+", anchor):
        return plain
    return plain[: LONGEST_NAME - 9] + "_" + hashlib.sha256(anchor.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Heading:
    """A line of the table of contents, with the bookmark that it links to."""

    level: int
    number: str
    title: str
    bookmark: str


def bookmarked(names: Iterable[str], content: Iterable[Element], numbers: Iterator[int]) -> list[Element]:
    """Return the content inside a bookmark of each of these names, each with the next number."""
    inside = list(content)
    for name, number in zip(names, numbers, strict=False):
        start = made("w:bookmarkStart", {"w:id": number, "w:name": name})
        inside = [start, *inside, made("w:bookmarkEnd", {"w:id": number})]
    return inside
