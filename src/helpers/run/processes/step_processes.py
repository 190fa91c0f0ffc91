"""Starts the processes of a run and waits for them: forked with the run in memory on Linux, new ones elsewhere.

The process that computed the run starts them one by one and waits without threads. All of them end with the run.
"""

from __future__ import annotations

import _thread
import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from helpers.base.python_extras import not_none
from helpers.base.system.processes import kernel_environment

IS_FORKING = sys.platform == "linux"
"""macOS can fork too, but some of its own libraries then fail."""
GLANCE = 0.2
"""Longest wait in seconds; time limits are checked in between, and Windows notices Ctrl-C only between waits."""

MANY_OBJECTS = 100_000
"""New objects after which Python looks for cycles in such a process. Libraries and charts create many that stay, and
Python's own number, 700, costs a section a tenth of its time."""

Tell = Callable[[object], None]
"""Function that a process calls to send a message to the process that started it."""


@dataclass
class Work:
    """A piece of work for one process.

    Attributes
    ----------
    name : str
        Name of the process.
    target : Callable
        Called in the process with a `Tell` and the arguments. Where processes are not forked, it must be a
        module-level function.
    arguments : Sequence
    hear : Callable
        Called with each message that the process sends.
    done : Callable
        Called with this work when the process has ended, whether it succeeded or not.
    allowed : float
        Seconds without a message after which the process is killed; 0 for no limit.
    is_last : bool
        Started only when no other work is waiting.
    result : object
        What `target` returned; None until then, and if the process failed.
    is_well : bool
        The process finished its work.
    is_late : bool
        The process was killed because it exceeded `allowed`.
    seconds : float
        How long the process ran.
    """

    name: str
    target: Callable[..., object]
    arguments: Sequence[object] = ()
    hear: Callable[[Any], None] = lambda _: None
    done: Callable[[Work], None] = lambda _: None
    allowed: float = 0
    is_last: bool = False
    begun: float = 0
    heard_at: float = 0
    result: Any = None
    is_well: bool = False
    is_late: bool = False
    is_ended: bool = False
    seconds: float = 0


@dataclass
class _Running:
    """A work and its process."""

    work: Work
    process: BaseProcess
    connection: Connection

    def end(self) -> None:
        """Kill the process and its children, wait for its end, and close its connection.

        It was not waited for before, so its number is still its own. Where there are no process groups (Windows), its
        children are not killed.
        """
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):  # no process group yet, or only zombies in it
                os.killpg(not_none(self.process.pid), signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.connection.close()


@dataclass
class Crew:
    """Runs works in processes, a limited number at a time. A context manager that kills what still runs at its end.

    Attributes
    ----------
    places : int
        How many processes may run at a time.
    root : Path
        The workbook's root, which notebooks find through the environment.
    log : Path
        File for what the processes print.
    """

    places: int
    root: Path
    log: Path
    _waiting: list[Work] = field(default_factory=list)
    _running: list[_Running] = field(default_factory=list)

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()
        while self._running:
            self._running.pop().end()
        gc.unfreeze()

    def add(self, *works: Work) -> None:
        """Queue works, those with `is_last` behind all others; `begin` and `wait_for` start them."""
        self._waiting.extend(works)
        self._waiting.sort(key=lambda work: work.is_last)

    def begin(self) -> None:
        """Start queued works while there are free places.

        Raises
        ------
        OSError
            If the system cannot start a process and none is running.
        """
        while self._waiting and len(self._running) < self.places:
            try:
                running = self._start(self._waiting[0])
            except OSError:
                if not self._running:  # otherwise it is tried again when one of them ends
                    raise
                return
            self._waiting.pop(0)
            self._running.append(running)

    def wait_for(self, *works: Work) -> None:
        """Wait until these works have ended, well or not, starting queued ones as places become free.

        Messages and ends of any running work are passed on meanwhile; a failure shows only in `is_well`.
        """
        while not all(work.is_ended for work in works):
            self.begin()
            self._attend()

    def drop(self, work: Work) -> None:
        """Kill the process of a work, or remove the work from the queue; its `done` is not called."""
        self._waiting = [one for one in self._waiting if one is not work]
        for running in [one for one in self._running if one.work is work]:
            running.end()
            self._running.remove(running)

    def _start(self, work: Work) -> _Running:
        """Start the process of a work; OSError if the system cannot."""
        gc.freeze()  # the collector would write to memory pages that forked processes share
        # Any, because `ForkContext` has no type on Windows.
        context: Any = multiprocessing.get_context("fork" if IS_FORKING else "spawn")
        ours, theirs = context.Pipe(duplex=False)
        own = (theirs, work.target, tuple(work.arguments), str(self.log), kernel_environment(self.root))
        process = context.Process(target=_live, args=own, name=work.name, daemon=False)
        work.begun = work.heard_at = time.monotonic()
        try:
            process.start()
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return _Running(work, process, ours)

    def _attend(self) -> None:
        """Wait for messages and ended processes, pass them on, and kill processes that exceed their limit."""
        by_file = {file: one for one in self._running for file in (one.connection, one.process.sentinel)}
        ready = set(wait(list(by_file), GLANCE))
        for running in list(self._running):
            is_over = running.process.sentinel in ready
            if (is_over or running.connection in ready) and (_has_ended(running) or is_over):
                self._end(running)
            elif _is_late(running.work):
                running.work.is_late = True
                self._end(running)

    def _end(self, running: _Running) -> None:
        """End a process, record its seconds and call the work's `done`."""
        running.end()
        self._running.remove(running)
        running.work.seconds = time.monotonic() - running.work.begun
        running.work.is_ended = True
        running.work.done(running.work)


def _has_ended(running: _Running) -> bool:
    """Pass on the messages of a process and return whether it ended. The last one has the result of its work."""
    work = running.work
    while True:
        try:
            if not running.connection.poll():
                return False
            is_over, told = running.connection.recv()
        except (EOFError, OSError):  # OSError: it died in the middle of a message
            return True
        work.heard_at = time.monotonic()
        if is_over:
            work.result, work.is_well = told, True
            return True
        work.hear(told)


def _is_late(work: Work) -> bool:
    """Whether a work with a limit has sent nothing for longer than that."""
    return bool(work.allowed) and time.monotonic() - work.heard_at > work.allowed


def _live(
    told: Connection, target: Callable[..., Any], arguments: tuple[object, ...], log: str, environment: dict[str, str]
) -> None:
    """Main function of a process: do the work and send its result at the end, but nothing if it raises an exception."""
    _settle(log, environment)
    told.send((True, target(lambda message: told.send((False, message)), *arguments)))


def _settle(log: str, environment: dict[str, str]) -> None:
    """Detach the process from the run's terminal, signals and random state; its output goes to `log`.

    It has no other environment than the given one, and ends when the run's process ends.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # Ctrl-C reaches only the run, which then kills this process group
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.default_int_handler)
    run = not_none(multiprocessing.parent_process())
    # Low-level, so that Python does not wait for this thread at exit.
    _thread.start_new_thread(_end_with, (run.sentinel,))
    with open(log, "ab") as opened:
        for place in (1, 2):
            os.dup2(opened.fileno(), place)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - the process's own, to its end
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environment)
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()  # Python's own generator reseeds itself after a fork
    gc.set_threshold(MANY_OBJECTS)
    gc.enable()


def _end_with(parent: int) -> None:
    """Kill this process group when the run's own process ends, for whatever reason."""
    wait([parent])
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)
