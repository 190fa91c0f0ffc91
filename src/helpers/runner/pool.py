"""The sections of a run in parallel, each in a process of its own, told to whoever watches as they go.

Worker processes fed through pipes, neither threads nor `ProcessPoolExecutor`: papermill changes the working
folder of its whole process (nteract/papermill#473), and the workers of an executor outlive a parent that is
killed (python/cpython#111873) and all fail when one of them dies.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from helpers.kernels.forked import Forked
from helpers.runner.supply import Supply, Worker, supplied
from helpers.runner.tasks import Stop, Task
from helpers.runner.watcher import Watcher

PATIENCE = 8.0
"""Seconds that a worker has to shut its kernel down before it is killed."""

DIED = "el proceso que la ejecutaba terminó sin aviso (¿falta memoria?)"


@dataclass(frozen=True)
class Ended:
    """How long a section took and where it stopped, if it did."""

    seconds: float
    stop: Stop | None


def run_tasks(tasks: Sequence[Task], jobs: int, root: Path, log: Path, watcher: Watcher) -> dict[str, Ended]:
    """Run every task, as many at once as `jobs`, and wait for all.

    Parameters
    ----------
    root : Path
        The workbook's root, which notebooks find through the environment.
    log : Path
        Where workers and kernels write what they complain of, in the run's folder.

    Returns
    -------
    dict[str, Ended]
        By section, in the order of the tasks.
    """
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    events: queue.SimpleQueue[tuple] = queue.SimpleQueue()
    with supplied(root, log) as supply, _Crew(supply) as crew:
        for _ in range(min(jobs, len(tasks))):
            crew.start(waiting, events)
        ended = _collect(events, len(tasks), watcher, crew)
    return {task.section: ended[task.section] for task in tasks}


def _collect(
    events: queue.SimpleQueue[tuple], expected: int, watcher: Watcher, crew: _Crew
) -> dict[str, Ended]:
    ended: dict[str, Ended] = {}
    while len(ended) < expected:
        at_work = crew.is_at_work
        try:
            kind, section, *details = events.get(timeout=0.2)  # Windows sees Ctrl-C only between waits
        except queue.Empty:
            if at_work:
                continue
            raise RuntimeError("no worker process can be started") from None
        if kind == "start":
            watcher.section_started(section)
        elif kind == "cell":
            watcher.cell_started(section, *details)
        else:
            ended[section] = Ended(*details)
            watcher.section_ended(section, *details)
    return ended


class _Crew:
    """The workers of a run, each with the thread that feeds it; all end with the `with` block."""

    def __init__(self, supply: Supply) -> None:
        self._supply = supply
        self._threads: list[threading.Thread] = []
        self._workers: set[Worker] = set()
        self._stopped = threading.Event()

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for worker in list(self._workers):
            worker.terminate()
        for thread in self._threads:
            thread.join(PATIENCE)
        for worker in list(self._workers):
            worker.kill()

    @property
    def is_at_work(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def start(self, waiting: queue.SimpleQueue[Task], events: queue.SimpleQueue[tuple]) -> None:
        """Start a thread that runs what is waiting, one section after another."""
        thread = threading.Thread(target=self._serve, args=(waiting, events), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, waiting: queue.SimpleQueue[Task], events: queue.SimpleQueue[tuple]) -> None:
        while not (self._stopped.is_set() or waiting.empty()):
            with suppress(queue.Empty), self._worker() as worker:
                while not self._stopped.is_set():
                    _run(waiting.get_nowait(), worker, events, waiting)
                    if worker.poll() is not None:
                        break

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        worker = self._supply.worker()
        self._workers.add(worker)
        try:
            with suppress(BrokenPipeError), worker:  # leaving closes its input, at which it ends
                yield worker
        finally:
            self._workers.discard(worker)


def _run(
    task: Task, worker: Worker, events: queue.SimpleQueue[tuple], waiting: queue.SimpleQueue[Task]
) -> None:
    begun = time.monotonic()
    events.put(("start", task.section))
    stop = _follow(task, worker, events)
    if stop and stop.error == DIED and isinstance(worker, Forked) and worker.is_lost:
        waiting.put(task)  # what had forked the worker was killed, not the worker: another begins the section again
        return
    events.put(("end", task.section, time.monotonic() - begun, stop))


def _follow(task: Task, worker: Worker, events: queue.SimpleQueue[tuple]) -> Stop | None:
    """Hand a task over and pass on what the worker tells, until it ends or the worker does."""
    with suppress(OSError):
        print(json.dumps(asdict(task)), file=worker.stdin, flush=True)
        for line in worker.stdout:
            event = json.loads(line)
            if event["kind"] == "end":
                return Stop(**event["stop"]) if event["stop"] else None
            events.put(("cell", task.section, event["position"]))
    worker.wait()
    return Stop(0, "", DIED)
