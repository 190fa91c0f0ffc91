"""The published page: every traced number beside the Book, and every word beside the page put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml.html import HtmlElement

from helpers.assemble.report import HTML_NAME
from helpers.audit.case import Case
from helpers.audit.drawing import PICTURES_NOTE, draws_alike
from helpers.audit.page_words import PageWord, is_picture, page_words, place_of, read_page
from helpers.audit.result import Difference, Result, Unverifiable
from helpers.audit.words import changes, quoted
from helpers.book import Book
from helpers.display import MINUS

SUBJECT = "Informe HTML"
HOW = (
    "Cada número que nombra su cifra es, en su texto y en su dato, el publicado del libro; y todas las palabras, "
    "números y gráficos son los del informe que se arma otra vez con las secciones recién ejecutadas."
)
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
    root = read_page(read_report(case))
    traced = list(root.iter("data"))
    numbers = {id(element): found for element in traced for found in number_differences(case.reference.book, element)}
    words = page_words(root, with_attributes=True)
    notes: dict[str, None] = {}
    told = []
    if assembled:
        due = page_words(read_page(assembled), with_attributes=True)
        for difference, is_only_picture in word_differences(due, words, numbers):
            if is_only_picture and not draws_alike(case):
                notes[PICTURES_NOTE] = None
            else:
                told.append(difference)
    unit = f"palabras y datos, con {len(traced)} números marcados"
    return Result(SUBJECT, HOW, len(words), unit, (*numbers.values(), *told), tuple(notes), problem)


def number_differences(book: Book, element: HtmlElement) -> Iterator[Difference]:
    """How a traced number departs from its figure, or its text from its own value."""
    identity, value = element.get("data-cifra"), element.get("value", "")
    text = " ".join(element.text_content().split())
    place = f"{HTML_NAME}, {place_of(element)}"
    due = value
    if identity:
        figure = book.figures.get(identity)
        if figure is None:
            yield Difference(place, "una cifra del libro", identity)
            return
        due = figure.published
    printed = printed_number(text)
    # Of a number without end only its first digits are printed, and then an ellipsis.
    if not text.endswith("…") and printed != _decimal(due):
        yield Difference(place, due.replace(".", ","), text)
    elif value != due:
        yield Difference(f"{place}, dato «value»", due, value)


def printed_number(text: str) -> Decimal | None:
    """The number in a printed text as Bolivia writes it: `Bs 1.234,56`, `−1,95 %`; None where there is none."""
    match = _PRINTED.search(text)
    return _decimal(match[0].replace(".", "").replace(",", ".").replace(MINUS, "-")) if match else None


def word_differences(
    due: list[PageWord], found: list[PageWord], known: dict[int, Difference]
) -> Iterator[tuple[Difference, bool]]:
    """Words that differ from those of the page put together now, each with whether it is only a picture.

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
        yield difference, all(map(is_picture, (*here, *there)))


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
