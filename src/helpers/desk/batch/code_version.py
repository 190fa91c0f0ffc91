"""Identifies the code that makes a report: the project's modules and the libraries.

Machines that share a batch must have the same code; otherwise reports could differ for reasons other than their data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache

from helpers.base.display import short_list_es
from helpers.base.system.digest import data_sha256, file_sha256
from helpers.base.system.workspace import code_files, code_folder
from helpers.run.report.manifest import versions

OF_THE_MACHINE = "sistema"
MOST_NAMED = 4


@dataclass(frozen=True)
class Code:
    """The code of a process.

    Attributes
    ----------
    helpers : str
        SHA-256 over all files of the project's package.
    versions : Mapping of str to str
        Versions of Python and of each library that the project requires.
    """

    helpers: str
    versions: Mapping[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of the code and the versions together."""
        return data_sha256(asdict(self))

    def difference(self, other: Code) -> str:
        """Return in Spanish how `other` differs from this code, which is called «aquí»; empty if it is the same.

        If the project's own files differ, the text names only their digests; otherwise it names the first `MOST_NAMED`
        libraries of another version, and the number of the rest.
        """
        if self.helpers != other.helpers:
            return f"otro código del proyecto ({other.helpers[:10]}, y aquí {self.helpers[:10]})"
        names = sorted(self.versions.keys() | other.versions.keys())
        told = [
            f"{name} {other.versions.get(name, 'no está')} (aquí {self.versions.get(name, 'no está')})"
            for name in names
            if self.versions.get(name) != other.versions.get(name)
        ]
        return short_list_es(told, MOST_NAMED)


@cache
def code_here() -> Code:
    """Return digest and versions of this process's code, read from disk on the first call and then kept."""
    digests = {path.relative_to(code_folder()).as_posix(): file_sha256(path) for path in code_files(code_folder())}
    found = {name: version for name, version in versions().items() if name != OF_THE_MACHINE}
    return Code(data_sha256(digests), found)
