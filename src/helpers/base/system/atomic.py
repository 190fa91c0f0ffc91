"""Writing of whole files: after a full disk or a killed process, the earlier file is as it was. Rows as CSV text.

The new content goes to a hidden file in the same folder, is flushed to disk, and replaces the earlier file in one
step. The functions have the names of `Path.write_bytes` and `Path.write_text`.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a hidden file to write. When the block ends without an error, that file replaces `path`.

    Where the block raises, the hidden file is deleted and `path` stays as it was. The hidden file has the suffix of
    `path`, because libraries choose the format by it. For a symbolic link, the file that it points to is replaced.
    Permissions stay as they were.

    Yields
    ------
    Path
        The hidden file, in the same folder.
    """
    with _aside(path) as (aside, target):
        yield aside
        if target.exists():
            shutil.copymode(target, aside)
        _carry_to_disk(aside)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes to a file, replacing it in one step.

    Raises
    ------
    OSError
        Where they cannot be written, as in a folder that does not exist; the earlier file stays as it was.
    """
    with replacing(path) as aside:
        aside.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Write text to a file in UTF-8, replacing it in one step. Line ends are not translated.

    Raises
    ------
    OSError
        Where it cannot be written, as in a folder that does not exist; the earlier file stays as it was.
    """
    write_bytes(path, text.encode("utf-8"))


def create_text(path: Path, text: str) -> None:
    """Create a file with a text in UTF-8; who reads it meanwhile finds it empty or whole. Line ends are not translated.

    The file is empty for a moment before it holds the text; a process that is killed in that moment leaves it empty.

    Raises
    ------
    FileExistsError
        Where the file exists by now; it is not replaced.
    """
    with _aside(path) as (aside, target):
        aside.write_bytes(text.encode("utf-8"))
        _carry_to_disk(aside)
        target.open("x").close()


@contextmanager
def _aside(path: Path) -> Iterator[tuple[Path, Path]]:
    """Give the hidden file and the real path that it replaces when the block ends without an error."""
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.stem}-{os.getpid()}{target.suffix}")
    try:
        yield aside, target
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    _carry_names_to_disk(target.parent)


def _carry_to_disk(path: Path) -> None:
    """Flush a file's content."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _carry_names_to_disk(folder: Path) -> None:
    """Flush a folder's entries: otherwise a power cut may undo the renaming. Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def csv_text(rows: Iterable[Iterable[object]], mark: str = ",") -> str:
    r"""Return rows as CSV lines that end in `\n`.

    The `csv` module quotes a `\r` inside a cell only if the line terminator contains `\r`, and readers take an unquoted
    `\r` for the end of a line. So each line is written with `\r\n`, and only the terminator itself becomes `\n`.

    Parameters
    ----------
    rows : iterable of iterables
        Cells are written as `csv.writer` writes them: None as an empty cell, anything else with `str`.
    mark : str
        The character that separates the cells.
    """
    lines = []
    for row in rows:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=mark, lineterminator="\r\n").writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n") + "\n")
    return "".join(lines)
