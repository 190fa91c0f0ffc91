"""Numbers sections, tables and charts, and keeps what the contents and the cross references need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from helpers.assemble.markup import HEADINGS, prepend_text, text_of, with_class
from helpers.assemble.missing import EMPTY_TABLE, LED_HERE
from helpers.assemble.problems import BadSection

KINDS = {"cuadro": "Cuadro", "grafico": "Gráfico"}


@dataclass(frozen=True)
class Entry:
    """One line of a table of contents.

    Attributes
    ----------
    number : str
        "4", "4.1", or "Cuadro 4.1".
    title : str
        Its text.
    anchor : str
        The id it points at.
    children : tuple[Entry, ...]
        Subsections of a section.
    """

    number: str
    title: str
    anchor: str
    children: tuple[Entry, ...] = ()


@dataclass
class Outline:
    """What stands where in the document.

    Attributes
    ----------
    sections, cuadros, graficos : list[Entry]
        In document order.
    labels : dict[str, str]
        What a reference to an id says: `cuadro-acp` → "Cuadro 4.1".
    """

    sections: list[Entry] = field(default_factory=list)
    cuadros: list[Entry] = field(default_factory=list)
    graficos: list[Entry] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def number_sections(sections: Sequence[tuple[str, HtmlElement]]) -> Outline:
    """Number headings and captions of all sections, in place.

    Parameters
    ----------
    sections : Sequence[tuple[str, HtmlElement]]
        Name and tree of each section, in order.

    Returns
    -------
    Outline
        Contents and labels.

    Raises
    ------
    BadSection
        A heading that skips a level, a table or chart without a caption.
    """
    outline = Outline()
    for ordinal, (name, section) in enumerate(sections, start=1):
        raise_own_headings(section)
        check_levels(section, name)
        outline.sections.append(_number_headings(section, ordinal, outline.labels))
        for kind, entries in (("cuadro", outline.cuadros), ("grafico", outline.graficos)):
            entries.extend(_number_figures(section, name, ordinal, kind, outline.labels))
    return outline


def raise_own_headings(section: HtmlElement) -> None:
    """Put the headings of the planner's texts under what stands above them, in place.

    Within a text no level is skipped (`safe_markdown`); whether the section has a heading before it, nobody who writes
    it can know.
    """
    previous = 1
    for heading in list(section.iter(*HEADINGS)):
        level = int(heading.tag[1])
        text = next((above for above in heading.iterancestors("div") if "texto-propio" in above.classes), None)
        if text is not None and level > previous + 1:
            for own in text.iter(*HEADINGS):
                own.tag = f"h{int(own.tag[1]) - (level - previous - 1)}"
        previous = int(heading.tag[1])


def check_levels(section: HtmlElement, name: str) -> None:
    """Refuse a jump such as `#` to `###`: screen readers and the PDF's bookmarks would lose the thread."""
    previous = 1
    for heading in section.iter(*HEADINGS):
        level = int(heading.tag[1])
        if level > previous + 1:
            due, found = "#" * previous, "#" * (level - 1)
            raise BadSection(
                name, f"el subtítulo «{text_of(heading)}» salta un nivel: use {due} y no {found}."
            )
        previous = level


def _number_headings(section: HtmlElement, ordinal: int, labels: dict[str, str]) -> Entry:
    """Number the `h2` and its `h3`; deeper headings stay without a number."""
    title = next(section.iter("h2"))
    anchor = section.get("id")
    subsections = [
        _number_heading(heading, f"{ordinal}.{position}", f"{anchor}-{position}", labels)
        for position, heading in enumerate(section.iter("h3"), start=1)
    ]
    labels[anchor] = f"sección {ordinal}"
    # A table without rows is a line, or not printed: whoever refers to it is led to its section.
    labels.update((line.get("id"), labels[anchor]) for line in with_class(section, "p", EMPTY_TABLE))
    # What is not included: whoever refers to it is led to the section that would have it, or to the list of all.
    labels.update((place.get("id"), labels[anchor]) for place in with_class(section, "span", LED_HERE))
    entry = _number_heading(title, str(ordinal), f"{anchor}-titulo", labels)
    section.set("aria-labelledby", entry.anchor)
    return Entry(entry.number, entry.title, anchor, tuple(subsections))


def _number_heading(heading: HtmlElement, number: str, anchor: str, labels: dict[str, str]) -> Entry:
    entry = Entry(number, text_of(heading), heading.get("id") or anchor)
    heading.set("id", entry.anchor)
    prepend_text(heading, "span", "numero", number)
    labels[entry.anchor] = f"sección {number}"
    return entry


def _number_figures(
    section: HtmlElement, name: str, ordinal: int, kind: str, labels: dict[str, str]
) -> list[Entry]:
    """Number the captions of one kind of figure within a section."""
    entries = []
    for position, figure in enumerate(list(with_class(section, "figure", kind)), start=1):
        number = f"{KINDS[kind]} {ordinal}.{position}"
        caption = figure.find(".//figcaption")
        if caption is None or not text_of(caption):
            raise BadSection(name, f"el {number} no tiene título (figcaption).")
        entry = Entry(number, text_of(caption), figure.get("id") or f"{kind}-{ordinal}-{position}")
        figure.set("id", entry.anchor)
        prepend_text(caption, "span", "numero", f"{number}.")
        _name_scroller(figure, caption, entry.anchor)
        labels[entry.anchor] = number
        entries.append(entry)
    return entries


def _name_scroller(figure: HtmlElement, caption: HtmlElement, anchor: str) -> None:
    """Let the keyboard reach a table that scrolls sideways, and let a screen reader say which one it is."""
    caption.set("id", caption.get("id") or f"{anchor}-titulo")
    for box in with_class(figure, "div", "desborde"):
        box.set("role", "region")
        box.set("tabindex", "0")
        box.set("aria-labelledby", caption.get("id"))
