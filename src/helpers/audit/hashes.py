"""The SHA-256 that a manifest states beside those of the files as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.audit.result import Difference
from helpers.digest import file_sha256

MISSING = "el archivo no está"
_SHOWN = 16


def file_hashes(root: Path, names: Mapping[str, object]) -> dict[str, str]:
    """SHA-256 of each named file under a folder; empty where it is not there.

    A manifest may name anything: what lies outside of the folder is no file of it, and is not read.
    """
    return {name: file_sha256(root / name) if _lies_in(root, name) else "" for name in names}


def _lies_in(root: Path, name: str) -> bool:
    path = root / name
    try:
        return path.is_file() and path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError):  # a name too long, or with a zero in it
        return False


def hash_differences(stated: Mapping[str, str], found: Mapping[str, str], where: str) -> tuple[Difference, ...]:
    """The files whose hash is not the stated one.

    Parameters
    ----------
    where : str
        Who states it: `manifiesto.json`.
    """
    return tuple(
        Difference(f"{name}, huella SHA-256 según {where}", short(stated[name]), short(found[name]) or MISSING)
        for name in stated
        if stated[name] != found[name]
    )


def short(digest: str) -> str:
    """The first digits of a hash, enough to tell two apart by eye."""
    return f"{digest[:_SHOWN]}…" if len(digest) > _SHOWN else digest
