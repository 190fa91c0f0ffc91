"""Runs a batch: valid reports are kept, the others are made, and the consolidated table is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from helpers.base.system.processes import LockHeld, locked
from helpers.desk.batch.batch_records import Card, Consolidated, Ended, Job, Outcome, Report, ReportLine
from helpers.desk.batch.consolidated_files import FILES, write_consolidated
from helpers.desk.batch.finished_reports import Root
from helpers.desk.batch.object_store import Store
from helpers.desk.batch.workers.batch_worker import reason_of
from helpers.outputs.run_files import HTML_FILE

if TYPE_CHECKING:
    from helpers.desk.batch.batch_screen import BatchScreen
    from helpers.desk.batch.workers.dask_cluster import Cluster
    from helpers.desk.batch.workers.local_workers import LocalProcesses

    Engine = LocalProcesses | Cluster

ASKED_AGAIN = "se pidió de nuevo"
LOCK_FILE = ".bloqueo"
LOG_FILE = "procesos.log"
"""The file in the batch's folder that collects what the processes print."""


@dataclass(frozen=True)
class Batch:
    """The request for a batch.

    Attributes
    ----------
    root : Root
        The workspace.
    folder : Path
        Local folder for the consolidated table.
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


@dataclass(frozen=True)
class Plan:
    """What a batch would do: why each report must be made, in the batch's order; empty if it is left as it is."""

    reasons: Mapping[Report, str]

    @property
    def to_make(self) -> tuple[Report, ...]:
        """The reports that have to be made, in the batch's order."""
        return tuple(report for report, reason in self.reasons.items() if reason)

    @property
    def kept(self) -> int:
        """How many reports are valid and left as they are."""
        return len(self.reasons) - len(self.to_make)


@dataclass(frozen=True)
class BatchResult:
    """The result of a batch.

    Attributes
    ----------
    table : Consolidated
        All its reports, including those that were kept.
    peak : int
        Highest measured memory, in bytes, among the reports made now; 0 if none was made or measured.
    files : tuple of str
        Names of the consolidated table's files.
    """

    table: Consolidated
    peak: int
    files: tuple[str, ...]


def plan_of(batch: Batch) -> Plan:
    """Decide which of a batch's reports must be made and which are valid, in the batch's order.

    With `batch.again` all must be made. It changes nothing, except that it puts back an earlier report that an
    interrupted run had moved aside.
    """
    if batch.again:
        return Plan(dict.fromkeys(batch.reports, ASKED_AGAIN))
    return Plan({report: batch.root.why_not_valid(report, with_pdf=batch.with_pdf) for report in batch.reports})


@contextmanager
def locked_batch(batch: Batch) -> Iterator[None]:
    """Create the batch's folder and lock it while the `with` block lasts.

    Raises `LockHeld` if another process holds the lock.
    """
    batch.folder.mkdir(parents=True, exist_ok=True)
    with locked(batch.folder / LOCK_FILE, partial(LockHeld, f"Otra orden trabaja ya en este lote, {batch.label}")):
        yield


def run_batch(batch: Batch, engine: Engine, watcher: BatchScreen) -> BatchResult:
    """Make the reports that are not valid, and write the consolidated table of all; a failed report stops nothing.

    The caller must hold the batch's lock and have started the engine.
    """
    plan = plan_of(batch)
    watcher.planned(plan)
    outcomes = dict(_make(batch, plan, engine, watcher)) if plan.to_make else {}
    table = Consolidated(batch.name, tuple(_line(batch, report, outcomes.get(report)) for report in batch.reports))
    return BatchResult(table, max((one.memory for one in outcomes.values()), default=0), _consolidate(batch, table))


def _make(batch: Batch, plan: Plan, engine: Engine, watcher: BatchScreen) -> Iterator[tuple[Report, Outcome]]:
    """Make the reports of a plan, pass every event to the watcher, and yield how each report ended."""
    jobs = [Job(batch.root.address, report.name, batch.with_pdf, batch.memory) for report in plan.to_make]
    for event in engine.make(jobs):
        watcher.happened(event)
        if isinstance(event, Ended):
            yield Report.of(event.report), event.outcome


def _line(batch: Batch, report: Report, outcome: Outcome | None) -> ReportLine:
    """The row of a report, read from its folder, or why it failed; `outcome` is None for a report that was kept."""
    if outcome and outcome.error:
        return ReportLine(report, reason=outcome.error)
    try:
        card = batch.root.card(report)
    except Exception as problem:  # the others have their rows all the same
        return ReportLine(report, reason=reason_of(problem))
    return ReportLine(report, card, _link(batch, card))


def _consolidate(batch: Batch, table: Consolidated) -> tuple[str, ...]:
    """Write the table's files and return their names; an object store gets a copy of them, even after a failure."""
    try:
        return write_consolidated(table, batch.folder, with_pdf=batch.with_pdf)
    finally:
        if isinstance(batch.root, Store):
            for name in FILES:
                batch.root.mirror_file(batch.folder / name, f"output/lotes/{batch.name}/{name}")


def _link(batch: Batch, card: Card) -> str:
    """The address of a report's page: relative to the batch's folder, or absolute in an object store."""
    page = f"{card.folder}/{HTML_FILE}"
    if isinstance(batch.root, Store):
        return batch.root.link(page)
    from_here = os.path.relpath(batch.root.workspace.root / page, batch.folder)
    return quote(Path(from_here).as_posix())
