"""What a run hands to the process that executes a section, and what it hears back."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.kept_checks import NOTEBOOKS

PARAMETERS = ("entidad", "periodo", "corrida")
"""What every section is given; papermill would only warn of one that the notebook does not declare."""
WORKING = "trabajo-"
"""What the names of folders begin with that are there while a run goes on."""
SECONDS = 60
"""In a minute of a cell's limit."""
Roots = Sequence[tuple[str, str]]
"""Folders of this machine and what is written in their place, the longest first."""


@dataclass(frozen=True)
class Task:
    """A section to run.

    Attributes
    ----------
    section : str
    notebook, executed, folder : str
        Paths of the notebook, of what it leaves and of its own working folder.
    parameters : Mapping[str, str]
    roots : Roots
        Folders that must not be told in what it leaves.
    limit : int
        Seconds that a cell may take; 0 for as long as it takes.
    """

    section: str
    notebook: str
    executed: str
    folder: str
    parameters: Mapping[str, str]
    roots: Roots
    limit: int = 0


@dataclass(frozen=True)
class Stop:
    """Where and why a notebook stopped.

    Attributes
    ----------
    cell : int
        The number that JupyterLab shows beside the cell; 0 where none had started.
    line : str
        The cell's first line.
    error : str
        The error's last line.
    """

    cell: int
    line: str
    error: str


def task_of(notebook: Path, section: str, run: Path, root: Path, values: Sequence[str], limit: int) -> Task:
    """The task of a section in a run's folder, with a working folder of its own in it.

    Parameters
    ----------
    values : Sequence of str
        Institution and period.
    limit : int
        Minutes that a cell may take.
    """
    working = run / f"{WORKING}{notebook.stem}"
    working.mkdir()
    return Task(
        section=section,
        notebook=str(notebook),
        executed=str(run / NOTEBOOKS / notebook.name),
        folder=str(working),
        # «..» is the run's folder from here and from cuadernos/ too: what was executed can be run again there
        parameters=dict(zip(PARAMETERS, (*values, ".."), strict=True)),
        roots=private_folders(run, root),
        limit=limit * SECONDS,
    )


def private_folders(folder: Path, root: Path) -> Roots:
    """Folders of this machine that nothing published may tell, as any system writes them; longest first."""
    named = {folder: "<corrida>", root: "<libro>", Path(sys.prefix): "<entorno>", Path.home(): "~"}
    written = {
        form: instead
        for path, instead in named.items()
        if len(path.parts) > 1
        for form in (str(path), path.as_posix(), str(path).replace("\\", "\\\\"))
    }
    return sorted(written.items(), key=lambda pair: -len(pair[0]))
