"""What a PDF for everybody needs beyond what WeasyPrint writes: margins set apart, the scope of heads, paired lists.

WeasyPrint leaves the text of page margins as marked content that belongs to no element, which PDF/UA-1 (7.1)
forbids: a screen reader would read the running heads within the text of every page, or stumble. It also leaves
out which way a table's head reads (7.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pydyf

    Elements = Mapping[bytes, pydyf.Dictionary]
    """Every object of a PDF by the reference that others name it with."""


def make_accessible(_: object, pdf: pydyf.PDF, piece: str = "") -> None:
    """Mend the tags of a PDF that is about to be written; a finisher of WeasyPrint's.

    Parameters
    ----------
    piece : str
        What this is of a whole to which it will be bound: its tables' heads bear names that no other piece has.
    """
    elements = {item.reference: item for item in pdf.objects if item.number is not None}
    root = elements[pdf.catalog["StructTreeRoot"]]
    reached = dict(_walk(elements, root["K"][0], in_head=False))
    for reference, in_head in reached.items():
        element = elements[reference]
        if element.get("S") == "/TH":
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
            # Cells name their heads by this very string.
            element["ID"].string = f"{piece}{element['ID'].string}"
        elif element.get("S") == "/L":
            _pair_terms(elements, element)
    _set_apart(elements, elements[root["ParentTree"]]["Nums"], pdf, reached)


def _pair_terms(elements: Elements, described: pydyf.Dictionary) -> None:
    """In a list of terms and what they mean, grouped by `div`: each pair an item, the term its label (7.2)."""
    for pair in (elements[kid] for kid in described["K"] if isinstance(kid, bytes)):
        if pair.get("S") == "/Div":
            pair["S"] = "/LI"
            items = [elements[kid] for kid in pair["K"] if isinstance(kid, bytes)]
            for item, kind in zip(items, ("/Lbl", "/LBody"), strict=False):
                item["S"] = kind
                for inner in (elements[kid] for kid in item["K"] if isinstance(kid, bytes)):
                    inner["S"] = "/NonStruct" if inner.get("S") == "/LBody" else inner["S"]


def _walk(elements: Elements, reference: bytes, *, in_head: bool) -> Iterator[tuple[bytes, bool]]:
    """Every element below one, and whether it stands in a table's head."""
    waiting = [(reference, in_head)]
    while waiting:
        reference, in_head = waiting.pop()
        yield reference, in_head
        element = elements[reference]
        below = in_head or element.get("S") == "/THead"
        kids = (kid for kid in element.get("K", ()) if isinstance(kid, bytes))
        waiting.extend((kid, below) for kid in kids if "S" in elements[kid])


def _set_apart(elements: Elements, numbers: list[Any], pdf: pydyf.PDF, reached: Mapping[bytes, bool]) -> None:
    """Mark as artifacts what belongs to no element that is reached: the running heads and feet of each page."""
    for number, page in enumerate(pdf.page_references):
        owners = numbers[2 * number + 1]
        strays = {mark for mark, owner in enumerate(owners) if owner not in reached}
        for mark in strays:
            owners[mark] = "null"
        _mark_artifacts(elements[elements[page]["Contents"]], strays)


def _mark_artifacts(content: pydyf.Stream, strays: set[int]) -> None:
    written: list[Any] = []
    for item in content.stream:
        if item == b"BDC" and isinstance(written[-1], dict) and written[-1].get("MCID") in strays:
            written[-2:] = ["/Artifact", b"BMC"]
        else:
            written.append(item)
    content.stream = written
