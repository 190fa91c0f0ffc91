"""Reports on this machine: as many worker processes as are asked for, one report a process at a time."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator, Sequence
from typing import TextIO

from helpers.batch.hand import PATIENCE, Hand
from helpers.batch.memory import Watch, fair_share
from helpers.batch.records import Ended, Event, Job, Outcome, Started, Step
from helpers.errors import PoaError


class LocalProcesses:
    """Makes reports by processes of this machine; use it as a context, whose end ends them all.

    Parameters
    ----------
    processes : int
    log : TextIO
        Where they write what they complain of.
    """

    def __init__(self, processes: int, log: TextIO) -> None:
        self._processes = processes
        self._log = log
        self._watch = Watch()
        self._hands: list[Hand] = []
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
        """Bytes for each process where nobody says how many."""
        return fair_share(self._processes)

    @property
    def words(self) -> str:
        """How many processes there are, in Spanish."""
        return "1 proceso" if self._processes == 1 else f"{self._processes} procesos"

    def make(self, jobs: Sequence[Job]) -> Iterator[Event]:
        """Make all, and tell what happens as it happens."""
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
                event = events.get(timeout=0.2)  # Windows sees Ctrl-C only between waits
            except queue.Empty:
                if not at_work:
                    raise NoWorker from None
                continue
            left -= isinstance(event, Ended)
            yield event

    def _start(self, waiting: queue.SimpleQueue[Job], events: queue.SimpleQueue[Event]) -> None:
        hand = Hand(self._watch, self._log)
        thread = threading.Thread(target=_serve, args=(hand, waiting, events), daemon=True)
        self._hands.append(hand)
        self._threads.append(thread)
        thread.start()


class NoWorker(PoaError):
    """No worker process can be started."""

    def __str__(self) -> str:
        return "No se puede empezar ningún proceso de trabajo."


def cores() -> int:
    """Cores that this process may use; a container may have fewer than the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _serve(hand: Hand, waiting: queue.SimpleQueue[Job], events: queue.SimpleQueue[Event]) -> None:
    while True:
        try:
            job = waiting.get_nowait()
        except queue.Empty:
            return
        events.put(_one(hand, job, events))


def _one(hand: Hand, job: Job, events: queue.SimpleQueue[Event]) -> Ended:
    try:
        hand.ready()
        events.put(Started(job.report, f"proceso {hand.pid}"))
        return Ended(job.report, hand.make(job, lambda text: events.put(Step(job.report, text))))
    except OSError as problem:  # the system gives no more processes or files
        return Ended(job.report, Outcome(error=f"El sistema no dejó empezar el proceso: {problem}"))
