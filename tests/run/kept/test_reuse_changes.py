"""A change is described by the shortest distinct name of its file and, for a table, the number of changed rows."""

from __future__ import annotations

import pytest

from helpers.base.system.digest import bytes_sha256
from helpers.base.system.workspace import Workspace
from helpers.run.kept.input_state import CODE, FILES, all_changes, remember_lines

TABLE = "data/mini/2024/avances.csv"


@pytest.fixture
def world(tmp_path) -> Workspace:
    return Workspace(tmp_path)


def state(world: Workspace, text: str) -> dict[str, dict[str, str]]:
    path = world.root / TABLE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = {FILES: {TABLE: bytes_sha256(path.read_bytes())}}
    remember_lines(world, found)
    return found


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("a\n1\n2\n", "a\n1\n3\n", f"cambió {TABLE}, 1 fila"),
        ("a\n1\n2\n", "a\n1\n2\n3\n4\n", f"cambió {TABLE}, 2 filas"),
        ("a\n1\n2\n", "a\n", f"cambió {TABLE}, 2 filas"),
        ("a\n1\n2\n", "a\n2\n1\n", f"cambió {TABLE}, el orden de sus filas"),
        ("a\n1\n", "a\n1\n", ""),
    ],
)
def test_changed_rows_of_a_table_are_counted(world, before, now, expected):
    assert all_changes(state(world, before), state(world, now), world) == expected


def test_rows_of_a_file_that_is_not_csv_are_not_counted(world):
    said = all_changes({FILES: {"data/mini/2024/avances.xlsx": "1"}}, {FILES: {"data/mini/2024/avances.xlsx": "2"}}, world)
    assert said == "cambió data/mini/2024/avances.xlsx"


def test_without_remembered_lines_only_the_table_is_named(world):
    before = {FILES: {TABLE: "otra"}}
    assert all_changes(before, state(world, "a\n1\n"), world) == f"cambió {TABLE}"


def test_of_many_changes_only_the_first_three_are_named(world, wording):
    before = {CODE: {f"src/helpers/{name}.py": "1" for name in "abcde"}}
    now = {CODE: {f"src/helpers/{name}.py": "1" for name in "z"}}
    wording(all_changes(before, now, world), "src/helpers/a.py", "src/helpers/b.py", "src/helpers/c.py", "3")
