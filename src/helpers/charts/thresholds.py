"""The thresholds that a map of two measures is drawn over, from the method and from the Book."""

from __future__ import annotations

from helpers.book import Book
from helpers.charts.quadrants import Divider
from helpers.display import number_es
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.subjects import indicator_name
from helpers.trace import Figure


def best_threshold(method: Metodo, indicator: str, period: Period) -> Divider | None:
    """Where an indicator's best grade begins at the end of a window; None where the method gives it no thresholds.

    Only for what has accumulated since January: that is what thresholds grade.
    """
    thresholds = method.umbrales
    if thresholds is None or thresholds.indicador != indicator or not period.since_january:
        return None
    best = thresholds.grados[0]
    if best.desde is None:
        return None
    edge = best.desde[period.quarter_number - 1]
    return Divider(edge, f"{best.calificacion}: desde {number_es(edge)} %")


def figure_threshold(book: Book, figure: Figure | None) -> Divider | None:
    """A figure as a threshold, such as the ideal range; None where there is none."""
    if figure is None:
        return None
    return Divider(figure.rounded, f"{indicator_name(book, figure.indicator)}: {number_es(figure.rounded)} %", figure)
