"""Makes reports on this machine with a fixed number of worker processes, one report per process at a time."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import TextIO

from helpers.base.errors import PoaError, system_words
from helpers.base.name_phrases import number_with_noun
from helpers.desk.batch.batch_records import Ended, Event, Job, Outcome, Started, Step
from helpers.desk.batch.workers.process_memory import Watch, fair_share
from helpers.desk.batch.workers.worker_handle import PATIENCE, WorkerHandle


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
        self._processes = processes
        self._log = log
        self._watch = Watch()
        self._hands: list[WorkerHandle] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> LocalProcesses:
        return self

    def __exit__(self, *_: object) -> None:
        for hand in self._hands:
            hand.stop()
        for thread in self._threads:
            thread.join(PATIENCE)
        for hand in self._hands:
            hand.end()

    @property
    def memory(self) -> int:
        """Default memory limit of each process, in bytes: its share of 90 % of the machine's or container's memory."""
        return fair_share(self._processes)

    @property
    def words(self) -> str:
        """Number of processes, in Spanish: `1 proceso`, `4 procesos`."""
        return number_with_noun(self._processes, "proceso", "procesos")

    def make(self, jobs: Sequence[Job]) -> Iterator[Event]:
        """Make all reports; yield events as they happen, and one `Ended` for each report, made or failed.

        Raises `NoWorker` if no process runs and reports are left.
        """
        waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        for job in jobs:
            waiting.put(job)
        for _ in range(min(self._processes, len(jobs))):
            self._start(waiting, events)
        left = len(jobs)
        while left:
            at_work = any(thread.is_alive() for thread in self._threads)
            try:
                event = events.get(timeout=0.2)  # Windows handles Ctrl-C only between waits
            except queue.Empty:
                if not at_work:
                    raise NoWorker from None
                continue
            left -= isinstance(event, Ended)
            yield event

    def _start(self, waiting: queue.SimpleQueue[Job], events: queue.SimpleQueue[Event]) -> None:
        """Start a thread with a worker process of its own."""
        hand = WorkerHandle(self._watch, self._log)
        thread = threading.Thread(target=_serve, args=(hand, waiting, events), daemon=True)
        self._hands.append(hand)
        self._threads.append(thread)
        thread.start()


class NoWorker(PoaError):
    """No worker process can be started."""

    def __str__(self) -> str:
        return "No se puede empezar ningún proceso de trabajo."


def _serve(hand: WorkerHandle, waiting: queue.SimpleQueue[Job], events: queue.SimpleQueue[Event]) -> None:
    """Make waiting reports in one process until none is left; put the end of each among the events."""
    while True:
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        events.put(_one(hand, job, events))


def _one(hand: WorkerHandle, job: Job, events: queue.SimpleQueue[Event]) -> Ended:
    """Make a report and return its end; an error of the system becomes the outcome's `error`."""
    try:
        hand.ready()
        events.put(Started(job.report, f"proceso {hand.pid}"))
        return Ended(job.report, hand.make(job, lambda text: events.put(Step(job.report, text))))
    except OSError as problem:  # the system is out of processes or files
        return Ended(job.report, Outcome(error=f"El sistema no dejó empezar el proceso: {system_words(problem)}."))
