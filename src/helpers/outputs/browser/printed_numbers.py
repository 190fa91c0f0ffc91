"""Compares every number of the page that names a figure or a cell of a printed table with the Book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import category

from lxml.html import HtmlElement

from helpers.base.display import MINUS, cardinal, number_es
from helpers.base.errors import PoaError
from helpers.base.exact import round_half_up, stated_number
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.texts.sentences.vocabulary import IN_WORDS, MAGNITUDE, OTHER_DECIMALS, words_of

MOST_TOLD = 10
ADVICE = (
    "Puede que lo guardado en .poa/ esté dañado o cambiado: haga el informe con --sin-cache. Si se repite, avise a "
    "quien mantiene el libro."
)
_PRINTED = re.compile(rf"[{MINUS}-]?\d[\d.]*(?:,\d+)?")


@dataclass(frozen=True, slots=True)
class Departure:
    """A printed number that differs: what it should say and what it says.

    With `is_of_value` the text is right and only the `value` attribute differs.
    """

    expected: str
    found: str
    is_of_value: bool = False


def check_numbers(sections: Sequence[tuple[str, HtmlElement]], book: Book) -> None:
    """Refuse a page with a number that differs from its figure, because a kept section may have been tampered with.

    Every `data` element of the sections is compared as in `departures_of`.

    Parameters
    ----------
    sections : sequence
        Name and tree of each section.

    Raises
    ------
    PoaError
        With the first ten of them, and how many others there are.
    """
    wrong = [
        f"  - sección «{name}», {traced_id(element)}: debía decir «{departure.expected}» y dice «{departure.found}»"
        for name, section in sections
        for element in section.iter("data")
        for departure in departures_of(book, element)
    ]
    if wrong:
        lines = [f"La página dice números que no son los del libro ({len(wrong)}):", *wrong[:MOST_TOLD]]
        lines += [f"  y otros {len(wrong) - MOST_TOLD}."] if len(wrong) > MOST_TOLD else []
        raise PoaError("\n".join([*lines, ADVICE]))


def traced_id(number: HtmlElement) -> str:
    """Return the figure's id or the input cell that a number names; empty if it names none."""
    return number.get("data-cifra") or number.get("data-celda") or ""


def departures_of(book: Book, element: HtmlElement) -> Iterator[Departure]:
    """Yield how a printed number differs from its figure or cell, or from its own `value` attribute.

    Parameters
    ----------
    element : HtmlElement
        A `data` element; one that names neither figure nor cell is compared with its own attribute only.

    Yields
    ------
    Departure
        One, or none if all agree. Printed values must be equal to the last digit; a text that ends in `…` is not
        compared.
    """
    identity, value = element.get("data-cifra"), element.get("value", "")
    text = " ".join(element.text_content().split())
    due, shown = value, stated_number(value)
    if cell := element.get("data-celda"):
        read = book.printed_values.get(cell)
        if read is None:
            yield Departure("una celda de un cuadro impreso", cell)
            return
        due, shown = read.text, stated_number(read.text)
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
    elif element.get("data-forma") == IN_WORDS:
        if text.lower() != cardinal(int(value)):
            yield Departure(cardinal(int(value)), text)
        return
    # A number with endless decimals is printed with its first digits and an ellipsis.
    if not text.endswith("…") and printed_number(text) != shown:
        expected = due if shown is None else number_es(shown)
        # An invisible character inside a number cuts it in two.
        whole = "".join(character for character in text if category(character) != "Cf")
        yield Departure(_PRINTED.sub(expected, whole, count=1) if shown is not None else expected, text)
    elif value != due:
        yield Departure(due, value, is_of_value=True)


def _as_shown(figure: Figure, form: str, printed: Decimal | None) -> Decimal:
    """Return the number that a figure's text must show: as published or, by its form, without sign or re-rounded.

    With `OTHER_DECIMALS` the exact value is rounded half up to the decimals of `printed`.
    """
    if form == MAGNITUDE:
        return abs(figure.rounded)  # the sentence says whether it rose or fell
    if form == OTHER_DECIMALS and printed is not None:
        return round_half_up(figure.value, -int(printed.as_tuple().exponent))
    return figure.rounded


def printed_number(text: str) -> Decimal | None:
    """Return the first number of a text that is written as in Bolivia: `Bs 1.234,56`, `−1,95 %`.

    Returns
    -------
    Decimal or None
        The number with the decimals printed; None if the text has none.
    """
    match = _PRINTED.search(text)
    return stated_number(match[0].replace(".", "").replace(",", ".").replace(MINUS, "-")) if match else None
