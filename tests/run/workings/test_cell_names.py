"""Sections and their calculation share no name, so that a section's cell can be run again after the calculation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import nbformat
from builders import ROOT
from notebook_cells import as_python

ASSIGNED = re.compile(r"^\s*(?:for )?([a-z_]\w*(?:, [a-z_]\w*)*)(?: = | in )", re.MULTILINE)
"""Matches the names that a line of Python assigns, in the text of a function that writes cells."""


def assigned_by_sections() -> Iterator[str]:
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                yield from stored(ast.parse(as_python(cell.source)))


def stored(tree: ast.Module) -> Iterator[str]:
    """Names that a cell assigns, except those of comprehensions, which end with them."""
    within = {id(name) for part in ast.walk(tree) if isinstance(part, ast.comprehension) for name in ast.walk(part.target)}
    for name in ast.walk(tree):
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store) and id(name) not in within:
            yield name.id


def assigned_by_the_calculation() -> Iterator[str]:
    for path in (ROOT / "src/helpers/run/workings").glob("*.py"):
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield from (name for names in ASSIGNED.findall(text.value) for name in names.split(", "))


def test_sections_and_their_calculation_share_no_name():
    sections, calculation = set(assigned_by_sections()), set(assigned_by_the_calculation())
    assert len(sections) > 50 and len(calculation) > 200
    assert sections & calculation == set()
