"""Compares two pages as trees: every tag, attribute and text, visible or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from lxml import etree
from lxml.html import HtmlElement

from helpers.audit.audit_result import Difference
from helpers.audit.pages.page_words import WORD_ATTRIBUTES, place_of, tag_of
from helpers.audit.pages.word_differences import shortened
from helpers.base.system.digest import text_sha256

ABSENT = "(no está)"
_NOTHING = "(sin ese atributo)"
_PICTURE = "data:"


@dataclass(frozen=True)
class _Walk:
    """A comparison in progress.

    Attributes
    ----------
    file : str
        Beginning of each place.
    told : Collection of int
        Identities of elements with a word that was already reported.
    """

    file: str
    told: Collection[int]

    def differences(self, due: HtmlElement, found: HtmlElement) -> Iterator[Difference]:
        """Yield how two elements and their descendants differ: tags, attributes, text and white space.

        Left out are attributes in `WORD_ATTRIBUTES` and texts in `told`. Below different tags nothing is compared;
        children with other tags are paired, and the text beside them is left to the comparison of words.
        """
        if due.tag != found.tag:
            yield Difference(self._place(found), tag_of(due), tag_of(found))
            return
        yield from self._attributes(due, found)
        if [child.tag for child in due] != [child.tag for child in found]:
            yield from self._other_children(due, found)
            return
        yield from self._text(due.text, found.text, found)
        for one, other in zip(due, found, strict=True):
            yield from self.differences(one, other)
            yield from self._text(one.tail, other.tail, found)

    def _attributes(self, due: HtmlElement, found: HtmlElement) -> Iterator[Difference]:
        for name in dict.fromkeys((*due.attrib, *found.attrib)):
            one, other = due.get(name), found.get(name)
            # Attributes that may hold a figure are compared with the words.
            if one != other and name not in WORD_ATTRIBUTES:
                place = f"{self._tagged(found)}, atributo {name}"
                yield Difference(place, _value(one), _value(other))
        if list(due.attrib) != list(found.attrib) and set(due.attrib) == set(found.attrib):
            place = f"{self._tagged(found)}, orden de sus atributos"
            yield Difference(place, " ".join(due.attrib), " ".join(found.attrib))

    def _text(self, due: str | None, found: str | None, holder: HtmlElement) -> Iterator[Difference]:
        if (due or "") != (found or "") and id(holder) not in self.told:
            is_space = (due or "").split() == (found or "").split()
            place = f"{self._place(holder)}, {'espacios' if is_space else 'texto'} de {tag_of(holder)}"
            if is_space:
                yield Difference(place, repr(due or ""), repr(found or ""))
            else:
                yield Difference(place, _words(due), _words(found))

    def _other_children(self, due: HtmlElement, found: HtmlElement) -> Iterator[Difference]:
        """Yield missing and additional children, and the differences of those in the same position.

        The text between them is compared as words, because added markup divides a text without changing it.
        """
        ones, others = list(due), list(found)
        left, right = ([_digest(child) for child in children] for children in (ones, others))
        for tag, first, last, start, end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            for one, other in zip_longest(ones[first:last], others[start:end]) if tag != "equal" else ():
                if one is not None and other is not None and one.tag == other.tag:
                    yield from self.differences(one, other)
                    continue
                if one is not None and not self._is_told(one):
                    yield Difference(f"{self._place(found)}, etiqueta {tag_of(one)}", _shown(one), ABSENT)
                if other is not None and not self._is_told(other):
                    yield Difference(self._tagged(other), ABSENT, _shown(other))

    def _is_told(self, element: HtmlElement) -> bool:
        return any(id(one) in self.told for one in element.iter())

    def _tagged(self, element: HtmlElement) -> str:
        """Return an element's place and its tag, without repeating the tag."""
        place, tag = self._place(element), f"etiqueta {tag_of(element)}"
        return place if place.endswith(tag) else f"{place}, {tag}"

    def _place(self, element: HtmlElement) -> str:
        return ", ".join(filter(None, (self.file, place_of(element))))


def tree_differences(
    file: str, due: HtmlElement, found: HtmlElement, told: Collection[int] = frozenset()
) -> Iterator[Difference]:
    """Yield how two pages differ: tags, attributes, structure, text and white space; nothing if they are equal.

    Attributes that may hold a figure (`WORD_ATTRIBUTES`: `title`, `alt`, `href` …) and the texts of elements in `told`
    are left to the comparison of words. Where two elements have different tags, what is inside them is not compared.

    Parameters
    ----------
    file : str
        Beginning of each place.
    due, found : HtmlElement
        The page that is expected, and the one to verify.
    told : Collection of int
        `id()` of the elements, of either page, with a word that was already reported.
    """
    yield from _Walk(file, told).differences(due, found)


def _digest(element: HtmlElement) -> str:
    return text_sha256(etree.tostring(element, encoding="unicode", with_tail=False))


def _shown(element: HtmlElement) -> str:
    return shortened(etree.tostring(element, encoding="unicode", with_tail=False))


def _value(text: str | None) -> str:
    if text is None:
        return _NOTHING
    return f"imagen {text_sha256(text)[:12]}" if text.startswith(_PICTURE) else shortened(text)


def _words(text: str | None) -> str:
    """Return a text on one line; a style sheet or script is shortened to its beginning and its hash."""
    line = " ".join((text or "").split())
    return f"{shortened(line)} (huella {text_sha256(text or '')[:12]})" if len(line) > 120 else line
