"""Where what may be used again is kept: a folder for each entry, put in place whole, each file with its checksum."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

KEPT = 4
"""Entries of each thing: who goes back and forth between two states of the data finds both."""
SUMS_FILE = "sumas.json"
UNFINISHED = ".a-medias-"
_NAME = re.compile(r"^\d{20}-[0-9a-f]{12}$")
FORGOTTEN = 3600
"""Seconds after which what another process left half written is nobody's."""


@dataclass
class Damaged(Exception):
    """An entry is not what was written.

    Attributes
    ----------
    file : str
        Its file that is not.
    """

    file: str

    def __str__(self) -> str:
        return self.file


@dataclass(frozen=True)
class Shelf:
    """What is kept of one thing: the last few entries, each a folder of files.

    Attributes
    ----------
    folder : Path
    """

    folder: Path

    def entries(self) -> tuple[Path, ...]:
        """The folders of what is kept, the newest first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return tuple(sorted((path for path in found if _NAME.match(path.name)), reverse=True))

    def load(self, place: Path) -> dict[str, bytes]:
        """Read the files of an entry, by their names in it.

        Raises
        ------
        Damaged
            Where one is missing, cut short or changed.
        """
        return {name: _checked(place, name, sum_) for name, sum_ in _sums(place).items()}

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Put an entry first; what was kept last goes."""
        sums = {name: _sum(data) for name, data in files.items()}
        text = json.dumps(sums, indent=1).encode("utf-8")
        self.folder.mkdir(parents=True, exist_ok=True)
        working = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.folder))
        try:
            for name, data in {**files, SUMS_FILE: text}.items():
                _write(working / name, data)
            working.rename(self.folder / f"{time.time_ns():020d}-{_sum(text)[:12]}")
        except BaseException:
            shutil.rmtree(working, ignore_errors=True)
            raise
        self._prune()

    def discard(self, place: Path) -> None:
        """Delete an entry."""
        shutil.rmtree(place, ignore_errors=True)

    def _prune(self) -> None:
        seen: set[str] = set()
        for place in self.entries():
            same = place.name.partition("-")[2]
            if same in seen or len(seen) >= KEPT:
                self.discard(place)
            seen.add(same)
        for place in self._forgotten():
            self.discard(place)

    def _forgotten(self) -> Iterator[Path]:
        for place in self.folder.glob(f"{UNFINISHED}*"):
            try:
                is_old = time.time() - place.stat().st_mtime > FORGOTTEN
            except FileNotFoundError:
                continue
            if is_old:
                yield place


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sums(place: Path) -> dict[str, str]:
    try:
        sums = json.loads((place / SUMS_FILE).read_bytes())
    except (OSError, ValueError) as problem:
        raise Damaged(SUMS_FILE) from problem
    if not isinstance(sums, dict):
        raise Damaged(SUMS_FILE)
    return sums


def _checked(place: Path, name: str, expected: str) -> bytes:
    try:
        data = (place / name).read_bytes()
    except OSError as problem:
        raise Damaged(name) from problem
    if _sum(data) != expected:
        raise Damaged(name)
    return data


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
