"""Describes in Spanish what changed between two states of inputs, `data/mre/2024/avances.csv, 1 fila`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from helpers.base.system import atomic
from helpers.base.system.digest import bytes_sha256
from helpers.base.system.workspace import Workspace
from helpers.run.kept.input_state import ABSENT, FILES, State, state_of

SHOWN = 3
"""Most changes that a message names; it gives the number of the others."""
TABLE = ".csv"
LINE_BYTES = 6


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
