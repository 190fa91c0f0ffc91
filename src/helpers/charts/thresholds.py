"""The thresholds that a map of two measures is drawn over, from the method and from the Book."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.book import Book
from helpers.charts.quadrants import Divider
from helpers.display import list_es, number_es
from helpers.methods import Metodo
from helpers.periods import Period
from helpers.rule_words import PLURALS
from helpers.subjects import indicator_name
from helpers.trace import Figure


def best_threshold(method: Metodo, indicator: str, period: Period, level: str = "") -> Divider | None:
    """Where an indicator's best grade begins at the end of a window; None where the method gives it no thresholds.

    Only for what has accumulated since January: that is what thresholds grade.

    Parameters
    ----------
    level : str
        Of whom is drawn: where the method does not grade that level, the line is called a reference.
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
    """The levels that thresholds grade, the most general first: `unidades y áreas`."""
    return list_es([PLURALS[level] for level in levels[:2]])


def figure_threshold(book: Book, figure: Figure | None) -> Divider | None:
    """A figure as a threshold, such as the ideal range; None where there is none."""
    if figure is None:
        return None
    return Divider(figure.rounded, f"{indicator_name(book, figure.indicator)}: {number_es(figure.rounded)} %", figure)
