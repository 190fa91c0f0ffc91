"""One process at a time for a destination or an inbox.

The lock is the operating system's, held on an open file: it goes with the process that held it however that
ends, so a file left behind by a killed run is never mistaken for a run in progress.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

from helpers.errors import PoaError

WINDOWS_BYTE = 1 << 20
"""Windows forbids reading a locked byte: this one is beyond the text that says who holds the lock."""


@contextmanager
def locked(path: Path, busy: Callable[[str], PoaError]) -> Iterator[str]:
    """Hold a lock.

    Parameters
    ----------
    path : Path
        The lock's file; made when missing, deleted at the end.
    busy : callable
        From who holds it (process, machine and since when), the error to raise.

    Yields
    ------
    str
        Who left the file there without letting it go: a run that was cut short. Empty where none did.

    Raises
    ------
    PoaError
        What `busy` makes, where another process holds it.
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
    """Whether some run holds the lock now."""
    try:
        stream = path.open("r+", encoding="utf-8")
    except FileNotFoundError:
        return False
    with stream:
        return not _try_lock(stream)


def _acquire(path: Path, busy: Callable[[str], PoaError]) -> TextIO:
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
    stream.seek(0)
    stream.truncate()
    stream.write(f"proceso {os.getpid()} en {platform.node()}, desde {datetime.now():%d/%m/%Y %H:%M}\n")
    stream.flush()


def _is_still(stream: TextIO, path: Path) -> bool:
    """Whether the locked file is the one at the path: its last holder may have deleted it meanwhile."""
    try:
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _release(stream: TextIO, path: Path) -> None:
    if os.name == "nt":
        stream.close()  # Windows does not delete an open file; another run that got in between keeps its own
        with suppress(OSError):
            path.unlink()
    else:
        path.unlink(missing_ok=True)
        stream.close()


if os.name == "nt":
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
