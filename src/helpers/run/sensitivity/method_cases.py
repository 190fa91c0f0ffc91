"""Scores the same data under any method; all comparisons use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.base.periods import Period, run_windows
from helpers.figures.book import Book
from helpers.figures.findings import Finding
from helpers.intake.dataset import Dataset
from helpers.scoring.score import score
from helpers.settings.institution import Entidad
from helpers.settings.methods import Metodo
from helpers.settings.params import Corrida


@dataclass(frozen=True)
class Scored:
    """A Book under a method, and the findings of scoring."""

    method: Metodo
    book: Book
    findings: tuple[Finding, ...]

    def why_without(self, figure: str) -> str:
        """Return scoring's Spanish message on a figure (its id) that it could not compute; empty if there is none."""
        return next((finding.mensaje for finding in self.findings if finding.elemento == figure), "")


@dataclass(frozen=True)
class Case:
    """One run's data, to be scored under several methods.

    Attributes
    ----------
    windows : tuple of Period
        Periods to score; empty for all of the run's.
    asked : frozenset of str
        Indicators to compare, so that scoring can leave out the rest; empty for all figures.
    known : dict of str to Scored
        Results so far, by the method's JSON.
    """

    dataset: Dataset
    corrida: Corrida
    entidad: Entidad
    windows: tuple[Period, ...] = ()
    asked: frozenset[str] = frozenset()
    known: dict[str, Scored] = field(default_factory=dict)

    def under(self, method: Metodo) -> Scored:
        """Return the run scored under a method; a method with the same content is scored only once."""
        key = method.model_dump_json()
        if key not in self.known:
            book, findings = score(self.dataset, method, self.corrida, self.entidad, self.windows, asked=self.asked)
            self.known[key] = Scored(method, book, findings)
        return self.known[key]

    def know(self, scored: Scored) -> None:
        """Add a result that was computed before, so that the method is not scored again.

        It may have more figures than are compared.
        """
        self.known[scored.method.model_dump_json()] = scored


def headline_windows(period: Period) -> tuple[Period, ...]:
    """Return the windows that headline figures depend on, each once, in the order of `run_windows`.

    They are the run's period, January to its end, and, if it ends with a quarter, the quarters since January.
    """
    so_far = period.accumulated()
    return tuple(window for window in run_windows(period) if window in (period, so_far, *so_far.quarters()))


def changed(method: Metodo, changes: Mapping[str, object]) -> Metodo:
    """Return a method with some keys replaced.

    Parameters
    ----------
    changes : Mapping of str to object
        Plain data by dotted key; None removes a nested key, and becomes the value of a top-level one.

    Raises
    ------
    ValueError
        If the result is not a valid method.
    KeyError
        If the method lacks a key above the last one.
    """
    plain = method.model_dump(mode="json")
    for path, value in changes.items():
        *above, last = path.split(".")
        target = plain
        for key in above:
            target = target[key]
        if value is None and above:
            target.pop(last, None)
        else:
            target[last] = value
    return Metodo.model_validate(plain)
