"""Run `poa` in a process of its own without waiting for imports: each command runs in a fork of a Python that has them.

The forked Python only imports, so each command starts as in a new one: with its own folder, environment, arguments and
outputs. It reads each command as a line of JSON and answers with a line that gives the exit code.
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
    """The Python that is forked. It ends when its input is closed, at the end of the tests."""
    python = subprocess.Popen(
        [sys.executable, __file__], env=os.environ | {ORDER: "0"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        encoding="utf-8",
    )  # fmt: skip
    atexit.register(python.communicate)
    return python


def main() -> None:
    """Import every module, then run each command that arrives in a fork."""
    for module in pkgutil.walk_packages(helpers.__path__, "helpers."):
        importlib.import_module(module.name)
    gc.freeze()
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            _set_up_as_new_process(json.loads(line))
            importlib.import_module("helpers.desk.cli").main()
            return
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _set_up_as_new_process(asked: dict) -> None:
    """Give the process its own outputs, folder, environment and arguments, and no input, as in a new Python."""
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
