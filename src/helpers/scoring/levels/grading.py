"""The grade of a figure: from its indicator's bands, from the thresholds of its quarter, or from other grades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from helpers.base.periods import Period
from helpers.figures.figure import Figure, Grade
from helpers.settings.methods import Metodo

Lookup = Callable[[str, Period, str, str], Figure | None]


@dataclass(frozen=True)
class Grader:
    """Grades figures as they are entered."""

    method: Metodo

    def graded(self, figure: Figure, look_up: Lookup) -> Figure:
        """Return a copy of the figure with the grade of its printed value; the figure itself where it gets no grade.

        `look_up` finds figures already computed, for grades that are taken from other grades.
        """
        grade = grade_of(self.method, look_up, figure) if figure.indicator in self._indicators else None
        return figure if grade is None else replace(figure, grade=grade)

    @cached_property
    def _indicators(self) -> frozenset[str]:
        """The indicators that the method grades. Cached, because tens of thousands of figures are looked up in them."""
        thresholds = (self.method.umbrales.indicador,) if self.method.umbrales else ()
        bands = (scale.indicador for scale in self.method.bandas)
        return frozenset((*bands, *(scale.indicador for scale in self.method.derivadas), *thresholds))


def grade_of(method: Metodo, look_up: Lookup, figure: Figure) -> Grade | None:
    """Return the grade of a figure's printed value; None where the method has no scale for it.

    Parameters
    ----------
    method : Metodo
    look_up : Lookup
        Returns a figure that is already computed, for grades that are taken from other grades.
    figure : Figure
    """
    bands, thresholds = method.bands_of(figure.indicator), method.thresholds_of(figure.indicator)
    if bands is not None:
        is_graded = bands.grades(figure.level, figure.period)
    elif thresholds is not None:
        is_quarter_end = figure.period.since_january and figure.period.last % 3 == 0
        is_graded = figure.level in thresholds.niveles and is_quarter_end
    else:
        return _derived(method, look_up, figure)
    return grade_at(method, figure.indicator, figure.period, figure.rounded) if is_graded else None


def grade_at(method: Metodo, indicator: str, period: Period, value: Decimal) -> Grade | None:
    """Return the grade of a printed value by its indicator's bands, or by its thresholds for the period's quarter.

    Level and window are not looked at. None where the indicator has neither.
    """
    bands, thresholds = method.bands_of(indicator), method.thresholds_of(indicator)
    if bands is not None:
        return bands.grade_of(value)
    return thresholds.grade_of(value, period.quarter_number) if thresholds else None


def _derived(method: Metodo, look_up: Lookup, figure: Figure) -> Grade | None:
    """The worst or best of the grades that an indicator takes its own from; None where one of them is missing."""
    derived = next((item for item in method.derivadas if item.indicador == figure.indicator), None)
    if derived is None:
        return None
    beside = [look_up(name, figure.period, figure.level, figure.code) for name in derived.de]
    grades = [other.grade for other in beside if other is not None and other.grade is not None]
    if len(grades) < len(derived.de):
        return None
    choose = min if derived.regla == "peor" else max
    return choose(grades, key=lambda grade: derived.orden.index(grade.light))
