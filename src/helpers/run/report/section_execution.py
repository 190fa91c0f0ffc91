"""Executes one section's notebook with papermill in this process, and cleans what it leaves."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from helpers.base.python_extras import not_none
from helpers.run.processes.papermill_engine import NAME, SAVED_EACH
from helpers.run.processes.section_tasks import Task
from helpers.run.report.executed_notebooks import execution_number, mark_failure, tidy, without_folders
from helpers.run.report.report_order import Stop

TOO_LONG = "CellTimeoutError: la celda no terminó en {} s; vea si espera algo, o dele más (poa informe --limite)"
DIED = "el proceso que la ejecutaba terminó de golpe (¿falta memoria?)"


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
    started: list[int] = []

    def start(position: int) -> None:
        """Note that a cell starts, and start its time limit."""
        started.append(position)
        on_cell(position)
        _allow(task.limit)

    error = _attempt(task, start)
    return _finish(task, started[-1] if started else None, error)


def stop_of_ended(task: Task, position: int | None, *, is_late: bool) -> Stop:
    """Mark the notebook of a section whose process ended early, and return where it stopped.

    Parameters
    ----------
    position : int or None
        Index of the last cell that started; None if none did.
    is_late : bool
        The process was killed because a cell exceeded its limit.
    """
    return not_none(_finish(task, position, TOO_LONG.format(task.limit) if is_late else DIED))


def _attempt(task: Task, start: Callable[[int], None]) -> str:
    """Run the notebook and return the last line of the error that stopped it; empty if none did."""
    try:
        with _timed(task.limit):
            execute_notebook(
                _literal(task.notebook),
                _literal(task.executed),
                dict(task.parameters),
                cwd=task.folder,
                engine_name=NAME,
                kernel_name=NATIVE_KERNEL_NAME,
                language="python",
                progress_bar=False,
                autosave_cell_every=SAVED_EACH,
                on_cell_start=start,
            )
    except PapermillExecutionError as problem:
        return _line(problem.ename, problem.evalue)
    except (Exception, CellTimeoutError) as problem:
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


def _finish(task: Task, position: int | None, error: str) -> Stop | None:
    """Write the executed notebook, cleaned and marked where it failed; return where it stopped, None without error."""
    left = Path(task.executed) if Path(task.executed).exists() else Path(task.notebook)
    notebook = nbformat.read(left, as_version=4)
    tidy(notebook, task.roots)
    stop = None
    if error:
        error = without_folders(error, task.roots)
        stop = Stop(0, "", error)
        if position is not None:
            source = notebook.cells[position].source
            stop = Stop(execution_number(notebook, position), source.strip().partition("\n")[0], error)
            mark_failure(notebook, position, error)
    Path(task.executed).write_text(f"{nbformat.writes(notebook)}\n", encoding="utf-8", newline="\n")
    return stop


def _line(name: str, text: str) -> str:
    """Return an error's name and the last line of its text; the name alone if the text is blank."""
    lines = text.strip().splitlines()
    return f"{name}: {lines[-1]}" if lines else name
