"""A forked process, from outside: what is asked for, and a hold of what came of it."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from helpers.kernels import wire

PATIENCE = 60.0
"""Seconds that a server may take to import everything and fork."""


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
        if self._connection.fileno() >= 0 and not is_readable(self._connection, seconds):
            return False
        with self._listening:  # the thread that waits for it and the one that ends it
            if self._connection.fileno() < 0:
                self._ended(None)
            elif is_readable(self._connection, 0):
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


def is_readable(connection: socket.socket, seconds: float | None) -> bool:
    waiting = select.poll()
    waiting.register(connection, select.POLLIN)
    return bool(waiting.poll(None if seconds is None else max(0, int(seconds * 1000))))
