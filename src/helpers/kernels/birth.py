"""What a forked process does to be as a new one: its own session, files, folder, environment and chance."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

OWN_PACKAGE = __package__


@dataclass(frozen=True)
class Birth:
    """A process that was just forked and what it is to become.

    Attributes
    ----------
    entry : str
        `module:function` of what it runs; it is given this record, then the arguments.
    arguments : tuple
    life : int
        A file that comes to its end when the server that forked it does.
    files : tuple of int
        Open files that were handed over, besides the standard ones.
    """

    entry: str
    arguments: tuple
    life: int
    files: tuple[int, ...] = ()

    def live(self) -> None:
        """Run what it is to run."""
        function_of(self.entry)(self, *self.arguments)


def function_of(entry: str) -> Callable:
    """The function that `module:function` names."""
    module, _, name = entry.partition(":")
    return getattr(importlib.import_module(module), name)


def settle(folder: str, environment: Mapping[str, str], standard: Sequence[int]) -> None:
    """Take one's own place: nothing of the server's is left but what it imported.

    Parameters
    ----------
    standard : Sequence[int]
        What becomes input, output and errors; closed here.
    """
    os.setsid()  # a signal to its group reaches it and what it starts, and nobody else
    for place, file in enumerate(standard):
        os.dup2(file, place)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    _default_signals()
    _draw_lots_again()
    gc.enable()


def forget_own_modules() -> None:
    """Let nobody see that this process was forked: a new one has not imported these."""
    for name in [name for name in sys.modules if name == OWN_PACKAGE or name.startswith(f"{OWN_PACKAGE}.")]:
        del sys.modules[name]


def _default_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _draw_lots_again() -> None:
    """Python's own generator does it by itself in a fork; numpy's does not."""
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()
