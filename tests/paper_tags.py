"""The tags of a PDF, and those rules of PDF/UA-1 that a program can check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf

PAINTING = frozenset(["Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"]) | {"INLINE IMAGE"}
OPENING, CLOSING = frozenset({"BDC", "BMC"}), "EMC"
WITHIN = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"}, "/TH": {"/TR"}, "/TD": {"/TR"}, "/THead": {"/Table"},
    "/TBody": {"/Table"}, "/LI": {"/L"}, "/Lbl": {"/LI", "/TOCI"}, "/LBody": {"/LI"}, "/TOCI": {"/TOC"},
}  # fmt: skip
"""The parents allowed for an element, by its kind (ISO 32000-1, 14.8.4.3)."""
UNNAMED = re.compile(r"[\s,]*(página \d+)?")
"""The words of a link that says at most the page that it leads to, and not what is there."""


@dataclass(frozen=True)
class Element:
    """An element of the tag tree, with its kind and its parent's kind."""

    kind: str
    above: str
    node: pikepdf.Dictionary


def elements(document: pikepdf.Pdf) -> list[Element]:
    """Every element of a document, in reading order."""
    return list(_below(document.Root.StructTreeRoot.K, ""))


def _below(node: pikepdf.Object, above: str) -> Iterator[Element]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _below(one, above)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        kind = str(node.S)
        yield Element(kind, above, node)
        yield from _below(node.get("/K", pikepdf.Array()), kind)


def attribute(element: Element, name: str) -> object:
    """An attribute of an element, from whichever of its attribute lists contains it."""
    lists = element.node.get("/A", pikepdf.Array())
    for one in lists if isinstance(lists, pikepdf.Array) else [lists]:
        if isinstance(one, pikepdf.Dictionary) and name in one:
            return one[name]
    return None


def drawn_on(page: pikepdf.Page) -> tuple[list[str], set[int]]:
    """The operators that draw outside tags and artifacts, and the numbers of the page's tagged pieces."""
    depth, loose, marks = 0, [], set()
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += 1 if name in OPENING else -1 if name == CLOSING else 0
        if name in PAINTING and not depth:
            loose.append(name)
        if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
            marks.add(int(operands[1].MCID))
    return loose, marks


def artifacts(page: pikepdf.Page) -> list[str]:
    """The kind of each artifact on a page, such as `Header`, `Footer` or `Pagination`; empty if not stated."""
    found = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in OPENING and str(operands[0]) == "/Artifact":
            properties = operands[1] if len(operands) > 1 else {}
            found.append(str(properties.get("/Subtype", properties.get("/Type", ""))).lstrip("/"))
    return found


def _untagged(document: pikepdf.Pdf, found: list[Element]) -> Iterator[str]:
    """Drawings outside tags, pieces of a page without an element, and pieces that an element owns but no page draws."""
    numbers = list(_numbers(document.Root.StructTreeRoot.ParentTree))
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    reached = {element.node.objgen for element in found}
    for number, page in enumerate(document.pages, start=1):
        loose, drawn = drawn_on(page)
        yield from (f"7.1: page {number} draws with {operator} in no tag" for operator in loose)
        owned = owners[int(page.StructParents)] if "/StructParents" in page else []
        held = {at for at, owner in enumerate(owned) if isinstance(owner, pikepdf.Dictionary)}
        lost = (drawn ^ held) | {at for at in drawn & held if owned[at].objgen not in reached}
        yield from (f"7.1: page {number}, piece {at} has no element" for at in lost)


def _numbers(tree: pikepdf.Dictionary) -> Iterator[object]:
    yield from tree.get("/Nums", [])
    for kid in tree.get("/Kids", []):
        yield from _numbers(kid)


def broken_rules(path: Path) -> list[str]:
    """The rules that a PDF breaks, each with its clause of ISO 14289-1."""
    with pikepdf.open(path) as document:
        return list(_broken(document, elements(document)))


def _broken(document: pikepdf.Pdf, found: list[Element]) -> Iterator[str]:
    root = document.Root
    with document.open_metadata() as properties:
        if (properties.get("pdfaid:part"), properties.get("pdfaid:conformance"), properties.get("pdfuaid:part")) != ("3", "A", "1"):
            yield "5: it does not say that it is PDF/A-3a and PDF/UA-1"
        if not properties.get("dc:title"):
            yield "7.1: no title"
    if not root.MarkInfo.get("/Marked") or root.MarkInfo.get("/Suspects"):
        yield "7.1: not said to be tagged"
    if not root.ViewerPreferences.get("/DisplayDocTitle"):
        yield "7.1: its title is not shown"
    yield from _untagged(document, found)
    if not str(root.get("/Lang", "")).startswith("es"):
        yield "7.2: not said to be in Spanish"
    yield from (f"7.2: {one.kind} in {one.above}" for one in found if one.above not in WITHIN.get(one.kind, {one.above}))
    yield from ("7.3: a picture without words" for one in found if one.kind == "/Figure" and not _words(one))
    levels = [int(one.kind[2:]) for one in found if one.kind[1:2] == "H" and one.kind[2:].isdigit()]
    yield from (f"7.4: from H{one} to H{other}" for one, other in pairwise([0, *levels]) if other > one + 1)
    yield from _broken_tables(found)
    yield from (f"7.18: page {at}, {why}" for at, page in enumerate(document.pages, start=1) for why in _broken_links(page))


def _broken_tables(found: list[Element]) -> Iterator[str]:
    for table in (one for one in found if one.kind == "/Table"):
        within = list(_below(table.node.K, "/Table"))
        if not any(one.kind == "/TH" for one in within):
            yield "7.5: a table without heads"
        yield from ("7.5: a head in no direction" for one in within if one.kind == "/TH" and not attribute(one, "/Scope"))


def _broken_links(page: pikepdf.Page) -> Iterator[str]:
    links = [one for one in page.get("/Annots", []) if one.Subtype == "/Link"]
    if links and page.get("/Tabs") != "/S":
        yield "links not in the order of the tags"
    yield from ("a link without words" for one in links if UNNAMED.fullmatch(str(one.get("/Contents", ""))))
    yield from ("a link in no tag" for one in links if "/StructParent" not in one)


def _words(element: Element) -> str:
    return str(element.node.get("/Alt", "")).strip()
