"""Cleans executed notebooks: keeps outputs and errors, removes everything that depends on the machine or the time."""

from __future__ import annotations

import re

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from helpers.run.processes.section_tasks import Roots

DECLARED_TAG, INJECTED_TAG = "parameters", "injected-parameters"
INJECTED_COMMENT = "# Los de esta corrida; para otra, cámbielos aquí"
FAILED_TAG = "fallo"
FAILED_NOTICE = (
    '<a id="fallo"></a>**Aquí se detuvo la ejecución.** La celda siguiente falló; '
    "las que vienen después no se ejecutaron."
)
TOP_NOTICE = "**Esta sección no terminó:** [la celda que falló](#fallo)."

_PAPERMILL_MARK = "papermill-error-cell-tag"
_ASSIGNED = re.compile(r"^(\w+) *=.*$", re.MULTILINE)


def tidy(notebook: NotebookNode, roots: Roots) -> None:
    """Remove from a notebook, in place, what papermill adds (metadata, times, error cells) and this machine's folders.

    In outputs, each folder of `roots` is replaced by the text that `roots` gives for it. The injected values also
    become those of the cell tagged `parameters`: papermill replaces the cell that it has injected, so that
    `papermill … -p periodo 2024-T3` on the executed notebook would otherwise lose the institution. Notices of
    `mark_failure` are removed too, because a process may be killed after it has marked where it stopped.
    """
    notebook.metadata.pop("papermill", None)
    notebook.cells = [cell for cell in notebook.cells if not _is_notice(cell)]
    for cell in notebook.cells:
        for note in ("papermill", "execution"):
            cell.metadata.pop(note, None)
        if not _tags(cell):
            cell.metadata.pop("tags", None)
        if INJECTED_TAG in _tags(cell):
            cell["id"] = INJECTED_TAG  # papermill's is random: two equal runs would differ
            cell["source"] = cell["source"].replace("# Parameters", INJECTED_COMMENT, 1)
        for output in cell.get("outputs", ()):
            _clean(output, roots)
    _default_to_injected(notebook)


def mark_failure(notebook: NotebookNode, position: int, error: str) -> None:
    """Mark the cell that failed, in place, with a notice above it and one at the top. Call it after `tidy`.

    Parameters
    ----------
    position : int
        Index of the cell, from 0.
    error : str
        Becomes the output of a code cell that has no error, as when its process died.
    """
    cell = notebook.cells[position]
    cell.metadata["tags"] = list(dict.fromkeys((*_tags(cell), FAILED_TAG)))
    if cell.cell_type == "code" and not any(output.output_type == "error" for output in cell.outputs):
        name, _, text = error.partition(": ")
        cell.outputs.append(new_output("error", ename=name, evalue=text, traceback=[error]))
    for place, name, text in ((position, "aqui", FAILED_NOTICE), (0, "arriba", TOP_NOTICE)):
        notice = new_markdown_cell(text, id=f"{FAILED_TAG}-{name}", metadata={"tags": [FAILED_TAG]})
        notebook.cells.insert(place, notice)


def without_folders(text: str, roots: Roots) -> str:
    """Return a text in which each folder of `roots`, in order, is replaced."""
    for folder, instead in roots:
        text = text.replace(folder, instead)
    return text


def execution_number(notebook: NotebookNode, position: int) -> int:
    """Return the number that JupyterLab shows beside the code cell at an index (from 0) when the cells run in order.

    Blank code cells do not count.
    """
    run = notebook.cells[: position + 1]
    return sum(1 for cell in run if cell.cell_type == "code" and cell.source.strip())


def _default_to_injected(notebook: NotebookNode) -> None:
    """Give the parameters in the cell tagged `parameters` the injected values, in place."""
    injected = [cell.source for cell in notebook.cells if INJECTED_TAG in _tags(cell)]
    lines = {line[1]: line[0] for source in injected for line in _ASSIGNED.finditer(source)}
    for cell in notebook.cells:
        if DECLARED_TAG in _tags(cell):
            cell["source"] = _ASSIGNED.sub(lambda line: lines.get(line[1], line[0]), cell["source"])


def _is_notice(cell: NotebookNode) -> bool:
    """Return whether papermill or `mark_failure` has added a cell to say where a run stopped."""
    return _PAPERMILL_MARK in _tags(cell) or (cell.cell_type == "markdown" and FAILED_TAG in _tags(cell))


def _tags(cell: NotebookNode) -> list[str]:
    """Return a cell's tags; empty without any."""
    return list(cell.metadata.get("tags", ()))


def _clean(output: NotebookNode, roots: Roots) -> None:
    """Remove folder paths from the texts of an output: a stream, text-like data, a traceback."""
    data = output.get("data", {})
    texts = ((output, ("text", "evalue")), (data, tuple(kind for kind in data if kind.startswith("text/"))))
    for holder, keys in texts:
        for key in keys:
            if isinstance(holder.get(key), str):
                holder[key] = without_folders(holder[key], roots)
    if "traceback" in output:
        output["traceback"] = [without_folders(line, roots) for line in output["traceback"]]
