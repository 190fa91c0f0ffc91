"""The real report on the real data, made by the real command in a copy of the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import complaints
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
def pages(browser, output) -> Page:
    return Page(browser, output)


@pytest.fixture
def page(pages) -> Iterator[Page]:
    """The report in the browser, opened for this test alone."""
    pages.is_open = False
    yield from watched(pages)
    pages.is_open = False


@pytest.fixture
def open_page(pages) -> Iterator[Page]:
    """The report as the last test left it, if that one used this too, but folded: opening it takes a second."""
    pages.fold()
    yield from watched(pages)


def watched(pages: Page) -> Iterator[Page]:
    """After each test the page must have logged no error and fetched no file."""
    complaints(pages.window)
    yield pages
    assert complaints(pages.browser) == []
    assert pages.run(FETCHED) == []


@pytest.fixture(scope="module")
def keys():
    return pytest.importorskip("selenium.webdriver.common.keys").Keys
