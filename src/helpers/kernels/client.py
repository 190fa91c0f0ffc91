"""The fork server, from outside: one is started, and asked for processes."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.kernels import wire
from helpers.kernels.forked import PATIENCE, Forked, NotForked, Wanted

IS_POSSIBLE = hasattr(os, "fork") and hasattr(socket, "send_fds")
DOOR = "POA_NUCLEOS"
"""The environment variable with the number of the open door of a server that others have started."""

READ_AT_START = (
    "PYTHON", "LD_", "DYLD_", "LANG", "LC_", "HOME", "XDG_", "MPL", "MATPLOTLIBRC", "OMP_", "OPENBLAS_", "MKL_", "NPY_",
    "NUMPY_",
)  # fmt: skip
"""What variables begin with that Python or a library reads when it starts: a fork has those of its server."""
READ_LATER = frozenset({"PYTHONSTARTUP", "PYTHONBREAKPOINT", "MPLBACKEND"})


OF_ONE_KERNEL = frozenset({"JPY_PARENT_PID", "JPY_SESSION_NAME", "JPY_INTERRUPT_EVENT", DOOR})


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
        """Ask for a process with which lines are exchanged; of its standard files only that of errors counts."""
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
                    env={name: value for name, value in environment.items() if name not in OF_ONE_KERNEL},
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
