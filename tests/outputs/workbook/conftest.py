from __future__ import annotations

import pytest
from papers_books import small_book
from papers_methods import BOOKS, OF_EVERY_KIND
from papers_tasks import scored, small_dataset
from papers_written import Written, write


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> Written:
    return write(small_book(), tmp_path_factory.mktemp("small") / "papeles.xlsx")


@pytest.fixture(scope="session")
def unrounded(tmp_path_factory) -> Written:
    """The small Book by a method that rounds only when publishing."""
    return write(small_book(stage="publicacion"), tmp_path_factory.mktemp("unrounded") / "papeles.xlsx")


@pytest.fixture(scope="session", params=OF_EVERY_KIND)
def scored_by_tasks(request, tmp_path_factory) -> Written:
    """An institution with tasks, once for each kind of formula that a method may need."""
    return write(BOOKS[request.param](), tmp_path_factory.mktemp("tareas") / "papeles.xlsx")


@pytest.fixture(scope="session")
def ministry(tmp_path_factory) -> Written:
    """The small institution with tasks, scored by the ministry's method."""
    return write(scored(small_dataset(), "mre-2024"), tmp_path_factory.mktemp("mre") / "papeles.xlsx")
