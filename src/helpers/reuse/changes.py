"""What changed between two states, in the words of who plans: `avances.csv, 1 fila`; `texto/conclusiones.md`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator

from helpers import atomic
from helpers.digest import bytes_sha256
from helpers.reuse.state import ABSENT, FILES, TEXTS, TEXTS_FOLDER, State, state_of
from helpers.workspace import Workspace

SHOWN = 3
"""How many changes are named; of more, how many there are."""
TABLE = ".csv"
LINE_BYTES = 6


def changed_meanwhile(workspace: Workspace, institution: str, began: State) -> str:
    """What is no longer as it was when a run began, in Spanish; empty where all is.

    What was read may then be of before or of after, and is not to be taken for either.
    """
    change = all_changes(began, state_of(workspace, institution, began[FILES]), Rows(workspace))
    return f"{change} mientras se hacía el informe" if change else ""


def all_changes(before: State, now: State, rows: Rows) -> str:
    """What is another, in Spanish: the first few things by name; empty where nothing is."""
    found = []
    for part, name, was, is_now in _changes(before, now):
        short = _shortest(name, {*before.get(part, ()), *now.get(part, ())}) if part in (FILES, TEXTS) else name
        found.append(_words(name, f"{short}{rows.words(name, was, is_now)}", was, is_now))
    more = len(found) - SHOWN
    if more > 0:
        found[SHOWN:] = ["y un cambio más" if more == 1 else f"y {more} cambios más"]
    return "; ".join(found)


def _changes(before: State, now: State) -> Iterator[tuple[str, str, str, str]]:
    """Part, name, digest before and digest now of each thing that is another."""
    for part in dict.fromkeys((*before, *now)):
        was, is_now = before.get(part, {}), now.get(part, {})
        for name in dict.fromkeys((*was, *is_now)):
            if was.get(name, ABSENT) != is_now.get(name, ABSENT):
                yield part, name, was.get(name, ABSENT), is_now.get(name, ABSENT)


def _words(name: str, called: str, was: str, is_now: str) -> str:
    if was and is_now:
        return f"cambió {called}"
    return f"ya no está {called}" if was else f"{called} no estaba"


def _shortest(label: str, labels: Collection[str]) -> str:
    """The end of a path that no other path has; of a text, with its folder."""
    parts = label.split("/")
    least = 2 if TEXTS_FOLDER in parts[-2:-1] else 1
    for length in range(least, len(parts)):
        end = "/".join(parts[-length:])
        if not any(other.endswith(f"/{end}") for other in labels if other != label):
            return end
    return label


class Rows:
    """How many rows of a table are others now than they were; of each version of a table digests of its lines are kept.

    Parameters
    ----------
    workspace : Workspace
    """

    def __init__(self, workspace: Workspace) -> None:
        self.root, self.folder = workspace.root, workspace.kept_lines

    def remember(self, state: State) -> None:
        """Keep the lines of the tables of a state that are not kept yet."""
        for label, sha in state[FILES].items():
            if label.endswith(TABLE) and not (self.folder / sha).exists():
                data = (self.root / label).read_bytes()
                self.folder.mkdir(parents=True, exist_ok=True)
                atomic.write_bytes(self.folder / bytes_sha256(data), b"".join(_digests(data)))

    def words(self, label: str, was: str, is_now: str) -> str:
        """`, 1 fila`; empty for what is no table or where either version is not kept."""
        if not (was and is_now and label.endswith(TABLE)):
            return ""
        try:
            kept = (self.folder / was).read_bytes()
            now = Counter(_digests((self.root / label).read_bytes()))
        except OSError:
            return ""
        before = Counter(kept[at : at + LINE_BYTES] for at in range(0, len(kept), LINE_BYTES))
        count = max((before - now).total(), (now - before).total())
        if not count:
            return ", el orden de sus filas"
        number = f"{count:,}".replace(",", ".")  # `display` takes too long to load for a report that is left as it is
        return f", {number} {'fila' if count == 1 else 'filas'}"


def _digests(data: bytes) -> Iterator[bytes]:
    return (hashlib.blake2b(line, digest_size=LINE_BYTES).digest() for line in data.splitlines())
