"""What a process of this project settles at its start: which imports it does without, and how it is told to end."""

from __future__ import annotations

import os
import signal
import sys

GRAMMAR_OF_IRIS = "rfc3987_syntax"


def without_grammar_of_iris() -> None:
    """Have this process start a second sooner.

    `nbformat` imports `jsonschema`, which compiles a grammar of IRIs at once where it finds one installed, as
    JupyterLab has it, and does without where it finds none. No notebook's schema speaks of IRIs.
    """
    sys.modules.setdefault(GRAMMAR_OF_IRIS, None)


def leave_when_told() -> None:
    """Have this process end with an exception at the first SIGTERM, to close what is open; it heeds no other."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: object) -> None:
    heed_no_more()  # a second one would stop it while it clears up
    sys.exit(1)


def heed_no_more() -> None:
    """Let no SIGTERM disturb the end of this process, which is near."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def cores() -> int:
    """Cores that this process may use; a container may have fewer than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
