"""Turns style attributes into classes of the page's style sheet, so that the policy can forbid inline styles."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

CLASS = "propio-{}"


def styles_to_classes(sections: Iterable[HtmlElement]) -> str:
    """Replace every style attribute by a class, in place; elements with the same style share one.

    Returns
    -------
    str
        The rules of those classes. Each selector has an id, so that it overrides the sheet as an attribute would.
    """
    found: dict[str, str] = {}
    for section in sections:
        for element in section.xpath("descendant-or-self::*[@style]"):
            style = " ".join(element.attrib.pop("style").split()).strip("; ")
            if style:
                name = found.setdefault(style, CLASS.format(len(found) + 1))
                element.set("class", " ".join(filter(None, (element.get("class"), name))))
    return "\n".join(f"#contenido .{name} {{ {style} }}" for style, name in found.items())
