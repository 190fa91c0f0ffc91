"""Executes every section of a run again, each in a new process, over the reference's Book."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.audit.audit_case import Case
from helpers.audit.audit_result import Unverifiable
from helpers.base.errors import PoaError
from helpers.base.system.processes import cores
from helpers.base.system.workspace import Revision
from helpers.outputs.saved_checks import NOTEBOOKS
from helpers.run.processes.section_pool import Ended, run_tasks
from helpers.run.processes.section_tasks import Stop, task_of
from helpers.run.processes.step_processes import Crew
from helpers.run.report.cover_text import cover
from helpers.run.report.manifest import Origin
from helpers.run.report.report_order import LIMIT, Request
from helpers.run.report.report_steps import LOG
from helpers.run.report.section_notebooks import Section, check_parameters, choose, find_sections


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
        """Where the failed sections stopped."""
        return {name: ended.stop for name, ended in self.ended.items() if ended.stop}


class _Silent:
    """A watcher that reports nothing; the audit reports check by check."""

    def notice(self, text: str) -> None: ...

    def step(self, name: str) -> None: ...

    def sections_chosen(self, cells: Mapping[str, int]) -> None: ...

    def section_reused(self, section: str) -> None: ...

    def section_started(self, section: str) -> None: ...

    def cell_started(self, section: str, position: int) -> None: ...

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None: ...


def execute_sections(case: Case, jobs: int = 0) -> Executed:
    """Execute every section of the run as `poa informe` does, in a folder of the audit.

    Parameters
    ----------
    jobs : int
        Processes at a time; 0 for the number of cores.

    Raises
    ------
    Unverifiable
        If a section of the run no longer has a notebook.
    """
    sections = _sections(case)
    run = case.scratch / "corrida"
    shutil.copytree(case.expected, run)
    folder = run / NOTEBOOKS
    folder.mkdir()
    values = (case.institution, case.period)
    tasks = [task_of(one.notebook, one.name, run, case.workspace.root, values, LIMIT) for one in sections]
    with Crew(jobs or cores(), case.workspace.root, run / LOG) as crew:
        ended = run_tasks(tasks, crew, _Silent())
    return Executed(sections, folder, ended)


def assembled_page(case: Case, executed: Executed) -> str:
    """Assemble the report's page from the sections executed now, with the run's own cover.

    Raises
    ------
    Unverifiable
        If a section could not be executed.
    """
    from helpers.outputs.html.report_page import report_page

    if executed.stops:
        raise Unverifiable(f"no se pudo volver a armar el informe: falló {', '.join(executed.stops)}")
    notebooks = [(section.name, executed.folder / section.notebook.name) for section in executed.sections]
    front = cover(case.reference, executed.sections, Request(case.institution, case.period), origin_of(case))
    return report_page(notebooks, front, computed=case.reference)


def origin_of(case: Case) -> Origin:
    """Return what the run was made from, as its manifest states; the cover names it."""
    code = case.manifest.get("codigo")
    revision = code if isinstance(code, Mapping) else {}
    params = case.manifest.get("parametros")
    overrides = case.manifest.get("cambios_de_parametros")
    printed = case.manifest.get("celdas_de_cuadros")
    return Origin(
        revision=Revision(str(revision.get("revision")), revision.get("cambios_sin_registrar")),
        inputs=case.stated("insumos"),
        configuration=case.stated("configuracion"),
        notebooks=case.stated("cuadernos"),
        params=params if isinstance(params, Mapping) else {},
        overrides=overrides if isinstance(overrides, Sequence) else (),
        methods=case.stated("metodos_comparados"),
        printed=printed if isinstance(printed, Mapping) else {},
    )


def _sections(case: Case) -> tuple[Section, ...]:
    try:
        sections = choose(find_sections(case.workspace), case.reference.corrida.secciones, ())
        for section in sections:
            check_parameters(section)
    except PoaError as problem:
        raise Unverifiable(f"No se pueden ejecutar otra vez las secciones de la corrida: {problem}") from problem
    return sections
