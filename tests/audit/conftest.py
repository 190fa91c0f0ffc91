from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
from hospital import HOSPITAL, hospital_report
from real_commands import RUN, made_once, report_made
from real_runs import Real, Verified, once_for_bytes, printed_again, verified_in, verify_for_real
from small_runs import finished

from helpers.audit import run_audit
from helpers.audit.audit_case import Case, open_case
from helpers.audit.pages import audited_docx, audited_pdf
from helpers.base.system.workspace import Workspace


@pytest.fixture
def case(tmp_path) -> Case:
    return finished(tmp_path)


@pytest.fixture(scope="session")
def verified(tmp_path_factory) -> Verified:
    """What `poa auditar` printed and wrote for that report. The command runs once for all test processes."""
    made = report_made(tmp_path_factory)
    return verified_in(made_once(tmp_path_factory, "verificado", lambda folder: verify_for_real(made, folder, RUN)), RUN)


@pytest.fixture(scope="session")
def verified_hospital(tmp_path_factory) -> Verified:
    """What `poa auditar --sin-libreoffice` printed and wrote for a small report; it too runs once."""
    made = hospital_report(tmp_path_factory)

    def verify(folder: Path) -> None:
        verify_for_real(made, folder, HOSPITAL, "--sin-libreoffice")

    return verified_in(made_once(tmp_path_factory, "hospital-verificado", verify), HOSPITAL)


@pytest.fixture(scope="session")
def real(verified_hospital, tmp_path_factory) -> Real:
    """The small report opened for audit, with the sections, the page and the PDF that `poa auditar` made again."""
    root = hospital_report(tmp_path_factory)
    case = open_case(Workspace(root), *HOSPITAL.split("/"), None, tmp_path_factory.mktemp("taller"))
    return Real(case, *verified_hospital.kept)


@pytest.fixture
def copy(real, tmp_path) -> Path:
    """A copy of that report's folder that a test may damage."""
    return Path(shutil.copytree(real.case.folder, tmp_path / "corrida"))


@pytest.fixture(scope="session")
def words_of():
    """Reads the words of a PDF, once for the same bytes. A changed PDF has other bytes and is read again."""
    return once_for_bytes(audited_pdf.pdf_words)


@pytest.fixture(scope="session")
def document_of():
    """Writes a page as a Word file, once for the same page and date."""
    return cache(audited_docx.report_docx)


@pytest.fixture
def without_kernels(real, words_of, document_of, monkeypatch) -> None:
    """Audits use the sections, page, PDF and Word file made once per session instead of executing and writing again."""
    monkeypatch.setattr(audited_docx, "report_docx", document_of)
    monkeypatch.setattr(audited_pdf, "pdf_words", words_of)
    monkeypatch.setattr(run_audit, "execute_sections", lambda case, jobs: real.executed)
    monkeypatch.setattr(run_audit, "assembled_page", lambda case, executed: real.page)
    monkeypatch.setattr(run_audit, "reprinted", lambda case, page: printed_again(case, real))
