"""The grade of a figure: from its indicator's bands, or from the thresholds of its quarter."""

from __future__ import annotations

from decimal import Decimal

from helpers.base.periods import Period
from helpers.figures.figure import Figure, Grade
from helpers.settings.methods import Metodo


def grade_of(method: Metodo, figure: Figure) -> Grade | None:
    """Return the grade of a figure's printed value; None where the method has no scale for it."""
    bands, thresholds = method.bands_of(figure.indicator), method.thresholds_of(figure.indicator)
    if bands is not None:
        is_graded = bands.grades(figure.level, figure.period)
    else:
        is_quarter_end = figure.period.since_january and figure.period.last % 3 == 0
        is_graded = thresholds is not None and figure.level in thresholds.niveles and is_quarter_end
    return grade_at(method, figure.indicator, figure.period, figure.rounded) if is_graded else None


def grade_at(method: Metodo, indicator: str, period: Period, value: Decimal) -> Grade | None:
    """Return the grade of a printed value by its indicator's bands, or by its thresholds for the period's quarter.

    Level and window are not looked at. None where the indicator has neither.
    """
    bands, thresholds = method.bands_of(indicator), method.thresholds_of(indicator)
    if bands is not None:
        return bands.grade_of(value)
    return thresholds.grade_of(value, period.quarter_number) if thresholds else None
