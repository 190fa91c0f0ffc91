"""Executes one section's notebook with papermill in this process, and cleans what it leaves.

Outputs and errors stay; everything that depends on the machine or the time is removed.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from papermill import execute_notebook

from helpers.base.python_extras import not_none
from helpers.base.system import atomic
from helpers.run.processes.papermill_engine import NAME
from helpers.run.report.report_order import Stop
from helpers.run.report.section_notebooks import Roots, Task

TOO_LONG = "CellTimeoutError: la celda no terminó en {} s; vea si espera algo, o dele más (poa informe --limite)"
DIED = "el proceso que la ejecutaba terminó de golpe (¿falta memoria?)"
SAVED_EACH = 2
"""Seconds between saves of the notebook, so that a killed process leaves its outputs."""
DECLARED_TAG, INJECTED_TAG = "parameters", "injected-parameters"
INJECTED_COMMENT = "# Los de esta corrida; para otra, cámbielos aquí"
FAILED_TAG = "fallo"
FAILED_NOTICE = (
    '<a id="fallo"></a>**Aquí se detuvo la ejecución.** La celda siguiente falló; '
    "las que vienen después no se ejecutaron."
)
TOP_NOTICE = "**Esta sección no terminó:** [la celda que falló](#fallo)."

_ASSIGNED = re.compile(r"^(\w+) *=.*$", re.MULTILINE)


class CellTimeoutError(BaseException):
    """A cell exceeded its time limit. A BaseException, so that no `except Exception` in a cell catches it."""


def execute(task: Task, on_cell: Callable[[int], None]) -> Stop | None:
    """Run a notebook and save it executed, cleaned, and marked where it failed.

    Parameters
    ----------
    on_cell : Callable[[int], None]
        Called with the index of each cell when it starts.

    Returns
    -------
    Stop or None
        Where it stopped; None if all cells ran.
    """
    notebook: NotebookNode | None = None
    reached: int | None = None
    saved, due = 0, 0.0

    def start(position: int, running: NotebookNode) -> None:
        """Save the notebook if it is due or has new cells, note that a cell starts, and start its time limit."""
        nonlocal notebook, reached, saved, due
        if len(running.cells) > saved or time.monotonic() > due:
            _save(running, task)
            saved, due = len(running.cells), time.monotonic() + SAVED_EACH
        notebook, reached = running, position
        on_cell(position)
        _allow(task.limit)

    error = _attempt(task, start)
    return _finish(task, notebook or _left(task), reached, error)


def stop_of_ended(task: Task, position: int | None, *, is_late: bool) -> Stop:
    """Mark the notebook of a section whose process ended early, and return where it stopped.

    Parameters
    ----------
    position : int or None
        Index of the last cell that started; None if none did.
    is_late : bool
        The process was killed because a cell exceeded its limit.
    """
    return not_none(_finish(task, _left(task), position, TOO_LONG.format(task.limit) if is_late else DIED))


def _attempt(task: Task, start: Callable[[int, NotebookNode], None]) -> str:
    """Run the notebook and return the last line of the error that stopped it; empty if none did."""
    try:
        with _timed(task.limit):
            execute_notebook(
                _literal(task.notebook),
                None,  # papermill may leave a half-written file: `start` saves the notebook
                dict(task.parameters),
                cwd=task.folder,
                engine_name=NAME,
                kernel_name=NATIVE_KERNEL_NAME,
                language="python",
                progress_bar=False,
                on_cell_start=start,
            )
    except BaseException as problem:  # papermill takes `sys.exit()` for a good end: the rest would be missing
        return _line(type(problem).__name__, str(problem))
    return ""


@contextmanager
def _timed(limit: int) -> Iterator[None]:
    """Let `CellTimeoutError` end a cell that exceeds the limit, in seconds, within the `with` block; 0 for no limit.

    `_allow` starts the timer of each cell. Without timers (Windows) nothing happens here: the run kills the process.
    """
    if not limit or not hasattr(signal, "setitimer"):
        yield
        return

    def interrupt(*_: object) -> None:
        """Raise `CellTimeoutError` in the running cell."""
        raise CellTimeoutError(TOO_LONG.format(limit).partition(": ")[2])

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        yield
    finally:
        _allow(0)
        signal.signal(signal.SIGALRM, before)


def _allow(seconds: int) -> None:
    """Restart the timer that interrupts a cell, or stop it with 0; nothing where there are no timers (Windows)."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _literal(path: str) -> str:
    """Escape braces in a path, because papermill fills in what stands between them."""
    return path.replace("{", "{{").replace("}", "}}")


def _left(task: Task) -> NotebookNode:
    """Read the notebook as it was saved last; where nothing was saved, as it is before it runs."""
    executed = Path(task.executed)
    left: NotebookNode = nbformat.read(executed if executed.exists() else Path(task.notebook), as_version=4)
    return left


def _save(notebook: NotebookNode, task: Task) -> None:
    """Save the executed notebook, whole or not at all: its process may be killed at any moment."""
    atomic.write_text(Path(task.executed), f"{nbformat.writes(notebook)}\n")


def _finish(task: Task, notebook: NotebookNode, position: int | None, error: str) -> Stop | None:
    """Save the notebook, cleaned and marked where it failed; return where it stopped, None without error."""
    tidy(notebook, task.roots)
    stop = None
    if error:
        error = _without_folders(error, task.roots)
        stop = Stop(0, "", error)
        if position is not None:
            source = notebook.cells[position].source
            stop = Stop(execution_number(notebook, position), source.strip().partition("\n")[0], error)
            mark_failure(notebook, position, error)
    _save(notebook, task)
    return stop


def _line(name: str, text: str) -> str:
    """Return an error's name and the last line of its text; the name alone if the text is blank."""
    lines = text.strip().splitlines()
    return f"{name}: {lines[-1]}" if lines else name


def tidy(notebook: NotebookNode, roots: Roots) -> None:
    """Remove from a notebook, in place, what papermill adds (metadata, times) and this machine's folders.

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


def _without_folders(text: str, roots: Roots) -> str:
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
    """Return whether `mark_failure` has added a cell to say where a run stopped."""
    return cell.cell_type == "markdown" and FAILED_TAG in _tags(cell)


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
                holder[key] = _without_folders(holder[key], roots)
    if "traceback" in output:
        output["traceback"] = [_without_folders(line, roots) for line in output["traceback"]]
