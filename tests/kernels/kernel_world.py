"""Notebooks run on a forked kernel and on an ordinary one, and what their cells print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from helpers.runner.own_kernel import OwnKernel, WarmKernel


def run(folder: Path, cells: Sequence[str], kernel: type[OwnKernel] = WarmKernel, **settings: object) -> NotebookNode:
    """A notebook of these cells, executed in a folder."""
    notebook = new_notebook(cells=[new_code_cell(cell, id=f"celda-{place}") for place, cell in enumerate(cells)])
    client = NotebookClient(
        notebook,
        kernel_manager_class=kernel,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        shutdown_kernel="immediate",
        **settings,
    )
    return client.execute()


def printed(notebook: NotebookNode) -> str:
    """All that its cells printed."""
    outputs = (output for cell in notebook.cells for output in cell.outputs)
    return "".join(output.get("text", "") for output in outputs).strip()


def say(folder: Path, *cells: str, **settings: object) -> str:
    """What cells print on a forked kernel."""
    return printed(run(folder, cells, **settings))
