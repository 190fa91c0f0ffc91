"""A batch from what was asked to its consolidated table: what stands is left, the rest is made, and all is told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from helpers.batch.code_version import code_here
from helpers.batch.journal import FILE as JOURNAL_FILE
from helpers.batch.journal import Journal
from helpers.batch.publishing import write_consolidated
from helpers.batch.records import Ended, Event, Job, Outcome, Report, Started
from helpers.batch.standing import Remote, Root, Standing, standing_of
from helpers.batch.table import Consolidated, Line
from helpers.errors import PoaError
from helpers.lock import locked

ASKED_AGAIN = "se pidió de nuevo"
LOCK_FILE = ".bloqueo"
LOG_FILE = "procesos.log"


class Engine(Protocol):
    """Whoever makes reports: processes of this machine, or a cluster.

    Attributes
    ----------
    memory : int
        Bytes for each report where nobody says how many; 0 for no bound.
    words : str
        How many reports at once, in Spanish.
    """

    memory: int
    words: str

    def make(self, jobs: Sequence[Job]) -> Iterator[Event]:
        """Make all, and tell what happens as it happens."""


class Watcher(Protocol):
    """Whoever is told how a batch goes."""

    def planned(self, plan: Plan) -> None:
        """What will be made and what stays."""

    def happened(self, event: Event) -> None:
        """A report was begun, goes on or ended."""


@dataclass(frozen=True)
class Batch:
    """What is asked.

    Attributes
    ----------
    name : str
    root : Root
        Where the workbook is.
    folder : Path
        Where the journal and the consolidated table go; on this machine.
    label : str
        The folder as messages name it.
    reports : tuple of Report
    memory : int
        Bytes for the processes of one report.
    with_pdf, again : bool
        Make PDFs too; make also what stands.
    """

    name: str
    root: Root
    folder: Path
    label: str
    reports: tuple[Report, ...]
    memory: int = 0
    with_pdf: bool = True
    again: bool = False

    @property
    def log(self) -> Path:
        return self.folder / LOG_FILE


@dataclass(frozen=True)
class Plan:
    """What a batch would do: how each report stands."""

    standings: Mapping[Report, Standing]

    @property
    def to_make(self) -> tuple[Report, ...]:
        return tuple(report for report, standing in self.standings.items() if standing.reason)

    @property
    def kept(self) -> tuple[Report, ...]:
        return tuple(report for report, standing in self.standings.items() if not standing.reason)


@dataclass(frozen=True)
class Done:
    """How a batch ended.

    Attributes
    ----------
    outcomes : Mapping of Report to Outcome
        Of all its reports, those left as they were too.
    plan : Plan
    files : tuple of str
        The consolidated table.
    """

    outcomes: Mapping[Report, Outcome]
    plan: Plan
    files: tuple[str, ...]

    @property
    def failed(self) -> tuple[Report, ...]:
        return tuple(report for report, outcome in self.outcomes.items() if outcome.card is None)

    @property
    def peak(self) -> int:
        """The most memory that the processes of one report were seen to take."""
        return max((self.outcomes[report].memory for report in self.plan.to_make), default=0)


@dataclass
class BatchBusy(PoaError):
    """Another command is at work on the same batch."""

    label: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return f"Otra orden trabaja ya en este lote, {self.label}{who}. Espere a que termine."


def plan_of(batch: Batch) -> Plan:
    """See how each report stands; nothing is written."""
    entries = {} if batch.again else _journal(batch).entries()
    found = {
        report: Standing(ASKED_AGAIN)
        if batch.again
        else standing_of(batch.root, report, entries, code_here().digest, with_pdf=batch.with_pdf)
        for report in batch.reports
    }
    return Plan(found)


@contextmanager
def reserved(batch: Batch) -> Iterator[None]:
    """Hold the batch: its journal has one writer."""
    batch.folder.mkdir(parents=True, exist_ok=True)
    with locked(batch.folder / LOCK_FILE, lambda holder: BatchBusy(batch.label, holder)):
        yield


def run_batch(batch: Batch, engine: Engine, watcher: Watcher) -> Done:
    """Make what is to be made and the consolidated table; the batch is held, and the engine begun, by whoever calls.

    Whatever cuts it short is told in the journal before it goes on up.
    """
    plan = plan_of(batch)
    watcher.planned(plan)
    journal = _journal(batch)
    journal.begin(informes=len(batch.reports), por_hacer=len(plan.to_make), tope_memoria=batch.memory)
    outcomes = {report: standing.outcome for report, standing in plan.standings.items()}
    for report in plan.kept:
        if plan.standings[report].is_adopted:
            journal.ended(report.name, outcomes[report])
    try:
        if plan.to_make:
            outcomes |= _make(batch, plan, engine, journal, watcher)
    except BaseException:
        journal.close(interrupted=True)
        raise
    files = _consolidate(batch, outcomes)
    journal.close(interrupted=False)
    return Done(outcomes, plan, files)


def _make(batch: Batch, plan: Plan, engine: Engine, journal: Journal, watcher: Watcher) -> dict[Report, Outcome]:
    outcomes = {}
    jobs = [Job(batch.root.address, report.name, batch.with_pdf, batch.memory) for report in plan.to_make]
    for event in engine.make(jobs):
        if isinstance(event, Started):
            journal.started(event.report, event.who)
        elif isinstance(event, Ended):
            journal.ended(event.report, event.outcome)
            outcomes[Report.of(event.report)] = event.outcome
        watcher.happened(event)
    return outcomes


def _consolidate(batch: Batch, outcomes: Mapping[Report, Outcome]) -> tuple[str, ...]:
    lines = tuple(Line(report, outcomes[report].card, outcomes[report].error) for report in sorted(outcomes))
    links = {line.report.name: _link(batch, line) for line in lines if line.card}
    files = write_consolidated(Consolidated(batch.name, lines, links), batch.folder)
    if isinstance(batch.root, Remote):
        for name in files:
            batch.root.store.put_file(batch.folder / name, f"output/lotes/{batch.name}/{name}")
    return files


def _link(batch: Batch, line: Line) -> str:
    """Where a report's page is, from the batch's folder where both lie under one root."""
    page = f"{line.card.folder}/informe.html"
    if isinstance(batch.root, Remote):
        return batch.root.store.link(page)
    from_here = os.path.relpath(batch.root.workspace.root / page, batch.folder)
    return quote(Path(from_here).as_posix())


def _journal(batch: Batch) -> Journal:
    return Journal(batch.folder / JOURNAL_FILE, code_here().digest, with_pdf=batch.with_pdf)
