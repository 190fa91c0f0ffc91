"""Process start and end: imports to avoid, a fixed order of sets, environment, SIGTERM, and the number of cores."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import ModuleType
from typing import cast

import helpers
from helpers.base.system.workspace import ROOT_VARIABLE

ORDER = "PYTHONHASHSEED"
COMMANDS = ("poa", "cli")
"""Names of the command's program: installed (`poa`) and as a module (`cli`)."""
GRAMMAR_OF_IRIS = "rfc3987_syntax"
OF_THE_USER = frozenset({"PYTHONSTARTUP", "MPLBACKEND"})
"""Settings of the user's own that the processes of a run do not get."""


def without_grammar_of_iris() -> None:
    """Make this process start a second sooner by hiding a package from the import system.

    `nbformat` imports `jsonschema`, which compiles a grammar of IRIs where `rfc3987_syntax` is installed (JupyterLab
    installs it) and works without it otherwise. No notebook schema uses IRIs.
    """
    # None makes the import system report the module as missing; the type of `sys.modules` does not allow it.
    cast("dict[str, ModuleType | None]", sys.modules).setdefault(GRAMMAR_OF_IRIS, None)


def with_fixed_order() -> None:
    """Restart this command with a fixed hash seed where Python would randomise the order of sets.

    Section processes are forked from this one, so two runs of a notebook that prints a set agree. Does nothing where
    the program is not the command (in tests) or the system cannot fork.
    """
    is_drawn = sys.flags.hash_randomization and os.environ.get(ORDER) != "0"
    if is_drawn and hasattr(os, "fork") and Path(sys.argv[0]).stem in COMMANDS:
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | {ORDER: "0"})


def kernel_environment(root: Path) -> dict[str, str]:
    """Return the environment variables of the processes that run sections, and of JupyterLab.

    Python's hash seed is fixed, so that a notebook that prints a set prints the same each time.

    Parameters
    ----------
    root : Path
        The workbook's root.
    """
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
    source = str(Path(helpers.__path__[0]).parent)
    path = os.pathsep.join(filter(None, (source, kept.get("PYTHONPATH", ""))))
    return kept | {"PYTHONPATH": path, ORDER: "0", ROOT_VARIABLE: str(root)}


def leave_when_told() -> None:
    """Make the first SIGTERM end this process with `SystemExit`, so that it closes its resources; ignore later ones."""
    signal.signal(signal.SIGTERM, _leave)


def _leave(*_: object) -> None:
    heed_no_more()  # a second SIGTERM would interrupt the clean-up
    sys.exit(1)


def heed_no_more() -> None:
    """Ignore SIGTERM from now on, because this process is about to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def cores() -> int:
    """Return the number of cores that this process may use; a container may have fewer than the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
