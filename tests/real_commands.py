"""The real command in a copy of the project, as a person runs it from its folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import ROOT

from helpers.errors import UsageError
from helpers.lock import locked

RUN = "mre/2024-T2"


def copy_of(folder: Path, *names: str) -> Path:
    """Copy some of the project's top folders, to be changed at will."""
    for name in names:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


def copy_of_project(folder: Path) -> Path:
    """A copy of what a run reads."""
    return copy_of(folder, "params", "data", "notebooks")


def poa(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `poa` from a folder."""
    command = [sys.executable, "-m", "helpers.cli", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def does(root: Path, *arguments: str) -> str:
    """Run a command that must succeed; what it printed."""
    done = poa(root, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def project_with_report(factory: pytest.TempPathFactory) -> Path:
    """A copy of the project whose report on the second quarter of 2024 has been made, to be changed at will.

    The report is made once for all the processes that share the tests: it takes a minute of two cores.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    made = base / "proyecto-con-informe"
    while not (made / "hecho").exists():
        try:
            with locked(base / "proyecto-con-informe.bloqueo", UsageError):
                if not (made / "hecho").exists():
                    made.mkdir()
                    does(copy_of_project(made), "report", RUN)
                    (made / "hecho").touch()
        except UsageError:
            time.sleep(1)
    root = factory.mktemp("proyecto") / "libro"
    shutil.copytree(made, root, ignore=shutil.ignore_patterns("hecho"))
    return root
