"""A finished run: its Book, if its inputs have not changed since, and its sections, executed again.

An audit compares the sections as executed now, and the page made of them, with those of the report.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import ConfigError, PoaError
from helpers.base.python_extras import not_none
from helpers.base.system.digest import sha256_if_there
from helpers.base.system.processes import cores
from helpers.base.system.workspace import Workspace
from helpers.checks.computed import Computed
from helpers.figures import book_file as books
from helpers.figures.book import Book
from helpers.forms.reception.reception_log import INBOX
from helpers.intake.year_folders import CUADROS_FOLDER, LEFT_ALONE, TABLE_SUFFIXES, folders_of, has_cuadros, own_files
from helpers.outputs.run_files import BOOK_FILE, NOTEBOOKS
from helpers.run.compute import compute
from helpers.run.processes.section_pool import Ended, run_tasks
from helpers.run.processes.step_processes import Crew
from helpers.run.report.destination import usual_place
from helpers.run.report.manifest import COMPLETE, Origin, read_manifest
from helpers.run.report.report_order import LIMIT, Stop, Watcher
from helpers.run.report.report_steps import LOG
from helpers.run.report.section_notebooks import Section, checked_sections, choose, find_sections, task_of
from helpers.settings.params import Corrida, load_run

DATA_SUFFIXES = (*TABLE_SUFFIXES, ".yaml", ".md")
NOT_DATA = ("readme.md",)
TEXTS = "texto"


@dataclass(frozen=True)
class Opened:
    """A Book and a Spanish sentence that says whether it was read or computed, and why."""

    book: Book
    source: str


def open_book(workspace: Workspace, institution: str, period: str, overrides: Sequence[str] = ()) -> Opened:
    """Read a finished run's Book, or compute it if there is none that is up to date and can be read.

    Parameters
    ----------
    overrides : Sequence[str]
        `clave=valor` pairs that replace keys of the params file. A report made with other overrides is not read.

    Raises
    ------
    UsageError
        If the institution, the period or a parameter does not exist.
    ConfigError
        If a params or method file does not load.
    InputsFailed
        If the run is computed and the data have errors.
    """
    corrida = load_run(workspace, institution, period, overrides)
    place = usual_place(workspace, institution, period, is_partial=False)
    file = f"{place.label}/{BOOK_FILE}"
    why_not = why_not_current(workspace, place.folder, list(overrides))
    if not why_not:
        try:
            book = books.read(place.folder / BOOK_FILE)
        except ConfigError as problem:
            why_not = str(problem)
        else:
            why_not = why_not_all_read(workspace, corrida, not_none(read_manifest(place.folder))["insumos"])
            if not why_not:
                return Opened(book, f"Leído de {file}: sus insumos, parámetros y método no han cambiado.")
    return Opened(compute(workspace, institution, period, overrides).book, f"Calculado ahora: {why_not}.")


def why_not_current(workspace: Workspace, folder: Path, overrides: list[str]) -> str:
    """Say why a finished run's Book cannot be used.

    Compares the manifest's state, overrides and SHA-256 digests with the files as they are now. Data files that were
    added since are not noticed here (`why_not_all_read`).

    Returns
    -------
    str
        A reason in Spanish; empty if the Book can be used.
    """
    manifest = read_manifest(folder)
    if manifest is None or manifest.get("estado") != COMPLETE:
        return "no hay informe completo de esta corrida"
    if manifest.get("cambios_de_parametros") != overrides:
        return "el informe se hizo con otros parámetros"
    if not isinstance(manifest.get("insumos"), Mapping):
        return "el manifiesto del informe no dice de qué insumos se hizo"
    stated = {name: digest for part in ("insumos", "configuracion") for name, digest in _hashes(manifest, part)}
    changed = [name for name, digest in stated.items() if sha256_if_there(workspace.root / name) != digest]
    if changed:
        return f"{changed[0]} cambió desde que se hizo el informe"
    if dict(_hashes(manifest, "salidas")).get(BOOK_FILE) != sha256_if_there(folder / BOOK_FILE):
        return f"el {BOOK_FILE} del informe no es el que su manifiesto nombra"
    return ""


def _hashes(manifest: Mapping[str, object], part: str) -> Iterator[tuple[str, object]]:
    """Yield the name and SHA-256 of each file that one part of a manifest lists; nothing if the part is missing."""
    found = manifest.get(part)
    yield from found.items() if isinstance(found, Mapping) else ()


def why_not_all_read(workspace: Workspace, corrida: Corrida, known: Collection[str]) -> str:
    """Say in Spanish that a run would read a data file now that its manifest does not list; empty if there is none.

    Parameters
    ----------
    known : Collection of str
        Files that the manifest lists, relative to the root.
    """
    for folder in folders_of(workspace, corrida)[0]:
        # A run reads the planner's texts of its own period only.
        is_own = folder.path.name == corrida.period.window
        # Planning forms are not read either: the run reads the table that was written from them.
        is_read = {TEXTS: is_own, INBOX: not folder.version, CUADROS_FOLDER: has_cuadros(folder, corrida.period)}
        names = sorted(name for name in {*LEFT_ALONE, INBOX} if is_read.get(name, True))
        for place in (folder.path, *(folder.path / name for name in names)):
            for path in own_files(place):
                is_data = path.suffix.lower() in DATA_SUFFIXES and path.name.lower() not in NOT_DATA
                label = workspace.relative(path)
                if is_data and label not in known:
                    return f"{label} no estaba cuando se hizo el informe"
    return ""


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
        return choose(find_sections(workspace), corrida.secciones, ())
    except PoaError:
        return ()


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
    UsageError, ConfigError
        If a section has no notebook or its notebook does not declare its parameters.
    """
    sections = checked_sections(workspace, corrida)
    folder = run / NOTEBOOKS
    folder.mkdir()
    values = (corrida.entidad, corrida.periodo)
    tasks = [task_of(one, run, workspace.root, values, LIMIT) for one in sections]
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
    PoaError
        As in `outputs/html/report_page`.
    """
    from helpers.outputs.html.report_page import report_page

    notebooks = [(one.name, executed.folder / one.notebook.name) for one in executed.sections]
    return report_page(notebooks, computed, source.words)
