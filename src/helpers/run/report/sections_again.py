"""Executes the sections of a saved run again, without kept results, and makes their page: what an audit compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.base.errors import PoaError
from helpers.base.system.processes import cores
from helpers.base.system.workspace import Workspace
from helpers.outputs.run_files import NOTEBOOKS
from helpers.run.processes.section_pool import Ended, run_tasks
from helpers.run.processes.section_tasks import task_of
from helpers.run.processes.step_processes import Crew
from helpers.run.report.manifest import Origin
from helpers.run.report.report_order import LIMIT, Watcher
from helpers.run.report.report_steps import LOG
from helpers.run.report.run_problems import Stop
from helpers.run.report.section_notebooks import Section, check_parameters, choose, find_sections
from helpers.settings.params import Corrida

if TYPE_CHECKING:
    from helpers.checks.computed import Computed


@dataclass(frozen=True)
class Executed:
    """The sections as executed now.

    Attributes
    ----------
    sections : tuple of Section
        In the report's order.
    folder : Path
        Has each executed notebook under its own name.
    ended : Mapping[str, Ended]
        How each section ended.
    """

    sections: tuple[Section, ...]
    folder: Path
    ended: Mapping[str, Ended]

    @property
    def stops(self) -> dict[str, Stop]:
        """Where each failed section stopped, by name; empty if all ended well."""
        return {name: ended.stop for name, ended in self.ended.items() if ended.stop}


def expected_sections(workspace: Workspace, corrida: Corrida) -> tuple[Section, ...]:
    """Return the sections that a run lists, in the report's order.

    Empty if one of them no longer has a notebook, or if two notebooks have the same section name.
    """
    try:
        return _listed(workspace, corrida)
    except PoaError:
        return ()


def _listed(workspace: Workspace, corrida: Corrida) -> tuple[Section, ...]:
    """Return the sections that a run lists, in its order; UsageError if one has no notebook."""
    return choose(find_sections(workspace), corrida.secciones, ())


def execute_again(workspace: Workspace, corrida: Corrida, run: Path, jobs: int = 0) -> Executed:
    """Execute every section of a run as `poa informe` does, without kept results.

    Parameters
    ----------
    run : Path
        The folder where the run is saved; it must not have a folder of executed notebooks, which is made here.
    jobs : int
        Processes at a time; 0 for the number of cores.

    Raises
    ------
    UsageError, BadNotebook
        If a section has no notebook or its notebook does not declare its parameters.
    """
    sections = _listed(workspace, corrida)
    for section in sections:
        check_parameters(section)
    folder = run / NOTEBOOKS
    folder.mkdir()
    values = (corrida.entidad, corrida.periodo)
    tasks = [task_of(one.notebook, one.name, run, workspace.root, values, LIMIT) for one in sections]
    with Crew(jobs or cores(), workspace.root, run / LOG) as crew:
        ended = run_tasks(tasks, crew, Watcher())
    return Executed(sections, folder, ended)


def page_of(executed: Executed, computed: Computed, source: Origin) -> str:
    """Assemble the report's page from executed sections.

    Parameters
    ----------
    source : Origin
        What the run was made from; the cover names it.

    Raises
    ------
    AssembleError
        As in `outputs/html/report_page`.
    """
    from helpers.outputs.html.cover import cover_of
    from helpers.outputs.html.report_page import report_page

    notebooks = [(one.name, executed.folder / one.notebook.name) for one in executed.sections]
    return report_page(notebooks, cover_of(computed, source.words), computed)
