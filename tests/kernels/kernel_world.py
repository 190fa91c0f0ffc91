"""Notebooks run on a forked kernel and on an ordinary one, and what their cells print."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from helpers.runner.own_kernel import OwnKernel, WarmKernel
from helpers.runner.tasks import Stop, Task


def client_of(
    folder: Path, cells: Sequence[str], kernel: type[OwnKernel] = WarmKernel, **settings: object
) -> NotebookClient:
    """What runs a notebook of these cells in a folder."""
    notebook = new_notebook(cells=[new_code_cell(cell, id=f"celda-{place}") for place, cell in enumerate(cells)])
    usual = {"record_timing": False, "shutdown_kernel": "immediate", "kernel_name": "python3"}
    resources = {"metadata": {"path": str(folder)}}
    return NotebookClient(notebook, kernel_manager_class=kernel, resources=resources, **(usual | settings))


def run(folder: Path, cells: Sequence[str], kernel: type[OwnKernel] = WarmKernel, **settings: object) -> NotebookNode:
    """A notebook of these cells, executed."""
    return client_of(folder, cells, kernel, **settings).execute()


def printed(notebook: NotebookNode) -> str:
    """All that its cells printed."""
    outputs = (output for cell in notebook.cells for output in cell.outputs)
    return "".join(output.get("text", "") for output in outputs).strip()


def say(folder: Path, *cells: str, **settings: object) -> str:
    """What cells print on a forked kernel."""
    return printed(run(folder, cells, **settings))


def section(folder: Path, name: str, *cells: str) -> Task:
    """A section with these cells, in a run's folder."""
    working = folder / f"trabajo-{name}"
    working.mkdir(parents=True)
    notebook = new_notebook(
        cells=[new_code_cell("corrida = ''", metadata={"tags": ["parameters"]}), *map(new_code_cell, cells)]
    )
    nbformat.write(notebook, folder / f"{name}.ipynb")
    paths = [str(folder / f"{name}.ipynb"), str(folder / f"{name}-hecho.ipynb"), str(working)]
    return Task(name, *paths, parameters={"corrida": ".."}, roots=[])


def done(task: Task) -> str:
    """What an executed section printed."""
    cells = nbformat.read(task.executed, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", ())).strip()


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)


def family(pid: int) -> list[psutil.Process]:
    """A process and all that come of it."""
    head = psutil.Process(pid)
    return [head, *head.children(recursive=True)]


def are_gone(processes: Sequence[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


def servers_of_runs() -> list[psutil.Process]:
    """The fork servers of runs that this process has now."""
    alive = (one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE)
    return [one for one in alive if "helpers.section" in one.cmdline()]


class Silent:
    """A watcher that keeps how sections ended."""

    def __init__(self) -> None:
        self.stops: dict[str, Stop | None] = {}

    def notice(self, text: str) -> None: ...

    def step(self, name: str) -> None: ...

    def sections_chosen(self, cells: object) -> None: ...

    def section_reused(self, section: str) -> None: ...

    def section_started(self, section: str) -> None: ...

    def cell_started(self, section: str, position: int) -> None: ...

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None:
        self.stops[section] = stop
