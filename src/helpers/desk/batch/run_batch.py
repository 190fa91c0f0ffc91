"""Runs a batch: its reports are selected, valid ones are kept, the others are made, and their table is written.

Reports are selected by patterns over the institutions and periods that have parameters.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from helpers.base.characters import file_stem, is_file_name
from helpers.base.errors import UsageError, system_words
from helpers.base.system.digest import text_sha256
from helpers.base.system.processes import LockHeld, locked
from helpers.desk.batch.batch_records import Card, Consolidated, Ended, Event, Job, Outcome, ReportLine
from helpers.desk.batch.consolidated_files import FILES, write_consolidated
from helpers.desk.batch.finished_reports import Root
from helpers.desk.batch.object_store import Store
from helpers.desk.batch.workers.batch_worker import reason_of
from helpers.outputs.run_files import HTML_FILE

if TYPE_CHECKING:
    from helpers.desk.batch.workers.dask_cluster import Cluster
    from helpers.desk.batch.workers.local_workers import LocalProcesses

    Engine = LocalProcesses | Cluster

MOST_NAMED = 8
"""Most similar reports that a message names."""
COMMENT = "#"
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
    reports: tuple[str, ...]
    memory: int = 0
    with_pdf: bool = True
    again: bool = False


@dataclass(frozen=True)
class Plan:
    """What a batch would do: why each report must be made, in the batch's order; empty if it is left as it is."""

    reasons: Mapping[str, str]

    @property
    def to_make(self) -> tuple[str, ...]:
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


def read_list(path: Path) -> tuple[str, ...]:
    """Return the patterns in a file, one per line; blank lines and all that follows `#` in a line are skipped.

    Raises
    ------
    UsageError
        If the file cannot be read, is not UTF-8, or contains no pattern.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"No se puede leer la lista «{path}»: {system_words(problem)}.") from problem
    found = tuple(text for line in lines if (text := line.partition(COMMENT)[0].strip()))
    if not found:
        raise UsageError(f"La lista «{path}» no nombra ningún informe.")
    return found


def select(patterns: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the reports that match some pattern, without repetition, ordered by institution and period.

    Parameters
    ----------
    patterns : sequence of str
        `ENTIDAD/PERIODO` with the shell's wildcards `*`, `?` and `[…]`.
    known : sequence of str
        Every institution and period that has parameters.

    Raises
    ------
    UsageError
        If a pattern matches nothing (the message lists similar names), or if there are no patterns.
    """
    if not patterns:
        told = "Diga qué informes: un patrón como 'demo-*/2024-T3', o --lista ARCHIVO."
        raise UsageError(f"{told} Los que hay: poa lista")
    problems = [_unmatched(pattern, known) for pattern in patterns if not any(fnmatchcase(n, pattern) for n in known)]
    if problems:
        raise UsageError("\n".join(problems))
    chosen = {name for pattern in patterns for name in known if fnmatchcase(name, pattern)}
    return tuple(sorted(chosen, key=lambda name: name.split("/")))


def batch_name(patterns: Sequence[str], root: str) -> str:
    """Return a batch's default name: the alphabetically first pattern as a file name, and six hexadecimal digits.

    There must be a pattern. The digits are a digest of the patterns, in any order, and of the workspace: the same
    request gives the same name, so that the batch can be resumed.
    """
    asked = sorted(set(patterns))
    words = file_stem(asked[0].replace("*", "todos"))
    return f"{words[:40]}-{text_sha256(chr(10).join((root, *asked)))[:6]}"


def check_name(name: str) -> str:
    """Return a batch's name unchanged if it can name a folder; an empty name passes too.

    Raises
    ------
    UsageError
        If the name has other characters than letters, digits, `_`, points and hyphens, or begins with a point.
    """
    if not is_file_name(name) or name.startswith("."):
        raise UsageError(f"«--lote {name}»: use solo letras, números, puntos y guiones.")
    return name


def _unmatched(pattern: str, known: Sequence[str]) -> str:
    """The message on a pattern that matches nothing: how patterns are written, or the most similar names."""
    if pattern.count("/") != 1:
        return f"«{pattern}» no es ENTIDAD/PERIODO, como mre/2024-T2 o 'demo-*/2024-T3'."
    near = get_close_matches(re.sub(r"[*?\[\]]", "", pattern), known, n=MOST_NAMED, cutoff=0)
    told = f" Los más parecidos: {', '.join(near)}." if near else ""
    return f"Ningún informe responde a «{pattern}».{told} Los que hay: poa lista"


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


def run_batch(
    batch: Batch, engine: Engine, planned: Callable[[Plan], None], happened: Callable[[Event], None]
) -> BatchResult:
    """Make the reports that are not valid, and write the consolidated table of all; a failed report stops nothing.

    The caller must hold the batch's lock and have started the engine.

    Parameters
    ----------
    planned, happened : callable
        Receive what will be made, once and before anything is; and that a report started, advanced or ended.
    """
    plan = plan_of(batch)
    planned(plan)
    outcomes = dict(_make(batch, plan, engine, happened)) if plan.to_make else {}
    table = Consolidated(batch.name, tuple(_line(batch, report, outcomes.get(report)) for report in batch.reports))
    return BatchResult(table, max((one.memory for one in outcomes.values()), default=0), _consolidate(batch, table))


def _make(
    batch: Batch, plan: Plan, engine: Engine, happened: Callable[[Event], None]
) -> Iterator[tuple[str, Outcome]]:
    """Make the reports of a plan, pass on every event, and yield how each report ended."""
    jobs = [Job(batch.root.address, report, batch.with_pdf, batch.memory) for report in plan.to_make]
    for event in engine.make(jobs):
        happened(event)
        if isinstance(event, Ended):
            yield event.report, event.outcome


def _line(batch: Batch, report: str, outcome: Outcome | None) -> ReportLine:
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
