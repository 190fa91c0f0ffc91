"""The fork server from outside: one is started, asked for processes, and those are waited for and signalled."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from helpers.kernels import wire

IS_POSSIBLE = hasattr(os, "fork") and hasattr(socket, "send_fds")
DOOR = "POA_NUCLEOS"
"""The environment variable with the number of the open door of a server that others have started."""

PATIENCE = 30.0
"""Seconds that a server may take to import everything and fork."""

READ_AT_START = (
    "PYTHON", "LD_", "DYLD_", "LANG", "LC_", "HOME", "XDG_", "MPL", "MATPLOTLIBRC", "OMP_", "OPENBLAS_", "MKL_", "NPY_", "NUMPY_",
)  # fmt: skip
"""What variables begin with that Python or a library reads when it starts: a fork cannot have others than its server."""
READ_LATER = frozenset({"PYTHONSTARTUP", "PYTHONBREAKPOINT", "MPLBACKEND"})


class NotForked(Exception):
    """No process came of a request; the text says why, in Spanish."""


@dataclass(frozen=True)
class Wanted:
    """A process to be forked.

    Attributes
    ----------
    entry : str
        `module:function`; it is given a `Birth` and the arguments.
    arguments : tuple of str
    folder : str
    environment : Mapping[str, str]
    standard : tuple of int
        Files that become its input, output and errors.
    files : tuple of int
        Other files that it is given.
    closing : int
        The signal that ends it when nobody waits for it any more.
    """

    entry: str
    arguments: tuple[str, ...]
    folder: str
    environment: Mapping[str, str]
    standard: tuple[int, int, int]
    files: tuple[int, ...] = ()
    closing: int = int(getattr(signal, "SIGKILL", signal.SIGTERM))

    @property
    def plain(self) -> dict[str, object]:
        return {
            "entry": self.entry,
            "arguments": list(self.arguments),
            "folder": self.folder,
            "environment": dict(self.environment),
            "closing": self.closing,
        }


class Forked:
    """A forked process, with what is used of `subprocess.Popen`.

    Attributes
    ----------
    is_lost : bool
        Its server ended before it did, so how it ended nobody knows.
    """

    stderr = None

    def __init__(self, connection: socket.socket) -> None:
        self.stdin: IO[str] | None = None
        self.stdout: IO[str] | None = None
        self._connection = connection
        self._listening = threading.Lock()
        self._hold: int | None = None
        self._pid: int | None = None
        self.returncode: int | None = None
        self.is_lost = False

    @property
    def pid(self) -> int:
        """Its number.

        Raises
        ------
        NotForked
            Where the server does not answer in time, or is gone.
        """
        limit = time.monotonic() + PATIENCE
        while not self.is_known:
            if not self._listen(limit - time.monotonic()):
                raise NotForked("el servidor de núcleos no contesta")
        if self._pid is None:
            raise NotForked("el servidor de núcleos terminó")
        return self._pid

    @property
    def is_known(self) -> bool:
        """Whether it is known by now if the process came to be."""
        return self.poll() is not None or self._pid is not None

    def fileno(self) -> int:
        """What becomes readable when there is news of it."""
        return self._connection.fileno()

    def poll(self) -> int | None:
        """Its exit code, once it has ended."""
        while self.returncode is None and self._listen(0):
            pass
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ends.

        Raises
        ------
        subprocess.TimeoutExpired
        """
        limit = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            if not self._listen(None if limit is None else limit - time.monotonic()):
                raise subprocess.TimeoutExpired("fork", timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to it and to what it started."""
        if self.poll() is None:
            with suppress(OSError):  # the server ends at this moment: the next look at it tells
                wire.send(self._connection, {"signal": int(number)})

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        """Close its pipes and wait until it ends, as `Popen` does."""
        try:
            for pipe in (self.stdout, self.stdin):
                if pipe:
                    pipe.close()
        finally:
            self.wait()

    def leave(self) -> None:
        """Wait for it no more: the server ends it."""
        self._connection.close()
        self._let_go()

    def _listen(self, seconds: float | None) -> bool:
        """Take in what the server tells, where it tells something in time."""
        if self._connection.fileno() >= 0 and not _is_readable(self._connection, seconds):
            return False
        with self._listening:  # the thread that waits for it and the one that ends it
            if self._connection.fileno() < 0:
                self._ended(None)
            elif _is_readable(self._connection, 0):
                self._take_in()
        return True

    def _take_in(self) -> None:
        try:
            message = wire.receive(self._connection)
        except OSError:
            message = None
        if message and "pid" in message.content:
            self._pid = message.content["pid"]
            self._hold = message.files[0] if message.files else None
        else:
            self._ended(message.content["code"] if message else None)

    def _ended(self, code: int | None) -> None:
        if self.returncode is not None:
            return
        self.is_lost = code is None
        if self._hold is not None and self.is_lost:
            with suppress(ProcessLookupError):  # it ends with its server, unless it hears nothing: Python held up in C
                signal.pidfd_send_signal(self._hold, signal.SIGKILL)
        self.returncode = -int(signal.SIGKILL) if code is None else code
        self.leave()

    def _let_go(self) -> None:
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None


def _is_readable(connection: socket.socket, seconds: float | None) -> bool:
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(None if seconds is None else max(0, int(seconds * 1000))))


@dataclass(frozen=True)
class Door:
    """Where processes are asked for."""

    socket: socket.socket

    @property
    def is_open(self) -> bool:
        """Whether the server is still there, as far as can be seen from here."""
        waiting = select.poll()
        waiting.register(self.socket, 0)  # its end is told unasked
        return not waiting.poll(0)

    def fork(self, wanted: Wanted) -> Forked:
        """Ask for a process. It is on its way when this returns; whether it came, its `pid` tells.

        Raises
        ------
        NotForked
            Where there is no server any more.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.socket, [b"+"], [theirs.fileno()])
                wire.send(ours, wanted.plain, [*wanted.standard, *wanted.files])
            except OSError as problem:
                ours.close()
                raise NotForked("el servidor de núcleos no está") from problem
        return Forked(ours)

    def fork_piped(self, wanted: Wanted) -> Forked:
        """Ask for a process with which lines of text are exchanged; of its standard files only that of errors counts."""
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        try:
            forked = self.fork(replace(wanted, standard=(theirs_in, theirs_out, wanted.standard[2])))
        except NotForked:
            for ours in (ours_in, ours_out):
                os.close(ours)
            raise
        finally:
            for theirs in (theirs_in, theirs_out):
                os.close(theirs)
        forked.stdin = open(ours_in, "w", encoding="utf-8")  # noqa: SIM115 - closed with the process
        forked.stdout = open(ours_out, encoding="utf-8")  # noqa: SIM115
        return forked

    def nest(self, environment: Mapping[str, str], errors: int, entry: str = "", *arguments: str) -> Nest:
        """Ask for a server of its own kind that has all that this one has, and prepares something more.

        Parameters
        ----------
        errors : int
            The file where it complains.
        entry : str
            `module:function` that prepares; it is given the arguments.
        """
        ours, theirs = socket.socketpair()
        with theirs, Path(os.devnull).open("rb") as nothing:
            wanted = Wanted(
                "helpers.kernels.server:nested",
                (entry, *arguments),
                os.sep,
                environment,
                (nothing.fileno(), errors, errors),
                (theirs.fileno(),),
                int(signal.SIGTERM),
            )
            try:
                return Nest(Door(ours), self.fork(wanted))
            except NotForked:
                ours.close()
                raise


@dataclass(frozen=True)
class Nest:
    """A server that is a fork of another."""

    door: Door
    process: Forked

    def close(self) -> None:
        """End it, and all that it forked."""
        self.door.socket.close()
        self.process.leave()


@dataclass
class ForkServer:
    """A server that this process owns: it ends when this process does, however it does."""

    door: Door
    environment: Mapping[str, str]
    process: subprocess.Popen = field(repr=False)

    @classmethod
    def start(cls, environment: Mapping[str, str], modules: Sequence[str]) -> ForkServer:
        """Start one; it imports while this process goes on.

        Raises
        ------
        NotForked
            Where this system cannot fork, or starts nothing.
        """
        if not IS_POSSIBLE:
            raise NotForked("este sistema no bifurca procesos")
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process = subprocess.Popen(
                    [sys.executable, "-m", __package__, str(theirs.fileno()), *modules],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={name: value for name, value in environment.items() if not name.startswith("JPY_") and name != DOOR},
                    cwd=os.sep,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
            except OSError as problem:
                ours.close()
                raise NotForked(f"el servidor de núcleos no arranca: {problem}") from problem
        return cls(Door(ours), started_with(environment), process)

    def serves(self, environment: Mapping[str, str]) -> bool:
        """Whether a process of this environment can be a fork of it."""
        return started_with(environment) == self.environment

    def close(self) -> None:
        """End it, and all that it forked."""
        self.door.socket.close()
        self.process.stdin.close()
        self.process.terminate()  # it may be importing, and look at nothing else
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def started_with(environment: Mapping[str, str]) -> dict[str, str]:
    """What of an environment is read when a process starts and not again."""
    return {
        name: value for name, value in environment.items() if name.startswith(READ_AT_START) and name not in READ_LATER
    }
