"""`poa` in a process of its own without waiting for its imports: a Python that has done them is forked for each command.

Nothing but imports is done in the Python that is forked, so each command begins as in a new one: its own folder,
environment, arguments and outputs. It is told what to run, and tells how it ended, in lines of JSON.
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
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import helpers
from helpers.base.system.processes import ORDER

IS_POSSIBLE = hasattr(os, "fork")


def run(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run `poa` from a folder."""
    with tempfile.TemporaryDirectory(prefix="poa-") as place:
        outputs = [str(Path(place, name)) for name in ("out", "err")]
        asked = {
            "folder": str(folder),
            "arguments": list(arguments),
            "environment": dict(os.environ),
            "outputs": outputs,
        }
        python = _python()
        print(json.dumps(asked), file=python.stdin, flush=True)
        code = int(python.stdout.readline())
        said = [Path(output).read_text(encoding="utf-8") for output in outputs]
    return subprocess.CompletedProcess(["poa", *arguments], code, *said)


@cache
def _python() -> subprocess.Popen[str]:
    """The Python that is forked; it ends when its input does, with the tests."""
    python = subprocess.Popen(
        [sys.executable, __file__], env=os.environ | {ORDER: "0"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    atexit.register(python.communicate)
    return python


def main() -> None:
    """Import all that there is, and run each command that comes in a fork."""
    for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
        importlib.import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            _take_the_place(json.loads(line))
            importlib.import_module("helpers.desk.cli").main()
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _take_the_place(asked: dict) -> None:
    """Become what a new Python would be: no input, outputs, folder, environment and arguments of its own."""
    for descriptor, path, flags in zip(
        range(3), [os.devnull, *asked["outputs"]], [os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT] * 2], strict=True
    ):
        opened = os.open(path, flags)
        os.dup2(opened, descriptor)
        os.close(opened)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["poa", *asked["arguments"]]


if __name__ == "__main__":
    main()
