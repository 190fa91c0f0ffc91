"""Worker processes: one for each thread, started when needed and replaced regularly, and the pool of this machine."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO

import helpers
from helpers.base.errors import system_words
from helpers.base.name_phrases import number_with_noun
from helpers.base.python_extras import not_none
from helpers.base.system.processes import ORDER
from helpers.desk.batch.batch_records import Ended, Event, Job, Outcome, Started, Step
from helpers.desk.batch.workers.process_memory import Watch, fair_share, size_es

REPORTS_EACH = 10
"""Number of reports after which a worker is replaced, so that memory leaked by libraries does not accumulate."""
ATTEMPTS = 2
"""Number of attempts at a report: an unrelated process may have killed its worker."""
PATIENCE = 10.0
"""Seconds that a worker has to end before it is killed."""
DIED = "El proceso que lo hacía terminó sin aviso (¿falta memoria?)."
STOPPED = "Se interrumpió."
EXCEEDED = "Usó más de {bound} de memoria, el tope de cada informe (--memoria); se detuvo solo este informe."
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class WorkerHandle:
    """Makes reports one after another in a process of its own.

    Parameters
    ----------
    watch : Watch
        Measures the process's memory.
    log : TextIO or None
        File for the process's error output; None for that of this process.
    """

    def __init__(self, watch: Watch, log: TextIO | None = None) -> None:
        self._watch = watch
        self._log = log
        self._worker: subprocess.Popen[str] | None = None
        self._made = 0
        self._stopped = threading.Event()

    @property
    def pid(self) -> int:
        """Process id of the current worker; 0 if there is none."""
        return self._worker.pid if self._worker else 0

    def make(self, job: Job, tell: Callable[[str], None]) -> Outcome:
        """Make a report in the worker, started if needed; `tell` receives its steps. Errors are in the outcome.

        A second attempt is made if the process dies without notice and within its memory limit. After `REPORTS_EACH`
        reports the worker is replaced.
        """
        outcome = Outcome(error=STOPPED)
        for _ in range(ATTEMPTS):
            outcome = self._attempt(job, tell)
            if outcome.error != DIED:
                break
        return Outcome(error=STOPPED) if self._stopped.is_set() and outcome.error else outcome

    def ready(self) -> None:
        """Start a worker if there is none, so that its process id is known."""
        if self._worker is None and not self._stopped.is_set():
            self._worker, self._made = self._begin(), 0

    def stop(self) -> None:
        """Terminate the worker, from any thread and without waiting.

        No other is started: from then on `make` returns outcomes with the error `STOPPED`.
        """
        self._stopped.set()
        if worker := self._worker:
            worker.terminate()

    def end(self) -> None:
        """Tell the worker that no job follows and wait until it ends; after `PATIENCE` seconds, kill it."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with suppress(OSError):  # the pipe is broken if the worker was killed
            not_none(worker.stdin).close()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        not_none(worker.stdout).close()

    def _attempt(self, job: Job, tell: Callable[[str], None]) -> Outcome:
        """Make a report once and measure its memory; the error is `DIED` or `EXCEEDED` if the worker was killed."""
        self.ready()
        if self._worker is None:
            return Outcome(error=STOPPED)
        with self._watch.gauge(self._worker.pid, job.memory) as gauge:
            outcome = self._follow(job, tell)
        self._made += 1
        if outcome is None or self._made >= REPORTS_EACH:
            self.end()
        outcome = replace(outcome or Outcome(error=DIED), memory=gauge.peak)
        if gauge.exceeded and outcome.error:
            outcome = replace(outcome, error=EXCEEDED.format(bound=size_es(job.memory)))
        return outcome

    def _begin(self) -> subprocess.Popen[str]:
        """Start the worker process, out of reach of the terminal's Ctrl-C."""
        return subprocess.Popen(
            [sys.executable, "-m", "helpers.desk.batch.workers.batch_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=_environment(),
            text=True,
            encoding="utf-8",
            creationflags=_OWN_GROUP,
            start_new_session=True,
        )

    def _follow(self, job: Job, tell: Callable[[str], None]) -> Outcome | None:
        """Send a job to the worker and pass on its events; None if the worker dies."""
        with suppress(OSError):
            worker = not_none(self._worker)
            print(json.dumps(asdict(job)), file=worker.stdin, flush=True)
            for line in not_none(worker.stdout):
                event = json.loads(line)
                if event["kind"] == "end":
                    return Outcome(**event["outcome"])
                tell(event["text"])
        return None


class LocalProcesses:
    """Makes reports with local processes. Use it as a context manager: leaving it ends all processes.

    Parameters
    ----------
    processes : int
        How many reports are made at once.
    log : TextIO
        File for the processes' error output.
    """

    def __init__(self, processes: int, log: TextIO) -> None:
        watch = Watch()
        self._hands = [WorkerHandle(watch, log) for _ in range(processes)]
        self._idle: queue.SimpleQueue[WorkerHandle] = queue.SimpleQueue()
        for hand in self._hands:
            self._idle.put(hand)
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._threads = ThreadPoolExecutor(processes)
        self._reports: list[Future[None]] = []

    def __enter__(self) -> LocalProcesses:
        return self

    def __exit__(self, *_: object) -> None:
        for hand in self._hands:
            hand.stop()
        wait(self._reports, PATIENCE)
        self._threads.shutdown(wait=False)
        for hand in self._hands:
            hand.end()

    @property
    def memory(self) -> int:
        """Default memory limit of each process, in bytes: its share of 90 % of the machine's or container's memory."""
        return fair_share(len(self._hands))

    @property
    def words(self) -> str:
        """Number of processes, in Spanish: `1 proceso`, `4 procesos`."""
        return number_with_noun(len(self._hands), "proceso", "procesos")

    def make(self, jobs: Sequence[Job]) -> Iterator[Event]:
        """Make all reports; yield events as they happen, and one `Ended` for each report, made or failed."""
        self._reports = [self._threads.submit(self._make, job) for job in jobs]
        left = len(jobs)
        while left:
            try:
                event = self._events.get(timeout=0.2)  # Windows handles Ctrl-C only between waits
            except queue.Empty:
                for report in self._reports:
                    if report.done():
                        report.result()  # raises an error that no outcome tells
                continue
            left -= isinstance(event, Ended)
            yield event

    def _make(self, job: Job) -> None:
        """Make a report in an idle process; an error of the system becomes the outcome's `error`."""
        hand = self._idle.get()
        try:
            hand.ready()
            self._events.put(Started(job.report, f"proceso {hand.pid}"))
            outcome = hand.make(job, lambda text: self._events.put(Step(job.report, text)))
        except OSError as problem:  # the system is out of processes or files
            outcome = Outcome(error=f"El sistema no dejó empezar el proceso: {system_words(problem)}.")
        finally:
            self._idle.put(hand)
        self._events.put(Ended(job.report, outcome))


def _environment() -> dict[str, str]:
    """Return the environment of a worker: this same code, fixed hash order, and one thread per numerical library.

    Each core already has a process, so more threads would only compete.
    """
    source = str(Path(helpers.__path__[0]).parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH", ""))))
    return dict(os.environ) | {"PYTHONPATH": path, ORDER: "0"} | dict.fromkeys(ONE_THREAD, "1")


# The terminal's Ctrl-C reaches only the batch, which then ends its workers in an orderly way: workers have a group of
# their own on Windows and a session of their own elsewhere.
_OWN_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
