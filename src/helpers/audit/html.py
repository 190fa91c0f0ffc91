"""The published page: every traced number beside the Book, and every word beside the page put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml.html import HtmlElement

from helpers.assemble.report import HTML_NAME
from helpers.audit.case import Case
from helpers.audit.drawing import may_differ, unchecked_pictures
from helpers.audit.figures_data import data_differences, with_packing_of
from helpers.audit.page_tree import tree_differences
from helpers.audit.page_words import PageWord, is_picture, page_words, place_of, read_page
from helpers.audit.result import Difference, Result, Unverifiable
from helpers.audit.words import changes, quoted, shortened
from helpers.book import Book
from helpers.display import MINUS
from helpers.exact import round_half_up
from helpers.sentences.vocabulary import IN_WORDS, MAGNITUDE, OTHER_DECIMALS, words_of
from helpers.trace import Figure

SUBJECT = "Informe HTML"
HOW = (
    "Cada número que nombra su cifra es, en su texto y en su dato, el publicado del libro; el que nombra la celda de "
    "un cuadro impreso, lo que se lee en ella; y el archivo entero —cada etiqueta, atributo, palabra y gráfico— es el "
    "que se arma otra vez con las secciones recién ejecutadas."
)
_PICTURE = re.compile(r'src="data:image/[^"]*"')
_PRINTED = re.compile(rf"[{MINUS}-]?\d[\d.]*(?:,\d+)?")


def read_report(case: Case) -> str:
    """The published page.

    Raises
    ------
    Unverifiable
        Where it is not there or is no text.
    """
    try:
        return (case.folder / HTML_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unverifiable(f"{HTML_NAME} no está o no se puede leer ({problem}).") from problem


def check_html(case: Case, assembled: str, problem: str = "") -> Result:
    """Compare the published page with the Book and with the page put together now.

    Parameters
    ----------
    assembled : str
        The page put together now; empty where it could not be, and `problem` says why.
    """
    published = read_report(case)
    is_same = assembled == published
    assembled = with_packing_of(published, assembled)
    root = read_page(published)
    traced = list(root.iter("data"))
    numbers = {id(element): found for element in traced for found in number_differences(case.reference.book, element)}
    words = page_words(root, with_attributes=True)
    told, unchecked = [], ""
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
    """Where the published page is not the one put together now, and what of it cannot be compared here.

    Parameters
    ----------
    documents : tuple of str
        The page put together now, and the published one.
    page : tuple
        The published page parsed, and its words.
    known : dict[int, Difference]
        Numbers already told, by the identity of their element.
    """
    (assembled, published), (root, words) = documents, page
    due_root = read_page(assembled)
    due = page_words(due_root, with_attributes=True)
    pictures = {word.text for word in due if is_picture(word)}
    differences, elements, unchecked = [*data_differences(HTML_NAME, due_root, root)], set(known), ""
    for change in word_differences(due, words, known):
        if change.is_picture and may_differ(case, change.found, pictures):
            unchecked = unchecked_pictures(case)
            continue
        differences.append(change.difference)
        elements |= change.elements
    differences += tree_differences(HTML_NAME, due_root, root, elements)
    if not differences and not known:
        differences += line_differences(assembled, published)
    return differences, unchecked


def line_differences(due: str, found: str) -> Iterator[Difference]:
    """The first line that differs, pictures apart: a comment, say, which no parsed page has."""
    ones, others = ([*_PICTURE.sub("", text).split("\n"), ""] for text in (due, found))
    for number, (one, other) in enumerate(zip(ones, others, strict=False), start=1):
        if one != other:
            yield Difference(f"{HTML_NAME}, línea {number}", shortened(one), shortened(other))
            return


def number_differences(book: Book, element: HtmlElement) -> Iterator[Difference]:
    """How a traced number departs from its figure or its input cell, or its text from its own value."""
    identity, value = element.get("data-cifra"), element.get("value", "")
    text = " ".join(element.text_content().split())
    place = f"{HTML_NAME}, {place_of(element)}"
    due, shown = value, _decimal(value)
    if cell := element.get("data-celda"):
        read = book.printed_values.get(cell)
        if read is None:
            yield Difference(place, "una celda de un cuadro impreso", cell)
            return
        due, shown = read.text, _decimal(read.text)
    if identity:
        figure = book.figures.get(identity)
        if figure is None:
            yield Difference(place, "una cifra del libro", identity)
            return
        due, form = figure.published, element.get("data-forma", "")
        if form == IN_WORDS:
            if text != words_of(figure) or value != due:
                yield Difference(place, words_of(figure), text)
            return
        shown = _as_shown(figure, form, printed_number(text))
    # Of a number without end only its first digits are printed, and then an ellipsis.
    if not text.endswith("…") and printed_number(text) != shown:
        yield Difference(place, (due if shown is None else str(shown)).replace(".", ","), text)
    elif value != due:
        yield Difference(f"{place}, dato «value»", due, value)


def _as_shown(figure: Figure, form: str, printed: Decimal | None) -> Decimal:
    """The number that a figure's text must be: as published, without its sign, or with other decimals."""
    if form == MAGNITUDE:
        return abs(figure.rounded)  # the sentence says whether it went up or down
    if form == OTHER_DECIMALS and printed is not None:
        return round_half_up(figure.value, -int(printed.as_tuple().exponent))
    return figure.rounded


def printed_number(text: str) -> Decimal | None:
    """The number in a printed text as Bolivia writes it: `Bs 1.234,56`, `−1,95 %`; None where there is none."""
    match = _PRINTED.search(text)
    return _decimal(match[0].replace(".", "").replace(",", ".").replace(MINUS, "-")) if match else None


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of words that differs.

    Attributes
    ----------
    found : tuple of str
    elements : frozenset of int
        Identities of the elements, of either page, that hold the words.
    is_picture : bool
        It is nothing but pictures.
    """

    difference: Difference
    found: tuple[str, ...]
    elements: frozenset[int]
    is_picture: bool


def word_differences(due: list[PageWord], found: list[PageWord], known: dict[int, Difference]) -> Iterator[WordChange]:
    """Words that differ from those of the page put together now.

    Parameters
    ----------
    known : dict[int, Difference]
        Numbers already told, by the identity of their element.
    """
    expected, said = [word.text for word in due], [word.text for word in found]
    for change in changes(expected, said):
        here, there = found[change.start : change.end], due[change.first : change.last]
        if here and all(any(id(one) in known for one in _upwards(word.element)) for word in here):
            continue
        place = place_of((here or there)[0].element)
        difference = Difference(
            f"{HTML_NAME}, {place}",
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


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
