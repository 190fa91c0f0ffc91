"""A step of a run whose outputs are kept with all that they were made from, and used again where that is the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers.reuse.store import Damaged, Shelf
from helpers.reuse.told import DAMAGED, NEVER
from helpers.reuse.watched import State, first_change

SOURCE_FILE = "de.json"
"""What the outputs of an entry were made from."""


@dataclass(frozen=True)
class Found:
    """What is kept of a step and still holds, or why it must be done.

    Attributes
    ----------
    files : Mapping or None
        Its outputs by name; None where it must be done.
    reason : str
        Why it must, in Spanish.
    """

    files: Mapping[str, bytes] | None
    reason: str = ""

    def write(self, folder: Path) -> None:
        """Put the outputs where the step would have left them."""
        for name, data in (self.files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def find(shelf: Shelf, source: State) -> Found:
    """Look for outputs made from the same; what is damaged is deleted."""
    reasons: list[str] = []
    for place in shelf.entries():
        try:
            files = shelf.load(place)
            change = first_change(json.loads(files.pop(SOURCE_FILE)), source)
        except (Damaged, KeyError, ValueError) as problem:
            reasons.append(f"{DAMAGED} ({problem})")
            shelf.discard(place)
            continue
        if not change:
            return Found(files)
        reasons.append(change)
    return Found(None, next(iter(reasons), NEVER))


def files_in(folder: Path) -> dict[str, bytes]:
    """All that is in a folder, by name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def keep(shelf: Shelf, source: State, files: Mapping[str, bytes]) -> None:
    """Keep some outputs as made from something."""
    shelf.keep({**files, SOURCE_FILE: json.dumps(source, ensure_ascii=False).encode("utf-8")})
