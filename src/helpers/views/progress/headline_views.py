"""The institution's headline percentages as cards: grade, change, and comparison with the programme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from helpers.base.display import upper_first
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.figures.figure_names import CHANGE
from helpers.figures.mean_coverage import is_of_programme
from helpers.figures.subjects import FigureRow
from helpers.settings.methods import FINANCIAL, Metodo
from helpers.texts.decisions.decisions_draft import not_of_the_same, what_is_covered
from helpers.texts.sentences.vocabulary import Vocabulary
from helpers.views.charts.earlier_years import method_of
from helpers.views.elements.cells import chip, number
from helpers.views.elements.grid import Card, KeyFigures
from helpers.views.elements.nodes import entity_of
from helpers.views.elements.prose import HtmlWriter, paragraph
from helpers.views.elements.tables import card

GAP, PROGRAMMED = "brecha_ideal", "ejecucion_programada"
REVERTED = "Se revirtió más de lo que se devengó"
"""On a card of negative financial execution, which alone would look like a mistake."""


def headline_cards(book: Book, method: Metodo, windows: Sequence[Period]) -> KeyFigures:
    """Return a card for each headline indicator of the institution in each window; those without a figure have none.

    A card shows the value, its grade if any, what it averages if that is not the whole institution, and its changes
    since the previous quarter and the year before if the Book has them.

    Parameters
    ----------
    windows : sequence of Period
        The report's period and, if different, the accumulated period. Only cards of the last window are compared with
        the programme.
    """
    top = entity_of(book).key
    found = [
        (figure, window)
        for window in windows
        for name in method.headline_indicators
        if (figure := book.get(name, window, *top)) is not None
    ]
    cards = (_card(book, figure, window, is_last=window == windows[-1]) for figure, window in found)
    return KeyFigures(tuple(cards))


def _card(book: Book, figure: Figure, window: Period, *, is_last: bool) -> Card:
    """The card of a figure with what `headline_cards` says below it; `is_last`: compare it with the programme."""
    covers = paragraph(book, upper_first(what_is_covered(book, figure))).within_line
    lines = [
        *([chip(figure)] if figure.grade else []),
        *([covers] if covers else []),
        *([Markup(REVERTED)] if figure.indicator == FINANCIAL and figure.rounded < 0 else []),
        *_changed(book, figure),
        *_year_before(book, figure),
        *(_against_programme(book, figure) if is_last else []),
    ]
    label = f"{book.indicator_name(figure.indicator)}, {window.words}"
    detail = Markup("<br>\n").join(Markup("{}").format(line) for line in lines)
    return card(figure, label, detail)


def _changed(book: Book, figure: Figure) -> Iterator[Markup]:
    """`Subió 4,68 puntos desde el trimestre anterior`, if the Book has the change as a figure.

    Nothing if a progress counts what was not programmed. It adds if the two do not average the same units.
    """
    change = book.get(figure.indicator + CHANGE, figure.period, figure.level, figure.code)
    both = book.operands(change) if change else ()
    if both and all(is_of_programme(book, one) for one in both):
        said = str(Vocabulary(book, HtmlWriter()).change(figure.id))
        told = Markup("{} desde el trimestre anterior").format(Markup(upper_first(said)))
        yield Markup(". ").join(filter(None, (told, upper_first(not_of_the_same(book, both[0], both[-1])))))


def _year_before(book: Book, figure: Figure) -> Iterator[Markup]:
    """`Subió 17,99 puntos frente al mismo periodo de 2023`, if the Book has it and the same method measured it."""
    window = Period(figure.period.year - 1, figure.period.first, figure.period.last)
    before = book.get(figure.indicator, window, figure.level, figure.code)
    row = FigureRow(figure.name, figure.level, figure.code)
    if before is not None and method_of(book, figure.indicator, window, row) == book.method.get("id"):
        said = str(Vocabulary(book, HtmlWriter()).change(figure.id, before.id))
        yield Markup("{} frente al mismo periodo de {}").format(Markup(upper_first(said)), str(window.year))


def _against_programme(book: Book, figure: Figure) -> Iterator[Markup]:
    """Financial execution compared with the programmed execution, other indicators with the ideal range."""
    place = (figure.period, figure.level, figure.code)
    programmed = book.get(PROGRAMMED, *place)
    gap = book.get(GAP, *place)
    if figure.indicator == FINANCIAL:
        if programmed is not None:
            yield Markup("{} de lo programado").format(number(programmed, unit=True))
    elif gap is not None:
        yield Markup("{}{} frente al rango ideal").format(_measured_by(book, figure, gap), number(gap, unit=True))


def _measured_by(book: Book, figure: Figure, gap: Figure) -> str:
    """The indicator compared with the ideal range, if it is not the card's own."""
    measured = next((part.indicator for part in book.operands(gap)), figure.indicator)
    return "" if measured == figure.indicator else f"{book.indicator_name(measured)}: "
