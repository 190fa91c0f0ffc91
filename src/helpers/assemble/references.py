"""Fills cross references and refuses those that lead nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from helpers.assemble.markup import text_of
from helpers.assemble.problems import DuplicateIds, MissingReferences

ABSENT = "[fuera de este informe parcial]"


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
        Naming every link that leads nowhere, all at once; never in a partial report.
    """
    ids = {name for _, section in sections for name in section.xpath("descendant-or-self::*/@id")}
    missing = []
    for name, section in sections:
        for link in section.xpath(".//a[starts-with(@href, '#')]"):
            target = link.get("href")[1:]
            has_words = bool(text_of(link)) or len(link) > 0
            if target in (ids if has_words else labels):
                _fill(link, "" if has_words else labels[target])
            elif partial:
                _mark_absent(link, has_words)
            else:
                missing.append((name, target))
    if missing:
        raise MissingReferences(missing)


def _fill(link: HtmlElement, label: str) -> None:
    if label:
        link.set("class", " ".join(dict.fromkeys([*link.get("class", "").split(), "ref"])))
        link.text = label


def _mark_absent(link: HtmlElement, has_words: bool) -> None:
    """Turn a link to a section that was left out into plain words."""
    link.tag = "span"
    del link.attrib["href"]
    link.set("class", "ref ausente")
    if not has_words:
        link.text = ABSENT
