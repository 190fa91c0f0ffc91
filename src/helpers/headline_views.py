"""The percentages that an institution answers with, as cards: grade, change, against the programme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from helpers.book import Book
from helpers.cells import Number, chip, number
from helpers.display import upper_first
from helpers.grid import KeyFigures
from helpers.headlines import FINANCIAL, headline_indicators
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.prose import HtmlWriter
from helpers.sentences.vocabulary import CHANGE, Vocabulary
from helpers.tables import KeyFigure, key_figures
from helpers.trace import Figure

GAP, PROGRAMMED = "brecha_ideal", "ejecucion_programada"


def headline_cards(book: Book, method: Metodo, windows: Sequence[Period]) -> KeyFigures:
    """A card for each headline indicator that the institution has in each window.

    Parameters
    ----------
    windows : sequence of Period
        The run's period and, where it is another one, what has accumulated; the last is held against the programme.
    """
    top = book.nodes_at("entidad")[0].key
    found = [
        (figure, window)
        for window in windows
        for name in headline_indicators(method)
        if (figure := book.get(name, window, *top)) is not None
    ]
    cards = (_card(book, figure, window, is_last=window == windows[-1]) for figure, window in found)
    return key_figures(book, tuple(cards))


def _card(book: Book, figure: Figure, window: Period, *, is_last: bool) -> KeyFigure:
    lines = [
        *([chip(figure)] if figure.grade else []),
        *_changed(book, figure),
        *(_against_programme(book, figure) if is_last else []),
    ]
    label = f"{book.indicator_name(figure.indicator)}, {window.words}"
    detail = Markup("<br>\n").join(Markup("{}").format(line) for line in lines)
    return KeyFigure(figure.indicator, window, figure.level, figure.code, label, detail)


def _changed(book: Book, figure: Figure) -> Iterator[Markup]:
    """`Subió 4,68 puntos en el trimestre`, where the Book has the change as a figure."""
    change = book.get(figure.indicator + CHANGE, figure.period, figure.level, figure.code)
    if change is not None:
        said = str(Vocabulary(book, HtmlWriter()).change(figure.id))
        yield Markup("{} desde el trimestre anterior").format(Markup(upper_first(said)))


def _against_programme(book: Book, figure: Figure) -> Iterator[Markup]:
    """What was due by now beside what was done: of the money what was programmed, of the rest the ideal range."""
    place = (figure.period, figure.level, figure.code)
    programmed = book.get(PROGRAMMED, *place)
    gap = book.get(GAP, *place)
    if figure.indicator == FINANCIAL:
        if programmed is not None:
            yield Markup("{} de lo programado").format(_with_unit(programmed))
    elif gap is not None:
        yield Markup("{}{} frente al rango ideal").format(_measured_by(book, figure, gap), _with_unit(gap))


def _measured_by(book: Book, figure: Figure, gap: Figure) -> str:
    """What lies off the ideal range, where it is another indicator than the card's own."""
    measured = next((part.indicator for part in book.operands(gap)), figure.indicator)
    return "" if measured == figure.indicator else f"{book.indicator_name(measured)}: "


def _with_unit(figure: Figure) -> Number:
    return number(figure, unit=True)
