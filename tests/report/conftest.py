"""The real report on the real data, made by the real command in a copy of the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from real_commands import RUN, project_with_report


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A project whose report on the second quarter of 2024 has been made."""
    return project_with_report(tmp_path_factory)


@pytest.fixture(scope="session")
def output(project) -> Path:
    """The folder of that report."""
    return project / "output" / RUN
