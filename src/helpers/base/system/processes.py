"""Processes: their start and end, environment, locks between them, cores, and a pause of the cycle collector."""

from __future__ import annotations

import gc
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

import helpers
from helpers.base.errors import PoaError
from helpers.base.system.workspace import ROOT_VARIABLE

ORDER = "PYTHONHASHSEED"
COMMANDS = ("poa", "cli")
"""Names of the command's program: installed (`poa`) and as a module (`cli`)."""
OF_THE_USER = frozenset({"PYTHONSTARTUP", "MPLBACKEND"})
"""Settings of the user's own that the processes of a run do not get."""
WINDOWS_BYTE = 1 << 20
"""Byte that Windows locks. Windows forbids reading a locked byte, so it lies beyond the text that names the holder."""


def fix_hash_seed() -> None:
    """Fix the hash seed where Python would randomise the order of sets, so that two runs of a notebook agree.

    Section processes are forked from this one: the command restarts with the seed. Call it before slow imports, because
    the restarted command repeats them. Where the system cannot fork (Windows), section processes start anew and only
    get the seed. It does nothing where the program is not the command (in tests).
    """
    is_drawn = sys.flags.hash_randomization and os.environ.get(ORDER) != "0"
    if is_drawn and Path(sys.argv[0]).stem in COMMANDS:
        os.environ[ORDER] = "0"
        if hasattr(os, "fork"):
            sys.stdout.flush()
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def kernel_environment(root: Path) -> dict[str, str]:
    """Return the environment variables for the processes that run sections, and for JupyterLab.

    They are this process's own without the user's settings of Python and matplotlib (`OF_THE_USER`), with this code on
    `PYTHONPATH` and the root in `POA_RAIZ`. Python's hash seed is fixed, so that a notebook that prints a set prints
    the same each time.

    Parameters
    ----------
    root : Path
        The workbook's root.
    """
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
    source = str(Path(helpers.__path__[0]).parent)
    path = os.pathsep.join(filter(None, (source, kept.get("PYTHONPATH", ""))))
    return kept | {"PYTHONPATH": path, ORDER: "0", ROOT_VARIABLE: str(root)}


def exit_on_sigterm() -> None:
    """Make the first SIGTERM raise `SystemExit(1)`, so that this process closes its resources; ignore later ones."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: object) -> None:
    ignore_sigterm()  # a second SIGTERM would interrupt the clean-up
    sys.exit(1)


def ignore_sigterm() -> None:
    """Ignore SIGTERM from now on, because this process is about to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def cores() -> int:
    """Return the number of cores that this process may use; a container may have fewer than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def uncollected() -> Iterator[None]:
    """Run a block without the cycle collector, and restore it as it was.

    The collector would walk all the new objects again and again and find little to free.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


READINGS, BETWEEN_READINGS = 20, 0.05
"""How often the name of a lock's holder is looked for, and the seconds between."""


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
        """Return a sentence with the work, its holder if known, and the advice to wait."""
        who = f" ({self.holder})" if self.holder else ""
        return f"{self.work}{who}. Espere a que termine y repita."


@contextmanager
def locked(path: Path, busy: Callable[[str], PoaError]) -> Iterator[str]:
    """Hold a lock while the block runs: one process at a time works on a report's destination or on an inbox.

    The operating system holds the lock on an open file and releases it when the process ends, however it ends. So the
    file that a killed run leaves behind is never mistaken for a run in progress.

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
    """Tell whether any process holds the lock of `locked` now; False where its file does not exist.

    The call itself neither waits nor keeps the lock.
    """
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
            with stream:
                raise busy(_signature(stream))
        if _is_still(stream, path):
            return stream
        stream.close()


def _sign(stream: TextIO) -> None:
    """Write this process's name and start time into the lock's file."""
    stream.seek(0)
    stream.truncate()
    stream.write(f"proceso {os.getpid()} en {platform.node()}, desde {datetime.now():%d/%m/%Y %H:%M}\n")
    stream.flush()


def _signature(stream: TextIO) -> str:
    """Return the holder's text, for which this waits a second: it signs just after it has the lock. May be empty."""
    for _ in range(READINGS):
        stream.seek(0)
        if holder := stream.read().strip():
            return holder
        time.sleep(BETWEEN_READINGS)
    return ""


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
