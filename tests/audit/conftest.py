from __future__ import annotations

from pathlib import Path

import pytest
from real_runs import RUN, Real, copy_of_project, poa
from small_runs import finished

from helpers.audit.case import Case, open_case
from helpers.audit.executed import assembled_page, execute_sections
from helpers.workspace import Workspace


@pytest.fixture
def case(tmp_path) -> Case:
    return finished(tmp_path)


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A copy of the project whose report on the second quarter of 2024 has been made."""
    root = copy_of_project(tmp_path_factory.mktemp("proyecto"))
    done = poa(root, "report", RUN)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def real(project, tmp_path_factory) -> Real:
    """That report opened for audit, with its sections executed again once for all tests."""
    case = open_case(Workspace(project), "mre", "2024-T2", None, tmp_path_factory.mktemp("taller"))
    executed = execute_sections(case)
    return Real(case, executed, assembled_page(case, executed))
