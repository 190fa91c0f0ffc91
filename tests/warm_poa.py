"""Run `poa` in a process of its own without waiting for imports: each command runs in a fork of a Python that has them.

The forked Python only imports, so each command starts as in a new one: with its own folder, environment, arguments and
outputs.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import forked

from helpers.base.system.processes import ORDER


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
        code = forked.code_of(_python(), asked)
        said = [Path(output).read_text(encoding="utf-8") for output in outputs]
    return subprocess.CompletedProcess(["poa", *arguments], code, *said)


@cache
def _python() -> subprocess.Popen[str]:
    return forked.started(Path(__file__), {ORDER: "0"})


def main(asked: dict) -> None:
    """Run a command, in the fork."""
    _set_up_as_new_process(asked)
    importlib.import_module("helpers.desk.cli").main()


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
    forked.serve(main)
