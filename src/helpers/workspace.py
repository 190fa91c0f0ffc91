"""Where things lie: params, data, notebooks and output under one root."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import UsageError

ROOT_VARIABLE = "POA_RAIZ"
CACHE_VARIABLE = "POA_CACHE"


@dataclass(frozen=True)
class Workspace:
    """The folders of one workbook.

    Attributes
    ----------
    root : Path
        Holds `params/`, `data/`, `notebooks/` and `output/`.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """Find the workbook from `POA_RAIZ`, or from a folder upwards.

        Raises
        ------
        UsageError
            Where no folder upwards holds `params/` and `notebooks/`.
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
        """Name a file from the root with `/`, the same on every system; a file elsewhere by its own path."""
        resolved = path.resolve()
        return resolved.relative_to(self.root).as_posix() if resolved.is_relative_to(self.root) else resolved.as_posix()

    @property
    def params(self) -> Path:
        return self.root / "params"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def methods(self) -> Path:
        return self.params / "metodos"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def section_notebooks(self) -> tuple[Path, ...]:
        """Every section's notebook, in whichever folder of `notebooks/` it lies: `<NN>_<section>.ipynb`."""
        return tuple(sorted(self.notebooks.glob("*/[0-9]*_*.ipynb")))

    @property
    def output(self) -> Path:
        return self.root / "output"

    def report_folder(self, institution: str, period: str, *, is_partial: bool) -> Path:
        """Where the report of a run goes when nothing else is asked."""
        return (self.output / institution / (f"{period}-parcial" if is_partial else period)).resolve()

    @property
    def cache(self) -> Path:
        """What is kept to be used again: `.poa/`, or what `POA_CACHE` names; who deletes it loses nothing but time.

        `accepted_file` lies apart from it.
        """
        named = os.environ.get(CACHE_VARIABLE)
        return Path(named).resolve() if named else self.root / ".poa"

    def close_cache(self) -> None:
        """See to it that nobody else reads or writes what is kept: what is planted there could be printed.

        Raises
        ------
        OSError
            Where it belongs to another person.
        """
        self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.cache.chmod(0o700)

    def kept_steps(self, institution: str, period: str) -> Path:
        """What is kept of the steps of a run."""
        return self.cache / "guardado" / institution / period

    @property
    def kept_lines(self) -> Path:
        """Digests of the lines of tables, by which it is told how many rows changed."""
        return self.cache / "lineas"

    def accepted_file(self, institution: str, year: int) -> Path:
        """What the tables of a year held when a check was last accepted: of this project, wherever the cache is.

        Who deletes it loses the comparison with it, and no figure.
        """
        return self.root / ".poa" / "aceptado" / institution / f"{year}.json"

    def institution_file(self, institution: str) -> Path:
        return self.params / institution / "entidad.yaml"

    def run_file(self, institution: str, period: str) -> Path:
        return self.params / institution / f"{period}.yaml"

    def method_file(self, method: str) -> Path:
        return self.methods / f"{method}.yaml"

    def configuration_files(self, institution: str, period: str, method: str) -> tuple[Path, ...]:
        """The params and method files that a run's own figures rest on."""
        return self.institution_file(institution), self.run_file(institution, period), self.method_file(method)

    def year_data(self, institution: str, year: int) -> Path:
        return self.data / institution / str(year)
