"""Files written whole or not at all: a full disk or a killed process leaves the earlier file as it was.

The new content goes to a hidden file in the same folder, is carried to the disk, and takes the place of the earlier
file in one step. Names are those of `Path.write_bytes` and `Path.write_text`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a hidden file to write; when the block ends well, that file takes the place of `path`.

    The hidden file has the suffix of `path`, because libraries choose the format by it. It is deleted where the block
    raises. A symbolic link stays one: the file that it leads to is replaced. Permissions stay as they were.
    """
    with _aside(path) as (aside, target):
        yield aside
        if target.exists():
            shutil.copymode(target, aside)
        _carry_to_disk(aside)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole."""
    with replacing(path) as aside:
        aside.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Write a file of text whole, in UTF-8; line ends stay as they are in the text."""
    write_bytes(path, text.encode("utf-8"))


def create_text(path: Path, text: str) -> None:
    """Write a new file of text whole, in UTF-8.

    Raises
    ------
    FileExistsError
        Where the file is there by now: what somebody else wrote meanwhile is not replaced.
    """
    with _aside(path) as (aside, target):
        aside.write_bytes(text.encode("utf-8"))
        _carry_to_disk(aside)
        target.open("x").close()


@contextmanager
def _aside(path: Path) -> Iterator[tuple[Path, Path]]:
    """Give the hidden file and the file whose place it takes when the block ends well."""
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.stem}-{os.getpid()}{target.suffix}")
    try:
        yield aside, target
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    _carry_names_to_disk(target.parent)


def _carry_to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _carry_names_to_disk(folder: Path) -> None:
    """Without this a power cut may undo the renaming; Windows has nothing of the kind."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
