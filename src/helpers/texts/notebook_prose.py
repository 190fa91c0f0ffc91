"""Finds the prose of the section notebooks: their Markdown cells, and the templates written in their code."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from helpers.base.python_extras import PlainData
from helpers.base.system.workspace import Workspace
from helpers.figures.records import Prose
from helpers.settings.params import Corrida

COMPOSERS = frozenset({"say", "paragraph"})
"""Functions by which a code cell composes a template."""


def notebook_prose(workspace: Workspace, corrida: Corrida) -> tuple[Prose, ...]:
    """Return the prose of the notebooks of a run's sections.

    Returns
    -------
    tuple of Prose
        One for each Markdown cell and each template in code, with the cell's id. An unreadable notebook gives none;
        running it reports the fault.
    """
    found: list[Prose] = []
    for path in workspace.section_notebooks():
        section = path.stem.partition("_")[2]
        if section in corrida.secciones:
            found.extend(_prose_of(path, workspace.relative(path), section))
    return tuple(found)


def _prose_of(path: Path, name: str, section: str) -> Iterator[Prose]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError):
        return
    for place, cell in enumerate(cells, start=1):
        for text in _texts_of(cell):
            yield Prose(name, section, text, f"celda {cell.get('id', place)}")


def _texts_of(cell: PlainData) -> Iterator[str]:
    source = "".join(cell.get("source", ()))
    if cell.get("cell_type") == "markdown":
        yield source
    elif cell.get("cell_type") == "code":
        yield from _templates(source)


def _templates(source: str) -> Iterator[str]:
    """Yield the literal texts that a cell's code passes to a function of `COMPOSERS`."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call.func) in COMPOSERS:
            constants = (item.value for item in call.args if isinstance(item, ast.Constant))
            yield from (text for text in constants if isinstance(text, str))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
