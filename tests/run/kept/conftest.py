"""Makes the office's report once and copies it, with its kept results, for each test; copies the program's code."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from reuse_office import make_office, report

from helpers.base.system.workspace import CACHE_VARIABLE, Workspace
from helpers.run.kept import input_state


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The office with its report and the kept results of its sections."""
    workspace = make_office(tmp_path_factory.mktemp("oficina") / "libro")
    report(workspace)
    return workspace


@pytest.fixture
def office(made: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy of the office with its kept results, which a test may change."""
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    shutil.copytree(made.root, tmp_path / "libro")
    return Workspace(tmp_path / "libro")


@pytest.fixture
def code(tmp_path, monkeypatch) -> Path:
    """A copy of the program's code, which takes its place when changes are looked for."""
    copy = tmp_path / "helpers"
    shutil.copytree(input_state.code_folder(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(input_state, "code_folder", lambda: copy)
    return copy
