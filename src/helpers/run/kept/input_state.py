"""Digests of everything that a report depends on, as it is now. Imports nothing slow."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace, code_files, code_folder, code_revision

FILES, TEXTS, NOTEBOOKS = "archivos", "textos", "cuadernos"
CODE, PACKAGES, AROUND, REVISION = "codigo", "bibliotecas", "entorno", "revision"
State = Mapping[str, Mapping[str, str]]
"""Digests or versions by part and name. Data files, texts and notebooks are separate parts."""

ABSENT = ""
"""Stands for the digest of a missing file."""
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
    """Return the digests of everything that any report of an institution depends on.

    It covers whole folders, not only the files that the last run read: a new file may be a new table.

    Parameters
    ----------
    stated : Iterable of str
        Further files that a run read, relative to the root.

    Returns
    -------
    dict
        By part (files, texts, notebooks, program, packages, surroundings, revision): SHA-256 or version by name.
    """
    inputs = dict.fromkeys((*_inputs(workspace, institution), *(workspace.root / name for name in stated)))
    texts = {path for path in inputs if path.parent.name == TEXTS_FOLDER}
    revision, code = code_revision(workspace.root), code_folder()

    def digests(paths: Iterable[Path]) -> dict[str, str]:
        """Return the SHA-256 of files by their path from the root."""
        return {workspace.relative(path): digest(path) for path in paths}

    return {
        FILES: digests(path for path in inputs if path not in texts),
        TEXTS: digests(path for path in inputs if path in texts),
        NOTEBOOKS: digests(workspace.section_notebooks()),
        CODE: {f"{CODE_LABEL}/{path.relative_to(code).as_posix()}": digest(path) for path in code_files(code)},
        PACKAGES: {f"la versión de {name}": version for name, version in installed().items()},
        AROUND: surroundings(),
        REVISION: {"la revisión del código": f"{revision.commit} {revision.words}"},
    }


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; empty if it does not exist, so that a deleted file counts as a change."""
    try:
        return file_sha256(path)
    except OSError:
        return ABSENT


def _inputs(workspace: Workspace, institution: str) -> Iterator[Path]:
    """Yield the files of an institution's data and params and every method file, but no hidden ones and no READMEs."""
    for folder in (workspace.data / institution, workspace.params / institution, workspace.methods):
        for path in sorted(folder.rglob("*")):
            is_hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
            if not is_hidden and path.name.lower() != NOT_DATA and path.is_file():
                yield path


def surroundings() -> dict[str, str]:
    """Return Python's version, the system, the environment variables that processes inherit and matplotlib's settings.

    Returns
    -------
    dict
        Keyed by a Spanish name.
    """
    found = {
        "la versión de Python": platform.python_version(),
        "el sistema": f"{sys.platform} {platform.machine()}",
        "la plataforma": platform.platform(terse=True),
    }
    found |= {f"la variable {name}": os.environ.get(name, "") for name in SETTINGS}
    return found | {"el archivo matplotlibrc": "".join(map(digest, _matplotlib_files()))}


def _matplotlib_files() -> tuple[Path, ...]:
    """Return the files where matplotlib looks for a user's settings; they may not exist."""
    home = Path.home()
    named = [Path(os.environ[name]) for name in ("MATPLOTLIBRC", "MPLCONFIGDIR") if os.environ.get(name)]
    settled = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    folders = (*named, settled / "matplotlib", home / ".matplotlib")
    return tuple(folder if folder.is_file() else folder / "matplotlibrc" for folder in folders)


@cache
def installed() -> Mapping[str, str]:
    """Return the version of every installed package by its name, in lower case with hyphens.

    Names and versions come from the names of the `….dist-info` folders, which is fast.
    """
    found: dict[str, str] = {}
    for folder in filter(None, sys.path):
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            match = _DISTRIBUTION.match(name)
            if match:
                found.setdefault(_SEPARATORS.sub("-", match["name"]).lower(), match["version"])
    return found


def outputs_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a report's folder, by its path in the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): digest(path) for path in files}
