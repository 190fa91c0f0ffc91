"""The result of judging an inbox: forms that count, refused forms with reasons, and the units concerned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from helpers.base.display import date_es
from helpers.figures.findings import Finding
from helpers.figures.situations import FormState
from helpers.forms.form_labels import Kind
from helpers.forms.reception.reception_log import BETWEEN, Entry, Log
from helpers.forms.returned.form_reading import FormReading

SHOWN = 3
"""Maximum number of reasons for a rejection in the log; the page of the check has all of them."""


@dataclass(frozen=True)
class Judged:
    """A file judged in this check: its new log line, the time of its last change, and where it is."""

    entry: Entry
    modified: float
    path: Path

    @property
    def order(self) -> tuple[date, float, str]:
        """Sort key: date of presentation, time of the file's last change, name."""
        return (self.entry.presented, self.modified, self.entry.archivo)


@dataclass(frozen=True)
class Refused:
    """A form with errors.

    Attributes
    ----------
    units : tuple of str
        The unit that received the form, and the unit that it names if different; empty if unknown.
    day : date or None
        The date of presentation that it states; None if it states none or an impossible one.
    is_new : bool
        Whether it was received in this check.
    """

    entry: Entry
    label: str
    reading: FormReading
    units: tuple[str, ...]
    day: date | None
    is_new: bool

    @property
    def is_foreign(self) -> bool:
        """Whether it is none of the awaited forms, so that it does not count as its unit's answer."""
        return self.reading.form is None

    def waiting(self, log: Log) -> tuple[str, ...]:
        """Return the units for which no form at least as recent as this one has been accepted.

        A planning form waits until it is moved to its own inbox: no follow-up form takes its place.

        Parameters
        ----------
        log : Log
            The log after judging.
        """
        counting = {unit: log.accepted.get(unit) for unit in self.units}
        return tuple(
            unit
            for unit, accepted in counting.items()
            if accepted is None or self.reading.kind is Kind.PLAN or not is_settled_by(accepted, self.entry, self.day)
        )


def is_settled_by(accepted: Entry, refused: Entry, day: date | None) -> bool:
    """Tell whether an accepted form is at least as recent as a refused one, which then needs no correction.

    Parameters
    ----------
    day : date or None
        Date stated in the refused form; without it, the times of reception are compared.
    """
    return accepted.presented >= day if day is not None else accepted.recibido >= refused.recibido


def log_line(
    name: str, digest: str, reading: FormReading, day: date, now: datetime, state: FormState, why: str
) -> Entry:
    """Return the log's line on a file received now, by its path from the inbox, its SHA-256 and its date."""
    return Entry(
        recibido=now.isoformat(timespec="seconds"),
        archivo=name,
        sha256=digest,
        unidad=reading.unit,
        version=reading.identity.version,
        fecha_presentacion=day.isoformat(),
        presentado_por=reading.presented_by,
        estado=state,
        motivo=why,
    )


def rejection_reason(errors: Sequence[Finding]) -> str:
    """Return the reasons of a rejection in one line of Spanish, for the log.

    Returns
    -------
    str
        The first `SHOWN` messages, separated by `BETWEEN`, without the file's path, and the number of others; empty
        without errors.
    """
    shown = BETWEEN.join(_short(finding) for finding in errors[:SHOWN])
    more = len(errors) - SHOWN
    return f"{shown}{BETWEEN}y {more} más" if more > 0 else shown


def _short(finding: Finding) -> str:
    """A message without the file's path, which the log line already has."""
    rest = finding.mensaje.removeprefix(f"{finding.archivo}: ").removeprefix(f"{finding.archivo}, ")
    return " ".join(rest.split())


def replaced_reason(entry: Entry) -> str:
    """Return the reason, in Spanish, for replacing a form: the later form of the same unit, `entry`, counts."""
    return f"vale el del {date_es(entry.presented)}: {entry.archivo}"
