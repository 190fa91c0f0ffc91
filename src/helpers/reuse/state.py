"""All that a report can be made from, as it is now, by digests. Nothing heavy is loaded to look at it."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import helpers
from helpers.digest import file_sha256
from helpers.revision import code_revision
from helpers.workspace import Workspace

FILES, TEXTS, NOTEBOOKS = "archivos", "textos", "cuadernos"
CODE, PACKAGES, AROUND, REVISION = "codigo", "bibliotecas", "entorno", "revision"
State = Mapping[str, Mapping[str, str]]
"""By part, what is in it by name; data files, texts and notebooks are parts of their own."""

ABSENT = ""
"""The digest of a file that is not there."""
NOT_DATA = "readme.md"
TEXTS_FOLDER = "texto"
CODE_LABEL = "src/helpers"
SETTINGS = (
    "LANG", "LANGUAGE", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "TZ",
    "PYTHONOPTIMIZE", "PYTHONUTF8", "SOURCE_DATE_EPOCH", "MATPLOTLIBRC", "MPLCONFIGDIR",
)  # fmt: skip
_DISTRIBUTION = re.compile(r"^(?P<name>.+?)-(?P<version>[^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$")
_SEPARATORS = re.compile(r"[-_.]+")


def state_of(workspace: Workspace, institution: str, stated: Iterable[str] = ()) -> dict[str, dict[str, str]]:
    """The digests of all that a report of an institution can be made from, whichever its period.

    Whole folders, and not only the files that a run read: one that was not there may be a table now.

    Parameters
    ----------
    stated : Iterable of str
        Other files that a run read, by their names from the root.
    """
    inputs = dict.fromkeys((*_inputs(workspace, institution), *(workspace.root / name for name in stated)))
    texts = {path for path in inputs if path.parent.name == TEXTS_FOLDER}
    revision = code_revision(workspace.root)

    def digests(paths: Iterable[Path]) -> dict[str, str]:
        return {workspace.relative(path): digest(path) for path in paths}

    return {
        FILES: digests(path for path in inputs if path not in texts),
        TEXTS: digests(path for path in inputs if path in texts),
        NOTEBOOKS: digests(workspace.section_notebooks()),
        CODE: {f"{CODE_LABEL}/{path.relative_to(code_folder()).as_posix()}": digest(path) for path in _code()},
        PACKAGES: {f"la versión de {name}": version for name, version in installed().items()},
        AROUND: surroundings(),
        REVISION: {"la revisión del código": f"{revision.commit} {revision.words}"},
    }


def digest(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none, which is something to know too."""
    try:
        return file_sha256(path)
    except OSError:
        return ABSENT


def _inputs(workspace: Workspace, institution: str) -> Iterator[Path]:
    for folder in (workspace.data / institution, workspace.params / institution, workspace.methods):
        for path in sorted(folder.rglob("*")):
            is_hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
            if not is_hidden and path.name.lower() != NOT_DATA and path.is_file():
                yield path


@cache
def code_folder() -> Path:
    """Where the project's code lies, with its fonts and templates."""
    return Path(helpers.__path__[0]).resolve()


def _code() -> Iterator[Path]:
    for path in sorted(code_folder().rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def surroundings() -> dict[str, str]:
    """Python, the system, the settings that a kernel inherits, and matplotlib's own file, by name in Spanish."""
    found = {
        "la versión de Python": platform.python_version(),
        "el sistema": f"{sys.platform} {platform.machine()}",
        "la plataforma": platform.platform(terse=True),
    }
    found |= {f"la variable {name}": os.environ.get(name, "") for name in SETTINGS}
    return found | {"el archivo matplotlibrc": "".join(map(digest, _matplotlib_files()))}


def _matplotlib_files() -> tuple[Path, ...]:
    """Where matplotlib looks for a user's settings."""
    home = Path.home()
    named = [Path(os.environ[name]) for name in ("MATPLOTLIBRC", "MPLCONFIGDIR") if os.environ.get(name)]
    settled = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    folders = (*named, settled / "matplotlib", home / ".matplotlib")
    return tuple(folder if folder.is_file() else folder / "matplotlibrc" for folder in folders)


@cache
def installed() -> Mapping[str, str]:
    """The version of every package that is installed, by its name as registries write it; from the names of folders."""
    found: dict[str, str] = {}
    for folder in filter(None, sys.path):
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            match = _DISTRIBUTION.match(name)
            if match:
                found.setdefault(_SEPARATORS.sub("-", match["name"]).lower(), match["version"])
    return found


def outputs_of(folder: Path) -> dict[str, str]:
    """The digest of every file of a report's folder, by its name in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): digest(path) for path in files}
