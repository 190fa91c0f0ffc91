"""What judging an inbox leaves: what counts, what was refused and why, and what makes up for a refused form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from helpers.findings import Finding
from helpers.forms.reading import FormReading
from helpers.reception.log import BETWEEN, Entry, Log

SHOWN = 3
"""How many reasons of a rejection the log tells; the others are in the check's own page."""


@dataclass(frozen=True)
class Received:
    """What judging an inbox gave.

    Attributes
    ----------
    log : Log
        With the new lines.
    new : tuple of Entry
        The lines that were added.
    findings : tuple of Finding
        What is wrong with the new files; a rejected form's own errors among them.
    rejected : Mapping[str, tuple of Finding]
        By file, named from the root, what is wrong with each form that is rejected and not yet sent again.
    concerned : Mapping[str, tuple of str]
        By the same files, the units that have to know: the one that each form was sent out to and the one that it
        names, as long as no form of theirs counts.
    unentered : Mapping[str, FormReading]
        By unit of which nothing counts, what its rejected form says as far as it can be read.
    """

    log: Log
    new: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    concerned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unentered: Mapping[str, FormReading] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    entry: Entry
    modified: float
    path: Path

    @property
    def order(self) -> tuple[date, float, str]:
        return (self.entry.presented, self.modified, self.entry.archivo)


@dataclass(frozen=True)
class Refused:
    """A form with errors.

    Attributes
    ----------
    units : tuple of str
        The unit that it was sent out to, and the one that it names where that is another; none where nobody can tell.
    day : date or None
        The day that it states, where that can be.
    is_new : bool
        It came now.
    """

    entry: Entry
    label: str
    reading: FormReading
    units: tuple[str, ...]
    day: date | None
    is_new: bool

    @property
    def is_foreign(self) -> bool:
        """It is none of the forms that are awaited, so it says nothing on behalf of the unit of its entry."""
        return self.reading.form is None

    def waiting(self, log: Log) -> tuple[str, ...]:
        """The units of which no form that is not older than this one counts."""
        counting = {unit: log.accepted.get(unit) for unit in self.units}
        return tuple(
            unit
            for unit, accepted in counting.items()
            if accepted is None or not is_settled_by(accepted, self.entry, self.day)
        )


def is_settled_by(accepted: Entry, refused: Entry, day: date | None) -> bool:
    """Whether an accepted form is not older than a refused one, by the day that this states, else by when each came."""
    return accepted.presented >= day if day is not None else accepted.recibido >= refused.recibido


def reasons(errors: Sequence[Finding]) -> str:
    """The first reasons of a rejection in one line, and how many more there are."""
    shown = BETWEEN.join(_short(finding) for finding in errors[:SHOWN])
    more = len(errors) - SHOWN
    return f"{shown}{BETWEEN}y {more} más" if more > 0 else shown


def _short(finding: Finding) -> str:
    """A message without its file, which the line names; its cell stays."""
    rest = finding.mensaje.removeprefix(f"{finding.archivo}: ").removeprefix(f"{finding.archivo}, ")
    return " ".join(rest.split())


def later(entry: Entry) -> str:
    """Why a form no longer counts: another one of the same unit was presented later."""
    return f"vale el presentado el {entry.fecha_presentacion}: {entry.archivo}"
