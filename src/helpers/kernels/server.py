"""The fork server: a process of one thread that imports once, and forks a fresh process for whoever asks.

It has a door, one end of a pair of sockets, through which come the ends of further pairs, one for each process
that is wanted: the request comes through it, then signals; how the process ended goes back. Where the asker is
gone the process is ended; where the server's owner is gone all are, and the server with them.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from helpers.kernels import wire
from helpers.kernels.birth import Birth, function_of, settle
from helpers.kernels.children import Child
from helpers.kernels.preload import ADDED_TO_ENVIRONMENT, freeze, preload

REQUEST_TIME = 5.0
"""Seconds that a request may take to come in, once announced."""
END_TIME = 2.0
"""Seconds that other servers have to end their own."""


def main() -> None:
    """Serve the door whose number is the first argument; the owner holds the other end of the input."""
    sys.path[:] = [path for path in sys.path if path and Path(path) != Path.cwd()]
    door, *modules = sys.argv[1:]
    preload(modules)
    _serve(socket.socket(fileno=int(door)), sys.stdin.fileno())


def nested(birth: Birth, entry: str, *arguments: str) -> None:
    """A server in a fork of another, which has prepared something more: a run's Book, papermill."""
    if entry:
        _prepare(entry, arguments)
    freeze()
    _serve(socket.socket(fileno=birth.files[0]), birth.life)


def _prepare(entry: str, arguments: Sequence[str]) -> None:
    """Do beforehand what each process would do; what fails here fails there, where it is told to who must know."""
    try:
        function_of(entry)(*arguments)
    except Exception as problem:
        print(f"{entry}: {type(problem).__name__}: {problem}", file=sys.stderr, flush=True)


def _serve(door: socket.socket, owner: int) -> None:
    birth = _Server(door, owner).serve()
    if birth:
        birth.live()


class _Server:
    """What is open in a server; a fork closes it all."""

    def __init__(self, door: socket.socket, owner: int) -> None:
        self._door = door
        self._owner = owner
        self._children: dict[int, Child] = {}
        self._selector = selectors.PollSelector()  # holds nothing open that a fork would share
        self._wakened, self._waker = os.pipe()
        # Nobody else holds the second: it closes when the server ends, however it does.
        self._life, self._held = os.pipe()
        self._is_ending = False

    def serve(self) -> Birth | None:
        """Serve until the owner is gone; returns in each forked process what it is to become."""
        self._listen()
        while not self._is_ending:
            for key, _ in self._selector.select():
                if key.fileobj is self._door:
                    if birth := self._admit():
                        return birth
                elif key.fileobj == self._owner:
                    self._is_ending = True
                elif key.fileobj == self._wakened:
                    os.read(self._wakened, 4096)
                else:
                    self._hear(key.data)
            self._reap()
        self._end_all()
        return None

    def _listen(self) -> None:
        os.set_blocking(self._waker, False)
        os.set_blocking(self._wakened, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for file in (self._door, self._owner, self._wakened):
            self._selector.register(file, selectors.EVENT_READ)

    def _stop(self, *_: object) -> None:
        self._is_ending = True

    def _admit(self) -> Birth | None:
        announced, files, _, _ = socket.recv_fds(self._door, 1, 1)
        if not announced:
            self._is_ending = True  # nobody can ask for anything any more
        if not files:
            return None
        connection = socket.socket(fileno=files[0])
        connection.settimeout(REQUEST_TIME)
        try:
            message = wire.receive(connection)
        except (OSError, ValueError):
            message = None
        if message is None:
            connection.close()
            return None
        return self._fork(message, connection)

    def _fork(self, message: wire.Message, connection: socket.socket) -> Birth | None:
        request, files = message.content, message.files
        pid = os.fork()
        if pid == 0:
            return self._born(message, connection)
        for file in files:
            os.close(file)
        child = Child(pid, connection, request["closing"])
        self._children[pid] = child
        self._selector.register(connection, selectors.EVENT_READ, child)
        self._introduce(child)
        return None

    def _introduce(self, child: Child) -> None:
        """Tell its number and, on Linux, hand over a sure hold of it for when the server is not there."""
        hold = os.pidfd_open(child.pid) if hasattr(os, "pidfd_open") else None
        with suppress(OSError):  # whoever asked is gone already, and is heard of below
            wire.send(child.connection, {"pid": child.pid}, [] if hold is None else [hold])
        if hold is not None:
            os.close(hold)

    def _born(self, message: wire.Message, connection: socket.socket) -> Birth:
        request, files = message.content, message.files
        for child in self._children.values():
            child.connection.close()
        for opened in (connection, self._door):
            opened.close()
        for file in (self._wakened, self._waker, self._held, self._owner):
            if file > 2:
                os.close(file)
        settle(request["folder"], ADDED_TO_ENVIRONMENT | request["environment"], files[:3])
        return Birth(request["entry"], tuple(request["arguments"]), self._life, files[3:])

    def _hear(self, child: Child) -> None:
        """A signal for a process, or that whoever asked for it is gone."""
        try:
            message = wire.receive(child.connection)
        except (OSError, ValueError):
            message = None
        if message:
            child.signal(message.content["signal"])
        else:
            self._selector.unregister(child.connection)
            child.end()

    def _reap(self) -> None:
        for pid, child in list(self._children.items()):
            code = child.reap()
            if code is not None:
                del self._children[pid]
                with suppress(KeyError):
                    self._selector.unregister(child.connection)
                child.tell(None if self._is_ending else code)

    def _end_all(self) -> None:
        self._door.close()  # first of all: who loses a process then sees that it was for this
        for child in self._children.values():
            child.end()
        limit = time.monotonic() + END_TIME
        while self._children and time.monotonic() < limit:
            self._reap()
            time.sleep(0.005)
        for child in self._children.values():
            child.signal(signal.SIGKILL)
