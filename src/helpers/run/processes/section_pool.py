"""Runs the sections, each in its own process, and reports their progress to the watcher.

The libraries that sections and page need are imported once, in the process that forks the others.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

from helpers.base.system.processes import uncollected
from helpers.run.processes.step_processes import IS_FORKING, Crew, Tell, Work
from helpers.run.report.report_order import Stop, Watcher
from helpers.run.report.section_notebooks import Task

PATIENCE = 10.0
"""Seconds after the limit at which a process is killed whose cell ignores the interrupt."""
SECTIONS_IMPORT = (
    "helpers.run.report.section_execution", "IPython.extensions.storemagic", "matplotlib_inline.backend_inline",
    "numpy", "pandas", "seaborn",
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "helpers.run.section",
)  # fmt: skip
VIEWS = "helpers.views.sections"
"""Package whose modules the notebooks import."""
PAGE_IMPORT = ("helpers.outputs.html.report_page",)
PRINT_IMPORT = ("helpers.outputs.pdf.report_pdf", "typst", "pikepdf", "fontTools.ttLib")


@dataclass(frozen=True)
class Ended:
    """How many seconds a section took, and where it stopped if it failed."""

    seconds: float
    stop: Stop | None


def run_tasks(
    tasks: Sequence[Task], crew: Crew, watcher: Watcher, meanwhile: Callable[[], None] = lambda: None
) -> dict[str, Ended]:
    """Execute sections, as many at once as the crew has places, and wait for all; one that fails stops no other.

    Parameters
    ----------
    watcher : Watcher
        Is told when a section begins and ends, and when each of its cells begins.
    meanwhile : Callable
        Called once in this process after the first sections have started, also if there are none.

    Returns
    -------
    dict[str, Ended]
        By section, in the order of the tasks: how long it took, and where it failed if it did.
    """
    if IS_FORKING:
        warm_sections()  # imported once here: each section needs them, and so does the page for citizens
    if IS_FORKING and len(tasks) > 1:
        from helpers.run.workings.input_frames import read_frames

        read_frames(tasks[0].run)
    sections = [_Section(task, watcher) for task in tasks]
    works = [section.work() for section in sections]
    crew.add(*works)
    crew.begin()
    meanwhile()
    crew.wait_for(*works)
    return {section.task.section: section.ended for section in sections}


def _execute(tell: Tell, task: Task) -> Stop | None:
    """Execute a section in its process: tell None when it begins, then the position (from 0) of each cell that starts.

    Returns
    -------
    Stop or None
        Where it stopped; None if all cells ran.
    """
    from helpers.run.report.section_execution import execute

    tell(None)
    return execute(task, tell)


class _Section:
    """A running section and the messages that its process sends."""

    def __init__(self, task: Task, watcher: Watcher) -> None:
        self.task = task
        self.ended = Ended(0.0, None)
        self._watcher = watcher
        self._position: int | None = None

    def work(self) -> Work:
        """Return the section as work for the crew, killed when a cell exceeds its time limit by `PATIENCE` seconds.

        The time begins again with each cell. A limit of 0 is none.
        """
        limit = self.task.limit
        allowed = limit + PATIENCE if limit else 0
        return Work(self.task.section, _execute, (self.task,), self._hear, self._end, allowed)

    def _hear(self, position: int | None) -> None:
        """Pass a section's begin or cell on to the watcher."""
        if position is None:
            self._watcher.section_started(self.task.section)
        else:
            self._position = position
            self._watcher.cell_started(self.task.section, position)

    def _end(self, work: Work) -> None:
        """Record how the section ended, at its last cell if its process died or was late, and tell the watcher."""
        stop = work.result
        if not work.is_well:
            from helpers.run.report.section_execution import stop_of_ended

            stop = stop_of_ended(self.task, self._position, is_late=work.is_late)
        self.ended = Ended(work.seconds, stop)
        self._watcher.section_ended(self.task.section, work.seconds, stop)


@cache
def warm_sections() -> None:
    """Import once the libraries and views that notebooks compute and draw with, with the settings of a notebook."""
    import nbformat

    with uncollected(), _as_in_a_notebook():
        for name in (*SECTIONS_IMPORT, *_view_modules()):
            importlib.import_module(name)
        nbformat.validate(nbformat.v4.new_notebook())  # compiles the schema that every notebook is checked with
    gc.collect()  # errors that the libraries caught would keep what the callers of this function hold


def _view_modules() -> list[str]:
    """Return the full names of the modules with the sections' views."""
    return [module.name for module in pkgutil.iter_modules(importlib.import_module(VIEWS).__path__, f"{VIEWS}.")]


def warm_page(*, is_printed: bool) -> None:
    """Import the libraries that make the page and, if it is printed, those that write the PDF."""
    for name in (*PAGE_IMPORT, *(PRINT_IMPORT if is_printed else ())):
        importlib.import_module(name)


@contextmanager
def _as_in_a_notebook() -> Iterator[None]:
    """Simulate a notebook while libraries are imported, because pandas shows 20 columns if a notebook imports it.

    `sys.stdout` stays: it belongs to all threads, and what another one prints meanwhile would be lost. The encoding
    that pandas takes from it is set for each section (`papermill_engine`).
    """
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=True)
    os.environ.pop("MPLBACKEND", None)  # the user's backend may not exist in this environment
    try:
        yield
    finally:
        del vars(builtins)["get_ipython"]
