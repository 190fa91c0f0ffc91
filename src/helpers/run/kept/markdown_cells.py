"""The Markdown cells of a section's notebook: no result depends on them, so a kept section takes their present text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import nbformat

from helpers.base.python_extras import PlainData
from helpers.base.system.digest import data_sha256
from helpers.run.kept.input_state import digest


def results_digest(notebook: Path) -> str:
    """Return the SHA-256 of what a notebook's results depend on: all of it but the text of its Markdown cells.

    Returns
    -------
    str
        The whole file's digest if it is no notebook, or if its cells have no ids of their own, by which an executed
        notebook's cells are found again; empty if there is no file.
    """
    try:
        plain = json.loads(notebook.read_text(encoding="utf-8"))
        ids = {cell["id"] for cell in plain["cells"]}
        texts = [cell for cell in plain["cells"] if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return digest(notebook)
    if len(ids) < len(plain["cells"]):
        return digest(notebook)
    for cell in texts:
        cell["source"] = ""
    return data_sha256(plain)


def markdown_texts(notebook: bytes) -> dict[str, str]:
    """Return the texts of a notebook's Markdown cells by the cells' ids; `notebook` is the file's content."""
    cells: list[PlainData] = json.loads(notebook)["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells if "id" in cell and cell["cell_type"] == "markdown"}


def with_texts(executed: bytes, texts: Mapping[str, str]) -> bytes:
    """Return an executed notebook whose Markdown cells have these texts by id; other cells keep theirs."""
    notebook = nbformat.reads(executed.decode("utf-8"), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = texts.get(cell.id, cell.source)
    written = StringIO()
    nbformat.write(notebook, written)
    return written.getvalue().encode("utf-8")
