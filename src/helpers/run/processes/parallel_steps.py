"""Steps of a run that run in other processes meanwhile: tables, other methods, the workbook.

The processes are forked with the run in memory. If a process cannot start or fails, this process does the step itself,
and an error appears as usual.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.base.system.workspace import Workspace
from helpers.run.opened_run import read_run
from helpers.run.processes.library_imports import warm_sections
from helpers.run.processes.step_processes import IS_FORKING, Crew, Tell, Work
from helpers.run.report.report_steps import Steps, compare, write_tables, write_workpapers

if TYPE_CHECKING:
    from helpers.checks.computed import Computed


@dataclass
class Beside:
    """The steps of a run, some of them done by other processes.

    Attributes
    ----------
    steps : Steps
        The same steps, done in this process.
    """

    steps: Steps
    crew: Crew
    _workbook: Work | None = None

    def wrapped(self) -> Steps:
        """Return the steps with tables, comparison and workbook done by other processes.

        Each whose process fails is done here. Where the system cannot fork, only the workbook is done elsewhere.
        """
        # Open data need the Dataset, which is not saved: only a forked process has it.
        complete = self._complete if IS_FORKING else self.steps.complete
        begun, written = self._begin_workpapers, self._workpapers
        return replace(self.steps, complete=complete, begin_workpapers=begun, workpapers=written)

    def _complete(self, workspace: Workspace, computed: Computed, folder: Path) -> None:
        others = Work("comparación", _compare, (workspace, computed, folder))
        tables = Work("tablas", _write_tables, (computed, folder))
        self.crew.add(others, tables)
        self.crew.begin()
        warm_sections()  # sections run next
        self.crew.wait_for(others, tables)
        if not tables.is_well:
            write_tables(computed, folder)
        if not others.is_well:
            compare(workspace, computed, folder)

    def _begin_workpapers(self, folder: Path) -> None:
        if self._workbook:
            self.crew.drop(self._workbook)
        self._workbook = Work("papeles de trabajo", _write_workpapers, (folder,), is_last=True)
        self.crew.add(self._workbook)

    def _workpapers(self, computed: Computed, folder: Path) -> None:
        if self._workbook:
            self.crew.wait_for(self._workbook)
        if not (self._workbook and self._workbook.is_well):
            self.steps.workpapers(computed, folder)


def _compare(_: Tell, workspace: Workspace, computed: Computed, folder: Path) -> None:
    compare(workspace, computed, folder)


def _write_tables(_: Tell, computed: Computed, folder: Path) -> None:
    write_tables(computed, folder)


def _write_workpapers(_: Tell, folder: Path) -> None:
    write_workpapers(read_run(folder), folder)
