"""Properties of paragraphs and runs that are set after they are written, in the order that Word insists on."""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.ns import qn

from helpers.base.python_extras import not_none
from helpers.outputs.word.word_xml import Element, made, valued

KEPT = "w:keepNext"
_PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr",
    "sectPr",
)  # fmt: skip
_RUN_ORDER = (
    "rStyle", "rFonts", "b", "i", "color", "sz", "bdr", "shd", "vertAlign",
)  # fmt: skip
"""The properties that a report uses, in the order of the schema."""


def properties_of(written: Element) -> Element:
    """Return the element with the properties of a paragraph that `word_xml.paragraph` made."""
    return not_none(written.find(qn("w:pPr")))


def insert_property(properties: Element, own: Element, order: Sequence[str] = _PARAGRAPH_ORDER) -> None:
    """Insert a property among `properties` at its place in the schema, in place of an earlier one of the same name.

    `order` has the names in the schema's order; a property that is not among them raises ValueError.
    """
    names = [qn(f"w:{name}") for name in order]
    due = names.index(str(own.tag))
    for old in properties.findall(names[due]):
        properties.remove(old)
    properties.insert(sum(names.index(str(one.tag)) < due for one in properties), own)


def style_of(written: Element) -> str:
    """Return the id of a paragraph's style; empty for an element that has none."""
    style = written.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else style.get(qn("w:val"), "")


def unnumbered() -> Element:
    """Return the property with which a paragraph is left out of the numbering of its style."""
    return made("w:numPr", None, valued("w:ilvl", 0), valued("w:numId", 0))


def set_size(written: Element, half_points: int, colour: str = "") -> None:
    """Set the size of a paragraph's runs in half points, and the colour of those without one."""
    for run in written.iter(qn("w:r")):
        properties = run.find(qn("w:rPr"))
        if properties is None:
            properties = made("w:rPr")
            run.insert(0, properties)
        insert_property(properties, valued("w:sz", half_points), _RUN_ORDER)
        if colour and properties.find(qn("w:color")) is None:
            insert_property(properties, valued("w:color", colour), _RUN_ORDER)
