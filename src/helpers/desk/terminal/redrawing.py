"""Redraws a live display from a thread that is never there while this process forks.

A forked process has only the thread that forked it. A lock that another thread held then stays locked in it for ever.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

EVERY = 0.1
"""Seconds between two drawings."""


class Redrawing:
    """Calls a function again and again, from `start` to `stop`, except while this process forks."""

    def __init__(self, redraw: Callable[[], None]) -> None:
        self._redraw = redraw
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to redraw, every tenth of a second, in a thread of its own."""
        _ACTIVE.append(self)
        self.resume()

    def stop(self) -> None:
        """Redraw no more; returns when the thread has ended. Call it once, after `start`."""
        _ACTIVE.remove(self)
        self.pause()

    def resume(self) -> None:
        """Start the thread that redraws, at first or after `pause`."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def pause(self) -> None:
        """End the thread that redraws, and wait for its end; `resume` starts another."""
        self._stopped.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        """Redraw at fixed intervals until stopped."""
        while not self._stopped.wait(EVERY):
            self._redraw()


_ACTIVE: list[Redrawing] = []


def _pause_all() -> None:
    """Pause all live displays before this process forks."""
    for one in _ACTIVE:
        one.pause()


def _resume_all() -> None:
    """Resume all live displays in the process that forked."""
    for one in _ACTIVE:
        one.resume()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_pause_all, after_in_parent=_resume_all, after_in_child=_ACTIVE.clear)
