"""Every number of a page that names its figure, or a cell of a printed table, beside what the Book says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml.html import HtmlElement

from helpers.assemble.markup import traced_id
from helpers.assemble.problems import OtherNumbers
from helpers.book import Book
from helpers.display import MINUS
from helpers.exact import bounded, round_half_up
from helpers.sentences.vocabulary import IN_WORDS, MAGNITUDE, OTHER_DECIMALS, words_of
from helpers.trace import Figure

_PRINTED = re.compile(rf"[{MINUS}-]?\d[\d.]*(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Departure:
    """What a printed number should say and what it says; `is_of_value` where only its attribute is wrong."""

    expected: str
    found: str
    is_of_value: bool = False


def check_numbers(sections: Sequence[tuple[str, HtmlElement]], book: Book) -> None:
    """Refuse a page with a number that is not its figure's: what was kept of a section may have been changed.

    Raises
    ------
    OtherNumbers
        With all of them.
    """
    wrong = [
        (name, str(traced_id(element)), departure.expected, departure.found)
        for name, section in sections
        for element in section.iter("data")
        for departure in departures_of(book, element)
    ]
    if wrong:
        raise OtherNumbers(wrong)


def departures_of(book: Book, element: HtmlElement) -> Iterator[Departure]:
    """How a traced number departs from its figure or its input cell, or its text from its own value."""
    identity, value = element.get("data-cifra"), element.get("value", "")
    text = " ".join(element.text_content().split())
    due, shown = value, _decimal(value)
    if cell := element.get("data-celda"):
        read = book.printed_values.get(cell)
        if read is None:
            yield Departure("una celda de un cuadro impreso", cell)
            return
        due, shown = read.text, _decimal(read.text)
    if identity:
        figure = book.figures.get(identity)
        if figure is None:
            yield Departure("una cifra del libro", identity)
            return
        due, form = figure.published, element.get("data-forma", "")
        if form == IN_WORDS:
            if text != words_of(figure) or value != due:
                yield Departure(words_of(figure), text)
            return
        shown = _as_shown(figure, form, printed_number(text))
    # Of a number without end only its first digits are printed, and then an ellipsis.
    if not text.endswith("…") and printed_number(text) != shown:
        yield Departure((due if shown is None else str(shown)).replace(".", ","), text)
    elif value != due:
        yield Departure(due, value, is_of_value=True)


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


def _decimal(text: str) -> Decimal | None:
    try:
        return bounded(text)
    except ValueError:
        return None
