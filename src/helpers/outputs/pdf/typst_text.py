"""Text and marks within a line as Typst. Texts are strings and never markup, so that no name can be a command."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from helpers.outputs.browser.printed_numbers import traced_id
from helpers.outputs.html.assembly_problems import PdfFailed
from helpers.outputs.html.html_trees import text_of

WRAPPERS = {
    "strong": "strong", "b": "strong", "em": "emph", "i": "emph", "sub": "sub", "sup": "super", "code": "codigo",
}  # fmt: skip
ON_SCREEN_ALONE = frozenset({"details", "script", "style", "template", "colgroup"})
NO_BREAK, MAY_BREAK = "\u00a0", "\u200b"
EM = 100
"""Units per em in a formula's drawing (`formula_notation.SIZE`)."""
BLANKS = re.compile(r"[ \t\n\r\f]+")
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_PICTURE = re.compile(r"data:image/(svg\+xml|png|jpeg);base64,([A-Za-z0-9+/=\s]+)")
_EXTENSIONS = {"svg+xml": "svg", "png": "png", "jpeg": "jpg"}
_BOX = re.compile(rb'<svg\b[^>]*?\bviewBox="[-0-9.]+ ([-0-9.]+) ([0-9.]+) ([0-9.]+)"')
PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
_OUTSIDE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def quoted(text: str) -> str:
    """Return a text as a Typst string, with its double quotes and with special characters escaped."""
    return f'"{text.translate(_ESCAPED)}"'


def joined(parts: list[str]) -> str:
    """Join pieces of Typst content into one, in order; `none` without pieces."""
    return "none" if not parts else parts[0] if len(parts) == 1 else "{" + "; ".join(parts) + "}"


def call(name: str, *arguments: str) -> str:
    """Return the call of a Typst function, `name(a, b)`; the arguments are Typst already and are not escaped."""
    return f"{name}({', '.join(arguments)})"


def array(items: list[str]) -> str:
    """Return a Typst array of items that are Typst already: `(a, b)`; one with a single item needs a comma, `(a,)`."""
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def classes(element: HtmlElement) -> list[str]:
    """Return the names in an element's `class` attribute, in order; empty without one."""
    return (element.get("class") or "").split()


def is_outside(target: str) -> bool:
    """Return whether a link leads to an address outside the document: a web page or an e-mail address."""
    return bool(_OUTSIDE.match(target))


@dataclass
class Pictures:
    """The pictures of a page as files, each stored once under the digest of its content."""

    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, image: HtmlElement) -> str:
        """Store a picture (`img`) embedded in the page and return its file's name, a digest of its content.

        Raises
        ------
        PdfFailed
            If it is not embedded, or cannot be read.
        """
        source = image.get("src") or ""
        found = _PICTURE.fullmatch(source)
        try:
            content = base64.b64decode(found[2], validate=False) if found else b""
        except binascii.Error:
            content = b""
        if not found or not content:
            raise PdfFailed([f"una imagen no viaja dentro del documento o no se lee: {source[:80]}"])
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{_EXTENSIONS[found[1]]}"
        self.files[name] = content
        return name

    def box(self, name: str) -> tuple[float, float, float]:
        """Return top edge, width and height of a stored SVG or PNG in its own units; (−1, 1, 1) for other pictures.

        Raises
        ------
        PdfFailed
            If its width or height is 0.
        """
        content = self.files[name]
        if content.startswith(PNG_BEGINNING):
            return 0.0, float(int.from_bytes(content[16:20], "big")), float(int.from_bytes(content[20:24], "big"))
        found = _BOX.search(content)
        top, width, height = map(float, found.groups()) if found else (-1.0, 1.0, 1.0)
        if not width or not height:
            raise PdfFailed([f"un dibujo no tiene ancho o alto: {width:g} × {height:g}"])
        return top, width, height


@dataclass
class InlineWriter:
    """Writes the content of lines; runs of white space become one space, as in a browser."""

    pictures: Pictures
    anchors: Collection[str] = ()
    _after_blank: bool = True

    def write(self, element: HtmlElement, skipped: Collection[HtmlElement] = ()) -> str:
        """Return the content of an element as one piece of Typst, from the beginning of a line; `none` if it is empty.

        The elements in `skipped` are left out, and the text after them stays.
        """
        self._after_blank = True
        return joined(list(self._inside(element, False, skipped)))

    def of_pieces(self, pieces: list[HtmlElement | str]) -> str:
        """Return consecutive texts and elements as one piece of Typst, from the beginning of a line."""
        self._after_blank = True
        parts: list[str] = []
        for piece in pieces:
            parts += self._text(piece, False) if isinstance(piece, str) else self._element(piece, False, ())
        return joined(parts)

    def pairs(self, listed: HtmlElement) -> Iterator[str]:
        """Yield a Typst array of term and description for each description of a list, in order.

        A term with several descriptions is written once; for the others it is empty.
        """
        term = ""
        for one in listed.iter("dt", "dd"):
            if one.tag == "dt":
                term = text_of(one)
            else:
                yield array([quoted(term), self.write(one)])
                term = ""

    def _inside(self, element: HtmlElement, together: bool, skipped: Collection[HtmlElement]) -> Iterator[str]:
        yield from self._text(element.text, together)
        for child in element:
            if child not in skipped and isinstance(child.tag, str):
                yield from self._element(child, together, skipped)
            yield from self._text(child.tail, together)

    def _text(self, text: str | None, together: bool) -> Iterator[str]:
        plain = BLANKS.sub(" ", text or "")
        if self._after_blank:
            plain = plain.lstrip(" ")
        if plain:
            self._after_blank = plain.endswith(" ")
            yield quoted(plain.replace(" ", NO_BREAK) if together else plain)

    def _element(self, element: HtmlElement, together: bool, skipped: Collection[HtmlElement]) -> Iterator[str]:
        tag = element.tag
        if tag in ON_SCREEN_ALONE:
            return
        if tag == "br":
            self._after_blank = True
            yield "linebreak()"
        elif tag == "wbr":
            yield quoted(MAY_BREAK)
        elif tag == "img":
            self._after_blank = False
            yield self._image(element)
        elif tag == "data":
            yield from self._number(element)
        else:
            yield from self._wrapped(element, together or "junto" in classes(element), skipped)

    def _number(self, number: HtmlElement) -> Iterator[str]:
        said = text_of(number)
        if number.get("data-forma") != "letras":
            said = said.replace(" ", NO_BREAK)
        if said:
            self._after_blank = False
            traced = traced_id(number)
            yield call("cifra", quoted(traced), quoted(said)) if traced else quoted(said)

    def _wrapped(self, element: HtmlElement, together: bool, skipped: Collection[HtmlElement]) -> Iterator[str]:
        parts = list(self._inside(element, together, skipped))
        if not parts:
            return
        body, names = joined(parts), classes(element)
        if element.tag in WRAPPERS:
            yield call(WRAPPERS[element.tag], body)
        elif "semaforo" in names:
            tone = next((name for name in names if name != "semaforo"), "gris")
            yield call("semaforo", quoted(tone), body)
        elif "vacio" in names or "como" in names:
            yield call("tenue", body)
        elif element.tag == "a":
            yield self._link(element, body)
        else:
            yield from parts

    def _link(self, link: HtmlElement, body: str) -> str:
        """Write a link that has a target: an address, or an anchor that is printed."""
        target = link.get("href") or ""
        if target.startswith("#") and target[1:] in self.anchors:
            return call("link", call("label", quoted(target[1:])), body)
        return call("link", quoted(target), body) if is_outside(target) else body

    def _image(self, image: HtmlElement) -> str:
        name = self.pictures.add(image)
        top, _, height = self.pictures.box(name)
        sizes = (f"{height / EM:.3f}em", f"{(height + top) / EM:.3f}em")
        return call("en-linea", quoted(name), quoted(image.get("alt") or ""), *sizes)
