"""The section notebooks: finds them, chooses those of a run, checks their parameters, and makes each a task."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.display import list_es
from helpers.base.errors import ConfigError, UsageError
from helpers.base.python_extras import PlainData
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import nearest
from helpers.outputs.run_files import NOTEBOOKS
from helpers.run.report.report_order import Request
from helpers.settings.institution import load_institution
from helpers.settings.params import Corrida, load_run

PARAMETERS = ("entidad", "periodo")
"""Parameters of every section. Papermill only warns if a notebook does not declare one."""
WORKING = "trabajo-"
"""Prefix of the names of folders that exist only during a run."""
SECONDS = 60
"""Seconds in a minute of a cell's limit."""
Roots = Sequence[tuple[str, str]]
"""Folders of this machine with their replacements, longest first."""


@dataclass(frozen=True)
class Section:
    """A section of the report and its notebook.

    Attributes
    ----------
    name : str
        Its name in the params file, without number: `acp`.
    notebook : Path
        `…/04_acp.ipynb`.
    label : str
        The notebook's path relative to the root, as messages name it.
    """

    name: str
    notebook: Path
    label: str


def find_sections(workspace: Workspace) -> dict[str, Section]:
    """Return all sections that have a numbered notebook (`04_acp.ipynb`), by name, in the order of folders and numbers.

    Names are unique across folders, because any report may list any section.

    Raises
    ------
    ConfigError
        If two notebooks have the same section name.
    """
    found: dict[str, Section] = {}
    for notebook in workspace.section_notebooks():
        name, label = notebook.stem.partition("_")[2], workspace.relative(notebook)
        if name in found:
            raise ConfigError(label, [f"es de la misma sección que {found[name].label}; deje uno de los dos."])
        found[name] = Section(name, notebook, label)
    return found


def chosen_sections(workspace: Workspace, request: Request) -> tuple[Section, ...]:
    """Return the requested sections, after checking that each notebook declares its parameters.

    Raises
    ------
    UsageError
        If a section, the institution or the period does not exist, or an override is wrong.
    ConfigError
        If a params or method file does not load, or the params file lists a section that does not exist; if a notebook
        does not declare its parameters, or two notebooks have the same section name.
    """
    return checked_sections(workspace, _parameters(workspace, request), request.sections)


def checked_sections(workspace: Workspace, run: Corrida, asked: Sequence[str] = ()) -> tuple[Section, ...]:
    """Return those of a run's sections that are asked for (`choose`), whose notebooks must declare the parameters.

    Raises
    ------
    UsageError, ConfigError
        If a section has no notebook or its notebook does not declare its parameters.
    """
    chosen = choose(find_sections(workspace), run.secciones, asked)
    for section in chosen:
        check_parameters(section)
    return chosen


def _parameters(workspace: Workspace, request: Request) -> Corrida:
    """Load the run's parameters and check its sections; an error that only an override causes is a usage error."""
    load_institution(workspace, request.institution)
    try:
        run = load_run(workspace, request.institution, request.period, request.overrides)
        check_sections(workspace, run)
        return run
    except ConfigError as problem:
        if request.overrides:
            check_sections(workspace, load_run(workspace, request.institution, request.period))
            raise UsageError(f"Un valor dado con -p no se admite. {' '.join(problem.problems)}") from problem
        raise


def check_sections(workspace: Workspace, run: Corrida) -> None:
    """Check that each section of a run's parameters has a notebook; without any notebooks there is nothing to check.

    Raises
    ------
    ConfigError
        Naming the parameters' file and every section that has none; or if two notebooks have the same section name.
    """
    known = find_sections(workspace)
    wrong = [f"«secciones»: no existe «{name}». {nearest(name, known)}" for name in run.secciones if name not in known]
    if known and wrong:
        raise ConfigError(workspace.relative(workspace.run_file(run.entidad, run.periodo)), wrong)


def choose(known: Mapping[str, Section], listed: Sequence[str], asked: Sequence[str]) -> tuple[Section, ...]:
    """Return the sections of a run, in the report's order.

    Parameters
    ----------
    known : Mapping[str, Section]
        Sections that have a notebook.
    listed : Sequence[str]
        Sections that the params file lists.
    asked : Sequence[str]
        Requested sections, in any order; empty for all listed ones. Those that the params file does not list go at the
        end, in the order of `known`.

    Raises
    ------
    UsageError
        If a section has no notebook; the message names those that have one.
    """
    for name in (*listed, *asked):
        if name not in known:
            raise UsageError(f"No existe la sección «{name}». {nearest(name, known)}")
    if not asked:
        return tuple(known[name] for name in listed)
    in_order = dict.fromkeys((*listed, *known))
    return tuple(known[name] for name in in_order if name in asked)


def check_parameters(section: Section) -> None:
    """Check that a notebook declares the parameters that papermill will pass to it.

    Raises
    ------
    ConfigError
        If no cell is tagged `parameters`, the tagged cell lacks some or is no Python, or the file is no notebook.
    """
    declared = _declared(section)
    missing = [name for name in PARAMETERS if name not in declared]
    if missing:
        lacking = f"su celda «parameters» no declara {list_es(missing)}; debe declarar {list_es(PARAMETERS)}."
        raise ConfigError(section.label, [lacking])


def count_cells(section: Section) -> int:
    """Return the number of cells of a section, including the one that papermill inserts with its parameters.

    Raises
    ------
    ConfigError
        If the file is not a notebook.
    """
    return len(_cells(section)) + 1


def _declared(section: Section) -> set[str]:
    """Return the names that the first code cell tagged `parameters` assigns; ConfigError if there is none."""
    for cell in _cells(section):
        if cell.get("cell_type") == "code" and "parameters" in cell.get("metadata", {}).get("tags", ()):
            return _assigned_names("".join(cell["source"]), section)
    raise ConfigError(section.label, ["ninguna celda lleva la etiqueta «parameters»."])


def _cells(section: Section) -> Sequence[PlainData]:
    """Read the cells as plain JSON; ConfigError if the file is none. Importing nbformat would take a second."""
    try:
        cells: Sequence[PlainData] = json.loads(section.notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError) as problem:
        raise ConfigError(section.label, ["no es un cuaderno de Jupyter en formato 4."]) from problem
    return cells


def _assigned_names(source: str, section: Section) -> set[str]:
    """Return the names that a cell's statements assign, but not in tuples; `ConfigError` if its source is no Python."""
    try:
        statements = ast.parse(source).body
    except SyntaxError as problem:
        wrong = f"su celda «parameters» no es Python: línea {problem.lineno}."
        raise ConfigError(section.label, [wrong]) from problem
    names: set[str] = set()
    for statement in statements:
        single = [getattr(statement, "target", None)]
        targets = statement.targets if isinstance(statement, ast.Assign) else single
        names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names


@dataclass(frozen=True)
class Task:
    """A section to run.

    Attributes
    ----------
    section : str
    notebook, executed, folder : str
        Paths of the notebook, of the executed notebook and of its own working folder.
    parameters : Mapping[str, str]
    roots : Roots
        Folders of this machine that the executed notebook must not name.
    limit : int
        Seconds that a cell may take; 0 for no limit.
    """

    section: str
    notebook: str
    executed: str
    folder: str
    parameters: Mapping[str, str]
    roots: Roots
    limit: int = 0

    @property
    def run(self) -> Path:
        """The run's folder, which contains the section's working folder (see `task_of`)."""
        return Path(self.folder).parent


def task_of(section: Section, run: Path, root: Path, values: Sequence[str], limit: int) -> Task:
    """Return the task of a section, after creating its working folder `trabajo-…` inside the run's folder.

    Parameters
    ----------
    run : Path
        The run's folder.
    root : Path
        The workbook's root.
    values : Sequence of str
        Institution and period.
    limit : int
        Minutes that a cell may take.
    """
    notebook = section.notebook
    working = run / f"{WORKING}{notebook.stem}"
    working.mkdir()
    return Task(
        section=section.name,
        notebook=str(notebook),
        executed=str(run / NOTEBOOKS / notebook.name),
        folder=str(working),
        parameters=dict(zip(PARAMETERS, values, strict=True)),
        roots=private_folders(run, root),
        limit=limit * SECONDS,
    )


def private_folders(folder: Path, root: Path) -> Roots:
    """Return folders of this machine that no published file may name, as texts, each with its replacement.

    They are the run's folder, the root, Python's environment and the user's home: each as this system spells it, with
    `/`, and with doubled backslashes, as JSON has them. The longest text comes first; the top of the file system is
    left out.
    """
    named = {folder: "<corrida>", root: "<libro>", Path(sys.prefix): "<entorno>", Path.home(): "~"}
    written = {
        form: instead
        for path, instead in named.items()
        if len(path.parts) > 1
        for form in (str(path), path.as_posix(), str(path).replace("\\", "\\\\"))
    }
    return sorted(written.items(), key=lambda pair: -len(pair[0]))
