"""SHA-256 of files and of plain data, for manifests and audit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

CHUNK = 1 << 20


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal, reading it in pieces of 1 MiB."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def sha256_if_there(path: Path) -> str:
    """Return the SHA-256 of a file as `file_sha256` does; empty if there is no such file."""
    return file_sha256(path) if path.is_file() else ""


def bytes_sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return bytes_sha256(text.encode("utf-8"))


def data_sha256(data: object) -> str:
    """Return the SHA-256 of plain data (dicts, lists, strings, integers), the same for any order of the keys."""
    return text_sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
