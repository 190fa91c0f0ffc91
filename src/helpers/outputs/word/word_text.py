"""Text and marks within a line as runs of a Word document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.document import DocumentPart
from lxml.html import HtmlElement

from helpers.outputs.html.paper_parts import NO_BREAK, Marked, Number, Part, Piece, contents, line
from helpers.outputs.word.word_pictures import PlacedPictures
from helpers.outputs.word.word_styles import FIGURE, GRADES, GREY, MONO
from helpers.outputs.word.word_xml import Element, bookmark_name, made, text_run, valued

_WRAPPERS: Mapping[str, dict[str, object]] = {
    "strong": {"bold": True}, "b": {"bold": True}, "em": {"italic": True}, "i": {"italic": True},
    "sub": {"raised": "subscript"}, "sup": {"raised": "superscript"}, "code": {"mono": True},
}  # fmt: skip


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
