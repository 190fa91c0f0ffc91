"""Makes reports on this machine with a fixed number of worker processes, one report per process at a time."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TextIO

from helpers.base.errors import system_words
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
