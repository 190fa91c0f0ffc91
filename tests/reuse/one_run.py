"""A report of a small institution, in this process: `one_run.py ROOT FOLDER` with the code that PYTHONPATH names.

Everything is real but that sections are executed here, one after another, and nothing is printed on paper. `--dos` makes
it a second time, in FOLDER.sin, with nothing of what is kept; `--olvida PARTE` takes a part out of what every step
declares, to see that it is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import nbformat
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output
from reuse_office import Quiet

from helpers.reuse import steps
from helpers.runner import report
from helpers.runner.order import Request
from helpers.runner.pool import Ended
from helpers.runner.steps import real_steps
from helpers.runner.tasks import Task
from helpers.workspace import Workspace


def main(root: str, folder: str, *options: str) -> None:
    if "--olvida" in options:
        part = options[options.index("--olvida") + 1]
        steps.TAKES = {step: tuple(one for one in parts if one != part) for step, parts in steps.TAKES.items()}
    request = Request("mini", "2024-T2", output=Path(folder), with_pdf=False)
    report.run_tasks = run_tasks
    report.Apart = Here
    watcher = Quiet()
    report.run_report(Workspace(Path(root)), request, watcher)
    if "--dos" in options:
        report.run_report(Workspace(Path(root)), replace(request, output=Path(f"{folder}.sin"), reuse=False), Quiet())
    print(*watcher.reused)


class Here:
    """Every step is done by this process."""

    def __init__(self, *_: object) -> None:
        self.opened = report._by_itself

    def wrapped(self) -> object:
        return replace(real_steps(), begin_workpapers=None)


def run_tasks(tasks: Sequence[Task], *_: object) -> dict[str, Ended]:
    for task in tasks:
        _execute(task)
    return {task.section: Ended(0.0, None) for task in tasks}


def _execute(task: Task) -> None:
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    parameters = dict(task.parameters) | {"corrida": str(Path(task.executed).parents[1])}
    notebook = nbformat.read(task.notebook, 4)
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for number, cell in enumerate(code, start=1):
        shell.display_pub = CapturingDisplayPublisher()
        shell.display_trap.hook = CapturingDisplayHook(shell, shell.display_pub.outputs)
        shell.run_cell(cell.source).raise_error()
        if "parameters" in cell.metadata.get("tags", ()):
            shell.user_ns.update(parameters)
        cell.outputs = list(_outputs(shell.display_pub.outputs))
        cell.execution_count = number
    nbformat.write(notebook, task.executed)


def _outputs(shown: Sequence[dict]) -> Iterator[nbformat.NotebookNode]:
    for one in shown:
        data = {kind: value for kind, value in one["data"].items() if kind != "text/plain"}  # it may name an address
        yield new_output("display_data", data=data, metadata=one["metadata"])


if __name__ == "__main__":
    main(*sys.argv[1:])
