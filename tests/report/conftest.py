"""The real report on the real data, made by the real command in a copy of the project."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsers import chromium, complaints
from reader import FETCHED, Page
from real_commands import RUN, project_with_report


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A copy of the project that holds a finished report on the second quarter of 2024."""
    return project_with_report(tmp_path_factory)


@pytest.fixture(scope="session")
def output(project) -> Path:
    """The folder of that report."""
    return project / "output" / RUN


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    yield from chromium(tmp_path_factory.mktemp("chromium"))


@pytest.fixture(scope="module")
def pages(browser, output) -> Page:
    return Page(browser, output)


@pytest.fixture
def page(pages) -> Page:
    """The report in the browser; after each test it must have logged no error and fetched no file."""
    complaints(pages.window)
    pages.is_open = False
    yield pages
    assert complaints(pages.browser) == []
    assert pages.run(FETCHED) == []


@pytest.fixture(scope="module")
def keys():
    return pytest.importorskip("selenium.webdriver.common.keys").Keys
