"""What is kept of a section: the notebook as executed, and all that it rests on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from helpers.reuse.store import Damaged

FORMAT = 1
NOTEBOOK_FILE, TRACE_FILE = "cuaderno.ipynb", "traza.json.gz"


@dataclass(frozen=True)
class Basis:
    """What the notebook that a section left rests on.

    Attributes
    ----------
    notebook : tuple of str
        Label and SHA-256 of the section's notebook.
    surroundings, libraries : Mapping of str to str
        Settings and versions (`surroundings`).
    code, files, folders : Mapping of str to str
        Digests by label.
    run : Mapping of str to str
        SHA-256 of the files of the run: where they are the same there is nothing to ask.
    answers : Sequence of Mapping
        What was asked of the Book and what it answered.
    """

    notebook: tuple[str, str]
    surroundings: Mapping[str, str]
    libraries: Mapping[str, str]
    code: Mapping[str, str]
    files: Mapping[str, str]
    folders: Mapping[str, str]
    run: Mapping[str, str]
    answers: Sequence[Mapping]

    def written(self) -> bytes:
        """As it is kept; the same for the same."""
        # As it stands: `asdict` would copy each of the many answers, part by part, only to write it once.
        plain = {"formato": FORMAT, **{one.name: getattr(self, one.name) for one in fields(self)}}
        return gzip.compress(json.dumps(plain, ensure_ascii=False).encode("utf-8"), compresslevel=3, mtime=0)

    @classmethod
    def read(cls, data: bytes) -> Basis | None:
        """What `written` gave; None where another version of this code wrote it.

        Raises
        ------
        ValueError, OSError, EOFError
            Where it is none.
        """
        plain = json.loads(gzip.decompress(data))
        if plain.pop("formato", None) != FORMAT:
            return None
        try:
            label, digest = plain.pop("notebook")
            return cls(notebook=(label, digest), **plain)
        except (KeyError, TypeError) as problem:
            raise ValueError("no basis of a section") from problem


@dataclass(frozen=True)
class Entry:
    """A kept section.

    Attributes
    ----------
    executed : bytes
        The notebook as published.
    """

    executed: bytes
    basis: Basis

    def files(self) -> dict[str, bytes]:
        """As it is kept."""
        return {NOTEBOOK_FILE: self.executed, TRACE_FILE: self.basis.written()}

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Entry | None:
        """From what was kept; None where another version of this code wrote it.

        Raises
        ------
        Damaged
            Where it is no section's.
        """
        try:
            basis = Basis.read(files[TRACE_FILE])
            return basis and cls(files[NOTEBOOK_FILE], basis)
        except (KeyError, ValueError, OSError, EOFError) as problem:
            raise Damaged(TRACE_FILE) from problem
