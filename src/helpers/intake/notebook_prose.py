"""The prose of the section notebooks: their Markdown, and the templates that their code composes."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from helpers.params import Corrida
from helpers.records import Prose
from helpers.workspace import Workspace

COMPOSERS = frozenset({"say", "paragraph"})
"""What a cell calls to compose a template."""


def notebook_prose(workspace: Workspace, corrida: Corrida) -> tuple[Prose, ...]:
    """The prose of a run's sections; a notebook that cannot be read is told of when it is run."""
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


def _texts_of(cell: Mapping[str, object]) -> Iterator[str]:
    source = "".join(cell.get("source", ()))
    if cell.get("cell_type") == "markdown":
        yield source
    elif cell.get("cell_type") == "code":
        yield from _templates(source)


def _templates(source: str) -> Iterator[str]:
    """The texts that a cell's code gives to `say`: those written out in it."""
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
