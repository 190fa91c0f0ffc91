"""The real report on the real data, made once by the real command in a copy of the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def copy_of_project(folder: Path) -> Path:
    """A copy of what a run reads, to be changed at will."""
    for name in ("params", "data", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


def poa(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `poa` as a person does, from the project's folder."""
    command = [sys.executable, "-m", "helpers.cli", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A project whose report on the second quarter of 2024 has been made."""
    root = copy_of_project(tmp_path_factory.mktemp("proyecto"))
    done = poa(root, "report", "mre/2024-T2")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def output(project) -> Path:
    """The folder of that report."""
    return project / "output" / "mre" / "2024-T2"
