"""One notebook by papermill on a kernel of this same Python; runs in a worker process.

Papermill changes the working folder of its whole process (nteract/papermill#473) and, on Windows, its event
loop policy: one process runs one notebook at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import zmq
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from papermill import execute_notebook
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from helpers.runner.executed import execution_number, mark_failure, tidy, without_folders
from helpers.runner.tasks import Stop, Task

START_ATTEMPTS = 2
"""Two kernels that start at once may get the same port (nteract/papermill#511): the loser starts again."""

DEAD_KERNEL = "DeadKernelError: el núcleo de Python terminó de golpe (¿falta memoria?)"


class OwnKernel(AsyncKernelManager):
    """Starts the Python that runs this, whatever kernels are installed on the machine under the same name."""

    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)

    def _transport_encryption_default(self) -> str:
        """Others on the machine can reach the kernel's ports; older Jupyters have no such setting."""
        return "auto" if zmq.has("curve") else "disabled"


class WrittenOnce(NBClientEngine):
    """Leaves the notebook when it ends, well or badly: papermill writes it whole before and after each of its cells."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **settings: object) -> None:
        place, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **settings)
        finally:
            nb_man.output_path = place


papermill_engines.register(WrittenOnce.__name__, WrittenOnce)


def execute(task: Task, on_cell: Callable[[int], None]) -> Stop | None:
    """Run a notebook and leave it executed, tidy, and marked where it failed.

    Parameters
    ----------
    on_cell : Callable[[int], None]
        Told the position of each cell when it starts.
    """
    started: list[int] = []

    def start(cell: object, cell_index: int) -> None:
        started.append(cell_index)
        on_cell(cell_index)

    problem: Exception | None = None
    for _ in range(START_ATTEMPTS):
        problem = _attempt(task, start)
        if problem is None or started:
            break
    return _finish(task, started[-1] if started else None, problem)


def _attempt(task: Task, start: Callable[..., None]) -> Exception | None:
    os.environ["IPYTHONDIR"] = str(Path(task.folder) / ".ipython")  # not the user's start-up files
    try:
        execute_notebook(
            _literal(task.notebook),
            _literal(task.executed),
            dict(task.parameters),
            cwd=task.folder,
            engine_name=WrittenOnce.__name__,
            kernel_name=NATIVE_KERNEL_NAME,
            language="python",
            progress_bar=False,
            kernel_manager_class=OwnKernel,
            record_timing=False,
            on_cell_start=start,
        )
    except Exception as problem:  # papermill lets through whatever the kernel's death brings
        return problem
    return None


def _literal(path: str) -> str:
    """A path as papermill takes it: it fills in what stands between braces."""
    return path.replace("{", "{{").replace("}", "}}")


def _finish(task: Task, position: int | None, problem: Exception | None) -> Stop | None:
    left = Path(task.executed) if Path(task.executed).exists() else Path(task.notebook)
    notebook = nbformat.read(left, as_version=4)
    tidy(notebook, task.roots)
    stop = None
    if problem is not None:
        error = without_folders(_last_line(problem), task.roots)
        stop = Stop(0, "", error)
        if position is not None:
            source = notebook.cells[position].source
            stop = Stop(execution_number(notebook, position), source.strip().partition("\n")[0], error)
            mark_failure(notebook, position, error)
    nbformat.write(notebook, Path(task.executed))
    return stop


def _last_line(problem: Exception) -> str:
    if isinstance(problem, DeadKernelError):
        return DEAD_KERNEL
    if isinstance(problem, PapermillExecutionError):
        name, text = problem.ename, problem.evalue
    else:
        name, text = type(problem).__name__, str(problem)
    lines = text.strip().splitlines()
    return f"{name}: {lines[-1]}" if lines else name
