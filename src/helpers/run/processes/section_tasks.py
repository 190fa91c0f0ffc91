"""The messages between a run and the process of a section: the task, and where it stopped."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.outputs.run_files import NOTEBOOKS

PARAMETERS = ("entidad", "periodo")
"""Parameters of every section. Papermill only warns if a notebook does not declare one."""
WORKING = "trabajo-"
"""Prefix of the names of folders that exist only during a run."""
SECONDS = 60
"""Seconds in a minute of a cell's limit."""
Roots = Sequence[tuple[str, str]]
"""Folders of this machine with their replacements, longest first."""


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


def task_of(notebook: Path, section: str, run: Path, root: Path, values: Sequence[str], limit: int) -> Task:
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
    working = run / f"{WORKING}{notebook.stem}"
    working.mkdir()
    return Task(
        section=section,
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
