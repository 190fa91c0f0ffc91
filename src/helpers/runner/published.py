"""A report in its place: what is told of it, and what it was made from, kept so that the next run may see no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.kept_checks import KeptCheck
from helpers.reuse.changes import changed_meanwhile
from helpers.reuse.state import FILES, TEXTS, digest
from helpers.reuse.store import sweep
from helpers.reuse.whole import remember
from helpers.runner.kept import Kept, Outcome
from helpers.runner.order import Request
from helpers.runner.sections import Section
from helpers.runner.watcher import Watcher
from helpers.workspace import Workspace

if TYPE_CHECKING:
    from helpers.compute import Computed


@dataclass(frozen=True)
class Published:
    """A report in its place.

    Attributes
    ----------
    computed : Computed
        What it shows.
    folder : str
        Where it is, as messages name it.
    files : tuple of str
        What it has; folders with a `/`.
    is_partial : bool
        It has only the sections that were asked for.
    done : tuple of Outcome
        Which of its steps and sections were done and why, in the report's order.
    failed : tuple of KeptCheck
        Checks of its sections that do not agree: it is then a draft that says so.
    """

    computed: Computed
    folder: str
    files: tuple[str, ...]
    is_partial: bool = False
    done: tuple[Outcome, ...] = ()
    failed: tuple[KeptCheck, ...] = ()


def files_of(folder: Path) -> tuple[str, ...]:
    """The files of a report and its folders, these with a `/`."""
    return tuple(sorted(f"{path.name}/" if path.is_dir() else path.name for path in folder.iterdir()))


def keep_in_mind(kept: Kept, computed: Computed, sections: Sequence[Section]) -> None:
    """Keep what the report came from, so that the next run may see at once that nothing changed."""
    workspace, state = kept.workspace, kept.state
    elsewhere = [name for name in computed.inputs if name not in state[FILES] and name not in state[TEXTS]]
    source = {**state, FILES: {**state[FILES], **{name: digest(workspace.root / name) for name in elsewhere}}}
    wanted = kept.request.wanted(workspace)
    try:
        if changed_meanwhile(workspace, kept.request.institution, source):
            wanted.record(workspace).unlink(missing_ok=True)
        else:
            remember(workspace, wanted, source, [section.name for section in sections])
        sweep(workspace.cache)
    except OSError as problem:  # the report is there all the same
        kept.watcher.notice(f"No se pudo guardar de qué se hizo el informe: {problem}")


def close_cache(workspace: Workspace, watcher: Watcher) -> None:
    """Close what is kept of earlier runs to other people, and tell where that cannot be."""
    try:
        workspace.close_cache()
    except OSError as problem:
        watcher.notice(f"No se pudo cerrar {workspace.relative(workspace.cache)}/ a otras personas: {problem}")


def forget(workspace: Workspace, request: Request) -> None:
    """Delete what is kept of what the report came from: the next run makes it again."""
    request.wanted(workspace).record(workspace).unlink(missing_ok=True)
