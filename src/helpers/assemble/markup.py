"""Reading and writing pieces of HTML as trees."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
AS_TYPED = ("pre", "textarea")
"""Elements whose blanks mean something."""
BLANKS = " \t\n\f\r"


def parse(fragment: str) -> HtmlElement:
    """Parse a piece of HTML into a `section` that holds it.

    Parameters
    ----------
    fragment : str
        HTML without `html` or `body`.

    Returns
    -------
    HtmlElement
        A new `section` whose children are the piece's elements.
    """
    # A chart's data URI can pass libxml2's 10 MB limit for one attribute: hence huge_tree.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    document = html.document_fromstring(f"<body>{fragment}</body>".encode(), parser=parser)
    section: HtmlElement = document.find("body")
    section.tag = "section"
    section.tail = None
    return section


def settle(section: HtmlElement) -> None:
    """Write every element alike, in place: attributes in the alphabet's order, blanks between elements as one.

    However a notebook's cell or a library came to write the same thing, the page has the same letters.
    """
    typed = {element for kept in section.iter(*AS_TYPED) for element in kept.iter("*")}
    for element in section.iter("*"):
        names = element.keys()
        if names != sorted(names):
            items = sorted(element.items())
            element.attrib.clear()
            element.attrib.update(items)
        if element.text and not element.text.strip(BLANKS) and element not in typed:
            element.text = _one_blank(element.text)
        if element.tail and not element.tail.strip(BLANKS) and element.getparent() not in typed:
            element.tail = _one_blank(element.tail)


def _one_blank(blanks: str) -> str:
    return "\n" if "\n" in blanks else " "


def to_html(element: HtmlElement) -> str:
    """Write an element as HTML, with letters as they are and no entity for them."""
    return html.tostring(element, encoding="unicode", method="html", with_tail=False)


def text_of(element: HtmlElement) -> str:
    """The element's text on one line."""
    return " ".join(element.text_content().split())


def traced_id(number: HtmlElement) -> str:
    """What a number is traced by: its figure's id or its input cell; empty for neither."""
    return number.get("data-cifra") or number.get("data-celda") or ""


def with_class(root: HtmlElement, tag: str, name: str) -> Iterator[HtmlElement]:
    """Every `tag` element below `root` whose class list holds `name`; any tag when `tag` is `*`."""
    for element in root.iter(None if tag == "*" else tag):
        if isinstance(element.tag, str) and name in element.get("class", "").split():
            yield element


def replace(old: HtmlElement, new: HtmlElement) -> None:
    """Put `new` where `old` stood, keeping the text that follows it."""
    new.tail, old.tail = old.tail, None
    old.getparent().replace(old, new)


def prepend_text(element: HtmlElement, tag: str, css_class: str, text: str) -> None:
    """Put `<tag class=…>text</tag>` and a space before an element's own text."""
    mark = html.Element(tag)
    mark.set("class", css_class)
    mark.text = text
    mark.tail = " " + (element.text or "").lstrip()
    element.text = None
    element.insert(0, mark)
