"""The processes that a fork server has forked, signalled and reaped without mistaking one for another."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass

from helpers.kernels import wire


@dataclass
class Child:
    """A forked process and the connection of whoever asked for it.

    Attributes
    ----------
    closing : int
        The signal that ends it: who answers for others is asked, the rest are killed.
    """

    pid: int
    connection: socket.socket
    closing: int

    def signal(self, number: int) -> None:
        """Send a signal to its group. Until it is reaped nobody else can have its number."""
        with suppress(ProcessLookupError, PermissionError):  # it has not made its group yet, or only zombies are left
            os.killpg(self.pid, number)
            return
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def end(self) -> None:
        """Have it end."""
        self.signal(self.closing)

    def reap(self) -> int | None:
        """Its exit code as `subprocess` tells it, once it has ended; whatever it started ends with it."""
        if hasattr(os, "waitid"):
            # Seen but not reaped, it keeps its number, which is its group's too: no other group can be hit.
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return None
            self._end_group()
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        pid, status = os.waitpid(self.pid, os.WNOHANG)  # macOS: numbers are given in turn, not again at once
        if not pid:
            return None
        self._end_group()
        return os.waitstatus_to_exitcode(status)

    def tell(self, code: int | None) -> None:
        """Tell whoever asked for it how it ended; nothing where the server's end was its end."""
        if code is not None:
            with suppress(OSError):  # nobody listens any more
                wire.send(self.connection, {"code": code})
        self.connection.close()

    def _end_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
