"""Numbers sections, tables and charts, collects contents and labels, and fills the references with the labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from helpers.base.errors import PoaError
from helpers.outputs.html.html_trees import HEADINGS, id_of, level_of, prepend_number, text_of, with_class
from helpers.outputs.html.omissions import EMPTY_TABLE, LED_HERE
from helpers.outputs.html.section_tree import BadSection

COMPOSED = frozenset({"texto-propio", "asuntos"})
"""Classes of texts that are written as separate Markdown: a planner's, and the draft of the matters for decision."""

KINDS = {"cuadro": "Cuadro", "grafico": "Gráfico"}
ABSENT = "[no está en este informe]"
"""Text of a reference to a section left out of a partial report, or of a planner's to a table without data."""


@dataclass(frozen=True)
class Entry:
    """One line of a table of contents.

    Attributes
    ----------
    number : str
        "4", "4.1", or "Cuadro 4.1".
    title : str
        Text of the heading or the caption.
    anchor : str
        The id that the line links to.
    children : tuple[Entry, ...]
        Subsections of a section.
    """

    number: str
    title: str
    anchor: str
    children: tuple[Entry, ...] = ()


@dataclass
class Outline:
    """The document's contents.

    Attributes
    ----------
    sections, cuadros, graficos : list[Entry]
        In document order.
    labels : dict[str, str]
        Text of a reference, by id: `cuadro-acp` → "Cuadro 4.1".
    """

    sections: list[Entry] = field(default_factory=list)
    cuadros: list[Entry] = field(default_factory=list)
    graficos: list[Entry] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def number_sections(sections: Sequence[tuple[str, HtmlElement]]) -> Outline:
    """Number headings and captions of all sections, in place, and give them the ids that contents link to.

    A title gets `4`, a subtitle `4.1`, a table `Cuadro 4.1.`, a chart `Gráfico 4.1.`; deeper headings get no number.

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
        If a heading skips a level, or a table or chart has no caption.
    """
    outline = Outline()
    for ordinal, (name, section) in enumerate(sections, start=1):
        _raise_own_headings(section)
        _check_levels(section, name)
        outline.sections.append(_number_headings(section, ordinal, outline.labels))
        for kind, entries in (("cuadro", outline.cuadros), ("grafico", outline.graficos)):
            entries.extend(_number_figures(section, name, ordinal, kind, outline.labels))
    return outline


def _raise_own_headings(section: HtmlElement) -> None:
    """Move the headings of `COMPOSED` texts to the level below the heading before them, in place.

    Inside a text no level is skipped (`safe_markdown`), but its author cannot know which heading precedes it.
    """
    previous = 1
    for heading in list(section.iter(*HEADINGS)):
        level = level_of(heading)
        text = next((above for above in heading.iterancestors("div") if COMPOSED.intersection(above.classes)), None)
        if text is not None and level > previous + 1:
            for own in text.iter(*HEADINGS):
                own.tag = f"h{level_of(own) - (level - previous - 1)}"
        previous = level_of(heading)


def _check_levels(section: HtmlElement, name: str) -> None:
    """Refuse a jump such as `#` to `###`, because screen readers and PDF bookmarks depend on levels."""
    previous = 1
    for heading in section.iter(*HEADINGS):
        level = level_of(heading)
        if level > previous + 1:
            due, found = "#" * previous, "#" * (level - 1)
            raise BadSection(
                name, f"el subtítulo «{text_of(heading)}» salta un nivel: use {due} y no {found}."
            )
        previous = level


def _number_headings(section: HtmlElement, ordinal: int, labels: dict[str, str]) -> Entry:
    """Number the `h2` and the `h3`s of a section, in place, and add its labels to `labels`; return its entry."""
    title = next(section.iter("h2"))
    anchor = id_of(section)
    subsections = [
        _number_heading(heading, f"{ordinal}.{position}", f"{anchor}-{position}", labels)
        for position, heading in enumerate(section.iter("h3"), start=1)
    ]
    labels[anchor] = f"sección {ordinal}"
    # A table without rows is a line or not printed: references to it lead to its section.
    labels.update((id_of(line), labels[anchor]) for line in with_class(section, "p", EMPTY_TABLE))
    # References to what is not included lead to the section that would contain it, or to the list of omissions.
    labels.update((id_of(place), labels[anchor]) for place in with_class(section, "span", LED_HERE))
    entry = _number_heading(title, str(ordinal), f"{anchor}-titulo", labels)
    section.set("aria-labelledby", entry.anchor)
    return Entry(entry.number, entry.title, anchor, tuple(subsections))


def _number_heading(heading: HtmlElement, number: str, anchor: str, labels: dict[str, str]) -> Entry:
    """Number a heading and give it its id, in place; add its label to `labels` and return its entry."""
    entry = Entry(number, text_of(heading), heading.get("id") or anchor)
    heading.set("id", entry.anchor)
    prepend_number(heading, number)
    labels[entry.anchor] = f"sección {number}"
    return entry


def _number_figures(
    section: HtmlElement, name: str, ordinal: int, kind: str, labels: dict[str, str]
) -> list[Entry]:
    """Number the tables or charts of a section, in place; add their labels to `labels` and return their entries.

    A missing caption raises BadSection.
    """
    entries = []
    for position, figure in enumerate(list(with_class(section, "figure", kind)), start=1):
        number = f"{KINDS[kind]} {ordinal}.{position}"
        caption = figure.find(".//figcaption")
        if caption is None or not text_of(caption):
            raise BadSection(name, f"el {number} no tiene título (figcaption).")
        entry = Entry(number, text_of(caption), figure.get("id") or f"{kind}-{ordinal}-{position}")
        figure.set("id", entry.anchor)
        prepend_number(caption, f"{number}.")
        _name_scroller(figure, caption, entry.anchor)
        labels[entry.anchor] = number
        entries.append(entry)
    return entries


def _name_scroller(figure: HtmlElement, caption: HtmlElement, anchor: str) -> None:
    """Make a table that scrolls sideways reachable by keyboard, and label it with its caption for screen readers."""
    caption.set("id", caption.get("id") or f"{anchor}-titulo")
    for box in with_class(figure, "div", "desborde"):
        box.set("role", "region")
        box.set("tabindex", "0")
        box.set("aria-labelledby", caption.get("id"))


def check_ids(sections: Sequence[tuple[str, HtmlElement]], taken: Sequence[str]) -> None:
    """Refuse an id that occurs twice in the document.

    Parameters
    ----------
    sections : Sequence[tuple[str, HtmlElement]]
        Name and tree of each section.
    taken : Sequence[str]
        Ids of the document's template.

    Raises
    ------
    PoaError
        With all repeated ids.
    """
    ids = Counter(taken)
    for _, section in sections:
        ids.update(element.get("id") for element in section.xpath("descendant-or-self::*[@id]"))
    repeated = sorted(name for name, times in ids.items() if times > 1)
    if repeated:
        raise PoaError(f"Identificadores repetidos en el informe: {', '.join(repeated)}.")


def fill_references(sections: Sequence[tuple[str, HtmlElement]], labels: dict[str, str], *, partial: bool) -> None:
    """Write a label such as "Cuadro 4.1" into every link to an id that has the class `ref` or no content, in place.

    Other links keep their own words, but must have a target too.

    Parameters
    ----------
    sections : Sequence[tuple[str, HtmlElement]]
        Name and tree of each section, already numbered.
    labels : dict[str, str]
        Text of a reference, by id.
    partial : bool
        Sections were left out on purpose; a reference to them becomes a note instead of a link.

    Raises
    ------
    PoaError
        With all links without a target. Not in a partial report, and not for a planner's text, which may refer to a
        table that this period has no data for.
    """
    ids = {name for _, section in sections for name in section.xpath("descendant-or-self::*/@id")}
    missing = []
    for name, section in sections:
        for link in section.xpath(".//a[starts-with(@href, '#')]"):
            target = link.get("href")[1:]
            has_words = "ref" not in link.classes and (bool(text_of(link)) or len(link) > 0)
            if target in (ids if has_words else labels):
                _fill(link, "" if has_words else labels[target])
            elif partial or _is_planners(link):
                _mark_absent(link, "" if has_words else ABSENT)
            else:
                missing.append(f"  - «#{target}», citado en la sección «{name}»")
    if missing:
        raise PoaError("\n".join(["Hay referencias a elementos que no están en el informe:", *missing]))


def _fill(link: HtmlElement, label: str) -> None:
    """Write a label into a link and give the link the class `ref`; an empty label changes nothing."""
    if label:
        link.set("class", " ".join(dict.fromkeys([*link.get("class", "").split(), "ref"])))
        link.text = label


def _is_planners(link: HtmlElement) -> bool:
    """Return whether a link stands in a planner's text."""
    return any("texto-propio" in above.classes for above in link.iterancestors("div"))


def _mark_absent(link: HtmlElement, words: str) -> None:
    """Turn a link without a target into a `span`, in place; its text becomes `words`, unless these are empty."""
    link.tag = "span"
    del link.attrib["href"]
    link.set("class", "ref ausente")
    if words:
        link.text = words
