"""Text and marks within a line as runs of a Word document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.parts.document import DocumentPart
from lxml.html import HtmlElement

from helpers.outputs.browser.printed_numbers import traced_id
from helpers.outputs.html.html_trees import text_of
from helpers.outputs.pdf.typst_text import BLANKS, MAY_BREAK, NO_BREAK, ON_SCREEN_ALONE, classes, is_outside
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
        It is a figure that can be traced, and has the style of figures.
    raised : str
        `superscript` or `subscript`; empty for neither.
    tone : str
        A traffic-light word, whose colours and frame it has; empty for none.
    """

    bold: bool = False
    italic: bool = False
    mono: bool = False
    faint: bool = False
    traced: bool = False
    raised: str = ""
    tone: str = ""

    def properties(self) -> Iterator[Element]:
        """Yield the run's properties in the order of the schema."""
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
    """Writes the content of lines; runs of white space become one space, as in a browser.

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
    _after_blank: bool = True

    def write(self, element: HtmlElement, skipped: Collection[HtmlElement] = (), look: Look = PLAIN) -> list[Element]:
        """Return an element's content as runs and links, from the beginning of a line.

        Elements in `skipped` are left out.
        """
        self._after_blank = True
        return list(self._inside(element, look, False, skipped))

    def of_pieces(self, pieces: list[HtmlElement | str]) -> list[Element]:
        """Return consecutive texts and elements as runs and links, from the beginning of a line."""
        self._after_blank = True
        written: list[Element] = []
        for piece in pieces:
            written += (
                self._text(piece, PLAIN, False) if isinstance(piece, str) else self._element(piece, PLAIN, False, ())
            )
        return written

    def _inside(
        self, element: HtmlElement, look: Look, together: bool, skipped: Collection[HtmlElement]
    ) -> Iterator[Element]:
        yield from self._text(element.text, look, together)
        for child in element:
            if child not in skipped and isinstance(child.tag, str):
                yield from self._element(child, look, together, skipped)
            yield from self._text(child.tail, look, together)

    def _text(self, text: str | None, look: Look, together: bool) -> Iterator[Element]:
        plain = BLANKS.sub(" ", text or "")
        if self._after_blank:
            plain = plain.lstrip(" ")
        if plain:
            self._after_blank = plain.endswith(" ")
            yield text_run(plain.replace(" ", NO_BREAK) if together else plain, *look.properties())

    def _element(
        self, element: HtmlElement, look: Look, together: bool, skipped: Collection[HtmlElement]
    ) -> Iterator[Element]:
        if element.tag in ON_SCREEN_ALONE:
            return
        if element.tag == "br":
            self._after_blank = True
            yield made("w:r", None, made("w:br"))
        elif element.tag == "wbr":
            yield text_run(MAY_BREAK)
        elif element.tag == "img":
            self._after_blank = False
            yield self.pictures.run(element)
        elif element.tag == "data":
            yield from self._number(element, look)
        elif element.tag == "a":
            yield from self._link(element, look, together, skipped)
        else:
            named = classes(element)
            tone = next((name for name in named if name != "semaforo"), "gris") if "semaforo" in named else look.tone
            own = replace(look, tone=tone, faint=look.faint or not {"vacio", "como"}.isdisjoint(named))
            own = replace(own, **_WRAPPERS.get(element.tag, {}))  # type: ignore[arg-type]
            together = together or not {"junto", "semaforo"}.isdisjoint(named)
            yield from self._inside(element, own, together, skipped)

    def _number(self, number: HtmlElement, look: Look) -> Iterator[Element]:
        said = text_of(number)
        if number.get("data-forma") != "letras":
            said = said.replace(" ", NO_BREAK)
        if said:
            self._after_blank = False
            yield text_run(said, *replace(look, traced=bool(traced_id(number))).properties())

    def _link(
        self, link: HtmlElement, look: Look, together: bool, skipped: Collection[HtmlElement]
    ) -> Iterator[Element]:
        """Write a link that has a target: an address, or an anchor that is printed."""
        target, content = link.get("href") or "", list(self._inside(link, look, together, skipped))
        if target.startswith("#") and target[1:] in self.anchors:
            yield made("w:hyperlink", {"w:anchor": bookmark_name(target[1:]), "w:history": 1}, *content)
        elif is_outside(target):
            relation = self.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            yield made("w:hyperlink", {"r:id": relation, "w:history": 1}, *content)
        else:
            yield from content
