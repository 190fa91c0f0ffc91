"""Finds the section notebooks, chooses those of a run and checks the parameters that they declare."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.display import list_es
from helpers.base.errors import ConfigError, UsageError
from helpers.base.python_extras import PlainData
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import nearest
from helpers.run.processes.section_tasks import PARAMETERS
from helpers.settings.params import Corrida


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
