"""A small and a full synthetic institution, each generated once, and a workbook with the small one."""

from pathlib import Path

import pytest
from builders import WORKSPACE

from helpers.base.system.workspace import Workspace
from helpers.demo.demo_write import make_demo
from helpers.demo.generate import Institution, institution_of

SMALL = 60


@pytest.fixture(scope="package")
def small() -> Institution:
    return institution_of(SMALL)


@pytest.fixture(scope="package")
def full() -> Institution:
    return institution_of()


@pytest.fixture(scope="package")
def workbook(tmp_path_factory) -> Workspace:
    """A workbook that holds only the small institution and its method."""
    root: Path = tmp_path_factory.mktemp("demo") / "libro"
    make_demo(WORKSPACE, root, SMALL, 2024)
    return Workspace(root)
