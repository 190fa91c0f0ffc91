"""A Python that does all imports once and answers each request in a fork: a request then starts as in a new Python.

Both sides speak JSON, a line for each request; the answer is a line with the fork's exit code.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import helpers

IS_POSSIBLE = hasattr(os, "fork")


def started(script: Path, settings: Mapping[str, str]) -> subprocess.Popen[str]:
    """Start a script that calls `serve`, with these settings in its environment. It ends when its input is closed."""
    python = subprocess.Popen(
        [sys.executable, str(script)], env=os.environ | settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    atexit.register(python.communicate)
    return python


def code_of(python: subprocess.Popen[str], request: object) -> int:
    """Let a fork answer a request; return its exit code."""
    print(json.dumps(request), file=python.stdin, flush=True)
    return int(python.stdout.readline())


def serve(answer: Callable[[Any], None]) -> None:
    """Import every module, then answer each request that arrives in a fork."""
    for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
        importlib.import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            answer(json.loads(line))
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
