"""The windows and the figures of a run, as its sections ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure
from helpers.views.quality.citizen_views import of_programme


@dataclass(frozen=True)
class RunFigures:
    """What a section asks of its run's Book."""

    book: Book

    @property
    def period(self) -> Period:
        """The period that the run reports: a quarter, a semester, the year, or a plan's year."""
        return self.book.period

    @property
    def accumulated(self) -> Period:
        """From January to the end of the run's period; the period itself if it begins in January, or is a plan's."""
        return self.period.accumulated()

    @property
    def windows(self) -> tuple[Period, ...]:
        """The run's period, followed by the accumulated period if it is different."""
        return tuple(dict.fromkeys((self.period, self.accumulated)))

    def is_of_programme(self, window: Period) -> bool:
        """Return whether the physical progress of all nodes in a window measures what was programmed for them."""
        return of_programme(self.book, window, [node.key for node in self.book.nodes])

    @property
    def quarter(self) -> Period:
        """The last quarter that the run's period closes; the period itself where it closes none."""
        return (self.period, *self.period.quarters())[-1]

    @property
    def before(self) -> tuple[Period, ...]:
        """The quarter before the run's period, if the year has one, and the run's period."""
        previous = self.period.previous_quarter()
        return (previous, self.period) if previous else (self.period,)

    @property
    def span(self) -> str:
        """The word for the run's period in a sentence: `trimestre`, `periodo`."""
        return "trimestre" if self.period.is_quarter else "periodo"

    @property
    def entity(self) -> tuple[str, str]:
        """Level and code of the top node of the structure, the institution."""
        top = self.book.nodes_at("entidad")[0]
        return top.key

    def figure(self, indicator: str, period: Period, level: str = "", code: str = "") -> Figure:
        """Return a figure of the Book by its parts; the institution's if no level is given.

        Raises
        ------
        UnknownFigure
            If the Book lacks it.
        """
        key = (level, code) if level else self.entity
        return self.book["/".join((indicator, str(period), *key))]

    def has(self, indicator: str, period: Period, level: str = "", code: str = "") -> bool:
        """Return whether the Book has a figure of an indicator in a window: of any node, of a level, or of one node."""
        asked = (indicator, period.code)
        places = ((*place, figures) for place, figures in self.book.by_place.items() if place[:2] == asked)
        found = (figures for *_, at, figures in places if level in ("", at))
        return any(code in ("", figure.code) for figures in found for figure in figures)

    def with_figures(self, indicator: str, periods: Iterable[Period], level: str = "") -> tuple[Period, ...]:
        """Return the windows in which any node, or any of the level, has a figure of the indicator, in order."""
        return tuple(period for period in periods if self.has(indicator, period, level))
