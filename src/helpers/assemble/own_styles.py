"""Style attributes → classes of the page's one style sheet: the policy then need let in no style but that sheet."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement

CLASS = "propio-{}"


def take_styles(sections: Iterable[HtmlElement]) -> str:
    """Move every style attribute into a class, in place; elements of the same style share one.

    Returns
    -------
    str
        The rules of those classes: an id in each, so that they win over the sheet as attributes do.
    """
    found: dict[str, str] = {}
    for section in sections:
        for element in section.xpath("descendant-or-self::*[@style]"):
            style = " ".join(element.attrib.pop("style").split()).strip("; ")
            if style:
                name = found.setdefault(style, CLASS.format(len(found) + 1))
                element.set("class", " ".join(filter(None, (element.get("class"), name))))
    return "\n".join(f"#contenido .{name} {{ {style} }}" for style, name in found.items())
