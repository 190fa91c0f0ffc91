"""Fills cross references and refuses those that lead nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from helpers.assemble.markup import text_of
from helpers.assemble.problems import DuplicateIds, MissingReferences

ABSENT = "[fuera de este informe parcial]"
NOT_DRAWN = "[no está en este informe]"
"""What a planner's text says that refers to a table or chart for which this period has no data."""


def check_ids(sections: Sequence[tuple[str, HtmlElement]], taken: Sequence[str] = ()) -> None:
    """Refuse an id that stands twice in the document.

    Parameters
    ----------
    sections : Sequence[tuple[str, HtmlElement]]
        Name and tree of each section.
    taken : Sequence[str]
        Ids that the document's own template uses.

    Raises
    ------
    DuplicateIds
        Naming all of them.
    """
    ids = Counter(taken)
    for _, section in sections:
        ids.update(element.get("id") for element in section.xpath("descendant-or-self::*[@id]"))
    repeated = sorted(name for name, times in ids.items() if times > 1)
    if repeated:
        raise DuplicateIds(repeated)


def fill_references(
    sections: Sequence[tuple[str, HtmlElement]], labels: dict[str, str], *, partial: bool = False
) -> None:
    """Write "Cuadro 4.1" into every empty link to an id, in place.

    A link that has its own words keeps them; it, too, must lead somewhere.

    Parameters
    ----------
    sections : Sequence[tuple[str, HtmlElement]]
        Name and tree of each section, already numbered.
    labels : dict[str, str]
        What a reference to an id says.
    partial : bool
        Some sections were left out on purpose: what points at them says so, in place of a link.

    Raises
    ------
    MissingReferences
        Naming every link that leads nowhere, all at once; never in a partial report, nor for a text of the planner's,
        which may speak of a table that this period has no data for.
    """
    ids = {name for _, section in sections for name in section.xpath("descendant-or-self::*/@id")}
    missing = []
    for name, section in sections:
        for link in section.xpath(".//a[starts-with(@href, '#')]"):
            target = link.get("href")[1:]
            has_words = bool(text_of(link)) or len(link) > 0
            if target in (ids if has_words else labels):
                _fill(link, "" if has_words else labels[target])
            elif partial or _is_planners(link):
                _mark_absent(link, "" if has_words else ABSENT if partial else NOT_DRAWN)
            else:
                missing.append((name, target))
    if missing:
        raise MissingReferences(missing)


def _fill(link: HtmlElement, label: str) -> None:
    if label:
        link.set("class", " ".join(dict.fromkeys([*link.get("class", "").split(), "ref"])))
        link.text = label


def _is_planners(link: HtmlElement) -> bool:
    return any("texto-propio" in above.classes for above in link.iterancestors("div"))


def _mark_absent(link: HtmlElement, words: str) -> None:
    """Turn a link to what is not there into plain words: its own, or these."""
    link.tag = "span"
    del link.attrib["href"]
    link.set("class", "ref ausente")
    if words:
        link.text = words
