"""A worker process: makes reports of a batch, each like `poa informe`, one section at a time.

Run as `python -m helpers.desk.batch.workers.batch_worker`. It reads jobs and writes events, both as lines of JSON. It
ends when its input ends, even in the middle of a report, whose folder then stays as it was; a killed batch leaves no
processes behind.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TextIO

from helpers.base.errors import PoaError, system_words
from helpers.base.system.processes import exit_on_sigterm, ignore_sigterm
from helpers.base.system.workspace import Workspace
from helpers.desk.batch.batch_records import Job, Outcome
from helpers.desk.batch.code_version import code_here
from helpers.desk.batch.finished_reports import card_of, receipt_file, write_receipt
from helpers.desk.batch.object_store import Store, is_address
from helpers.figures.findings import InputsFailed
from helpers.run.report.destination import Busy
from helpers.run.report.make_report import run_report
from helpers.run.report.report_order import Request, SectionsFailed, Stop, Watcher

PATIENCE = 30.0
"""Seconds to wait for another process that still holds the report, usually a worker whose command was killed."""
PAUSE = 0.5
NO_MEMORY = "No alcanzó la memoria."
DEFECT = "Defecto del programa, no de los datos: {}. El detalle quedó en el registro de los procesos."

Tell = Callable[[str], None]


def main() -> None:
    """Read jobs from standard input, one a line as JSON, and make each report in turn; end when the input ends.

    Standard output gets events as lines of JSON: the steps of a report and, at its end, the outcome. Anything else
    printed goes to standard error. When the input ends, the report being made and the jobs still waiting are given up.
    """
    events = _private_output()
    jobs: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(_private_input(), jobs), daemon=True).start()
    exit_on_sigterm()
    while line := jobs.get():
        _serve(json.loads(line), events)
    ignore_sigterm()


def _private_output() -> TextIO:
    """Reserve the output pipe for events; anything printed goes to standard error."""
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return events


def _private_input() -> BinaryIO:
    """Reserve the input pipe for jobs; whoever else reads standard input finds it empty.

    While a thread waits for a job, Windows would block all that as much as look at the same pipe: numpy, as it is
    loaded, and programs that are started.
    """
    lines = os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return lines


def _read(lines: BinaryIO, jobs: queue.SimpleQueue[str]) -> None:
    """Queue each line of the input and, at its end, an empty text; then end this process with SIGTERM."""
    for line in lines:
        jobs.put(line.decode("utf-8"))
    jobs.put("")
    os.kill(os.getpid(), signal.SIGTERM)


def _serve(plain: dict[str, Any], events: TextIO) -> None:
    """Make the report of a job given as plain data; write its steps and its outcome as events."""
    def tell(kind: str, **details: object) -> None:
        """Write an event of a kind (`step`, `end`) with its details as a line of JSON."""
        print(json.dumps({"kind": kind, **details}), file=events, flush=True)

    outcome = make_outcome(Job(**plain), lambda text: tell("step", text=text))
    tell("end", outcome=asdict(outcome))


class StepReporter(Watcher):
    """A watcher that reports each step as a short text, and keeps the messages that stop nothing (`notices`)."""

    def __init__(self, tell: Tell) -> None:
        self.notices: list[str] = []
        self._tell = tell
        self._sections = self._ended = 0

    def notice(self, text: str) -> None:
        """Keep a message, and print it to standard error, which is the batch's log."""
        self.notices.append(text)
        print(text, file=sys.stderr, flush=True)

    def step(self, name: str) -> None:
        """Tell the step's name."""
        self._tell(name)

    def sections_chosen(self, cells: Mapping[str, int]) -> None:
        """Tell how many sections there are, none of them finished: `Secciones: 0 de 12`."""
        self._sections = len(cells)
        self._tell(f"Secciones: 0 de {self._sections}")

    def section_reused(self, section: str) -> None:
        """Count the section as finished and tell the count: `Secciones: 3 de 12`."""
        self.section_ended(section, 0, None)

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        """Count the section as finished, failed or not, and tell the count."""
        self._ended += 1
        self._tell(f"Secciones: {self._ended} de {self._sections}")


def make_outcome(job: Job, tell: Tell) -> Outcome:
    """Make and publish a report in this process; return how many seconds it took and, if it failed, why.

    Any exception becomes the outcome's `error`, so that the batch continues; only an interruption (Ctrl-C) is raised.
    If another process holds the report, this one waits, at most `PATIENCE` seconds. The memory is not measured here
    (0).

    Parameters
    ----------
    tell : callable
        Receives each step as a short text.
    """
    begun, watcher, error = time.monotonic(), StepReporter(tell), ""
    try:
        _make(job, watcher)
    except Exception as problem:
        error = reason_of(problem)
    return Outcome(error, time.monotonic() - begun, notices=tuple(watcher.notices))


def _make(job: Job, watcher: Watcher) -> None:
    """Make a report in the workspace; from an object store, in a copy of its inputs, and put the report back."""
    if not is_address(job.root):
        _make_here(Workspace(Path(job.root)), job, watcher)
        return
    store = Store(job.root)
    with TemporaryDirectory(prefix="poa-") as here:
        watcher.step("Traer los insumos")
        source = store.signature(job.report)
        workspace = store.bring(job.report, Path(here))
        folder = _make_here(workspace, job, watcher)
        watcher.step("Dejar el informe en su lugar")
        card = card_of(workspace, job.report, folder)
        store.put_back(folder, card, origen=source, codigo=code_here().digest, con_pdf=job.with_pdf)


def _make_here(workspace: Workspace, job: Job, watcher: Watcher) -> Path:
    """Make a report in a workspace, with its receipt; return its folder."""
    institution, _, period = job.report.partition("/")
    request = Request(institution, period, jobs=1, with_pdf=job.with_pdf)
    folder = request.folder(workspace)
    receipt_file(folder).unlink(missing_ok=True)
    last = time.monotonic() + PATIENCE
    while True:
        try:
            run_report(workspace, request, watcher)
        except Busy:
            if time.monotonic() > last:
                raise
            watcher.step("Espera a otra corrida del mismo informe")
            time.sleep(PAUSE)
        else:
            write_receipt(folder, code_here().digest)
            return folder


def reason_of(problem: Exception) -> str:
    """Return the reason for a failure in Spanish, on one line; of data with errors, their number and the first.

    A defect of the program, or a lack of memory, is also printed in full.
    """
    if isinstance(problem, InputsFailed):
        errors = [finding.mensaje for finding in problem.findings if str(finding.severidad) == "error"]
        counted = "hay un error" if len(errors) == 1 else f"hay {len(errors)} errores; el primero"
        return f"En los datos {counted}: {errors[0]}"
    if isinstance(problem, SectionsFailed):
        return "Fallaron secciones: " + "; ".join(map(str, problem.failures))
    if isinstance(problem, PoaError):
        return " ".join(line.strip(" -") for line in str(problem).splitlines())
    if isinstance(problem, OSError):
        return f"El sistema no dejó leer o escribir: {system_words(problem)}."
    traceback.print_exc()
    if isinstance(problem, MemoryError):
        return NO_MEMORY
    return DEFECT.format(f"{type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
