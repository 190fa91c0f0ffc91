"""The office's report, made once; what is kept of it, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from reuse_office import make_office, report

from helpers.base.system.workspace import CACHE_VARIABLE, Workspace


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The office with its report and what was kept of its sections."""
    workspace = make_office(tmp_path_factory.mktemp("oficina") / "libro")
    report(workspace)
    return workspace


@pytest.fixture
def office(made: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A copy to change things in, with what was kept."""
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    shutil.copytree(made.root, tmp_path / "libro")
    return Workspace(tmp_path / "libro")
