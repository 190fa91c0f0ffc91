"""A worker process at the disposal of one thread: begun for work, replaced after some, ended with the batch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO

import helpers
from helpers.batch.memory import Watch, size_es
from helpers.batch.records import Job, Outcome

REPORTS_EACH = 10
"""Reports after which a worker gives way to a new one: what libraries keep or leak does not add up."""
ATTEMPTS = 2
"""A worker that dies without a word may have been killed by who knows whom: its report is begun once more."""
PATIENCE = 10.0
"""Seconds that a worker has to clear up before it is killed."""
DIED = "El proceso que lo hacía terminó sin aviso (¿falta memoria?)."
STOPPED = "Se interrumpió."
EXCEEDED = "Usó más de {bound} de memoria, el tope de cada proceso (--memoria); se detuvo solo este informe."
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class Hand:
    """Makes reports one after another in a process of its own.

    Parameters
    ----------
    watch : Watch
        Who measures its memory.
    log : TextIO or None
        Where it writes what it complains of; None for this process's own.
    """

    def __init__(self, watch: Watch, log: TextIO | None = None) -> None:
        self._watch = watch
        self._log = log
        self._worker: subprocess.Popen | None = None
        self._made = 0
        self._stopped = threading.Event()

    @property
    def pid(self) -> int:
        """Of the worker that is there now; 0 where there is none."""
        return self._worker.pid if self._worker else 0

    @property
    def is_stopped(self) -> bool:
        """It was told to end and makes nothing more."""
        return self._stopped.is_set()

    def make(self, job: Job, tell: Callable[[str], None]) -> Outcome:
        """Make a report; tells its steps."""
        outcome = Outcome(error=STOPPED)
        for _ in range(ATTEMPTS):
            if self._stopped.is_set():
                return Outcome(error=STOPPED)
            outcome = self._attempt(job, tell)
            if outcome.error != DIED:
                break
        return Outcome(error=STOPPED) if self._stopped.is_set() and outcome.card is None else outcome

    def ready(self) -> None:
        """Have a worker begun, so that its number can be told."""
        if self._worker is None and not self._stopped.is_set():
            self._worker, self._made = self._begin(), 0

    def stop(self) -> None:
        """End the worker in order, from any thread; nothing more is begun."""
        self._stopped.set()
        if worker := self._worker:
            worker.terminate()

    def end(self) -> None:
        """Let the worker go once its work is done, or kill it where it does not go."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        with suppress(OSError):  # its end of the pipe is gone where it was killed
            worker.stdin.close()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        worker.stdout.close()

    def _attempt(self, job: Job, tell: Callable[[str], None]) -> Outcome:
        self.ready()
        if self._worker is None:
            return Outcome(error=STOPPED)
        with self._watch.gauge(self._worker.pid) as gauge:
            gauge.reset(job.memory)
            outcome = self._follow(job, tell)
        self._made += 1
        if outcome is None or self._made >= REPORTS_EACH:
            self.end()
        outcome = replace(outcome or Outcome(error=DIED), memory=gauge.peak)
        if gauge.exceeded and outcome.card is None:
            outcome = replace(outcome, error=EXCEEDED.format(bound=size_es(job.memory)))
        return outcome

    def _begin(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "helpers.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=worker_environment(),
            text=True,
            encoding="utf-8",
            **_APART,
        )

    def _follow(self, job: Job, tell: Callable[[str], None]) -> Outcome | None:
        """Hand a report over and pass on what the worker tells; None where it dies."""
        with suppress(OSError):
            print(json.dumps(asdict(job)), file=self._worker.stdin, flush=True)
            for line in self._worker.stdout:
                event = json.loads(line)
                if event["kind"] == "end":
                    return Outcome.of_plain(event["outcome"])
                tell(event["text"])
        return None


def worker_environment() -> dict[str, str]:
    """This same code, and one thread for each numerical library: there is a process for each core already."""
    source = str(Path(helpers.__path__[0]).parent)
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH", ""))))
    return dict(os.environ) | {"PYTHONPATH": path} | dict.fromkeys(ONE_THREAD, "1")


_APART: Mapping[str, object] = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
)
"""Ctrl-C reaches the batch alone, which then ends its workers in order."""
