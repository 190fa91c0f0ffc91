from __future__ import annotations

import pytest
from papers_books import small_book
from papers_written import Written, write


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Written:
    return write(small_book(), tmp_path_factory.mktemp("small") / "papeles.xlsx")


@pytest.fixture(scope="session")
def unrounded(tmp_path_factory) -> Written:
    """The same institution with a method that rounds only when publishing."""
    return write(small_book(stage="publicacion"), tmp_path_factory.mktemp("unrounded") / "papeles.xlsx")
