"""Run the real command in a copy of the project, as a person does from its folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import forked
import pytest
import warm_poa
from builders import ROOT

from helpers.base.errors import UsageError
from helpers.base.system.processes import locked

RUN = "mre/2024-T2"


def copy_of(folder: Path, *names: str) -> Path:
    """Copy some of the project's top folders, for a test to change."""
    for name in names:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


def copy_of_project(folder: Path) -> Path:
    """Copy everything that a run reads."""
    return copy_of(folder, "params", "data", "notebooks")


def poa(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `poa` from a folder, in a process of its own.

    The first call of each command in a test session runs in a new Python. Later calls run in a fork of a Python that
    has done all imports.
    """
    if forked.IS_POSSIBLE and not _is_first(next(iter(arguments), "")):
        return warm_poa.run(root, arguments)
    return cold_poa(root, *arguments)


def _is_first(command: str) -> bool:
    try:
        Path(os.environ["POA_PRUEBAS"], f"poa {command}".replace("/", " ")).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def cold_poa(root: Path, *arguments: str, module: str = "helpers.desk.cli") -> subprocess.CompletedProcess[str]:
    """Run `poa`, or a module that runs it, in a new Python."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


def does(root: Path, *arguments: str) -> str:
    """Run a command that must succeed; return what it prints."""
    done = poa(root, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one test process fills for all of them. Tests must not change anything in it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / name, base / f"{name}.hecho"
    while not done.exists():
        try:
            with locked(base / f"{name}.bloqueo", UsageError):
                if not done.exists():
                    shutil.rmtree(folder, ignore_errors=True)
                    folder.mkdir()
                    make(folder)
                    done.touch()
        except UsageError:
            time.sleep(1)
    return folder


def report_made(factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its report on the second quarter of 2024; it takes a core half a minute."""

    def make(folder: Path) -> None:
        done = cold_poa(copy_of_project(folder), "report", RUN)
        assert done.returncode == 0, done.stdout + done.stderr

    return made_once(factory, "proyecto-con-informe", make)


def project_with_report(factory: pytest.TempPathFactory) -> Path:
    """A copy of `report_made` that the test may change."""
    return Path(shutil.copytree(report_made(factory), factory.mktemp("proyecto") / "libro"))
