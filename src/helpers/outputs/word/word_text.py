"""Text, marks and pictures within a line as runs of a Word document."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.shape import CT_Inline
from docx.parts.document import DocumentPart
from docx.shared import Pt
from lxml.html import HtmlElement

from helpers.outputs.html.html_trees import above, classes
from helpers.outputs.html.paper_parts import NO_BREAK, Marked, Number, Part, Piece, contents, line
from helpers.outputs.pdf.typst_text import PdfFailed, Pictures, call, quoted
from helpers.outputs.word.word_document import FIGURE, GRADES, GREY, MONO
from helpers.outputs.word.word_xml import Element, bookmark_name, made, text_run, valued

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
_WRAPPERS: Mapping[str, dict[str, object]] = {
    "strong": {"bold": True}, "b": {"bold": True}, "em": {"italic": True}, "i": {"italic": True},
    "sub": {"raised": "subscript"}, "sup": {"raised": "superscript"}, "code": {"mono": True},
}  # fmt: skip


def _drawings(images: Sequence[HtmlElement]) -> dict[str, bytes]:
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

    def __init__(self, part: DocumentPart, images: Sequence[HtmlElement]) -> None:
        self._part = part
        self._drawn = _drawings(images)
        self._count = 0

    def run(self, image: HtmlElement) -> Element:
        """Return a run with a picture (`img`), which must be among `images`; another raises KeyError."""
        drawing = self._drawn[image.get("src") or ""]
        sizes = (Pt(int.from_bytes(drawing[at : at + 4], "big") * 72 / SHARPNESS) for at in (16, 20))
        relation, _ = self._part.get_or_add_image(BytesIO(drawing))
        self._count += 1
        inline = CT_Inline.new_pic_inline(self._count, relation, f"imagen {self._count}", *sizes)
        inline.docPr.set("descr", image.get("alt") or "")
        return made("w:r", None, made("w:drawing", None, inline))


@dataclass(frozen=True)
class Look:
    """How a run looks, where it differs from its paragraph's style.

    Attributes
    ----------
    traced : bool
        The run is a figure that can be traced, and has the style of figures.
    raised : str
        `superscript` or `subscript`; empty for neither.
    tone : str
        The traffic light whose colours and frame the run has; empty for none.
    """

    bold: bool = False
    italic: bool = False
    mono: bool = False
    faint: bool = False
    traced: bool = False
    raised: str = ""
    tone: str = ""

    def properties(self) -> Iterator[Element]:
        """Yield the run's properties in the order of the schema; a grade is bold, in its colours and framed."""
        grade = GRADES.get(self.tone)
        if self.traced:
            yield valued("w:rStyle", FIGURE)
        if self.mono:
            yield made("w:rFonts", {"w:ascii": MONO, "w:hAnsi": MONO, "w:cs": MONO})
        if self.bold or grade:
            yield made("w:b")
        if self.italic:
            yield made("w:i")
        if grade or self.faint:
            yield valued("w:color", grade["texto"][1:] if grade else GREY)
        if grade:
            line = "dotted" if grade["trazo"] == "dotted" else "dashed" if grade["trazo"] == "dashed" else "single"
            yield made("w:bdr", {"w:val": line, "w:sz": 4, "w:space": 0, "w:color": grade["linea"][1:]})
            yield made("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": grade["fondo"][1:]})
        if self.raised:
            yield valued("w:vertAlign", self.raised)


PLAIN = Look()


@dataclass
class LineWriter:
    """Writes the content of lines.

    Attributes
    ----------
    part : DocumentPart
        Receives the addresses of outside links.
    pictures : PlacedPictures
    anchors : Collection[str]
        The ids that a link may lead to.
    """

    part: DocumentPart
    pictures: PlacedPictures
    anchors: Collection[str] = ()

    def write(self, element: HtmlElement, look: Look = PLAIN) -> list[Element]:
        """Return an element's content as runs and links, from the beginning of a line."""
        return self.of_pieces(contents(element), look)

    def of_pieces(self, pieces: Iterable[Piece], look: Look = PLAIN) -> list[Element]:
        """Return consecutive texts and elements as runs and links, from the beginning of a line."""
        return self._written(line(pieces), look)

    def _written(self, parts: list[Part], look: Look) -> list[Element]:
        return [written for part in parts for written in self._part(part, look)]

    def _part(self, part: Part, look: Look) -> list[Element]:
        """Return a part of a line as runs; within a grade no space breaks the line."""
        if isinstance(part, str):
            return [text_run(part.replace(" ", NO_BREAK) if look.tone else part, *look.properties())]
        if isinstance(part, Number):
            return [text_run(part.said, *replace(look, traced=bool(part.traced)).properties())]
        if isinstance(part, Marked):
            return self._marked(part, look)
        return [made("w:r", None, made("w:br")) if part.tag == "br" else self.pictures.run(part)]

    def _marked(self, marked: Marked, look: Look) -> list[Element]:
        """Return the runs of a marked part in its look, inside a link if it leads anywhere."""
        own = replace(look, tone=marked.tone or look.tone, faint=look.faint or marked.is_faint)
        own = replace(own, **_WRAPPERS.get(marked.element.tag, {}))  # type: ignore[arg-type]
        content = self._written(marked.parts, own)
        target = marked.target(self.anchors)
        if not target:
            return content
        if target.startswith("#"):
            to = {"w:anchor": bookmark_name(target[1:])}
        else:
            to = {"r:id": self.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}
        return [made("w:hyperlink", {**to, "w:history": 1}, *content)]
