"""For the tests of all conversions: read tables, copy an institution's data, check that a changed source is refused."""

import csv
import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tools.conversion.command import Conversion
from tools.conversion.source import ConversionError

ROOT = Path(__file__).resolve().parents[2]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def digest_of(folder: Path, paths: Iterable[Path]) -> str:
    """SHA-256 of the contents of files and of their paths from a folder."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def values_in(path: Path, where: dict[str, str], column: str) -> list[str]:
    """Values of a column in the rows of a table that have the values of `where`."""
    return [row[column] for row in read(path) if where.items() <= row.items()]


def counted_rows(readme: Path) -> dict[str, int]:
    """Number of rows of each table, as the README beside it states."""
    rows = re.findall(r"^\| `([\w/]+\.csv)` \| (\d+) \|", readme.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {path: int(count) for path, count in rows}


def copy_of(conversion: Conversion, folder: Path) -> Path:
    """Copy an institution's data into a folder; return the folder, as a root."""
    institution = Path(*Path(conversion.source).parts[:2])
    shutil.copytree(ROOT / institution, folder / institution)
    return folder


def check_refuses(conversion: Conversion, root: Path, file: str, change: tuple[str, str], message: str) -> None:
    """Assert that a transcription in which a text is replaced, in a copy below a folder, is refused with a message."""
    path = Path(shutil.copytree(ROOT / conversion.source, root / conversion.source)) / file
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(ConversionError, match=message):
        conversion.tables(root / conversion.source)
