"""Printed pieces → one PDF: pages, tags, bookmarks and links put together, and what no piece could know told.

Each piece is a good PDF by itself, made by WeasyPrint. They are put one behind the other by qpdf, which copies what
they are made of as it is; the tree of tags (ISO 32000-1, 14.7), the names that links lead to (12.3.2.3) and the
bookmarks (12.3.3) are joined here. The front gives the document its description.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from helpers.assemble.pieces import ELSEWHERE
from helpers.assemble.problems import PdfFailed

if TYPE_CHECKING:
    from pikepdf import Array, Dictionary, Object, OutlineItem, Page, Pdf, String

_FOOT = "/Pie"
_BEFORE = b"q"
_AFTER = b"Q /Artifact <</Type /Pagination /Subtype /Footer>> BDC q %s Do Q EMC" % _FOOT.encode()
"""Around a page's own drawing: its number, which nobody reads aloud as text."""


@dataclass(frozen=True)
class Piece:
    """A printed piece, read.

    Attributes
    ----------
    content : bytes
        The whole PDF.
    """

    content: bytes

    @cached_property
    def pdf(self) -> Pdf:
        import pikepdf

        return pikepdf.open(BytesIO(self.content))

    @property
    def pages(self) -> int:
        """How many it has."""
        return len(self.pdf.pages)

    @cached_property
    def anchors(self) -> Mapping[str, tuple[int, Sequence[Object]]]:
        """Where each id of it stands: its page, from zero, and how to show it."""
        names = self.pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        return {str(names[at]): self.place(names[at + 1]) for at in range(0, len(names), 2)}

    def place(self, destination: Array) -> tuple[int, Sequence[Object]]:
        """A destination as the page of this piece, from zero, and how to show it."""
        return self._pages_by_reference[destination[0].objgen], list(destination)[1:]

    @cached_property
    def _pages_by_reference(self) -> Mapping[tuple[int, int], int]:
        return {page.objgen: number for number, page in enumerate(self.pdf.pages)}


def page_of_each_anchor(pieces: Sequence[Piece], before: int) -> dict[str, int]:
    """The page on which each id stands, from one, where as many pages come before the pieces."""
    found: dict[str, int] = {}
    for piece in pieces:
        found |= {name: before + page + 1 for name, (page, _) in piece.anchors.items()}
        before += piece.pages
    return found


def page_sizes(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Width and height of every page, in points."""
    boxes = (page.mediabox for piece in pieces for page in piece.pdf.pages)
    return [(float(box[2] - box[0]), float(box[3] - box[1])) for box in boxes]


def bind(front: Piece, chapters: Sequence[Piece], feet: Piece, carrier: Piece | None = None) -> bytes:
    """Put the pieces together.

    Parameters
    ----------
    front : Piece
        With the document's description; it is used up.
    chapters : Sequence of Piece
        In the report's order.
    feet : Piece
        A page with nothing but its number for every page; the first, the cover's, is not used.
    carrier : Piece or None
        With what the document carries along; its page is not used.

    Returns
    -------
    bytes
        The PDF; the same pieces give the same bytes.

    Raises
    ------
    PdfFailed
        Where a link leads to nothing.
    """
    from pikepdf import ObjectStreamMode

    bound = _Bound(front.pdf, _keys(front.pdf))
    starts = [0]
    for piece in chapters:
        starts.append(len(bound.pdf.pages))
        bound.add(piece)
    pieces = (front, *chapters)
    bound.lead_to(pieces, starts)
    bound.add_bookmarks(pieces, starts)
    bound.number(feet)
    if carrier:
        bound.carry(carrier)
    made = BytesIO()
    bound.pdf.save(made, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return made.getvalue()


def _keys(pdf: Pdf) -> int:
    """How many pages and links a piece's tree of tags numbers, from zero and without a gap."""
    return len(pdf.Root.StructTreeRoot.ParentTree.Nums) // 2


def _bytes(name: str) -> bytes:
    """A name's own bytes, by which readers compare and order names (7.9.6): as WeasyPrint's links have them."""
    return name.encode("ascii") if name.isascii() else BOM_UTF16_BE + name.encode("utf-16-be")


def _named(name: str) -> String:
    from pikepdf import String

    return String(_bytes(name))


@dataclass
class _Bound:
    """The document as it grows, and the next number of its tree of tags."""

    pdf: Pdf
    next_key: int

    def add(self, piece: Piece) -> None:
        """Put a piece's pages and tags behind what there is."""
        first = len(self.pdf.pages)
        for page in piece.pdf.pages:
            self.pdf.pages.append(page)
        # After its pages: what names them then names their copies.
        tags = self.pdf.copy_foreign(piece.pdf.Root.StructTreeRoot)
        self._renumber(first)
        self._join(tags)
        self.next_key += _keys(piece.pdf)

    def _renumber(self, first: int) -> None:
        for page in list(self.pdf.pages)[first:]:
            page.obj.StructParents = int(page.obj.StructParents) + self.next_key
            for link in page.obj.get("/Annots", []):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + self.next_key

    def _join(self, tags: Dictionary) -> None:
        root = self.pdf.Root.StructTreeRoot
        document, other = root.K[0], tags.K[0]
        for kid in other.K:
            kid.P = document
            document.K.append(kid)
        numbers = tags.ParentTree.Nums
        for at in range(0, len(numbers), 2):
            root.ParentTree.Nums.append(int(numbers[at]) + self.next_key)
            root.ParentTree.Nums.append(numbers[at + 1])

    def lead_to(self, pieces: Sequence[Piece], starts: Sequence[int]) -> None:
        """Name every id of the document, and lead the links between pieces to them."""
        import pikepdf

        found: dict[str, Array] = {}
        for piece, start in zip(pieces, starts, strict=True):
            for name, place in piece.anchors.items():
                found.setdefault(name, self._destination(place, start))
        lost = [name for name in self._links_elsewhere() if name not in found]
        if lost:
            raise PdfFailed([f"un enlace no lleva a ninguna parte: #{name}" for name in lost])
        if found:
            ordered = [part for name in sorted(found, key=_bytes) for part in (_named(name), found[name])]
            if "/Names" not in self.pdf.Root:
                self.pdf.Root.Names = pikepdf.Dictionary()
            self.pdf.Root.Names.Dests = pikepdf.Dictionary(Names=pikepdf.Array(ordered))

    def _links_elsewhere(self) -> Iterator[str]:
        """The id that each link to another piece leads to, which it is made to lead to."""
        for page in self.pdf.pages:
            for link in page.obj.get("/Annots", []):
                address = str(link.get("/A", {}).get("/URI", ""))
                if address.startswith(ELSEWHERE):
                    name = unquote(address.removeprefix(ELSEWHERE))
                    del link.A
                    link.Dest = link.Contents = _named(name)
                    yield name

    def _destination(self, place: tuple[int, Sequence[Object]], start: int) -> Array:
        import pikepdf

        page, shown = place
        return pikepdf.Array([self.pdf.pages[start + page].obj, *shown])

    def add_bookmarks(self, pieces: Sequence[Piece], starts: Sequence[int]) -> None:
        """Put the bookmarks of all pieces one behind the other."""
        with self.pdf.open_outline() as outline:
            for piece, start in zip(pieces[1:], starts[1:], strict=True):
                with piece.pdf.open_outline() as other:
                    outline.root.extend(self._moved(item, piece, start) for item in other.root)

    def _moved(self, item: OutlineItem, piece: Piece, start: int) -> OutlineItem:
        from pikepdf import OutlineItem

        moved = OutlineItem(item.title, self._destination(piece.place(item.destination), start))
        moved.is_closed = item.is_closed
        moved.children.extend(self._moved(child, piece, start) for child in item.children)
        return moved

    def number(self, feet: Piece) -> None:
        """Put its number under each page but the cover."""
        for page, foot in list(zip(self.pdf.pages, feet.pdf.pages, strict=True))[1:]:
            self._put_under(page, self.pdf.copy_foreign(foot.as_form_xobject()))

    def carry(self, carrier: Piece) -> None:
        """Carry along what another does: named, and associated with the document as PDF/A-3 asks."""
        import pikepdf

        if "/Names" not in self.pdf.Root:
            self.pdf.Root.Names = pikepdf.Dictionary()
        for holder, other, part in (
            (self.pdf.Root.Names, carrier.pdf.Root.Names, "/EmbeddedFiles"),
            (self.pdf.Root, carrier.pdf.Root, "/AF"),
        ):
            holder[part] = self.pdf.copy_foreign(carrier.pdf.make_indirect(other[part]))

    def _put_under(self, page: Page, foot: Object) -> None:
        import pikepdf

        # WeasyPrint's pages share one dictionary of what they draw with: this one gets its own.
        drawn = pikepdf.Dictionary(page.obj.Resources)
        drawn.XObject = pikepdf.Dictionary({**dict(drawn.get("/XObject", {}).items()), _FOOT: foot})
        page.obj.Resources = drawn
        page.contents_add(_BEFORE, prepend=True)
        page.contents_add(_AFTER)
