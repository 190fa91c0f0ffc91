"""Compares the published page with the Book (every traced number) and with the page assembled now (every word)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from lxml.html import HtmlElement

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Difference, Result, Unverifiable
from helpers.audit.folder.stated_versions import with_picture_words
from helpers.audit.pages.data_differences import departures
from helpers.audit.pages.page_words import PageWord, page_words, place_of, read_page
from helpers.audit.pages.word_differences import both_shortened, changes, line_differences, quoted_change
from helpers.base.display import number_es
from helpers.base.python_extras import PlainData
from helpers.figures.book import Book
from helpers.outputs.browser.packed_figures import ELEMENT_ID, shown_texts, unpacked
from helpers.outputs.browser.printed_numbers import departures_of
from helpers.outputs.run_files import HTML_FILE

SUBJECT = "Informe HTML"
HOW = (
    "Cada número que nombra su cifra es, en su texto y en su dato, el publicado del libro; el que nombra la celda de "
    "un cuadro impreso, lo que se lee en ella; y el archivo entero —cada etiqueta, atributo, palabra y gráfico— es el "
    "que se arma otra vez con las secciones recién ejecutadas."
)
PLACE = "datos de las cifras"
SHOWN = 5
"""Most places named, because many figures may share a text, and one inserted figure moves all that follow."""
_FIGURES = "cifras"
_BROKEN = (ValueError, LookupError, TypeError)
"""What a file that was tampered with may raise."""
_PACKED = re.compile(rf'(<script [^>]*id="{ELEMENT_ID}"[^>]*>)([^<]*)(</script>)')


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
        raise Unverifiable(f"{HTML_FILE} no está o no se puede leer.") from problem


def check_html(case: Case, assembled: str) -> Result:
    """Compare the published page with the Book and with the page assembled now.

    Parameters
    ----------
    assembled : str
        The text of the page assembled now.

    Raises
    ------
    Unverifiable
        If the published page cannot be read.
    """
    published = read_report(case)
    (due,), (found,), unchecked = with_picture_words(case, [_with_packing_of(published, assembled)], [published])
    amount, traced, differences = compared_pages(HTML_FILE, case.reference.book, due, found)
    unit = f"palabras y datos, con {number_es(traced)} números marcados"
    if due == found and not unchecked:
        said = "byte por byte" if assembled == published else "salvo cómo se comprimieron sus datos"
        unit += f": el archivo es igual {said}"
    return Result(SUBJECT, HOW, amount, unit, differences, unchecked=unchecked)


def compared_pages(file: str, book: Book, due: str, found: str) -> tuple[int, int, tuple[Difference, ...]]:
    """Compare a page with the Book and with the page made now.

    Parameters
    ----------
    file : str
        The page as messages name it.
    due, found : str
        The texts of the page made now, and of the published one.

    Returns
    -------
    int, int
        How many words, and how many traced numbers, the published page has.
    tuple of Difference
        Numbers, then figures' data and words; if none of these differ, lines: comments, tags and spaces are no words.
    """
    root = read_page(found)
    traced, words = list(root.iter("data")), page_words(root)
    numbers = {id(element): told for element in traced for told in number_differences(file, book, element)}
    told = list(numbers.values())
    if due != found:
        told += data_differences(file, due, found)
        told += word_differences(file, page_words(read_page(due)), words, numbers)
        told = told or list(line_differences(file, due, found))
    return len(words), len(traced), tuple(told)


def number_differences(file: str, book: Book, element: HtmlElement) -> Iterator[Difference]:
    """Yield how a traced number differs from its figure or input cell, or its text from its own value: one or none."""
    for departure in departures_of(book, element):
        place = f"{file}, {place_of(element)}"
        where = f"{place}, dato «value»" if departure.is_of_value else place
        yield Difference(where, *both_shortened(departure.expected, departure.found))


def word_differences(
    file: str, due: list[PageWord], found: list[PageWord], known: dict[int, Difference]
) -> Iterator[Difference]:
    """Yield the words of a published page that differ from those of the page made now, in order.

    A change is left out if all its published words are inside elements of `known`.

    Parameters
    ----------
    file : str
        The page as messages name it.
    due, found : list of PageWord
        The words of the page made now, and of the published one.
    known : dict[int, Difference]
        Numbers already reported, by the identity of their element.
    """
    expected, said = [word.text for word in due], [word.text for word in found]
    for change in changes(expected, said):
        here, there = found[change.start : change.end], due[change.first : change.last]
        around = ((word.element, *word.element.iterancestors()) for word in here)
        if here and all(any(id(one) in known for one in elements) for elements in around):
            continue
        yield Difference(
            f"{file}, {place_of((here or there)[0].element)}",
            *quoted_change(expected, said, change),
        )


def _with_packing_of(published: str, assembled: str) -> str:
    """Return the text of the page assembled now, with the published page's compressed data if both unpack alike.

    If they do not, the page is returned unchanged.
    """
    ours, theirs = _PACKED.search(assembled), _PACKED.search(published)
    with suppress(ValueError):
        if ours and theirs and unpacked(ours[2]) == unpacked(theirs[2]):
            return f"{assembled[: ours.start(2)]}{theirs[2]}{assembled[ours.end(2) :]}"
    return assembled


def data_differences(file: str, due: str, found: str) -> Iterator[Difference]:
    """Yield the first text that differs of each figure of which the panel shows other texts, by two pages' data.

    At most `SHOWN` figures. Nothing for other data, or if they cannot be read: their whole text is a word of the page.

    Parameters
    ----------
    file : str
        Beginning of each place.
    due, found : str
        The texts of the page assembled now, and of the published one.
    """
    with suppress(*_BROKEN):
        ours, theirs = shown_texts(_data(due)), shown_texts(_data(found))
        unlike = [id for id in dict.fromkeys((*ours, *theirs)) if ours.get(id) != theirs.get(id)]
        for id in unlike[:SHOWN]:
            one = next(departures(ours.get(id, ()), theirs.get(id, ()), (_FIGURES, id)))
            yield Difference(", ".join((file, PLACE, *one.path)), one.expected, one.found)


def _data(page: str) -> PlainData:
    """Return a page's data; empty if it has none."""
    packed = _PACKED.search(page)
    return dict(json.loads(unpacked(packed[2]))) if packed else {}
