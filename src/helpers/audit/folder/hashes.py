"""Compares the SHA-256 hashes in a manifest with the files as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from helpers.audit.audit_result import Difference
from helpers.base.system.digest import file_sha256

MISSING = "el archivo no está"
_SHOWN = 16


def file_hashes(root: Path, names: Mapping[str, object]) -> dict[str, str]:
    """Return the SHA-256 of each named file in a folder, by its name; empty text if it does not exist.

    A manifest may name any path. Files outside the folder are not read and count as missing.
    """
    return {name: file_sha256(root / name) if _lies_in(root, name) else "" for name in names}


def _lies_in(root: Path, name: str) -> bool:
    """Return whether a name is a file inside the folder, links resolved."""
    path = root / name
    try:
        return path.is_file() and path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError):  # a name that is too long or contains a null character
        return False


def hash_differences(root: Path, stated: Mapping[str, str], where: str) -> tuple[Difference, ...]:
    """Return the files in a folder whose hash differs from the stated one, or that are missing, in the stated order.

    Parameters
    ----------
    stated : Mapping
        Hash by file.
    where : str
        The file that states the hashes: `manifiesto.json`.
    """
    found = file_hashes(root, stated)
    return tuple(
        Difference(f"{name}, huella SHA-256 según {where}", short_hash(digest), short_hash(found[name]) or MISSING)
        for name, digest in stated.items()
        if digest != found[name]
    )


def short_hash(digest: str) -> str:
    """Return the first 16 digits of a hash and `…`, enough to distinguish two by eye; a shorter text stays as it is."""
    return f"{digest[:_SHOWN]}…" if len(digest) > _SHOWN else digest
