"""Text and marks within a line as Typst. Texts are strings and never markup, so that no name can be a command."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from helpers.base.errors import PoaError
from helpers.base.python_extras import not_none
from helpers.outputs.html.html_trees import text_of
from helpers.outputs.html.paper_parts import MAY_BREAK, Marked, Number, Part, Piece, contents, line, with_breaks

WRAPPERS = {
    "strong": "strong", "b": "strong", "em": "emph", "i": "emph", "sub": "sub", "sup": "super", "code": "codigo",
}  # fmt: skip
BREAK = "box()"
"""A place where a line may break: a character for it (U+200B) would stay in what a reader copies from the PDF."""
EM = 100
"""Units per em in a formula's drawing (`formula_notation.SIZE`)."""
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_PICTURE = re.compile(r"data:image/(svg\+xml|png|jpeg);base64,([A-Za-z0-9+/=\s]+)")
_EXTENSIONS = {"svg+xml": "svg", "png": "png", "jpeg": "jpg"}
_FORMULA_BOX = re.compile(rb'<svg [^>]*viewBox="0 [-0-9.]+ [0-9.]+ ([0-9.]+)"')


@dataclass
class PdfFailed(PoaError):
    """The PDF was refused, or would lack something: what could not be drawn or breaks a standard, in Spanish."""

    problem: str

    def __str__(self) -> str:
        return f"El PDF no salió completo:\n  - {self.problem}"


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


@dataclass
class Pictures:
    """The pictures of a page as files, each stored once under the digest of its content."""

    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, image: HtmlElement) -> str:
        """Store a picture (`img`) embedded in the page and return the name of its file, made from a digest.

        Raises
        ------
        PdfFailed
            If the picture is not embedded, or cannot be read.
        """
        source = image.get("src") or ""
        found = _PICTURE.fullmatch(source)
        try:
            content = base64.b64decode(found[2], validate=False) if found else b""
        except binascii.Error:
            content = b""
        if not found or not content:
            raise PdfFailed(f"una imagen no viaja dentro del documento o no se lee: {source[:80]}")
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{_EXTENSIONS[found[1]]}"
        self.files[name] = content
        return name

    def formula_height(self, name: str) -> float:
        """Return the height of a stored formula (`formula_svg`) in ems."""
        return float(not_none(_FORMULA_BOX.match(self.files[name]))[1]) / EM


@dataclass
class InlineWriter:
    """Writes the content of lines."""

    pictures: Pictures
    anchors: Collection[str] = ()

    def write(self, element: HtmlElement) -> str:
        """Return the content of an element as one piece of Typst, from the beginning of a line; `none` if empty."""
        return self.of_pieces(contents(element))

    def of_pieces(self, pieces: Iterable[Piece]) -> str:
        """Return consecutive texts and elements as one piece of Typst, from the beginning of a line."""
        return joined(self._written(line(pieces)))

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

    def _written(self, parts: list[Part]) -> list[str]:
        return [written for part in parts for written in self._part(part)]

    def _part(self, part: Part) -> list[str]:
        """Return a part of a line as Typst: text, number (traced if it names a figure), mark, line break or picture."""
        if isinstance(part, str):
            first, *others = map(quoted, with_breaks(part).split(MAY_BREAK))
            return [first, *(one for piece in others for one in (BREAK, piece))]
        if isinstance(part, Number):
            said = quoted(part.said)
            return [call("cifra", quoted(part.traced), said) if part.traced else said]
        if isinstance(part, Marked):
            return self._marked(part)
        alt = quoted(part.get("alt") or "")
        return ["linebreak()" if part.tag == "br" else call("imagen", quoted(self.pictures.add(part)), alt)]

    def _marked(self, marked: Marked) -> list[str]:
        """Return a part in the first mark that it has: that of its tag, grade, faint text, link; without any, bare."""
        parts = self._written(marked.parts)
        if wrapper := WRAPPERS.get(str(marked.element.tag)):
            return [call(wrapper, joined(parts))]
        if tone := marked.tone:
            return [call("semaforo", quoted(tone), joined(parts))]
        if marked.is_faint:
            return [call("tenue", joined(parts))]
        if target := marked.target(self.anchors):
            to = call("label", quoted(target[1:])) if target.startswith("#") else quoted(target)
            return [call("link", to, joined(parts))]
        return parts
