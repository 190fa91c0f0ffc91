"""What an executed notebook keeps: outputs and where it failed, nothing of the machine or the moment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from helpers.runner.tasks import Roots

INJECTED_TAG = "injected-parameters"
INJECTED_COMMENT = "# Los de esta corrida"
FAILED_TAG = "fallo"
FAILED_NOTICE = (
    '<a id="fallo"></a>**Aquí se detuvo la ejecución.** La celda siguiente falló; '
    "las que vienen después no se ejecutaron."
)
TOP_NOTICE = "**Esta sección no terminó:** [la celda que falló](#fallo)."

_PAPERMILL_MARK = "papermill-error-cell-tag"
_KERNEL_FILE = re.compile(r"(?:[A-Za-z]:)?(?:[\\/][\w.~-]{1,255}){0,20}[\\/]ipykernel_\d+[\\/]\d+\.py")


def tidy(notebook: NotebookNode, roots: Roots) -> None:
    """Take out papermill's notes, times and marks, and the folders of this machine, in place."""
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if _PAPERMILL_MARK not in _tags(cell)]
    for cell in notebook.cells:
        for note in ("papermill", "execution"):
            cell.metadata.pop(note, None)
        if not _tags(cell):
            cell.metadata.pop("tags", None)
        if INJECTED_TAG in _tags(cell):
            cell["id"] = INJECTED_TAG  # papermill draws one by lot: two equal runs would differ
            cell["source"] = cell["source"].replace("# Parameters", INJECTED_COMMENT, 1)
        for holder, key in _texts(cell):
            holder[key] = without_folders(holder[key], roots)


def mark_failure(notebook: NotebookNode, position: int, error: str) -> None:
    """Mark the cell that failed, in place; call it on a tidy notebook.

    Parameters
    ----------
    position : int
        Of the cell, from 0.
    error : str
        Stands as the cell's output where it has none: a kernel that dies says nothing.
    """
    cell = notebook.cells[position]
    cell.metadata["tags"] = [*_tags(cell), FAILED_TAG]
    if not any(output.output_type == "error" for output in cell.outputs):
        name, _, text = error.partition(": ")
        cell.outputs.append(new_output("error", ename=name, evalue=text, traceback=[error]))
    for place, text in ((position, FAILED_NOTICE), (0, TOP_NOTICE)):
        notice = new_markdown_cell(text, id=f"{FAILED_TAG}-{place}", metadata={"tags": [FAILED_TAG]})
        notebook.cells.insert(place, notice)


def without_folders(text: str, roots: Roots) -> str:
    """A text with this machine's folders replaced."""
    if "ipykernel_" in text:  # a picture is a megabyte of text, where the search for a path is slow
        text = _KERNEL_FILE.sub("<celda>", text)
    for folder, instead in roots:
        text = text.replace(folder, instead)
    return text


def execution_number(notebook: NotebookNode, position: int) -> int:
    """The number that JupyterLab shows beside a code cell run in order."""
    run = notebook.cells[: position + 1]
    return sum(1 for cell in run if cell.cell_type == "code" and cell.source.strip())


def _tags(cell: NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", ()))


def _texts(cell: NotebookNode) -> Iterator[tuple[dict | list, str | int]]:
    """Places of a code cell's outputs that hold text: streams, text-like data, tracebacks."""
    for output in cell.get("outputs", ()):
        for key in ("text", "evalue"):
            if isinstance(output.get(key), str):
                yield output, key
        for place in range(len(output.get("traceback", ()))):
            yield output["traceback"], place
        data = output.get("data", {})
        yield from ((data, kind) for kind in data if kind.startswith("text/") and isinstance(data[kind], str))
