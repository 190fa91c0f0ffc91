"""Makes the office's report once and copies it, with its kept results, for each test; four files stand for the code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from quarter_files import put
from reuse_office import make_office, report

from helpers.base.system.workspace import CACHE_VARIABLE, Workspace
from helpers.run.kept import input_state

LIKE_CODE = (
    "base/display.py", "outputs/fonts/libro-sans-600.ttf", "views/charts/earlier_years.py",
    "views/charts/fonts/libro-sans-400.ttf",
)  # fmt: skip


@pytest.fixture(scope="package", autouse=True)
def little_code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that takes the place of the program's code when changes are looked for: all of it is read at each report."""
    folder = tmp_path_factory.mktemp("programa")
    for name in LIKE_CODE:
        put(folder / name, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(input_state, "code_folder", lambda: folder)
        yield folder


@pytest.fixture(scope="package")
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
def code(little_code, tmp_path, monkeypatch) -> Path:
    """A copy of that folder, which a test may change."""
    copy = Path(shutil.copytree(little_code, tmp_path / "helpers"))
    monkeypatch.setattr(input_state, "code_folder", lambda: copy)
    return copy
