"""Compares the published page with the Book (every traced number) and with the page assembled now (every word)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, Unverifiable
from helpers.audit.pages.audited_panel import data_differences, with_packing_of
from helpers.audit.pages.line_differences import line_differences
from helpers.audit.pages.page_words import PageWord, page_words, place_of, read_page
from helpers.audit.pages.picture_differences import with_picture_words
from helpers.audit.pages.word_differences import changes, quoted_change
from helpers.figures.book import Book
from helpers.outputs.browser.printed_numbers import departures_of
from helpers.outputs.run_files import HTML_FILE

SUBJECT = "Informe HTML"
HOW = (
    "Cada número que nombra su cifra es, en su texto y en su dato, el publicado del libro; el que nombra la celda de "
    "un cuadro impreso, lo que se lee en ella; y el archivo entero —cada etiqueta, atributo, palabra y gráfico— es el "
    "que se arma otra vez con las secciones recién ejecutadas."
)


def read_report(case: Case) -> str:
    """Return the text of the run's published page, `informe.html`.

    Raises
    ------
    Unverifiable
        If the file is missing or is not text.
    """
    try:
        return (case.folder / HTML_FILE).read_bytes().decode("utf-8")
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
    (due,), (found,), unchecked = with_picture_words(case, [with_packing_of(published, assembled)], [published])
    root = read_page(found)
    traced = list(root.iter("data"))
    numbers = {id(element): told for element in traced for told in number_differences(case.reference.book, element)}
    words = page_words(root)
    unit = f"palabras y datos, con {len(traced)} números marcados"
    if not assembled:
        return Result(SUBJECT, HOW, len(words), unit, tuple(numbers.values()), unverified=problem)
    if due == found and not unchecked:
        said = "byte por byte" if assembled == published else "salvo cómo se comprimieron sus datos"
        unit += f": el archivo es igual {said}"
    differences = (*numbers.values(), *page_differences(due, found, words, numbers))
    return Result(SUBJECT, HOW, len(words), unit, differences, unchecked=unchecked)


def page_differences(due: str, found: str, words: list[PageWord], known: dict[int, Difference]) -> list[Difference]:
    """Return where the published page differs from the page assembled now: figures' data and words or, if none, lines.

    Parameters
    ----------
    due, found : str
        The texts of the page assembled now, and of the published one.
    words : list of PageWord
        The words of the published page.
    known : dict[int, Difference]
        Numbers already reported, by the identity of their element. What lies within these elements is not reported
        again.
    """
    if due == found:
        return []
    told = [*data_differences(HTML_FILE, due, found), *word_differences(page_words(read_page(due)), words, known)]
    if told or known:
        return told
    # Comments, tags and spaces are no words.
    return list(line_differences(HTML_FILE, due, found))


def number_differences(book: Book, element: HtmlElement) -> Iterator[Difference]:
    """Yield how a traced number differs from its figure or input cell, or its text from its own value: one or none."""
    for departure in departures_of(book, element):
        place = f"{HTML_FILE}, {place_of(element)}"
        where = f"{place}, dato «value»" if departure.is_of_value else place
        yield Difference(where, departure.expected, departure.found)


def word_differences(due: list[PageWord], found: list[PageWord], known: dict[int, Difference]) -> Iterator[Difference]:
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
        yield Difference(
            f"{HTML_FILE}, {place_of((here or there)[0].element)}",
            *quoted_change(expected, said, change),
        )


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()
