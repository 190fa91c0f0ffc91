"""A run's folder, read once in this process: what is asked for again, or was read before a fork, is there at once.

Only the last that was read is kept.
"""

from __future__ import annotations

from pathlib import Path

from helpers.compute import BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE, Computed, read

State = tuple[tuple[int, int, int], ...]
"""Size, time and number of each file: another file in the place of one is seen."""

_read: dict[Path, tuple[State, Computed]] = {}


def read_run(folder: str | Path) -> Computed:
    """Read a folder that `save` wrote, where its files are not those read here before.

    Raises
    ------
    ConfigError, OSError
        As `read` does.
    """
    place = Path(folder).resolve()
    state = _state(place)
    known, computed = _read.get(place, (None, None))
    if computed is None or known != state:
        _read.clear()  # a batch's worker makes one report after another, each with its Book
        computed = read(place)
        computed.book.by_place  # noqa: B018 - sections are forked from here: each would put the figures in order again
        _read[place] = (state, computed)
    return computed


def _state(folder: Path) -> State:
    found = (folder / name for name in (BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE))
    return tuple((seen.st_size, seen.st_mtime_ns, seen.st_ino) for seen in (path.stat() for path in found))
