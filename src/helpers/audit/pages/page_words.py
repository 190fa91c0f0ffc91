"""The words of an HTML page in reading order, with their places as a reader would describe them."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree, html
from lxml.html import HtmlElement

from helpers.audit.pages.word_differences import ASIDE
from helpers.base.python_extras import not_none
from helpers.base.system.digest import text_sha256
from helpers.outputs.browser.printed_numbers import traced_id

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt",
        "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "img", "li", "main",
        "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
"""Elements that end a word: `</td><td>` separates two numbers without a space."""
_FRAME = frozenset({"html", "head", "body", "main"})
_NAMING = ("id", "name", "http-equiv", "property", "class")
_UNSEEN = frozenset({"style", "script"})
_PARTS = {"head": "encabezado del archivo", "header": "portada", "nav": "índice", "footer": "pie"}
_WORD = re.compile(r"\S+")
_LONGEST = 90
_DIGEST = 12


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word and the element in which it begins."""

    text: str
    element: HtmlElement


def read_page(document: str) -> HtmlElement:
    """Parse a whole HTML page into its tree; comments are dropped."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    return html.document_fromstring(document.encode("utf-8"), parser=parser)


def page_words(root: HtmlElement) -> list[PageWord]:
    """Return everything between white space as words, in reading order; a table cell or block ends a word too.

    Each attribute is a word, and a style sheet or script is one word with the first digits of its hash. These words end
    the word before them.
    """
    words: list[PageWord] = []
    pending: list[PageWord] = []
    for kind, text, element in _events(root):
        if kind == "text":
            pending.append(PageWord(text, element))
            continue
        if pending:
            words.extend(_divided(pending))
            pending.clear()
        if kind == "attribute":
            words.append(PageWord(text, element))
    words.extend(_divided(pending))
    return words


def _divided(texts: Sequence[PageWord]) -> Iterator[PageWord]:
    """Yield the words of texts that follow each other, each with the element in which it begins."""
    ends = list(accumulate(len(one.text) for one in texts))
    for word in _WORD.finditer("".join(one.text for one in texts)):
        yield PageWord(word[0], texts[bisect(ends, word.start())].element)


def _events(root: HtmlElement) -> Iterator[tuple[str, str, HtmlElement]]:
    """Yield kind, text and element, in reading order: `text`, `attribute`, or `break`, the end of a word."""
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("start", "end") and element.tag in BLOCKS:
            yield "break", "", element
        if event != "start":
            if element.tail and element is not root:
                yield "text", element.tail, not_none(element.getparent())
            continue
        for name, value in element.attrib.items():
            yield "attribute", f"{ASIDE}{name}={value}⟩", element
        if element.tag in _UNSEEN:
            yield "attribute", f"{ASIDE}{element.tag} {text_sha256(element.text or '')[:_DIGEST]}⟩", element
        elif element.text:
            yield "text", element.text, element


def place_of(element: HtmlElement) -> str:
    """Say in Spanish where an element is: section, table, row and column, or the beginning of its sentence.

    The figure that it prints, if any, comes last.
    """
    parts = [_section(element), *(_in_table(element) or [_sentence(element)])]
    figure = _figure(element)
    if figure:
        parts.append(f"cifra {figure}")
    return ", ".join(filter(None, parts))


def _section(element: HtmlElement) -> str:
    """Return section, cover, contents, footer or head in words; empty for none of these."""
    section = _nearest(element, "section")
    heading = section.find(".//h2") if section is not None else None
    if heading is not None:
        return f"sección «{_text(heading)}»"
    return next((_PARTS[one.tag] for one in (element, *element.iterancestors()) if one.tag in _PARTS), "")


def _in_table(element: HtmlElement) -> list[str]:
    """Return caption, row and column of an element in words, as far as there are any; empty outside a table."""
    table, row = _nearest(element, "table"), _nearest(element, "tr")
    if table is None:
        return []
    figure = _nearest(table, "figure")
    caption = figure.find("figcaption") if figure is not None else None
    parts = [f"«{_text(caption)}»" if caption is not None else "cuadro sin título"]
    cell = next((found for tag in ("td", "th") if (found := _nearest(element, tag)) is not None), None)
    if row is None or not len(row):
        return parts
    parts.append(f"fila «{_text(row[0])}»")
    if cell is None:
        return parts
    heads = table.xpath(".//thead/tr[last()]/*")
    place = list(row).index(cell)
    # A column's position gives its heading only if no cell is merged.
    if len(heads) == len(row):
        parts.append(f"columna «{_text(heads[place])}»")
    return parts


def tag_of(element: HtmlElement) -> str:
    """Return an element's tag with the first attribute that identifies it (id, name…): `<meta name="author">`."""
    name = next((f' {key}="{element.get(key)}"' for key in _NAMING if element.get(key)), "")
    return f"<{element.tag!s}{name}>"


def _sentence(element: HtmlElement) -> str:
    """Return the beginning of the element's sentence; its tag if it has no words or contains the whole page."""
    if element.tag in _FRAME or element.tag in _UNSEEN or _nearest(element, "head") is not None:
        return f"etiqueta {tag_of(element)}"
    block = next((one for one in (element, *element.iterancestors()) if one.tag in BLOCKS), element)
    text = _text(block)
    return f"«{text}»" if text else f"etiqueta {tag_of(element)}"


def _figure(element: HtmlElement) -> str:
    """Return the id that the nearest traced number, the element itself or one around it, names; empty if none."""
    return next((traced_id(one) for one in (element, *element.iterancestors()) if one.tag == "data"), "")


def _nearest(element: HtmlElement, tag: str) -> HtmlElement | None:
    """Return the element itself or the nearest one around it with a tag; None if there is none."""
    return next((one for one in (element, *element.iterancestors()) if one.tag == tag), None)


def _text(element: HtmlElement) -> str:
    """Return an element's text with single spaces, cut after 90 characters with `…`."""
    text = " ".join(element.text_content().split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
