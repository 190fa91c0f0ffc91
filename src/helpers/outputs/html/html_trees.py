"""Parses pieces of HTML into trees and writes them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from lxml import html
from lxml.etree import XPath
from lxml.html import HtmlElement

from helpers.base.python_extras import not_none

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TEXTS = ("p", "ul", "ol")
LEAD = 600
"""Characters of text, about seven lines, that stay together between a heading and a table or a chart."""


def parse(fragment: str) -> HtmlElement:
    """Parse a piece of HTML into a new `section` element; comments are dropped.

    Parameters
    ----------
    fragment : str
        HTML without `html` or `body`.

    Returns
    -------
    HtmlElement
        A `section` whose children are the piece's elements; without children for an empty piece.
    """
    section = not_none(parse_page(f"<body>{fragment}</body>").find("body"))
    section.tag = "section"
    section.tail = None
    return section


def parse_page(document: str) -> HtmlElement:
    """Parse a whole page; comments are dropped."""
    # huge_tree, because a chart's data URI can exceed libxml2's 10 MB limit for one attribute.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    return html.document_fromstring(document.encode(), parser=parser)


def to_html(element: HtmlElement) -> str:
    """Return an element as HTML, with characters instead of entities and without the text that follows the element."""
    return html.tostring(element, encoding="unicode", method="html", with_tail=False)


def above(element: HtmlElement) -> HtmlElement:
    """Return an element's parent.

    Raises
    ------
    LookupError
        If it has none.
    """
    return not_none(element.getparent())


def id_of(element: HtmlElement) -> str:
    """Return an element's id.

    Raises
    ------
    LookupError
        If it has none.
    """
    return not_none(element.get("id"))


def level_of(heading: HtmlElement) -> int:
    """Return a heading's level: 1 for an `h1`.

    Raises
    ------
    ValueError
        If the element is not a heading.
    """
    return HEADINGS.index(str(heading.tag)) + 1


def first_number(listed: HtmlElement) -> int:
    """Return the number of the first item of a numbered list (`start`); 1 without one, or if it is no number."""
    return int(start) if (start := listed.get("start", "")).isdecimal() else 1


def text_of(element: HtmlElement) -> str:
    """Return all text inside an element on one line, each run of white space as one space; empty if it has none."""
    return " ".join(element.text_content().split())


def classes(element: HtmlElement) -> list[str]:
    """Return the names in an element's `class` attribute, in order; empty without one."""
    return (element.get("class") or "").split()


def introduces_next(element: HtmlElement) -> bool:
    """Return whether a paragraph or list belongs with what follows: a table, chart, signatures, or list after a colon.

    Up to `LEAD` characters of text between a heading and one of the first three, lists included, belong with it as a
    whole, so that neither the heading nor its text is left alone at the foot of a page.
    """
    if element.tag not in TEXTS:
        return False
    after = element.getnext()
    if element.tag == "p" and after is not None:
        if _is_shown(after) or (after.tag in ("ul", "ol") and text_of(element).endswith(":")):
            return True
        if after.tag == "p":
            return _is_below_heading(element) and introduces_next(after)
    beyond = next((one for one in element.itersiblings() if one.tag not in TEXTS), None)
    return beyond is not None and _is_shown(beyond) and _is_below_heading(element)


def _is_shown(element: HtmlElement) -> bool:
    """Return whether an element is a table, a chart or the signatures."""
    return element.tag == "figure" or "firmas" in classes(element)


def _is_below_heading(element: HtmlElement) -> bool:
    """Return whether at most `LEAD` characters of paragraphs and lists reach from a heading to an element's end."""
    before = [element, *takewhile(lambda one: one.tag in TEXTS, element.itersiblings(preceding=True))]
    top = before[-1].getprevious()
    return top is not None and top.tag in HEADINGS and sum(len(text_of(one)) for one in before) <= LEAD


def with_class(root: HtmlElement, tag: str, name: str) -> Iterator[HtmlElement]:
    """Yield `root`, if it matches, and the elements below it that have a tag and a class, in document order.

    Parameters
    ----------
    tag : str
        Name of the tag; `*` for any.
    name : str
        One class of the element's `class` attribute.
    """
    # The XPath that compares whole names takes twice as long for every element of a page.
    for element in XPath(f"descendant-or-self::{tag}[contains(@class, $name)]")(root, name=name):
        if name in classes(element):
            yield element


def replace(old: HtmlElement, new: HtmlElement) -> None:
    """Put `new` in the place of `old`, in the tree itself; the text after `old` then follows `new`."""
    new.tail, old.tail = old.tail, None
    above(old).replace(old, new)


def prepend_number(element: HtmlElement, text: str) -> None:
    """Insert `<span class="numero">text</span>` and a space before an element's own text, in place."""
    mark = html.Element("span", {"class": "numero"})
    mark.text = text
    mark.tail = " " + (element.text or "").lstrip()
    element.text = None
    element.insert(0, mark)
