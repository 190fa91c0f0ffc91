"""The thresholds drawn on a map of two measures, taken from the method or from the Book."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.base.display import list_es, number_es
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.settings.methods import Metodo
from helpers.settings.rule_words import PLURALS
from helpers.views.charts.quadrants import Divider


def best_threshold(method: Metodo, indicator: str, period: Period, level: str = "") -> Divider | None:
    """Return the value at which an indicator's best grade begins, in the quarter in which a window ends.

    Parameters
    ----------
    level : str
        Level of the points. If the method does not grade that level, the line is labelled as a reference.

    Returns
    -------
    Divider or None
        None if the method has no thresholds for the indicator, or if the window does not begin in January: thresholds
        grade accumulated values only.
    """
    thresholds = method.umbrales
    if thresholds is None or thresholds.indicador != indicator or not period.since_january:
        return None
    best = thresholds.grados[0]
    if best.desde is None:
        return None
    edge = best.desde[period.quarter_number - 1]
    name = best.calificacion
    if level and level not in thresholds.niveles:
        name = f"Referencia ({name.lower()} en {_whom(thresholds.niveles)})"
    return Divider(edge, f"{name}: desde {number_es(edge)} %")


def _whom(levels: Sequence[str]) -> str:
    """The first two levels that the thresholds grade, in words: `unidades y áreas`."""
    return list_es([PLURALS[level] for level in levels[:2]])


def figure_threshold(book: Book, figure: Figure | None) -> Divider | None:
    """Return a figure's printed value, such as the ideal range's, as a threshold; None if there is no figure."""
    if figure is None:
        return None
    return Divider(figure.rounded, f"{book.indicator_name(figure.indicator)}: {number_es(figure.rounded)} %", figure)
