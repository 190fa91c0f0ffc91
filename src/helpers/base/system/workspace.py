"""The project's folders (params, data, notebooks and output under one root) and the git revision of its code."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import helpers
from helpers.base.errors import UsageError

ROOT_VARIABLE = "POA_RAIZ"
CACHE_VARIABLE = "POA_CACHE"
UNKNOWN = "desconocida"


@dataclass(frozen=True)
class Workspace:
    """The folders of one project.

    Attributes
    ----------
    root : Path
        Contains `params/`, `data/`, `notebooks/` and `output/`.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """Find the project: the folder in `POA_RAIZ`, unchecked, where set; else the nearest one from `start` upwards.

        Parameters
        ----------
        start : Path, optional
            The current folder where not given.

        Raises
        ------
        UsageError
            Where `POA_RAIZ` is not set or empty, and no folder upwards contains `params/` and `notebooks/`.
        """
        named = os.environ.get(ROOT_VARIABLE)
        if named:
            return cls(Path(named).resolve())
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "params").is_dir() and (folder / "notebooks").is_dir():
                return cls(folder)
        raise UsageError(
            f"No se encuentra el libro de trabajo desde «{here}»: hace falta una carpeta con params/ y notebooks/. "
            f"Entre en la carpeta del proyecto o indique la ruta en la variable {ROOT_VARIABLE}."
        )

    def relative(self, path: Path) -> str:
        """Return a file's path from the root, with `/` on every system; outside the root, its absolute path."""
        resolved = path.resolve()
        return resolved.relative_to(self.root).as_posix() if resolved.is_relative_to(self.root) else resolved.as_posix()

    @property
    def params(self) -> Path:
        """The folder `params/` of the YAML files of institutions, runs and methods."""
        return self.root / "params"

    @property
    def data(self) -> Path:
        """The folder `data/` of input tables, by institution and year."""
        return self.root / "data"

    @property
    def methods(self) -> Path:
        """The folder `params/metodos/` of method files."""
        return self.params / "metodos"

    @property
    def notebooks(self) -> Path:
        """The folder `notebooks/` of the sections' notebooks."""
        return self.root / "notebooks"

    def section_notebooks(self) -> tuple[Path, ...]:
        """Return the notebooks of all sections, `notebooks/<folder>/<NN>_<section>.ipynb`, sorted by path."""
        return tuple(sorted(self.notebooks.glob("*/[0-9]*_*.ipynb")))

    @property
    def output(self) -> Path:
        """The folder `output/`, where reports are written by default."""
        return self.root / "output"

    def report_folder(self, institution: str, period: str, *, is_partial: bool) -> Path:
        """Return the default folder of a report, `output/<institution>/<period>`; it may not exist.

        Parameters
        ----------
        institution, period : str
            Folder name and period code.
        is_partial : bool
            True for a run of some sections only, which has a folder of its own (`…-parcial`).
        """
        return (self.output / institution / (f"{period}-parcial" if is_partial else period)).resolve()

    @property
    def cache(self) -> Path:
        """The folder of reusable results: `.poa/`, or the one that `POA_CACHE` names; deleting it costs time only."""
        named = os.environ.get(CACHE_VARIABLE)
        return Path(named).resolve() if named else self.root / ".poa"

    def close_cache(self) -> None:
        """Make the cache, and close it to other users: a file that they put there could end up in a report.

        Raises
        ------
        OSError
            Where the folder belongs to another user.
        """
        self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.cache.chmod(0o700)

    def kept_steps(self, institution: str, period: str) -> Path:
        """Return the folder, inside the cache, of the kept steps of a run; it may not exist."""
        return self.cache / "guardado" / institution / period

    @property
    def kept_lines(self) -> Path:
        """The folder, inside the cache, of row digests of tables, which tell how many rows changed; may not exist."""
        return self.cache / "lineas"

    def accepted_file(self, institution: str, year: int) -> Path:
        """Return the file that records what the tables of a year held when a check was last accepted.

        It lies beside the reports, `output/mre/2024-aceptado.json`. Deleting it loses that comparison, and no figure.
        """
        return self.output / institution / f"{year}-aceptado.json"

    def institution_file(self, institution: str) -> Path:
        """Return the path `params/<institution>/entidad.yaml`; the file may not exist."""
        return self.params / institution / "entidad.yaml"

    def run_file(self, institution: str, period: str) -> Path:
        """Return the path of a run's parameters, `params/<institution>/<period>.yaml`; the file may not exist."""
        return self.params / institution / f"{period}.yaml"

    def method_file(self, method: str) -> Path:
        """Return the path `params/metodos/<method>.yaml`; the file may not exist."""
        return self.methods / f"{method}.yaml"

    def configuration_files(self, institution: str, period: str, method: str) -> tuple[Path, ...]:
        """Return the paths of the institution's, the run's and the method's file, in this order; they may not exist."""
        return self.institution_file(institution), self.run_file(institution, period), self.method_file(method)

    def year_data(self, institution: str, year: int) -> Path:
        """Return the folder of an institution's tables of a year, `data/<institution>/<year>`; it may not exist."""
        return self.data / institution / str(year)


@dataclass(frozen=True)
class Revision:
    """The git revision of the code.

    Attributes
    ----------
    commit : str
        The commit's hash, or `desconocida` without git.
    is_dirty : bool or None
        Whether files differ from the commit; None where git does not tell.
    """

    commit: str = UNKNOWN
    is_dirty: bool | None = None

    @property
    def words(self) -> str:
        """The revision as the cover prints it: `revisión 1a2b3c4d5e (con cambios sin registrar)`.

        Only ten characters of the commit are shown; without git, `revisión desconocida`.
        """
        changed = " (con cambios sin registrar)" if self.is_dirty else ""
        commit = self.commit if self.commit == UNKNOWN else self.commit[:10]
        return f"revisión {commit}{changed}"

    def plain(self) -> dict[str, object]:
        """Return the revision as JSON-compatible data, as a manifest holds it."""
        return {"revision": self.commit, "cambios_sin_registrar": self.is_dirty}


def code_revision(root: Path) -> Revision:
    """Return the git revision of a folder.

    Returns
    -------
    Revision
        `desconocida` where git is missing, fails, or the folder is not in a repository.
    """
    commit = _git(root, "rev-parse", "HEAD")
    if not commit:
        return Revision()
    changes = _git(root, "status", "--porcelain")
    return Revision(commit, None if changes is None else bool(changes))


def _git(root: Path, *arguments: str) -> str | None:
    """Output of a git command; None where git is missing or fails."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


@cache
def code_folder() -> Path:
    """Return the folder of the project's code, with its fonts and templates."""
    return Path(helpers.__path__[0]).resolve()


def code_files(folder: Path) -> Iterator[Path]:
    """Yield every file in a folder of code, sorted, without those that Python compiled."""
    for path in sorted(folder.rglob("*")):
        if "__pycache__" not in path.parts and path.is_file():
            yield path
