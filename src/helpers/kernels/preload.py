"""What the fork server imports once, as a kernel would import it."""

from __future__ import annotations

import builtins
import gc
import importlib
import importlib.util
import io
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from types import SimpleNamespace

KERNEL = (
    "ipykernel.kernelapp", "ipykernel.zmqshell", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.oinspect", "IPython.extensions.storemagic", "IPython.utils.wildcard",
    "encodings.unicode_escape", "encodings.utf_16_be", "psutil", "sqlite3", "tornado.platform.asyncio",
    "zmq.utils.garbage",
)  # fmt: skip
"""What a kernel has imported by the time that it runs its first cell."""
STACK = (
    *KERNEL, "numpy", "pandas", "matplotlib.pyplot", "matplotlib.style.core", "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg", "seaborn",
)  # fmt: skip
"""And what notebooks import that compute and draw; of all, those that are installed."""

AS_IT_PRINTS = "UTF-8"
"""The encoding of a kernel's output: pandas remembers it."""

ADDED_TO_ENVIRONMENT: dict[str, str] = {}
"""Variables that what was imported here has set, as it would in each process."""

A_MOMENT = 2.0


def preload(names: Iterable[str]) -> None:
    """Import modules and keep them out of the collector's way: pages that it never writes to stay shared.

    Raises
    ------
    RuntimeError
        Where they leave a thread running: a fork would have the locks that it holds, and not the thread.
    """
    with _as_in_a_kernel():
        for name in names:
            if _is_installed(name):
                importlib.import_module(name)
    freeze()


def _is_installed(name: str) -> bool:
    package = name.partition(".")[0]
    return bool(importlib.util.find_spec(package) and importlib.util.find_spec(name))


def freeze() -> None:
    """Settle what is there now, until a fork enables the collector again."""
    _wait_for_threads()
    gc.collect()
    gc.freeze()
    gc.disable()


@contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Libraries ask, while they are imported, whether they are in a notebook: pandas shows 20 columns there."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)
    before = dict(os.environ)
    try:
        with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding=AS_IT_PRINTS)):
            yield
    finally:
        del builtins.get_ipython
    ADDED_TO_ENVIRONMENT.update({name: value for name, value in os.environ.items() if before.get(name) != value})


def _wait_for_threads() -> None:
    limit = time.monotonic() + A_MOMENT
    while threading.active_count() > 1:
        if time.monotonic() > limit:
            raise RuntimeError(f"hilos que quedan: {[thread.name for thread in threading.enumerate()][1:]}")
        time.sleep(0.01)
