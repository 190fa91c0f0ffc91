"""Rules for a section's tree: headings, pictures, tables, numbers and quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import html
from lxml.html import HtmlElement

from helpers.base.errors import PoaError
from helpers.base.name_phrases import nested_quotes
from helpers.outputs.html.html_trees import HEADINGS, level_of, replace, text_of, with_class

ACTIVE = {"script", "iframe", "object", "embed", "link", "base", "form", "input", "button", "video", "audio"}
RESOURCES = ("src", "srcset", "poster", "background")
BLOCKS = ("p", "li", "dt", "dd", "th", "td", "caption", "figcaption", "summary", *HEADINGS)
"""Elements of which each is read as a text of its own."""
NBSP = "\u00a0"


@dataclass
class BadSection(PoaError):
    """A section's HTML breaks a rule of the document: which rule and where, in Spanish (`problem`)."""

    section: str
    problem: str

    def __str__(self) -> str:
        return f"Sección «{self.section}»: {self.problem}"


def tidy(section: HtmlElement, name: str) -> None:
    """Refuse what a report cannot contain and bring a section into the report's form, in place.

    Styles of its own are removed, its headings move one level down, bare tables get a box that scrolls, currency and
    percent signs stay on the line of their number, and quotes inside quotes differ from the outer ones.

    Parameters
    ----------
    section : HtmlElement
        The section's tree as the notebook gave it.
    name : str
        The section's name, for messages.

    Raises
    ------
    BadSection
        If it has no title or several, scripts, external resources, or pictures without alternative text.
    """
    _drop_styles(section)
    _refuse_active(section, name)
    _refuse_outside(section, name)
    _require_alt(section, name)
    _require_title(section, name)
    _lower_headings(section)
    _wrap_tables(section)
    _bind_units(section)
    nest_quotes(section)


def _drop_styles(section: HtmlElement) -> None:
    """Remove `style` elements and attributes (pandas writes both): the page's policy allows its one style sheet."""
    for style in list(section.iter("style")):
        style.drop_tree()
    for styled in section.xpath(".//*[@style]"):
        del styled.attrib["style"]


def _refuse_active(section: HtmlElement, name: str) -> None:
    """Refuse scripts, embedded objects and forms, because a report must also work on paper and in twenty years."""
    for element in section.iter(*ACTIVE):
        raise BadSection(name, f"contiene un elemento <{element.tag!s}>, que un informe no admite.")
    for element in section.xpath(
        ".//*[@*[starts-with(name(), 'on')]] | .//a[starts-with(@href, 'javascript:')]"
    ):
        raise BadSection(name, f"tiene un programa en un elemento <{element.tag!s}>, que un informe no admite.")


def _refuse_outside(section: HtmlElement, name: str) -> None:
    """Raise BadSection for what a browser would load from outside the page; ordinary links are allowed."""
    for element in section.xpath(".//*"):
        for attribute, value in element.items():
            if _fetches(element.tag, attribute) and not value.startswith(("data:", "#")):
                raise BadSection(name, f"depende de un archivo que no viaja con el informe: «{value[:80]}».")


def _fetches(tag: str, attribute: str) -> bool:
    """Return whether a browser loads an attribute's address without a click: `RESOURCES`, or `href` not of a link."""
    return attribute in RESOURCES or (attribute in ("href", "xlink:href") and tag not in ("a", "area"))


def _require_alt(section: HtmlElement, name: str) -> None:
    """Raise BadSection for a picture without alternative text."""
    for image in section.iter("img"):
        if not image.get("alt", "").strip():
            raise BadSection(name, "tiene una imagen sin texto alternativo (alt).")


def _require_title(section: HtmlElement, name: str) -> None:
    """Refuse a section without exactly one `# Title` before all other headings."""
    titles = [text_of(title) for title in section.iter("h1")]
    if len(titles) != 1:
        found = "ninguno" if not titles else "; ".join(f"«{title}»" for title in titles)
        raise BadSection(name, f"debe tener un solo título «# …» y tiene: {found}.")
    first = next(section.iter(*HEADINGS))
    if first.tag != "h1":
        raise BadSection(name, f"el subtítulo «{text_of(first)}» está antes del título.")


def _lower_headings(section: HtmlElement) -> None:
    """Move every heading one level down, because the report's title is the only `h1`."""
    for heading in list(section.iter(*HEADINGS)):
        heading.tag = f"h{min(level_of(heading) + 1, 6)}"


def _wrap_tables(section: HtmlElement) -> None:
    """Put a bare table into a box that scrolls on a narrow screen."""
    boxed = {table for box in with_class(section, "*", "desborde") for table in box.iter("table")}
    for table in [table for table in section.iter("table") if table not in boxed]:
        table.attrib.pop("border", None)
        box = html.Element("div")
        box.set("class", "desborde")
        replace(table, box)
        box.append(table)


def _bind_units(section: HtmlElement) -> None:
    """Keep "92,16 %" and "Bs 1.234,00" on one line, however the sentence was typed: no line breaks at their blank."""
    for before in section.xpath(".//data/preceding-sibling::node()[1][self::text()]"):
        if re.search(r"\bBs $", before):
            setattr(before.getparent(), "text" if before.is_text else "tail", before[:-1] + NBSP)
    for number in section.iter("data"):
        after = number.tail or ""
        if after.startswith(" %"):
            number.tail = NBSP + after[1:]


def nest_quotes(root: HtmlElement) -> None:
    """Write the quotes inside quotes of each paragraph, cell and caption as `nested_quotes` does, in place.

    A name of the data may have quotes of its own, and no sentence that quotes it knows them.
    """
    for block in root.iter(*BLOCKS):
        if block.text_content().count("«") > 1:
            pieces = block.xpath(".//text()")
            written = iter(nested_quotes("".join(pieces)))
            for piece in pieces:
                setattr(piece.getparent(), "text" if piece.is_text else "tail", "".join(islice(written, len(piece))))
    for image in root.xpath(".//img[@alt]"):
        image.set("alt", nested_quotes(image.get("alt")))
