"""Holds the last run that was read or computed in this process, so that forked processes need not read it again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from helpers.checks.computed import Computed
from helpers.outputs.run_files import BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE
from helpers.run.compute import read

State = tuple[tuple[int, int, int], ...]
"""Size, modification time and inode of each file, which reveal a replaced file."""

_read: dict[Path, tuple[State, Computed]] = {}


def hold(folder: Path, computed: Computed) -> None:
    """Hold a run that was just written to a folder, as `read_run` would return it: without its Dataset."""
    _keep(folder.resolve(), replace(computed, dataset=None))


def read_run(folder: str | Path) -> Computed:
    """Read a folder that `save` wrote, or return the run held in memory if its files have not changed.

    The run has no Dataset. Errors are those of `compute.read`.
    """
    place = Path(folder).resolve()
    state = _state(place)
    known, computed = _read.get(place, (None, None))
    if computed is None or known != state:
        computed = read(place)
        _keep(place, computed)
    return computed


def _keep(place: Path, computed: Computed) -> None:
    """Replace the held run."""
    _read.clear()  # a batch worker makes many reports; holding every Book would fill the memory
    computed.book.by_place  # noqa: B018 - sections are forked from here: each would put the figures in order again
    _read[place] = (_state(place), computed)


def _state(folder: Path) -> State:
    """Return the state of the files that `read` needs; OSError if one is missing."""
    found = (folder / name for name in (BOOK_FILE, FINDINGS_FILE, RECONCILIATION_FILE, TEXTS_FILE))
    return tuple((seen.st_size, seen.st_mtime_ns, seen.st_ino) for seen in (path.stat() for path in found))
