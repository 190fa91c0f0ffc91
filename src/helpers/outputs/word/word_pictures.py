"""The pictures of a page as PNG, drawn by Typst: drawings hold their letters as outlines and need no font."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx.oxml.shape import CT_Inline
from docx.parts.document import DocumentPart
from docx.shared import Pt
from lxml.html import HtmlElement

from helpers.outputs.html.assembly_problems import PdfFailed
from helpers.outputs.html.html_trees import above, classes
from helpers.outputs.pdf.typst_text import EM, Pictures, call, quoted
from helpers.outputs.word.word_xml import Element, made

SHARPNESS = 220
"""Pixels per inch."""
BODY = 10.0
"""Font size of the text in points, to which a formula's drawing is scaled."""
WIDEST, HIGHEST = 481.0, 600.0
"""Largest size of a chart in points."""
EMBLEM_HIGH = 62.0
"""Height of the cover's emblem in points."""


@dataclass(frozen=True)
class Drawing:
    """A picture (PNG) with its size, and how far it reaches below the line of text, in points."""

    content: bytes
    width: float
    height: float
    below: float = 0.0


def drawings(images: Sequence[HtmlElement]) -> dict[str, Drawing]:
    """Return the pictures of a page by their source (`src`), scaled to the text (formulas) or to fit a page (others).

    Raises
    ------
    PdfFailed
        If a picture is not embedded or cannot be read.
    """
    stored = Pictures()
    named = {image.get("src") or "": stored.add(image) for image in images}
    sizes = {name: _size(stored, name) for name in stored.files}
    for image in images:
        if "emblema" in classes(above(image)):
            _, width, height = stored.box(name := named[image.get("src") or ""])
            sizes[name] = (min(WIDEST, EMBLEM_HIGH * width / height), EMBLEM_HIGH, 0.0)
    drawn = dict(zip(sizes, _drawn(stored.files, sizes), strict=True)) if sizes else {}
    return {source: Drawing(drawn[name], *sizes[name]) for source, name in named.items()}


def _size(stored: Pictures, name: str) -> tuple[float, float, float]:
    """Return a picture's width, height and depth below the line of text, in points; 0 below for all but formulas."""
    top, width, height = stored.box(name)
    if top < 0 and width != 1.0:
        return width / EM * BODY, height / EM * BODY, (height + top) / EM * BODY
    scale = min(1.0, WIDEST / width, HIGHEST / height)
    return width * scale, height * scale, 0.0


def _drawn(files: Mapping[str, bytes], sizes: Mapping[str, tuple[float, float, float]]) -> list[bytes]:
    """Return each picture drawn by Typst as PNG, in the order of `sizes` (width, height and depth in points).

    PdfFailed if Typst cannot read one.
    """
    import typst

    pages = [
        "#" + call("page", f"width: {wide:.2f}pt", f"height: {high:.2f}pt", "margin: 0pt", call("image", quoted(name)))
        for name, (wide, high, _) in sizes.items()
    ]
    with tempfile.TemporaryDirectory(prefix="poa-dibujos-") as place:
        for name, content in files.items():
            (Path(place) / name).write_bytes(content)
        main = Path(place) / "dibujos.typ"
        main.write_text("\n".join(pages), encoding="utf-8")
        try:
            drawn = typst.compile(str(main), root=place, format="png", ppi=float(SHARPNESS), ignore_system_fonts=True)
        except typst.TypstError as problem:
            raise PdfFailed([f"un dibujo no se puede leer ({problem.message})"]) from problem
    return drawn if isinstance(drawn, list) else [drawn]


class PlacedPictures:
    """Places pictures in a Word document: equal ones are stored once, and each place has its alternative text."""

    def __init__(self, part: DocumentPart, drawn: Mapping[str, Drawing]) -> None:
        self._part = part
        self._drawn = drawn
        self._count = 0

    def run(self, image: HtmlElement) -> Element:
        """Return a run with a picture (`img`), which must be among those drawn before; another raises KeyError."""
        drawing = self._drawn[image.get("src") or ""]
        relation, _ = self._part.get_or_add_image(BytesIO(drawing.content))
        self._count += 1
        inline = CT_Inline.new_pic_inline(
            self._count, relation, f"imagen {self._count}", Pt(drawing.width), Pt(drawing.height)
        )
        inline.docPr.set("descr", image.get("alt") or "")
        lowered = round(-2 * drawing.below)
        properties = [made("w:rPr", None, made("w:position", {"w:val": lowered}))] if lowered else []
        return made("w:r", None, *properties, made("w:drawing", None, inline))
