"""The folder of kept results: one folder per entry, renamed into place when complete, with a checksum for each file."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import PoaError
from helpers.base.system.digest import bytes_sha256
from helpers.base.system.processes import locked

KEPT = 4
"""Entries kept per step, so that a user who switches between two states of the data finds both."""
MOST_BYTES = 2 << 30
"""Most bytes of all entries together; those used longest ago are deleted first."""
SUMS_FILE = "sumas.json"
UNFINISHED = ".a-medias-"
FORGOTTEN = 3600
"""Age in seconds after which an unfinished entry counts as abandoned."""


@dataclass
class Damaged(Exception):
    """An entry does not hold what was written.

    Attributes
    ----------
    file : str
        The file that is missing or changed.
    """

    file: str

    def __str__(self) -> str:
        return self.file


@dataclass(frozen=True)
class Shelf:
    """The kept entries of one step: folders of files, named by the step's key. The `KEPT` entries used last stay.

    Attributes
    ----------
    folder : Path
        The folder of the step.
    """

    folder: Path

    def entries(self) -> tuple[Path, ...]:
        """Return the folders of complete entries, the last used first; empty if there are none."""
        found = [path for path in _inside(self.folder) if not path.name.startswith(UNFINISHED)]
        return tuple(sorted(found, key=_used, reverse=True))

    def load(self, key: str) -> dict[str, bytes] | None:
        """Read the files of an entry.

        Returns
        -------
        dict of str to bytes, or None
            Contents by file name; None if there is no such entry.

        Raises
        ------
        Damaged
            If a file is missing, cut short or changed. The entry is then deleted.
        """
        place = self.folder / key
        if not place.is_dir():
            return None
        try:
            files = {name: _checked(place, name, sum_) for name, sum_ in _sums(place).items()}
        except Damaged:
            if not place.is_dir():  # another process deleted it in the meantime
                return None
            self.discard(key)
            raise
        with suppress(OSError):
            os.utime(place)
        return files

    def keep(self, key: str, files: Mapping[str, bytes]) -> None:
        """Write an entry, in place of one with the same key, and delete all but the four used last."""
        sums = {name: bytes_sha256(data) for name, data in files.items()}
        text = json.dumps(sums, indent=1).encode("utf-8")
        self.folder.mkdir(parents=True, exist_ok=True)
        working = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.folder))
        try:
            for name, data in {**files, SUMS_FILE: text}.items():
                _write(working / name, data)
            self.discard(key)
            with suppress(FileExistsError, OSError):  # another process wrote the same entry
                working.rename(self.folder / key)
        finally:
            shutil.rmtree(working, ignore_errors=True)
        for place in self.entries()[KEPT:]:
            _delete(place)

    def discard(self, key: str) -> None:
        """Delete the entry with a key; do nothing if there is none."""
        _delete(self.folder / key)


def sweep(cache: Path, most: int = MOST_BYTES) -> None:
    """Delete the entries used longest ago until the rest fits a size, and delete abandoned half-written entries.

    Only one process does this at a time; a second one returns at once.

    Parameters
    ----------
    most : int
        Bytes that may stay.
    """
    with suppress(_BeingSwept), locked(cache / ".barrido.bloqueo", _BeingSwept):
        for place in cache.rglob(f"{UNFINISHED}*"):
            if time.time() - _used(place) > FORGOTTEN:
                shutil.rmtree(place, ignore_errors=True)
        left = most
        for place in sorted(_things(cache), key=_used, reverse=True):
            left -= sum(_size(path) for path in place.rglob("*")) if place.is_dir() else _size(place)
            if left < 0:
                _delete(place)


class _BeingSwept(PoaError):
    """Another process is deleting entries."""


def _things(cache: Path) -> Iterator[Path]:
    """Yield the folders of complete entries, and the single files of lines' digests (`LINES`)."""
    yield from (sums.parent for sums in cache.rglob(SUMS_FILE) if not sums.parent.name.startswith(UNFINISHED))
    yield from _inside(cache / LINES)


LINES = "lineas"
"""Folder of single files with digests of tables' lines (`input_changes.remember_lines`)."""


def _inside(folder: Path) -> tuple[Path, ...]:
    """Return what is directly in a folder; empty if there is no such folder."""
    return tuple(folder.iterdir()) if folder.is_dir() else ()


def _used(path: Path) -> float:
    """Return when a path was last used, in seconds since 1970; 0 if it is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    """Return the bytes of a file; 0 if it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _delete(place: Path) -> None:
    """Delete a file or an entry; an entry is renamed first, so that no reader finds half of it."""
    if place.is_file():
        place.unlink(missing_ok=True)
        return
    aside = place.with_name(f"{UNFINISHED}{os.getpid()}-{place.name}")
    with suppress(OSError):
        place.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file, with its folders, and wait until it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sums(place: Path) -> dict[str, str]:
    """Return the SHA-256 of an entry's files by name; `Damaged` if the file that lists them cannot be read."""
    try:
        sums = json.loads((place / SUMS_FILE).read_bytes())
    except (OSError, ValueError) as problem:
        raise Damaged(SUMS_FILE) from problem
    if not isinstance(sums, dict):
        raise Damaged(SUMS_FILE)
    return sums


def _checked(place: Path, name: str, expected: str) -> bytes:
    """Return the content of an entry's file; `Damaged` if it is missing or its SHA-256 is not the expected one."""
    try:
        data = (place / name).read_bytes()
    except OSError as problem:
        raise Damaged(name) from problem
    if bytes_sha256(data) != expected:
        raise Damaged(name)
    return data
