"""Sections and a cover, ready to assemble."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from notebook_parts import COVER, notebook

from helpers.outputs.html.report_page import Cover
from helpers.outputs.html.section_fragments import Fragment, fragment_from_notebook


@pytest.fixture
def section() -> Callable[..., Fragment]:
    """Make a section from cells: `section("acp", "# Title", shows(...))`."""
    return lambda name, *cells: fragment_from_notebook(name, notebook(*cells))


@pytest.fixture
def cover() -> Cover:
    """A draft's cover."""
    return COVER
