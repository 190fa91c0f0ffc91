"""Reads what PDF and Word print of a page: its sections, their blocks, and the parts of their lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from helpers.base.python_extras import not_none
from helpers.outputs.browser.printed_numbers import traced_id
from helpers.outputs.html.html_trees import HEADINGS, classes, text_of, with_class

HOLDERS = frozenset({"div", "section", "header", "main", "article", "nav", "aside", "footer", "figure"})
"""Elements that only contain others."""
BOXES = frozenset({"cifras-clave", "firmas", "hallazgo", "formula"})
"""Classes of containing elements that are drawn themselves."""
FIGURES = frozenset({"cuadro", "grafico"})
"""Classes of a `figure` that is a table or a chart."""
NOTES = frozenset({"nota", "marca-hallazgos"})
"""Classes of paragraphs in small print."""
BLOCKS = HOLDERS | {"p", "table", "ul", "ol", "dl", "blockquote", "pre", "hr", *HEADINGS}
ON_SCREEN_ALONE = frozenset({"details", "script", "style", "template", "colgroup"})
NO_BREAK, MAY_BREAK = "\u00a0", "\u200b"
LONGEST_WORD = 64
"""Letters of the longest word in which no line breaks: a SHA-256 is printed whole, an endless web address is not."""
BLANKS = re.compile(r"[ \t\n\r\f]+")
_LONG_WORD = re.compile(rf"[^\s{MAY_BREAK}]{{{LONGEST_WORD + 1},}}")
_BREAKS = re.compile(rf"(?:/|[^/]{{{LONGEST_WORD}}})(?=[^/])")
_OUTSIDE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)

Piece = str | HtmlElement


@dataclass(frozen=True)
class Number:
    """A number of a line as it is printed, and the figure or input cell that it names; empty if it names none."""

    said: str
    traced: str


@dataclass(frozen=True)
class Marked:
    """An element within a line that may mark its parts: emphasis, a grade, a link."""

    element: HtmlElement
    parts: list[Part]

    @property
    def tone(self) -> str:
        """The traffic light of a grade; empty for other elements."""
        names = classes(self.element)
        return next((name for name in names if name != "semaforo"), "gris") if "semaforo" in names else ""

    @property
    def is_faint(self) -> bool:
        """Whether it is printed in grey: an empty value, or a remark such as the acta's on how it verified."""
        return not {"vacio", "como"}.isdisjoint(classes(self.element))

    def target(self, anchors: Collection[str]) -> str:
        """Return where a link leads on paper, `#id` or an address; empty if nowhere.

        Parameters
        ----------
        anchors : Collection[str]
            The ids that are printed.
        """
        target = self.element.get("href") or ""
        return target if _OUTSIDE.match(target) or (target.startswith("#") and target[1:] in anchors) else ""


Part = str | Number | Marked | HtmlElement
"""Part of a line: a text, a number, an element with parts of its own, or a picture or line break (`img`, `br`)."""


def sections(page: HtmlElement) -> list[HtmlElement]:
    """Return the elements that a page prints one after the other."""
    return [one for main in page.iter("main") for one in main if isinstance(one.tag, str)]


def metadata(page: HtmlElement) -> dict[str, str]:
    """Return what a page says of itself outside its text (`meta`): `author`, `description`, `referencia`."""
    return {str(one.get("name")): one.get("content", "") for one in page.iter("meta")}


def is_draft(page: HtmlElement) -> bool:
    """Return whether a page is of a report that is not final."""
    return "borrador" in classes(not_none(page.find(".//body")))


def watermarks(page: HtmlElement) -> list[str]:
    """Return the words of its watermarks: `BORRADOR`, `DATOS SINTÉTICOS`, both or none."""
    return [text_of(strong) for aside in with_class(page, "aside", "aviso-marcas") for strong in aside.iter("strong")]


def anchors(page: HtmlElement) -> frozenset[str]:
    """Return the ids that a link may lead to: of sections, headings, tables and charts."""
    return frozenset(id for one in page.iter("section", "figure", *HEADINGS) if (id := one.get("id")))


def blocks(parent: HtmlElement) -> Iterator[HtmlElement | list[Piece]]:
    """Yield the blocks inside an element, in order; texts and marks between two blocks are one list.

    An element that only contains others gives its own blocks instead.
    """
    loose: list[Piece] = []
    for piece in contents(parent):
        if isinstance(piece, str) or piece.tag not in BLOCKS:
            loose.append(piece)
            continue
        if _is_said(loose):
            yield loose
        loose = []
        if _only_holds(piece):
            yield from blocks(piece)
        else:
            yield piece
    if _is_said(loose):
        yield loose


def _is_said(pieces: list[Piece]) -> bool:
    """Return whether pieces have an element, or a text that is not blank."""
    return any(not isinstance(piece, str) or piece.strip() for piece in pieces)


def _only_holds(element: HtmlElement) -> bool:
    """Return whether an element only contains others and is not drawn itself, as tables, charts and `BOXES` are."""
    drawn = BOXES | FIGURES if element.tag == "figure" else BOXES
    return element.tag in HOLDERS and drawn.isdisjoint(classes(element))


def contents(element: HtmlElement) -> Iterator[Piece]:
    """Yield the texts and elements inside an element, in order, without comments and elements for the screen only."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in ON_SCREEN_ALONE:
            yield child
        yield child.tail or ""


def with_breaks(text: str) -> str:
    """Return a text with `MAY_BREAK` in words longer than `LONGEST_WORD`: after slashes, else after so many letters."""
    return _LONG_WORD.sub(lambda word: _BREAKS.sub(rf"\g<0>{MAY_BREAK}", word[0]), text)


def line(pieces: Iterable[Piece]) -> list[Part]:
    """Return consecutive texts and elements as the parts of a line.

    Runs of white space become one space, as in a browser, and none at the beginning of a line. Blanks of numbers become
    no-break spaces.
    """
    return list(_Line().parts(pieces))


@dataclass
class _Line:
    """A line while its parts are read: whether its text so far ends with a blank."""

    after_blank: bool = True

    def parts(self, pieces: Iterable[Piece]) -> Iterator[Part]:
        """Yield consecutive pieces as parts. Empty elements give none."""
        for piece in pieces:
            if isinstance(piece, str):
                yield from self._text(piece)
            elif piece.tag == "wbr":
                yield MAY_BREAK
            elif piece.tag in ("br", "img"):
                self.after_blank = piece.tag == "br"
                yield piece
            elif piece.tag == "data":
                yield from self._number(piece)
            elif inside := list(self.parts(contents(piece))):
                yield Marked(piece, inside)

    def _text(self, text: str) -> Iterator[str]:
        """Yield a text with single spaces, none at the beginning of a line; nothing if it is then empty."""
        plain = BLANKS.sub(" ", text)
        if self.after_blank:
            plain = plain.lstrip(" ")
        if plain:
            self.after_blank = plain.endswith(" ")
            yield plain

    def _number(self, number: HtmlElement) -> Iterator[Number]:
        """Yield a number whose blanks do not break; one written in words may. Nothing for an empty element."""
        said = text_of(number)
        if said:
            self.after_blank = False
            in_words = number.get("data-forma") == "letras"
            yield Number(said if in_words else said.replace(" ", NO_BREAK), traced_id(number))


def numbered(titled: HtmlElement) -> tuple[str, list[Piece]]:
    """Return the number of a heading or of a caption, empty without one, and its other contents."""
    number = next(with_class(titled, "span", "numero"), None)
    rest = [piece for piece in contents(titled) if piece is not number]
    return "" if number is None else text_of(number), rest


def card_lines(card: HtmlElement) -> list[tuple[str, HtmlElement]]:
    """Return role (`valor`, `detalle`, …) and element of each line of a key figure's card."""
    return [(next(iter(classes(part)), "detalle"), part) for part in card.iterchildren("p")]
