"""Compares the published page with the Book (every traced number) and with the page assembled now (every word)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, Unverifiable
from helpers.audit.pages.audited_panel import data_differences, with_packing_of
from helpers.audit.pages.page_tree import tree_differences
from helpers.audit.pages.page_words import PageWord, is_picture, page_words, place_of, read_page
from helpers.audit.pages.picture_differences import may_differ, unchecked_pictures
from helpers.audit.pages.word_differences import changes, quoted, shortened
from helpers.figures.book import Book
from helpers.outputs.browser.printed_numbers import departures_of
from helpers.outputs.run_files import HTML_FILE

SUBJECT = "Informe HTML"
HOW = (
    "Cada número que nombra su cifra es, en su texto y en su dato, el publicado del libro; el que nombra la celda de "
    "un cuadro impreso, lo que se lee en ella; y el archivo entero —cada etiqueta, atributo, palabra y gráfico— es el "
    "que se arma otra vez con las secciones recién ejecutadas."
)
_PICTURE = re.compile(r'src="data:image/[^"]*"')


def read_report(case: Case) -> str:
    """Return the text of the run's published page, `informe.html`.

    Raises
    ------
    Unverifiable
        If the file is missing or is not text.
    """
    try:
        return (case.folder / HTML_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unverifiable(f"{HTML_FILE} no está o no se puede leer ({problem}).") from problem


def check_html(case: Case, assembled: str, problem: str = "") -> Result:
    """Compare the published page with the Book and with the page assembled now.

    Parameters
    ----------
    assembled : str
        The text of the page assembled now; empty if that was impossible, and `problem` says why. Then only its numbers
        are compared with the Book, and the check does not pass.

    Raises
    ------
    Unverifiable
        If the published page cannot be read.
    """
    published = read_report(case)
    is_same = assembled == published
    assembled = with_packing_of(published, assembled)
    root = read_page(published)
    traced = list(root.iter("data"))
    numbers = {id(element): found for element in traced for found in number_differences(case.reference.book, element)}
    words = page_words(root, with_attributes=True)
    told: list[Difference] = []
    unchecked = ""
    if assembled and assembled != published:
        told, unchecked = page_differences(case, (assembled, published), (root, words), numbers)
    unit = f"palabras y datos, con {len(traced)} números marcados"
    if assembled == published:
        unit += f": el archivo es igual {'byte por byte' if is_same else 'salvo cómo se comprimieron sus datos'}"
    differences = (*numbers.values(), *told)
    return Result(SUBJECT, HOW, len(words), unit, differences, unverified=problem, unchecked=unchecked)


def page_differences(
    case: Case, documents: tuple[str, str], page: tuple[HtmlElement, list[PageWord]], known: dict[int, Difference]
) -> tuple[list[Difference], str]:
    """Return where the published page differs from the page assembled now, and what cannot be compared here (or empty).

    What lies within elements of `known` is not reported again. With any of them, the files are not compared line by
    line either: then, or if something cannot be compared, no difference does not mean equal pages.

    Parameters
    ----------
    documents : tuple of str
        The texts of the page assembled now, and of the published one.
    page : tuple
        The published page parsed, and its words.
    known : dict[int, Difference]
        Numbers already reported, by the identity of their element.
    """
    (assembled, published), (root, words) = documents, page
    due_root = read_page(assembled)
    due = page_words(due_root, with_attributes=True)
    pictures = {word.text for word in due if is_picture(word)}
    differences, elements, unchecked = [*data_differences(HTML_FILE, due_root, root)], set(known), ""
    for change in word_differences(due, words, known):
        if change.is_picture and may_differ(case, change.found, pictures):
            unchecked = unchecked_pictures(case)
            continue
        differences.append(change.difference)
        elements |= change.elements
    differences += tree_differences(HTML_FILE, due_root, root, elements)
    if not differences and not known:
        differences += line_differences(assembled, published)
    return differences, unchecked


def line_differences(due: str, found: str) -> Iterator[Difference]:
    """Yield the first line that differs, leaving pictures aside; nothing if none does.

    It finds, for example, comments, which parsing drops.
    """
    ones, others = ([*_PICTURE.sub("", text).split("\n"), ""] for text in (due, found))
    for number, (one, other) in enumerate(zip(ones, others, strict=False), start=1):
        if one != other:
            yield Difference(f"{HTML_FILE}, línea {number}", shortened(one), shortened(other))
            return


def number_differences(book: Book, element: HtmlElement) -> Iterator[Difference]:
    """Yield how a traced number differs from its figure or input cell, or its text from its own value: one or none."""
    for departure in departures_of(book, element):
        place = f"{HTML_FILE}, {place_of(element)}"
        where = f"{place}, dato «value»" if departure.is_of_value else place
        yield Difference(where, departure.expected, departure.found)


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of words that differs.

    Attributes
    ----------
    found : tuple of str
    elements : frozenset of int
        Identities of the elements of either page that hold the words.
    is_picture : bool
        It consists of pictures only.
    """

    difference: Difference
    found: tuple[str, ...]
    elements: frozenset[int]
    is_picture: bool


def word_differences(due: list[PageWord], found: list[PageWord], known: dict[int, Difference]) -> Iterator[WordChange]:
    """Yield the words of the published page that differ from those of the page assembled now, in order.

    A change is left out if all its published words are inside elements of `known`.

    Parameters
    ----------
    due, found : list of PageWord
        The words of the page assembled now, and of the published one.
    known : dict[int, Difference]
        Numbers already reported, by the identity of their element.
    """
    expected, said = [word.text for word in due], [word.text for word in found]
    for change in changes(expected, said):
        here, there = found[change.start : change.end], due[change.first : change.last]
        if here and all(any(id(one) in known for one in _upwards(word.element)) for word in here):
            continue
        place = place_of((here or there)[0].element)
        difference = Difference(
            f"{HTML_FILE}, {place}",
            quoted(expected, change.first, change.last),
            quoted(said, change.start, change.end),
        )
        yield WordChange(
            difference,
            tuple(word.text for word in here),
            frozenset(id(word.element) for word in (*here, *there)),
            all(map(is_picture, (*here, *there))),
        )


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()
