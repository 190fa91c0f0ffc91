"""Every section of a run executed again, each in a fresh kernel, over the reference's own book."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.audit.case import Case
from helpers.audit.result import Unverifiable
from helpers.errors import PoaError
from helpers.kept_checks import NOTEBOOKS
from helpers.runner.front import cover
from helpers.runner.manifest import Origin, Revision
from helpers.runner.order import LIMIT
from helpers.runner.pool import Ended, run_tasks
from helpers.runner.request import Request
from helpers.runner.sections import Section, check_parameters, choose, find_sections
from helpers.runner.tasks import Stop, task_of
from helpers.startup import cores


@dataclass(frozen=True)
class Executed:
    """The sections as executed now.

    Attributes
    ----------
    sections : tuple of Section
        In the report's order.
    folder : Path
        Holds each executed notebook under its own name.
    ended : Mapping[str, Ended]
        How each section went.
    """

    sections: tuple[Section, ...]
    folder: Path
    ended: Mapping[str, Ended]

    @property
    def stops(self) -> dict[str, Stop]:
        """Where the sections that failed stopped."""
        return {name: ended.stop for name, ended in self.ended.items() if ended.stop}


class _Silent:
    """A watcher that tells nobody: the audit speaks check by check."""

    def notice(self, text: str) -> None: ...

    def step(self, name: str) -> None: ...

    def sections_chosen(self, cells: Mapping[str, int]) -> None: ...

    def section_started(self, section: str) -> None: ...

    def cell_started(self, section: str, position: int) -> None: ...

    def section_ended(self, section: str, seconds: float, stop: Stop | None) -> None: ...


def execute_sections(case: Case, jobs: int = 0) -> Executed:
    """Execute every section that the run had, as `poa report` does, in a folder of the audit's own.

    Parameters
    ----------
    jobs : int
        Sections at once; 0 for as many as this process has cores.

    Raises
    ------
    Unverifiable
        Where the sections that the run had are no longer there.
    """
    sections = _sections(case)
    run = case.scratch / "corrida"
    shutil.copytree(case.expected, run)
    folder = run / NOTEBOOKS
    folder.mkdir()
    values = (case.institution, case.period)
    tasks = [task_of(one.notebook, one.name, run, case.workspace.root, values, LIMIT) for one in sections]
    ended = run_tasks(tasks, jobs or cores(), case.workspace.root, run / "nucleos.log", _Silent())
    return Executed(sections, folder, ended)


def assembled_page(case: Case, executed: Executed) -> str:
    """The report's page put together again from the sections executed now, with the run's own cover.

    Raises
    ------
    Unverifiable
        Where a section could not be executed.
    """
    from helpers.assemble.document import assemble_document
    from helpers.assemble.fragments import fragment_from_file
    from helpers.backing import Backing

    if executed.stops:
        raise Unverifiable(f"no se pudo volver a armar el informe: falló {', '.join(executed.stops)}")
    fragments = [
        fragment_from_file(section.name, executed.folder / section.notebook.name) for section in executed.sections
    ]
    front = cover(case.reference, executed.sections, Request(case.institution, case.period), origin_of(case))
    known = case.reference
    return assemble_document(fragments, front, backing=Backing(known.book, known.findings, known.reconciliation))


def origin_of(case: Case) -> Origin:
    """What the run was made from, as its manifest says: the cover names it."""
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
