"""Digests of everything that a report depends on, and in Spanish what changed between two such states.

Imports nothing slow.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from helpers.base.system import atomic
from helpers.base.system.digest import bytes_sha256, file_sha256
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
SHOWN = 3
"""Most changes that a message names; it gives the number of the others."""
TABLE = ".csv"
LINE_BYTES = 6


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


def changed_meanwhile(workspace: Workspace, institution: str, began: State) -> str:
    """Return what changed since a run began, in Spanish; empty if nothing did.

    A file that changed may have been read before or after the change, so the run's result must not be kept.
    """
    change = all_changes(began, state_of(workspace, institution, began[FILES]), workspace)
    return f"{change} mientras se hacía el informe" if change else ""


def all_changes(before: State, now: State, workspace: Workspace) -> str:
    """Return what differs between two states, in Spanish: the first `SHOWN` things by name; empty if nothing differs.

    Parameters
    ----------
    workspace : Workspace
        Its cache has the lines of earlier tables, from which the changed rows are counted.
    """
    found = []
    for name, was, is_now in _changes(before, now):
        found.append(_words(f"{name}{_changed_rows(workspace, name, was, is_now)}", was, is_now))
    more = len(found) - SHOWN
    if more > 0:
        found[SHOWN:] = ["y un cambio más" if more == 1 else f"y {more} cambios más"]
    return "; ".join(found)


def _changes(before: State, now: State) -> Iterator[tuple[str, str, str]]:
    """Yield name, digest before and digest now of each thing that differs; `ABSENT` if a state lacks it."""
    for part in dict.fromkeys((*before, *now)):
        was, is_now = before.get(part, {}), now.get(part, {})
        for name in dict.fromkeys((*was, *is_now)):
            if was.get(name, ABSENT) != is_now.get(name, ABSENT):
                yield name, was.get(name, ABSENT), is_now.get(name, ABSENT)


def _words(called: str, was: str, is_now: str) -> str:
    """Return the Spanish clause that says whether a thing changed, is gone or is new."""
    if was and is_now:
        return f"cambió {called}"
    return f"ya no está {called}" if was else f"{called} no estaba"


def remember_lines(workspace: Workspace, state: State) -> None:
    """Save in the cache the digests of the lines of every CSV file of a state; skip versions that are already saved.

    With these digests a later run counts the rows that changed.
    """
    folder = workspace.kept_lines
    for label, sha in state[FILES].items():
        if label.endswith(TABLE) and not (folder / sha).exists():
            data = (workspace.root / label).read_bytes()
            folder.mkdir(parents=True, exist_ok=True)
            atomic.write_bytes(folder / bytes_sha256(data), b"".join(_digests(data)))


def _changed_rows(workspace: Workspace, label: str, was: str, is_now: str) -> str:
    """Return `, 1 fila` for a changed CSV file, or that only the order of its rows changed.

    A replaced row counts once. The text is empty for other files, for a file that is new or gone, and if the lines of
    the earlier version were not saved. `was` and `is_now` are the SHA-256 of the two versions.
    """
    if not (was and is_now and label.endswith(TABLE)):
        return ""
    try:
        kept = (workspace.kept_lines / was).read_bytes()
        now = Counter(_digests((workspace.root / label).read_bytes()))
    except OSError:
        return ""
    before = Counter(kept[at : at + LINE_BYTES] for at in range(0, len(kept), LINE_BYTES))
    count = max((before - now).total(), (now - before).total())
    if not count:
        return ", el orden de sus filas"
    number = f"{count:,}".replace(",", ".")  # `display` takes too long to import when the report is left as it is
    return f", {number} {'fila' if count == 1 else 'filas'}"


def _digests(data: bytes) -> Iterator[bytes]:
    """Return the digest of each line, of `LINE_BYTES` bytes."""
    return (hashlib.blake2b(line, digest_size=LINE_BYTES).digest() for line in data.splitlines())
