"""File locks: one process at a time works on a report's destination or on an inbox.

The operating system holds the lock on an open file and releases it when the process ends, however it ends. So the file
that a killed run leaves behind is never mistaken for a run in progress.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from helpers.base.errors import PoaError

WINDOWS_BYTE = 1 << 20
"""Byte that Windows locks. Windows forbids reading a locked byte, so it lies beyond the text that names the holder."""


@dataclass
class LockHeld(PoaError):
    """Another process does the work that a lock protects.

    Attributes
    ----------
    work : str
        What it does, in Spanish: `Otro proceso está cerrando mre/2024-T2`.
    holder : str
        Process, machine and start time; empty if unknown.
    """

    work: str
    holder: str

    def __str__(self) -> str:
        who = f" ({self.holder})" if self.holder else ""
        return f"{self.work}{who}. Espere a que termine y repita."


@contextmanager
def locked(path: Path, busy: Callable[[str], PoaError]) -> Iterator[str]:
    """Hold a lock while the block runs.

    Parameters
    ----------
    path : Path
        The lock's file; created where missing, deleted at the end.
    busy : callable
        Makes the error to raise from the text that names the holder (process, machine and start time).

    Yields
    ------
    str
        The holder's text left in the file by a run that was cut short; empty where there is none.

    Raises
    ------
    PoaError
        The error that `busy` makes, where another process holds the lock.
    """
    stream = _acquire(path, busy)
    try:
        stream.seek(0)
        left_by = stream.read().strip()
        _sign(stream)
        yield left_by
    finally:
        _release(stream, path)


def is_held(path: Path) -> bool:
    """Tell whether any process holds the lock now."""
    try:
        stream = path.open("r+", encoding="utf-8")
    except FileNotFoundError:
        return False
    with stream:
        return not _try_lock(stream)


def _acquire(path: Path, busy: Callable[[str], PoaError]) -> TextIO:
    """Open and lock the file; raise what `busy` makes where another process holds the lock."""
    while True:
        stream = path.open("a+", encoding="utf-8")
        if not _try_lock(stream):
            stream.seek(0)
            holder = stream.read().strip()
            stream.close()
            raise busy(holder)
        if _is_still(stream, path):
            return stream
        stream.close()


def _sign(stream: TextIO) -> None:
    """Write this process's name and start time into the lock's file."""
    stream.seek(0)
    stream.truncate()
    stream.write(f"proceso {os.getpid()} en {platform.node()}, desde {datetime.now():%d/%m/%Y %H:%M}\n")
    stream.flush()


def _is_still(stream: TextIO, path: Path) -> bool:
    """Tell whether the locked file is still the one at the path: its last holder may have deleted it meanwhile."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _release(stream: TextIO, path: Path) -> None:
    """Delete the file and release the lock."""
    if os.name == "nt":
        stream.close()  # Windows cannot delete an open file; if another run opens it first, the deletion fails
        with suppress(OSError):
            path.unlink()
    else:
        path.unlink(missing_ok=True)
        stream.close()


if sys.platform == "win32":
    import msvcrt

    def _try_lock(stream: TextIO) -> bool:
        stream.seek(WINDOWS_BYTE)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(stream: TextIO) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
