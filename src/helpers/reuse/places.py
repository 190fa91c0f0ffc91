"""Which of the files that a section opens count as what it read, and what they are called in a trace."""

from __future__ import annotations

import os
import site
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import helpers
from helpers.digest import file_sha256, text_sha256

OWN_CODE = "helpers"
ROOT, RUN, CODE = "<libro>", "<corrida>", "src/helpers"
NOTHING = ""
"""The digest of a file or folder that is not there."""
OF_THE_SYSTEM = ("/proc", "/sys", "/dev")
FONT_LISTS = "fontlist-v"
"""Where matplotlib keeps which fonts a system has: made again by itself; a font that is used is opened."""


@dataclass(frozen=True)
class Places:
    """The folders that tell what a file is.

    Attributes
    ----------
    named : tuple of (str, str)
        Folders and what is written for them, the innermost first.
    working : str
        The section's own folder: what is in it, the section put there.
    libraries : tuple of str
        Where Python and its packages lie: these are told by their versions.
    passing : str
        The system's folder for what is needed for a moment.
    """

    named: tuple[tuple[str, str], ...]
    working: str
    libraries: tuple[str, ...]
    passing: str = ""

    @classmethod
    def of(cls, root: Path, run: Path, *, working: Path | None = None) -> Places:
        """The places of a run; `working` is None where no section is at work."""
        named = {str(run.resolve()): RUN, str(code_folder()): CODE, str(root.resolve()): ROOT}
        ordered = sorted(named.items(), key=lambda pair: -len(pair[0]))
        return cls(tuple(ordered), str(working.resolve()) if working else "", _libraries(), tempfile.gettempdir())

    def is_kept(self, path: str) -> bool:
        """Whether a file counts: it is no library's, no cache's and not the section's own work."""
        if self.working and _is_within(path, self.working):
            return False
        parts = path.replace("\\", "/").split("/")
        if "__pycache__" in parts or parts[-1].startswith(FONT_LISTS) or _is_any(path, OF_THE_SYSTEM):
            return False
        if path in _searched():
            return False  # a file that Python looks for modules in
        is_module = _is_within(path, str(code_folder())) and path.endswith(".py")
        return not is_module and not self.is_of_library(path)

    def is_passing(self, path: str) -> bool:
        """Whether a file is one that a program makes for itself for a moment."""
        return _is_within(path, self.passing) and not any(_is_within(path, folder) for folder, _ in self.named)

    def is_kept_folder(self, path: str) -> bool:
        """Whether a folder that was listed counts: Python itself lists those that it looks for modules in."""
        is_searched = path in _searched() or (_is_within(path, str(code_folder())) and _is_package(path))
        return not is_searched and self.is_kept(path)

    def is_of_library(self, path: str) -> bool:
        """Whether a file is of Python or of a package that was installed."""
        return _is_any(path, self.libraries) and not any(_is_within(path, folder) for folder, _ in self._own())

    def _own(self) -> Iterable[tuple[str, str]]:
        """The project's folders that hold no library: the workbook's root often holds the environment."""
        return ((folder, name) for folder, name in self.named if name != ROOT)

    def label(self, path: str) -> str:
        """A file as a trace names it: the same wherever the workbook lies."""
        for folder, name in self.named:
            if _is_within(path, folder):
                rest = os.path.relpath(path, folder).replace("\\", "/")
                return rest if name == ROOT else f"{name}/{rest}"
        return path

    def path(self, label: str) -> Path:
        """The file of a label."""
        if Path(label).is_absolute():
            return Path(label)
        for folder, name in self.named:
            if name != ROOT and label.startswith(f"{name}/"):
                return Path(folder, label.removeprefix(f"{name}/"))
        return next(Path(folder, label) for folder, name in self.named if name == ROOT)

    @staticmethod
    def file_digest(path: str | Path) -> str:
        """The SHA-256 of a file; empty where there is none, which is something to know too."""
        try:
            return file_sha256(Path(path))
        except OSError:
            return NOTHING

    @staticmethod
    def folder_digest(path: str | Path) -> str:
        """A digest of the names in a folder; empty where there is none."""
        try:
            return text_sha256("\n".join(sorted(os.listdir(path))))
        except OSError:
            return NOTHING


def code_files() -> tuple[Path, ...]:
    """The modules of the project."""
    return tuple(sorted(code_folder().rglob("*.py")))


@cache
def code_folder() -> Path:
    """Where the project's code lies."""
    return Path(helpers.__path__[0]).resolve()


@cache
def _libraries() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    found = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found |= {sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages(), site.getusersitepackages()}
    # A system's own Python has `/usr` for its prefix, which holds much that is no library.
    broad = {folder for folder in found if Path(folder) in (Path("/usr"), Path("/usr/local"), Path("/"))}
    return tuple(sorted({form for folder in found - broad for form in (folder, str(Path(folder).resolve()))}))


@cache
def _searched() -> frozenset[str]:
    return frozenset(os.path.abspath(folder or os.curdir) for folder in sys.path)


@cache
def _is_package(path: str) -> bool:
    return os.path.isfile(os.path.join(path, "__init__.py"))


def _is_any(path: str, folders: Iterable[str]) -> bool:
    return any(_is_within(path, folder) for folder in folders)


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/\\") + os.sep)
