"""Steps of a run that run in other processes meanwhile: tables, other methods, the outputs of the saved run.

The processes are forked with the run in memory. If a process fails, this process does the step itself, and an error
appears as usual.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.base.system.workspace import Workspace
from helpers.run.opened_run import read_run
from helpers.run.processes.library_imports import warm_sections
from helpers.run.processes.step_processes import IS_FORKING, Crew, Tell, Work
from helpers.run.report.report_steps import Output, Steps, compare, write_tables

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
    _works: dict[str, Work] = field(default_factory=dict)

    def wrapped(self) -> Steps:
        """Return the steps with tables, comparison and outputs done by other processes.

        If a process fails, this process does its step. Where the system cannot fork, other processes do the outputs
        only.
        """
        # Open data need the Dataset, which is not saved: only a forked process has it.
        complete = self._complete if IS_FORKING else self.steps.complete
        return replace(self.steps, complete=complete, begin=self._begin, write=self._write)

    def _complete(self, workspace: Workspace, computed: Computed, folder: Path) -> None:
        """Let two processes write tables and comparison and wait for both; do here what failed there."""
        others = Work("comparación", lambda _: compare(workspace, computed, folder))
        tables = Work("tablas", lambda _: write_tables(computed, folder))
        self.crew.add(others, tables)
        self.crew.begin()
        warm_sections()  # sections run next
        self.crew.wait_for(others, tables)
        if not tables.is_well:
            write_tables(computed, folder)
        if not others.is_well:
            compare(workspace, computed, folder)

    def _begin(self, output: Output, folder: Path) -> None:
        """Queue an output behind all other work; its process of an earlier start is killed."""
        if output.step in self._works:
            self.crew.drop(self._works[output.step])
        self._works[output.step] = Work(output.step, _write_output, (output, folder), is_last=True)
        self.crew.add(self._works[output.step])

    def _write(self, output: Output, computed: Computed, folder: Path) -> None:
        """Wait for the process of an output; write it here if it failed or was not started."""
        work = self._works.get(output.step)
        if work:
            self.crew.wait_for(work)
        if not (work and work.is_well):
            self.steps.write(output, computed, folder)


def _write_output(_: Tell, output: Output, folder: Path) -> None:
    output.write(read_run(folder), folder)
