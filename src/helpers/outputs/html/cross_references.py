"""Fills cross references and refuses those without a target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from helpers.base.errors import PoaError
from helpers.outputs.html.html_trees import text_of

ABSENT = "[no está en este informe]"
"""Text of a reference to a section left out of a partial report, or of a planner's to a table without data."""


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
