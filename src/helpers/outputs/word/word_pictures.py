"""The pictures of a page as PNG, drawn by Typst: drawings hold their letters as outlines and need no font."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from docx.oxml.shape import CT_Inline
from docx.parts.document import DocumentPart
from docx.shared import Pt
from lxml.html import HtmlElement

from helpers.outputs.html.html_trees import above, classes
from helpers.outputs.pdf.typst_text import PdfFailed, Pictures, call, quoted
from helpers.outputs.word.word_xml import Element, made

SHARPNESS = 220
"""Pixels per inch."""
BODY = 10.0
"""Font size of the text in points, to which a formula's drawing is scaled."""
WIDEST, HIGHEST = 481, 600
"""Largest size of a picture in points."""
EMBLEM_HIGH = 62
"""Height of the cover's emblem in points."""
PAGE = f"""
#let dibujo(archivo, alto) = page(width: auto, height: auto, margin: 0pt, context {{
  let suyo = measure(image(archivo, height: alto))
  image(archivo, width: calc.min(suyo.width, {WIDEST}pt, {HIGHEST}pt * (suyo.width / suyo.height)))
}})
"""


def drawings(images: Sequence[HtmlElement]) -> dict[str, bytes]:
    """Return a page's pictures (PNG) by their source (`src`), scaled to the text (formulas) or to fit a page (others).

    Raises
    ------
    PdfFailed
        If a picture is not embedded or cannot be read.
    """
    stored = Pictures()
    named = {image.get("src") or "": stored.add(image) for image in images}
    high = dict.fromkeys(stored.files, "auto")
    for image in images:
        name = named[image.get("src") or ""]
        if "formula" in classes(image):
            high[name] = f"{stored.formula_height(name) * BODY:.2f}pt"
        elif "emblema" in classes(above(image)):
            high[name] = f"{EMBLEM_HIGH}pt"
    drawn = dict(zip(high, _drawn(stored.files, high), strict=True)) if high else {}
    return {source: drawn[name] for source, name in named.items()}


def _drawn(files: Mapping[str, bytes], high: Mapping[str, str]) -> list[bytes]:
    """Return each picture of `high`, by file name with its height as Typst, drawn as PNG in that order.

    PdfFailed if Typst cannot read one.
    """
    import typst

    pages = [f"#{call('dibujo', quoted(name), height)}" for name, height in high.items()]
    with tempfile.TemporaryDirectory(prefix="poa-dibujos-") as place:
        for name, content in files.items():
            (Path(place) / name).write_bytes(content)
        main = Path(place) / "dibujos.typ"
        main.write_text(PAGE + "\n".join(pages), encoding="utf-8")
        try:
            drawn = typst.compile(str(main), root=place, format="png", ppi=float(SHARPNESS), ignore_system_fonts=True)
        except typst.TypstError as problem:
            raise PdfFailed(f"un dibujo no se puede leer ({problem.message})") from problem
    return drawn if isinstance(drawn, list) else [drawn]


class PlacedPictures:
    """Places pictures in a Word document: equal ones are stored once, and each place has its alternative text."""

    def __init__(self, part: DocumentPart, drawn: Mapping[str, bytes]) -> None:
        self._part = part
        self._drawn = drawn
        self._count = 0

    def run(self, image: HtmlElement) -> Element:
        """Return a run with a picture (`img`), which must be among those drawn before; another raises KeyError."""
        drawing = self._drawn[image.get("src") or ""]
        sizes = (Pt(int.from_bytes(drawing[at : at + 4], "big") * 72 / SHARPNESS) for at in (16, 20))
        relation, _ = self._part.get_or_add_image(BytesIO(drawing))
        self._count += 1
        inline = CT_Inline.new_pic_inline(self._count, relation, f"imagen {self._count}", *sizes)
        inline.docPr.set("descr", image.get("alt") or "")
        return made("w:r", None, made("w:drawing", None, inline))
