"""One notebook by papermill on a kernel of this same Python; runs in a worker process.

Papermill changes the working folder of its whole process (nteract/papermill#473) and, on Windows, its event
loop policy: one process runs one notebook at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill import execute_notebook
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError

from helpers.kernels.client import DOOR
from helpers.kernels.provisioner import is_served
from helpers.runner.executed import execution_number, mark_failure, tidy, without_folders
from helpers.runner.own_kernel import OwnKernel, WarmKernel
from helpers.runner.tasks import Stop, Task

TOO_LONG = "CellTimeoutError: la celda no terminó en {} s; vea si espera algo, o dele más (poa report --limite)"
DEAD_KERNEL = "DeadKernelError: el núcleo de Python terminó de golpe (¿falta memoria?)"


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

    # Two kernels that start at once may get the same port (nteract/papermill#511): the loser starts again.
    for kernel in (WarmKernel if DOOR in os.environ else OwnKernel, OwnKernel):
        problem = _attempt(task, start, kernel)
        if problem is None or (started and not _lost_its_server(kernel, problem)):
            break
    return _finish(task, started[-1] if started else None, problem)


def _lost_its_server(kernel: type[OwnKernel], problem: Exception) -> bool:
    """Whether a kernel ended because what had forked it did: the section is begun again, and is as if it were new."""
    return kernel is WarmKernel and isinstance(problem, DeadKernelError) and not is_served(os.environ)


def _attempt(task: Task, start: Callable[..., None], kernel: type[OwnKernel]) -> Exception | None:
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
            kernel_manager_class=kernel,
            shutdown_kernel="immediate",  # whatever it would still write goes with its folder
            record_timing=False,
            execution_timeout=task.limit or None,
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
        error = without_folders(_last_line(problem, task), task.roots)
        stop = Stop(0, "", error)
        if position is not None:
            source = notebook.cells[position].source
            stop = Stop(execution_number(notebook, position), source.strip().partition("\n")[0], error)
            mark_failure(notebook, position, error)
    nbformat.write(notebook, Path(task.executed))
    return stop


def _last_line(problem: Exception, task: Task) -> str:
    if isinstance(problem, CellTimeoutError):
        return TOO_LONG.format(task.limit)
    if isinstance(problem, DeadKernelError):
        return DEAD_KERNEL
    if isinstance(problem, PapermillExecutionError):
        name, text = problem.ename, problem.evalue
    else:
        name, text = type(problem).__name__, str(problem)
    lines = text.strip().splitlines()
    return f"{name}: {lines[-1]}" if lines else name
