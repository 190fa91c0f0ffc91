"""The section notebooks: which there are, which a run asks for, and the parameters each declares."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.display import list_es
from helpers.errors import UsageError
from helpers.model_errors import nearest
from helpers.runner.problems import BadNotebook
from helpers.runner.tasks import PARAMETERS
from helpers.workspace import Workspace

_NUMBERED = re.compile(r"^\d+_(?P<name>[\w-]+)\.ipynb$")


@dataclass(frozen=True)
class Section:
    """A section of the report and its notebook.

    Attributes
    ----------
    name : str
        As the params file lists it, without number: `acp`.
    notebook : Path
        `…/04_acp.ipynb`.
    label : str
        The notebook's path from the root, as messages name it.
    """

    name: str
    notebook: Path
    label: str

    @property
    def stem(self) -> str:
        return self.notebook.stem


def find_sections(workspace: Workspace) -> dict[str, Section]:
    """The sections that have a notebook, by name, in the order of their folders and numbers.

    A section's name is its own in all of the folders: any report may list any section.

    Raises
    ------
    BadNotebook
        Where two notebooks are of the same section.
    """
    found: dict[str, Section] = {}
    for notebook in workspace.section_notebooks():
        match = _NUMBERED.match(notebook.name)
        if match is None:
            continue
        name, label = match["name"], workspace.relative(notebook)
        if name in found:
            raise BadNotebook(label, f"es de la misma sección que {found[name].label}; deje uno de los dos.")
        found[name] = Section(name, notebook, label)
    return found


def choose(known: Mapping[str, Section], listed: Sequence[str], asked: Sequence[str]) -> tuple[Section, ...]:
    """The sections of a run, in the report's order.

    Parameters
    ----------
    known : Mapping[str, Section]
        Those that have a notebook.
    listed : Sequence[str]
        Those of the report, as its params file lists them.
    asked : Sequence[str]
        Those asked for; all of the report's when empty. One that the report does not list goes at the end.

    Raises
    ------
    UsageError
        Where one has no notebook, naming those that have.
    """
    for name in (*listed, *asked):
        if name not in known:
            raise UsageError(f"No existe la sección «{name}». {nearest(name, known)}")
    if not asked:
        return tuple(known[name] for name in listed)
    in_order = dict.fromkeys((*listed, *known))
    return tuple(known[name] for name in in_order if name in asked)


def check_parameters(section: Section) -> None:
    """See that a notebook declares the parameters that it will be given.

    Raises
    ------
    BadNotebook
        Where it has no cell tagged `parameters` or the cell lacks some.
    """
    declared = _declared(section)
    missing = [name for name in PARAMETERS if name not in declared]
    if missing:
        raise BadNotebook(
            section.label,
            f"su celda «parameters» no declara {list_es(missing)}; debe declarar {list_es(PARAMETERS)}.",
        )


def count_cells(section: Section) -> int:
    """How many cells a section has once papermill has put in the one with its parameters."""
    return len(_cells(section)) + 1


def _declared(section: Section) -> set[str]:
    for cell in _cells(section):
        if cell.get("cell_type") == "code" and "parameters" in cell.get("metadata", {}).get("tags", ()):
            return _assigned_names("".join(cell["source"]), section)
    raise BadNotebook(section.label, "ninguna celda lleva la etiqueta «parameters».")


def _cells(section: Section) -> Sequence[Mapping]:
    """The cells as JSON: nbformat takes a second to load, and this runs before anything is shown."""
    try:
        return json.loads(section.notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError) as problem:
        raise BadNotebook(section.label, "no es un cuaderno de Jupyter en formato 4.") from problem


def _assigned_names(source: str, section: Section) -> set[str]:
    try:
        statements = ast.parse(source).body
    except SyntaxError as problem:
        wrong = f"su celda «parameters» no es Python: línea {problem.lineno}."
        raise BadNotebook(section.label, wrong) from problem
    names: set[str] = set()
    for statement in statements:
        single = [getattr(statement, "target", None)]
        targets = statement.targets if isinstance(statement, ast.Assign) else single
        names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names
