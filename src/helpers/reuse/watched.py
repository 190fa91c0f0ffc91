"""All that a report is made from, as it is now: files by their digests. Nothing heavy is loaded to look at it."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from helpers.digest import data_sha256
from helpers.reuse.places import CODE, NOTHING, Places, code_folder
from helpers.reuse.surroundings import installed, surroundings
from helpers.revision import code_revision
from helpers.workspace import Workspace

NOT_DATA = "readme.md"
FILES, CODE_PART, AROUND, REVISION, PACKAGES = "archivos", "codigo", "entorno", "revision", "bibliotecas"
State = Mapping[str, Mapping[str, str]]
"""By part, what is in it by name."""


def state_of(workspace: Workspace, institution: str, stated: Iterable[str] = ()) -> dict[str, dict[str, str]]:
    """The digests of all that a report of an institution can be made from, whichever its period.

    Whole folders, and not only the files that a run read: one that was not there may be a table now.

    Parameters
    ----------
    stated : Iterable of str
        Other files that a run read, by their names from the root.
    """
    files = dict.fromkeys((*_inputs(workspace, institution), *(workspace.root / name for name in stated)))
    code = (path for path in sorted(code_folder().rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    revision = code_revision(workspace.root)
    return {
        FILES: {workspace.relative(path): Places.file_digest(path) for path in files},
        CODE_PART: {f"{CODE}/{path.relative_to(code_folder()).as_posix()}": Places.file_digest(path) for path in code},
        AROUND: {**surroundings(), "la plataforma": platform.platform(terse=True)},
        REVISION: {"la revisión del código": f"{revision.commit} {revision.words}"},
        PACKAGES: {f"la versión de {name}": version for name, version in installed().items()},
    }


def _inputs(workspace: Workspace, institution: str) -> Iterator[Path]:
    folders = (workspace.data / institution, workspace.params / institution, workspace.methods)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            is_hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
            if not is_hidden and path.name.lower() != NOT_DATA and path.is_file():
                yield path
    yield from workspace.section_notebooks()


def outputs_of(folder: Path) -> dict[str, str]:
    """The digest of every file of a report's folder, by its name in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): Places.file_digest(path) for path in files}


def first_change(before: State, now: State) -> str:
    """The first thing that is another, in Spanish; empty where nothing is."""
    for part in (*before, *(name for name in now if name not in before)):
        was, is_now = before.get(part, {}), now.get(part, {})
        for name in (*was, *(one for one in is_now if one not in was)):
            if was.get(name, NOTHING) != is_now.get(name, NOTHING):
                return _words(name, was.get(name, NOTHING), is_now.get(name, NOTHING))
    return ""


def _words(name: str, was: str, is_now: str) -> str:
    if was and is_now:
        return f"cambió {name}"
    return f"ya no está {name}" if was else f"{name} no estaba"


def changed_meanwhile(workspace: Workspace, institution: str, began: State) -> str:
    """What is no longer as it was when a run began, in Spanish; empty where all is.

    What was read may then be of before or of after, and is not to be taken for either.
    """
    change = first_change(began, state_of(workspace, institution, began[FILES]))
    return f"{change} mientras se hacía el informe" if change else ""


def fingerprint(parts: Sequence[str]) -> str:
    """A short name for some texts."""
    return data_sha256(list(parts))[:16]
