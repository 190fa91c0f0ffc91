"""The same data scored under any method: what every comparison begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.book import Book
from helpers.entidad import Entidad
from helpers.findings import Finding
from helpers.intake.dataset import Dataset
from helpers.methods import Metodo
from helpers.params import Corrida
from helpers.periods import Period, run_windows
from helpers.scoring.score import score


@dataclass(frozen=True)
class Scored:
    """A Book under a method, and what could not be computed."""

    method: Metodo
    book: Book
    findings: tuple[Finding, ...]

    def why_without(self, figure: str) -> str:
        """What scoring said of a figure that it could not compute; empty where it said nothing."""
        return next((finding.mensaje for finding in self.findings if finding.elemento == figure), "")


@dataclass(frozen=True)
class Case:
    """One run's data, to be scored under one method after another.

    Attributes
    ----------
    windows : tuple of Period
        Only these; all of the run's where empty.
    asked : frozenset of str
        The indicators that are compared, of which nothing else is wanted; every figure where empty.
    """

    dataset: Dataset
    corrida: Corrida
    entidad: Entidad
    windows: tuple[Period, ...] = ()
    asked: frozenset[str] = frozenset()
    known: dict[str, Scored] = field(default_factory=dict)

    def under(self, method: Metodo) -> Scored:
        """The run under a method; a method is told apart by all that it says and scored once."""
        key = method.model_dump_json()
        if key not in self.known:
            book, findings = score(self.dataset, method, self.corrida, self.entidad, self.windows, asked=self.asked)
            self.known[key] = Scored(method, book, findings)
        return self.known[key]


def headline_windows(period: Period) -> tuple[Period, ...]:
    """The windows that a run's headline rests on: its period, what has accumulated, and the quarters of that."""
    so_far = period.accumulated()
    return tuple(window for window in run_windows(period) if window in (period, so_far, *so_far.quarters()))


def changed(method: Metodo, changes: Mapping[str, object]) -> Metodo:
    """A method with some of its keys, written with dots, replaced by plain data; None takes a key away.

    Raises
    ------
    ValueError
        Where the result is no method.
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
