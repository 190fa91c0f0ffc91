from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from real_commands import project_with_report
from real_runs import Real
from small_runs import finished

from helpers.assemble.pdf import write_pdf
from helpers.audit import run
from helpers.audit.case import Case, open_case
from helpers.audit.executed import assembled_page, execute_sections
from helpers.workspace import Workspace


@pytest.fixture
def case(tmp_path) -> Case:
    return finished(tmp_path)


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A copy of the project whose report on the second quarter of 2024 has been made."""
    return project_with_report(tmp_path_factory)


@pytest.fixture(scope="session")
def real(project, tmp_path_factory) -> Real:
    """That report opened for audit, with its sections executed again once for all tests."""
    case = open_case(Workspace(project), "mre", "2024-T2", None, tmp_path_factory.mktemp("taller"))
    executed = execute_sections(case)
    page = assembled_page(case, executed)
    paper = tmp_path_factory.mktemp("papel") / "informe.pdf"
    write_pdf(page, paper)
    return Real(case, executed, page, paper)


@pytest.fixture
def copy(real, tmp_path) -> Path:
    """That report's folder, to be spoilt."""
    return Path(shutil.copytree(real.case.folder, tmp_path / "corrida"))


@pytest.fixture
def without_kernels(real, monkeypatch) -> None:
    """Audits take the sections executed, the page and the PDF of the session's own: only once are they made."""
    monkeypatch.setattr(run, "execute_sections", lambda case, jobs: real.executed)
    monkeypatch.setattr(run, "assembled_page", lambda case, executed: real.page)
    monkeypatch.setattr(run, "reprinted", lambda case, page: real.paper)
