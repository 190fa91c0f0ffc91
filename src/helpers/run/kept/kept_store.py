"""The folder of kept results: one zip file per entry, replaced in one step; the zip has a checksum for each file."""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from helpers.base.system import atomic

KEPT = 4
"""Entries kept per step, so that a user who switches between two states of the data finds both."""
MOST_BYTES = 2 << 30
"""Most bytes of all entries together; those used longest ago are deleted first."""
SUFFIX = ".zip"
UNREADABLE = (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error, LZMAError)
"""What reading a damaged zip file may raise."""


@dataclass(frozen=True)
class Shelf:
    """The kept entries of one step: zip files, named by the step's key. The `KEPT` entries used last stay.

    Attributes
    ----------
    folder : Path
        The folder of the step.
    """

    folder: Path

    def entries(self) -> tuple[Path, ...]:
        """Return the files of entries, the last used first; empty if there are none. Half-written ones are hidden."""
        found = (path for path in self.folder.glob(f"*{SUFFIX}") if not path.name.startswith("."))
        return tuple(sorted(found, key=_used_and_size, reverse=True))

    def load(self, key: str) -> dict[str, bytes] | None:
        """Read the files of an entry.

        Returns
        -------
        dict of str to bytes, or None
            Contents by file name; None if there is no such entry.

        One of `UNREADABLE` is raised if the entry is cut short or a file in it changed.
        """
        place = self._place(key)
        try:
            with ZipFile(place) as entry:
                files = {name: entry.read(name) for name in entry.namelist()}
        except FileNotFoundError:
            return None
        with suppress(OSError):
            os.utime(place)
        return files

    def keep(self, key: str, files: Mapping[str, bytes]) -> None:
        """Write an entry, in place of one with the same key, and delete all but the four used last."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with atomic.replacing(self._place(key)) as aside, ZipFile(aside, "w") as entry:
            for name, data in files.items():
                entry.writestr(name, data)
        for place in self.entries()[KEPT:]:
            _delete(place)

    def discard(self, key: str) -> None:
        """Delete the entry with a key; do nothing if there is none."""
        _delete(self._place(key))

    def _place(self, key: str) -> Path:
        """Return the file of the entry with a key; it may not exist."""
        return self.folder / f"{key}{SUFFIX}"


def file_of(place: Path, name: str) -> bytes:
    """Return a file of an entry; KeyError if the entry lacks it, one of `UNREADABLE` if it is damaged or gone."""
    with ZipFile(place) as entry:
        return entry.read(name)


def sweep(cache: Path, most: int = MOST_BYTES) -> None:
    """Delete the entries and the digests of tables' lines used longest ago until the rest fits a size.

    Parameters
    ----------
    most : int
        Bytes that may stay.
    """
    left = most
    kept = [path for folder in FOLDERS for path in (cache / folder).rglob("*") if path.is_file()]
    for (_, size), place in sorted(((_used_and_size(path), path) for path in kept), reverse=True):
        left -= size
        if left < 0:
            _delete(place)


FOLDERS = ("guardado", "lineas")
"""Folders of the cache that `sweep` keeps within a size: of entries, and of digests of tables' lines."""


def _used_and_size(path: Path) -> tuple[float, int]:
    """Return when a file was last used, in seconds since 1970, and its bytes; zeros if it is gone."""
    try:
        found = path.stat()
    except OSError:
        return 0.0, 0
    return found.st_mtime, found.st_size


def _delete(place: Path) -> None:
    """Delete a file; on Windows it stays while another process reads it."""
    with suppress(OSError):
        place.unlink()
