"""A small and a full synthetic institution, each generated once, and a workbook with the small one."""

import pytest
from builders import made_up

from helpers.base.system.workspace import Workspace
from helpers.demo.generate import Institution, institution_of

SMALL = 60


@pytest.fixture(scope="package")
def small() -> Institution:
    return institution_of(SMALL)


@pytest.fixture(scope="package")
def full() -> Institution:
    return institution_of()


@pytest.fixture(scope="package")
def workbook() -> Workspace:
    """A workbook that holds only the small institution and its method. Tests must not change anything in it."""
    return made_up()
