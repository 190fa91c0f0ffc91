"""Runs a batch: valid reports are kept, the others are made, and the consolidated table is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from helpers.base.errors import PoaError
from helpers.base.system.processes import locked
from helpers.desk.batch.batch_journal import FILE as JOURNAL_FILE
from helpers.desk.batch.batch_journal import Journal
from helpers.desk.batch.batch_records import Card, Ended, Event, Job, Outcome, Report, Started
from helpers.desk.batch.code_version import code_here
from helpers.desk.batch.consolidated_files import FILES, write_consolidated
from helpers.desk.batch.consolidated_table import Consolidated, Line
from helpers.desk.batch.finished_reports import Remote, ReportValidity, Root, validity_of

ASKED_AGAIN = "se pidió de nuevo"
LOCK_FILE = ".bloqueo"
LOG_FILE = "procesos.log"


class Engine(Protocol):
    """Interface of what makes reports: local processes or a cluster."""

    @property
    def memory(self) -> int:
        """Default memory limit of each report, in bytes; 0 for none."""

    @property
    def words(self) -> str:
        """How many reports are made at once, in Spanish."""

    def make(self, jobs: Sequence[Job]) -> Iterator[Event]:
        """Make all reports; yield events as they happen, and one `Ended` for each report, made or failed."""


class Watcher(Protocol):
    """Interface for progress reports of a batch."""

    def planned(self, plan: Plan) -> None:
        """Receive, once and before anything is made, which reports will be made and which are kept."""

    def happened(self, event: Event) -> None:
        """Receive that a report started, advanced or ended."""


@dataclass(frozen=True)
class Batch:
    """The request for a batch.

    Attributes
    ----------
    root : Root
        The workspace.
    folder : Path
        Local folder for the journal and the consolidated table.
    label : str
        The folder's name in messages.
    memory : int
        Memory limit of the processes of one report together, in bytes; 0 for none.
    with_pdf, again : bool
        Whether to make PDFs; whether to make valid reports again too.
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
        """The file in the batch's folder that collects what the processes print."""
        return self.folder / LOG_FILE


@dataclass(frozen=True)
class Plan:
    """What a batch would do with each report."""

    standings: Mapping[Report, ReportValidity]

    @property
    def to_make(self) -> tuple[Report, ...]:
        """The reports that have to be made, in the batch's order."""
        return tuple(report for report, standing in self.standings.items() if standing.reason)

    @property
    def kept(self) -> tuple[Report, ...]:
        """The reports that are valid and left as they are, in the batch's order."""
        return tuple(report for report, standing in self.standings.items() if not standing.reason)


@dataclass(frozen=True)
class BatchResult:
    """The result of a batch.

    Attributes
    ----------
    outcomes : Mapping of Report to Outcome
        Outcomes of all its reports, including those that were kept.
    files : tuple of str
        Names of the consolidated table's files.
    """

    outcomes: Mapping[Report, Outcome]
    plan: Plan
    files: tuple[str, ...]

    @property
    def failed(self) -> tuple[Report, ...]:
        """The reports that could not be made, in the batch's order."""
        return tuple(report for report, outcome in self.outcomes.items() if outcome.card is None)

    @property
    def peak(self) -> int:
        """Highest measured memory, in bytes, among the reports made now; 0 if none was made."""
        return max((self.outcomes[report].memory for report in self.plan.to_make), default=0)


@dataclass
class BatchBusy(PoaError):
    """Another command is running the same batch."""

    label: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return f"Otra orden trabaja ya en este lote, {self.label}{who}. Espere a que termine."


def plan_of(batch: Batch) -> Plan:
    """Decide which of a batch's reports must be made and which are valid, in the batch's order.

    With `batch.again` all must be made. The journal is not changed, but an interrupted report is put back in its place.
    """
    entries = {} if batch.again else _journal(batch).entries()
    found = {
        report: ReportValidity(ASKED_AGAIN)
        if batch.again
        else validity_of(batch.root, report, entries, code_here().digest, with_pdf=batch.with_pdf)
        for report in batch.reports
    }
    return Plan(found)


@contextmanager
def locked_batch(batch: Batch) -> Iterator[None]:
    """Create the batch's folder and lock it while the `with` block lasts; its journal must have a single writer.

    Raises `BatchBusy` if another process holds the lock.
    """
    batch.folder.mkdir(parents=True, exist_ok=True)
    with locked(batch.folder / LOCK_FILE, lambda holder: BatchBusy(batch.label, holder)):
        yield


def run_batch(batch: Batch, engine: Engine, watcher: Watcher) -> BatchResult:
    """Make the reports that are not valid, and write the consolidated table of all; a failed report stops nothing.

    The caller must hold the batch's lock and have started the engine. If anything interrupts the batch, the journal
    records it and the exception is raised again.
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
        files = _consolidate(batch, outcomes)
    except BaseException:
        journal.close(interrupted=True)
        raise
    journal.close(interrupted=False)
    return BatchResult(outcomes, plan, files)


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
    links = {line.report.name: _link(batch, line.card) for line in lines if line.card}
    try:
        return write_consolidated(Consolidated(batch.name, lines, links), batch.folder, with_pdf=batch.with_pdf)
    finally:
        if isinstance(batch.root, Remote):
            for name in FILES:
                batch.root.store.mirror_file(batch.folder / name, f"output/lotes/{batch.name}/{name}")


def _link(batch: Batch, card: Card) -> str:
    """The address of a report's page: relative to the batch's folder, or absolute in an object store."""
    page = f"{card.folder}/informe.html"
    if isinstance(batch.root, Remote):
        return batch.root.store.link(page)
    from_here = os.path.relpath(batch.root.workspace.root / page, batch.folder)
    return quote(Path(from_here).as_posix())


def _journal(batch: Batch) -> Journal:
    return Journal(batch.folder / JOURNAL_FILE, code_here().digest, with_pdf=batch.with_pdf)
